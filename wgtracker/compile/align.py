"""Find the draft's unit that each paragraph of a returned file stands for.

In this order: hidden bookmark, exact original text, label and similarity in document order; what is left has no unit. The order is
that of docs/interfaces.md.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from wgtracker.compile.folding import fold
from wgtracker.compile.likeness import Line, pair_up
from wgtracker.compile.model import Unit


class Index(NamedTuple):
    """The draft's units by text, made once for all files."""

    exact: dict[str, tuple[int, ...]]
    folded: dict[str, tuple[int, ...]]


def index_units(units: Sequence[Unit]) -> Index:
    """Index the units by their exact and by their folded text."""
    exact: dict[str, tuple[int, ...]] = {}
    folded: dict[str, tuple[int, ...]] = {}
    for unit in units:
        exact[unit.text] = (*exact.get(unit.text, ()), unit.index)
        folded[fold(unit.text)] = (*folded.get(fold(unit.text), ()), unit.index)
    return Index(exact, folded)


def align(lines: Sequence[Line], units: Sequence[Unit], index: Index) -> list[int | None]:
    """Give each line its unit's index or None; no unit is given twice."""
    found: list[int | None] = [None] * len(lines)
    taken: set[int] = set()
    for place, (_label, _text, bookmark) in enumerate(lines):
        if bookmark is not None and bookmark < len(units) and bookmark not in taken:
            found[place] = bookmark
            taken.add(bookmark)
    _match_exact(lines, index, found, taken)
    if None in found and len(taken) < len(units):
        _match_alike(lines, units, found, taken)
    return found


def _match_exact(lines: Sequence[Line], index: Index, found: list[int | None], taken: set[int]) -> None:
    previous = -1
    exact = index.exact
    for place, line in enumerate(lines):
        if found[place] is None:
            candidates = exact.get(line.text) or index.folded.get(fold(line.text), ())
            if len(candidates) == 1 and candidates[0] not in taken:
                previous = found[place] = candidates[0]
                taken.add(previous)
                continue
            free = [unit for unit in candidates if unit not in taken]
            if free:
                best = next((unit for unit in free if unit > previous), free[0])
                found[place] = best
                taken.add(best)
        here = found[place]
        if here is not None:
            previous = here


def _match_alike(lines: Sequence[Line], units: Sequence[Unit], found: list[int | None], taken: set[int]) -> None:
    """Match what is left between two anchors, in order, so as to make the matched text as alike as possible."""
    anchors = rising(found)
    edges = [(-1, -1), *anchors, (len(lines), len(units))]
    is_this_draft = 2 * len(taken) >= min(len(units), len([line for line in lines if line.text]))
    for (line_from, unit_from), (line_to, unit_to) in pairwise(edges):
        open_lines = [i for i in range(line_from + 1, line_to) if found[i] is None and lines[i].text]
        open_units = [units[u] for u in range(unit_from + 1, unit_to) if u not in taken]
        if not open_lines or not open_units:
            continue
        for place, unit in pair_up([lines[i] for i in open_lines], open_units, is_this_draft):
            found[open_lines[place]] = open_units[unit].index
            taken.add(open_units[unit].index)


def rising(found: Sequence[int | None]) -> list[tuple[int, int]]:
    """Give the longest rising run of (line, unit) pairs in the order of lines; pairs outside of it were moved and anchor nothing."""
    pairs = [(place, unit) for place, unit in enumerate(found) if unit is not None]
    if all(a[1] < b[1] for a, b in pairwise(pairs)):
        return pairs
    tails: list[int] = []  # positions in pairs that end the best run of each length
    back: list[int] = []
    for here, (_, unit) in enumerate(pairs):
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if pairs[tails[middle]][1] < unit else (low, middle)
        back.append(tails[low - 1] if low else -1)
        tails[low : low + 1] = [here]
    run: list[tuple[int, int]] = []
    at = tails[-1] if tails else -1
    while at >= 0:
        run.append(pairs[at])
        at = back[at]
    return run[::-1]
