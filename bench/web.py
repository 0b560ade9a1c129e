"""Measure the pages of the tracker in CPU time, as ratios to a page that says hello, on SQLite and on PostgreSQL.

    python -m bench.web

Fixture: 100 units, 20 amendments and 10 comments on each, by 20 delegations. "Hello" is a Flask route of the same application with the
same look-up of who is signed in, a CSRF token, the same headers, and one template. Prints a JSON line for each page.
"""

import gc
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import event, update

from bench.rows import Filled, fill
from config import Config
from tests import postgres
from wgtracker import create_app
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.web.request import actor

HELLO = "<!doctype html><title>Hello</title><p>Hello, {{ name }}<form><input name=csrf_token value={{ csrf_token() }}></form>"
RUNS, COLD_RUNS = 200, 15


class Figure(NamedTuple):
    """What one page costs. ms: median CPU time of a request; sent: bytes; statements: of SQL."""

    engine: str
    what: str
    ms: float
    ratio: float
    sent: int
    statements: int


def measure_all() -> Iterator[Figure]:
    """Measure both engines; PostgreSQL only where it is installed."""
    with tempfile.TemporaryDirectory() as folder:
        yield from measure("SQLite", f"sqlite:///{folder}/bench.db", Path(folder))
        cluster = postgres.join_cluster(lambda url: None)
        if cluster is not None:
            name = cluster.create()
            yield from measure("PostgreSQL", cluster.url(name), Path(folder))
            cluster.drop(name)


def measure(engine: str, url: str, folder: Path) -> Iterator[Figure]:
    """Fill a database and measure its pages."""
    database = Database(url)
    m.Base.metadata.create_all(database.engine)
    filled = fill(database)
    app = create_app(Config(url, "http://localhost", folder / "instance", "bench"))
    gc.set_threshold(10_000)
    gc.freeze()  # both as `wgtracker serve` does it
    hello_template = app.jinja_env.from_string(HELLO)
    app.add_url_rule("/hello", "hello", lambda: render_template(hello_template, name=actor().name))
    served: Database = app.extensions["wgtracker_db"]
    staff, head = sign_in(app, filled.officer), sign_in(app, filled.head)
    point, whole = f"/r/{filled.round_id}/chair/p/50", f"/r/{filled.round_id}/chair"
    own_point, own = f"/r/{filled.round_id}/p/{filled.unit_id}", f"/r/{filled.round_id}"
    mark = ""
    pages: list[tuple[str, Callable[[], Any], int]] = [
        ("hello", lambda: staff.get("/hello"), RUNS),
        ("one point, with everybody's proposals", lambda: staff.get(point), RUNS),
        ("one point, as its delegation writes on it", lambda: head.get(own_point), RUNS),
        ("the delegation's own text", lambda: head.get(own), 50),
        ("the full document, after a change", lambda: staff.get(whole), COLD_RUNS),
        ("the full document, again", lambda: staff.get(whole), RUNS),
        ("the full document, not changed (304)", lambda: staff.get(whole, headers={"If-None-Match": mark}), RUNS),
        ("staff's desk of the round", lambda: staff.get(f"/r/{filled.round_id}/desk"), 50),
        ("all amendments as a list", lambda: staff.get(f"/r/{filled.round_id}/amendments"), COLD_RUNS),
        ("what was received", lambda: staff.get(f"/r/{filled.round_id}/submissions"), 50),
    ]
    for what, ask, runs in pages:
        if what.endswith("(304)"):
            mark = staff.get(whole).headers["ETag"]
        change = _count_change(database, filled) if what.endswith("after a change") else None
        answer = ask()
        assert answer.status_code in (200, 304), (what, answer.status_code, answer.text[:300])
        ms, hello = _compare(ask, lambda: staff.get("/hello"), runs, change)
        yield Figure(engine, what, ms, ms / hello, len(answer.data), _count_statements(served, ask))
    database.close()
    served.close()


def sign_in(app: Flask, cookie: str) -> FlaskClient:
    """Give a client that somebody is signed in at."""
    client = app.test_client()
    client.set_cookie("wgtracker", cookie)
    return client


def _count_change(database: Database, filled: Filled) -> Callable[[], None]:
    def change() -> None:
        with database.write() as db:
            db.execute(update(m.Round).where(m.Round.id == filled.round_id).values(texts=m.Round.texts + 1))

    return change


def _compare(ask: Callable[[], Any], hello: Callable[[], Any], runs: int, before: Callable[[], None] | None) -> tuple[float, float]:
    """Give the median CPU times of a page and of hello in milliseconds, taken in turn, so that a busy minute falls on both."""
    pages, hellos = [], []
    for number in range(runs + 3):
        if before is not None:
            before()
        taken = [_time(ask), _time(hello)]
        if number >= 3:
            pages.append(taken[0])
            hellos.append(taken[1])
    return statistics.median(pages) * 1000, statistics.median(hellos) * 1000


def _time(ask: Callable[[], Any]) -> float:
    start = time.process_time()
    ask()
    return time.process_time() - start


def _count_statements(database: Database, ask: Callable[[], Any]) -> int:
    count = 0

    def note(*given: Any) -> None:
        nonlocal count
        count += 1

    event.listen(database.engine, "before_cursor_execute", note)
    ask()
    event.remove(database.engine, "before_cursor_execute", note)
    return count


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    for figure in measure_all():
        print(json.dumps(figure._asdict()), flush=True)
