"""Join physical paragraphs into those that a reader sees when all changes are rejected, or all accepted.

A tracked paragraph mark is the break AFTER its paragraph (ECMA-376 part 1, 17.13.5.15 and 17.13.5.20): an inserted one is
not there in the original, a deleted one not in the final text. Over a table, a content control or a section break no
paragraphs are ever joined.
"""

from wgtracker.word.model import Piece


class Physical:
    """One w:p while the file is being walked.

    joins: the next physical paragraph stands right after it in the same container. numbering_*: (numId, ilvl) as written,
    now and before a tracked change of the properties; style_* likewise. row: it stands in an inserted row.
    """

    __slots__ = (
        "bookmarks",
        "cell",
        "ends_section",
        "joins",
        "mark_deleted",
        "mark_inserted",
        "numbering",
        "outline",
        "pieces",
        "row",
        "source",
        "style",
        "was_numbering",
        "was_style",
    )

    def __init__(self, source: int, cell: bool, row: bool) -> None:
        self.source = source
        self.cell = cell
        self.row = row
        self.joins = self.ends_section = False
        self.pieces: list[Piece] = []
        self.bookmarks: tuple[str, ...] = ()
        self.mark_inserted: int | None = None
        self.mark_deleted: int | None = None
        self.style = self.was_style = ""
        self.outline: str | None = None
        self.numbering: tuple[str | None, str | None] | None = None
        self.was_numbering: tuple[str | None, str | None] | None = None

    @property
    def runs_on_original(self) -> bool:
        """Say whether its text goes on in the next physical paragraph where all is rejected."""
        return self.joins and self.mark_inserted is not None

    @property
    def runs_on_final(self) -> bool:
        """Say whether its text goes on in the next physical paragraph where all is accepted."""
        return self.joins and self.mark_deleted is not None


class Story:
    """One stream of paragraphs: the body, a text box, a note, a header, a comment."""

    __slots__ = ("part", "physical")

    def __init__(self, part: str) -> None:
        self.part = part
        self.physical: list[Physical] = []


class CommentPlace:
    """Where one comment is anchored. start, end, reference: (story, physical paragraph, offset in its text, struck words counted)."""

    __slots__ = ("end", "reference", "start")

    def __init__(self) -> None:
        self.start: tuple[Story, int, int] | None = None
        self.end: tuple[Story, int, int] | None = None
        self.reference: tuple[Story, int, int] | None = None


def join_original(physical: list[Physical]) -> tuple[str, ...]:
    """Give the non-empty paragraphs where every change is rejected."""
    texts: list[str] = []
    held = ""
    for paragraph in physical:
        held += "".join([piece[0] for piece in paragraph.pieces if piece[1] is None])
        if paragraph.mark_inserted is None or not paragraph.joins:
            if held and not held.isspace():
                texts.append(held)
            held = ""
    return tuple(texts)


def join_final(physical: list[Physical]) -> tuple[tuple[str, ...], list[int | None]]:
    """Give the non-empty paragraphs where every change is accepted, and for each physical one the index of its own, or None."""
    texts: list[str] = []
    places: list[int | None] = []
    held = ""
    waiting = 0
    for paragraph in physical:
        held += "".join([piece[0] for piece in paragraph.pieces if piece[2] is None])
        waiting += 1
        if paragraph.mark_deleted is None or not paragraph.joins:
            place = None
            if held and not held.isspace():
                place = len(texts)
                texts.append(held)
            places += [place] * waiting
            held, waiting = "", 0
    return tuple(texts), places


def coalesce(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join neighbouring pieces that share one fate; there is at least one."""
    joined: list[Piece] = []
    last = pieces[0]
    for piece in pieces[1:]:
        if piece[1:] == last[1:]:
            last = Piece(last[0] + piece[0], *last[1:])
        else:
            joined.append(last)
            last = piece
    joined.append(last)
    return tuple(joined)
