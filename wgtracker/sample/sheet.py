"""Model a delegation's copy of the draft while the sample's writer changes it: lines of bits with their fates.

A copy keeps two records that never look at each other: the bits that will become Word XML, and the ledger (plain strings) of what
was asked for. The tests compare the one, read back from the Word file, with the other.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from wgtracker.sample.texts import Draft


class Pen(NamedTuple):
    """Who types, and when: a Word user name and Word's date ("YYYY-MM-DDThh:mm:ssZ")."""

    author: str
    date: str


class Bit(NamedTuple):
    """A stretch of text with one fate, or (text "") a comment mark: ("start" | "end" | "point", comment number)."""

    text: str
    ins: Pen | None = None
    dele: Pen | None = None
    move: str = ""  # "" | "from" | "to"
    hand: str = ""  # "" | "mark" | "strike"
    note: tuple[str, int] | None = None


@dataclass(slots=True)
class Line:
    """One Word paragraph. unit: its unit index in the draft, None where it is new. mark: what its mark is tracked as, and by whom.

    move: (name, pen) of the move that the whole line is an end of. bookmark: "" | "whole" | "start" | "end" of its unit's hidden bookmark.
    """

    kind: str
    unit: int | None
    bits: list[Bit]
    mark: tuple[str, Pen] | None = None
    move: tuple[str, Pen] | None = None
    bookmark: str = "whole"
    language: str = ""

    def visible(self) -> str:
        """Return the text as its author sees it: all changes accepted."""
        return "".join(bit.text for bit in self.bits if bit.dele is None and bit.move != "from" and bit.hand != "strike")


class Note(NamedTuple):
    """A comment bubble. parent: number of the comment it answers, or None."""

    pen: Pen
    text: str
    parent: int | None = None
    resolved: bool = False
    language: str = ""


class Found(NamedTuple):
    """Where words stand: the line, the first bit and the one after the last."""

    line: Line
    first: int
    last: int


@dataclass(slots=True)
class Sheet:
    """All lines of one Word file, and its comments."""

    lines: list[Line]
    notes: list[Note] = field(default_factory=list)

    def of_unit(self, unit: int) -> list[Line]:
        """Return the lines that carry a unit (two after a split; a move's departure is not counted)."""
        return [line for line in self.lines if line.unit == unit and not (line.mark and line.mark[0] == "move_from")]

    def at(self, line: Line) -> int:
        """Return a line's place, by identity."""
        return next(i for i, each in enumerate(self.lines) if each is line)

    def find(self, unit: int, words: str) -> Found:
        """Find words that stand once in what is visible of a unit, and cut the bits at their ends.

        Raises ValueError where they stand nowhere or twice: a sample's writer must not guess.
        """
        hits = [line for line in self.of_unit(unit) if words in line.visible()]
        if len(hits) != 1 or hits[0].visible().count(words) != 1:
            raise ValueError(f"unit {unit}: {words!r} must stand exactly once")
        start = hits[0].visible().index(words)
        first = cut(hits[0], start, after=True)
        return Found(hits[0], first, cut(hits[0], start + len(words), after=False))

    def reorder_notes(self) -> None:
        """Number the comments in the order of their marks, as Word does when it saves."""
        seen = dict.fromkeys(bit.note[1] for line in self.lines for bit in line.bits if bit.note)
        new = {old: number for number, old in enumerate(seen)}
        self.notes = [note._replace(parent=None if note.parent is None else new[note.parent]) for note in (self.notes[old] for old in seen)]
        for line in self.lines:
            line.bits = [bit._replace(note=(bit.note[0], new[bit.note[1]])) if bit.note else bit for bit in line.bits]


def blank(draft: Draft) -> Sheet:
    """Return a fresh copy of the draft."""
    return Sheet([Line(passage.kind, unit, [Bit(passage.text)]) for unit, passage in enumerate(draft.passages)])


def cut(line: Line, offset: int, *, after: bool) -> int:
    """Make a bit begin at an offset of the visible text; return its number.

    At a border where invisible bits or comment marks stand, `after` takes the place behind them, else the one before them.
    """
    seen = 0
    place = 0
    for number, bit in enumerate(line.bits):
        shown = 0 if bit.dele or bit.move == "from" or bit.hand == "strike" else len(bit.text)
        if seen < offset < seen + shown:
            head, tail = bit.text[: offset - seen], bit.text[offset - seen :]
            line.bits[number : number + 1] = [bit._replace(text=head), bit._replace(text=tail)]
            return number + 1
        if seen == offset and shown:
            return number if after else place
        seen += shown
        if shown:
            place = number + 1
    return len(line.bits) if after else place
