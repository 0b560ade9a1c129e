"""Number the changes in the room: a number belongs to the changes it was first given to, whatever happens to the text around them.

Undoing, taking and carrying over move the spots; the room still says "3.1" and means the same words. A number is never given again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
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


def know_numbers_of(state: r.UnitState, at: int, given: Sequence[Given]) -> tuple[ChangeNumber, ...]:
    """Give the known numbers of one unit. at: its index."""
    places, out = find_ranges(state), []
    for one in given:
        ranges = [places[piece] for piece in one.pieces if piece in places]
        if ranges:
            out.append(ChangeNumber(one.number, at, min(start for start, _ in ranges), max(end for _, end in ranges)))
        else:
            out.append(ChangeNumber(one.number, at, 0, 0, True))
    return tuple(out)


Know = Callable[[r.UnitState, int, Sequence[Given]], tuple[ChangeNumber, ...]]


def know_numbers(units: Sequence[Placed], given: Iterable[Given], know: Know = know_numbers_of) -> tuple[ChangeNumber, ...]:
    """Give the known numbers at the places where their changes stand now; those whose changes wait no more are retired.

    know: does it for one unit (what a caller has kept of it may do).
    """
    of: dict[int, list[Given]] = {}
    for one in given:
        of.setdefault(one.unit, []).append(one)
    known = [number for at, unit in enumerate(units) if unit.id in of for number in know(unit.state, at, of.pop(unit.id))]
    return (*known, *(ChangeNumber(one.number, -1, 0, 0, True) for gone in of.values() for one in gone))


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
