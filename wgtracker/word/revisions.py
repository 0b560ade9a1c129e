"""Collect the tracked changes of a file, one for each raw element, in document order."""

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.model import Revision

_BROKEN = {"move_from": ("delete", "paragraph_delete"), "move_to": ("insert", "paragraph_insert")}
RUN_KINDS = {tags.INS: "insert", tags.DEL: "delete", tags.MOVE_FROM: "move_from", tags.MOVE_TO: "move_to"}
MARK_KINDS = {tags.INS: "paragraph_insert", tags.DEL: "paragraph_delete", tags.MOVE_FROM: "move_from", tags.MOVE_TO: "move_to"}


class Found:
    """One raw change while the file is being walked. texts: filled while its runs are met; source: physical paragraph or None."""

    __slots__ = ("author", "date", "date_utc", "kind", "mark", "move", "part", "source", "texts")

    def __init__(self, kind: str, part: str, element: etree._Element, source: int | None, mark: bool) -> None:
        self.kind = kind
        self.part = part
        self.author = element.get(tags.AUTHOR, "")
        self.date = element.get(tags.DATE)
        self.date_utc = element.get(tags.DATE_UTC)
        self.source = source
        self.mark = mark
        self.move = ""
        self.texts: list[str] = []


class MoveRanges:
    """The named ranges of moves that are open at one point of a file; they may go over many paragraphs."""

    __slots__ = ("_last", "_open")

    def __init__(self) -> None:
        self._open: dict[str, dict[str, str]] = {"move_from": {}, "move_to": {}}
        self._last = {"move_from": "", "move_to": ""}

    def follow(self, mark: etree._Element) -> None:
        """Take the start or the end of a range."""
        kind = "move_from" if mark.tag in (tags.MOVE_FROM_START, tags.MOVE_FROM_END) else "move_to"
        number = mark.get(tags.ID, "")
        if mark.tag in (tags.MOVE_FROM_START, tags.MOVE_TO_START):
            self._open[kind][number] = self._last[kind] = mark.get(tags.NAME, "")
        else:
            self._open[kind].pop(number, None)

    def name(self, kind: str) -> str:
        """Give the name of the innermost open range, "" outside any."""
        return next(reversed(self._open[kind].values()), "")

    def last(self, kind: str) -> str:
        """Give the name of the range that was opened last, be it closed by now."""
        return self._last[kind]


def settle_moves(found: list[Found]) -> None:
    """Make a move whose other end is not in the file what it then is: a deletion or an insertion (ECMA-376 part 1, 17.13.5.21).

    A move without any name (no range around it) keeps its kind as long as both ends exist unnamed.
    """
    ends = {kind: {change.move for change in found if change.kind == kind and (change.move or not change.mark)} for kind in _BROKEN}
    paired = ends["move_from"] & ends["move_to"]
    for change in found:
        if change.kind in _BROKEN and change.move not in paired:
            change.kind = _BROKEN[change.kind][change.mark]


def freeze(found: list[Found], finals: list[int | None]) -> tuple[Revision, ...]:
    """Give the revisions; finals: for each physical paragraph its index into Reading.final, or None."""
    return tuple(
        Revision(
            number,
            change.kind,
            change.part,
            change.author,
            change.date,
            change.date_utc,
            "".join(change.texts),
            None if change.source is None or change.source >= len(finals) else finals[change.source],
            change.source if change.source is not None and change.source < len(finals) else None,
            change.move,
        )
        for number, change in enumerate(found)
    )
