"""Show drawn paragraphs as text with marks, the way docs write them: **bold**, ~~struck~~, *italic*."""

from collections.abc import Iterable, Sequence

from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.papers.block import Hand, draw_point
from wgtracker.papers.outline import Point
from wgtracker.papers.place import BOLD, Vocabulary
from wgtracker.papers.sources import gather
from wgtracker.word.model import Block, NoteMark, ParagraphOut, Run

SIGNS = {
    "WGAdded": "**",
    "WGChange": "**",
    "WGNumber": "**",
    "WGLabel": "**",
    "WGDeleted": "~~",
    "WGName": "*",
    "WGLatin": "***",
    "WGQuiet": "",
}


def show(paragraph: Block) -> str:
    """Write one paragraph with marks."""
    assert isinstance(paragraph, ParagraphOut)
    out = ""
    for inline in paragraph.inlines:
        if isinstance(inline, NoteMark):
            out += inline.custom
        elif isinstance(inline, Run) and inline.text:
            sign = SIGNS.get(inline.style, "")
            body = inline.text.strip(" \u00a0\t")
            lead, trail = (
                inline.text[: len(inline.text) - len(inline.text.lstrip(" \u00a0\t"))],
                inline.text[len(inline.text.rstrip(" \u00a0\t")) :],
            )
            out += f"{lead}{sign}{body}{sign}{trail}" if body else inline.text
    return out.replace("\u00a0", " ").replace("\t", " ").replace("****", "")


def plain(paragraphs: Iterable[Block]) -> list[str]:
    """Write paragraphs as a paste without looks reads."""
    return [
        "".join(i.text for i in p.inlines if isinstance(i, Run)).replace("\u00a0", " ") for p in paragraphs if isinstance(p, ParagraphOut)
    ]


def draw(compilation: Compilation, title: str = "", says: Vocabulary = BOLD, meeting: Meeting | None = None) -> list[ParagraphOut]:
    """Draw the block of the point with this title (the first with input, where none is given)."""
    meeting = meeting or Meeting()
    sources = gather(compilation, meeting)
    points: Sequence[Point] = sources.outline.points
    point = next(p for p in points if (p.title == title if title else p.has_input))
    return draw_point(point, Hand(sources.outline, sources.roll, meeting, says))


def lines(compilation: Compilation, title: str = "", says: Vocabulary = BOLD, meeting: Meeting | None = None) -> list[str]:
    """Draw a block and show it."""
    return [show(paragraph) for paragraph in draw(compilation, title, says, meeting)]
