"""Give every change its one canonical position among those where it would say the same.

"the the" minus one "the" can be written twice over, an inserted "(i) and" before "(ii)" even three times. A pure insertion or
deletion slides along repeated tokens; it joins another change that it can touch, else it takes the position where its brackets are
paired, then where whole sentences or clauses are changed, and of equals the last.
"""

from collections.abc import Sequence
from typing import NamedTuple

_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "（": "）", "「": "」", "《": "》", "【": "】", "『": "』"}
_CLOSING = frozenset(_BRACKETS.values())
_ENDS = frozenset(".!?;:。！？；：؟؛")
_TELLING = _ENDS.union(_CLOSING, _BRACKETS)
_MOST_POSITIONS = 100  # looked at; only a text that repeats itself over and over offers more


class Hunk(NamedTuple):
    """Tokens base[i:k] become revised[j:m]."""

    i: int
    k: int
    j: int
    m: int

    def moved(self, by: int) -> "Hunk":
        """Return the same change `by` tokens further on, in both texts."""
        return Hunk(self.i + by, self.k + by, self.j + by, self.m + by)

    def joined(self, later: "Hunk") -> "Hunk":
        """Return one change from the start of this one to the end of a later one."""
        return Hunk(self.i, later.k, self.j, later.m)


def settle(hunks: list[Hunk], base: Sequence[str], revised: Sequence[str]) -> list[Hunk]:
    """Return the same changes, each in its canonical position; no two touch."""
    settled: list[Hunk] = []
    waiting = hunks[::-1]
    while waiting:
        i, k, j, m = hunk = waiting.pop()
        if i < k and j < m:
            settled.append(hunk)
            continue
        if i == k and j == m:
            continue
        tokens, start, end = (revised, j, m) if i == k else (base, i, k)
        reached = settled[-1].k if settled else 0
        left = _room_before(tokens, start, end, i - reached)
        if settled and i - left == reached:
            waiting.append(_trim(settled.pop().joined(hunk.moved(-left)), base, revised))
            continue
        limit = waiting[-1].i if waiting else len(base)
        right = _room_after(tokens, start, end, limit - k)
        if waiting and k + right == limit:
            waiting.append(_trim(hunk.moved(right).joined(waiting.pop()), base, revised))
            continue
        if left or right:
            by = _best(tokens, start, end, -left, right)
            hunk = hunk.moved(by) if by else hunk
        settled.append(hunk)
    return settled


def _trim(hunk: Hunk, base: Sequence[str], revised: Sequence[str]) -> Hunk:
    """Leave out what a joined change begins or ends with in both texts (white space, as a rule)."""
    i, k, j, m = hunk
    while i < k and j < m and base[i] == revised[j]:
        i, j = i + 1, j + 1
    while i < k and j < m and base[k - 1] == revised[m - 1]:
        k, m = k - 1, m - 1
    return Hunk(i, k, j, m)


def _room_before(tokens: Sequence[str], start: int, end: int, limit: int) -> int:
    room = 0
    while room < limit and tokens[start - room - 1] == tokens[end - room - 1]:
        room += 1
    return room


def _room_after(tokens: Sequence[str], start: int, end: int, limit: int) -> int:
    room = 0
    while room < limit and tokens[start + room] == tokens[end + room]:
        room += 1
    return room


def _best(tokens: Sequence[str], start: int, end: int, low: int, high: int) -> int:
    """Return the shift at which brackets are paired and sentences whole, as far as can be; of equals the last."""
    low = max(low, high - _MOST_POSITIONS)
    if _TELLING.isdisjoint(tokens[start + low : end + high]):
        return high
    return max(range(low, high + 1), key=lambda shift: (*_reads_well(tokens, start + shift, end + shift), shift))


def _reads_well(tokens: Sequence[str], start: int, end: int) -> tuple[bool, bool]:
    last = tokens[end - 2] if end - start > 1 and tokens[end - 1].isspace() else tokens[end - 1]
    before = tokens[start - 2] if start > 1 and tokens[start - 1].isspace() else tokens[start - 1] if start else "."
    return _is_paired(tokens[start:end]), last in _ENDS and before in _ENDS


def _is_paired(tokens: Sequence[str]) -> bool:
    expected: list[str] = []
    for token in tokens:
        if token in _BRACKETS:
            expected.append(_BRACKETS[token])
        elif token in _CLOSING and (not expected or expected.pop() != token):
            return False
    return not expected
