"""Take a written paper apart again: its paragraphs by style, with their runs by style and the bookmarks that start in them.

Shares no code with what wrote it; it reads document.xml as any other program would.
"""

import io
import re
import zipfile
from typing import NamedTuple
from xml.parsers import expat

_CHUNK = 1 << 16
_CUT = b"<w:p>"
_UNSEEN = re.compile("[\\s¶\\x00-\\x1f\\ud800-\\udfff\\ufffe\\uffff\\u202c\\u2069]+")


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
    """Leave out white space, pilcrows and what a Word file cannot hold: what is left must agree to the letter.

    The two marks that end a direction are left out as well: where words left one open, the paper closes it after them.
    """
    if text.isascii() and text.isprintable():
        return text.replace(" ", "")
    return _UNSEEN.sub("", text)


def read_pages(content: bytes) -> list[Page]:
    """Read the paragraphs of a paper's body in order, those in tables too (they have styles of their own)."""
    return _read(content, -1)


def read_chapter(content: bytes, bookmarks: int) -> list[Page]:
    """Read up to the first chapter that begins after this many bookmarks: what follows them need not be read."""
    return _read(content, bookmarks)


def _read(content: bytes, enough: int) -> list[Page]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        xml = package.read("word/document.xml")
    reader = _Reader(enough)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.CharacterDataHandler = reader.text
    at = 0
    while not reader.done and at < len(xml):
        # Cut between paragraphs: the parser hands over the words before a cut at once, and a run would be read as two.
        end = xml.find(_CUT, at + _CHUNK)
        end = len(xml) if end < 0 else end
        parser.Parse(xml[at:end], end == len(xml))
        at = end
    return reader.pages


class _Reader:
    """Follow the elements of document.xml as they come: a tree of fifty thousand elements would cost more than the paper itself."""

    __slots__ = ("_enough", "_page", "_runs", "_style", "done", "pages")

    def __init__(self, enough: int) -> None:
        self._enough = enough
        self.done = False
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
            style = attributes["w:val"]
            self._page = self.pages[-1] = Page(style, self._page.bookmarks, self._runs)
            self.done = self.done or (self._enough == 0 and style == "Heading1")
        elif tag == "w:bookmarkStart":
            self._page.bookmarks.append(attributes["w:name"])
            self._enough -= 1
        elif tag in ("w:tab", "w:br"):
            self._runs.append((self._style, " "))

    def text(self, text: str) -> None:
        """Take the words of the run under way."""
        self._runs.append((self._style, text))
