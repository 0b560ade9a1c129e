"""See a file's paragraphs from both sides: as they were (all changes rejected) and as they would be (all accepted).

A block is a stretch of physical paragraphs that hang together because a paragraph mark in it was inserted or deleted;
most blocks are one paragraph that is one paragraph on both sides. Which side a word stands on follows from its revisions:
those settled count as part of the text (the draft's own), those set aside count as never made (they are another's).
"""

from typing import NamedTuple

from wgtracker.word.model import ParagraphIn, Reading

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
    reading: Reading, settled: frozenset[int] = NOTHING, aside: frozenset[int] = NOTHING, native_strikes: frozenset[str] = frozenset()
) -> list[Block]:
    """List the blocks of a file in order. Struck by hand counts as deleted, unless the draft has the same words struck."""
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
        while end + 1 < count and any(_joins(paragraphs[end], settled, aside)):
            end += 1
        blocks.append(_read_block(paragraphs, start, end, settled, aside, native_strikes))
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


def _joins(paragraph: ParagraphIn, settled: frozenset[int], aside: frozenset[int]) -> tuple[bool, bool]:
    """Tell whether the text runs on into the next paragraph (in the original, in the final)."""
    inserted, deleted = paragraph.mark_inserted, paragraph.mark_deleted
    original, final = paragraph.runs_on_original, paragraph.runs_on_final
    if inserted in settled:
        original = deleted in settled and final
    elif inserted in aside:
        final = original
    if deleted in settled:
        original = original or final
    elif deleted in aside:
        final = inserted in aside and original
    return original, final


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


def _read_block(
    paragraphs: tuple[ParagraphIn, ...], start: int, end: int, settled: frozenset[int], aside: frozenset[int], native: frozenset[str]
) -> Block:
    before, after = _Builder(start), _Builder(start)
    kept: set[tuple[int, int]] = set()
    touching: dict[tuple[int, int], None] = {}
    homes: dict[int, tuple[int, int]] = {}
    fresh: set[int] = set()
    for index in range(start, end + 1):
        paragraph = paragraphs[index]
        gone: dict[int, None] = {}
        come: dict[int, None] = {}
        for text, inserted, deleted, hand, _hidden in paragraph.pieces:
            here = (len(before.sides), len(after.sides))
            was = (inserted is None or inserted in settled) and deleted not in settled
            will = (deleted is None or deleted in aside) and inserted not in aside
            if hand == "strike" and will and deleted is None and text.strip() not in native:
                will = False
                after.struck.append(text)
            if hand == "mark":
                after.marked.append(text)
            blank = not text or text.isspace()
            if was:
                before.add(text, index)
                if not blank:
                    gone[here[0]] = None
            if will:
                after.add(text, index)
                if not blank:
                    come[here[1]] = None
            if was and will and not blank:
                kept.add(here)
            for revision in (inserted, deleted):
                if revision is not None:
                    homes.setdefault(revision, here)
            if deleted is not None and inserted is not None and not was:
                fresh.add(deleted)
        touching.update(((i, j), None) for i in gone for j in come)
        here = (len(before.sides), len(after.sides))
        for revision in (paragraph.mark_inserted, paragraph.mark_deleted):
            if revision is not None:
                homes.setdefault(revision, here)
        joined_before, joined_after = _joins(paragraph, settled, aside) if index < end else (False, False)
        if not joined_before:
            before.close(index)
        if not joined_after:
            after.close(index)
    return Block(tuple(before.sides), tuple(after.sides), frozenset(kept), tuple(touching), homes, frozenset(fresh))
