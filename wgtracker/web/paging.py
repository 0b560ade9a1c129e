"""Cut long lists into pages: no page grows with what is stored."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from flask import request, url_for

Row = TypeVar("Row")
PAGE = 100
"""Rows of a page."""


class Cut(NamedTuple, Generic[Row]):
    """One page of a list. name: of the parameter that holds its number."""

    rows: Sequence[Row]
    page: int
    pages: int
    name: str

    def address(self, number: int) -> str:
        """Give the address of another page of it, everything else as it is."""
        ids = {**(request.view_args or {}), **request.args.to_dict(), self.name: number}
        return url_for(str(request.endpoint), **ids)


def exports(**more: str) -> tuple[str, str]:
    """Give the addresses of the list that is shown as a sheet, and of its print view with all rows."""
    kept = {**(request.view_args or {}), **request.args.to_dict(), **more}
    for name in ("page", "people"):
        kept.pop(name, None)
    sheet, printed = (url_for(str(request.endpoint), **{**kept, "as": kind}) for kind in ("xlsx", "print"))
    return sheet, printed


def asked_page(pages: int, name: str = "page") -> int:
    """Read which page is asked for; what is no page of the list is its first or last."""
    given = request.args.get(name, "1")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 1
    return min(max(number, 1), pages)


def count_pages(total: int) -> int:
    """Tell how many pages so many rows fill; an empty list has one."""
    return max(1, -(-total // PAGE))


def cut(rows: Sequence[Row], name: str = "page") -> Cut[Row]:
    """Give the page of a list that is asked for."""
    pages = count_pages(len(rows))
    page = asked_page(pages, name)
    return Cut(rows[(page - 1) * PAGE : page * PAGE], page, pages, name)


def whole(rows: Sequence[Row], name: str = "page") -> Cut[Row]:
    """Give a list as one page, as it is printed."""
    return Cut(rows, 1, 1, name)
