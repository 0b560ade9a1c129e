"""kill -9 in the middle of two hundred submissions: none that was acknowledged is lost, none is doubled, the chain verifies.

A real server is killed with all its processes and started again, while clients send through it and send again with the same key
whatever was not answered.
"""

import http.client
import random
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.make import make_actor, make_delegation, make_stage, sign_in
from tests.reliability.server import Server
from wgtracker import models as m
from wgtracker.compile.typed import write_amendment
from wgtracker.db import Database
from wgtracker.queries.compilation import load_text
from wgtracker.services.audit import audit
from wgtracker.services.draft_input import Place, save_amendment
from wgtracker.upgrade import upgrade

CLIENTS = 6
SIZES = {"sqlite": (200, 3), "postgresql": (100, 1)}
"""Submissions and kills: PostgreSQL itself is not killed here, so that its half is about the same code on a slower engine."""
MEMORY = Path("/dev/shm")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Waiting(NamedTuple):
    """An input that waits to be sent, and the sign-in of its head."""

    submission_id: int
    version: int
    cookie: str


def write_drafts(database: Database, count: int) -> list[Waiting]:
    with database.write() as db:
        stage = make_stage(db)
        session = db.get_one(m.WorkingGroupSession, stage.session_id)
        text = load_text(db, db.get_one(m.Draft, stage.draft_id)).draft
        made = []
        for number in range(count):
            delegation = make_delegation(db, session, f"Delegation {number:03d}")
            head = make_actor(db, m.Role.HEAD, of=delegation)
            unit = text.units[number % len(text.units)]
            change = write_amendment(unit, f"{unit.text} Written by delegation {number}.")
            row = save_amendment(db, head, place=Place(stage.round_id, delegation.id, 0), amendment=change)
            made.append(Waiting(row.id, row.version, sign_in(db, head)))
    return made


class Client:
    """Send one form over a connection that may break at any moment."""

    def __init__(self, port: int) -> None:
        self.port, self.retries = port, 0
        self.form_cookie, self.token = "", ""

    def ask(self, method: str, path: str, cookies: str, form: dict[str, str] | None = None) -> tuple[int, http.client.HTTPMessage, str]:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
            try:
                connection.request(method, path, urlencode(form) if form else None, headers)
                answer = connection.getresponse()
                body = answer.read().decode()
                if answer.status < 500:
                    return answer.status, answer.headers, body
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            self.retries += 1
            time.sleep(random.uniform(0.05, 0.2))

    def open_form(self) -> None:
        """Take the cookie and the token that forms carry."""
        status, headers, page = self.ask("GET", "/sign-in", "")
        token = TOKEN.search(page)
        assert status == 200, page
        assert token is not None
        self.form_cookie, self.token = headers["Set-Cookie"].split(";")[0], token[1]

    def send(self, waiting: Waiting) -> int:
        """Send until it is acknowledged; give the number of the submission in the receipt's address."""
        cookies = f"wgtracker={waiting.cookie}; {self.form_cookie}"
        form = {"csrf_token": self.token, "key": uuid4().hex, "version": str(waiting.version), "replaces": "beside"}
        status, headers, page = self.ask("POST", f"/sub/{waiting.submission_id}/send", cookies, form)
        assert status == 303, re.sub(r"<[^>]+>|\s+", " ", page)
        return int(headers["Location"].rsplit("/", 1)[1])


@pytest.fixture
def migrated(empty_database_url: str, tmp_path: Path) -> Iterator[tuple[Database, Server]]:
    # A killed process loses nothing that it gave to the system, so that the disk has no part in this: memory will do, and is faster.
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else tmp_path) as folder:
        url = f"sqlite:///{folder}/killed.db" if empty_database_url.startswith("sqlite") else empty_database_url
        database = Database(url)
        upgrade(database)
        instance = Path(folder) / "instance"
        instance.mkdir()
        yield database, Server(url, instance)
        database.close()


def test_killed_in_the_middle_of_submissions(migrated: tuple[Database, Server]) -> None:
    database, server = migrated
    count, kills = SIZES[database.engine.dialect.name]
    waiting = write_drafts(database, count)
    acknowledged: list[int] = []
    client = Client(server.port)
    done = threading.Event()

    def kill_now_and_then() -> None:
        for number in range(1, kills + 1):
            while len(acknowledged) < number * count // (kills + 1) and not done.wait(0.01):
                pass
            server.kill()
            server.start()

    server.start()
    client.open_form()
    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        with ThreadPoolExecutor(CLIENTS) as pool:
            for number in pool.map(client.send, waiting):
                acknowledged.append(number)
    finally:
        done.set()
        killer.join()
        server.kill()
    assert client.retries > 0, "no request was hit by a kill"
    assert acknowledged == [one.submission_id for one in waiting]
    check_all_is_there(database, count)


def check_all_is_there(database: Database, count: int) -> None:
    with database.read() as db:
        s = m.Submission
        numbers = db.execute(select(s.delegation_id, s.number).where(s.state == m.SubmissionState.IN_FORCE)).all()
        assert [number for _, number in numbers] == [1] * count
        assert len({delegation for delegation, _ in numbers}) == count
        assert db.scalar(select(func.count()).select_from(s)) == count
        assert db.scalar(select(func.count()).select_from(m.Event).where(m.Event.act == "submit")) == count
        assert db.scalar(select(func.count()).select_from(m.SentForm)) == count
        letters = db.scalars(select(m.OutboxLetter.to)).all()
        assert len(letters) == len(set(letters)) == count
        assert audit(db).faults == ()
