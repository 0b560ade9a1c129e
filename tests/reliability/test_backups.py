"""Backups: taken while others write, whole, and put back to an empty place as they were."""

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from tests import postgres
from tests.make import Stage, make_stage
from wgtracker.db import Database
from wgtracker.errors import BadInput
from wgtracker.models import Base, Event
from wgtracker.services.backups import back_up, restore
from wgtracker.services.events import Subject, record
from wgtracker.services.keep import keep_file
from wgtracker.upgrade import upgrade


@pytest.fixture
def filled(empty_database_url: str) -> Iterator[tuple[Database, Stage]]:
    """A database made by the migrations, with a stage in it."""
    database = Database(empty_database_url)
    upgrade(database)
    with database.write() as db:
        stage = make_stage(db)
    yield database, stage
    database.close()


@pytest.fixture
def empty(request: pytest.FixtureRequest, filled: tuple[Database, Stage], tmp_path: Path) -> Iterator[Database]:
    """Another, empty place on the same engine."""
    if filled[0].engine.dialect.name == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'elsewhere' / 'restored.db'}")
        yield database
        database.close()
        return
    cluster: postgres.Cluster = request.getfixturevalue("cluster")
    name = cluster.create()
    database = Database(cluster.url(name))
    yield database
    database.close()
    cluster.drop(name)


def count_rows(database: Database) -> dict[str, int]:
    with database.read() as db:
        return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in Base.metadata.sorted_tables}


def test_a_backup_restored_is_the_same(filled: tuple[Database, Stage], empty: Database, tmp_path: Path) -> None:
    database, _stage = filled
    made = back_up(database, tmp_path / "night.backup")
    assert made.audit.faults == ()
    found = restore(empty, tmp_path / "night.backup")
    assert found == made.audit
    assert count_rows(empty) == count_rows(database)
    assert (tmp_path / "night.backup").stat().st_mode & 0o077 == 0


def test_a_backup_under_load_holds_the_state_of_one_moment(filled: tuple[Database, Stage], empty: Database, tmp_path: Path) -> None:
    database, stage = filled
    stop = threading.Event()
    written: list[str] = []

    def write_on() -> None:
        other = Database(database.url)
        while not stop.is_set():
            with other.write() as db:  # an event and a file that belong together
                content = f"file {len(written)}".encode()
                sha256 = keep_file(db, content, hashlib.sha256(content).hexdigest())
                record(db, stage.officer, "upload_file", Subject("file", len(written)), after={"sha256": sha256})
            written.append(sha256)
        other.close()

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        while len(written) < 20:
            assert writer.is_alive()
            stop.wait(0.01)
        before = len(written)
        back_up(database, tmp_path / "loaded.backup")
        after = len(written)
    finally:
        stop.set()
        writer.join()
    assert restore(empty, tmp_path / "loaded.backup").faults == ()
    with empty.read() as db:
        told = [event.after["sha256"] for event in db.scalars(select(Event).where(Event.act == "upload_file").order_by(Event.id))]
        kept = set(db.scalars(text("SELECT sha256 FROM files")))
    assert told == written[: len(told)]
    assert before <= len(told) <= after + 1
    assert set(told) <= kept


def test_nothing_is_written_over(filled: tuple[Database, Stage], tmp_path: Path) -> None:
    database, _stage = filled
    back_up(database, tmp_path / "first")
    with pytest.raises(BadInput, match="exists already"):
        back_up(database, tmp_path / "first")
    with pytest.raises(BadInput, match="empty"):
        restore(database, tmp_path / "first")


@pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
def test_a_damaged_backup_is_refused_and_nothing_is_left(filled: tuple[Database, Stage], empty: Database, tmp_path: Path) -> None:
    back_up(filled[0], tmp_path / "whole")
    content = bytearray((tmp_path / "whole").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "whole").write_bytes(content)
    with pytest.raises(BadInput, match="hash differs"):
        restore(empty, tmp_path / "whole")
    (tmp_path / "whole.sha256").unlink()
    with pytest.raises(BadInput, match="missing"):
        restore(empty, tmp_path / "whole")
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
def test_a_backup_of_the_other_engine_or_of_nothing_is_refused(filled: tuple[Database, Stage], empty: Database, tmp_path: Path) -> None:
    for start, said in ((b"PGDMP\x01", "backup of PostgreSQL"), (b"PK\x03\x04", "no backup")):
        name = tmp_path / f"strange-{said[:2]}"
        name.write_bytes(start + bytes(40))
        sha256 = hashlib.sha256(name.read_bytes()).hexdigest()
        name.with_name(f"{name.name}.sha256").write_text(f"{sha256}  {name.name}\n")
        with pytest.raises(BadInput, match=said):
            restore(empty, name)
    assert inspect(filled[0].engine).has_table("events")
