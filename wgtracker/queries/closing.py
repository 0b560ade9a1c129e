"""Give what the close of a reading shows: the final text, the report's chapter, and what is left for the next consultation."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.papers.outline import number_in
from wgtracker.papers.report_chapter import Chapter, Line, Point, Standing, introduce
from wgtracker.queries.room_text import RoomText
from wgtracker.room import model as r
from wgtracker.room.lay import Placed
from wgtracker.room.life import GONE, SETTLED, Status
from wgtracker.room.renumber import Dangling, Leftover, Numbered, Numbering, Rewritten, renumber
from wgtracker.text import apply

MOVE = "move to another place"
STATUS_WORDS = {Status.FUTURE: "for future consideration"}


def plan_freeze(text: RoomText, negotiation: m.Negotiation) -> Numbering:
    """Give the final numbers: those that were frozen, or what freezing now would give."""
    kept = negotiation.numbering
    if not kept:
        return renumber(text.room.units, text.meeting.unit_name)
    return Numbering(
        tuple(Numbered(*one) for one in kept["units"]),
        tuple(Rewritten(*one) for one in kept["rewritten"]),
        tuple(Dangling(*one) for one in kept["dangling"]),
        tuple(Leftover(unit, what, words, tuple(by)) for unit, what, words, by in kept["leftovers"]),
    )


class TopicUnits(NamedTuple):
    """What stands under one heading."""

    title: str
    units: tuple[Placed, ...]


def group_by_topic(units: Sequence[Placed]) -> list[TopicUnits]:
    """Group units by the heading above them, in order."""
    groups: dict[str, list[Placed]] = {}
    for unit in units:
        groups.setdefault(unit.heading, []).append(unit)
    return [TopicUnits(title, tuple(found)) for title, found in groups.items()]


def write_chapter(negotiation: m.Negotiation, text: RoomText) -> Chapter:
    """Give the chapter: of a frozen text under its final numbers what is adopted, and the open points."""
    numbering = plan_freeze(text, negotiation)
    by_id = {unit.id: unit for unit in text.room.units}
    adopted = [one for one in numbering.units if by_id[one.unit].state.status == Status.ADOPTED or by_id[one.unit].kind == "heading"]
    lines = _without_bare_headings([Line(_kind(by_id[one.unit]), one.new, one.text, by_id[one.unit].level) for one in adopted])
    numbered = sum(1 for line in lines if line.label and line.kind == "recommendation")
    units = text.room.units
    open_ = {unit.id for unit in list_open(units)}
    points = [_point(units, unit) for unit in units if unit.id in open_ or _standing(unit.state)]
    return Chapter(introduce(text.meeting, numbered), lines, tuple(points))


def _kind(unit: Placed) -> str:
    return unit.kind if unit.kind in ("heading", "subparagraph") else "recommendation" if unit.label else "text"


def _without_bare_headings(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Leave out headings with nothing below them."""
    out: list[Line] = []
    for line in lines:
        while line.kind == "heading" and out and out[-1].kind == "heading" and out[-1].level >= line.level:
            out.pop()
        out.append(line)
    while out and out[-1].kind == "heading":
        out.pop()
    return tuple(out)


def list_open(units: Sequence[Placed]) -> list[Placed]:
    """List the numbered paragraphs that are neither settled nor gone."""
    closed = SETTLED | GONE
    return [unit for unit in units if unit.kind != "heading" and unit.label and unit.state.status not in closed]


def full_label(units: Sequence[Placed], unit: Placed) -> str:
    """Write the label of a unit so that it can be read alone: a subparagraph's with its paragraph's, "5 (b)"."""
    if unit.kind != "subparagraph":
        return unit.label
    at = next(n for n, one in enumerate(units) if one.id == unit.id)
    above: list[Placed] = [unit]
    for one in reversed(units[:at]):
        if one.kind == "heading" or above[-1].kind != "subparagraph":
            break
        if one.kind != "subparagraph" or one.level < above[-1].level:
            above.append(one)
    return " ".join(one.label.rstrip(".;") for one in reversed(above) if one.label)


def _point(units: Sequence[Placed], unit: Placed) -> Point:
    words = STATUS_WORDS.get(unit.state.status, str(unit.state.status).replace("_", " "))
    if unit.state.pending:
        words = f"pending {', '.join(unit.state.pending)}"
    kind = "text" if unit.kind in ("heading", "subparagraph") else _kind(unit)
    return Point(Line(kind, full_label(units, unit), unit.state.text), words, _standing(unit.state))


def _standing(state: r.UnitState) -> tuple[Standing, ...]:
    """List the proposals that still stand, each as the paragraph would read with it now."""
    out = []
    for proposal in state.proposals:
        pieces = [piece for piece in state.pieces if piece.id.proposal == proposal.id and piece.standing in r.OPEN | {r.Standing.PARKED}]
        if pieces and proposal.kind == "move":
            out.append(Standing(proposal.by, MOVE))
        elif pieces and proposal.kind not in ("new", "retain"):
            edits = tuple(piece.ground for piece in pieces if piece.ground is not None)
            reads = apply(state.text, edits) if edits and len(edits) == len(pieces) else proposal.proposed
            out.append(Standing(proposal.by, reads))
    return tuple(out)


def list_next_lines(units: Sequence[Placed]) -> tuple[Line, ...]:
    """Give the open points as lines of the next draft, under their headings, numbered anew.

    A subparagraph brings along the words that it completes, whatever became of them.
    """
    lines: list[Line] = []
    waiting = {unit.id for unit in list_open(units)}
    number, opening = 0, None
    for unit in units:
        if unit.kind not in ("heading", "subparagraph"):
            opening = unit
        elif unit.kind == "subparagraph" and unit.id in waiting and opening is not None:
            waiting.add(opening.id)
    for unit in units:
        if unit.kind == "heading":
            lines.append(Line("heading", "", unit.state.text, unit.level))
        elif unit.id in waiting and unit.kind == "subparagraph":
            lines.append(Line("subparagraph", unit.label, unit.state.text, unit.level))
        elif unit.id in waiting and number_in(unit.label):
            number += 1
            lines.append(Line("recommendation", f"{number}.", unit.state.text))
    return _without_bare_headings(lines)


def find_next_draft(db: Session, negotiation_id: int) -> m.Draft | None:
    """Find the draft that was made of a reading's open points last."""
    return db.scalar(select(m.Draft).where(m.Draft.made_from_id == negotiation_id).order_by(m.Draft.id.desc()).limit(1))
