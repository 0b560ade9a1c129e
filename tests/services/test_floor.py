"""What is said in the room: typed for a delegation, confirmed by it, joined where it is the same, never another's to replace."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.reading import Reading
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from wgtracker.queries.room_text import draw_point, load_room_text
from wgtracker.room import model as r
from wgtracker.room.words import count_words
from wgtracker.services import floor as services
from wgtracker.services.events import verify
from wgtracker.services.floor import Said, Sent

FEASIBLE = ("where appropriate", "where appropriate and feasible")


def say(reading: Reading, name: str, label: str, kind: str, text: str = "", **more: Any) -> m.RoomAct:
    """Let the operator type what a delegation says."""
    sent = more.pop("sent", Sent())
    said = Said(reading.unit(label).id, kind, text, **more)
    with reading.database.write() as db:
        return services.read_out(
            db, reading.held.operator, negotiation_id=reading.id, delegation_id=reading.held.delegations[name], said=said, sent=sent
        )


def speak(reading: Reading, name: str, label: str, kind: str, text: str = "", **more: Any) -> m.RoomAct:
    """Let a head of delegation type it itself."""
    said = Said(reading.unit(label).id, kind, text, **more)
    with reading.database.write() as db:
        return services.speak(
            db, reading.held.heads[name], negotiation_id=reading.id, delegation_id=reading.held.delegations[name], said=said, sent=Sent()
        )


def printed(reading: Reading, label: str) -> str:
    """Give the point as it is printed."""
    with reading.database.read() as db:
        text = load_room_text(db, db.get_one(m.Negotiation, reading.id))
        drawn = draw_point(text, text.find(reading.unit(label).id))
        assert drawn is not None
        return "\n".join("".join(getattr(one, "text", "") for one in block.inlines) for block in drawn.blocks)


def test_an_oral_amendment_waits_for_the_word_of_its_delegation(reading: Reading) -> None:
    done = say(reading, "Egypt", "4.", "wording", reading.unit("4.").state.text.replace("continue to ", ""), reason="As we said.")
    state = reading.unit("4.").state
    proposal = state.proposals[-1]
    assert (proposal.id, proposal.by, proposal.origin, proposal.confirmed) == (f"f{done.number}", "Egypt", r.Origin.FLOOR, False)
    assert "(Egypt)" in printed(reading, "4.")
    egypt = reading.held.heads["Egypt"]
    reading.do("4.", r.Confirmed(proposal.id), actor=egypt, delegation_id=reading.held.delegations["Egypt"])
    assert reading.unit("4.").state.proposals[-1].confirmed
    with reading.database.read() as db:
        assert list(verify(db)) == []


def test_the_same_words_by_two_are_one_change_with_both_names(reading: Reading) -> None:
    say(reading, "Chile", "3.", "wording", reading.unit("3.").state.text.replace(*FEASIBLE))
    assert "and feasible, (Chile, Kenya)" in printed(reading, "3.")
    assert {piece.by for piece in reading.unit("3.").state.pieces} >= {"Chile", "Kenya"}


def test_a_new_paragraph_gets_the_next_label_and_is_there_once_for_two(reading: Reading) -> None:
    words = "States parties should fund training."
    first = say(reading, "Kenya", "3.", "new", words)
    unit = reading.unit("3 ter")
    assert [one.label for one in reading.room().units][1:4] == ["3.", "3 bis", "3 ter"]
    assert (unit.state.base, unit.by, unit.state.proposals[0].kind) == (words, ("Kenya",), "new")
    second = say(reading, "Egypt", "3.", "new", words)
    assert second.recommendation_id == first.recommendation_id == unit.id
    assert [one.by for one in reading.unit("3 ter").state.proposals] == ["Kenya", "Egypt"]
    say(reading, "Chile", "6.", "new", "States parties should meet again.")
    assert [one.label for one in reading.room().units][-2:] == ["(b)", "6 bis"]
    say(reading, "Chile", "(b)", "new", "Share what they learn.", level=1)
    assert [one.label for one in reading.room().units][-3:] == ["(b)", "(c)", "6 bis"]
    assert count_words([one.state for one in reading.room().units]).balances


def test_the_room_as_it_was_before_a_new_paragraph_has_none(reading: Reading) -> None:
    before = reading.room()
    say(reading, "Kenya", "5.", "new", "States parties should fund training.")
    assert [one.id for one in reading.room(upto=before.last).units] == [one.id for one in before.units]


def test_deletion_move_brackets_and_retention_can_be_asked_for(reading: Reading) -> None:
    say(reading, "Chile", "4.", "delete")
    say(reading, "Kenya", "4.", "retain")
    say(reading, "Brazil", "4.", "brackets", "continue to")
    say(reading, "Egypt", "4.", "move", after_id=reading.unit("5.").id)
    state = reading.unit("4.").state
    assert [one.kind for one in state.proposals] == ["delete", "retain", "replace", "move"]
    assert "[continue to]" in state.proposals[2].proposed
    assert state.proposals[3].after == reading.unit("5.").id
    shown = printed(reading, "4.")
    for words in ("[Delete discussion point", "(Chile)", "(Kenya)", "(Brazil)", "(Egypt)"):
        assert words in shown


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("wording", "", "Write how the paragraph should read"),
        ("new", "  ", "Write the words of the new paragraph"),
        ("brackets", "not there", "not in the paragraph"),
        ("dance", "x", "Choose what is asked for"),
        ("wording", "x" * 20_001, "too long"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(reading: Reading, kind: str, text: str, sentence: str) -> None:
    last = reading.room().last
    with pytest.raises(BadInput) as refused:
        say(reading, "Chile", "4.", kind, text)
    assert sentence in refused.value.sentence
    assert reading.room().last == last


def test_what_was_typed_on_an_older_text_is_stale_and_a_key_acts_once(reading: Reading) -> None:
    upto = reading.room().last
    words = "States parties should fund training."
    first = say(reading, "Chile", "4.", "new", words, sent=Sent(upto, "k"))
    assert say(reading, "Chile", "4.", "new", words, sent=Sent(upto, "k")).number == first.number
    say(reading, "Chile", "4.", "delete", sent=Sent(reading.room().last, "k2"))
    with pytest.raises(Stale):
        say(reading, "Kenya", "4.", "delete", sent=Sent(upto, "k3"))
    assert len([one for one in reading.room().units if one.label == "4 bis"]) == 1


def test_a_delegation_rewords_its_own_and_nobody_elses(reading: Reading) -> None:
    own, other = reading.of("3.", "Egypt")[0].proposal, reading.of("3.", "Kenya")[0].proposal
    words = reading.unit("3.").state.text.replace("where appropriate", "where feasible")
    with pytest.raises(Conflict):
        speak(reading, "Egypt", "3.", "wording", words, instead=other)
    with pytest.raises(Conflict):
        speak(reading, "Egypt", "3.", "wording", words, instead="a9999")
    speak(reading, "Egypt", "3.", "wording", words, instead=own)
    state = reading.unit("3.").state
    by_proposal = {piece.id.proposal: piece.standing for piece in state.pieces if piece.by == "Egypt"}
    assert by_proposal == {own: r.Standing.WITHDRAWN, state.proposals[-1].id: r.Standing.PENDING}
    assert state.proposals[-1].confirmed
    assert {piece.standing for piece in state.pieces if piece.by == "Kenya"} == {r.Standing.PENDING}


def test_who_may_not_speak_is_refused(reading: Reading) -> None:
    held = reading.held
    said, where = Said(reading.unit("4.").id, "delete"), {"negotiation_id": reading.id}
    with reading.database.write() as db:
        with pytest.raises(NotAllowed):
            services.speak(db, held.heads["Egypt"], delegation_id=held.delegations["Kenya"], said=said, sent=Sent(), **where)
        with pytest.raises(NotAllowed):
            services.read_out(db, held.heads["Egypt"], delegation_id=held.delegations["Egypt"], said=said, sent=Sent(), **where)
        with pytest.raises(NotAllowed):
            services.read_out(db, held.chair, delegation_id=held.delegations["Egypt"], said=said, sent=Sent(), **where)
        elsewhere = db.scalar(select(m.Delegation.id).where(m.Delegation.session_id != held.session_id).limit(1))
        assert elsewhere is not None
        with pytest.raises(NotFound):
            services.read_out(db, held.operator, delegation_id=elsewhere, said=said, sent=Sent(), **where)


def test_what_is_not_to_be_published_does_not_come_into_the_room(database: Database) -> None:
    def hold_back(db: Any, delegations: dict[str, int]) -> None:
        for row in db.scalars(select(m.Submission).where(m.Submission.delegation_id == delegations["Kenya"])):
            row.publish = False

    reading = Reading(database, hold_back)
    assert "Kenya" not in {piece.by for one in reading.room().units for piece in one.state.pieces}
    assert "Kenya" not in {one.remark.by for unit in reading.room().units for one in unit.state.remarks}
