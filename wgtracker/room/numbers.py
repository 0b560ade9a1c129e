"""Number the changes in the room: a number belongs to the changes it was first given to, whatever happens to the text around them.

Undoing, taking and carrying over move the spots; the room still says "3.1" and means the same words. A number is never given again.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wgtracker.papers.numbers import ChangeNumber
from wgtracker.papers.outline import Outline
from wgtracker.room import model as r
from wgtracker.room.lay import Placed, show


class Given(NamedTuple):
    """A number, and the changes it was given to (of one unit)."""

    number: str
    unit: int
    pieces: frozenset[r.PieceId]


def know_numbers(units: Sequence[Placed], given: Iterable[Given]) -> tuple[ChangeNumber, ...]:
    """Give the known numbers at the places where their changes stand now; those whose changes wait no more are retired."""
    index_of = {unit.id: at for at, unit in enumerate(units)}
    places = {unit.id: find_ranges(unit.state) for unit in units}
    out = []
    for one in given:
        ranges = [places[one.unit][piece] for piece in one.pieces if one.unit in places and piece in places[one.unit]]
        if ranges:
            spot = (min(start for start, _ in ranges), max(end for _, end in ranges))
            out.append(ChangeNumber(one.number, index_of[one.unit], *spot))
        else:
            out.append(ChangeNumber(one.number, index_of.get(one.unit, -1), 0, 0, True))
    return tuple(out)


def give_numbers(units: Sequence[Placed], outline: Outline, given: Mapping[str, Given]) -> list[Given]:
    """Name the numbers that the outline gave for the first time, each with the changes it stands for."""
    new = []
    for point in outline.points:
        for member in point.members:
            unit = units[member.negotiated.unit.index]
            ranges = find_ranges(unit.state)
            for number, spot in zip(member.numbers, member.spots):
                if number not in given:
                    inside = frozenset(piece for piece, (start, end) in ranges.items() if spot.start <= start and end <= spot.end)
                    new.append(Given(number, unit.id, inside))
    return new


def find_ranges(state: r.UnitState) -> dict[r.PieceId, tuple[int, int]]:
    """Give where each waiting change stands in the text as it is shown."""
    edits = show(state).edits
    count: dict[str, int] = {}
    out: dict[r.PieceId, tuple[int, int]] = {}
    for piece in state.pieces:
        if piece.standing == r.Standing.PENDING and piece.ground is not None:
            at = count.get(piece.id.proposal, 0)
            count[piece.id.proposal] = at + 1
            edit = edits[piece.id.proposal][at]
            out[piece.id] = (edit.start, edit.end)
    return out
