"""List what a comparison with the draft shows before anything is placed, and find what of it nobody answered for.

Tracked changes are counted on the raw XML (account.py); differences without tracking are in no XML, so what has to come of them is
noted here from the texts alone, and held against what was made of the file. Folded accidents of Word and white space owe nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol

from wgtracker.compile.findings import Finding
from wgtracker.compile.folding import squeeze
from wgtracker.compile.likeness import Line
from wgtracker.compile.model import Amendment, Unit
from wgtracker.compile.sides import Block


class Debt(NamedTuple):
    """Something that has to stand in some item: one that names one of the units, or stands in these physical paragraphs."""

    units: frozenset[int]
    first: int
    last: int


class Matched(Protocol):
    """An original paragraph of the file: its block, its words, the unit that it stands for."""

    @property
    def block(self) -> int:
        """Index of its block."""

    @property
    def wording(self) -> Line:
        """Its label and words."""

    @property
    def unit(self) -> int | None:
        """The unit, or None."""


def list_owed(blocks: Sequence[Block], spots: Iterable[Matched], units: Sequence[Unit], missing: Collection[int]) -> list[Debt]:
    """List what differs from the draft without tracking: other words, words struck by hand, foreign and missing paragraphs."""
    owed = [Debt(frozenset((unit,)), 0, -1) for unit in missing]
    differing: dict[int, set[int]] = {}
    for spot in spots:
        if spot.unit is None:
            differing.setdefault(spot.block, set())
        elif spot.wording.text != units[spot.unit].text and squeeze(spot.wording.text) != squeeze(units[spot.unit].text):
            differing.setdefault(spot.block, set()).add(spot.unit)
    for number, block in enumerate(blocks):
        if number in differing or any(side.struck and not side.struck.isspace() for side in block.finals):
            owed.append(Debt(frozenset(differing.get(number, ())), block.originals[0].first, block.originals[-1].last))
    return owed


def find_unanswered(owed: Sequence[Debt], findings: Iterable[Finding]) -> Debt | None:
    """Give the first debt that no item answers for, or None."""
    if not owed:
        return None
    units: set[int | None] = set()
    places: set[int] = set()
    for finding in findings:
        units.add(finding.item.unit)
        places.add(finding.at)
        if finding.finals is not None:
            places.update(range(finding.finals[0], finding.finals[1] + 1))
        if isinstance(finding.item, Amendment):
            units.update(finding.item.units)
    for debt in owed:
        if units.isdisjoint(debt.units) and places.isdisjoint(range(debt.first, debt.last + 1)):
            return debt
    return None
