"""Give what a status paper is drawn from, out of the frozen text of a reading."""

from collections.abc import Iterator

from wgtracker.papers.numbers import ChangeNumber
from wgtracker.papers.spots import say_option
from wgtracker.papers.status_paper import Aside, GoneUnit, Note, StatusMaterial, UnitStatus
from wgtracker.room import model as r
from wgtracker.room.freeze import Frozen
from wgtracker.room.lay import Placed, lay_out_room
from wgtracker.room.life import GONE
from wgtracker.room.trail import follow_shown

_WAITING = {r.Standing.PARKED: "parked", r.Standing.CONTESTED: "contested"}
_WHOLE = {"delete": "delete the paragraph", "retain": "retain the paragraph as it is", "move": "move the paragraph"}


def gather_status(frozen: Frozen) -> StatusMaterial:
    """Work out the material: what is part of the text in order, what is not any more apart."""
    standing = [unit for unit in frozen.units if unit.state.status not in GONE]
    return StatusMaterial(
        lay_out_room(frozen.draft, standing, frozen.speakers, frozen.meeting.new_word),
        frozen.meeting,
        frozen.title,
        frozen.at,
        frozen.act,
        tuple(_renumber(frozen, standing)),
        tuple(_status_of(unit, frozen) for unit in standing),
        tuple(_gone(unit, frozen) for unit in frozen.units if unit.state.status in GONE),
        frozen.lines,
        {deed.number: deed.at for deed in frozen.deeds},
    )


def _renumber(frozen: Frozen, standing: list[Placed]) -> Iterator[ChangeNumber]:
    """Let the known numbers stand at the units that are left; those of the others are retired."""
    place = {unit.id: at for at, unit in enumerate(standing)}
    for one in frozen.known:
        at = place.get(frozen.units[one.unit].id) if one.unit >= 0 else None
        yield ChangeNumber(one.number, -1, 0, 0, True) if at is None else one._replace(unit=at)


def _status_of(unit: Placed, frozen: Frozen) -> UnitStatus:
    state = unit.state
    return UnitStatus(
        unit.label,
        str(state.status),
        state.pending,
        state.forum,
        unit.by,
        follow_shown(state),
        tuple(_list_asides(state)),
        tuple(_list_notes(state)),
        unit.id in frozen.of_draft,
        bool(state.placed),
        state.moved,
    )


def _gone(unit: Placed, frozen: Frozen) -> GoneUnit:
    source = unit.source if unit.id in frozen.of_draft else -1
    return GoneUnit(unit.state.text, source, unit.offset, unit.state.base, _status_of(unit, frozen)._replace(moved=False))


def _list_asides(state: r.UnitState) -> Iterator[Aside]:
    waiting = {**_WAITING, r.Standing.PENDING: "pending"} if state.status in GONE else _WAITING
    for piece in state.pieces:
        proposal = state.proposal(piece.id.proposal)
        if piece.standing in waiting and proposal is not None and proposal.kind != "new":
            yield Aside(waiting[piece.standing], piece.by, _say(piece, proposal))


def _say(piece: r.Piece, proposal: r.Proposal) -> str:
    if piece.edit is None:
        return _WHOLE.get(proposal.kind, f"the whole to read “{proposal.proposed}”")
    return say_option(proposal.on[piece.edit.start : piece.edit.end], piece.edit.new)


def _list_notes(state: r.UnitState) -> Iterator[Note]:
    for kind, marks in (("bracket", state.brackets), ("reservation", state.reservations)):
        for one in marks:
            if one.holders and (one.end < 0 or one.start < one.end):
                yield Note(kind, one.holders, state.text[one.start : one.end] if one.end >= 0 else "")
