"""Read lists: every list of the Secretariat is filtered, sorted, cut into pages and exported in this one way.

A list function reads its rows whole (a round has some thousands at most); what is shown is chosen here, so that the page, the print and
the exported sheet can never differ.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from wgtracker.countries import sort_key

PAGE = 50
Value = str | int | datetime | None


class Column(NamedTuple):
    """A column. kind: text | num | moment | state (a stored word). chosen: whether the list can be filtered by its values."""

    key: str
    label: str
    kind: str = "text"
    chosen: bool = False


class Line(NamedTuple):
    """A row. id: of the object; cells: one value for each column; links: ids that a template makes addresses of."""

    id: int
    cells: tuple[Value, ...]
    links: Mapping[str, int] = {}


class Wish(NamedTuple):
    """What the reader asked for. words: to be found in any cell; where: column -> value; sort: "name" or "-name"; page: from 1."""

    words: str = ""
    where: Mapping[str, str] = {}
    sort: str = ""
    page: int = 1


class Listing(NamedTuple):
    """A list as it is shown. rows: of this page; found: of every page, as they were read; choices: column -> values to filter by.

    used: the places of the columns in the cells that were read: columns that hold nothing are left out.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    found: tuple[Line, ...]
    used: tuple[int, ...]
    whole: int
    page: int
    pages: int
    wish: Wish
    choices: Mapping[str, Sequence[str]]

    @property
    def all_rows(self) -> tuple[Line, ...]:
        """Give the rows of every page, as they are exported and printed."""
        return tuple(_cut_cells(self.found, self.used))

    @property
    def sorted_by(self) -> tuple[str, str]:
        """Give the column and the direction in which the list is sorted."""
        key = self.wish.sort.removeprefix("-")
        return key, "descending" if self.wish.sort.startswith("-") else "ascending"


def show_list(title: str, columns: Sequence[Column], rows: Sequence[Line], wish: Wish) -> Listing:
    """Choose, sort and cut a list as the reader wishes; a wish for what there is not shows the list as it is."""
    used = _find_used(columns, rows)
    columns = [columns[at] for at in used]
    places = {column.key: at for column, at in zip(columns, used)}
    choices = {
        column.key: sorted({str(row.cells[places[column.key]] or "") for row in rows} - {""}, key=sort_key)
        for column in columns
        if column.chosen
    }
    where = {key: value for key, value in wish.where.items() if key in choices and value in choices[key]}
    found = [row for row in rows if all(str(row.cells[places[key]] or "") == value for key, value in where.items())]
    if wish.words:
        words = sort_key(wish.words).split()
        found = [row for row in found if _holds(row, words)]
    key = wish.sort.removeprefix("-")
    if key in places:
        at = places[key]
        found.sort(key=lambda row: _order(row.cells[at]), reverse=wish.sort.startswith("-"))
    pages = max(1, -(-len(found) // PAGE))
    page = max(1, min(wish.page, pages))
    shown = tuple(_cut_cells(found[(page - 1) * PAGE : page * PAGE], used))
    kept = Wish(wish.words, where, wish.sort if key in places else "", page)
    return Listing(title, tuple(columns), shown, tuple(found), used, len(rows), page, pages, kept, choices)


def _find_used(columns: Sequence[Column], rows: Sequence[Line]) -> tuple[int, ...]:
    """Find the columns that hold something in any row; the first is always one of them."""
    return tuple(at for at in range(len(columns)) if at == 0 or not rows or any(row.cells[at] not in (None, "") for row in rows))


def _cut_cells(rows: Sequence[Line], used: Sequence[int]) -> list[Line]:
    """Leave the cells of unused columns out."""
    return [Line(row.id, tuple(row.cells[at] for at in used), row.links) for row in rows]


def _holds(row: Line, words: Sequence[str]) -> bool:
    text = sort_key(" ".join(cell for cell in row.cells if isinstance(cell, str)))
    return all(word in text for word in words)


def _order(value: Value) -> tuple[int, Any]:
    """Order values of one column: numbers and instants by size, words by the alphabet, nothing last."""
    if value is None or value == "":
        return 3, 0
    if isinstance(value, datetime):
        return 1, value.timestamp()
    if isinstance(value, int):
        return 0, value
    return 2, _order_of_words(value)


def _order_of_words(value: str) -> tuple[int, str]:
    """Put numbers at the start of words in their own order ("2." before "10.")."""
    digits = value[: len(value) - len(value.lstrip("0123456789"))][:9]
    return (int(digits) if digits.isascii() and digits else 10**9, sort_key(value))
