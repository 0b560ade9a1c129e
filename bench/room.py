"""Measure acts in the room in CPU time, merging and overlay in milliseconds.

    python -m bench.room

Pages: of a reading of 100 units with 50 amendments on each, as hundreds fetch them: again, and for the first time after an act.
Acts: a reading of 100 units, with 50 amendments on each, opened from rows; an act (taking a change, and undoing it) by the service, its
commit's wait for the disk aside, as a ratio to hello (bench/web.py) in the same run. Merge: 50 amendments into each of 100 units, from the
returned texts to the merged text in one pass, beside node-diff3's diff3Merge of one after the other (node_diff3_merge.mjs); CPU time of
both. Overlay: from stored edits. Prints a JSON line for each figure.
"""

import json
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.diff_words import ask, make_paragraph, revise
from bench.rows import fill
from bench.web import HELLO, sign_in
from config import Config
from tests import postgres
from tests.make import make_actor
from tests.web.signing import client_of
from wgtracker import create_app
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.policy import Actor
from wgtracker.queries.room import load_room
from wgtracker.room import model as r
from wgtracker.services.open_negotiation import open_reading_of_round
from wgtracker.services.room import Deed, act, focus_on
from wgtracker.text import apply, diff, overlay
from wgtracker.text.clashes import find_clashes
from wgtracker.web.request import actor

_FOLDER = Path(__file__).resolve().parent
UNITS, AMENDMENTS, RUNS, WARM, ROUNDS = 100, 50, 15, 3, 5
Line = dict[str, float | str]


class Opened(NamedTuple):
    """A reading in a database: the application on it, a browser of the Secretariat, who operates the room, and the reading's id."""

    database: Database
    app: Flask
    staff: FlaskClient
    operator: Actor
    reading: int


def open_room(url: str, folder: Path) -> Opened:
    """Fill a database, close its round and open the reading of its text; the application says hello, too."""
    database = Database(url)
    m.Base.metadata.create_all(database.engine)
    filled = fill(database, UNITS, AMENDMENTS)
    app = create_app(Config(url, "http://localhost", folder / "instance", "bench"))
    template = app.jinja_env.from_string(HELLO)
    app.add_url_rule("/hello", "hello", lambda: render_template(template, name=actor().name))
    with database.write() as db:
        round_ = db.get_one(m.Round, filled.round_id)
        round_.state = m.RoundState.CLOSED
        operator = make_actor(db, m.Role.OPERATOR, of=round_.session)
        reading = open_reading_of_round(db, operator, round_id=round_.id).id
    return Opened(database, app, sign_in(app, filled.officer), operator, reading)


def measure_acts(engine: str, url: str, folder: Path) -> Iterator[Line]:
    """Take a change and undo it, by turns with hello."""
    database, app, staff, operator, reading = open_room(url, folder)
    taken, undone, hello = [], [], []
    for _ in range(RUNS + WARM):
        with database.read() as db:
            unit = load_room(db, db.get_one(m.Negotiation, reading)).units[UNITS // 2]
        wanted = next(piece.id for piece in unit.state.pieces if piece.standing == r.Standing.PENDING)
        seconds, number = time_act(database, operator, reading, Deed(unit.id, r.Took((wanted,))))
        taken.append(seconds)
        undone.append(time_act(database, operator, reading, Deed(unit.id, r.Undone(number)))[0])
        start = time.process_time()
        assert staff.get("/hello").status_code == 200
        hello.append(time.process_time() - start)
    database.close()
    app.extensions["wgtracker_db"].close()
    base = statistics.median(hello[WARM:])
    for name, figures in (("taking a change", taken), ("undoing it", undone)):
        ms = statistics.median(figures[WARM:])
        yield {"engine": engine, "what": name, "ms": round(ms * 1000, 2), "hello_ms": round(base * 1000, 2), "ratio": round(ms / base, 1)}


PAGES = {
    "the screen": "screen/part",
    "one point, as a delegation sees it": "p/{unit}/part",
    "one point, as the Chair sees it": "chair/u/{unit}/part",
    "the overview": "overview/part",
    "all words of a delegation": "mine",
    "the whole text": "text",
}


def measure_pages(engine: str, url: str, folder: Path) -> Iterator[Line]:
    """Fetch what open pages fetch: again and again, and after an act on the point that they show."""
    database, app, staff, operator, reading = open_room(url, folder)
    with database.read() as db:
        unit = load_room(db, db.get_one(m.Negotiation, reading)).units[UNITS // 2].id
    with database.write() as db:
        focus_on(db, operator, negotiation_id=reading, unit_id=unit)
        head = make_actor(db, m.Role.HEAD, of=db.scalars(select(m.Delegation).limit(1)).one())
    delegate = client_of(app, database, head)
    base = statistics.median([time_page(staff, "/hello") for _ in range(RUNS + WARM)][WARM:])
    for name, path in PAGES.items():
        client = staff if "Chair" in name else delegate
        address = f"/n/{reading}/{path.format(unit=unit)}"
        again = statistics.median([time_page(client, address) for _ in range(RUNS + WARM)][WARM:])
        after = []
        for _ in range(ROUNDS):
            with database.read() as db:
                state = next(one.state for one in load_room(db, db.get_one(m.Negotiation, reading)).units if one.id == unit)
            wanted = next(piece.id for piece in state.pieces if piece.standing == r.Standing.PENDING)
            time_act(database, operator, reading, Deed(unit, r.Parked((wanted,))))
            after.append(time_page(client, address))
        for when, seconds in (("", again), (", after an act", statistics.median(after))):
            yield {"engine": engine, "page": f"{name}{when}", "ms": round(seconds * 1000, 2), "ratio": round(seconds / base, 1)}
    database.close()
    app.extensions["wgtracker_db"].close()


def time_page(client: FlaskClient, address: str) -> float:
    """Fetch a page; give the seconds of CPU."""
    start = time.process_time()
    assert client.get(address).status_code == 200, address
    return time.process_time() - start


def time_act(database: Database, operator: Actor, reading: int, deed: Deed) -> tuple[float, int]:
    """Do one act; give the seconds of CPU up to its commit, and its number."""
    with database.write() as db:
        start = time.process_time()
        number = act(db, operator, negotiation_id=reading, deed=deed).number
        return time.process_time() - start, number


def merge(base: str, returned: list[str]) -> tuple[str, int]:
    """Merge what was returned in one pass: what composes is in the text; what clashes is left to the meeting, and counted."""
    distinct = sorted({edit for text in returned for edit in diff(base, text)})
    clashes = find_clashes(distinct)
    contested = {edit for clash in clashes for edit in clash.edits}
    return apply(base, tuple([edit for edit in distinct if edit not in contested])), len(clashes)


def start_node(units: list[tuple[str, list[str]]]) -> subprocess.Popen[str] | str:
    """Start node-diff3 with the texts in hand; or return the sentence that says why it cannot be."""
    node = shutil.which("node")
    if node is None:
        return "skipped: Node.js is not installed"
    if not (_FOLDER.parent / "node_modules" / "node-diff3").is_dir():
        return "skipped: node-diff3 is not installed (npm ci)"
    started = subprocess.Popen([node, str(_FOLDER / "node_diff3_merge.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    ask(started, json.dumps(units))
    return started


def measure_merge() -> Iterator[Line]:
    """Merge 50 amendments into each of 100 units, by turns with node-diff3; then lay 50 amendments over each unit from stored edits."""
    source = random.Random(2020)
    bases = [make_paragraph(source) for _ in range(UNITS)]
    units = [(base, [revise(source, base, 3) for _ in range(AMENDMENTS)]) for base in bases]
    node = start_node(units)
    ours, theirs = [], []
    for number in range(ROUNDS + 1):
        start = time.process_time()
        for unit in units:
            merge(*unit)
        taken = (time.process_time() - start) * 1000
        other = 0.0 if isinstance(node, str) else ask(node, "")
        if number:
            ours.append(taken)
            theirs.append(other)
    yield {"what": "merge, 50 amendments into each of 100 units", "ms": round(statistics.median(ours), 1)}
    if isinstance(node, str):
        yield {"what": "node-diff3, the same one after the other", "note": node}
    else:
        node.communicate()
        yield {"what": "node-diff3, the same one after the other", "ms": round(statistics.median(theirs), 1)}
        ratio = statistics.median(one / two for one, two in zip(ours, theirs, strict=True))
        yield {"what": "merge of 50 amendments into 100 units, to node-diff3", "ratio": round(ratio, 2)}
    places = [source.randrange(UNITS) for _ in range(AMENDMENTS)]
    spread = [(base, texts[: places.count(at)]) for at, (base, texts) in enumerate(units)]
    yield {"what": "overlay from stored edits, a unit of 100 that have 50 amendments in all", "ms": round(_time_overlay(spread), 4)}
    for count in (1, 8, AMENDMENTS):
        each = [(base, texts[:count]) for base, texts in units]
        yield {"what": f"overlay from stored edits, a unit with {count} amendments", "ms": round(_time_overlay(each), 4)}


def _time_overlay(units: list[tuple[str, list[str]]]) -> float:
    stored = [(base, {f"State {n}": diff(base, text) for n, text in enumerate(texts)}) for base, texts in units]
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for base, edits in stored:
            overlay(base, edits)
        taken.append((time.process_time() - start) * 1000 / len(stored))
    return statistics.median(taken)


def measure_all() -> Iterator[Line]:
    """Measure acts on both engines (PostgreSQL only where it is installed), then the words."""
    with tempfile.TemporaryDirectory() as folder:
        yield from measure_pages("SQLite", f"sqlite:///{folder}/pages.db", Path(folder))
        yield from measure_acts("SQLite", f"sqlite:///{folder}/bench.db", Path(folder))
        cluster = postgres.join_cluster(lambda url: None)
        if cluster is not None:
            name = cluster.create()
            yield from measure_acts("PostgreSQL", cluster.url(name), Path(folder))
            cluster.drop(name)
            name = cluster.create()
            yield from measure_pages("PostgreSQL", cluster.url(name), Path(folder))
            cluster.drop(name)
    yield from measure_merge()


if __name__ == "__main__":
    for line in measure_all():
        print(json.dumps(line), flush=True)
