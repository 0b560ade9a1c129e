"""A paper is taken apart as it was put together, however long it is."""

from wgtracker.papers.pages import read_pages
from wgtracker.word.model import Document, ParagraphOut, Run
from wgtracker.word.write import write


def test_runs_of_a_long_paper_are_read_whole() -> None:
    """The parser is fed in pieces; no run may be read as two where a piece ends inside its words."""
    words = [f"{number} " + "28 delegations, list 43.1 A " * 9 for number in range(1500)]
    content = write(Document("Long", "en-GB", tuple(ParagraphOut((Run(text),), "WGText") for text in words)))
    assert [page.runs for page in read_pages(content)] == [[("", text)] for text in words]
