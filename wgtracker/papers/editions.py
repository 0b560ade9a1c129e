"""Name the editions of an issued paper: an addendum adds, a corrigendum corrects, a revision replaces, an asterisk marks a reissue.

United Nations document symbols: "/Add.1", "/Corr.1", "/Rev.1" after the symbol of the first edition, "*" where only technical reasons
call for issuing it again.
"""

import re
from collections.abc import Iterable
from typing import Literal

from wgtracker.compile.meeting import UNASSIGNED
from wgtracker.errors import BadInput

Edition = Literal["Add", "Corr", "Rev", "*"]
"""The kinds of another edition."""

_SUFFIX = re.compile(r"(?:/(?:Add|Corr|Rev)\.[0-9]+)*\**$")

_ADDENDA = re.compile(r"(?:/Add\.[0-9]+)+\**$")


def symbol_of_first(symbol: str) -> str:
    """Give the symbol of the first edition: without addendum, corrigendum, revision or asterisks."""
    return _SUFFIX.sub("", symbol)


def without_addenda(symbol: str) -> str:
    """Give the symbol of what an addendum was added to: another edition corrects, replaces or adds to that, not to the addendum alone."""
    return _ADDENDA.sub("", symbol)


def is_addendum(symbol: str) -> bool:
    """Tell whether this is an addendum, which holds only what no paper has printed yet."""
    return without_addenda(symbol) != symbol


def next_symbol(symbol: str, edition: Edition, issued: Iterable[str]) -> str:
    """Give the symbol of the next edition. issued: the symbols that are taken, in any order. Raises BadInput where the first has none.

    A reissue with an asterisk keeps the whole symbol of what it replaces; a further one has one asterisk more.
    """
    if not symbol or symbol == UNASSIGNED:
        raise BadInput("The paper has no symbol yet: give it one, then issue another edition of it.")
    taken = set(issued) | {symbol}
    if edition == "*":
        symbol += "*"
        while symbol in taken:
            symbol += "*"
        return symbol
    first = symbol_of_first(symbol)
    number = 1
    while any(one.rstrip("*") == f"{first}/{edition}.{number}" for one in taken):
        number += 1
    return f"{first}/{edition}.{number}"
