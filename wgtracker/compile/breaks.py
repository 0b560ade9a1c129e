"""Recognize units that were split or merged without tracking: the words stay, and only where paragraphs end is another."""

from collections.abc import Sequence
from typing import NamedTuple

from wgtracker.compile.folding import squeeze
from wgtracker.compile.model import Amendment, Unit
from wgtracker.compile.sides import Block
from wgtracker.compile.spots import Spot
from wgtracker.text import diff

_FAR = 20
"""Paragraphs above in which the unit above is looked for."""


class Break(NamedTuple):
    """Paragraphs of a file (one merged, or several split) that have the words of units. first, last: physical paragraphs."""

    units: tuple[int, ...]
    spots: tuple[int, ...]
    blocks: tuple[int, ...]
    text: str
    first: int
    last: int


def find_breaks(blocks: Sequence[Block], spots: Sequence[Spot], units: Sequence[Unit]) -> list[Break]:
    """List the splits and merges in the file's order; no paragraph and no unit stands in two."""
    found: list[Break] = []
    apart = [n for n, spot in enumerate(spots) if spot.unit is None or spot.wording.text != units[spot.unit].text]
    if not apart:
        return found
    holder = {spot.unit: n for n, spot in enumerate(spots) if spot.unit is not None}
    done = -1
    for n in apart:
        if n <= done or not _is_plain(blocks[spots[n].block]):
            continue
        one = _find_split(n, blocks, spots, units, holder) or _find_merge(n, spots, units, holder)
        if one is not None:
            found.append(one)
            done = one.spots[-1]
    return found


def settle_breaks(spots: list[Spot], breaks: Sequence[Break]) -> list[Spot]:
    """Give the first paragraph of each break its first unit, and the others none."""
    settled = list(spots)
    for one in breaks:
        for n in one.spots:
            settled[n] = settled[n]._replace(unit=one.units[0] if n == one.spots[0] else None)
    return settled


def untracked_break(found: Break, units: Sequence[Unit]) -> Amendment:
    """Make the amendment of a break."""
    kind = "merge" if len(units) > 1 else "split"
    original = "\n".join(unit.text for unit in units)
    several = found.units if kind == "merge" else ()
    edits = diff(units[0].text, found.text)
    return Amendment(kind, units[0].index, several, None, original, found.text, edits, (), (), False, False, ())


def _find_split(n: int, blocks: Sequence[Block], spots: Sequence[Spot], units: Sequence[Unit], holder: dict[int, int]) -> Break | None:
    for unit in _list_candidates(n, spots, len(units), (0,)):
        whole, words, last = squeeze(units[unit].text), squeeze(spots[n].wording.text), n
        while words and len(words) < len(whole) and whole.startswith(words) and last + 1 < len(spots):
            last += 1
            if spots[last].unit not in (None, unit) or not _is_plain(blocks[spots[last].block]):
                break
            words += squeeze(spots[last].wording.text)
        if last > n and words == whole and n <= holder.get(unit, n) <= last:
            return _make(range(n, last + 1), spots, (unit,))
    return None


def _find_merge(n: int, spots: Sequence[Spot], units: Sequence[Unit], holder: dict[int, int]) -> Break | None:
    whole = squeeze(spots[n].wording.text)
    for unit in _list_candidates(n, spots, len(units), (0, -1)):
        words, last = squeeze(units[unit].text), unit
        while words and len(words) < len(whole) and whole.startswith(words) and last + 1 < len(units):
            last += 1
            words += squeeze(units[last].text)
        if last > unit and words == whole and all(holder.get(one, n) == n for one in range(unit, last + 1)):
            return _make((n,), spots, tuple(range(unit, last + 1)))
    return None


def _list_candidates(n: int, spots: Sequence[Spot], count: int, beside: Sequence[int]) -> list[int]:
    """List the units that a paragraph may begin with: its own and those beside, those of the next one, the one after the unit above."""
    near = [spot.unit for spot in spots[n : n + 2] if spot.unit is not None]
    above = next((spot.unit for spot in spots[max(n - _FAR, 0) : n][::-1] if spot.unit is not None), -1)
    wanted = [*(unit + step for unit in near for step in beside), above + 1]
    return [unit for unit in dict.fromkeys(wanted) if 0 <= unit < count]


def _make(numbers: Sequence[int], spots: Sequence[Spot], units: tuple[int, ...]) -> Break:
    parts = [spots[n] for n in numbers]
    text = "\n".join(part.wording.text.strip() for part in parts)
    return Break(units, tuple(numbers), tuple(part.block for part in parts), text, parts[0].side.first, parts[-1].side.last)


def _is_plain(block: Block) -> bool:
    return not block.homes and block.originals == block.finals and len(block.originals) == 1
