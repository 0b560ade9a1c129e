"""Hold what a compilation is: the draft's units, each delegation's input at its place, and what has no place.

`papers`, the report and (later) the web draw from these; nobody computes them twice. Indexes count from 0.
"""

from typing import NamedTuple

from wgtracker.text.model import Edits, Overlay


class Unit(NamedTuple):
    """One body paragraph of the draft. kind: recommendation | subparagraph | heading | chapeau | text | cell.

    label: as shown ("3.", "(b)", ""); text: without it; topic: the heading above; level: heading level 1..9, list depth, or 0.
    source: index of its paragraph among all w:p of the draft's main part. offset: where `text` starts in that paragraph's text
    (a typed label and white space stand before it).
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody asks of a unit
    kind: str
    label: str
    topic: str
    text: str
    level: int
    source: int
    offset: int = 0


class Change(NamedTuple):
    """One raw revision of the file as Word recorded it. id: its number in that file's reading (-1: untracked or by hand)."""

    id: int
    kind: str
    author: str
    date: str | None
    text: str


class Amendment(NamedTuple):
    """All changes of one file in one unit. kind: replace | new | delete | move | split | merge | retain.

    level: list depth of a new paragraph in its file (a sub-paragraph is 1 or more), else 0.
    """

    kind: str
    unit: int | None
    units: tuple[int, ...]
    after_unit: int | None
    original: str
    proposed: str
    edits: Edits
    authors: tuple[str, ...]
    dates: tuple[str, ...]
    tracked: bool
    by_hand: bool
    changes: tuple[Change, ...]
    level: int = 0


class Comment(NamedTuple):
    """One comment bubble at its place: a unit, an amendment (index in its submission), a part outside the body (where), or the whole."""

    id: str
    unit: int | None
    amendment: int | None
    where: str
    anchor: str
    author: str
    date: str | None
    text: str
    parent: str | None
    resolved: bool


class Aside(NamedTuple):
    """Something held or unplaced, with its reason. kind: change | difference | comment.

    original / proposed: the words before and after (comment: original = anchor, proposed = its text). unit: where it would
    belong, or None. changes: the raw revisions it stands for. comment: the comment's id, or "". untracked: letters (inserted, deleted)
    that it stands for beside its changes, as the account counts them.
    """

    kind: str
    reason: str
    unit: int | None
    original: str
    proposed: str
    author: str
    date: str | None
    changes: tuple[Change, ...]
    comment: str
    untracked: tuple[int, int] = (0, 0)


class Count(NamedTuple):
    """One line of the account: in_file = placed + held + unplaced."""

    in_file: int
    placed: int
    held: int
    unplaced: int


class Account(NamedTuple):
    """Characters inserted and deleted (white space aside) and comments: where each of them is."""

    inserted: Count
    deleted: Count
    comments: Count


class Submission(NamedTuple):
    """One returned file. delegation: the name printed (UN short name at the session's date, or as given).

    received_at: ISO 8601 with offset, or None (not recorded); late: None where it cannot be known.
    on_behalf_of: group or full form, "" if none. unreadable: the sentence that says why it could not be read, else "".
    """

    file: str
    delegation: str
    category: str
    language: str
    on_behalf_of: str
    publish: bool
    sha256: str
    received_at: str | None
    late: bool | None
    superseded_by: str | None
    amendments: tuple[Amendment, ...]
    comments: tuple[Comment, ...]
    held: tuple[Aside, ...]
    unplaced: tuple[Aside, ...]
    account: Account
    format_changes: int
    warnings: tuple[str, ...]
    unreadable: str = ""


class UnitConflict(NamedTuple):
    """A clash, with its id "<unit>.<n>"."""

    id: str
    kind: str
    start: int
    end: int
    delegations: frozenset[str]


class Alternative(NamedTuple):
    """A rewrite of the whole unit, shown beside it as *alt*; or a merge of `units` into one text."""

    text: str
    by: frozenset[str]
    units: tuple[int, ...]


class Move(NamedTuple):
    """Put the unit after another (None: at the very beginning)."""

    after_unit: int | None
    by: frozenset[str]


class UnitComment(NamedTuple):
    """A comment on a unit, by a delegation. submission: its index in Compilation.submissions."""

    delegation: str
    submission: int
    comment: Comment


class NegotiatedUnit(NamedTuple):
    """A unit with all that was said on it. overlay: every text proposal; drawn: the same without alternatives, merges and whole deletions,
    which is what is printed inline. deleted_by / retained_by: who asks for it. comments: delegation order, then the file's.
    asked_by: who asks for the paragraph itself, where it is before the meeting as a new one; empty for a paragraph of the draft.
    """

    unit: Unit
    overlay: Overlay
    drawn: Overlay
    alternatives: tuple[Alternative, ...]
    merges: tuple[Alternative, ...]
    moves: tuple[Move, ...]
    deleted_by: frozenset[str]
    retained_by: frozenset[str]
    conflicts: tuple[UnitConflict, ...]
    comments: tuple[UnitComment, ...]
    asked_by: frozenset[str] = frozenset()


class NewParagraph(NamedTuple):
    """A proposed new paragraph after a unit (None: before the first). label: "3 bis", "(b) bis", "" where the unit has no number.

    comments: those on the new paragraph itself.
    """

    after_unit: int | None
    topic: str
    text: str
    by: frozenset[str]
    label: str
    comments: tuple[UnitComment, ...]


class Delegation(NamedTuple):
    """Who speaks. name: as printed inline; category: State | REIO | IGO | UN | NGO | other (see countries); sort_key: order within it."""

    name: str
    category: str
    sort_key: str


class Compilation(NamedTuple):
    """The whole: units in order with what was said, new paragraphs, every submission, and the account.

    delegations: every name that can stand in a `by`, in printing order (categories in order, then alphabet).
    draft_file / draft_sha256: the base. warnings: on the draft and on the whole.
    """

    draft_file: str
    draft_sha256: str
    units: tuple[NegotiatedUnit, ...]
    new_paragraphs: tuple[NewParagraph, ...]
    submissions: tuple[Submission, ...]
    delegations: tuple[Delegation, ...]
    account: Account
    warnings: tuple[str, ...]
