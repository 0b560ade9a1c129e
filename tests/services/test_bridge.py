"""Bridging texts: offered as alt, traced to their sources, taken with those that they settle."""

from typing import Any

import pytest

from tests.reading import Reading
from wgtracker.errors import BadInput, NotAllowed, NotFound, Stale
from wgtracker.queries.bridges import Approach, Whose, list_bridges, list_concordance, tell_row
from wgtracker.room import model as r
from wgtracker.room.lay import lay_out_room
from wgtracker.services.audit import audit
from wgtracker.services.bridge import Bridge, Taking, take_bridge, write_bridge


def write(reading: Reading, **more: Any) -> str:
    """Write a bridging text of Brazil's and Kenya's proposals on paragraph 3; give its id."""
    unit = reading.unit("3.")
    text = unit.state.text.replace("where appropriate", "whenever possible and feasible, and with due care")
    sources = tuple(reading.of("3.", name)[0].proposal for name in ("Brazil", "Kenya"))
    made = Bridge(unit.id, text, sources, "Both want an exception.", unit.state.last)._replace(**more)
    with reading.database.write() as db:
        return f"f{write_bridge(db, reading.held.operator, negotiation_id=reading.id, bridge=made).number}"


def test_it_is_offered_as_an_alternative_and_each_word_is_traced(reading: Reading) -> None:
    bridge = write(reading)
    room = reading.room()
    drawn = lay_out_room("draft", room.units, room.speakers)
    at = next(n for n, unit in enumerate(room.units) if unit.label == "3.")
    assert [one.by for one in drawn.units[at].alternatives if "due care" in one.text] == [frozenset((r.CHAIR,))]
    row = tell_row(room.units[at])
    assert (row.bridge, row.contributors, row.rationale, row.approach) == (
        bridge, ("Brazil", "Kenya"), "Both want an exception.", Approach.BRIDGED,
    )  # fmt: skip
    assert "".join(words.text for words in row.new) == room.units[at].state.proposals[-1].proposed
    said = {word: words for words in row.new for word in words.text.replace(",", " ").split()}
    assert said["whenever"].by == ("Brazil",)
    assert said["feasible"].by == ("Kenya",)
    assert said["due"].whose == Whose.NEW
    assert said["States"].whose == Whose.ORIGINAL
    assert row.original == room.units[at].state.base


def test_taking_it_settles_the_chosen_sources_and_leaves_the_others_before_the_meeting(reading: Reading) -> None:
    bridge = write(reading)
    brazil, kenya = (reading.of("3.", name)[0].proposal for name in ("Brazil", "Kenya"))
    taking = Taking(reading.unit("3.").id, bridge, (brazil,), reading.unit("3.").state.last, key="k")
    for _ in range(2):
        with reading.database.write() as db:
            acts = take_bridge(db, reading.held.operator, negotiation_id=reading.id, taking=taking)
    assert [one.bloc for one in acts] == [acts[0].number] * 2
    state = reading.unit("3.").state
    assert "with due care" in state.text
    standing = {piece.id.proposal: piece.standing for piece in state.pieces}
    assert (standing[bridge], standing[brazil]) == (r.Standing.TAKEN, r.Standing.MODIFIED)
    assert standing[kenya] in r.OPEN
    assert {span.by for span in state.spans if span.act} >= {("Brazil",), (r.CHAIR,)}
    row = tell_row(reading.unit("3."))
    assert (row.bridge, row.approach, row.rationale) == ("", Approach.BRIDGED, "Both want an exception.")
    for act in reversed(acts):
        reading.do("3.", r.Undone(act.number))
    again = reading.unit("3.").state
    assert again.text == again.base
    assert {piece.standing for piece in again.pieces} == {r.Standing.PENDING}
    with reading.database.read() as db:
        assert not [fault for fault in audit(db).faults if fault.startswith("Reading")]


def test_what_is_wrong_is_refused(reading: Reading) -> None:
    bridge = write(reading)
    unit = reading.unit("3.")
    with pytest.raises(Stale):
        write(reading, seen=1)
    for wrong in ({"text": " "}, {"text": unit.state.text}, {"sources": ()}):
        with pytest.raises(BadInput):
            write(reading, **wrong)
    with pytest.raises(NotFound):
        write(reading, sources=(bridge,))
    settled = (reading.of("3.", "Egypt")[0].proposal,)
    with pytest.raises(BadInput), reading.database.write() as db:
        take_bridge(db, reading.held.operator, negotiation_id=reading.id, taking=Taking(unit.id, bridge, settled))
    with pytest.raises(NotAllowed), reading.database.write() as db:
        take_bridge(db, reading.held.heads["Brazil"], negotiation_id=reading.id, taking=Taking(unit.id, bridge))


def test_the_concordance_has_one_row_for_each_paragraph(reading: Reading) -> None:
    write(reading)
    reading.do("4.", r.Took(reading.table("4.", "Kenya", "continue to ", "")))
    rows = {row.unit.label: row for row in list_concordance(reading.room())}
    assert list(rows) == ["3.", "3 bis", "4.", "5.", "6.", "(a)", "(b)"]
    assert (rows["4."].approach, rows["4."].contributors) == (Approach.TAKEN, ("Kenya",))
    assert (rows["3 bis"].approach, rows["3 bis"].contributors, rows["3 bis"].original) == (Approach.NEW, ("Chile",), "")
    assert rows["5."].approach == Approach.AS_DRAFTED
    assert [words.whose for words in rows["5."].new] == [Whose.ORIGINAL]
    assert len(list_bridges(reading.unit("3."))) == 1
