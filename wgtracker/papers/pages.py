"""Take a written paper apart again: its paragraphs by style, with their runs by style and the bookmarks that start in them.

Shares no code with what wrote it; it reads document.xml as any other program would.
"""

import io
import re
import zipfile
from typing import NamedTuple
from xml.parsers import expat

_UNSEEN = re.compile("[\\s¶\\x00-\\x1f\\ud800-\\udfff\\ufffe\\uffff]+")


class Page(NamedTuple):
    """One paragraph as read: style id, bookmarks, runs of (style id, text)."""

    style: str
    bookmarks: list[str]
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
    """Read the paragraphs of a paper's body in order, those in tables too (they have styles of their own)."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("word/document.xml")
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.CharacterDataHandler = reader.text
    parser.Parse(xml, True)
    return reader.pages


class _Reader:
    """Follow the elements of document.xml as they come: a tree of fifty thousand elements would cost more than the paper itself."""

    __slots__ = ("_page", "_runs", "_style", "pages")

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self._page = Page("", [], [])
        self._runs = self._page.runs
        self._style = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        if tag == "w:r":
            self._style = ""
        elif tag == "w:rStyle":
            self._style = attributes["w:val"]
        elif tag == "w:p":
            self._page = Page("", [], [])
            self._runs = self._page.runs
            self.pages.append(self._page)
        elif tag == "w:pStyle":
            self._page = self.pages[-1] = Page(attributes["w:val"], self._page.bookmarks, self._runs)
        elif tag == "w:bookmarkStart":
            self._page.bookmarks.append(attributes["w:name"])
        elif tag in ("w:tab", "w:br"):
            self._runs.append((self._style, " "))

    def text(self, text: str) -> None:
        """Take the words of the run under way."""
        self._runs.append((self._style, text))
