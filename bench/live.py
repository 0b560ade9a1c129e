"""Measure how one change in the room reaches five hundred followers: by streams and by polling, on SQLite and on PostgreSQL.

    python -m bench.live

Everything is as in life: `wgtracker live` or `wgtracker serve` as a process of its own, five hundred people with a sign-in each, in another
process (bench/followers.py) behind one address, and an operator who moves the focus. Counted are the milliseconds from just before the
commit until each page has heard, and the CPU time of the server's processes (/proc) over the whole time, as a share of one core.
Prints a JSON line for each run.
"""

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests import postgres
from tests.make import make_actor, make_delegation, sign_in
from tests.reading import Reading
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.services.room import focus_on
from wgtracker.upgrade import upgrade

ROOT = Path(__file__).resolve().parent.parent
FOLLOWERS, CHANGES = 500, 8
BETWEEN = (2.6, 3.4)
"""Seconds between two changes."""
COMMANDS = {
    "stream": ["live", "--streams", str(FOLLOWERS + 20), "--port"],
    "poll": ["serve", "--workers", "2", "--threads", "4", "--port"],
}


class Figure(NamedTuple):
    """One run. ms: of all pages and changes; missed: pages that did not hear of a change before the next but one; percent: of a core."""

    engine: str
    transport: str
    followers: int
    changes: int
    missed: int
    broken: int
    p50_ms: float
    p99_ms: float
    worst_ms: float
    percent: float
    load: float


def measure_all() -> Iterator[Figure]:
    """Measure both transports on both engines; PostgreSQL only where it is installed."""
    with tempfile.TemporaryDirectory() as folder:
        yield from measure("SQLite", f"sqlite:///{folder}/bench.db", Path(folder) / "sqlite")
        cluster = postgres.join_cluster(lambda url: None)
        if cluster is not None:
            name = cluster.create()
            yield from measure("PostgreSQL", cluster.url(name), Path(folder) / "postgresql")
            cluster.drop(name)


def measure(engine: str, url: str, instance: Path) -> Iterator[Figure]:
    """Open a reading, let five hundred people in, and measure both transports."""
    instance.mkdir()
    database = Database(url)
    upgrade(database)
    reading = Reading(database)
    with database.write() as db:
        session = db.get_one(m.WorkingGroupSession, reading.held.session_id)
        people = [make_actor(db, m.Role.OBSERVER, of=make_delegation(db, session, f"Follower {number}")) for number in range(FOLLOWERS)]
        tokens = [sign_in(db, person) for person in people]
    for transport in COMMANDS:
        yield run(engine, transport, reading, instance, tokens)
    database.close()


def run(engine: str, transport: str, reading: Reading, instance: Path, tokens: list[str]) -> Figure:
    """Let all follow, change the focus some times, and count."""
    load = os.getloadavg()[0]
    with serving(transport, reading.database.url, instance) as (port, server):
        seconds = CHANGES * BETWEEN[1] + 5
        command = [sys.executable, "-m", "bench.followers", transport, str(port), str(reading.id), str(seconds)]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as crowd:
            assert crowd.stdin
            assert crowd.stdout
            crowd.stdin.write("\n".join(tokens))
            crowd.stdin.close()
            assert crowd.stdout.readline() == "ready\n"
            cpu, begun = count_cpu(server), time.monotonic()
            made = [change(reading, number) for number in range(CHANGES)]
            time.sleep(3)
            percent = 100 * (count_cpu(server) - cpu) / (time.monotonic() - begun)
            told = json.loads(crowd.stdout.readline())
    times, missed = compare(made, told["heard"])
    times.sort()
    return Figure(
        engine, transport, len(tokens), CHANGES, missed, told["broken"], round(statistics.median(times), 1),
        round(times[int(len(times) * 0.99)], 1), round(times[-1], 1), round(percent, 2), round(load, 1),
    )  # fmt: skip


@contextmanager
def serving(transport: str, url: str, instance: Path) -> Iterator[tuple[int, int]]:
    """Serve as in life; give the port and the number of the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    kept = {key: value for key, value in os.environ.items() if not key.startswith("WGTRACKER_")}
    environment = {**kept, "WGTRACKER_DATABASE_URL": url, "WGTRACKER_INSTANCE": str(instance)}
    command = [sys.executable, "-m", "wgtracker", *COMMANDS[transport], str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        time.sleep(2)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def change(reading: Reading, number: int) -> tuple[int, float]:
    """Move the focus; give the pulse and the instant just before the commit."""
    time.sleep(random.uniform(*BETWEEN))
    units = [unit.id for unit in reading.room().units if unit.label]
    with reading.database.write() as db:
        focus = db.get_one(m.Negotiation, reading.id).focus_id
        wanted = next(unit for unit in units[number % len(units) :] + units if unit != focus)
        pulse = focus_on(db, reading.held.operator, negotiation_id=reading.id, unit_id=wanted).pulse
        db.flush()
        return pulse, time.monotonic()


def compare(made: list[tuple[int, float]], heard: list[Any]) -> tuple[list[float], int]:
    """Give the milliseconds from each change until each page knew of it (or of a later one), and how many never did."""
    times, missed = [], 0
    for pulse, at in made:
        for page in heard:
            found = next((then for known, then in page if known >= pulse), None)
            if found is None:
                missed += 1
            else:
                times.append((found - at) * 1000)
    return times, missed


def count_cpu(process: int) -> float:
    """Give the seconds of CPU that a process and all below it have used so far."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(fields[1])
        used[int(path.parent.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    tree, more = {process}, True
    while more:
        below = {child for child, parent in parents.items() if parent in tree} - tree
        tree |= below
        more = bool(below)
    return sum(used.get(one, 0.0) for one in tree)


if __name__ == "__main__":
    for figure in measure_all():
        print(json.dumps(figure._asdict()), flush=True)
