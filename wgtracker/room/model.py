"""Hold what the room works with: proposals as they came in, acts of the meeting, and the state of a unit.

Offsets are code points. An offset means nothing without its text, so everything that has one carries the text it was made on (`on`).
"""

from enum import StrEnum
from typing import NamedTuple

from wgtracker.room.life import Status
from wgtracker.text.model import Edit, Edits

CHAIR = "Chair"
"""Under this name stands wording that no delegation brought."""


class Origin(StrEnum):
    """How a proposal came into the room."""

    WRITING = "writing"
    FLOOR = "floor"
    BRIDGE = "bridge"


class Proposal(NamedTuple):
    """What somebody asks of a unit, as it came in; it never changes.

    id: "a41" of amendment 41, "f12" where act 12 brought it in. kind: replace | split | new | delete | retain | move | merge.
    edits: on the text `on`, which was revision number `revision`. proposed: the text as it should read ("" = delete).
    after: of a move, the unit to stand after (None: first); units: of a merger, all of them. instead: the own proposal it replaces.
    sources: of a bridging text, the proposals it was made of; reason: why, in the proposer's words. confirmed: by the proposer on its
    own screen; False for words that were read from the floor and not confirmed (yet).
    """

    id: str
    by: str
    kind: str
    revision: int
    on: str
    edits: Edits
    proposed: str
    origin: Origin = Origin.WRITING
    after: int | None = None
    units: tuple[int, ...] = ()
    reason: str = ""
    instead: str = ""
    sources: tuple[str, ...] = ()
    confirmed: bool = True


class PieceId(NamedTuple):
    """One change of a proposal: the number of its edit, or 0 where it asks something of the unit as a whole."""

    proposal: str
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody asks of an id


class Wording(NamedTuple):
    """Words that were typed in the room: edits on the text that stood on the screen."""

    on: str
    edits: Edits


class Remark(NamedTuple):
    """A comment as it came in. id: "c7" of comment 7. anchor: the words it is on ("" = on the whole unit)."""

    id: str
    by: str
    anchor: str
    text: str


class Stand(StrEnum):
    """What a delegation says of a proposal or a unit without wording of its own."""

    SUPPORTS = "supports"
    CO_SPONSORS = "co_sponsors"
    CAN_LIVE_WITH = "can_live_with"
    OPPOSES = "opposes"
    RESERVES = "reserves"


# What was done: one kind of act each.


class Tabled(NamedTuple):
    """A proposal came in."""

    proposal: Proposal


class Confirmed(NamedTuple):
    """The proposer confirmed on its own screen what was read from the floor."""

    proposal: str


class Recalled(NamedTuple):
    """The proposer withdrew its proposal, or replaced it (instead: the id of the new one)."""

    proposal: str
    instead: str = ""


class Returned(NamedTuple):
    """The proposer brought back what it had withdrawn."""

    proposal: str


class Remarked(NamedTuple):
    """A comment came in."""

    remark: Remark


class Answered(NamedTuple):
    """A comment was decided on: "noted", "taken" or "not_retained"."""

    remark: str
    how: str


class Took(NamedTuple):
    """Words were taken into the text. wording: other words than proposed (taken as modified); None: as proposed."""

    pieces: tuple[PieceId, ...]
    wording: Wording | None = None


class Left(NamedTuple):
    """Words were not retained."""

    pieces: tuple[PieceId, ...]


class Parked(NamedTuple):
    """Words were set apart to come back to."""

    pieces: tuple[PieceId, ...]


class Overtaken(NamedTuple):
    """Words lost their ground to others that were taken; that is not the proposer's withdrawal."""

    pieces: tuple[PieceId, ...]


class Resumed(NamedTuple):
    """Words that were parked are before the meeting again."""

    pieces: tuple[PieceId, ...]


class Objected(NamedTuple):
    """A proposer objects to what became of its words."""

    pieces: tuple[PieceId, ...]
    by: str


class Bracketed(NamedTuple):
    """Words were put in brackets. holders: who keeps them there."""

    on: str
    start: int
    end: int
    holders: tuple[str, ...]


class Reserved(NamedTuple):
    """A delegation reserves its position: on words (start, end), or on the whole unit (start = end = -1)."""

    on: str
    start: int
    end: int
    by: str


class Lifted(NamedTuple):
    """A bracket or a reservation was lifted; act: the one that put it there."""

    act: int


class Moved(NamedTuple):
    """The unit went into another state. pending: the States waited for; forum: where ("plenary", "informals")."""

    to: Status
    pending: tuple[str, ...] = ()
    forum: str = ""


class Placed(NamedTuple):
    """The unit was put after another one (its id; None: first)."""

    after: int | None


class Stood(NamedTuple):
    """A delegation joined a proposal, or the unit ("")."""

    by: str
    how: Stand
    proposal: str = ""


class Stepped(NamedTuple):
    """A delegation left a proposal, or the unit ("")."""

    by: str
    proposal: str = ""


class Undone(NamedTuple):
    """An act was undone; undoing that does the act again."""

    act: int


What = (
    Tabled
    | Confirmed
    | Recalled
    | Returned
    | Remarked
    | Answered
    | Took
    | Left
    | Parked
    | Overtaken
    | Resumed
    | Objected
    | Bracketed
    | Reserved
    | Lifted
    | Moved
    | Placed
    | Stood
    | Stepped
    | Undone
)


class Act(NamedTuple):
    """One act on a unit. number: its place among all acts of the reading; at: ISO 8601 in UTC; actor: who did it; reason: why."""

    number: int
    what: What
    at: str = ""
    actor: str = ""
    reason: str = ""


# What came of it.


class Standing(StrEnum):
    """Where the words of one change are."""

    PENDING = "pending"
    CONTESTED = "contested"
    TAKEN = "taken"
    MODIFIED = "taken_as_modified"
    ALREADY = "already"
    NOT_RETAINED = "not_retained"
    PARKED = "parked"
    OVERTAKEN = "overtaken"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Standing.PENDING, Standing.CONTESTED})
"""They wait for a decision."""
IN_TEXT = frozenset({Standing.TAKEN, Standing.MODIFIED, Standing.ALREADY})


class Piece(NamedTuple):
    """One change and where it stands.

    edit: on the proposal's own text (None: it asks something of the whole unit). ground: the same on the unit's text now, while it
    can be made there. place: of a contested change, where its ground would be now. act: the act that decided or contested it, 0: none.
    objected: the acts by which its proposer objected.
    """

    id: PieceId
    by: str
    edit: Edit | None
    standing: Standing = Standing.PENDING
    ground: Edit | None = None
    place: tuple[int, int] | None = None
    act: int = 0
    objected: tuple[int, ...] = ()


class Span(NamedTuple):
    """A run of the unit's text with one history. act: that put it there (0: the draft). by: whose words; none: the draft's."""

    length: int
    act: int = 0
    by: tuple[str, ...] = ()


class Struck(NamedTuple):
    """Words that an act took out of the text. by: who asked for it; wrote: whose words they had been, put in by the act `since`."""

    act: int
    text: str
    by: tuple[str, ...]
    since: int
    wrote: tuple[str, ...]


class Anchored(NamedTuple):
    """A comment and where it stands. how: "words" | "whole" | "orphan" (its words are gone or changed), or how it was answered."""

    remark: Remark
    how: str
    start: int = 0
    end: int = 0
    act: int = 0


class Bracket(NamedTuple):
    """Bracketed or reserved words. act: that put them there. end = -1: the whole unit."""

    act: int
    start: int
    end: int
    holders: tuple[str, ...]


class Joined(NamedTuple):
    """A stance with the act of its beginning and of its end (0: it stands)."""

    by: str
    how: Stand
    proposal: str
    since: int
    until: int = 0


class Fallen(NamedTuple):
    """An act that no longer finds its ground, because something before it was undone."""

    act: int
    why: str


class UnitState(NamedTuple):
    """A unit as the acts left it. proposals, pieces, remarks: in the order they came. struck: words taken out, oldest first.

    moved: the act that gave it its status. placed: (act, after) each time it was put elsewhere. last: the last act on it.
    """

    base: str
    text: str
    spans: tuple[Span, ...]
    proposals: tuple[Proposal, ...] = ()
    pieces: tuple[Piece, ...] = ()
    remarks: tuple[Anchored, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    reservations: tuple[Bracket, ...] = ()
    stances: tuple[Joined, ...] = ()
    struck: tuple[Struck, ...] = ()
    status: Status = Status.TABLED
    pending: tuple[str, ...] = ()
    forum: str = ""
    moved: int = 0
    placed: tuple[tuple[int, int | None], ...] = ()
    fallen: tuple[Fallen, ...] = ()
    last: int = 0

    def proposal(self, wanted: str) -> Proposal | None:
        """Find a proposal by its id."""
        return next((one for one in self.proposals if one.id == wanted), None)

    def sponsors(self, wanted: str) -> tuple[str, ...]:
        """Name those who co-sponsor a proposal now, in the order they joined."""
        return tuple(one.by for one in self.stances if one.proposal == wanted and one.how == Stand.CO_SPONSORS and not one.until)
