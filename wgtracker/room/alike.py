"""Name proposals that say nearly the same at one place, so that the second proposer can be asked whether it joins the first.

They are offered, never joined by themselves: "shall" and "shall not" are alike to a machine. The very same change by two delegations is
drawn as one change with two names anyway and is not named here.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from wgtracker.compile.folding import fold
from wgtracker.room import model as r
from wgtracker.text import Edit, similarity

NEARLY = 0.8
"""Least token similarity of what two proposals say at one place."""
_DASHES = str.maketrans(dict.fromkeys("\u2012\u2013\u2212", "-"))


class Pair(NamedTuple):
    """Two proposals, the earlier one first. likeness: 1.0 where they differ in case, quotes, white space or hyphens alone."""

    first: str
    second: str
    likeness: float


def find_alike(state: r.UnitState, by: str) -> tuple[Pair, ...]:
    """Name the pairs of an open proposal that stands under a name and another's that say nearly the same where they change the text."""
    own = _group(state)
    open_ones = [(proposal, _changes(own[proposal.id])) for proposal in state.proposals if _is_open(proposal, own.get(proposal.id, ()))]
    pairs = []
    for (first, one), (second, other) in combinations(open_ones, 2):
        if first.by != second.by and by in (first.by, second.by):
            likeness = _compare(state.text, one, other) if one and other else _compare_whole(first, second)
            if likeness >= NEARLY and not _is_same(first, one, second, other):
                pairs.append(Pair(first.id, second.id, likeness))
    return tuple(pairs)


def _group(state: r.UnitState) -> dict[str, list[r.Piece]]:
    own: dict[str, list[r.Piece]] = {}
    for piece in state.pieces:
        own.setdefault(piece.id.proposal, []).append(piece)
    return own


def _is_open(proposal: r.Proposal, own: Sequence[r.Piece]) -> bool:
    """Tell whether all that a proposal asks for waits: where a part was decided, joining would be for the rest alone."""
    return proposal.origin != r.Origin.BRIDGE and bool(own) and all(piece.standing in r.OPEN for piece in own)


def _changes(own: Sequence[r.Piece]) -> list[Edit]:
    """Give the changes of a proposal where they stand in the text of now."""
    out = []
    for piece in own:
        if piece.edit is not None:
            start, end = piece.ground[:2] if piece.ground is not None else piece.place or (0, 0)
            out.append(Edit(start, end, piece.edit.new))
    return sorted(out)


def _is_same(first: r.Proposal, one: Sequence[Edit], second: r.Proposal, other: Sequence[Edit]) -> bool:
    whole = (first.kind, first.proposed, first.after, first.units) == (second.kind, second.proposed, second.after, second.units)
    return one == other if one or other else whole


def _compare_whole(first: r.Proposal, second: r.Proposal) -> float:
    """Compare what asks something of the unit as a whole: the same thing, in nearly the same words."""
    if first.edits or second.edits or (first.kind, first.after, first.units) != (second.kind, second.after, second.units):
        return 0.0
    return liken(first.proposed, second.proposed)


def _compare(text: str, one: Sequence[Edit], other: Sequence[Edit]) -> float:
    """Compare how the places that either of them changes would read, all of them together; 0.0 where they meet at none of them."""
    if not any(first.start <= second.end and second.start <= first.end for first in one for second in other):
        return 0.0
    read: list[tuple[str, str]] = []
    for place in _list_places(one, other):
        start, end = min(edit.start for _, edit in place), max(edit.end for _, edit in place)
        sides = [[edit for side, edit in place if side == which] for which in (0, 1)]
        read.append((_read(text, start, end, sides[0]), _read(text, start, end, sides[1])))
    return liken(*(" ".join(side) for side in zip(*read)))


def _list_places(one: Sequence[Edit], other: Sequence[Edit]) -> list[list[tuple[int, Edit]]]:
    """Group changes that overlap or touch, each with its side."""
    places: list[list[tuple[int, Edit]]] = []
    reach = -1
    for side, edit in sorted([*((0, edit) for edit in one), *((1, edit) for edit in other)], key=lambda each: each[1]):
        if not places or edit.start > reach:
            places.append([])
        places[-1].append((side, edit))
        reach = max(reach, edit.end)
    return places


def _read(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """Read a place as one side would have it."""
    out, done = "", start
    for edit in edits:
        out += text[done : edit.start] + edit.new
        done = max(done, edit.end)
    return out + text[done:end]


def liken(one: str, other: str) -> float:
    """Compare two wordings with case, quotes, white space and hyphen kinds folded away."""
    first, second = (fold(text).translate(_DASHES).casefold() for text in (one, other))
    return 1.0 if first == second else similarity(first, second)
