"""Tell where in a table each paragraph of a Word file stands."""

from typing import NamedTuple

from lxml import etree

from wgtracker.errors import BadFile
from wgtracker.word import tags
from wgtracker.word.package import open_package

_MERGED = (tags.W + "gridSpan", tags.W + "vMerge", tags.W + "hMerge")


class Cell(NamedTuple):
    """A cell, counted from 0: of which table of the body, in which row and column. columns: of the table, 0 where rows differ."""

    table: int
    row: int
    column: int
    columns: int


def read_grid(data: bytes) -> dict[int, Cell]:
    """Give the cell of each paragraph that stands in one, by the paragraph's index (ParagraphIn.source); a table within one is part of it.

    Empty where the file cannot be read.
    """
    try:
        main = open_package(data, "draft.docx").main
    except BadFile:
        return {}
    cells: dict[etree._Element, Cell] = {}
    tables = [one for one in main.iter(tags.TBL) if next(one.iterancestors(tags.TBL), None) is None]
    for number, table in enumerate(tables):
        rows = [row.findall(tags.TC) for row in table.findall(tags.TR)]
        even = len({len(row) for row in rows}) == 1 and next(table.iter(*_MERGED), None) is None
        for at, row in enumerate(rows):
            cells.update((cell, Cell(number, at, column, len(row) if even else 0)) for column, cell in enumerate(row))
    found: dict[int, Cell] = {}
    for source, paragraph in enumerate(main.iter(tags.P)):
        outermost = [cells[one] for one in paragraph.iterancestors(tags.TC) if one in cells]
        if outermost:
            found[source] = outermost[0]
    return found
