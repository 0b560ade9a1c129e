"""Pair a file's paragraphs with the draft's units by label and likeness, in document order.

The thresholds were measured: paragraphs of different documents are alike to 0.48 at most, different points of one field to 0.54 in
99 of 100 pairs (as the letters that stay, rapidfuzz's ratio). So a pair below 0.8 needs the same label, and none is made below 0.5
unless both stand between the same matched neighbours. There, words that were only struck or only added make a pair however many
they are: numbers that Word counts itself shift with every new paragraph above, so the label says little.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from wgtracker.compile.folding import fold
from wgtracker.compile.labels import bare
from wgtracker.compile.model import Unit
from wgtracker.text import tokens

ALIKE = 0.8
ALIKE_WITH_LABEL = 0.5
SQUEEZED_WITH_LABEL = 0.0
SQUEEZED_WITHOUT_LABEL = 0.3
SQUEEZED_ACROSS_LABELS = 0.6
SQUEEZED = 3

COMPARED = 20_000
"""In a gap of more pairs than this only likely ones are compared: those of one label, or that share a rare run of three words."""

RARE = 8
LIKELY = 3


class Line(NamedTuple):
    """One paragraph as it was or will be: its label, its text without the label, the unit that its bookmark names or None."""

    label: str
    text: str
    bookmark: int | None = None


class _Pair(NamedTuple):
    line: int
    unit: int
    score: float


def is_alike(text: str, other: str) -> bool:
    """Tell whether two texts are so alike that they are versions of one paragraph, whatever their labels."""
    return fuzz.ratio(fold(text), fold(other), score_cutoff=100 * ALIKE) > 0


def pair_up(lines: Sequence[Line], units: Sequence[Unit], squeezed: bool) -> list[tuple[int, int]]:
    """Pair lines with units (indexes into both), in order, with the greatest sum of likeness.

    squeezed: they stand between neighbours that matched in a file of this draft, so that the same label is enough where they are few.
    """
    squeezed = squeezed and len(lines) <= SQUEEZED and len(units) <= SQUEEZED
    keys = [fold(unit.text) for unit in units]
    labels = [bare(unit.label) if unit.label else "" for unit in units]
    pairs: list[_Pair] = []
    likely = _list_likely(lines, keys, labels) if len(lines) * len(units) > COMPARED else None
    for number, line in enumerate(lines):
        key, label = fold(line.text), bare(line.label) if line.label else ""
        for unit in range(len(units)) if likely is None else likely[number]:
            same_label = bool(label) and label == labels[unit]
            floor = _floor(same_label, bool(label or labels[unit]), squeezed)
            ratio = fuzz.ratio(key, keys[unit], score_cutoff=100 * floor) / 100
            if not ratio and squeezed and _is_cut_or_grown(key, keys[unit]):
                ratio = fuzz.ratio(key, keys[unit]) / 100
            if ratio or not floor:
                pairs.append(_Pair(number, unit, ratio + 0.1 * same_label + 0.01))
    return _choose(pairs, len(units))


def _floor(same_label: bool, labelled: bool, squeezed: bool) -> float:
    """Give the least likeness of a pair. Squeezed between two neighbours the same label is enough, however much was rewritten."""
    if same_label:
        return SQUEEZED_WITH_LABEL if squeezed else ALIKE_WITH_LABEL
    if squeezed:
        return SQUEEZED_ACROSS_LABELS if labelled else SQUEEZED_WITHOUT_LABEL
    return ALIKE


def _is_cut_or_grown(key: str, other: str) -> bool:
    """Tell whether all words of the shorter text stand in the longer, in their order: words were only struck, or only added."""
    short, long = sorted(([token for token in tokens(text) if token[0].isalnum()] for text in (key, other)), key=len)
    rest = iter(long)
    return bool(short) and all(word in rest for word in short)


def _list_likely(lines: Sequence[Line], keys: Sequence[str], labels: Sequence[str]) -> list[list[int]]:
    """List for each line the units worth comparing in a large gap."""
    by_label: dict[str, list[int]] = defaultdict(list)
    by_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for unit, (key, label) in enumerate(zip(keys, labels)):
        if label:
            by_label[label].append(unit)
        for run in set(_runs(key)):
            by_run[run].append(unit)
    found: list[list[int]] = []
    for line in lines:
        votes: Counter[int] = Counter()
        for run in set(_runs(fold(line.text))):
            having = by_run.get(run, ())
            if len(having) <= RARE:
                votes.update(having)
        likely = {unit for unit, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:LIKELY]}
        same = by_label.get(bare(line.label), ()) if line.label else ()
        found.append(sorted(likely.union(same if len(same) <= RARE else ())))
    return found


def _runs(key: str) -> Iterator[tuple[str, ...]]:
    words = [token for token in tokens(key) if not token.isspace()]
    return zip(words, words[1:], words[2:])


def _choose(pairs: Sequence[_Pair], units: int) -> list[tuple[int, int]]:
    """Choose pairs that rise in both lines and units so that their scores add up to the most."""
    ordered = sorted(pairs, key=lambda pair: (pair.line, -pair.unit))
    chains = _Chains(units)
    back: list[int] = []
    end, most = -1, 0.0
    for number, pair in enumerate(ordered):
        before, last = chains.best_below(pair.unit)
        back.append(last)
        total = before + pair.score
        chains.add(pair.unit, total, number)
        if total > most:
            end, most = number, total
    chosen: list[tuple[int, int]] = []
    while end >= 0:
        chosen.append((ordered[end].line, ordered[end].unit))
        end = back[end]
    return chosen[::-1]


class _Chains:
    """Keep, for each unit, the best chain of pairs that ends at it; a Fenwick tree, so that looking below a unit takes few steps."""

    def __init__(self, units: int) -> None:
        self.best: list[tuple[float, int]] = [(0.0, -1)] * (units + 1)

    def best_below(self, unit: int) -> tuple[float, int]:
        """Give the score and the last pair of the best chain that ends before a unit."""
        found = (0.0, -1)
        while unit > 0:
            if self.best[unit][0] > found[0]:
                found = self.best[unit]
            unit -= unit & -unit
        return found

    def add(self, unit: int, score: float, pair: int) -> None:
        """Take in a chain that ends at a unit."""
        unit += 1
        while unit < len(self.best):
            if score > self.best[unit][0]:
                self.best[unit] = (score, pair)
            unit += unit & -unit
