"""See a file's paragraphs from both sides: as they were (all changes rejected) and as they would be (all accepted).

A block is a stretch of physical paragraphs that hang together because a paragraph mark in it was inserted or deleted;
most blocks are one paragraph that is one paragraph on both sides. Which side a word stands on follows from its revisions:
those settled count as part of the text (the draft's own), those set aside count as never made (they are another's).
"""

from typing import NamedTuple

from wgtracker.word.model import ParagraphIn, Piece, Reading

NOTHING: frozenset[int] = frozenset()


class Side(NamedTuple):
    """One paragraph as it reads on one side. first, last: its physical paragraphs; at: the one in which its words begin.

    struck, marked: what is marked by hand in it.
    """

    text: str
    first: int
    last: int
    struck: str = ""
    marked: str = ""
    at: int = -1


class Block(NamedTuple):
    """Physical paragraphs that hang together, from both sides.

    kept: pairs (original, final) that share words nobody changed; touching: pairs with words in one physical paragraph.
    homes: revision id -> (original, final) where it stands. fresh: the deletions of words that only another change puts in.
    """

    originals: tuple[Side, ...]
    finals: tuple[Side, ...]
    kept: frozenset[tuple[int, int]]
    touching: tuple[tuple[int, int], ...]
    homes: dict[int, tuple[int, int]]
    fresh: frozenset[int] = NOTHING


def read_blocks(
    reading: Reading,
    settled: frozenset[int] = NOTHING,
    aside: frozenset[int] = NOTHING,
    native_strikes: frozenset[str] = frozenset(),
    apart: frozenset[int] = NOTHING,
) -> list[Block]:
    """List the blocks of a file in order. Struck by hand counts as deleted, unless the draft has the same words struck.

    apart: inserted paragraph marks that nevertheless end an original paragraph (find_apart).
    """
    blocks: list[Block] = []
    paragraphs = reading.paragraphs
    start = 0
    count = len(paragraphs)
    while start < count:
        paragraph = paragraphs[start]
        if _is_plain(paragraph):
            side = (Side("".join([piece[0] for piece in paragraph.pieces]), start, start, at=start),)
            blocks.append(Block(side, side, _UNTOUCHED, (), {}))
            start += 1
            continue
        end = start
        while end + 1 < count and any(_joins(paragraphs[end], settled, aside, apart)):
            end += 1
        if end == start and not settled and not aside and not apart:
            blocks.append(_read_alone(paragraph, start, native_strikes))
        else:
            blocks.append(_read_block(paragraphs, start, end, (settled, aside, apart), native_strikes))
        start = end + 1
    return blocks


_UNTOUCHED = frozenset(((0, 0),))


def _is_plain(paragraph: ParagraphIn) -> bool:
    """Tell whether nothing was changed in a paragraph (a paragraph that runs on has a tracked mark)."""
    if paragraph.mark_inserted is not None or paragraph.mark_deleted is not None:
        return False
    for _text, inserted, deleted, hand, _hidden in paragraph.pieces:
        if inserted is not None or deleted is not None or hand:
            return False
    return not (paragraph.runs_on_original or paragraph.runs_on_final)


def _joins(paragraph: ParagraphIn, settled: frozenset[int], aside: frozenset[int], apart: frozenset[int]) -> tuple[bool, bool]:
    """Tell whether the text runs on into the next paragraph (in the original, in the final)."""
    inserted, deleted = paragraph.mark_inserted, paragraph.mark_deleted
    original, final = paragraph.runs_on_original, paragraph.runs_on_final
    if inserted in apart:
        original = False
    elif inserted in settled:
        original = deleted in settled and final
    elif inserted in aside:
        final = original
    if deleted in settled:
        original = original or final
    elif deleted in aside:
        final = inserted in aside and original
    return original, final


def _read_alone(paragraph: ParagraphIn, index: int, native: frozenset[str]) -> Block:
    """Read a paragraph that is one on both sides: by far the most, so in one short loop."""
    before: list[str] = []
    after: list[str] = []
    struck: list[str] = []
    marked: list[str] = []
    homes: dict[int, tuple[int, int]] = {}
    for text, inserted, deleted, hand, _hidden in paragraph.pieces:
        if inserted is None:
            before.append(text)
        else:
            homes[inserted] = _ALONE
        if deleted is not None:
            homes[deleted] = _ALONE
        elif hand == "strike" and text.strip() not in native:
            struck.append(text)
        else:
            after.append(text)
        if hand == "mark":
            marked.append(text)
    for revision in (paragraph.mark_inserted, paragraph.mark_deleted):
        if revision is not None:
            homes[revision] = _ALONE
    original, final = "".join(before), "".join(after)
    sides = Side(original, index, index, at=index), Side(final, index, index, "".join(struck), "".join(marked), index)
    return Block(sides[:1], sides[1:], _UNTOUCHED, (), homes)


_ALONE = (0, 0)


class _Builder:
    """Collect the paragraphs of one side while the pieces are walked."""

    def __init__(self, first: int) -> None:
        self.sides: list[Side] = []
        self.words: list[str] = []
        self.struck: list[str] = []
        self.marked: list[str] = []
        self.first = first
        self.at = -1

    def add(self, words: str, at: int) -> None:
        self.words.append(words)
        if self.at < 0 and not words.isspace():
            self.at = at

    def close(self, last: int) -> None:
        at = self.first if self.at < 0 else self.at
        self.sides.append(Side("".join(self.words), self.first, last, "".join(self.struck), "".join(self.marked), at))
        self.words, self.struck, self.marked = [], [], []
        self.first, self.at = last + 1, -1


class _BlockReader:
    """Walk the pieces of a block, from both sides at once."""

    def __init__(self, start: int, settled: frozenset[int], aside: frozenset[int], native: frozenset[str]) -> None:
        self.settled, self.aside, self.native = settled, aside, native
        self.before, self.after = _Builder(start), _Builder(start)
        self.kept: set[tuple[int, int]] = set()
        self.touching: dict[tuple[int, int], None] = {}
        self.homes: dict[int, tuple[int, int]] = {}
        self.fresh: set[int] = set()

    def here(self) -> tuple[int, int]:
        return len(self.before.sides), len(self.after.sides)

    def read(self, paragraph: ParagraphIn, index: int) -> None:
        """Read the pieces of one physical paragraph and its mark."""
        gone: dict[int, None] = {}
        come: dict[int, None] = {}
        for piece in paragraph.pieces:
            here = self.here()
            was, will = self._read_piece(piece, index)
            if piece.text and not piece.text.isspace():
                if was:
                    gone[here[0]] = None
                if will:
                    come[here[1]] = None
                if was and will:
                    self.kept.add(here)
        self.touching.update(((i, j), None) for i in gone for j in come)
        for revision in (paragraph.mark_inserted, paragraph.mark_deleted):
            if revision is not None:
                self.homes.setdefault(revision, self.here())

    def _read_piece(self, piece: Piece, index: int) -> tuple[bool, bool]:
        """Take in a piece; tell whether it stands in the original, and in the final."""
        text, inserted, deleted, hand, _hidden = piece
        was = (inserted is None or inserted in self.settled) and deleted not in self.settled
        will = (deleted is None or deleted in self.aside) and inserted not in self.aside
        if hand == "strike" and will and deleted is None and text.strip() not in self.native:
            will = False
            self.after.struck.append(text)
        if hand == "mark":
            self.after.marked.append(text)
        if was:
            self.before.add(text, index)
        if will:
            self.after.add(text, index)
        for revision in (inserted, deleted):
            if revision is not None:
                self.homes.setdefault(revision, self.here())
        if deleted is not None and inserted is not None and not was:
            self.fresh.add(deleted)
        return was, will


def _read_block(
    paragraphs: tuple[ParagraphIn, ...],
    start: int,
    end: int,
    fates: tuple[frozenset[int], frozenset[int], frozenset[int]],
    native: frozenset[str],
) -> Block:
    settled, aside, apart = fates
    reader = _BlockReader(start, settled, aside, native)
    before, after = reader.before, reader.after
    for index in range(start, end + 1):
        reader.read(paragraphs[index], index)
        joined_before, joined_after = _joins(paragraphs[index], settled, aside, apart) if index < end else (False, False)
        if not joined_before:
            before.close(index)
        if not joined_after:
            after.close(index)
    sides = tuple(before.sides), tuple(after.sides)
    return Block(*sides, frozenset(reader.kept), tuple(reader.touching), reader.homes, frozenset(reader.fresh))
