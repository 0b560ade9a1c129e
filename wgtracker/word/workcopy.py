"""Mark each paragraph of a draft with a hidden bookmark, so that it is found again in the files that come back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wgtracker.word.tags import BOOKMARK_START, ID, NAME, P_PR, P, W

if TYPE_CHECKING:
    from lxml import etree

    from wgtracker.word.model import Reading

_NAME = re.compile(r"_wg_([0-9a-f]{8})_([0-9]{1,6})")


def units_digest(texts: Iterable[str]) -> str:
    """Return the digest (8 hex digits) of a draft's units: `Reading.original` of the draft, in order.

    A bookmark with another digest was written for another draft and says nothing about this one.
    """
    return hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()[:8]


def bookmark_name(digest: str, index: int) -> str:
    """Return the name of a unit's bookmark (Word allows 40 characters; a leading underscore hides it)."""
    return f"_wg_{digest}_{index}"


def parse_bookmark(name: str) -> tuple[str, int] | None:
    """Return (digest, unit index) of a bookmark written by this module, or None."""
    found = _NAME.fullmatch(name)
    return (found[1], int(found[2])) if found else None


def make_workcopy(data: bytes, name: str) -> bytes:
    """Return the draft with a hidden bookmark around each unit's runs and with tracking on; all else stays as it is.

    A unit is a non-empty body paragraph, the draft's own tracked changes taken as accepted, counted from 0 in order: the units of a
    compilation. What a working copy already has is kept, so that a second run returns the same bytes. Raises BadFile.
    """
    from wgtracker.word.altered import Altered
    from wgtracker.word.read import read

    file = Altered(data, name)
    reading = read(file.package)
    digest = units_digest(reading.original)
    elements = list(file.main.iter(P))
    bookmarks = _Bookmarks(file.main)
    for index, source in enumerate(_unit_sources(reading)):
        if bookmarks.put_around(elements[source], bookmark_name(digest, index)):
            file.touch_main()
    file.turn_tracking_on()
    return file.to_bytes()


def _unit_sources(reading: Reading) -> Iterator[int]:
    """Yield, for each unit, the index among all w:p of the first paragraph that holds words of it."""
    text, first = "", None
    for paragraph in reading.paragraphs:
        words = "".join(piece.text for piece in paragraph.pieces if piece.deleted is None)
        text += words
        first = paragraph.source if first is None and words.strip() else first
        if not paragraph.runs_on_final:
            if text.strip() and first is not None:
                yield first
            text, first = "", None


class _Bookmarks:
    """Write bookmarks under ids and names that the part does not have yet."""

    def __init__(self, main: etree._Element) -> None:
        starts = list(main.iter(BOOKMARK_START))
        self._names = {start.get(NAME) for start in starts}
        self._last = max((int(value) for start in starts if (value := start.get(ID, "")).isdecimal()), default=0)

    def put_around(self, paragraph: etree._Element, name: str) -> bool:
        """Put a bookmark around all that follows the paragraph's properties; False where it is there already."""
        if name in self._names:
            return False
        self._last += 1
        start = paragraph.makeelement(BOOKMARK_START, {ID: str(self._last), NAME: name})
        end = paragraph.makeelement(W + "bookmarkEnd", {ID: str(self._last)})
        paragraph.insert(1 if len(paragraph) and paragraph[0].tag == P_PR else 0, start)
        paragraph.append(end)
        return True
