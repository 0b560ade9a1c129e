"""Find the words of an aside that a wording placed by hand does not carry: they stay on the list, or are recorded as not taken.

Words are compared by number, not by order: a person wrote how the text reads, and only what is missing from it is left over.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from wgtracker.compile.account import count_changes
from wgtracker.compile.by_hand import count_letters_of
from wgtracker.compile.folding import count_letters, fold
from wgtracker.compile.model import Amendment, Aside, Change
from wgtracker.text import diff, similarity, tokens

A_VERSION = 0.5
"""From this similarity on, what came is a version of the whole paragraph: words that it shares with the wording are in it."""
LEFT_OVER = "Left over when the rest was placed by hand"
_SENTENCE_MARKS = frozenset(".,;:?!'\"")


class _Sides(NamedTuple):
    """Words as they are compared. kept: of the base, as far as they stand in the wording."""

    added: Counter[str]
    removed: Counter[str]
    kept: Counter[str]


def find_left_over(aside: Aside, amendment: Amendment) -> Aside | None:
    """Give what an amendment made of an aside by hand does not carry of it, with its letters; None where it carries all.

    Left over are words that the aside puts in and the wording lacks, and words that it strikes and the wording keeps.
    """
    came, went = _read_sides(aside)
    come, gone = _miss(came, went, _sides_of(amendment), similarity(came, amendment.proposed) >= A_VERSION)
    if amendment.kind == "new" and not came.strip():
        gone = _count(went)  # nothing of the text is struck by a new paragraph
    proposed, original = _pick(came, come), _pick(went, gone)
    inserted, deleted = count_letters_of(aside)
    letters = min(count_letters(proposed), inserted), min(count_letters(original), deleted)
    if letters == (0, 0):
        return None
    unit = amendment.after_unit if amendment.unit is None else amendment.unit
    return Aside("difference", LEFT_OVER, unit, original, proposed, aside.author, aside.date, (), "", letters)


def _sides_of(amendment: Amendment) -> _Sides:
    base = amendment.original
    added = _count(" ".join(edit.new for edit in amendment.edits))
    removed = _count(" ".join(base[edit.start : edit.end] for edit in amendment.edits))
    return _Sides(added, removed, _count(amendment.proposed) - added)


def _miss(came: str, went: str, sides: _Sides, is_version: bool) -> tuple[Counter[str], Counter[str]]:
    """Count the words that are missing from the wording, and those that should be gone and stand."""
    come, gone = _count(came), _count(went)
    for word in come:
        come[word] -= min(come[word], sides.added[word])
        whole = is_version or word in _SENTENCE_MARKS
        # A word that the aside strikes and puts in again stays in the text: it is there.
        again = min(come[word], sides.kept[word] if whole else min(gone[word], sides.kept[word]))
        come[word] -= again
        sides.kept[word] -= again
        gone[word] -= min(gone[word], again)
    for word in gone:
        gone[word] = min(max(0, gone[word] - sides.removed[word]), sides.kept[word])
    return +come, +gone


def _read_sides(aside: Aside) -> tuple[str, str]:
    """Give the words that an aside puts in and those that it strikes: of its tracked changes, and of what was not tracked."""
    tracked = count_changes(aside.changes)
    edits = diff(aside.original, aside.proposed)
    came = " ".join(edit.new for edit in edits), aside.proposed, aside.original
    went = " ".join(aside.original[edit.start : edit.end] for edit in edits), aside.original, aside.proposed
    return (
        _read_side(_words(aside.changes, ("insert", "move_to")), aside.untracked[0], tracked[0], came),
        _read_side(_words(aside.changes, ("delete", "move_from")), aside.untracked[1], tracked[1], went),
    )


def _read_side(words: str, untracked: int, tracked: int, readings: tuple[str, ...]) -> str:
    """Find the words that the letters stand for: the account knows how many are untracked, not which; in doubt the most."""
    if not untracked:
        return words
    for reading in readings:
        if count_letters(reading) == untracked + tracked:
            return reading
        if count_letters(reading) == untracked:
            return f"{words} {reading}"
    return f"{words} {readings[1]}"


def _words(changes: tuple[Change, ...], kinds: tuple[str, str]) -> str:
    return " ".join(change.text for change in changes if change.kind in kinds)


def _keys(text: str) -> Iterator[tuple[str, str]]:
    """Give each token with what it is compared by: "" for white space and for what cannot be seen."""
    for token in tokens(text):
        yield token, "" if token.isspace() else fold(token).casefold()


def _count(text: str) -> Counter[str]:
    return Counter(key for _token, key in _keys(text) if key)


def _pick(text: str, missing: Counter[str]) -> str:
    """Give the words of a text that are missing, in its order; of a word that stands several times, the last ones."""
    carried = _count(text) - missing
    out: list[str] = []
    for token, key in _keys(text):
        if not key:
            out.append(token if token.isspace() else "")
        elif carried[key]:
            carried[key] -= 1
            out.append(" ")
        else:
            out.append(token)
    return " ".join("".join(out).split())
