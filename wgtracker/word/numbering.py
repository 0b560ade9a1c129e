"""Compute the list numbers that Word shows, as they stand where every change is rejected (ECMA-376 part 1, 17.9)."""

import re
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.gate import parse_xml
from wgtracker.word.labels import write_number
from wgtracker.word.paragraphs import Physical
from wgtracker.word.styles import Styles

_W = tags.W
_PLACE = re.compile("%([1-9])")
_LEVELS = range(9)


class Level(NamedTuple):
    """One level of a list. restart: None = after any higher level, 0 = never, n = after level n (from 1) or a higher one."""

    start: int
    format: str
    custom: str
    text: str
    restart: int | None
    legal: bool
    style: str


class Abstract(NamedTuple):
    """One list definition. link: style that holds the real one; own: style that this is the definition of."""

    levels: dict[int, Level]
    link: str
    own: str


class Instance(NamedTuple):
    """One w:num: its definition, its own levels, and the starts that it sets when it is first met."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering(NamedTuple):
    """All lists of one file by id."""

    abstracts: dict[str, Abstract]
    instances: dict[str, Instance]


@lru_cache(maxsize=8)
def read_numbering(xml: bytes) -> Numbering:
    """Read a numbering part. Kept for the next file, because returned files share the draft's lists."""
    root = parse_xml(xml)
    abstracts: dict[str, Abstract] = {}
    for element in root.iterchildren(_W + "abstractNum"):
        levels = dict(_read_level(level) for level in element.iterchildren(_W + "lvl"))
        abstracts[element.get(_W + "abstractNumId", "")] = Abstract(
            levels, _value(element, "numStyleLink") or "", _value(element, "styleLink") or ""
        )
    instances = {element.get(_W + "numId", ""): _read_instance(element) for element in root.iterchildren(_W + "num")}
    return Numbering(abstracts, instances)


def _read_instance(element: etree._Element) -> Instance:
    levels: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in element.iterchildren(_W + "lvlOverride"):
        number = _whole(override.get(tags.ILVL), 0)
        start = _value(override, "startOverride")
        if start is not None:
            starts[number] = _whole(start, 1)
        level = override.find(_W + "lvl")
        if level is not None:
            levels[number] = _read_level(level)[1]
    return Instance(_value(element, "abstractNumId") or "", levels, starts)


def _read_level(element: etree._Element) -> tuple[int, Level]:
    shape = element.find(_W + "numFmt")
    if shape is None:
        shape = element.find(f"{tags.ALTERNATE}/{tags.CHOICE}/{_W}numFmt")
    restart = _value(element, "lvlRestart")
    legal = element.find(_W + "isLgl")
    level = Level(
        start=_whole(_value(element, "start"), 0),
        format="decimal" if shape is None else shape.get(tags.VAL, "decimal"),
        custom="" if shape is None else shape.get(_W + "format", ""),
        text=_value(element, "lvlText") or "",
        restart=None if restart is None else _whole(restart, 0),
        legal=legal is not None and legal.get(tags.VAL, "1") not in tags.OFF,
        style=_value(element, "pStyle") or "",
    )
    return _whole(element.get(tags.ILVL), 0), level


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(_W + name)
    return None if child is None else child.get(tags.VAL)


def _whole(value: str | None, otherwise: int) -> int:
    """Read a whole number from a file that may hold anything; what no list can need counts as unreadable."""
    try:
        number = int(value or "")
    except ValueError:
        return otherwise
    return number if -1 < number < 1_000_000 else otherwise


class Counter:
    """Count the paragraphs of all lists in document order."""

    def __init__(self, numbering: Numbering, styles: Styles) -> None:
        self._numbering = numbering
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._met: set[str] = set()
        self._places: dict[tuple[str, tuple[str | None, str | None] | None], tuple[str, int] | None] = {}
        self._shapes: dict[str, tuple[str, tuple[Level | None, ...]]] = {}

    def find(self, style: str, numbering: tuple[str | None, str | None] | None) -> tuple[str, int] | None:
        """Give (numId, level) of a paragraph from its own properties, else from its style, or None where it is in no list."""
        asked = style, numbering
        if asked not in self._places:
            self._places[asked] = self._find(style, numbering)
        return self._places[asked]

    def _find(self, style: str, numbering: tuple[str | None, str | None] | None) -> tuple[str, int] | None:
        number, level = numbering or (None, None)
        via = ""
        for style_id, entry in self._styles.chain(style) if number is None or level is None else ():
            if entry.numbering is not None:
                if number is None:
                    number, via = entry.numbering[0], style_id
                level = level if level is not None else entry.numbering[1]
                if number is not None:
                    break
        instance = self._numbering.instances.get(number or "")
        if number is None or number == "0" or instance is None:
            return None
        if level is None and via:
            level = next((str(at) for at in _LEVELS if (it := self._level(instance, at)) and it.style == via), None)
        return number, min(_whole(level, 0), 8)

    def _abstract(self, instance: Instance) -> tuple[str, Abstract]:
        """Give the definition of a list, through the style that it may be linked to (17.9.21)."""
        key = instance.abstract
        found = self._numbering.abstracts.get(key) or Abstract({}, "", "")
        if found.link:
            linked = ((at, other) for at, other in self._numbering.abstracts.items() if other.own == found.link and other.levels)
            return next(linked, (key, found))
        return key, found

    def _level(self, instance: Instance, at: int) -> Level | None:
        return instance.levels.get(at) or self._abstract(instance)[1].levels.get(at)

    def _shape(self, number: str) -> tuple[str, tuple[Level | None, ...]]:
        """Give the key under which a list counts, and its nine levels."""
        found = self._shapes.get(number)
        if found is None:
            instance = self._numbering.instances[number]
            key, _ = self._abstract(instance)
            found = self._shapes[number] = key, tuple(self._level(instance, at) for at in _LEVELS)
        return found

    def count(self, number: str, at: int) -> str:
        """Count one paragraph and give its label."""
        instance = self._numbering.instances[number]
        key, levels = self._shape(number)
        counts = self._counts.setdefault(key, [None] * 9)
        if number not in self._met:
            self._met.add(number)
            for level in instance.starts:
                if level in _LEVELS:
                    counts[level] = None
        current = counts[at]
        counts[at] = self._start(instance, at, levels) if current is None else current + 1
        for deeper in range(at + 1, 9):
            if counts[deeper] is not None:
                shape = levels[deeper]
                restart = None if shape is None else shape.restart
                if restart is None or (restart and at < restart):
                    counts[deeper] = None
        return self._write(instance, at, counts, levels)

    def _start(self, instance: Instance, at: int, levels: tuple[Level | None, ...]) -> int:
        if at in instance.starts:
            return instance.starts[at]
        level = levels[at]
        return 1 if level is None else level.start

    def _write(self, instance: Instance, at: int, counts: list[int | None], levels: tuple[Level | None, ...]) -> str:
        level = levels[at]
        if level is None or level.format == "bullet":
            return ""

        def fill(place: re.Match[str]) -> str:
            which = int(place[1]) - 1
            shape = levels[which]
            value = counts[which]
            number = self._start(instance, which, levels) if value is None else value
            if shape is None or (level.legal and shape.format != "none"):
                return str(number)
            return write_number(number, shape.format, shape.custom)

        return _PLACE.sub(fill, level.text).strip()


def number_paragraphs(physical: list[Physical], counter: Counter) -> list[tuple[str, int | None]]:
    """Give (label, level) of each physical paragraph where all changes are rejected.

    What joins into one original paragraph has the list of its last mark; the label goes to the physical paragraph where
    the original words begin. Inserted paragraphs take no part in the count; their level is the one they ask for now.
    """
    results: list[tuple[str, int | None]] = []
    first = 0
    for index, paragraph in enumerate(physical):
        now = counter.find(paragraph.style, paragraph.numbering)
        results.append(("", None if now is None else now[1]))
        if paragraph.mark_inserted is None and first == index:  # a paragraph by itself, as most are
            first = index + 1
            was = None if paragraph.row else counter.find(paragraph.was_style, paragraph.was_numbering)
            if was is not None:
                results[index] = (counter.count(*was), was[1])
            continue
        if paragraph.runs_on_original:
            continue
        group = physical[first : index + 1]
        holder = next((at for at, one in enumerate(group, first) if any(piece[1] is None for piece in one.pieces)), index)
        first = index + 1
        gone = paragraph.mark_inserted is not None and holder == index and not any(piece[1] is None for piece in paragraph.pieces)
        was = None if gone or paragraph.row else counter.find(paragraph.was_style, paragraph.was_numbering)
        if was is not None:
            results[holder] = (counter.count(*was), was[1])
    return results
