"""Check a Word file that we wrote for those who do not see the page: each check a yes or no, in sentences.

Source of the rules: WCAG 2.1 as applied to documents (language, headings, tables, contrast), and Word's own checker.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from wgtracker.word.opened import Opened, W, attribute_of, is_on, open_package, text_of
from wgtracker.word.runs import reads_right_to_left, runs, script_of_language

_DC = "{http://purl.org/dc/elements/1.1/}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SMALLEST = 18  # half points
_CONTRAST = 4.5
_PAPER = "FFFFFF"
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_TYPED = re.compile(r"\s*(?:[•●▪–—*-]|\(?(?:[a-z]{1,2}|[ivx]+|\d{1,3})\)|\d{1,3}\.|[IVX]+\.|[A-Z]\.)(?:\s|$)")
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S*\s*", re.IGNORECASE)


def check(data: bytes) -> tuple[str, ...]:
    """Return what stands in the way of a reader, in sentences; an empty tuple means nothing."""
    opened = open_package(data)
    if opened.broken:
        return opened.broken
    checks = (
        _title, _default_languages, _run_languages, _directions, _headings, _tables, _pictures, _typed_lists, _empty_lines, _links,
        _colours, _sizes, _page_numbers,
    )  # fmt: skip
    return tuple(sentence for one in checks for sentence in one(opened))


def _core(opened: Opened, name: str) -> str:
    part = opened.parts.get("docProps/core.xml")
    return "" if part is None else (part.findtext(_DC + name) or "").strip()


def _title(opened: Opened) -> Iterator[str]:
    if not _core(opened, "title"):
        yield "the document has no title"
    if not _core(opened, "language"):
        yield "the document has no language"


def _default_languages(opened: Opened) -> Iterator[str]:
    part = opened.part("styles")
    lang = None if part is None else part.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    missing = [name for name in ("val", "eastAsia", "bidi") if lang is None or not attribute_of(lang, name)]
    if missing:
        yield f"the styles give no default language for {missing}"


def _run_languages(opened: Opened) -> Iterator[str]:
    """Right-to-left words are in right-to-left runs with a language, East Asian words in runs with theirs."""
    own = script_of_language(_core(opened, "language"))
    for run in opened.each("r"):
        text = text_of(run)
        if text.isascii():
            continue
        scripts = {script_of_language(part.lang) for part in runs(text) if part.text.strip()}
        properties = run.find(W + "rPr")
        lang = None if properties is None else properties.find(W + "lang")
        if "right" in scripts and not (is_on(properties, "rtl") and lang is not None and attribute_of(lang, "bidi")):
            yield f'right-to-left words without direction or language: "{text}"'
        if "east" in scripts and own != "east" and (lang is None or not attribute_of(lang, "eastAsia")):
            yield f'East Asian words without their language: "{text}"'


def _directions(opened: Opened) -> Iterator[str]:
    """A paragraph takes the direction of its first letter (Unicode, UAX 9, P2), a table that of most of its paragraphs."""
    for paragraph in opened.each("p"):
        text = text_of(paragraph)
        if reads_right_to_left(text) and not is_on(paragraph.find(W + "pPr"), "bidi"):
            yield f'a right-to-left paragraph is set from the left: "{text}"'
    for table in opened.each("tbl"):
        directions = [is_on(paragraph.find(W + "pPr"), "bidi") for paragraph in table.iter(W + "p")]
        if 2 * sum(directions) > len(directions) and not is_on(table.find(W + "tblPr"), "bidiVisual"):
            yield "a table of right-to-left paragraphs has its columns from the left"


def _outline(opened: Opened) -> dict[str, int]:
    """Map paragraph style ids to heading levels (1..9); Title is 0."""
    part = opened.part("styles")
    levels = {"Title": 0}
    for style in () if part is None else part.iter(W + "style"):
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and attribute_of(outline, "val") in "012345678":
            levels[attribute_of(style, "styleId")] = int(attribute_of(outline, "val")) + 1
    return levels


def _headings(opened: Opened) -> Iterator[str]:
    """One title, or one heading of level 1; no level is skipped on the way down; no heading is empty."""
    outline, body = _outline(opened), opened.part("document")
    found: list[tuple[int, str]] = []
    for paragraph in () if body is None else body.iter(W + "p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else attribute_of(style, "val")
        if name in outline:
            found.append((outline[name], text_of(paragraph).strip()))
    tops = [text for level, text in found if level == 0] or [text for level, text in found if level == 1]
    if len(tops) != 1:
        yield f"the document has {len(tops)} titles, not one"
    for (above, _), (level, text) in pairwise([(0, ""), *found]):
        if level > above + 1:
            yield f'the heading "{text}" is of level {level} under level {above}'
    yield from (f"a heading of level {level} is empty" for level, text in found if not text)


def _tables(opened: Opened) -> Iterator[str]:
    for table in opened.each("tbl"):
        properties = table.find(W + "tblPr")
        described = properties is not None and properties.find(W + "tblDescription") is not None
        if next(table.iterancestors(W + "tbl"), None) is not None:
            yield "a table stands inside a table"
        if next(table.iter(W + "gridSpan", W + "vMerge", W + "hMerge"), None) is not None:
            yield "a table has merged cells"
        look = None if properties is None else properties.find(W + "tblLook")
        if look is not None and attribute_of(look, "firstRow") == "0":
            if not described:
                yield "a table for layout does not say what it is"
            continue
        yield from _data_table(table, described and properties is not None and properties.find(W + "tblCaption") is not None)


def _data_table(table: etree._Element, captioned: bool) -> Iterator[str]:
    rows = list(table.iter(W + "tr"))
    if not captioned:
        yield "a table has no caption or no description"
    if not rows or not is_on(rows[0].find(W + "trPr"), "tblHeader"):
        yield "the first row of a table is not repeated as its head"
    if not all(is_on(row.find(W + "trPr"), "cantSplit") for row in rows):
        yield "a row of a table may break over two pages"
    for row in rows:
        if is_on(row.find(W + "trPr"), "tblHeader") and not all(text_of(cell).strip() for cell in row.iter(W + "tc")):
            yield "a head cell of a table is empty"


def _pictures(opened: Opened) -> Iterator[str]:
    for _, root in opened.stories:
        yield from ("a picture has no description" for picture in root.iter(_WP + "docPr") if not picture.get("descr"))
        if next(root.iter(_WP + "anchor", W + "framePr", W + "txbxContent"), None) is not None:
            yield "text or a picture floats outside the order of reading"


def _typed_lists(opened: Opened) -> Iterator[str]:
    """Two paragraphs of one style in a row that begin with typed numbers or bullets should be a list.

    A label in the style WGNumber is quoted from the draft, and must stay what it is there.
    """
    for _, root in opened.stories:
        for above, below in pairwise(root.iter(W + "p")):
            if below.getprevious() is above and _style_of(above) == _style_of(below) and _is_typed(above) and _is_typed(below):
                yield f'a list is typed, not made: "{text_of(below)[:40]}"'


def _style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else attribute_of(style, "val")


def _is_typed(paragraph: etree._Element) -> bool:
    if paragraph.find(f"{W}pPr/{W}numPr") is not None or not _TYPED.match(text_of(paragraph)):
        return False
    style = next((run.find(f"{W}rPr/{W}rStyle") for run in paragraph.iter(W + "r")), None)
    return style is None or attribute_of(style, "val") != "WGNumber"


def _empty_lines(opened: Opened) -> Iterator[str]:
    for name, root in opened.stories:
        for above, below in pairwise(root.iter(W + "p")):
            if below.getprevious() is above and not text_of(above).strip() and not text_of(below).strip():
                yield f"empty paragraphs make space in {name}"


def _links(opened: Opened) -> Iterator[str]:
    for link in opened.each("hyperlink"):
        text = text_of(link)
        if not text.strip() or _ADDRESS.fullmatch(text):
            yield f'a link does not say where it leads: "{text}"'


def contrast(colour: str, ground: str = _PAPER) -> float:
    """Return the contrast ratio of two colours RRGGBB (WCAG 2.1, 1.4.3)."""
    light, dark = sorted((_luminance(colour), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _looks(opened: Opened) -> Iterator[etree._Element]:
    """Yield the run properties of styles and of text."""
    styles = opened.part("styles")
    if styles is not None:
        yield from styles.iter(W + "rPr")
    yield from opened.each("rPr")


def _colours(opened: Opened) -> Iterator[str]:
    for look in _looks(opened):
        colour, shade = look.find(W + "color"), look.find(W + "shd")
        value = "" if colour is None else attribute_of(colour, "val")
        ground = _PAPER if shade is None else attribute_of(shade, "fill")
        ground = ground if _COLOUR.fullmatch(ground) else _PAPER
        if _COLOUR.fullmatch(value) and contrast(value, ground) < _CONTRAST:
            yield f"the colour {value} on {ground} has too little contrast"


def _is_bubble(style: etree._Element | None) -> bool:
    """Say whether this is a style of Word's own bubbles and their marks, which no page shows as text."""
    name = None if style is None or style.tag != W + "style" else style.find(W + "name")
    return name is not None and attribute_of(name, "val") in ("annotation reference", "Balloon Text")


def _sizes(opened: Opened) -> Iterator[str]:
    found = (look.find(W + "sz") for look in _looks(opened) if not _is_bubble(look.getparent()))
    sizes = {int(value) for size in found if size is not None and (value := attribute_of(size, "val")).isdecimal()}
    yield from (f"text of {size / 2:g} points is too small to read" for size in sorted(sizes) if size < _SMALLEST)


def _page_numbers(opened: Opened) -> Iterator[str]:
    margins = [root for name, root in opened.stories if name.startswith(("word/header", "word/footer"))]
    codes = [(code.text or "").split() for root in margins for code in root.iter(W + "instrText")]
    if ["PAGE"] not in [code[:1] for code in codes]:
        yield "no header or footer shows the page number"
