"""Fold away what Word changes by itself (white space, quotes, NBSP), and carry wording over without those accidents.

Folding is for comparing only: what is stored and printed keeps the spelling of the draft where nobody changed it, and
the spelling of the delegation where it wrote something (UN practice: designations and quotes stay as written).
"""

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import Indel

from wgtracker.text import Edits, apply, diff, tokens
from wgtracker.text.model import Edit

_SPELLINGS = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    "\u2010": "-",
    "\u2011": "-",
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", None),
}
_TABLE = str.maketrans(_SPELLINGS)


_MOST_PAIRS = 8_000_000_000
"""Pairs of tokens (white space counts) that respelling compares, at one bit each."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Give the text as it is compared: NFC, plain quotes and hyphens, single spaces, no invisible marks, ends stripped."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_TABLE))
    return " ".join(text.split())


def _keyed(text: str) -> tuple[list[str], list[str]]:
    """Split into tokens and their folded keys; a token that folds to nothing is joined to the one before it."""
    spelled: list[str] = []
    keys: list[str] = []
    for token in tokens(text):
        key = " " if token.isspace() else fold(token)
        if key or not spelled:
            spelled.append(token)
            keys.append(key)
        else:
            spelled[-1] += token
    return spelled, keys


def respell(text: str, base: str) -> str:
    """Write `text` with the base's spelling wherever the two agree once folded; what differs stays as written.

    Two texts of more than some 40,000 words each stay as written throughout: comparing them would take the memory of a small machine.
    """
    if text == base:
        return base
    ours, our_keys = _keyed(text)
    theirs, their_keys = _keyed(base)
    if len(our_keys) * len(their_keys) > _MOST_PAIRS:
        return text
    out: list[str] = []
    for op in Indel.opcodes(their_keys, our_keys):
        if op.tag == "equal":
            out.extend(theirs[op.src_start : op.src_end])
        elif op.tag != "delete":
            out.extend(ours[op.dest_start : op.dest_end])
    return "".join(out)


def carry(original: str, final: str, base: str) -> str | None:
    """Make the change original -> final on `base`, which equals `original` once folded.

    Only what was changed is changed: everything else keeps the base's spelling. None where the two do not align token by token.
    """
    if original == base:
        return final
    ours, our_keys = _keyed(original)
    theirs, their_keys = _keyed(base)
    if our_keys != their_keys:
        return None
    at = {0: 0}
    here = there = 0
    for own, its in zip(ours, theirs):
        here += len(own)
        there += len(its)
        at[here] = there
    moved: list[Edit] = []
    for start, end, new in diff(original, final):
        if start not in at or end not in at:
            return None
        moved.append(Edit(at[start], at[end], new))
    return apply(base, tuple(moved))


def squeeze(text: str) -> str:
    """Give the folded text without any white space: what two texts must share to have the same letters."""
    return "".join(fold(text).split())


def count_letters(text: str) -> int:
    """Count the characters that are not white space: the unit of the account."""
    return len("".join(text.split()))


def count_edits(base: str, edits: Edits) -> tuple[int, int]:
    """Count the letters that edits insert and delete."""
    return (
        sum(count_letters(edit.new) for edit in edits),
        sum(count_letters(base[edit.start : edit.end]) for edit in edits),
    )
