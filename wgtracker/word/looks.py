"""Tell from run properties whether text was marked by hand, and whether it is hidden."""

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from wgtracker.word import tags

_NONE = frozenset(("none", "nil", "clear", "auto", "ffffff", "000000", ""))
_STRIKES = frozenset((tags.W + "strike", tags.W + "dstrike"))
_HIDERS = frozenset((tags.W + "vanish", tags.W + "webHidden"))
_BOLD = tags.W + "b"
_COLOURS = frozenset((tags.W + "color", tags.W + "highlight", tags.W + "u"))
_SHADE = tags.W + "shd"
_FILL = tags.W + "fill"
_MARKS = _COLOURS | {_BOLD, _SHADE}
WATCHED = _STRIKES | _HIDERS | _COLOURS | {_BOLD, _SHADE, tags.R_STYLE, tags.R_PR_CHANGE}
"""The run properties that say anything about a reading."""


class Look(NamedTuple):
    """What a run's own properties show: hand and hidden as in Piece; style: id of its character style."""

    hand: str
    hidden: bool
    style: str


PLAIN = Look("", False, "")


def is_on(element: etree._Element) -> bool:
    """Say whether an on/off property is on (ECMA-376 part 1, 17.17.4)."""
    return element.get(tags.VAL, "") not in tags.OFF


def read_look(watched: Iterable[etree._Element]) -> Look:
    """Read run properties: a strike counts before every other mark, and black or automatic colour is none."""
    hand, hidden, style = "", False, ""
    for child in watched:
        tag = child.tag
        if tag == tags.R_STYLE:
            style = child.get(tags.VAL, "")
        elif tag in _HIDERS:
            hidden = hidden or is_on(child)
        elif tag in _STRIKES:
            hand = "strike" if is_on(child) else hand
        elif tag in _MARKS and not hand and _is_mark(child):
            hand = "mark"
    return Look(hand, hidden, style)


def _is_mark(child: etree._Element) -> bool:
    tag = child.tag
    if tag == _BOLD:
        return is_on(child)
    if tag == _SHADE:
        pattern = child.get(tags.VAL, "clear").lower()
        return child.get(_FILL, "auto").lower() not in _NONE or pattern not in _NONE
    return child.get(tags.VAL, "").lower() not in _NONE


def marks_by_colour(properties: etree._Element) -> bool:
    """Say whether a style colours its text: bold and underline are what styles are for, colour is a mark."""
    return any(_is_mark(child) for child in properties.iterchildren(tags.W + "color", tags.W + "highlight", _SHADE))
