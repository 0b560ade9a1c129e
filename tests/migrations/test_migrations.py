"""Migrations: they make what the models say, on an empty database and on one that an earlier version filled, forward and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import func, inspect, select, text

from tests.migrations.filled import HERE, fill
from wgtracker.db import Database
from wgtracker.errors import BadInput
from wgtracker.models import Base, Event
from wgtracker.services.audit import audit
from wgtracker.upgrade import ROOT, check, count_missing, newest, settings_of, upgrade, upgrade_all

FILLED = sorted(HERE.glob("filled-*.json"))


@pytest.fixture
def unmade(empty_database_url: str) -> Iterator[Database]:
    """A database without any table."""
    database = Database(empty_database_url)
    yield database
    database.close()


def test_an_empty_database_becomes_what_the_models_say(unmade: Database) -> None:
    assert count_missing(unmade) == len(list((ROOT / "migrations" / "versions").glob("*.py")))
    assert upgrade_all(unmade) > 0
    check(unmade)
    assert upgrade_all(unmade) == 0


def test_up_down_up_leaves_no_trace(unmade: Database) -> None:
    upgrade(unmade)
    with unmade.engine.connect() as connection:
        command.downgrade(settings_of(connection), "base")
        connection.commit()
    assert set(inspect(unmade.engine).get_table_names()) <= {"alembic_version"}
    upgrade(unmade)
    check(unmade)


@pytest.mark.parametrize("path", FILLED, ids=lambda path: str(path.stem))
def test_a_filled_database_keeps_every_row_and_its_chain(unmade: Database, path: Path) -> None:
    upgrade(unmade, path.stem.removeprefix("filled-"))
    with unmade.engine.connect() as connection:
        counts = fill(connection, path)
        connection.commit()
    upgrade(unmade)
    check(unmade)
    with unmade.read() as db:
        now = {table.name: db.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables}
        assert {name: now[name] for name in counts} == counts
        found = audit(db)
        assert found.faults == ()
        assert found.events == counts["events"] > 2
        assert db.scalars(select(Event).order_by(Event.id.desc())).first() is not None


def test_the_newest_form_has_its_filled_database() -> None:
    assert newest() in {path.stem.removeprefix("filled-") for path in FILLED}, "run python -m tests.migrations.filled"


def test_a_database_of_a_newer_program_is_refused(unmade: Database) -> None:
    upgrade(unmade)
    with unmade.write() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(BadInput, match="newer version"):
        upgrade_all(unmade)
