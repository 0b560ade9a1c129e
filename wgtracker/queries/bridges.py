"""Give the four-column concordance: new paragraph with each word traced, contributors, original paragraph, approach and rationale."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from wgtracker.queries.room import Room
from wgtracker.room import model as r
from wgtracker.room.decide import gather_sources
from wgtracker.room.lay import Placed
from wgtracker.room.life import GONE
from wgtracker.room.trace import trace

_DRAFT = ""
"""Under this name, which no delegation has, the original paragraph is traced too."""


class Whose(StrEnum):
    """Where a run of words comes from."""

    ORIGINAL = "original"
    PROPOSED = "proposed"
    NEW = "new"


class Words(NamedTuple):
    """A run of words of the new paragraph. by: in whose proposals it stands; none where it is of the original paragraph, or new."""

    text: str
    whose: Whose
    by: tuple[str, ...] = ()


class Approach(StrEnum):
    """How a new paragraph came about."""

    AS_DRAFTED = "as_drafted"
    BRIDGED = "bridged"
    TAKEN = "taken"
    NEW = "new_paragraph"
    GONE = "not_retained"


class Row(NamedTuple):
    """One row of the concordance. bridge: id of the bridging text, "" where the row shows the text in force.

    new: the new paragraph; its runs read on into each other. contributors: whose words are in it. original: the paragraph of the draft,
    "" for one that is new. sources: the proposals it was made of. standing: what became of a bridging text. rationale: in words.
    """

    unit: Placed
    bridge: str
    new: tuple[Words, ...]
    contributors: tuple[str, ...]
    original: str
    approach: Approach
    rationale: str
    sources: tuple[r.Proposal, ...] = ()
    standing: r.Standing | None = None


def list_bridges(unit: Placed) -> tuple[Row, ...]:
    """Give a row for each bridging text of a unit, the latest first."""
    return tuple(_bridge(unit, one) for one in reversed(unit.state.proposals) if one.origin == r.Origin.BRIDGE)


def list_concordance(room: Room) -> tuple[Row, ...]:
    """Give one row for each unit but headings: its bridging text while it is offered, else the text as it is now."""
    return tuple(tell_row(unit) for unit in room.units if unit.kind != "heading")


def tell_row(unit: Placed) -> Row:
    """Give the row of one unit."""
    offered = next((one for one in list_bridges(unit) if one.standing in r.OPEN), None)
    return offered or _in_force(unit)


def _bridge(unit: Placed, bridge: r.Proposal) -> Row:
    state = unit.state
    made = gather_sources(state, {bridge.id})
    new = _trace(bridge.proposed, {**made, _DRAFT: bridge.on})
    standings = [piece.standing for piece in state.pieces if piece.id.proposal == bridge.id]
    worst = next((one for one in (r.Standing.CONTESTED, r.Standing.PENDING) if one in standings), standings[0])
    return Row(
        unit, bridge.id, new, tuple(sorted(made)), _original(unit), Approach.BRIDGED, bridge.reason,
        tuple(one for one in state.proposals if one.id in bridge.sources), worst,
    )  # fmt: skip


def _trace(text: str, sources: dict[str, str]) -> tuple[Words, ...]:
    """Trace a text; what stands in the original too is nobody's contribution."""
    runs: list[Words] = []
    for run in trace(text, sources):
        if _DRAFT in run.sources:
            words = Words(run.text, Whose.ORIGINAL)
        else:
            words = Words(run.text, Whose.PROPOSED if run.sources else Whose.NEW, run.sources)
        if runs and runs[-1][1:] == words[1:]:
            runs[-1] = words._replace(text=runs[-1].text + words.text)
        else:
            runs.append(words)
    return tuple(runs)


def _in_force(unit: Placed) -> Row:
    """Give the row of the text as it is: whose each word is, the acts that took it have told already."""
    state = unit.state
    new, at = [], 0
    for span in state.spans:
        by = tuple(name for name in span.by if name != r.CHAIR)
        whose = Whose.PROPOSED if by else Whose.NEW if span.act else Whose.ORIGINAL
        new.append(Words(state.text[at : at + span.length], whose, by))
        at += span.length
    bridges = [one for one in list_bridges(unit) if one.standing in r.IN_TEXT]
    rationale = bridges[0].rationale if bridges else ""
    sources = bridges[0].sources if bridges else ()
    return Row(unit, "", tuple(new), _contributors(state), _original(unit), _approach(unit, bridges), rationale, sources)


def _contributors(state: r.UnitState) -> tuple[str, ...]:
    """Name whose words are in the text, and who had words struck from it."""
    names = {name for span in state.spans for name in span.by} | {name for one in state.struck for name in one.by}
    return tuple(sorted(names - {r.CHAIR}))


def _approach(unit: Placed, bridges: Sequence[Row]) -> Approach:
    if unit.state.status in GONE:
        return Approach.GONE
    if bridges:
        return Approach.BRIDGED
    if unit.by:
        return Approach.NEW
    return Approach.TAKEN if unit.state.text != unit.state.base else Approach.AS_DRAFTED


def _original(unit: Placed) -> str:
    return "" if unit.by else unit.state.base
