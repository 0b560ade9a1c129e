"""Make the status paper: all texts of a reading at one moment, with the state of each, as the meeting had them before it.

Three markups: clean (the texts as they stand), marked (with what still waits, as a conference room paper prints proposals), lines (with
the numbers of the lines, which never change). The fourth, tracked, is the draft itself (status_tracked.py).
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from wgtracker.compile.meeting import UNASSIGNED, Meeting
from wgtracker.compile.model import Compilation
from wgtracker.papers.block import Hand, draw_wording, keep_together, list_said
from wgtracker.papers.comments import draw_comments
from wgtracker.papers.conference_room_paper import HEADINGS, draw_heading
from wgtracker.papers.legend import draw_bold_legend
from wgtracker.papers.masthead import draw_masthead, footnotes, page_footer, plural, title_of
from wgtracker.papers.names import call_roll, join_names
from wgtracker.papers.numbers import ChangeNumber, Numbering
from wgtracker.papers.outline import Heading, Outline, Point, lay_out
from wgtracker.papers.pen import NAME, NUMBER, QUIET, is_right_to_left, paragraph, put
from wgtracker.papers.place import BOLD
from wgtracker.papers.prose import capitalize, in_words, instant_in_full, series
from wgtracker.papers.trails import Trail
from wgtracker.papers.views import draw_original
from wgtracker.word.model import Block, Document, Inline, ParagraphOut, Run
from wgtracker.word.write import write

Markup = Literal["clean", "marked", "tracked", "lines"]
MARKUPS: tuple[Markup, ...] = ("clean", "marked", "tracked", "lines")


_WAITS = {"parked": "Parked", "contested": "Proposed on an earlier wording", "pending": "Proposed"}


class Aside(NamedTuple):
    """What waits and has no place in the text now. kind: parked | contested | pending (on a paragraph that is gone). by: whose."""

    kind: str
    by: str
    words: str


class Note(NamedTuple):
    """What is said of words of a unit without changing them. kind: bracket | reservation. words: "" = the whole unit."""

    kind: str
    by: tuple[str, ...]
    words: str


class UnitStatus(NamedTuple):
    """Where a unit stands. status, pending, forum: as the room has them; by: who proposed it, where it is new.

    trail: how its text came from the draft's. asides, notes: see there. of_draft: it stood in the draft; moved: at another place.
    decided: the act that gave it its status.
    """

    label: str
    status: str
    pending: tuple[str, ...]
    forum: str
    by: tuple[str, ...]
    trail: Trail
    asides: tuple[Aside, ...]
    notes: tuple[Note, ...]
    of_draft: bool
    moved: bool
    decided: int


class GoneUnit(NamedTuple):
    """A unit that is not part of the text any more, with its words. source, offset: of its paragraph in the draft's file, -1: none."""

    text: str
    source: int
    offset: int
    before: str
    unit: UnitStatus


class StatusMaterial(NamedTuple):
    """All that a status paper is drawn from. units: what is known of each unit of the compilation, in order; gone: those left out of it.

    line_status: "Status: 10 September 2020, 6.15 p.m."; at: as ISO 8601; lines: (number, unit, words); dates: by act.
    """

    compilation: Compilation
    meeting: Meeting
    line_status: str
    at: str
    act: int
    known: tuple[ChangeNumber, ...]
    units: tuple[UnitStatus, ...]
    gone: tuple[GoneUnit, ...]
    lines: tuple[tuple[int, int, str], ...]
    dates: dict[int, str]


def draw_status_paper(material: StatusMaterial, markup: Markup, draft: bytes) -> bytes:
    """Make the Word file. draft: the bytes of the draft's own file, read only for tracked changes in it. The same input, the same bytes."""
    if markup == "tracked":
        from wgtracker.papers.status_tracked import draw_tracked_status

        return draw_tracked_status(material, draft)
    meeting = head(material)
    outline = lay_out(material.compilation, meeting, Numbering(material.known))
    body: list[Block] = [*draw_masthead(meeting), *_introduce(material, outline, markup)]
    body.append(ParagraphOut((Run(capitalize(plural(meeting.unit_name))),), "Heading1", (0, 0), keep_next=True))
    if markup == "lines":
        body.extend(draw_lines(material.lines))
    else:
        body.extend(_draw_items(material, outline, Hand(outline, call_roll(material.compilation), meeting, BOLD), markup))
    if material.gone:
        body.append(ParagraphOut((Run("Not part of the text"),), "Heading1", (0, 0), keep_next=True))
        for gone in material.gone:
            body.extend(_draw_gone(gone))
    return write(_bind(meeting, material.line_status, body))


def head(material: StatusMaterial) -> Meeting:
    """Give the facts as a status paper is headed with them: it has no symbol, and facts that nobody knows are left out."""
    unknown: dict[str, Any] = {key: "" for key, value in material.meeting._asdict().items() if value == UNASSIGNED}
    meeting = material.meeting._replace(**{**unknown, "symbol": "", "paper_date": "", "reissued": "", "as_at": ""})
    return meeting._replace(title=title_of(material.meeting._replace(title="")), subtitle=material.line_status)


def _introduce(material: StatusMaterial, outline: Outline, markup: Markup) -> list[ParagraphOut]:
    """Say what the paper shows, how far the text is, and what the marks mean."""
    shows = {
        "clean": "It gives the texts as they stood, with their brackets; what was proposed and not decided on is not shown.",
        "marked": "It gives the texts as they stood, with all that had been proposed and not decided on.",
        "lines": "It gives the texts as they stood, in numbered lines of 85 columns. The numbers are those of the page on the screen.",
    }
    when = instant_in_full(material.at, material.meeting.zone)
    first = f"The present paper shows the text in the room as at {when}, after act {material.act} of the reading. {shows[markup]}"
    counts: dict[str, int] = {}
    for unit in material.units:
        if unit.label:
            counts[say_state(unit)] = counts.get(say_state(unit), 0) + 1
    told = series([f"{in_words(number)} {words}" for words, number in counts.items()])
    out = [paragraph(first, "WGText")]
    if told:
        out.append(paragraph(f"Numbered paragraphs and subparagraphs by their state: {told}.", "WGText"))
    if markup == "marked":
        out.extend(draw_bold_legend(outline, material.meeting))
    return out


def _draw_items(material: StatusMaterial, outline: Outline, hand: Hand, markup: Markup) -> list[ParagraphOut]:
    out: list[ParagraphOut] = []
    depth, has_topics = 1, any(isinstance(item, Heading) and item.depth == 2 for item in outline.items)
    for item in outline.items:
        point = item.point if isinstance(item, Heading) else item
        if isinstance(item, Heading):
            depth = item.depth or depth
            out.append(draw_heading(item, bookmarked=markup == "clean" or not point.has_input))
            if markup == "clean" or not point.has_input:
                continue
        level = 0 if depth == 1 and has_topics else depth + 1
        out.extend(_draw_point(point, material, hand, level, markup))
    return out


def _draw_point(point: Point, material: StatusMaterial, hand: Hand, level: int, markup: Markup) -> list[ParagraphOut]:
    units = [material.units[member.negotiated.unit.index] for member in point.members]
    blocks = [_draw_title(point, units, level)]
    if len({_words_of(unit) for unit in units}) > 1:
        blocks.extend(_line_of(f"{unit.label or '¶'}: {_words_of(unit)}", ()) for unit in units)
    if markup == "clean":
        return keep_together([*blocks, *draw_original(point)])
    blocks.extend(draw_wording(point, hand))
    for unit in units:
        blocks.extend(draw_beside(unit, len(units) > 1))
    blocks.extend(draw_comments(list_said(point)))
    return keep_together(blocks) if len(blocks) <= 12 else blocks


def _draw_title(point: Point, units: Sequence[UnitStatus], level: int) -> ParagraphOut:
    """Draw "Discussion point 3 (agreed ad referendum, plenary)"."""
    words = {_words_of(unit) for unit in units}
    state = words.pop() if len(words) == 1 else "several states"
    news = sorted({name for unit in units[:1] for name in unit.by})
    more = f"; new, proposed by {series(news)}" if news else ""
    inlines = (Run(point.title, "" if level else NUMBER), Run(f" ({state}{more})", QUIET))
    return ParagraphOut(inlines, f"Heading{level}" if level else "WGText", keep_next=True)


def _words_of(unit: UnitStatus) -> str:
    return say_state(unit, with_names=True)


def say_state(unit: UnitStatus, *, with_names: bool = False) -> str:
    """Say a state in words: "agreed ad referendum, plenary", "pending: Egypt and Kenya"."""
    words = {"future_consideration": "discussion point for future consideration", "package_linked": "linked to a package"}
    state = words.get(unit.status, unit.status.replace("_", " "))
    if with_names and unit.pending:
        state += f": {series(unit.pending)}"
    return f"{state}, {unit.forum}" if with_names and unit.forum else state


def draw_beside(unit: UnitStatus, named: bool) -> list[ParagraphOut]:
    """Draw who keeps brackets and reservations, and what waits without a place in the text. named: say of which subparagraph."""
    lead = f"{unit.label}: " if named and unit.label else ""
    out = []
    for note in unit.notes:
        on = f" on “{note.words}”" if note.words else " on the whole"
        out.append(_line_of(f"{lead}Brackets{on}" if note.kind == "bracket" else f"{lead}Reservation{on}", note.by))
    for aside in unit.asides:
        out.append(_line_of(f"{lead}{_WAITS[aside.kind]}: {aside.words}", (aside.by,)))
    return out


def _line_of(words: str, by: Iterable[str]) -> ParagraphOut:
    inlines: list[Inline] = []
    put(inlines, words)
    names = list(by)
    if names:
        inlines.append(Run(" ("))
        put(inlines, join_names(names), NAME)
        inlines.append(Run(")"))
    return ParagraphOut(tuple(inlines), "WGLine")


def _draw_gone(gone: GoneUnit) -> list[ParagraphOut]:
    """Draw a paragraph that was not retained or was withdrawn: its words are kept here."""
    inlines: list[Inline] = [Run(f"{gone.unit.label} ", NUMBER)] if gone.unit.label else []
    put(inlines, gone.text)
    inlines.append(Run(f" ({_words_of(gone.unit)})", QUIET))
    drawn = ParagraphOut(tuple(inlines), "WGText", bidi=is_right_to_left(gone.text))
    return [drawn, *draw_beside(gone.unit, False)]


def draw_lines(lines: Iterable[tuple[int, int, str]]) -> list[ParagraphOut]:
    """Draw numbered lines, one paragraph a unit, each line a hard one after its number."""
    of: dict[int, list[str]] = {}
    for number, unit, text in lines:
        of.setdefault(unit, []).append(f"{number}\t{text}")
    return [ParagraphOut((Run("\n".join(rows)),), "WGNote", bidi=is_right_to_left(rows[0])) for rows in of.values()]


def _bind(meeting: Meeting, line_status: str, body: Sequence[Block]) -> Document:
    return Document(
        title=f"{title_of(meeting)}. {line_status}",
        language="en-GB",
        body=tuple(body),
        subject=line_status,
        creator="Secretariat",
        header_first=(),
        header=(ParagraphOut((Run(line_status),), "Header"),),
        footer=page_footer(),
        footer_first=page_footer(),
        footnotes=footnotes(meeting),
        lists=(HEADINGS,),
    )
