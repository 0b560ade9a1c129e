"""Hold what is read from a Word file, and what is written to one: plain, frozen data.

Nothing here knows what a recommendation is. Offsets are code points.
"""

from typing import NamedTuple

# ---------------------------------------------------------------- what is read


class Piece(NamedTuple):
    """A run of text of one paragraph that shares one fate.

    inserted / deleted: id of the revision (Reading.revisions) that inserts or deletes it, or None; a move's
    arrival counts as inserted, its departure as deleted. Both set: struck inside another author's insertion.
    hand: "" | "strike" | "mark" (bold, colour, underline or highlight on the run itself, not from its style).
    hidden: hidden text (w:vanish).
    """

    text: str
    inserted: int | None
    deleted: int | None
    hand: str
    hidden: bool


class ParagraphIn(NamedTuple):
    """One physical w:p of the main part, in document order, with its label and what its mark does.

    label: the list number as shown where all revisions are rejected ("3.", "(b)", ""); level: list level (0..8) or None.
    heading: 1..9 where the paragraph's style or outline level makes it a heading, else 0 (Title is 1).
    style: style name as in styles.xml ("" = default). bookmarks: names of bookmarks that start in it.
    mark_inserted / mark_deleted: id of the revision of its paragraph mark (moves included), or None.
    runs_on_original / runs_on_final: its text goes on in the next physical paragraph when all is rejected / accepted.
    cell: it stands in a table. hidden: all its text is hidden. source: index of the w:p among all w:p of the main part.
    plain: its own outline level says that it is body text, whatever it looks like.
    """

    pieces: tuple[Piece, ...]
    label: str
    level: int | None
    heading: int
    style: str
    bookmarks: tuple[str, ...]
    mark_inserted: int | None
    mark_deleted: int | None
    runs_on_original: bool
    runs_on_final: bool
    cell: bool
    source: int
    plain: bool = False


class Revision(NamedTuple):
    """One tracked change. id: its place in Reading.revisions. Kinds and parts as in docs/interfaces.md, inspect.

    paragraph: index into Reading.final or None. source: index of the physical paragraph in Reading.paragraphs or None.
    move: the name that the two ends of a move share ("" where it has none). A named move without its other end is
    an insert or delete.
    """

    id: int
    kind: str
    part: str
    author: str
    date: str | None
    date_utc: str | None
    text: str
    paragraph: int | None
    source: int | None
    move: str = ""


class CommentIn(NamedTuple):
    """One comment bubble. paragraph: index into Reading.final or None; source: index into Reading.paragraphs where its
    range starts (or its reference stands), or None. where: part it is anchored in ("document", "footnotes", ..., "" = none).
    """

    id: str
    author: str
    initials: str
    date: str | None
    date_utc: str | None
    text: str
    anchor: str
    paragraph: int | None
    parent: str | None
    resolved: bool
    hidden: bool
    where: str
    source: int | None


class OtherText(NamedTuple):
    """Text outside the body: a text box, notes, headers and footers; one string with paragraphs joined by line feeds."""

    part: str
    original: str
    final: str


class Reading(NamedTuple):
    """All that one Word file says, nothing left out.

    paragraphs: physical, document order, empty ones included. original / final: the non-empty paragraphs with all
    revisions rejected / accepted, white space as in the file (tab and break are one space).
    """

    paragraphs: tuple[ParagraphIn, ...]
    original: tuple[str, ...]
    final: tuple[str, ...]
    revisions: tuple[Revision, ...]
    comments: tuple[CommentIn, ...]
    other: tuple[OtherText, ...]
    format_changes: int
    warnings: tuple[str, ...]


# ---------------------------------------------------------------- what is written


class Run(NamedTuple):
    """Text in one character style (style id, "" = none). lang: BCP 47; right-to-left follows from it.
    "\t" and "\n" in text become a tab and a line break.
    """

    text: str
    style: str = ""
    lang: str = ""


class Field(NamedTuple):
    """A field with its cached result: code "PAGE", "NUMPAGES", "REF name", ..."""

    code: str
    result: str
    style: str = ""


class Tracked(NamedTuple):
    """Runs that one author inserts, deletes, moves away or moves here (kind as a revision's). date: "YYYY-MM-DDThh:mm:ssZ".
    inner: Tracked deletions by another author inside an insertion stand among runs. move: shared name of the two ends.
    """

    kind: str  # insert | delete | move_from | move_to
    runs: "tuple[Run | Tracked, ...]"
    author: str
    date: str
    move: str = ""


class CommentMark(NamedTuple):
    """Where comment number `comment` (index into Document.comments) starts or ends: at = start | end.

    end also writes the reference; an end without a start is a point anchor. A reply without marks of its own
    stands where its parent stands.
    """

    at: str
    comment: int


class NoteMark(NamedTuple):
    """A footnote reference. custom: the sign ("*") where the note is not numbered."""

    note: int
    custom: str = ""


class Link(NamedTuple):
    """A hyperlink to a bookmark of this document."""

    bookmark: str
    runs: tuple[Run, ...]


Inline = Run | Field | Tracked | CommentMark | NoteMark | Link


class ParagraphOut(NamedTuple):
    """One paragraph. style: paragraph style id. numbering: (index into Document.lists, level 0..8) or None.

    mark: what the paragraph mark is tracked as: (insert|delete|move_from|move_to, author, date) or None.
    bookmarks: hidden names put around all of it. bidi: right-to-left paragraph.
    """

    inlines: tuple[Inline, ...]
    style: str = ""
    numbering: tuple[int, int] | None = None
    bookmarks: tuple[str, ...] = ()
    mark: tuple[str, str, str] | None = None
    bidi: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False


class TableOut(NamedTuple):
    """A table with direct borders, repeated header row(s) and fixed column widths (twentieths of a point).

    rows: cells of paragraphs. layout: True for a masthead table without borders or header row.
    """

    widths: tuple[int, ...]
    rows: tuple[tuple[tuple[ParagraphOut, ...], ...], ...]
    header_rows: int = 1
    caption: str = ""
    description: str = ""
    layout: bool = False


Block = ParagraphOut | TableOut


class CommentOut(NamedTuple):
    """A comment bubble to write. parent: index into Document.comments or None. date: "YYYY-MM-DDThh:mm:ssZ" or "" (none)."""

    author: str
    initials: str
    date: str
    paragraphs: tuple[str, ...]
    parent: int | None = None
    resolved: bool = False


class ListOut(NamedTuple):
    """One numbering instance: the (format, text, left indent, hanging) of each level, e.g. ("decimal", "%1.", 567, 567)."""

    levels: tuple[tuple[str, str, int, int], ...]


class Document(NamedTuple):
    """A whole document to write. The same Document gives the same bytes, always.

    header_first / header / footer: paragraphs; header_first None = the same header on every page.
    created: "YYYY-MM-DDThh:mm:ssZ", a date of the content, never the clock's.
    """

    title: str
    language: str
    body: tuple[Block, ...]
    subject: str = ""
    creator: str = ""
    created: str = "2020-01-01T00:00:00Z"
    header_first: tuple[Block, ...] | None = None
    header: tuple[Block, ...] = ()
    footer_first: tuple[Block, ...] | None = None
    footer: tuple[Block, ...] = ()
    footnotes: tuple[tuple[ParagraphOut, ...], ...] = ()
    comments: tuple[CommentOut, ...] = ()
    lists: tuple[ListOut, ...] = ()
    track_revisions: bool = False
