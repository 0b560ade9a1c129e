"""Make amendments of what the forms hold, on the words of the draft."""

from typing import NamedTuple

from wgtracker.compile.model import Amendment, Unit
from wgtracker.compile.typed import put_in_brackets, write_amendment, write_deletion, write_move, write_retention
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.word.clean import clean_text

FIRST = -1
"""Stands for "at the very beginning" in the list of places to move to."""


class Ask(NamedTuple):
    """What is asked for beside other words. act: delete | retain | brackets | move."""

    act: str
    words: str = ""
    after: int | None = None


def is_unchanged(unit: Unit, typed: str) -> bool:
    """Tell whether a text came back from its field as it was put there: line ends, kinds of spaces and how many are no change."""
    return _lines(typed) == _lines(unit.text)


def _lines(text: str) -> list[list[str]]:
    return [words for line in clean_text(text).split("\n") if (words := line.split())]


def read_wording(unit: Unit, typed: str, moved: Amendment | None = None) -> Amendment | None:
    """Make the amendment of a typed wording; None where nothing would change. moved: the move that the unit is part of."""
    if is_unchanged(unit, typed):
        return None
    if moved is not None and typed.strip():
        return write_move(unit, moved.after_unit, " ".join(typed.split("\n")))
    return write_amendment(unit, typed)


def read_ask(unit: Unit, ask: Ask) -> Amendment:
    """Make the amendment that a request amounts to. Raises BadInput with a sentence for the field."""
    if ask.act == "delete":
        return write_deletion(unit)
    if ask.act == "retain":
        return write_retention(unit)
    if ask.act == "move":
        return write_move(unit, ask.after)
    start, end = find_words(unit.text, ask.words)
    return write_amendment(unit, put_in_brackets(unit.text, start, end))


def find_words(text: str, words: str) -> tuple[int, int]:
    """Find typed words in a text, spaces and kinds of quotation marks aside. Raises BadInput where they are not there, or twice."""
    wanted = _bare(words)
    if not wanted:
        raise BadInput(_("Copy the words from the text above into this field."))
    kept = [(n, bare) for n, letter in enumerate(text) if (bare := _bare(letter))]
    joined = "".join(bare for _n, bare in kept)
    at = joined.find(wanted)
    if at < 0:
        raise BadInput(_("These words do not stand in the text. Copy them from it exactly."))
    if joined.find(wanted, at + 1) >= 0:
        raise BadInput(_("These words stand in the text more than once. Copy a few more words, so that they are found in one place."))
    return kept[at][0], kept[at + len(wanted) - 1][0] + 1


_FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u2011": "-", "\u00ad": None})


def _bare(words: str) -> str:
    return "".join(words.translate(_FOLDED).split())
