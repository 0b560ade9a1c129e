"""Put delegations in the paper's order and write their names.

Names are printed italic in parentheses, separated by commas, or by semicolons where one of them holds a comma or parentheses:
(Brazil; Iran (Islamic Republic of)). Up to INLINE stand where they belong; more stand in a numbered list directly below.
"""

from collections.abc import Iterable

from wgtracker.compile.model import Compilation

INLINE = 6


class Roll:
    """The roll-call: every delegation in printing order (categories in order, then the alphabet of the paper)."""

    __slots__ = ("_place",)

    def __init__(self, names: Iterable[str]) -> None:
        self._place = {name: index for index, name in enumerate(names)}

    def key(self, name: str) -> tuple[int, str]:
        """Give the sort key of one name; names that the roll does not know come last, in alphabet."""
        return (self._place.get(name, len(self._place)), name)

    def sort(self, by: Iterable[str]) -> list[str]:
        """List the names in printing order."""
        return sorted(by, key=self.key)

    def first(self, by: Iterable[str]) -> tuple[int, str]:
        """Give the key of the first name, by which options are ordered (never by support)."""
        return min(map(self.key, by), default=(len(self._place), ""))


def call_roll(compilation: Compilation) -> Roll:
    """Make the roll of a compilation."""
    return Roll(delegation.name for delegation in compilation.delegations)


def join_names(names: list[str]) -> str:
    """Join names that are already in order."""
    hard = any("(" in name or "," in name for name in names)
    return ("; " if hard else ", ").join(names)
