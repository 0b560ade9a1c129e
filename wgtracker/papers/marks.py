"""Compare one option with the base words of its place: which words are new, which words of the base it removes."""

from functools import lru_cache
from typing import NamedTuple

from wgtracker.text import diff
from wgtracker.text.small_words import SMALL_WORDS


class Marks(NamedTuple):
    """pieces: the option's text as (words, are they new); removed: spans of the base that it takes away."""

    pieces: tuple[tuple[str, bool], ...]
    removed: tuple[tuple[int, int], ...]


def says_little(text: str) -> bool:
    """Tell whether kept words are only spaces, punctuation and small words: then they do not earn a change of look."""
    return all(not word or word.lower() in SMALL_WORDS for word in (raw.strip("\u00a0.,;:!?()[]“”‘’\"'–—-/") for raw in text.split()))


@lru_cache(maxsize=8192)
def compare(base: str, option: str) -> Marks:
    """Mark the option against the base, coarsely enough to read.

    What stays between two changes and says little is marked with them; an option that keeps nothing of weight is new as a whole.
    """
    whole = Marks(((option, True),) if option else (), ((0, len(base)),) if base else ())
    if not base or not option:
        return whole
    joined: list[tuple[int, int, str]] = []
    weight = False
    at = 0
    for start, end, new in diff(base, option):
        between = base[at:start]
        light = says_little(between)
        weight = weight or not light
        if joined and light:
            first, _, text = joined[-1]
            joined[-1] = (first, end, text + between + new)
        else:
            joined.append((start, end, new))
        at = end
    if not weight and says_little(base[at:]):
        return whole
    return Marks(tuple(_pieces(base, joined)), tuple((start, end) for start, end, _ in joined if end > start))


def _pieces(base: str, edits: list[tuple[int, int, str]]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end, new in edits:
        if start > at:
            pieces.append((base[at:start], False))
        if new:
            pieces.append((new, True))
        at = end
    if at < len(base):
        pieces.append((base[at:], False))
    return pieces


def strike(base: str, options: tuple[str, ...]) -> list[tuple[str, bool]]:
    """Cut the base words into (words, struck): struck where at least one option removes them."""
    spans = sorted(span for option in options for span in compare(base, option).removed)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        start = max(start, at)
        if end <= start:
            continue
        if start > at:
            pieces.append((base[at:start], False))
        if pieces and pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + base[start:end], True)
        else:
            pieces.append((base[start:end], True))
        at = end
    if at < len(base):
        pieces.append((base[at:], False))
    return pieces
