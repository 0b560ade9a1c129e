"""Sessions: their facts are checked, changed once, and told in the history."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.make import Stage
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict, NotAllowed, Stale
from wgtracker.services.sessions import SessionFacts, change_session, create_session

FACTS = SessionFacts(
    11, m.MeetingWord.MEETING, date(2021, 9, 9), date(2021, 9, 10), "Vienna", "Europe/Vienna", m.Mode.HYBRID,
    facts={"symbol": "CTOC/COP/WG.4/2021/1", "title": ""},
)  # fmt: skip


def test_creating_keeps_the_facts_and_tells_of_it(database: Database, stage: Stage) -> None:
    with database.write() as db:
        made = create_session(db, stage.officer, body_id=stage.body_id, facts=FACTS)
        event = db.scalars(select(m.Event).where(m.Event.act == "create_session")).one()
    assert (made.ordinal, made.facts) == (11, {"symbol": "CTOC/COP/WG.4/2021/1"})
    assert (event.subject, event.subject_id, event.after["opens_on"]) == ("session", made.id, "2021-09-09")


@pytest.mark.parametrize(
    ("facts", "error", "words"),
    [
        (FACTS._replace(ordinal=2021), BadInput, "The year belongs to the dates"),
        (FACTS._replace(ordinal=10), Conflict, "has a session with the number 10"),
        (FACTS._replace(closes_on=date(2021, 9, 8)), BadInput, "before the first day"),
        (FACTS._replace(closes_on=date(2031, 9, 8)), BadInput, "more than a year"),
        (FACTS._replace(zone="Europe/Wien"), BadInput, "not a time zone"),
    ],
)
def test_facts_that_cannot_be_are_refused(
    database: Database, stage: Stage, facts: SessionFacts, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words), database.write() as db:
        create_session(db, stage.officer, body_id=stage.body_id, facts=facts)


def test_another_body_may_have_the_same_number_but_not_the_same_staff(database: Database, stage: Stage) -> None:
    with database.read() as db:
        other = db.scalars(select(m.Body.id).where(m.Body.code == "FIR")).one()
    with pytest.raises(NotAllowed), database.write() as db:
        create_session(db, stage.officer, body_id=other, facts=FACTS)


def test_a_change_made_on_an_older_version_is_stale_and_changes_nothing(database: Database, stage: Stage) -> None:
    facts = FACTS._replace(ordinal=10)
    with database.write() as db:
        change_session(db, stage.officer, session_id=stage.session_id, version=1, facts=facts)
    with pytest.raises(Stale), database.write() as db:
        change_session(db, stage.officer, session_id=stage.session_id, version=1, facts=facts._replace(place="Geneva"))
    with database.read() as db:
        session = db.get_one(m.WorkingGroupSession, stage.session_id)
        assert (session.place, session.version) == ("Vienna", 2)
        assert db.get_one(m.Round, stage.round_id).texts == 1


def test_what_stays_as_it_was_makes_no_event(database: Database, stage: Stage) -> None:
    facts = FACTS._replace(ordinal=10)
    with database.write() as db:
        change_session(db, stage.officer, session_id=stage.session_id, version=1, facts=facts)
        change_session(db, stage.officer, session_id=stage.session_id, version=2, facts=facts)
        assert len(db.scalars(select(m.Event).where(m.Event.act == "change_session")).all()) == 1
