"""Number the changes of each point: 3.1, 3.2 in reading order, and what was once printed keeps its number for good.

A room refers to a change by its number, so a number stands for one spot of the text in every edition. A spot that is gone takes its
number with it; what is new gets the next number that the point never used.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wgtracker.papers.spots import Spot


class ChangeNumber(NamedTuple):
    """The number of one change as printed, and its spot: unit, start and end in the unit's text. Frozen at issue by who keeps it.

    retired: it stood in an earlier edition and is not given again.
    """

    number: str
    unit: int
    start: int
    end: int
    retired: bool = False


class Numbering:
    """Give the numbers of one paper. known: those of the edition before, retired ones too; of a number given twice the last holds."""

    def __init__(self, known: Iterable[ChangeNumber] = ()) -> None:
        self.known = {one.number: one for one in known}
        self.given: set[str] = set()
        self._highest: dict[str, int] = {}
        self._living: dict[int, list[ChangeNumber]] = {}
        for one in self.known.values():
            tag, _, counter = one.number.rpartition(".")
            self._highest[tag] = max(self._highest.get(tag, 0), int(counter) if counter.isdecimal() else 0)
            if not one.retired:
                self._living.setdefault(one.unit, []).append(one)

    def number(self, tag: str, unit: int, spots: Sequence[Spot]) -> tuple[str, ...]:
        """Number the spots of one unit, in the point that the tag leads."""
        kept = self._keep(tag, unit, spots) if unit in self._living else {}
        numbers = tuple([kept[place] if place in kept else self._next(tag) for place in range(len(spots))])
        self.given.update(numbers)
        return numbers

    def _next(self, tag: str) -> str:
        self._highest[tag] = self._highest.get(tag, 0) + 1
        return f"{tag}.{self._highest[tag]}"

    def _keep(self, tag: str, unit: int, spots: Sequence[Spot]) -> dict[int, str]:
        """Find the spots that had a number: the same span first, then those that have grown over a numbered one (the lowest of them)."""
        open_ones = sorted((one for one in self._living[unit] if one.number.rpartition(".")[0] == tag), key=_counter)
        kept: dict[int, str] = {}
        for same in (_is_same, _has_grown):
            for place, spot in enumerate(spots):
                found = next((one for one in open_ones if same(spot, one)), None) if place not in kept else None
                if found is not None:
                    kept[place] = found.number
                    open_ones.remove(found)
        return kept

    def list_retired(self) -> tuple[ChangeNumber, ...]:
        """List the known numbers that were not given this time."""
        return tuple(one._replace(retired=True) for one in self.known.values() if one.number not in self.given)


def _counter(one: ChangeNumber) -> int:
    last = one.number.rpartition(".")[2]
    return int(last) if last.isdecimal() else 0


def _is_same(spot: Spot, known: ChangeNumber) -> bool:
    return (spot.start, spot.end) == (known.start, known.end)


def _has_grown(spot: Spot, known: ChangeNumber) -> bool:
    """Tell whether a spot covers a numbered one; an insertion at its very end only touches it."""
    if known.start == known.end:
        return spot.start <= known.start < spot.end
    return spot.start <= known.start and known.end <= spot.end
