"""Tell a delegation what became of its words: where each change of its proposals stands, by which act, and what it may do about it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wgtracker.room import model as r
from wgtracker.text import Edits

_ENDED = frozenset({r.Standing.TAKEN, r.Standing.MODIFIED, r.Standing.ALREADY, r.Standing.WITHDRAWN})
_DECIDED_OTHERWISE = frozenset(
    {r.Standing.CONTESTED, r.Standing.MODIFIED, r.Standing.NOT_RETAINED, r.Standing.PARKED, r.Standing.OVERTAKEN}
)


class Mark(NamedTuple):
    """A run of words. kind: "" | "ins" (put in) | "del" (struck). lead, trail: spaces at its edges, which are not marked."""

    kind: str
    words: str
    lead: str = ""
    trail: str = ""


class Part(NamedTuple):
    """The changes of a proposal that share a fate.

    asked: the text they were made on, with what they change. became: of words that were taken, the text with what was written in their
    place. at: where they would stand now (start, end), of those that lost their ground. act: that decided; None: nothing did yet.
    """

    standing: r.Standing
    pieces: tuple[r.PieceId, ...]
    asked: tuple[Mark, ...]
    became: tuple[Mark, ...] = ()
    at: tuple[int, int] | None = None
    act: r.Act | None = None
    objections: tuple[r.Act, ...] = ()

    @property
    def joined(self) -> str:
        """Name the proposal that it was joined to by its proposer, "" where it was not."""
        return self.act.what.instead if self.act is not None and isinstance(self.act.what, r.Recalled) else ""

    @property
    def may_object(self) -> bool:
        """Tell whether something was decided that its proposer did not ask for, and has not objected to since."""
        since = self.act.number if self.act is not None else 0
        return self.standing in _DECIDED_OTHERWISE and not any(one.number > since for one in self.objections)


class Fate(NamedTuple):
    """A proposal of the delegation, with its parts. tabled: the act that brought it in. instead: the newer one that replaced it."""

    proposal: r.Proposal
    parts: tuple[Part, ...]
    tabled: r.Act | None = None
    instead: str = ""

    @property
    def may_confirm(self) -> bool:
        """Tell whether it was read from the floor and waits for its proposer's word."""
        return not self.proposal.confirmed and not self.is_withdrawn

    @property
    def may_withdraw(self) -> bool:
        """Tell whether anything of it is left to withdraw."""
        return any(part.standing not in _ENDED for part in self.parts)

    @property
    def may_return(self) -> bool:
        """Tell whether it was withdrawn and can come back."""
        return any(part.standing == r.Standing.WITHDRAWN for part in self.parts)

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether all of it was withdrawn."""
        return all(part.standing == r.Standing.WITHDRAWN for part in self.parts)

    @property
    def needs_a_look(self) -> bool:
        """Tell whether its proposer may want to say something: it is to be confirmed, lost its ground, or was decided otherwise."""
        return self.may_confirm or any(part.may_object for part in self.parts)


def tell_fates(state: r.UnitState, acts: Sequence[r.Act], by: str) -> tuple[Fate, ...]:
    """Tell what became of each proposal that stands under a name, in the order they came."""
    numbered = {act.number: act for act in acts}
    brought = {act.what.proposal.id: act for act in acts if isinstance(act.what, r.Tabled)}
    replaced = {one.instead: one.id for one in state.proposals if one.instead}
    return tuple(
        Fate(one, _tell_parts(state, one, numbered), brought.get(one.id), replaced.get(one.id, ""))
        for one in state.proposals
        if one.by == by
    )


def _tell_parts(state: r.UnitState, proposal: r.Proposal, acts: Mapping[int, r.Act]) -> tuple[Part, ...]:
    """Group the changes by where they stand and what decided them: what was done together is told once."""
    groups: dict[tuple[r.Standing, int], list[r.Piece]] = {}
    for piece in state.pieces:
        if piece.id.proposal == proposal.id:
            groups.setdefault((piece.standing, piece.act), []).append(piece)
    return tuple(_tell(state, proposal, pieces, acts) for pieces in groups.values())


def _tell(state: r.UnitState, proposal: r.Proposal, pieces: Sequence[r.Piece], acts: Mapping[int, r.Act]) -> Part:
    act = acts.get(pieces[0].act)
    edits = tuple(piece.edit for piece in pieces if piece.edit is not None)
    places = [piece.place for piece in pieces if piece.place is not None]
    objections = sorted({number for piece in pieces for number in piece.objected})
    return Part(
        pieces[0].standing,
        tuple(piece.id for piece in pieces),
        mark(proposal.on, edits),
        _tell_taken(act),
        (min(start for start, _ in places), max(end for _, end in places)) if places else None,
        act,
        tuple(acts[number] for number in objections if number in acts),
    )


def _tell_taken(act: r.Act | None) -> tuple[Mark, ...]:
    """Give the wording that was taken in other words than proposed."""
    if act is not None and isinstance(act.what, r.Took) and act.what.wording is not None:
        return mark(act.what.wording.on, act.what.wording.edits)
    return ()


def mark(text: str, edits: Edits) -> tuple[Mark, ...]:
    """Give a text with what edits put in and strike, run by run."""
    out: list[Mark] = []
    at = 0
    for edit in edits:
        out += [Mark("", text[at : edit.start]), _mark("del", text[edit.start : edit.end]), _mark("ins", edit.new)]
        at = edit.end
    out.append(Mark("", text[at:]))
    return tuple(one for one in out if one.words)


def _mark(kind: str, words: str) -> Mark:
    """Mark a run; a struck or underlined space at its edge would look like a sign."""
    inner = words.strip(" ")
    if not inner:
        return Mark(kind, words)
    lead, _inner, trail = words.partition(inner)
    return Mark(kind, inner, lead, trail)


def count_looks(fates: Iterable[Fate]) -> int:
    """Count the proposals that need their proposer's look."""
    return sum(1 for fate in fates if fate.needs_a_look)
