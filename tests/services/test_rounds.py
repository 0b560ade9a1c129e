"""Rounds: from the plan to the close, one open at a time, every deadline one instant."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.make import Stage, make_draft
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict, NotAllowed, Stale
from wgtracker.services.events import verify
from wgtracker.services.invite import Place, invite
from wgtracker.services.rounds import Deadline, change_round, close_round, extend_round, open_round, plan_round, read_deadline

IN_A_WEEK = clock.now() + timedelta(days=7)
DEADLINE = read_deadline(IN_A_WEEK.date().isoformat(), "18:00", "Europe/Vienna")
LATER = read_deadline((IN_A_WEEK + timedelta(days=3)).date().isoformat(), "12:00", "Europe/Vienna")


def test_a_deadline_is_one_instant_also_where_the_clocks_change() -> None:
    assert read_deadline("2020-10-24", "18:00", "Europe/Vienna").at.hour == 16
    assert read_deadline("2020-10-25", "18:00", "Europe/Vienna").at.hour == 17
    with pytest.raises(BadInput, match="comes twice"):
        read_deadline("2020-10-25", "02:30", "Europe/Vienna")
    with pytest.raises(BadInput, match="does not exist"):
        read_deadline("2020-03-29", "02:30", "Europe/Vienna")


def test_a_round_is_planned_changed_opened_extended_and_closed_each_with_its_event(database: Database, stage: Stage) -> None:
    with database.write() as db:
        close_round(db, stage.officer, round_id=stage.round_id, version=1)
        made = plan_round(db, stage.officer, draft_id=stage.draft_id, deadline=DEADLINE, takes_late=False)
        change_round(
            db, stage.officer, round_id=made.id, version=1, draft_id=stage.draft_id, deadline=DEADLINE, takes_late=True
        )  # fmt: skip
        open_round(db, stage.officer, round_id=made.id, version=2)
        extend_round(db, stage.officer, round_id=made.id, version=3, deadline=LATER, reason="Three delegations asked for it")
        close_round(db, stage.officer, round_id=made.id, version=4)
    with database.read() as db:
        row = db.get_one(m.Round, made.id)
        acts = db.scalars(select(m.Event.act).where(m.Event.subject == "round", m.Event.subject_id == made.id).order_by(m.Event.id)).all()
        assert (row.number, row.state, row.deadline_at, row.takes_late) == (2, m.RoundState.CLOSED, LATER.at, True)
        assert [(one.from_deadline, one.to_deadline) for one in row.extensions] == [(DEADLINE.wall, LATER.wall)]
        assert acts == ["plan_round", "change_round", "open_round", "extend_round", "close_round"]
        assert list(verify(db)) == []


def test_one_round_of_a_session_is_open_at_a_time(database: Database, stage: Stage) -> None:
    with database.write() as db:
        made = plan_round(db, stage.officer, draft_id=stage.draft_id, deadline=DEADLINE, takes_late=True)
    with pytest.raises(Conflict, match="Round 1 of this session is still open"), database.write() as db:
        open_round(db, stage.officer, round_id=made.id, version=1)


def test_a_closed_round_is_neither_opened_nor_extended_nor_closed_again(database: Database, stage: Stage) -> None:
    with database.write() as db:
        close_round(db, stage.officer, round_id=stage.round_id, version=1)
    with pytest.raises(Conflict), database.write() as db:
        open_round(db, stage.officer, round_id=stage.round_id, version=2)
    with pytest.raises(Conflict), database.write() as db:
        extend_round(db, stage.officer, round_id=stage.round_id, version=2, deadline=LATER, reason="More time")
    with pytest.raises(Conflict), database.write() as db:
        close_round(db, stage.officer, round_id=stage.round_id, version=2)


def test_an_extension_writes_to_everybody_who_was_invited_and_keeps_their_links_alive(database: Database, stage: Stage) -> None:
    place = Place(delegation_id=stage.delegations["Brazil"])
    with database.write() as db:
        made = invite(
            db, stage.officer, email="head@example.org", name="A. Head", roles=[m.Role.HEAD], place=place,
            base_url="http://localhost", round_id=stage.round_id,
        )  # fmt: skip
        extend_round(db, stage.officer, round_id=stage.round_id, version=1, deadline=LATER, reason="Asked for by three")
    with database.read() as db:
        letter = db.scalars(select(m.OutboxLetter).where(m.OutboxLetter.subject.contains("extended"))).one()
        assert letter.to == "head@example.org"
        assert "Asked for by three" in letter.body
        assert db.get_one(m.Invitation, made.invitation.id).expires_at >= LATER.at


@pytest.mark.parametrize(
    ("deadline", "reason", "words"),
    [
        (Deadline("2020-01-01T00:00", "UTC", clock.now() - timedelta(days=1)), "Why", "not later"),
        (LATER, "", "Write why"),
        (LATER._replace(at=clock.now() + timedelta(days=9000)), "Why", "years away"),
    ],
)
def test_an_extension_needs_a_later_deadline_and_a_reason(
    database: Database, stage: Stage, deadline: Deadline, reason: str, words: str
) -> None:
    with pytest.raises(BadInput, match=words), database.write() as db:
        extend_round(db, stage.officer, round_id=stage.round_id, version=1, deadline=deadline, reason=reason)


def test_only_the_secretariat_moves_a_round_and_only_on_the_version_that_stands(database: Database, stage: Stage) -> None:
    for person in (stage.chair, stage.operator, stage.heads["Brazil"]):
        with pytest.raises(NotAllowed), database.write() as db:
            close_round(db, person, round_id=stage.round_id, version=1)
    with pytest.raises(Stale), database.write() as db:
        close_round(db, stage.officer, round_id=stage.round_id, version=7)


def test_a_round_is_held_on_a_saved_draft_only(database: Database, stage: Stage) -> None:
    with database.write() as db:
        draft = make_draft(db, stage.officer, db.get_one(m.WorkingGroupSession, stage.session_id))
        draft.state = m.DraftState.PREVIEW
    with pytest.raises(Conflict, match="not saved yet"), database.write() as db:
        plan_round(db, stage.officer, draft_id=draft.id, deadline=DEADLINE, takes_late=True)
