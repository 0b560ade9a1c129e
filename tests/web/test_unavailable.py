"""A database that is away, full or read-only: a page that says so, nothing half-written, and all well again without a restart."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from config import Config
from tests.make import Stage, sign_in
from wgtracker import create_app
from wgtracker.db import Database
from wgtracker.models import Event, Scratch
from wgtracker.services.scratch import keep_scratch
from wgtracker.web.request import write


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Iterator[Flask]:
    """Lend an application of this test's own, for it is given a route more."""
    made = create_app(Config(database.url, "http://localhost", tmp_path / "instance", "a secret for tests only"))
    yield made
    made.extensions["wgtracker_db"].close()


def add_route(app: Flask, stage: Stage) -> None:
    """A route that writes as every view does."""

    @app.post("/test-of-writing")
    def write_something() -> str:
        with write() as db:
            keep_scratch(db, stage.officer, key="test", fields={"text": "x" * 150_000})
        return "kept"

    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_is_said_and_writing_goes_on_when_there_is_room(
    app: Flask, database: Database, stage: Stage, client: FlaskClient
) -> None:
    add_route(app, stage)
    served: Database = app.extensions["wgtracker_db"]
    with served.read() as db:
        pages = db.execute(text("PRAGMA page_count")).scalar_one()
        db.execute(text(f"PRAGMA max_page_count={pages}"))  # what SQLite says then is what it says of a full disk
    full = client.post("/test-of-writing")
    assert full.status_code == 503
    assert full.headers["Retry-After"] == "30"
    assert "Nothing of this was saved" in full.text
    with database.read() as db:
        assert db.query(Scratch).count() == 0
    with served.read() as db:
        db.execute(text("PRAGMA max_page_count=1000000"))
    assert client.post("/test-of-writing").text == "kept"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_signed_in_reader_is_told_when_the_database_cannot_be_read(
    app: Flask, database: Database, stage: Stage, client: FlaskClient
) -> None:
    with database.write() as db:
        client.set_cookie("wgtracker", sign_in(db, stage.officer))
    served: Database = app.extensions["wgtracker_db"]
    served.close()
    path = Path(database.url.removeprefix("sqlite:///"))
    away = path.with_suffix(".away")
    database.close()
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    os.rename(path, away)
    path.mkdir()
    assert client.get(f"/s/{stage.session_id}").status_code == 503
    path.rmdir()
    os.rename(away, path)
    assert client.get(f"/s/{stage.session_id}").status_code == 200


def test_a_write_that_fails_keeps_nothing(database: Database, stage: Stage) -> None:
    with database.read() as db:
        before = db.query(Event).count()

    def write_half() -> None:
        with database.write() as db:
            keep_scratch(db, stage.officer, key="half", fields={"text": "half"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    with database.read() as db:
        assert db.query(Scratch).count() == 0
        assert db.query(Event).count() == before
