"""The process of streams: a cap that holds, places given back, the newest pulse only, nothing missed over a lost connection."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.test import Client as WsgiClient

from config import Config
from tests.live.follower import Follower
from tests.make import make_actor, make_body, make_session, sign_in
from tests.reading import Reading
from wgtracker import models as m
from wgtracker.live import app as live_app
from wgtracker.live.app import LiveApp
from wgtracker.live.hub import Hub
from wgtracker.policy import Actor
from wgtracker.queries.live import MOST_UNITS, Moment, load_moment
from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.services.sign_in import sign_out_everywhere

CAP = 8


class Running:
    """The application behind a port."""

    def __init__(self, app: LiveApp, port: int, reading: Reading) -> None:
        self.app, self.port, self.reading = app, port, reading

    def follow(self, actor: Actor, **headers: str) -> Follower:
        with self.reading.database.write() as db:
            token = sign_in(db, actor)
        return Follower(self.port, self.reading.id, token, **headers)


@pytest.fixture
def running(reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setattr(live_app, "PING", 0.3)
    app = LiveApp(Config(reading.database.url, "http://localhost", tmp_path, "a secret"), most=CAP)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Running(app, server.port, reading)
    app.hub.end_all()
    server.shutdown()
    thread.join()
    app.close()


def agree(reading: Reading, label: str = "4.") -> m.RoomAct:
    status = reading.unit(label).state.status
    return reading.do(label, r.Moved(Status.AGREED if status != Status.AGREED else Status.REOPENED))


def test_a_change_reaches_all_who_follow(running: Running) -> None:
    followers = [running.follow(actor) for actor in [*running.reading.held.heads.values()][:4]]
    begun = [one.next("pulse") for one in followers]
    done = agree(running.reading)
    for follower, first in zip(followers, begun, strict=True):
        assert set(first) == {"pulse", "act", "focus", "since", "units"}
        told = follower.next("pulse")
        assert (told["pulse"], told["act"]) == (first["pulse"] + 1, done.number)
        assert told["units"][-1] == [done.recommendation_id, done.number]
        assert follower.last_id == str(told["pulse"])


def test_the_headers_let_it_through_a_proxy(running: Running) -> None:
    follower = running.follow(running.reading.held.chair, Origin="http://localhost")
    assert follower.headers["Content-Type"].startswith("text/event-stream")
    assert (follower.headers["X-Accel-Buffering"], follower.headers["Cache-Control"]) == ("no", "no-store")
    assert follower.headers["Access-Control-Allow-Origin"] == "http://localhost"
    assert "Set-Cookie" not in follower.headers
    assert "Access-Control-Allow-Origin" not in running.follow(running.reading.held.chair, Origin="http://elsewhere").headers


def test_who_comes_back_is_told_only_what_is_new(running: Running) -> None:
    chair = running.reading.held.chair
    first = running.follow(chair).next("pulse")
    again = running.follow(chair, **{"Last-Event-ID": str(first["pulse"])})
    assert again.next("ping") == {"pulse": first["pulse"]}
    done = agree(running.reading)
    assert again.next("pulse")["act"] == done.number
    late = running.follow(chair, **{"Last-Event-ID": str(first["pulse"])})
    assert late.next("pulse")["act"] == done.number


def test_the_cap_holds_when_all_come_at_once_and_places_come_back(running: Running) -> None:
    chair = running.reading.held.chair
    with ThreadPoolExecutor(3 * CAP) as pool:
        followers = list(pool.map(lambda number: running.follow(chair), range(3 * CAP)))
    assert sorted(one.status for one in followers) == [200] * CAP + [503] * 2 * CAP
    assert all(one.headers["Retry-After"] for one in followers if one.status == 503)
    assert len(running.app.hub) == CAP
    for one in followers:
        one.close()
    until = time.monotonic() + 10
    while len(running.app.hub) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(running.app.hub) == 0, "who is gone is noticed at the second sign of life"
    assert running.follow(chair).status == 200


def test_who_may_not_follow_gets_no_stream(running: Running) -> None:
    held = running.reading.held
    with running.reading.database.write() as db:
        stranger = make_actor(db, m.Role.CHAIR, of=make_session(db, make_body(db, "Another", "ANO")))
    assert running.follow(stranger).status == 403
    assert Follower(running.port, running.reading.id, "").status == 403
    assert Follower(running.port, 999_999, "x").status == 403
    for path in ("/", "/n/x/stream", "/n/99999999999/stream", f"/n/{running.reading.id}/stream/"):
        assert WsgiClient(running.app).get(path).status_code == 404
    assert WsgiClient(running.app).post(f"/n/{running.reading.id}/stream").status_code == 404
    assert len(running.app.hub) == 0
    assert held.operator.user_id


def test_a_stream_ends_some_time_after_its_person_signed_out(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_app, "CHECK_AGAIN", 2)
    chair = running.reading.held.chair
    follower = running.follow(chair)
    follower.next("pulse")
    follower.next("ping")
    with running.reading.database.write() as db:
        sign_out_everywhere(db, chair)
    assert follower.read_to_the_end()


def test_the_newest_alone_waits_for_a_slow_page() -> None:
    hub = Hub(2)
    slow, other = hub.reserve(1), hub.reserve(2)
    assert slow is not None
    assert other is not None
    assert hub.reserve(1) is None
    for pulse in range(1, 1001):
        hub.publish(1, Moment(pulse, pulse, None))
    assert slow.wait(0) == Moment(1000, 1000, None)
    assert slow.wait(0) is None
    assert other.wait(0) is None
    hub.release(slow)
    hub.release(slow)
    assert (len(hub), hub.list_followed()) == (1, {2})


def test_nothing_is_missed_while_nobody_listens(running: Running) -> None:
    """PostgreSQL ends the connection that listens (a restart does); what happens before it listens again is told afterwards."""
    database = running.reading.database
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite's file is looked at")
    follower = running.follow(running.reading.held.chair)
    follower.next("pulse")
    agree(running.reading)
    follower.next("pulse")
    with database.engine.connect() as connection:
        ended = connection.exec_driver_sql(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%%'"
        ).scalar_one()
    assert ended == 1
    done = agree(running.reading)
    assert follower.next("pulse")["act"] == done.number
    assert agree(running.reading).number == follower.next("pulse")["act"]


def test_more_units_than_are_named_say_so(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wgtracker.queries.live.MOST_UNITS", 2)
    for label in ("4.", "5.", "6."):
        done = agree(reading, label)
    with reading.database.read() as db:
        moment = load_moment(db, reading.id)
    assert moment is not None
    assert [act for _, act in moment.units] == [done.number - 1, done.number]
    assert moment.since == done.number - 2
    assert MOST_UNITS > 2


def test_the_clock_has_no_part_in_it(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pulse counts; a clock that is set back, or forward by a day, changes neither order nor lag."""
    follower = running.follow(running.reading.held.chair)
    pulses = [follower.next("pulse")["pulse"]]
    for jump in (-86_400.0, 3600.0, 0.0):
        now = time.time() + jump
        monkeypatch.setattr(time, "time", lambda now=now: now)
        agree(running.reading)
        pulses.append(follower.next("pulse")["pulse"])
    assert pulses == [*range(pulses[0], pulses[0] + 4)]


def test_health_is_told(running: Running) -> None:
    running.follow(running.reading.held.chair).next("pulse")
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=5)
    connection.request("GET", "/healthz")
    assert connection.getresponse().read().decode() == f"ok, 1 of {CAP} streams\n"


def test_an_event_is_whole_or_nothing() -> None:
    """Half an event has no empty line at its end: whoever reads by the standard throws it away."""
    whole = live_app.write_event(Moment(7, 5, None, 0, ((3, 5),))).decode()
    assert whole.endswith("\n\n")
    assert whole.count("\n\n") == 1
    data: Any = json.loads(whole.split("data: ")[1])
    assert data == {"pulse": 7, "act": 5, "focus": None, "since": 0, "units": [[3, 5]]}
