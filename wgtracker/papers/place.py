"""Draw one spot of a unit: the change number, the base words once, then each option in full with its names.

Beyond LONG base words or MANY options only the base words stand in the line, and the options follow under the paragraph.
"""

from typing import NamedTuple

from wgtracker.papers.marks import compare, strike
from wgtracker.papers.pen import ADDED, CHANGE, DELETED, LABEL, NUMBER, NameLists, add_space, put
from wgtracker.papers.spots import Spot, phrase_for, trim
from wgtracker.text.model import Option
from wgtracker.word.model import Inline, ParagraphOut, Run

LONG = 25
MANY = 5
SEPARATOR = Run(" / ")


class Vocabulary(NamedTuple):
    """The words printed before the parts of a change, so that looks alone never carry the meaning ("" = none)."""

    base: str
    lone_base: str
    option: str
    insertion: str


BOLD = Vocabulary("", "", "", "")
FOREIGN = Vocabulary("", "delete: ", "add: ", "add: ")
"""For Arabic and Chinese, where bold and strike-through are read badly (the paper's rule: add and delete always printed)."""
LABELS = Vocabulary("text: ", "text: ", "replace by: ", "add: ")


def draw_spot(spot: Spot, number: str, says: Vocabulary, names: NameLists, out: list[Inline]) -> list[ParagraphOut]:
    """Add the spot to the paragraph under way; return the paragraphs that go under it."""
    options = sorted(spot.options, key=lambda option: names.roll.first(option.by))
    if len(options) > MANY or count_words(spot.base) > LONG:
        return _draw_below(spot, options, number, says, names, out)
    add_space(out)
    out.append(Run(f"[{number} ", CHANGE))
    lone = len(options) == 1
    phrase = phrase_for(spot.base, options[0].text)
    if spot.base.strip():
        _put_label(out, says.lone_base if lone and not phrase else says.base)
        _put_base(out, spot, lone)
        # One replacement reads as in any marked text, "old new"; everything else needs the slash.
        out.append(SEPARATOR if not lone or phrase or says.lone_base else Run(" "))
    for index, option in enumerate(options):
        if index:
            out.append(SEPARATOR)
        _put_option(out, spot, option, says, lone)
        names.put_names(out, option.by, number)
    out.append(Run("]", CHANGE))
    return []


def count_words(text: str) -> int:
    """Count words; two ideographs for one, where nothing stands between words."""
    words = len(text.split())
    return words if text.isascii() else max(words, sum(1 for sign in text if sign >= "\u2e80") // 2)


def _put_label(out: list[Inline], label: str) -> None:
    if label:
        out.append(Run(label, LABEL))


def _put_base(out: list[Inline], spot: Spot, lone: bool) -> None:
    base = spot.base.strip()
    if lone and not phrase_for(base, spot.options[0].text).endswith("brackets"):
        put(out, base, DELETED)
        return
    for text, struck in strike(base, tuple(_plain(base, option.text) for option in spot.options)):
        put(out, text, DELETED if struck else "")


def _plain(base: str, option: str) -> str:
    """Give the option's words; brackets put round the base or taken away strike nothing."""
    text = trim(option)
    return base if phrase_for(base, text).endswith("brackets") else text


def _put_option(out: list[Inline], spot: Spot, option: Option, says: Vocabulary, lone: bool) -> None:
    phrase = phrase_for(spot.base, option.text)
    if phrase:
        out.append(Run(phrase))
        return
    base, text = spot.base.strip(), trim(option.text)
    _put_label(out, says.option if base else says.insertion)
    if lone:
        put(out, text, ADDED)
        return
    for words, new in compare(base, text).pieces:
        put(out, words, ADDED if new else "")


def _draw_below(
    spot: Spot, options: list[Option], number: str, says: Vocabulary, names: NameLists, out: list[Inline]
) -> list[ParagraphOut]:
    """Print the base words with "[3.1 see below]" after them, and the options (a), (b) … under the paragraph."""
    lone = len(options) == 1
    base = spot.base.strip()
    if spot.base[:1].isspace():
        add_space(out)
    if base:
        _put_base(out, spot, lone)
    add_space(out)
    out.append(Run(f"[{number} see below]", CHANGE))
    below: list[ParagraphOut] = []
    if base:
        words = base.split()
        shown = base if len(words) <= 9 else f"{' '.join(words[:4])} … {' '.join(words[-4:])}"
        lead: list[Inline] = [Run(f"{number} ", NUMBER), Run("on the words ")]
        put(lead, f"“{shown}”:".replace("\n", " "))
        below.append(ParagraphOut(tuple(lead), "WGList", keep_next=True))
    for index, option in enumerate(options):
        line: list[Inline] = [Run(f"{number} ({_letter(index)}) ", NUMBER)]
        _put_option(line, spot, option, says, lone)
        names.put_names(line, option.by, number)
        below.append(ParagraphOut(tuple(line), "WGList"))
    return below


def _letter(index: int) -> str:
    return chr(97 + index) if index < 26 else f"{chr(96 + index // 26)}{chr(97 + index % 26)}"
