"""Make the Conference Room Paper from a compilation and the facts of the meeting: the same input gives the same bytes.

Two copies of one content: the issued paper carries what delegations said, neutrally; the Chair's copy adds what runs the
meeting. The text is marked in bold, by text labels, as tracked changes in the draft itself, or not at all.
"""

from collections.abc import Sequence
from typing import NamedTuple

from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.errors import NoPaper
from wgtracker.papers import chair
from wgtracker.papers.annexes import draw_annex_heading, draw_submissions, draw_unplaced
from wgtracker.papers.block import BOOKMARK, Hand, draw_point, draw_wording
from wgtracker.papers.choices import Copy, Markup, Order, Unplaced
from wgtracker.papers.comments import draw_comments
from wgtracker.papers.corrigendum import Part, cut_to
from wgtracker.papers.entries import draw_delegations
from wgtracker.papers.introduction import draw_introduction, draw_short_introduction
from wgtracker.papers.legend import draw_bold_legend, draw_clean_legend, draw_labels_legend
from wgtracker.papers.masthead import draw_masthead, footnotes, page_footer, plural, running_header, title_of
from wgtracker.papers.numbers import ChangeNumber, Numbering
from wgtracker.papers.outline import Heading, Outline, list_numbers
from wgtracker.papers.pen import is_right_to_left
from wgtracker.papers.place import BOLD, LABELS
from wgtracker.papers.prose import capitalize, deadline_day, moment_of
from wgtracker.papers.sources import Sources, gather
from wgtracker.papers.tables import Tables, draw_base, read_tables
from wgtracker.papers.tally import is_open
from wgtracker.papers.views import draw_original
from wgtracker.word.model import Block, Document, ListOut, ParagraphOut, Run
from wgtracker.word.write import write

HEADINGS = ListOut((("upperRoman", "%1.", 680, 680), ("upperLetter", "%2.", 680, 680)))
"""Real numbers for chapters (I., II.) and topics (A., B.), as headings of United Nations documents have them."""


class IssueRefused(NoPaper):
    """Refuse to issue a paper while words that came in have no place in it."""


class Paper(NamedTuple):
    """A paper: the Word file's bytes, and the change numbers printed in it, then those of earlier editions that are retired."""

    content: bytes
    numbers: tuple[ChangeNumber, ...]


def conference_room_paper(
    compilation: Compilation,
    meeting: Meeting,
    *,
    markup: Markup,
    order: Order,
    copy: Copy,
    unplaced: Unplaced,
    draft: bytes,
    known: Sequence[ChangeNumber] = (),
    part: Part | None = None,
) -> Paper:
    """Make the paper. draft: the draft's bytes (read only where its own body is marked up). known: `numbers` of the edition before.

    part: what of it is printed, in bold or with labels, where that is not all (a corrigendum).

    Raises IssueRefused where an issued paper would leave something unplaced out and unplaced is not "print".
    """
    if copy == "issued" and unplaced == "refuse":
        refuse_while_open(compilation)
    numbering = Numbering(known)
    sources = gather(compilation, meeting, numbering)
    numbers = (*list_numbers(sources.outline), *numbering.list_retired())
    if markup == "tracked":
        from wgtracker.papers.tracked import draw_tracked_paper

        return Paper(draw_tracked_paper(sources, draft, copy, unplaced), numbers)
    printed = sources if part is None else cut_to(sources, part)
    tables = read_tables(printed.outline.items, [one.unit for one in compilation.units], draft)
    body = _draw_body(printed, markup, order, copy, part, tables)
    if unplaced == "print" and is_open(compilation):
        body.append(draw_annex_heading("III", "Input that could not be placed"))
        body.extend(draw_unplaced(compilation, sources.outline))
    return Paper(write(_bind(sources, body, copy)), numbers)


def refuse_while_open(compilation: Compilation) -> None:
    """Raise IssueRefused where something is unplaced."""
    waiting = is_open(compilation)
    if not waiting:
        return
    items = sum(len(submission.unplaced) for submission in waiting)
    names = ", ".join(sorted({submission.delegation for submission in waiting})[:6])
    raise IssueRefused(
        f"The paper was not issued: {items} item{'s' if items != 1 else ''} from {names} could not be placed in the text. "
        "Place them by hand (the staff note lists them), or allow an annex III that prints them (--allow-unplaced)."
    )


def _draw_body(sources: Sources, markup: Markup, order: Order, copy: Copy, part: Part | None, tables: Tables) -> list[Block]:
    meeting, outline = sources.meeting, sources.outline
    parts = ("part II", "annex I") if order == "paragraph" else ("annex I", "part II")
    if markup == "clean":
        legend = draw_clean_legend(*parts)
    else:
        legend = (draw_labels_legend if markup == "labels" else draw_bold_legend)(outline, meeting)
    body: list[Block] = []
    if copy == "chair":
        body.extend(chair.draw_first_page(sources.compilation, outline, sources.roll, meeting))
    masthead = draw_masthead(meeting)
    if body:
        masthead[0] = ParagraphOut(masthead[0].inlines, masthead[0].style, page_break_before=True)
    body.extend(masthead)
    body.extend(draw_introduction(meeting, sources.tally, legend) if part is None else draw_short_introduction(meeting, legend))
    hand = Hand(outline, sources.roll, meeting, LABELS if markup == "labels" else BOLD)
    by_paragraph = _draw_clean(outline, tables) if markup == "clean" else draw_by_paragraph(sources, hand, copy, tables)
    by_delegation: Sequence[Block] = draw_delegations(sources.compilation, sources.tally, outline, hand.says)
    text_title = capitalize(plural(meeting.unit_name)) + ("" if markup == "clean" else _with_proposals(sources))
    input_title = "Proposals and comments by delegation"
    first: tuple[str, Sequence[Block]] = (text_title, by_paragraph)
    second: tuple[str, Sequence[Block]] = (input_title, by_delegation)
    if order == "delegation":
        first, second = second, first
    body.append(ParagraphOut((Run(first[0]),), "Heading1", (0, 0), keep_next=True))
    body.extend(first[1])
    body.append(draw_annex_heading("I", second[0]))
    body.extend(second[1])
    body.append(draw_annex_heading("II", "Submissions"))
    body.extend(draw_submissions(sources.compilation, meeting, sources.tally))
    return body


def _with_proposals(sources: Sources) -> str:
    if not sources.tally.counted:
        return ""
    deadline = sources.meeting.deadline
    day, end, shown = deadline_day(deadline), moment_of(deadline.split(" ")[0]), moment_of(sources.meeting.as_at)
    is_over = end is None or shown is None or end.date() <= shown.date()
    return f", with proposals received by {day}" if day and is_over and not sources.tally.late else ", with proposals received"


def draw_by_paragraph(sources: Sources, hand: Hand, copy: Copy, tables: Tables) -> list[Block]:
    """Draw all points in the order of the draft under their headings, then what was said on the text as a whole."""
    out: list[Block] = []
    depth, has_topics = 1, any(isinstance(item, Heading) and item.depth == 2 for item in sources.outline.items)
    for item in sources.outline.items:
        point = item.point if isinstance(item, Heading) else item
        if isinstance(item, Heading):
            depth = item.depth or depth
            if item.depth or not point.has_input:
                out.append(draw_heading(item, bookmarked=not point.has_input))
            if not point.has_input:
                continue
        notes = chair.note_point(point, sources.roll) if copy == "chair" else ()
        cell = tables.find(item)
        if cell is not None and cell.table in tables.whole:
            if tables.begins(point, cell):
                tables.print(cell.table, out, lambda one: draw_base(one) if one.has_input else draw_wording(one, hand))
            if not point.has_input:
                continue
        out.extend(draw_point(tables.label(point), hand, 0 if depth == 1 and has_topics else depth + 1, notes))
    if sources.general:
        out.append(ParagraphOut((Run("General comments"),), "Heading2", keep_next=True))
        out.extend(draw_comments(list(sources.general)))
    return out


def draw_heading(heading: Heading, *, bookmarked: bool) -> ParagraphOut:
    """Draw a heading of the draft in the style of its depth."""
    words = f"{heading.letter}\t{heading.text}" if heading.letter else heading.text
    bookmarks = (f"{BOOKMARK}{heading.unit}",) if bookmarked else ()
    if not heading.depth:
        return ParagraphOut((Run(words, "WGNumber"),), "WGText", bookmarks=bookmarks, keep_next=True)
    style = "Heading2" if heading.depth == 2 else "Heading3"
    return ParagraphOut(
        (Run(words),), style, (0, 1) if heading.counted else None, bookmarks, bidi=is_right_to_left(heading.text), keep_next=True
    )


def _draw_clean(outline: Outline, tables: Tables) -> list[Block]:
    """Draw the draft without marks."""
    out: list[Block] = []
    for item in outline.items:
        if isinstance(item, Heading):
            out.append(draw_heading(item, bookmarked=True))
            continue
        cell = tables.find(item)
        if cell is None or cell.table not in tables.whole:
            out.extend(draw_original(item))
        elif tables.begins(item, cell):
            tables.print(cell.table, out, draw_original)
    return out


def _bind(sources: Sources, body: list[Block], copy: Copy) -> Document:
    """Put the body between header and footer, with the properties that a reader's program shows."""
    meeting = sources.meeting
    mark = chair.MARK if copy == "chair" else ""
    first = (ParagraphOut((Run(mark),), "Header"),) if mark else ()
    return Document(
        title=title_of(meeting),
        language="en-GB",
        body=tuple(body),
        subject=meeting.subtitle,
        creator="Secretariat",
        header_first=first,
        header=running_header(meeting, mark),
        footer=page_footer(),
        footer_first=page_footer(),
        footnotes=footnotes(meeting),
        lists=(HEADINGS,),
    )
