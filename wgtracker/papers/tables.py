"""Print a table of the draft as a table: its text in rows and columns, what is proposed in a cell below it, under the cell's name."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from wgtracker.compile.model import Unit
from wgtracker.papers.outline import Heading, Item, Point
from wgtracker.papers.pen import NUMBER, QUIET
from wgtracker.word.grid import Cell, read_grid
from wgtracker.word.model import Block, ParagraphOut, Run, TableOut

WIDTH = 8340
"""Of a table in the column of the text, in twentieths of a point."""
Draw = Callable[[Point], Sequence[ParagraphOut]]


class Tables(NamedTuple):
    """The tables of a draft. cells: by unit; whole: those of which every paragraph is a cell of its own that is printed; number: in all."""

    cells: dict[int, Cell]
    whole: dict[int, tuple[Point, ...]]
    number: int

    def find(self, item: Item) -> Cell | None:
        """Give the cell that an item is, if it is one."""
        return None if isinstance(item, Heading) or not item.members else self.cells.get(item.members[0].negotiated.unit.index)

    def name(self, cell: Cell) -> str:
        """Name a cell: "table, row 2, column 1", with the table's number where there are several."""
        number = f" {cell.table + 1}" if self.number > 1 else ""
        return f"table{number}, row {cell.row + 1}, column {cell.column + 1}"

    def label(self, point: Point) -> Point:
        """Let the title of a point say in which cell it stands."""
        cell = self.find(point)
        return point if cell is None else Point(point.tag, f"{point.title}: {self.name(cell)}", point.members, point.news_before)

    def begins(self, point: Point, cell: Cell) -> bool:
        """Tell whether a point is the first of a table that is printed whole."""
        return cell.table in self.whole and self.whole[cell.table][0] is point

    def print(self, table: int, out: list[Block], draw: Draw) -> None:
        """Add a table with the text of its cells; its first row is its head. draw: what stands in a cell."""
        name = f"Table {table + 1} of the draft" if self.number > 1 else "Table of the draft"
        if out and isinstance(out[-1], TableOut):  # Word makes one of two tables that touch
            out.append(ParagraphOut((Run(name, NUMBER),), "WGText", keep_next=True))
        points = self.whole[table]
        places = [self.cells[point.members[0].negotiated.unit.index] for point in points]
        columns, rows = places[0].columns, max(place.row for place in places) + 1
        drawn: dict[tuple[int, int], list[ParagraphOut]] = {}
        for point, place in zip(points, places):
            style = "WGTableHead" if place.row == 0 else "WGTable"
            drawn.setdefault((place.row, place.column), []).extend(
                ParagraphOut(one.inlines, style, bookmarks=one.bookmarks, bidi=one.bidi) for one in draw(point)
            )
        cells = tuple(tuple(tuple(drawn.get((row, column), ())) for column in range(columns)) for row in range(rows))
        out.append(TableOut((WIDTH // columns,) * columns, cells, 1, name, "The text of the draft; proposals follow below."))


NO_TABLES = Tables({}, {}, 0)


def read_tables(items: Sequence[Item], units: Sequence[Unit], draft: bytes) -> Tables:
    """Find the tables of a draft, and which of them can be printed as tables. draft: its bytes, read only where it has cells."""
    if not any(unit.kind == "cell" for unit in units):
        return NO_TABLES
    grid = read_grid(draft)
    cells = {unit.index: grid[unit.source] for unit in units if unit.source in grid}
    points: dict[int, list[Point]] = {}
    for item in items:
        if not isinstance(item, Heading) and item.members and item.members[0].negotiated.unit.index in cells:
            points.setdefault(cells[item.members[0].negotiated.unit.index].table, []).append(item)
    whole = {}
    for table in sorted({cell.table for cell in cells.values()}):
        inside = [unit for unit in units if unit.index in cells and cells[unit.index].table == table]
        printed = [member.negotiated.unit.index for point in points.get(table, ()) for member in point.members]
        if all(unit.kind == "cell" and cells[unit.index].columns for unit in inside) and printed == [unit.index for unit in inside]:
            whole[table] = tuple(points[table])
    return Tables(cells, whole, len({cell.table for cell in grid.values()}))


def draw_base(point: Point) -> list[ParagraphOut]:
    """Draw the draft's text of a cell in which something is proposed, and where that stands."""
    unit = point.members[0].negotiated.unit
    words = f"{unit.label} {unit.text}".strip()
    return [ParagraphOut((Run(words), Run(f" [{point.tag}: see below]", QUIET)), "WGTable")]
