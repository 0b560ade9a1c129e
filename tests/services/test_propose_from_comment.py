"""A wording that staff make of a comment has a voice only once its delegation says so; the comment stays linked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.make import Stage
from tests.services.test_contribute import POINT_4, enter, finish
from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.model import Submission, Unit
from wgtracker.compile.typed import write_amendment
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict, NotAllowed
from wgtracker.queries.compilation import compile_round
from wgtracker.queries.wordings import list_waiting
from wgtracker.services.contribute import Item
from wgtracker.services.propose_from_comment import confirm_wording, decline_wording, propose_from_comment, record_confirmation

WORDING = POINT_4.replace("should", "must")


@pytest.fixture
def waiting(database: Database, stage: Stage) -> int:
    """A wording that waits for Egypt; its id."""
    finish(database, stage, enter(database, stage, Item("comment", 4, "This should be an obligation.")))
    unit = Unit(4, "recommendation", "4.", "", POINT_4, 0, 4)
    with database.write() as db:
        comment = db.scalars(select(m.Comment)).one()
        return propose_from_comment(db, stage.officer, comment_id=comment.id, amendment=write_amendment(unit, WORDING)).id


def now(database: Database, stage: Stage) -> Submission:
    with database.read() as db:
        return compile_round(db, db.get_one(m.Round, stage.round_id), None).compilation.submissions[0]


def test_it_has_no_voice_before_its_delegation_confirms_it(database: Database, stage: Stage, waiting: int) -> None:
    assert now(database, stage).amendments == ()
    with database.read() as db:
        (one,) = list_waiting(db, stage.round_id, frozenset({stage.delegations["Egypt"]}))
        assert list_waiting(db, stage.round_id, frozenset({stage.delegations["Brazil"]})) == []
    assert (one.proposed, one.comment) == (WORDING, "This should be an obligation.")
    with database.write() as db:
        confirm_wording(db, stage.heads["Egypt"], amendment_id=waiting, version=one.version)
    found = now(database, stage)
    assert [one.proposed for one in found.amendments] == [WORDING]
    assert all(count.in_file == count.placed for count in found.account)
    assert found.account.inserted.placed > 0
    assert len(found.comments) == 1


def test_declined_it_is_gone_and_the_comment_stays(database: Database, stage: Stage, waiting: int) -> None:
    with database.write() as db:
        decline_wording(db, stage.heads["Egypt"], amendment_id=waiting, version=1)
    found = now(database, stage)
    assert [len(found.amendments), len(found.comments)] == [0, 1]
    with pytest.raises(Conflict), database.write() as db:
        confirm_wording(db, stage.heads["Egypt"], amendment_id=waiting, version=2)


def test_staff_record_a_confirmation_with_how_and_when(database: Database, stage: Stage, waiting: int) -> None:
    with pytest.raises(BadInput), database.write() as db:
        record_confirmation(db, stage.officer, amendment_id=waiting, version=1, how="", at=clock.now())
    with pytest.raises(BadInput), database.write() as db:
        record_confirmation(db, stage.officer, amendment_id=waiting, version=1, how="mail", at=clock.now() + timedelta(days=1))
    with database.write() as db:
        record_confirmation(db, stage.officer, amendment_id=waiting, version=1, how="e-mail", at=clock.now())
    assert len(now(database, stage).amendments) == 1


def test_nobody_else_confirms_it_and_it_is_made_once(database: Database, stage: Stage, waiting: int) -> None:
    for other in (stage.heads["Brazil"], stage.reviewers["Egypt"], stage.officer):
        with pytest.raises(NotAllowed), database.write() as db:
            confirm_wording(db, other, amendment_id=waiting, version=1)
    wording = write_amendment(Unit(4, "recommendation", "4.", "", POINT_4, 0, 4), WORDING)
    with database.write() as db:
        comment = db.scalars(select(m.Comment)).one()
        with pytest.raises(Conflict):
            propose_from_comment(db, stage.officer, comment_id=comment.id, amendment=wording)
