"""What is asked of a delegation: it confirms or declines a wording that staff typed, and a new version takes the answer over."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from tests.make import Stage
from tests.web.delegate.desk import Seat, hidden, seat, units
from wgtracker import models as m
from wgtracker.compile.typed import write_amendment
from wgtracker.db import Database
from wgtracker.queries.compilation import compile_round, load_text
from wgtracker.services.propose_from_comment import propose_from_comment

WORDING = "States parties should train judges, prosecutors and police officers on the principle of non-punishment."


@pytest.fixture
def head(app: Flask, database: Database, stage: Stage) -> Seat:
    """A head of delegation who sent a comment of which staff made a wording."""
    sitting = seat(app, database, stage)
    sitting.send(f"/p/{units(database, stage)['1.']}/comment", {"text": "Police officers should be trained too."})
    sitting.submit()
    with database.read() as db:
        unit = load_text(db, db.get_one(m.Draft, stage.draft_id)).draft.units[1]
    with database.write() as db:
        comment = db.scalars(select(m.Comment)).one()
        propose_from_comment(db, stage.officer, comment_id=comment.id, amendment=write_amendment(unit, WORDING))
    return sitting


def answer(head: Seat, words: str) -> None:
    """Press one of the two buttons."""
    page = head.read()
    action = re.search(r'action="/r/\d+(/items/\d+/confirm)"', page)
    assert action
    assert WORDING in page
    assert head.send(action.group(1), {"answer": words}, page=page).status_code == 303


def proposals(database: Database, stage: Stage) -> list[str]:
    """List what is proposed on the units."""
    with database.read() as db:
        compiled = compile_round(db, db.get_one(m.Round, stage.round_id), None).compilation
    return [amendment.proposed for one in compiled.submissions if one.superseded_by is None for amendment in one.amendments]


def test_a_wording_of_staff_has_no_voice_before_the_delegation_confirms_it(database: Database, stage: Stage, head: Seat) -> None:
    assert proposals(database, stage) == []
    answer(head, "confirm")
    assert proposals(database, stage) == [WORDING]
    assert "asks you to confirm" not in head.read()


def test_a_declined_wording_is_gone_and_the_comment_stands(database: Database, stage: Stage, head: Seat) -> None:
    answer(head, "decline")
    assert proposals(database, stage) == []
    assert "Police officers should be trained too." in head.read()


def test_a_new_version_begun_before_the_answer_takes_it_over(database: Database, stage: Stage, head: Seat) -> None:
    head.client.post(f"/r/{stage.round_id}/replace", data=hidden(head.read()))
    answer(head, "confirm")
    head.submit()
    assert proposals(database, stage) == [WORDING]
