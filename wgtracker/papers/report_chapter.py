"""Write the chapter of the Working Group's report: what it adopted, numbered continuously, and what was tabled and not agreed."""

from typing import NamedTuple

from wgtracker.compile.meeting import Meeting
from wgtracker.papers.masthead import name_meeting, page_footer, running_header
from wgtracker.papers.pages import fold, read_pages
from wgtracker.papers.pen import NAME, NUMBER, QUIET, put
from wgtracker.papers.prose import count, span_in_prose
from wgtracker.word.model import Block, Document, Inline, ParagraphOut, Run
from wgtracker.word.write import write

ADOPTED = "Recommendations adopted by the Working Group"
OPEN = "Points tabled on which no agreement was reached"


class Line(NamedTuple):
    """A paragraph of the chapter. kind: heading | recommendation | subparagraph | text; label: as printed before it; level: its depth."""

    kind: str
    label: str
    text: str
    level: int = 0


class Standing(NamedTuple):
    """A proposal that still stands on an open point: by whom, and how the point would read with it ("" = delete)."""

    by: str
    text: str


class Point(NamedTuple):
    """A point that was tabled and not agreed. status: where it stands, in words; standing: the proposals on it."""

    line: Line
    status: str
    standing: tuple[Standing, ...]


class Chapter(NamedTuple):
    """All that the chapter holds, ready to be printed or shown."""

    introduction: str
    adopted: tuple[Line, ...]
    points: tuple[Point, ...]


def introduce(meeting: Meeting, recommendations: int) -> str:
    """Write the sentence that opens the chapter."""
    when = span_in_prose(meeting.opens_on, meeting.closes_on or meeting.opens_on) if meeting.opens_on else ""
    held = f"At its {name_meeting(meeting)}, held {f'in {meeting.place} ' if meeting.place else ''}{when}".rstrip()
    if not recommendations:
        return f"{held}, the {meeting.body} adopted no recommendation."
    return f"{held}, the {meeting.body} adopted {count(recommendations, 'recommendation')}, as set out below."


def draw_chapter(chapter: Chapter) -> list[ParagraphOut]:
    """Draw the chapter's paragraphs, for page and Word alike."""
    body = [ParagraphOut((Run(ADOPTED),), "Heading1", keep_next=True), _text(chapter.introduction)]
    body += [_draw(line) for line in chapter.adopted]
    if chapter.points:
        body.append(ParagraphOut((Run(OPEN),), "Heading1", keep_next=True))
        remained = f"{count(len(chapter.points), 'point').capitalize()} remained for future consideration."
        body.append(_text(f"{remained} Proposals that stand are given below each."))
        for point in chapter.points:
            body += _draw_point(point)
    return body


def report_chapter(meeting: Meeting, chapter: Chapter) -> bytes:
    """Make the chapter as a Word file."""
    title = f"Report of the {meeting.body} on its {name_meeting(meeting)}: adopted recommendations"
    body: list[Block] = [ParagraphOut((Run(title),), "Title", keep_next=True), *draw_chapter(chapter)]
    return write(Document(title, "en-GB", tuple(body), creator="Secretariat", header=running_header(meeting, ""), footer=page_footer()))


def find_missing(content: bytes, chapter: Chapter) -> tuple[str, ...]:
    """Read a written chapter back, and name every text that is not found in it."""
    found = [page.text for page in read_pages(content)]
    wanted = [*chapter.adopted, *[point.line for point in chapter.points]]
    texts = [f"{line.label}{line.text}" for line in wanted] + [one.text for point in chapter.points for one in point.standing if one.text]
    whole = "\n".join(found)
    return tuple(text for text in texts if fold(text) not in whole)


def _text(words: str) -> ParagraphOut:
    out: list[Inline] = []
    put(out, words)
    return ParagraphOut(tuple(out), "WGText")


def _draw(line: Line) -> ParagraphOut:
    if line.kind == "heading":
        return ParagraphOut((Run(f"{line.label} {line.text}".strip()),), "Heading2", keep_next=True)
    out: list[Inline] = [Run(f"{line.label} ", NUMBER)] if line.label else []
    put(out, line.text)
    return ParagraphOut(tuple(out), "WGUnitSub" if line.kind == "subparagraph" else "WGUnit")


def _draw_point(point: Point) -> list[ParagraphOut]:
    first = _draw(point.line)
    drawn = [first._replace(inlines=(*first.inlines, Run(f" ({point.status})", QUIET)))]
    for one in point.standing:
        out: list[Inline] = []
        put(out, one.by, NAME)
        out.append(Run(": "))
        put(out, one.text or "delete")
        drawn.append(ParagraphOut(tuple(out), "WGEntry"))
    return drawn
