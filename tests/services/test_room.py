"""The room: opened with what came in by writing, acted in, undone; nothing is lost on the way."""

import pytest
from sqlalchemy import select

from tests.reading import Reading
from wgtracker import models as m
from wgtracker.errors import Conflict, NotAllowed, Stale
from wgtracker.queries.room import list_acts
from wgtracker.room import model as r
from wgtracker.room.lay import list_offers
from wgtracker.room.life import Status
from wgtracker.room.steps import begin, replay
from wgtracker.room.words import count_words
from wgtracker.services import room as services
from wgtracker.services.events import verify
from wgtracker.services.room import Deed


def test_what_came_in_by_writing_is_before_the_meeting(reading: Reading) -> None:
    labels = [unit.label for unit in reading.room().units if unit.label]
    assert labels == ["3.", "3 bis", "4.", "5.", "6.", "(a)", "(b)"]
    three = reading.unit("3.").state
    assert {piece.by for piece in three.pieces} == {"Brazil", "Egypt", "France", "Kenya", "Switzerland"}
    assert {piece.standing for piece in three.pieces} == {r.Standing.PENDING}
    assert [(one.remark.by, one.how) for one in three.remarks] == [("Egypt", "words"), ("Kenya", "whole")]
    assert reading.unit("3 bis").by == ("Chile",)
    assert [given.number for given in reading.room().given] == ["3.1", "3.2"] or reading.room().given


def test_taking_one_proposal_contests_the_others_and_undoing_brings_them_back(reading: Reading) -> None:
    before = reading.unit("3.").state
    taken = reading.do("3.", r.Took(tuple(reading.of("3.", "Kenya"))))
    state = reading.unit("3.").state
    assert "where appropriate and feasible" in state.text
    assert state.status == Status.UNDER_NEGOTIATION
    by = {piece.by: piece.standing for piece in state.pieces if piece.by in ("Kenya", "Egypt")}
    assert by == {"Kenya": r.Standing.TAKEN, "Egypt": r.Standing.CONTESTED}
    reading.do("3.", r.Undone(taken.number))
    again = reading.unit("3.").state
    assert again._replace(last=0) == before._replace(last=0)
    with reading.database.read() as db:
        rows = db.scalars(select(m.Revision).where(m.Revision.recommendation_id == reading.unit("3.").id).order_by(m.Revision.number)).all()
        assert [row.text for row in rows] == [before.text, state.text, before.text]
        assert list(verify(db)) == []


def test_a_rival_version_that_lost_its_ground_is_shown_whole(reading: Reading) -> None:
    reading.do("3.", r.Took(tuple(reading.of("3.", "Brazil"))))
    state = reading.unit("3.").state
    own = [piece for piece in state.pieces if piece.by == "Switzerland"]
    assert any(piece.standing == r.Standing.CONTESTED for piece in own)
    offered = list_offers(state)
    assert [one.by for one in offered] == ["Switzerland"]
    assert offered[0].proposed == "States parties should apply the principle of non-punishment."


def test_words_balance_and_the_room_as_it_was_can_be_seen_again(reading: Reading) -> None:
    opened = reading.room()
    reading.do("3.", r.Took(tuple(reading.of("3.", "Brazil"))))
    reading.do("3.", r.Left(tuple(reading.of("3.", "Egypt"))))
    words = count_words([unit.state for unit in reading.room().units])
    assert words.balances
    assert words.in_text
    assert words.out
    assert reading.room(upto=opened.last) == opened._replace(given=reading.room().given)


def test_the_same_state_comes_out_of_the_acts_alone(reading: Reading) -> None:
    reading.do("3.", r.Took(tuple(reading.of("3.", "Brazil"))))
    reading.do("3.", r.Parked(tuple(reading.of("3.", "Switzerland"))))
    unit = reading.unit("3.")
    with reading.database.read() as db:
        acts = list_acts(db, reading.id, [unit.id])[unit.id]
    assert replay(begin(unit.state.base, unit.by), acts) == unit.state


def test_a_stale_act_is_refused_and_a_key_acts_once(reading: Reading) -> None:
    seen = reading.unit("4.").state.last
    first = reading.do("4.", r.Moved(Status.AD_REFERENDUM, (), "plenary"), key="k1")
    assert reading.do("4.", r.Moved(Status.AD_REFERENDUM, (), "plenary"), key="k1").number == first.number
    with pytest.raises(Stale):
        reading.do("4.", r.Moved(Status.AGREED), seen=seen)
    with pytest.raises(Conflict):
        reading.do("4.", r.Moved(Status.ADOPTED))


def test_a_delegation_acts_on_its_own_words_alone(reading: Reading) -> None:
    egypt, brazil = reading.held.heads["Egypt"], reading.held.delegations["Brazil"]
    own = reading.held.delegations["Egypt"]
    wanted = reading.of("3.", "Egypt")[0].proposal
    with pytest.raises(NotAllowed):
        reading.do("3.", r.Took(tuple(reading.of("3.", "Egypt"))), actor=egypt)
    with pytest.raises(NotAllowed):
        reading.do("3.", r.Recalled(wanted), actor=egypt, delegation_id=brazil)
    with pytest.raises(Conflict):
        reading.do("3.", r.Recalled(reading.of("3.", "Kenya")[0].proposal), actor=egypt, delegation_id=own)
    reading.do("3.", r.Recalled(wanted), actor=egypt, delegation_id=own)
    assert {piece.standing for piece in reading.unit("3.").state.pieces if piece.by == "Egypt"} == {r.Standing.WITHDRAWN}


def test_numbers_stay_with_their_words(reading: Reading) -> None:
    first = {given.number: given.pieces for given in reading.room().given}
    taken = reading.do("3.", r.Took(tuple(reading.of("3.", "Kenya"))))
    reading.do("3.", r.Undone(taken.number))
    now = {given.number: given.pieces for given in reading.room().given}
    assert {number: now[number] for number in first} == first


def test_an_act_that_was_rolled_back_leaves_nothing_behind(reading: Reading) -> None:
    unit = reading.unit("3.")
    with reading.database.write() as db:
        deed = Deed(unit.id, r.Took(tuple(reading.of("3.", "Kenya"))))
        services.act(db, reading.held.operator, negotiation_id=reading.id, deed=deed)
        db.rollback()
    assert reading.unit("3.").state == unit.state
    reading.do("3.", r.Parked(tuple(reading.of("3.", "Kenya"))))
    after = reading.unit("3.").state
    assert after.text == unit.state.text
    assert {piece.standing for piece in after.pieces if piece.by == "Kenya"} == {r.Standing.PARKED}


def test_changes_of_one_paragraph_are_numbered_as_if_all_were(reading: Reading) -> None:
    reading.table("4.", "Kenya", "continue to ", "")
    reading.table("4.", "Egypt", "Secretariat", "United Nations Secretariat")
    reading.table("(b)", "Egypt", "Protect", "Ensure")
    reading.do("(b)", r.Placed(reading.unit("5.").id))
    given = reading.room().given
    assert {"4.1", "4.2"} <= {one.number for one in given}
    assert len({one.number for one in given}) == len(given)
    with reading.database.write() as db:
        services.number_changes(db, db.get_one(m.Negotiation, reading.id))
    assert reading.room().given == given
