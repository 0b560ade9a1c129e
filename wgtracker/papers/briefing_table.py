"""Write the figures for the Conference as a Word file: one table, to be taken into the Chair's notes."""

from collections.abc import Sequence

from wgtracker.word.model import Block, Document, ParagraphOut, Run, TableOut
from wgtracker.word.write import write

WIDTHS = (1300, 1250, 1250, 950, 950, 1450, 1194)


def briefing_table(title: str, lead: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Make the file. rows: cells as text, as many as the head has; seven of them fill the text column."""
    cells = [tuple((ParagraphOut((Run(word),), "WGTableHead"),) for word in head)]
    cells += [tuple((ParagraphOut((Run(str(cell)),), "WGTable"),) for cell in row) for row in rows]
    body: list[Block] = [
        ParagraphOut((Run(title),), "Title", keep_next=True),
        ParagraphOut((Run(lead),), "WGText"),
        TableOut(WIDTHS[: len(head)], tuple(cells), caption=title, description="One row for each session, oldest first."),
    ]
    return write(Document(title, "en-GB", tuple(body), creator="Secretariat"))
