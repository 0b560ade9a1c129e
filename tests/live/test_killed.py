"""kill -9 the process of streams: every follower learns of every change all the same, by asking, and by streams once it is back."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.live.follower import Follower
from tests.make import sign_in
from tests.reading import Reading
from tests.web.pages import client_of
from wgtracker.db import Database
from wgtracker.room import model as r
from wgtracker.upgrade import upgrade

ROOT = Path(__file__).resolve().parent.parent.parent


class Process:
    """`python -m wgtracker live`, to be killed and started again on the same port."""

    def __init__(self, database_url: str, instance: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        kept = {key: value for key, value in os.environ.items() if not key.startswith("WGTRACKER_")}
        self.environment = {**kept, "WGTRACKER_DATABASE_URL": database_url, "WGTRACKER_INSTANCE": str(instance)}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "wgtracker", "live", "--port", str(self.port), "--streams", "6"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, start_new_session=True)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the process of streams did not start")

    def end(self, how: signal.Signals) -> None:
        """End it and all below it."""
        assert self.process is not None
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=30)


class Page:
    """A page without a browser: it listens, and asks where the stream broke; what it knows is what it was told either way."""

    def __init__(self, client: Any, reading: Reading, token: str, port: int) -> None:
        self.client, self.reading, self.token, self.port = client, reading, token, port
        self.acts: dict[int, int] = {}
        self.act, self.pulse = 0, -1
        self.stream: Follower | None = None
        self.connect()

    def connect(self) -> None:
        """Open a stream, from the pulse on that is known."""
        self.stream = Follower(self.port, self.reading.id, self.token, **{"Last-Event-ID": str(self.pulse)})
        assert self.stream.status == 200

    def take(self, told: dict[str, Any]) -> None:
        """Take in a message."""
        self.pulse, self.act = told["pulse"], told["act"]
        self.acts |= dict(told["units"])

    def hear(self, act: int) -> None:
        """Wait until an act is known: by the stream while it lives, else by asking."""
        until = time.monotonic() + 30
        while self.act < act and time.monotonic() < until:
            try:
                if self.stream is None:
                    raise OSError
                self.take(self.stream.next("pulse"))
            except (AssertionError, OSError, http.client.HTTPException):
                self.stream = None
                answer = self.client.get(f"/n/{self.reading.id}/live?since={self.act}", headers={"If-None-Match": f'"{self.pulse}"'})
                if answer.status_code == 200:
                    self.take(answer.json)
        assert self.act >= act


@pytest.fixture
def database(empty_database_url: str) -> Iterator[Database]:
    made = Database(empty_database_url)
    upgrade(made)
    yield made
    made.close()


@pytest.fixture
def process(database: Database, tmp_path: Path) -> Iterator[Process]:
    made = Process(database.url, tmp_path / "instance")
    yield made
    made.end(signal.SIGKILL)


def test_a_killed_process_loses_no_change_for_anyone(app: Flask, database: Database, process: Process) -> None:
    reading = Reading(database)
    people = [reading.held.chair, reading.held.operator, *reading.held.heads.values()][:4]
    process.start()
    pages = []
    for person in people:
        with database.write() as db:
            token = sign_in(db, person)
        pages.append(Page(client_of(app, database, person), reading, token, process.port))
    acts = [say(reading, "4.", "by the stream")]
    for page in pages:
        page.hear(acts[-1])
    process.end(signal.SIGKILL)
    acts += [say(reading, "5.", "while it is dead"), say(reading, "6.", "and once more")]
    for page in pages:
        page.hear(acts[-1])
        assert page.stream is None, "it was told by asking"
    process.start()
    for page in pages:
        page.connect()
    acts.append(say(reading, "3 bis", "after it came back"))
    for page in pages:
        page.hear(acts[-1])
        assert page.stream is not None
        assert {
            reading.unit(label).id: reading.unit(label).state.last for label in ("4.", "5.", "6.", "3 bis")
        }.items() <= page.acts.items()
    process.end(signal.SIGTERM)


def say(reading: Reading, label: str, words: str) -> int:
    """Do an act; give its number."""
    return reading.do(label, r.Remarked(r.Remark("", "Kenya", "", words))).number
