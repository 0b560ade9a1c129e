"""Take a written paper apart again: its paragraphs by style, with their runs by style and the bookmarks that start in them.

Shares no code with what wrote it; it reads document.xml as any other program would.
"""

import io
import re
import zipfile
from typing import NamedTuple

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _R, _T, _TAB, _BR = f"{_W}p", f"{_W}r", f"{_W}t", f"{_W}tab", f"{_W}br"
_PPR, _RPR, _STYLE, _RSTYLE, _VAL = f"{_W}pPr", f"{_W}rPr", f"{_W}pStyle", f"{_W}rStyle", f"{_W}val"
_MARK, _NAME = f"{_W}bookmarkStart", f"{_W}name"
_UNSEEN = re.compile("[\\s¶\\x00-\\x1f\\ud800-\\udfff\\ufffe\\uffff]+")


class Page(NamedTuple):
    """One paragraph as read: style id, bookmarks, runs of (style id, text)."""

    style: str
    bookmarks: tuple[str, ...]
    runs: list[tuple[str, str]]

    @property
    def text(self) -> str:
        """Give its words, folded."""
        return fold("".join([text for _, text in self.runs]))


def fold(text: str) -> str:
    """Leave out white space, pilcrows and what a Word file cannot hold: what is left must agree to the letter."""
    if text.isascii() and text.isprintable():
        return text.replace(" ", "")
    return _UNSEEN.sub("", text)


def read_pages(content: bytes) -> list[Page]:
    """Read the body paragraphs of a paper in order; tables are left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return [_read_paragraph(element) for element in root[0] if element.tag == _P]


def _read_paragraph(element: etree._Element) -> Page:
    style = ""
    bookmarks: list[str] = []
    runs: list[tuple[str, str]] = []
    for child in element:
        tag = child.tag
        if tag == _R:
            runs.append(_read_run(child))
        elif tag == _PPR:
            named = child.find(_STYLE)
            style = named.get(_VAL, "") if named is not None else ""
        elif tag == _MARK:
            bookmarks.append(child.get(_NAME, ""))
    return Page(style, tuple(bookmarks), runs)


def _read_run(run: etree._Element) -> tuple[str, str]:
    style, text = "", ""
    for part in run:
        tag = part.tag
        if tag == _T:
            text += part.text or ""
        elif tag == _RPR:
            if len(part) and part[0].tag == _RSTYLE:
                style = part[0].get(_VAL, "")
        elif tag in (_TAB, _BR):
            text += " "
    return style, text
