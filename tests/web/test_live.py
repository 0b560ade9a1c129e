"""What open pages of a reading are told by polling, and of their own acts: ids and revisions, to those who may follow."""

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from flask import Flask

from config import Config
from tests.make import make_actor, make_body, make_session
from tests.reading import Reading
from tests.web.pages import client_of, counted
from wgtracker import create_app
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.models.pulse import CHANNEL
from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.services import room as services
from wgtracker.services.sign_in import sign_out_everywhere
from wgtracker.services.throttle import count_try, name_key
from wgtracker.web.live.front import SAME_FOR


def ask(app: Flask, reading: Reading, since: int | None = None, **headers: str) -> Any:
    client = client_of(app, reading.database, reading.held.heads["Egypt"])
    return client.get(f"/n/{reading.id}/live" + ("" if since is None else f"?since={since}"), headers=headers)


def test_a_page_is_told_what_changed_and_nothing_twice(app: Flask, reading: Reading) -> None:
    first = ask(app, reading)
    told = first.json
    assert first.status_code == 200
    unchanged = ask(app, reading, told["act"], **{"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    done = reading.do("4.", r.Moved(Status.AD_REFERENDUM, (), "plenary"))
    unit = reading.unit("4.").id
    second = ask(app, reading, told["act"], **{"If-None-Match": first.headers["ETag"]})
    wanted = {"pulse": told["pulse"] + 1, "act": done.number, "since": told["act"], "units": [[unit, done.number]]}
    assert second.json == {**wanted, "focus": told["focus"]}
    with reading.database.write() as db:
        services.focus_on(db, reading.held.operator, negotiation_id=reading.id, unit_id=unit)
    third = ask(app, reading, done.number, **{"If-None-Match": second.headers["ETag"]})
    assert (third.json["focus"], third.json["units"], third.json["pulse"]) == (unit, [], told["pulse"] + 2)


@pytest.mark.parametrize("since", ["-1", "x", "99999999999999999999", str(2**31), ""])
def test_whatever_is_asked_since_is_answered(app: Flask, reading: Reading, since: str) -> None:
    client = client_of(app, reading.database, reading.held.chair)
    assert client.get(f"/n/{reading.id}/live?since={since}").status_code == 200


def test_polling_costs_one_statement_and_touches_no_sign_in(app: Flask, reading: Reading) -> None:
    client = client_of(app, reading.database, reading.held.heads["Egypt"])
    mark = client.get(f"/n/{reading.id}/live").headers["ETag"]
    with reading.database.write() as db:
        for place in db.query(m.SignIn):
            place.seen_at = place.created_at = place.created_at.replace(year=2020)
    with counted(app) as statements:
        answer = client.get(f"/n/{reading.id}/live", headers={"If-None-Match": mark})
        first = len(statements)
        client.get(f"/n/{reading.id}/live", headers={"If-None-Match": mark})
    assert answer.status_code == 304
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert len([one for one in statements[:first] if one.startswith("SELECT")]) <= 2, "how far it is, and who may still follow"
    assert len([one for one in statements[first:] if one.startswith("SELECT")]) <= 1
    assert [one for one in statements if not one.startswith(("SELECT", "BEGIN"))] == []


def test_who_was_signed_out_is_told_no_news_whatever_was_told_before(app: Flask, reading: Reading) -> None:
    client, chair = client_of(app, reading.database, reading.held.chair), reading.held.chair
    mark = client.get(f"/n/{reading.id}/live").headers["ETag"]
    assert client.get(f"/n/{reading.id}/live", headers={"If-None-Match": mark}).status_code == 304
    with reading.database.write() as db:
        sign_out_everywhere(db, chair)
    reading.do("4.", r.Moved(Status.AD_REFERENDUM, (), "plenary"))
    time.sleep(SAME_FOR)
    assert client.get(f"/n/{reading.id}/live", headers={"If-None-Match": mark}).status_code == 303


def test_only_ids_and_revisions_go_over_the_wire(app: Flask, reading: Reading) -> None:
    reading.do("3.", r.Took(tuple(reading.of("3.", "Kenya"))), reason="Because Kenya asked.")
    answer = ask(app, reading, 0)
    assert set(answer.json) == {"pulse", "act", "focus", "since", "units"}
    assert all(isinstance(one, int) for one in (answer.json["pulse"], answer.json["act"], answer.json["focus"]))
    assert all(isinstance(one, int) for pair in answer.json["units"] for one in pair)


def test_who_may_not_follow_is_refused_as_everywhere(app: Flask, reading: Reading) -> None:
    address = f"/n/{reading.id}/live"
    nobody = app.test_client().get(address)
    assert (nobody.status_code, nobody.headers["Location"]) == (303, f"/sign-in?next={address}")
    other = next(one for one in reading.held.heads.values())
    with reading.database.write() as db:
        elsewhere = make_session(db, make_body(db, "Another", "ANO"))
        stranger = make_actor(db, m.Role.CHAIR, of=elsewhere)
    refused = client_of(app, reading.database, stranger).get(address)
    guessed = client_of(app, reading.database, other).get("/n/999999/live")
    assert (refused.status_code, guessed.status_code) == (404, 404)
    assert client_of(app, reading.database, other).get(f"/n/{2**63}/live").status_code == 404
    signed_out = client_of(app, reading.database, other)
    assert signed_out.get(address).status_code == 200
    with reading.database.write() as db:
        sign_out_everywhere(db, other)
    assert signed_out.get(address).status_code == 303


def test_a_form_learns_what_it_did(app: Flask, reading: Reading) -> None:
    done = reading.do("4.", r.Moved(Status.AD_REFERENDUM, (), "plenary"), key="k 1&2")
    operator = client_of(app, reading.database, reading.held.operator)
    unit = reading.unit("4.").id
    assert operator.get(f"/n/{reading.id}/live/acts", query_string={"key": "k 1&2"}).json == {"acts": [[unit, done.number]]}
    assert operator.get(f"/n/{reading.id}/live/acts", query_string={"key": ""}).json == {"acts": []}
    chair = client_of(app, reading.database, reading.held.chair)
    assert chair.get(f"/n/{reading.id}/live/acts", query_string={"key": "k 1&2"}).json == {"acts": []}, (
        "another person's key is none of theirs"
    )


def test_a_script_is_told_where_the_page_would_go(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/n/1/live", headers={"X-Act": "1"}).json == {"to": "/sign-in?next=/n/1/live"}
    assert client.get("/n/1/live").status_code == 303


def policy_of(database: Database, tmp_path: Any, settings: Mapping[str, Any]) -> str:
    made = create_app(Config(database.url, "http://localhost", tmp_path / "i", "a secret", **settings))
    found = made.test_client().get("/sign-in").headers["Content-Security-Policy"]
    made.extensions["wgtracker_db"].close()
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pages_may_connect_to_the_process_of_streams(database: Database, tmp_path: Any) -> None:
    assert "connect-src 'self';" in policy_of(database, tmp_path, {})
    assert "connect-src 'self';" in policy_of(database, tmp_path, {"live_url": "http://localhost"})
    assert "connect-src 'self' http://localhost:8421;" in policy_of(database, tmp_path, {"live_url": "http://localhost:8421"})


def test_postgresql_tells_of_a_pulse_in_the_transaction_that_changes_it(reading: Reading) -> None:
    database = reading.database
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite's file is looked at")
    address = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        with suppress(ZeroDivisionError), database.write() as db:
            services.focus_on(db, reading.held.operator, negotiation_id=reading.id, unit_id=reading.unit("4.").id)
            raise ZeroDivisionError
        assert list(listening.notifies(timeout=0.2)) == [], "what was rolled back is not told"
        reading.do("4.", r.Moved(Status.AD_REFERENDUM, (), "plenary"))
        assert [one.payload for one in listening.notifies(timeout=5, stop_after=1)] == [str(reading.id)]


def test_five_hundred_people_behind_one_address_sign_in(database: Database) -> None:
    """The throttle counts tries at one account; nothing counts addresses."""
    with database.write() as db:
        for number in range(500):
            count_try(db, name_key("sign_in", f"delegate{number}@example.org"))
        assert db.query(m.Attempt).count() == 500
