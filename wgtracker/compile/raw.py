"""Count, straight from the XML, what the tracked changes of a file insert and delete.

A walk that shares no code with reading or placing, so that an error there cannot hide itself here. White space does not count;
a move counts at both ends (docs/interfaces.md, "Account"). What is no text of the document does not count either: the code of a
field, a pronunciation guide, the second copy of an alternative, the separators of notes.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from wgtracker.word.package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_COMES = (_W + "ins", _W + "moveTo")
_GOES = (_W + "del", _W + "moveFrom")
_SYMBOL = _W + "sym"
_SIGNS = (_W + "noBreakHyphen", _W + "softHyphen")
_LETTERS = (_W + "t", _W + "delText", _M + "t", *_SIGNS, _SYMBOL)
_BOX = _W + "txbxContent"
_NOTES = (_W + "footnote", _W + "endnote")
_FIELD, _GUIDE, _ALTERNATE = _W + "fldChar", _W + "rt", _MC + "AlternateContent"
_PROPERTIES = _W + "rPr"
_SHOWN = (*_LETTERS, _W + "p", _W + "r", _BOX, _W + "tab", _W + "ptab", _W + "br", _W + "cr")


class Raw(NamedTuple):
    """What the raw XML holds: letters inserted and deleted by tracked changes, and comments."""

    inserted: int
    deleted: int
    comments: int


def count_raw(package: Package) -> Raw:
    """Walk the parts that hold text and count what their revision elements wrap."""
    inserted = deleted = 0
    parts = [package.main_name]
    for kind in ("footnotes", "endnotes", "header", "footer"):
        parts += package.related(kind)
    for part in parts:
        root = package.xml(part)
        if root is None or next(root.iter(*_COMES, *_GOES), None) is None:
            continue
        silent = set(_find_silent(root))
        boxes = next(root.iter(_BOX), None) is not None
        for element in root.iter(*_COMES, *_GOES):
            letters = _letters_in(element, silent, boxes)
            if element.tag in _COMES:
                inserted += letters
            else:
                deleted += letters
    comments = 0
    for part in package.related("comments"):
        root = package.xml(part)
        comments += 0 if root is None else sum(1 for _ in root.iter(_W + "comment"))
    return Raw(inserted, deleted, comments)


def _letters_in(change: etree._Element, silent: set[etree._Element], boxes: bool) -> int:
    """Count the letters that a change wraps; in a formula it stands in the properties of the run that it changes.

    boxes: there are text boxes, each a text of its own.
    """
    parent = change.getparent()
    wrapper: etree._Element | None = change
    if parent is not None and parent.tag == _PROPERTIES:
        run = parent.getparent()
        wrapper = run if run is not None and run.tag == _M + "r" else None
    if wrapper is None or not len(wrapper):
        return 0
    outer = next(wrapper.iterancestors(_BOX), None) if boxes else None
    total = 0
    for text in wrapper.iter(*_LETTERS):
        if text in silent or (boxes and next(text.iterancestors(_BOX), None) is not outer):
            continue
        if text.tag in _SIGNS:
            total += 1
        elif text.tag == _SYMBOL:
            total += _is_visible(text)
        else:
            total += len("".join((text.text or "").split()))
    return total


def _is_visible(symbol: etree._Element) -> bool:
    """Say whether a symbol is a character at all, and no space; the codes of symbol fonts begin at F000."""
    try:
        code = int(symbol.get(_W + "char", ""), 16)
    except ValueError:
        return False
    in_font = 0xF020 <= code <= 0xF0FF and symbol.get(_W + "font", "").lower() in ("symbol", "wingdings")
    character = code - 0xF000 if in_font else code
    if not (0x20 <= character < 0xD800 or 0xE000 <= character < 0xFFFE):
        return False
    return not chr(character).isspace() or (character == 0xA0 and in_font)


def _find_silent(root: etree._Element) -> Iterator[etree._Element]:
    """Find the elements with letters that are no text of the document."""
    if next(root.iter(_FIELD, _GUIDE, _ALTERNATE, *_NOTES), None) is None:
        return
    for guide in root.iter(_GUIDE):
        yield from guide.iter(*_LETTERS)
    for note in root.iter(*_NOTES):
        if note.get(_W + "type", "normal") != "normal":
            yield from note.iter(*_LETTERS)
    for alternate in root.iter(_ALTERNATE):
        choices = [choice for choice in alternate.iterchildren(_MC + "Choice") if next(choice.iter(*_SHOWN), None) is not None]
        read = choices[0] if choices else alternate.find(_MC + "Fallback")
        for branch in alternate:
            if branch is not read:
                yield from branch.iter(*_LETTERS)
    if next(root.iter(_FIELD), None) is not None:
        yield from _find_codes(root)


def _find_codes(root: etree._Element) -> Iterator[etree._Element]:
    """Find what stands between the begin of a field and its separator; where a text has a field without an end, nothing does."""
    open_fields: dict[etree._Element | None, list[bool]] = {}
    codes: dict[etree._Element | None, list[etree._Element]] = {}
    for element in root.iter(_FIELD, *_LETTERS):
        story = next(element.iterancestors(_BOX, *_NOTES), None)
        fields = open_fields.setdefault(story, [])
        if element.tag != _FIELD:
            if any(fields):
                codes.setdefault(story, []).append(element)
            continue
        kind = element.get(_W + "fldCharType")
        if kind == "begin":
            fields.append(True)
        elif fields and kind == "separate":
            fields[-1] = False
        elif fields and kind == "end":
            fields.pop()
    for story, found in codes.items():
        if not any(open_fields[story]):
            yield from found
