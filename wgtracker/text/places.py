"""Find the places a reader is shown: where proposals stand, wide enough to be read, and each option in full.

Two steps. First each proposer's own edits are joined where so little stands between them that a reader would see one change
(white space, a comma, a small word; a pair of brackets set around a few words). Joining within one proposer's edits only, changes by
different delegations stay apart wherever words stand between them. Then the ranges of all that overlap are widened to one place.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from wgtracker.text.model import Edit, Edits, Option, Place
from wgtracker.text.small_words import SMALL_WORDS
from wgtracker.text.tokenizer import is_word, tokens

_LONGEST_ISLAND = 24
_MOST_SMALL_WORDS = 2
_MOST_WORDS_BRACKETED = 25
_LONGEST_BRACKETED = 500  # characters: looking further for so few words is in vain
_MOST_WORDS_BETWEEN_COMMAS = 3
_PAIRS = {"[": "]", "(": ")", "“": "”", "«": "»", '"': '"', "（": "）", "［": "］", "「": "」", "《": "》", "【": "】"}
_BRACKETS = frozenset(_PAIRS).union(_PAIRS.values())
_COMMAS = frozenset(",،，、")
_ENDS = frozenset(".!?;:。！？；：؟؛…\n\r")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿")
_POINTS = frozenset(".,")
_IN_NUMBERS = _POINTS | _NUMERALS
_NUMBER_BEFORE = re.compile(r"(?:\d+[.,])+$")
_NUMBER_AFTER = re.compile(r"(?:[.,]\d+)+")


_Stretch = tuple[int, int, Edits]
"""Start and end of a range of the base, and the edits of one proposer that cover it for the reader's eye."""


def find_places(base: str, makers: Mapping[Edits, frozenset[str]]) -> tuple[Place, ...]:
    """Return the places in reading order, disjoint; every edit is in one.

    makers: who proposes each set of edits (sorted, disjoint, touching ones joined). Law: with each place's base words replaced by a
    proposer's option (kept where it has none) the base reads as that proposer's text.
    """
    stretches: list[tuple[int, int, Edits, frozenset[str]]] = []
    for edits, names in makers.items():
        stretches += ((start, end, own, names) for start, end, own in _readable(base, edits))
    stretches.sort(key=lambda stretch: (stretch[0], stretch[1]))
    places: list[Place] = []
    at = 0
    while at < len(stretches):
        start, end = stretches[at][:2]
        last = at + 1
        while last < len(stretches) and (stretches[last][0] < end or stretches[last][:2] == (start, end)):
            end = max(end, stretches[last][1])
            last += 1
        places.append(_place(base, start, end, [(own, names) for _, _, own, names in stretches[at:last]]))
        at = last
    return tuple(places)


def _place(base: str, start: int, end: int, parts: list[tuple[Edits, frozenset[str]]]) -> Place:
    if len(parts) == 1:
        edits, names = parts[0]
        return Place(start, end, base[start:end], (Option(_read(base, start, end, edits), names),))
    edits_of: dict[frozenset[str], Edits] = {}
    for edits, names in parts:
        edits_of[names] = edits_of.get(names, ()) + edits
    names_of: dict[str, frozenset[str]] = {}
    for names, edits in edits_of.items():
        text = _read(base, start, end, edits)
        names_of[text] = names_of[text] | names if text in names_of else names
    options = sorted((min(names), text, names) for text, names in names_of.items())
    return Place(start, end, base[start:end], tuple([Option(text, names) for _, text, names in options]))


def _read(base: str, start: int, end: int, edits: Edits) -> str:
    pieces: list[str] = []
    for edit in edits:
        pieces += (base[start : edit.start], edit.new)
        start = edit.end
    pieces.append(base[start:end])
    return "".join(pieces)


def _readable(base: str, edits: Edits) -> list[_Stretch]:
    """Join one proposer's edits into the changes a reader would see."""
    stretches: list[_Stretch] = []
    before = -_LONGEST_ISLAND - 1  # where the last stretch ends
    for start, end, own in _bracketed(base, edits):
        start, end = _whole_number(base, start, end, own)
        if start - before <= _LONGEST_ISLAND and (start <= before or _reads_as_one(base[before:start], stretches[-1][2], own)):
            first, last, earlier = stretches[-1]
            start, end, own = min(first, start), max(last, end), earlier + own
            stretches[-1] = (start, end, own)
        else:
            stretches.append((start, end, own))
        before = end
    return stretches


def _reads_as_one(between: str, before: Edits, after: Edits) -> bool:
    weight = _island(between)
    return weight == 0 or (weight is not None and weight <= min(_size(before), _size(after)))


def _size(edits: Edits) -> int:
    """Count the changed characters: those struck or those new, whichever are more."""
    return max(sum(edit.end - edit.start for edit in edits), sum(len(edit.new) for edit in edits))


@lru_cache(maxsize=1024)
def _island(between: str) -> int | None:
    """Return the letters of the small words in a kept text, None where it is more than an island.

    An island holds no sentence end, no bracket ("2022), within": two changes) and no word but small ones, two at the most; one
    character of a script without spaces counts as a small word.
    """
    if not _ENDS.isdisjoint(between) or not _BRACKETS.isdisjoint(between):
        return None
    words = [token for token in tokens(between) if is_word(token)]
    if len(words) > _MOST_SMALL_WORDS or not all(map(_is_small, words)):
        return None
    if len(words) > 1 and any(_is_unspaced(word) for word in words):
        return None
    return sum(map(len, words))


def _is_small(word: str) -> bool:
    return word.lower() in SMALL_WORDS or _is_unspaced(word)


def _is_unspaced(word: str) -> bool:
    return ord(word[0]) > 0x0E00 and len(tokens(word + word)) == 2


def _bracketed(base: str, edits: Edits) -> list[_Stretch]:
    """Take brackets, quotation marks or commas that one proposer sets around some words (or lifts) as one change of those words."""
    stretches: list[_Stretch] = []
    at = 0
    latest = len(edits) - 1
    while at <= latest:
        start, end, new = edits[at]
        if at == latest or (new and start < end):
            last = at
        else:
            last = _closing(base, edits, at)
            end = edits[last].end
        stretches.append((start, end, edits[at : last + 1]))
        at = last + 1
    return stretches


def _closing(base: str, edits: Edits, at: int) -> int:
    """Return the index of the edit that closes what the edit at `at` opens; `at` itself where there is none.

    Both are insertions, or both strike: brackets are set around words, or lifted.
    """
    opened = _only(base, edits[at]).strip()
    sign = opened[:1]
    if not opened or (sign not in _PAIRS and opened not in _COMMAS):
        return at
    if opened in _COMMAS:
        sets = edits[at].start == edits[at].end and _only(base, edits[at + 1]).strip() == opened
        few = _count_words(base[edits[at].end : edits[at + 1].start]) <= _MOST_WORDS_BETWEEN_COMMAS
        return at + 1 if sets and few and edits[at + 1].new else at
    if _PAIRS[sign] in opened[1:]:
        return at
    for later in range(at + 1, len(edits)):
        if edits[later].start - edits[at].end > _LONGEST_BRACKETED:
            break
        if _PAIRS[sign] in _only(base, edits[later]) and bool(edits[later].new) == bool(edits[at].new):
            return later if _count_words(base[edits[at].end : edits[later].start]) <= _MOST_WORDS_BRACKETED else at
    return at


def _only(base: str, edit: Edit) -> str:
    """Return what a pure insertion adds or a pure deletion strikes; nothing for a replacement."""
    if edit.start == edit.end:
        return edit.new
    return "" if edit.new else base[edit.start : edit.end]


def _count_words(text: str) -> int:
    return sum(map(is_word, tokens(text)))


def _whole_number(base: str, start: int, end: int, edits: Edits) -> tuple[int, int]:
    """Widen a change inside a number ("10,000", "十五") to the whole number."""
    before, after = base[start - 1 : start] if start else "", base[end : end + 1]
    if before in _IN_NUMBERS or after in _IN_NUMBERS:
        changed = base[start:end] or edits[0].new
        if before in _POINTS and changed[:1].isdecimal():
            number = _NUMBER_BEFORE.search(base, max(0, start - 40), start)
            start = number.start() if number else start
        if after in _POINTS and (base[start:end] or edits[-1].new)[-1:].isdecimal():
            number = _NUMBER_AFTER.match(base, end)
            end = number.end() if number else end
        if _NUMERALS.issuperset(changed) and (before in _NUMERALS or after in _NUMERALS):
            while start and base[start - 1] in _NUMERALS:
                start -= 1
            while end < len(base) and base[end] in _NUMERALS:
                end += 1
    return start, end
