"""Mark up the draft's own file with what became of it in the room: rejecting all gives the draft, accepting all the text of that moment.

Words that were taken and words that still wait are revisions by those who proposed them; what waits has its change number in a comment,
and where several proposals meet, the others are comments with their full text. New paragraphs are inserted ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wgtracker.papers.masthead import lines_of_masthead, title_of
from wgtracker.papers.names import Roll, call_roll
from wgtracker.papers.numbers import Numbering
from wgtracker.papers.outline import Member, Outline, lay_out
from wgtracker.papers.spots import Spot, say_option
from wgtracker.papers.status_paper import StatusMaterial, UnitStatus, draw_beside, head, say_state
from wgtracker.papers.tracked import SECRETARIAT, author_of, first_option, initials_of, plain_lines
from wgtracker.papers.trails import Change, Trail, after_of, before_of, lay_on, place_before
from wgtracker.papers.whole import whole_unit_lines
from wgtracker.text import diff
from wgtracker.word.changes import Bubble, Changes, Fresh, Rewrite, Stamp, Stretch
from wgtracker.word.model import CommentOut
from wgtracker.word.package import open_package
from wgtracker.word.read import read
from wgtracker.word.revise import revise
from wgtracker.word.write_inline import utc_stamp

HOW_TO_READ = (
    "This copy is the draft itself with tracked changes: rejecting all changes gives the draft back, accepting all gives the text in the "
    "room with the first proposal at each place that still waits. The author of a change is the delegation that proposed it; a change that "
    "waits for a decision has a comment with its number. Where several proposals meet, the others are comments with their full text."
)


@dataclass(slots=True)
class _Desk:
    """What gathers while the draft is walked through."""

    material: StatusMaterial
    outline: Outline
    roll: Roll
    texts: Mapping[int, str]
    rewrites: dict[int, Rewrite] = field(default_factory=dict)
    fresh: list[Fresh] = field(default_factory=list)
    bubbles: list[Bubble] = field(default_factory=list)

    def author(self, by: Sequence[str]) -> str:
        return author_of(self.roll.sort(by))

    def date(self, act: int) -> str:
        return utc_stamp(self.material.dates.get(act, "")) or utc_stamp(self.material.at)


@dataclass(frozen=True, slots=True)
class _Where:
    """Where comments go: a paragraph of the file and the offset of the unit's text in it, or a fresh paragraph."""

    source: int | None = None
    offset: int = 0
    fresh: int | None = None


def draw_tracked_status(material: StatusMaterial, draft: bytes) -> bytes:
    """Mark the draft up. Raises BadFile where it cannot be read."""
    meeting = head(material)
    outline = lay_out(material.compilation, meeting, Numbering(material.known))
    desk = _Desk(material, outline, call_roll(material.compilation), _read_texts(draft))
    sources = [one.unit.source for one, unit in zip(material.compilation.units, material.units) if unit.of_draft]
    sources += [gone.source for gone in material.gone if gone.source >= 0]
    first = min(sources, default=None)
    _say(desk, (SECRETARIAT,), (material.line_status, HOW_TO_READ), _Where(first))
    members = {member.negotiated.unit.index: member for point in outline.points for member in point.members}
    after: int | None = None
    for index, unit in enumerate(material.units):
        member = members[index]
        if unit.of_draft and not unit.moved:
            after = member.negotiated.unit.source
            _mark_unit(desk, member, unit)
        else:
            _add_unit(desk, member, unit, after, first)
    for gone in material.gone:
        if gone.source < 0:
            told = plain_lines(draw_beside(gone.unit, False))
            state = say_state(gone.unit, with_names=True)
            _say(desk, gone.unit.by or (SECRETARIAT,), (f"{gone.unit.label}: {state}: {gone.text}", *told), _Where(first))
        _strike_unit(desk, gone.source, gone.offset, gone.before, gone.unit)
    changes = Changes(desk.rewrites, tuple(desk.fresh), tuple(desk.bubbles), lines_of_masthead(meeting), title_of(meeting), SECRETARIAT)
    return revise(draft, changes)


def _read_texts(draft: bytes) -> dict[int, str]:
    """Give the text of each paragraph of the file, by its place there."""
    found = read(open_package(draft, "draft.docx")).paragraphs
    return {one.source: "".join(piece.text for piece in one.pieces if piece.deleted is None) for one in found}


def _mark_unit(desk: _Desk, member: Member, unit: UnitStatus) -> None:
    """Write what became of a unit of the draft into its paragraph."""
    here = member.negotiated.unit
    trail = _with_waiting(desk, member, unit)
    if any(run.op != "keep" for run in trail):
        desk.rewrites[here.source] = Rewrite(tuple(_stretch(desk, trail)), here.offset)
    place = _Where(here.source, here.offset)
    for number, spot in zip(member.numbers, member.spots):
        span = (place_before(unit.trail, spot.start), place_before(unit.trail, spot.end))
        _say_options(desk, number, spot, place, span)
    _say_rest(desk, member, unit, place, before_of(unit.trail))


def _with_waiting(desk: _Desk, member: Member, unit: UnitStatus) -> Trail:
    """Lay the first option of each place that waits on the text."""
    changes = []
    for spot in member.spots:
        option = first_option(desk.roll, spot)
        for start, end, new in diff(spot.base, option.text):
            changes.append(Change(spot.start + start, spot.start + end, new, tuple(option.by)))
    return lay_on(unit.trail, changes)


def _stretch(desk: _Desk, trail: Trail) -> Iterator[Stretch]:
    for run in trail:
        if run.op == "keep":
            yield Stretch("keep", run.text)
        else:
            struck = Stamp(desk.author(run.struck), desk.date(0)) if run.struck else None
            yield Stretch(run.op, run.text, desk.author(run.by), desk.date(run.act), struck)


def _add_unit(desk: _Desk, member: Member, unit: UnitStatus, after: int | None, first: int | None) -> None:
    """Write a new paragraph, or one that was moved, at its place; at its old place a moved one is struck."""
    here = member.negotiated.unit
    trail = _with_waiting(desk, member, unit)
    by = tuple(sorted({name for run in trail for name in run.by} | set(unit.by))) or (SECRETARIAT,)
    like = here.source if unit.moved and unit.of_draft else first if after is None else None
    for line in after_of(trail).split("\n"):
        desk.fresh.append(Fresh(after, line, desk.author(by), _date_of(desk, trail), like))
    place = _Where(fresh=len(desk.fresh) - 1)
    label = f"{unit.label.rstrip('.')}: " if unit.label else ""
    origin = "this paragraph was moved here." if unit.of_draft else "this paragraph is new."
    names = _tell_names(trail, unit)
    _say(desk, by, (f"{label}{origin}", *names), place)
    for number, spot in zip(member.numbers, member.spots):
        _say_options(desk, number, spot, place, None)
    _say_rest(desk, member, unit, place, "")
    if unit.of_draft:
        _strike_unit(desk, here.source, here.offset, before_of(unit.trail), unit)


def _tell_names(trail: Trail, unit: UnitStatus) -> Iterator[str]:
    """Say run by run whose words a paragraph is made of, where they are several delegations'."""
    whose = [(run.by or unit.by, run.text) for run in trail if run.op != "delete" and not run.struck]
    if len({by for by, _ in whose}) > 1:
        for by, text in whose:
            yield f"“{text.strip()}” ({'; '.join(by) or 'the draft'})"


def _date_of(desk: _Desk, trail: Trail) -> str:
    return desk.date(max((run.act for run in trail), default=0))


def _strike_unit(desk: _Desk, source: int, offset: int, before: str, unit: UnitStatus) -> None:
    """Strike a paragraph that is not part of the text any more, or stands elsewhere."""
    if source < 0 or not before:
        return
    stamp = Stamp(desk.author(unit.by or (SECRETARIAT,)), desk.date(unit.decided))
    words = desk.texts.get(source, "")[:offset] + before  # a typed label goes with its paragraph
    desk.rewrites[source] = Rewrite((Stretch("delete", words, *stamp),), 0, stamp)
    state = "this paragraph was moved." if unit.moved else f"{say_state(unit, with_names=True)}."
    told = (f"{unit.label.rstrip('.') or 'Paragraph'}: {state}", *plain_lines(draw_beside(unit, False)))
    _say(desk, unit.by or (SECRETARIAT,), told, _Where(source, offset))


def _say_options(desk: _Desk, number: str, spot: Spot, place: _Where, span: tuple[int, int] | None) -> None:
    first = first_option(desk.roll, spot)
    for option in sorted(spot.options, key=lambda one: desk.roll.first(one.by)):
        words = "waits for a decision." if option is first else say_option(spot.base, option.text)
        _say(desk, tuple(option.by), (f"{number}: {words}",), place, span)


def _say_rest(desk: _Desk, member: Member, unit: UnitStatus, place: _Where, before: str) -> None:
    """Say in comments where the unit stands, what is asked of it as a whole, and what was said on it."""
    beside = plain_lines(draw_beside(unit, False))
    if unit.status != "tabled" or beside:
        _say(desk, (SECRETARIAT,), (f"{member.ref.name}: {say_state(unit, with_names=True)}.", *beside), place)
    for line in whole_unit_lines(member, desk.outline, desk.roll):
        _say(desk, tuple(line.by), (line.words + "".join(words for words, _ in line.text),), place)
    for version in sorted(member.negotiated.alternatives, key=lambda version: desk.roll.first(version.by)):
        _say(desk, tuple(version.by), (f"{member.ref.name} {desk.material.meeting.alternative_word}: {version.text}",), place)
    for said in member.negotiated.comments:
        at = before.find(said.comment.anchor) if said.comment.anchor else -1
        span = (at, at + len(said.comment.anchor)) if at >= 0 else None
        _say(desk, (said.delegation,), tuple(said.comment.text.split("\n")), place, span)


def _say(desk: _Desk, by: Sequence[str], paragraphs: tuple[str, ...], place: _Where, span: tuple[int, int] | None = None) -> None:
    """Put a comment on a paragraph, or on words of it as the draft has them."""
    names = desk.roll.sort(by)
    author = author_of(names)
    if author != "; ".join(names):
        paragraphs = (*paragraphs, f"({'; '.join(names)})")
    bubble = CommentOut(author, initials_of(names[0]), "", paragraphs)
    start, end = (place.offset + span[0], place.offset + span[1]) if span and place.source is not None else (None, None)
    desk.bubbles.append(Bubble(bubble, place.source, start, end, place.fresh))
