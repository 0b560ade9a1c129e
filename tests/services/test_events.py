"""Events: chained by hash, written as they are stored, and every forgery found."""

import itertools
import random
from typing import Any

import pytest
from sqlalchemy import text

from tests.make import Stage, make_stage
from wgtracker.db import Database
from wgtracker.models import Event
from wgtracker.policy import Actor
from wgtracker.services.events import BEGINNING, Subject, hash_event, head, record, verify

ODD: dict[str, Any] = {
    "text": "“Préambule” ? العربية \\u00e9 'quoted' \n \u2028 \U0001f600",
    "b": 1,
    "a": [None, True, 0.5],
    "nested": {"z": 1, "a": 2},
}


def write_some(database: Database, count: int) -> Stage:
    with database.write() as db:
        stage = make_stage(db)
        for number in range(count):
            record(
                db, stage.officer, f"act_{number % 7}", Subject("submission", number, stage.session_id, None),
                before={"n": number}, after=ODD,
            )  # fmt: skip
    return stage


def breaks(database: Database) -> list[tuple[int, str]]:
    with database.read() as db:
        return [tuple(one) for one in verify(db)]  # type: ignore[misc]


def test_a_chain_holds_and_each_event_hashes_the_one_before(database: Database) -> None:
    write_some(database, 20)
    assert breaks(database) == []
    with database.read() as db:
        rows = list(db.query(Event).order_by(Event.id))
        assert rows[0].previous == BEGINNING
        assert all(later.previous == earlier.hash for earlier, later in itertools.pairwise(rows))
        assert all(hash_event(row) == row.hash for row in rows)
        assert rows[-1].after == ODD
        assert head(db) == (rows[-1].id, rows[-1].hash)


def test_nobody_and_odd_names_are_hashed_too(database: Database) -> None:
    with database.write() as db:
        record(db, Actor(None, 'A "quoted" \\ name\n'), "act", Subject("user", 0))
    assert breaks(database) == []


FORGERIES = {
    "at": "UPDATE events SET at = (SELECT e.at FROM events e WHERE e.id = 1) WHERE id = :id",
    "user": "UPDATE events SET user_id = (SELECT max(id) FROM users) WHERE id = :id",
    "nobody": "UPDATE events SET user_id = NULL WHERE id = :id",
    "actor": "UPDATE events SET actor = actor || ' ' WHERE id = :id",
    "act": "UPDATE events SET act = 'withdraw' WHERE id = :id",
    "subject": "UPDATE events SET subject_id = subject_id + 1 WHERE id = :id",
    "session": "UPDATE events SET session_id = NULL WHERE id = :id",
    "before": """UPDATE events SET before = '{"n":-1}' WHERE id = :id""",
    "after": "UPDATE events SET after = replace(CAST(after AS TEXT), ' ? ', ' é ') WHERE id = :id",
    "deleted": "DELETE FROM events WHERE id = :id",
    "hash": "UPDATE events SET hash = 'f' || substr(hash, 2) || '0' WHERE id = :id",
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_thousand_forgeries_are_found(database: Database) -> None:
    write_some(database, 60)
    chance = random.Random(7)
    with database.read() as db:
        last, first = head(db)[0], head(db)[0] - 59
        found = 0
        for number in range(1000):
            name = list(FORGERIES)[number % len(FORGERIES)]
            at = chance.randrange(first, last if name == "deleted" else last + 1)
            db.execute(text(FORGERIES[name]), {"id": at})
            found += bool(list(verify(db)))
            db.rollback()
    assert found == 1000
    assert breaks(database) == []


@pytest.mark.parametrize("name", [name for name in FORGERIES if name not in ("at", "after")])
def test_a_forgery_is_found_on_either_database(database: Database, name: str) -> None:
    write_some(database, 5)
    with database.write() as db:
        db.execute(text(FORGERIES[name]), {"id": head(db)[0] - 2})
    assert breaks(database) != []


def test_an_event_put_in_between_or_exchanged_is_found(database: Database) -> None:
    write_some(database, 5)
    with database.write() as db:
        last = head(db)[0]
        for old, new in ((last, last + 1000), (last - 1, last), (last + 1000, last - 1)):
            db.execute(text("UPDATE events SET id = :new WHERE id = :old"), {"old": old, "new": new})
    assert breaks(database) != []
