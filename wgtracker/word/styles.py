"""Read styles.xml: what each style is called, stands on, and sets."""

from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.gate import parse_xml
from wgtracker.word.looks import PLAIN, Look, marks_by_colour, read_look
from wgtracker.word.properties import read_numbering_properties

_STYLE_ID = tags.W + "styleId"
_TYPE = tags.W + "type"
_DEFAULT = tags.W + "default"
_BASED_ON = tags.W + "basedOn"
_UNMARKED = ("hyperlink", "annotation", "comment", "footnote", "endnote", "placeholder", "balloon", "line number")


class Style(NamedTuple):
    """One style. outline: "0".."9" or None; numbering: (numId, ilvl) or None; look: what its run properties set."""

    name: str
    based_on: str
    outline: str | None
    numbering: tuple[str | None, str | None] | None
    look: Look


class Styles:
    """All styles of one file by id. default: id of the default paragraph style."""

    __slots__ = ("_by_id", "_headings", "default", "hides", "numbers")

    def __init__(self, by_id: dict[str, Style], default: str) -> None:
        self._by_id = by_id
        self.default = default
        self.hides = any(style.look.hidden for style in by_id.values())
        self.numbers = any(style.numbering is not None for style in by_id.values())
        self._headings: dict[tuple[str, str | None], int] = {}

    def name(self, style_id: str) -> str:
        """Give a style's name as in styles.xml; an unknown id stands for itself."""
        style = self._by_id.get(style_id)
        return style_id if style is None else style.name

    def chain(self, style_id: str) -> list[tuple[str, Style]]:
        """Give the style and those that it stands on, nearest first; a circle ends where it closes."""
        found: dict[str, Style] = {}
        current = style_id or self.default
        while current not in found and (style := self._by_id.get(current)) is not None:
            found[current] = style
            current = style.based_on
        return list(found.items())

    def look(self, style_id: str) -> Look:
        """Give what a character style marks or hides of itself; styles of links and notes mark nothing."""
        chain = self.chain(style_id) if style_id else []
        if any(word in style.name.lower() for _, style in chain for word in _UNMARKED):
            return PLAIN
        return next((style.look for _, style in chain if style.look != PLAIN), PLAIN)

    def heading(self, style_id: str, outline: str | None) -> int:
        """Give the heading level 1..9 of a paragraph, or 0. A level of its own counts before its style's; Title is 1."""
        key = (style_id, outline)
        level = self._headings.get(key)
        if level is None:
            level = self._headings[key] = self._find_heading(style_id, outline)
        return level

    def _find_heading(self, style_id: str, outline: str | None) -> int:
        if outline is not None:
            return _outline_level(outline)
        for _, style in self.chain(style_id):
            if style.outline is not None:
                return _outline_level(style.outline)
            name = style.name.lower()
            if name == "title":
                return 1
            if name.startswith("heading ") and name[8:] in tuple("123456789"):
                return int(name[8:])
        return 0


EMPTY = Styles({}, "")


def _outline_level(value: str) -> int:
    return int(value) + 1 if value in tuple("012345678") else 0


@lru_cache(maxsize=8)
def read_styles(xml: bytes) -> Styles:
    """Read a styles part. Kept for the next file, because returned files share the draft's styles."""
    by_id: dict[str, Style] = {}
    default = ""
    for element in parse_xml(xml).iterchildren(tags.W + "style"):
        style_id = element.get(_STYLE_ID, "")
        kind = element.get(_TYPE, "paragraph")
        title, based_on = element.find(tags.NAME), element.find(_BASED_ON)
        properties, runs = element.find(tags.P_PR), element.find(tags.R_PR)
        outline = None if properties is None else properties.find(tags.OUTLINE)
        numbering = None if properties is None else properties.find(tags.NUM_PR)
        by_id[style_id] = Style(
            "" if title is None else title.get(tags.VAL, ""),
            "" if based_on is None else based_on.get(tags.VAL, ""),
            None if outline is None else outline.get(tags.VAL),
            None if numbering is None else read_numbering_properties(numbering),
            PLAIN if runs is None else _read_style_look(runs, kind),
        )
        if kind == "paragraph" and element.get(_DEFAULT, "0") not in tags.OFF:
            default = style_id
    return Styles(by_id, default)


def _read_style_look(runs: etree._Element, kind: str) -> Look:
    """Read what a style sets: of a character style strike, colour and hiding count, of a paragraph style hiding only."""
    look = read_look(runs)
    marks = kind == "character" and (look.hand == "strike" or marks_by_colour(runs))
    return Look(look.hand if marks else "", look.hidden, "")
