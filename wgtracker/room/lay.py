"""Lay the room's text out as a compilation, so that screen, page, print and Word draw it with the very functions that draw a paper.

The units are those of the reading, in their order now; a delegation's words are what of its proposals still waits.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wgtracker.compile import model as c
from wgtracker.compile.assemble import DraftText, assemble
from wgtracker.room import model as r
from wgtracker.text import ALTERNATIVE_BELOW, Edit, Edits, apply, similarity

_NONE = c.Count(0, 0, 0, 0)
_NO_ACCOUNT = c.Account(_NONE, _NONE, _NONE)
CHAIRS = c.Delegation(r.CHAIR, "other", "")


class Placed(NamedTuple):
    """A unit at its place in the reading. id: of its recommendation. kind, label, heading, level: as a compiled unit has them.

    by: who proposed it, where it is a new paragraph.
    """

    id: int
    kind: str
    label: str
    heading: str
    level: int
    state: r.UnitState
    by: tuple[str, ...] = ()
    source: int = 0
    offset: int = 0


class Shown(NamedTuple):
    """The text of a unit as it is shown, its brackets written out, and the edits that still wait, on that text."""

    text: str
    edits: Mapping[str, Edits]


def lay_out_room(name: str, units: Sequence[Placed], speakers: Sequence[c.Delegation], new_word: str = "bis") -> c.Compilation:
    """Compile what waits over the texts of now. speakers: all delegations that may be named; the Chair is added."""
    index_of = {unit.id: at for at, unit in enumerate(units)}
    shown = [show(unit.state) for unit in units]
    compiled = tuple(
        c.Unit(at, unit.kind, unit.label, unit.heading, shown[at].text, unit.level, unit.source, unit.offset)
        for at, unit in enumerate(units)
    )
    of: dict[str, _Voice] = {}
    for at, unit in enumerate(units):
        _gather(of, at, unit, shown[at], index_of)
    known = [*speakers, CHAIRS]
    named = {one.name for one in known}
    known += [c.Delegation(name, "other", name) for name in sorted(of) if name not in named]  # a group, or one that has another name now
    names = [one for one in known if one.name in of]
    submissions = [_submit(one, of[one.name]) for one in names]
    compilation = assemble(DraftText(name, "", compiled, ()), submissions, known, new_word)
    return _offer_versions(compilation, units)


class _Voice(NamedTuple):
    amendments: list[c.Amendment]
    comments: list[c.Comment]


def list_offers(state: r.UnitState) -> tuple[r.Proposal, ...]:
    """List the versions of the whole unit that are shown beside it: bridging texts, and rivals that no longer fit into the text.

    A rival version keeps hardly a word of the text, so a part of it says nothing: where some of its ground is gone it is shown whole.
    """
    open_ = {piece.id.proposal for piece in state.pieces if piece.standing in r.OPEN}
    lost = {piece.id.proposal for piece in state.pieces if piece.standing == r.Standing.CONTESTED}
    return tuple(
        one for one in state.proposals if one.id in open_ and (one.origin == r.Origin.BRIDGE or (one.id in lost and _is_rival(one)))
    )


def _is_rival(proposal: r.Proposal) -> bool:
    return proposal.kind == "replace" and bool(proposal.proposed) and similarity(proposal.on, proposal.proposed) < ALTERNATIVE_BELOW


def _gather(of: dict[str, _Voice], at: int, unit: Placed, shown: Shown, index_of: Mapping[int, int]) -> None:
    beside = {one.id for one in list_offers(unit.state)}
    for proposal in unit.state.proposals:
        waiting = [p for p in unit.state.pieces if p.id.proposal == proposal.id and p.standing == r.Standing.PENDING]
        if waiting and proposal.id not in beside and proposal.kind != "new":
            amendment = _amend(at, proposal, shown.text, shown.edits.get(proposal.id, ()), index_of)
            for name in dict.fromkeys((proposal.by, *unit.state.sponsors(proposal.id))):
                of.setdefault(name, _Voice([], [])).amendments.append(amendment)
    for one in unit.state.remarks:
        if one.how in ("words", "whole"):
            said = one.remark
            anchor = unit.state.text[one.start : one.end] if one.how == "words" else said.anchor
            comment = c.Comment(said.id, at, None, "", anchor, "", None, said.text, None, False)
            of.setdefault(said.by, _Voice([], [])).comments.append(comment)


def _amend(at: int, proposal: r.Proposal, text: str, edits: Edits, index_of: Mapping[int, int]) -> c.Amendment:
    kind = proposal.kind if not edits or proposal.kind in ("replace", "split") else "replace"
    return c.Amendment(
        kind=kind,
        unit=at,
        units=tuple(index_of[one] for one in proposal.units if one in index_of),
        after_unit=index_of.get(proposal.after) if proposal.after is not None else None,
        original=text,
        proposed=proposal.proposed if kind in ("merge", "delete") else apply(text, edits),
        edits=edits,
        authors=(),
        dates=(),
        tracked=False,
        by_hand=False,
        changes=(),
    )


def _submit(speaker: c.Delegation, voice: _Voice) -> c.Submission:
    return c.Submission(
        speaker.name, speaker.name, speaker.category, "", "", True, "", None, None, None, tuple(voice.amendments), tuple(voice.comments),
        (), (), _NO_ACCOUNT, 0, (),
    )  # fmt: skip


def _offer_versions(compilation: c.Compilation, units: Sequence[Placed]) -> c.Compilation:
    """Offer versions of the whole beside their units, and say who asks for a new paragraph that waits."""
    out = []
    for negotiated, unit in zip(compilation.units, units):
        offers = tuple(
            c.Alternative(one.proposed, frozenset((one.by, *unit.state.sponsors(one.id))), ()) for one in list_offers(unit.state)
        )
        out.append(negotiated._replace(alternatives=negotiated.alternatives + offers, asked_by=who_asks_for(unit.state)))
    return compilation._replace(units=tuple(out))


def who_asks_for(state: r.UnitState) -> frozenset[str]:
    """Name those whose new paragraph this is, while the meeting has not decided on it."""
    waiting = {piece.id.proposal for piece in state.pieces if piece.standing in r.OPEN}
    news = [one for one in state.proposals if one.kind == "new" and one.id in waiting]
    return frozenset(name for one in news for name in (one.by, *state.sponsors(one.id)))


def show(state: r.UnitState) -> Shown:
    """Write the brackets into the text, and move what waits with them."""
    marks = sorted(
        [(one.start, 0, "[") for one in state.brackets if one.start < one.end]
        + [(one.end, 1, "]") for one in state.brackets if one.start < one.end],
        key=lambda mark: (mark[0], -mark[1]),
    )
    waiting: dict[str, list[Edit]] = {}
    for piece in state.pieces:
        if piece.standing == r.Standing.PENDING and piece.ground is not None:
            waiting.setdefault(piece.id.proposal, []).append(piece.ground)
    if not marks:
        return Shown(state.text, {name: tuple(edits) for name, edits in waiting.items()})
    text = apply(state.text, tuple(Edit(at, at, sign) for at, _, sign in marks))
    return Shown(text, {name: tuple(_shift(edit, marks) for edit in edits) for name, edits in waiting.items()})


def _shift(edit: Edit, marks: Sequence[tuple[int, int, str]]) -> Edit:
    """Move an edit by the brackets before it; one that reaches over a bracket keeps it in its new words."""
    start, end, kept = edit.start, edit.end, ""
    for at, closing, sign in marks:
        if at < edit.start or (at == edit.start and (not closing or edit.start == edit.end)) or (at == edit.start and closing):
            start += 1
            end += 1
        elif at < edit.end:
            end += 1
            kept += sign
    return Edit(start, end, edit.new + kept)
