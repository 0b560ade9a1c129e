"""Write the four-column concordance of a reading: new paragraph, contributors, original paragraph, approach and rationale.

The form is that of facilitators' streamlined texts in United Nations negotiations: each row tells where its words come from.
"""

from collections.abc import Sequence
from typing import NamedTuple

from wgtracker.compile.meeting import Meeting
from wgtracker.papers.masthead import name_meeting, page_footer, running_header
from wgtracker.papers.pen import ADDED, put
from wgtracker.word.model import Block, Document, Inline, ParagraphOut, Run, TableOut
from wgtracker.word.write import write

HEAD = ("New paragraph", "Contributors", "Original paragraph", "Approach and rationale")
WIDTHS = (3000, 1700, 2600, 2344)


class Stretch(NamedTuple):
    """A run of the new paragraph. added: its words are not those of the original; note: whose they are, "" for nobody's."""

    text: str
    added: bool
    note: str


class Row(NamedTuple):
    """One row. label: as printed before the new paragraph."""

    label: str
    new: tuple[Stretch, ...]
    contributors: tuple[str, ...]
    original: str
    approach: str


def concordance(meeting: Meeting, rows: Sequence[Row]) -> bytes:
    """Make the concordance as a Word file."""
    title = f"Concordance of the text negotiated at the {name_meeting(meeting)} of the {meeting.body}"
    head = tuple((ParagraphOut((Run(word),), "WGTableHead"),) for word in HEAD)
    table = TableOut(WIDTHS, (head, *[_draw(row) for row in rows]), caption="Concordance", description="One row for each paragraph.")
    legend = "Words that are not in the original paragraph are bold; whose they are stands in parentheses after them."
    body: list[Block] = [ParagraphOut((Run(title),), "Title", keep_next=True), ParagraphOut((Run(legend),), "WGText"), table]
    return write(Document(title, "en-GB", tuple(body), creator="Secretariat", header=running_header(meeting, ""), footer=page_footer()))


def _draw(row: Row) -> tuple[tuple[ParagraphOut, ...], ...]:
    new: list[Inline] = [Run(f"{row.label} ")] if row.label else []
    for run in row.new:
        put(new, run.text, ADDED if run.added else "")
        if run.note:
            new.append(Run(f" ({run.note}) "))
    cells = ("; ".join(row.contributors), row.original, row.approach)
    return ((ParagraphOut(tuple(new), "WGTable"),), *[(_cell(words),) for words in cells])


def _cell(words: str) -> ParagraphOut:
    out: list[Inline] = []
    put(out, words)
    return ParagraphOut(tuple(out), "WGTable")
