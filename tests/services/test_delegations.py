"""Delegations: added in bulk under the names of the day, changed, ended; what they said stays."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.make import Stage
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict
from wgtracker.services.delegations import Added, add_delegations, change_delegation, record_standings, remove_delegation

PARTY = m.Standing.STATE_PARTY


def add(database: Database, stage: Stage, *names: str) -> Added:
    with database.write() as db:
        return add_delegations(db, stage.officer, session_id=stage.session_id, names=names, states_are=PARTY)


def test_names_are_those_of_the_day_each_once_and_unknown_ones_are_kept(database: Database, stage: Stage) -> None:
    made = add(database, stage, "Turkey", "Türkiye", "brazil", "The Friends of Order")
    assert [(row.name, row.category, row.region) for row in made.added] == [
        ("Turkey", "State", "Western European and other States"),
        ("The Friends of Order", "other", ""),
    ]
    assert made.known == ("Brazil",)


def test_a_recorded_status_beats_the_default_from_its_day_on(database: Database, stage: Stage) -> None:
    with database.write() as db:
        for standing, from_on in ((m.Standing.SIGNATORY, None), (PARTY, date(2019, 1, 1)), (m.Standing.OTHER_STATE, date(2030, 1, 1))):
            record_standings(
                db, stage.officer, session_id=stage.session_id, parties=["France", "Brazil"], standing=standing, from_on=from_on
            )  # fmt: skip
        record_standings(
            db, stage.officer, session_id=stage.session_id, parties=["Egypt"], standing=m.Standing.SIGNATORY, from_on=None
        )  # fmt: skip
    with database.write() as db:
        made = add_delegations(
            db, stage.officer, session_id=stage.session_id, names=["France", "Ghana"], states_are=m.Standing.OTHER_STATE
        )  # fmt: skip
        assert [(row.name, row.standing) for row in made.added] == [("France", PARTY), ("Ghana", m.Standing.OTHER_STATE)]
        assert db.get_one(m.Delegation, stage.delegations["Egypt"]).standing == m.Standing.SIGNATORY
        assert db.get_one(m.Delegation, stage.delegations["Brazil"]).standing == PARTY


def test_a_delegation_that_sent_something_is_ended_and_comes_back_under_the_same_id(database: Database, stage: Stage) -> None:
    brazil = stage.delegations["Brazil"]
    with database.write() as db:
        db.add(
            m.Submission(
                round_id=stage.round_id, delegation_id=brazil, channel=m.Channel.EMAIL, state=m.SubmissionState.IN_FORCE, name="x",
                created_at=clock.now(),
            )
        )  # fmt: skip
    with database.write() as db:
        assert not remove_delegation(db, stage.officer, delegation_id=brazil, version=1)
    with pytest.raises(Conflict), database.write() as db:
        remove_delegation(db, stage.officer, delegation_id=brazil, version=2)
    assert add(database, stage, "Brazil").again == ("Brazil",)
    with database.read() as db:
        assert db.get_one(m.Delegation, brazil).ended_at is None


def test_one_that_was_added_by_mistake_is_removed(database: Database, stage: Stage) -> None:
    (row,) = add(database, stage, "Ghana").added
    with database.write() as db:
        assert remove_delegation(db, stage.officer, delegation_id=row.id, version=1)
    with database.read() as db:
        assert db.get(m.Delegation, row.id) is None
        assert db.scalars(select(m.Event.before).where(m.Event.act == "remove_delegation")).one() == {"name": "Ghana"}


def test_a_change_refuses_a_name_that_is_there(database: Database, stage: Stage) -> None:
    typed = {"category": "State", "standing": PARTY, "region": ""}
    with pytest.raises(Conflict, match="Egypt"), database.write() as db:
        change_delegation(db, stage.officer, delegation_id=stage.delegations["Brazil"], version=1, name="Egypt", **typed)  # type: ignore[arg-type]
    with pytest.raises(BadInput), database.write() as db:
        change_delegation(
            db, stage.officer, delegation_id=stage.delegations["Brazil"], version=1, name="Brazil", category="Star",
            standing=PARTY, region="",
        )  # fmt: skip
