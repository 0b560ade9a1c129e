"""List a file's original paragraphs with the units that they stand for."""

from collections.abc import Sequence
from typing import NamedTuple

from wgtracker.compile.align import Index, align
from wgtracker.compile.folding import fold
from wgtracker.compile.labels import split_label
from wgtracker.compile.likeness import Line
from wgtracker.compile.model import Unit
from wgtracker.compile.sides import Block, Side
from wgtracker.compile.units import label_of
from wgtracker.word.model import Reading
from wgtracker.word.workcopy import parse_bookmark


class Spot(NamedTuple):
    """One original paragraph of the file that has words: its block, its place there, its words, its unit or None."""

    block: int
    original: int
    wording: Line
    side: Side
    unit: int | None


def list_units_above(spots: Sequence[Spot]) -> dict[int, int]:
    """Give the unit above each physical paragraph that was put in before an original one (it is counted to that one's block)."""
    found: dict[int, int] = {}
    above: int | None = None
    for _, _, _, side, unit in spots:
        if above is not None:
            found.update((at, above) for at in range(side.first, side.at))
        above = unit if unit is not None else above
    return found


def match_spots(reading: Reading, blocks: Sequence[Block], units: Sequence[Unit], lookup: Index, digest: str) -> list[Spot]:
    """List the file's original paragraphs that have words, each with the unit that it stands for. digest: of the draft, as in bookmarks."""
    where: list[tuple[int, int, Side]] = []
    lines: list[Line] = []
    paragraphs = reading.paragraphs
    for number, block in enumerate(blocks):
        for original, side in enumerate(block.originals):
            if side.text and not side.text.isspace():
                label, text, _ = label_of(side, paragraphs[side.at])
                bookmark = _bookmark_in(reading, side, digest)
                lines.append(Line(label, text, bookmark))
                where.append((number, original, side))
    found = align(lines, units, lookup)
    return [Spot(number, original, line, side, unit) for (number, original, side), line, unit in zip(where, lines, found)]


def _bookmark_in(reading: Reading, side: Side, digest: str) -> int | None:
    """Give the unit that a hidden bookmark of this very draft names, if one starts in the paragraph."""
    for paragraph in reading.paragraphs[side.first : side.last + 1]:
        for name in paragraph.bookmarks:
            parsed = parse_bookmark(name)
            if parsed is not None and parsed[0] == digest:
                return parsed[1]
    return None


def find_apart(reading: Reading, blocks: Sequence[Block], lookup: Index) -> frozenset[int]:
    """Find inserted paragraph marks between two original paragraphs that are each a unit of the draft.

    LibreOffice, saving as .docx, marks the end of the paragraph above an inserted one as inserted too; taken by the letter, rejecting
    would then join two of the draft's own paragraphs.
    """
    found: set[int] = set()
    for block in blocks:
        for side in block.originals:
            if side.first < side.last and side.text.strip() and fold(side.text) not in lookup.folded:
                found.update(_find_inner(reading, side, lookup))
    return frozenset(found)


def _find_inner(reading: Reading, side: Side, lookup: Index) -> list[int]:
    marks: list[int] = []
    waiting: int | None = None
    for number in range(side.first, side.last + 1):
        paragraph = reading.paragraphs[number]
        text = "".join([piece.text for piece in paragraph.pieces if piece.inserted is None])
        if not text.strip():
            continue
        if fold(text) not in lookup.folded and fold(split_label(text.strip())[1]) not in lookup.folded:
            return []
        if waiting is not None:
            marks.append(waiting)
        waiting = paragraph.mark_inserted
    return marks
