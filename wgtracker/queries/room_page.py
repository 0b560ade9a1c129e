"""Give what the pages of one unit in the room show: places with their options, proposals and where they stand, comments, brackets, acts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _
from wgtracker.papers.marks import compare
from wgtracker.papers.outline import Member
from wgtracker.papers.points import DrawnPoint
from wgtracker.papers.spots import phrase_for
from wgtracker.policy import Actor, Scope, can
from wgtracker.queries.room import list_acts
from wgtracker.queries.room_text import RoomText, draw_point
from wgtracker.room import model as r
from wgtracker.room.lay import Placed, show
from wgtracker.room.life import GONE, MOVES, SETTLED, Status
from wgtracker.room.numbers import find_ranges
from wgtracker.room.steps import find_undone
from wgtracker.text import apply
from wgtracker.text.model import Option


class Choice(NamedTuple):
    """One option of a place, or one thing asked of the unit as a whole.

    words: as they would read there, each with whether it is new; phrase: what it does, where words say little ("delete"). by: who asks.
    pieces: the changes that it consists of.
    """

    title: str
    words: tuple[tuple[str, bool], ...]
    phrase: str
    by: tuple[str, ...]
    pieces: tuple[r.PieceId, ...]


class Spot(NamedTuple):
    """A place with its options. number: the change number; base: the words that stand there."""

    number: str
    base: str
    choices: tuple[Choice, ...]

    @property
    def pieces(self) -> tuple[r.PieceId, ...]:
        """Give all changes at this place."""
        return tuple(dict.fromkeys(piece for choice in self.choices for piece in choice.pieces))


class Change(NamedTuple):
    """One change of a proposal: where it stands, its old ground, and the ground it would have now.

    number: "" where it has none now. was: the words round it as they stood when it was made, with what it strikes and puts in;
    now: the words there at present.
    """

    piece: r.Piece
    number: str
    was: tuple[str, str, str, str]
    now: tuple[str, str, str]


class Row(NamedTuple):
    """A proposal with its changes. reads: the text as it would read with them. joined: who stands with it, and how."""

    proposal: r.Proposal
    changes: tuple[Change, ...]
    reads: str
    joined: tuple[r.Joined, ...]

    def of(self, *standings: str) -> tuple[r.PieceId, ...]:
        """Name its changes that stand so."""
        return tuple(one.piece.id for one in self.changes if one.piece.standing in standings)

    @property
    def open(self) -> tuple[r.PieceId, ...]:
        """Name its changes that wait for a decision, parked ones too."""
        return self.of(r.Standing.PENDING, r.Standing.CONTESTED, r.Standing.PARKED)


class Done(NamedTuple):
    """An act on the unit. undone: it does not count any more; fallen: why it finds no ground any more."""

    act: r.Act
    at: datetime
    undone: bool
    fallen: str


_SAID = (r.Tabled, r.Remarked, r.Confirmed, r.Objected, r.Stood, r.Stepped, r.Undone)
"""Acts that decide nothing."""


class UnitPage(NamedTuple):
    """One unit with everything on it. parts: the units of its point; acts: newest first; moves: where it may go from here."""

    unit: Placed
    drawn: DrawnPoint | None
    parts: tuple[Placed, ...]
    title: str
    spots: tuple[Spot, ...]
    whole: tuple[Choice, ...]
    rows: tuple[Row, ...]
    acts: tuple[Done, ...]
    moves: tuple[Status, ...]
    previous: Placed | None
    following: Placed | None

    @property
    def state(self) -> r.UnitState:
        """Give the state of the unit."""
        return self.unit.state

    @property
    def decided(self) -> list[Done]:
        """List what was decided and stands; what was only said is left out."""
        return [one for one in self.acts if not one.undone and not isinstance(one.act.what, _SAID)]

    @property
    def waiting(self) -> tuple[r.PieceId, ...]:
        """Name all changes that wait for a decision."""
        return tuple(piece.id for piece in self.state.pieces if piece.standing in r.OPEN)


def load_unit_page(db: Session, text: RoomText, unit_id: int) -> UnitPage:
    """Load everything on one unit. Raises NotFound."""
    name = text.find(unit_id)
    unit = text.room.find(unit_id)
    if unit is None:
        raise NotFound(_("There is no such paragraph in this reading."))
    drawn = draw_point(text, name)
    member = _member(text, unit, drawn)
    spots, others = _list_spots(text, unit, member), _list_versions(unit.state, member)
    numbers = {piece: spot.number for spot in reversed(spots) for piece in spot.pieces}
    walk = list_walk(text)
    at = walk.index(unit) if unit in walk else -1
    return UnitPage(
        unit,
        drawn,
        text.units_of(name),
        name_unit(text, unit),
        tuple(spots),
        (*others, *_list_whole(unit.state)),
        tuple(_row(unit.state, proposal, numbers) for proposal in unit.state.proposals),
        tuple(list_done(db, text, unit)),
        tuple(one for one in Status if one in MOVES[unit.state.status]),
        walk[at - 1] if at > 0 else None,
        walk[at + 1] if -1 < at < len(walk) - 1 else None,
    )


def list_walk(text: RoomText) -> list[Placed]:
    """List the units that the meeting goes through: all paragraphs, and headings on which something was said."""
    return [one for one in text.room.units if one.kind != "heading" or one.state.proposals or one.state.remarks or one.state.brackets]


def name_unit(text: RoomText, unit: Placed) -> str:
    """Name a unit as the room does: "Discussion point 6 (a)"."""
    name = text.find(unit.id)
    if unit.kind == "heading":
        return unit.state.text
    first = text.units_of(name)[0]
    return name.title if unit.id == first.id or not unit.label else f"{name.title} {unit.label}"


class Count(NamedTuple):
    """How far the meeting is: agreed (or adopted) of all paragraphs that are still part of the text."""

    agreed: int
    total: int


def count_agreed(text: RoomText) -> Count:
    """Count the paragraphs that are agreed."""
    units = [one for one in text.room.units if one.kind != "heading" and one.state.status not in GONE]
    return Count(sum(one.state.status in SETTLED for one in units), len(units))


def _member(text: RoomText, unit: Placed, drawn: DrawnPoint | None) -> Member | None:
    at = text.room.units.index(unit)
    members = drawn.point.members if drawn is not None else ()
    return next((one for one in members if one.negotiated.unit.index == at), None)


def _list_versions(state: r.UnitState, member: Member | None) -> list[Choice]:
    """List the other versions of the whole unit: those that the paper prints as *alt*."""
    shown, out = show(state), []
    reads = {name: apply(shown.text, edits) for name, edits in shown.edits.items()}
    for version in member.negotiated.alternatives if member is not None else ():
        own = [one for one in state.proposals if one.by in version.by and reads.get(one.id) == version.text]
        pieces = tuple(piece for one in own for piece in _waiting_of(state, one.id))
        if pieces:
            out.append(Choice(_("Another version"), ((version.text, True),), "", tuple(one.by for one in own), pieces))
    return out


def _waiting_of(state: r.UnitState, proposal: str) -> tuple[r.PieceId, ...]:
    return tuple(piece.id for piece in state.pieces if piece.id.proposal == proposal and piece.standing == r.Standing.PENDING)


def _list_spots(text: RoomText, unit: Placed, member: Member | None) -> list[Spot]:
    """List the places of the drawing with the changes that each option consists of."""
    elsewhere = {piece for one in _list_versions(unit.state, member) for piece in one.pieces}
    ranges = {piece: at for piece, at in find_ranges(unit.state).items() if piece not in elsewhere}
    order = {one.name: at for at, one in enumerate(sorted(text.room.speakers, key=lambda one: one.sort_key))}
    out = []
    for number, spot in zip(member.numbers, member.spots) if member is not None else ():
        inside = [piece for piece, (start, end) in ranges.items() if spot.start <= start and end <= spot.end]
        choices = [_choose(unit.state, spot.base, option, inside, order) for option in spot.options]
        out.append(Spot(number, spot.base, tuple(sorted(choices, key=lambda one: order.get(one.by[0], len(order))))))
    return out


def _choose(state: r.UnitState, base: str, option: Option, inside: Sequence[r.PieceId], order: Mapping[str, int]) -> Choice:
    by = tuple(sorted(option.by, key=lambda name: order.get(name, len(order))))
    pieces = tuple(piece for piece in inside if _by(state, piece) in option.by)
    return Choice("", compare(base, option.text).pieces, phrase_for(base, option.text), by, pieces)


def _by(state: r.UnitState, piece: r.PieceId) -> str:
    return next(one.by for one in state.pieces if one.id == piece)


def _list_whole(state: r.UnitState) -> list[Choice]:
    """List what waits on the unit as a whole: other versions, deletion, retention, moves, mergers, bridging texts, the new paragraph."""
    titles = {
        "delete": _("Delete the paragraph"),
        "retain": _("Retain it as it is"),
        "move": _("Move the paragraph"),
        "merge": _("Merge it with others"),
        "new": _("New paragraph"),
    }
    found: dict[tuple[str, str], Choice] = {}
    for proposal in state.proposals:
        waiting = tuple(piece.id for piece in state.pieces if piece.id.proposal == proposal.id and piece.standing in r.OPEN)
        if not waiting or (proposal.kind not in titles and proposal.origin != r.Origin.BRIDGE):
            continue
        title = _("Bridging text") if proposal.origin == r.Origin.BRIDGE else titles[proposal.kind]
        words = proposal.proposed if proposal.kind in ("merge", "new") or proposal.origin == r.Origin.BRIDGE else ""
        known = found.get((title, words), Choice(title, ((words, True),) if words else (), "", (), ()))
        found[title, words] = known._replace(by=(*known.by, proposal.by), pieces=(*known.pieces, *waiting))
    return list(found.values())


_ROUND = 60
"""Characters shown on both sides of a change."""


def _row(state: r.UnitState, proposal: r.Proposal, numbers: Mapping[r.PieceId, str]) -> Row:
    pieces = [piece for piece in state.pieces if piece.id.proposal == proposal.id]
    edits = sorted({piece.ground for piece in pieces if piece.ground is not None and piece.standing in (*r.OPEN, r.Standing.PARKED)})
    whole = proposal.kind in ("delete", "retain", "move", "merge")
    reads = proposal.proposed if proposal.kind == "merge" else state.text if whole or not edits else apply(state.text, tuple(edits))
    joined = tuple(one for one in state.stances if one.proposal == proposal.id and not one.until)
    return Row(proposal, tuple(_change(state, proposal, piece, numbers) for piece in pieces), reads, joined)


def _change(state: r.UnitState, proposal: r.Proposal, piece: r.Piece, numbers: Mapping[r.PieceId, str]) -> Change:
    was, now = ("", "", "", ""), ("", "", "")
    if piece.edit is not None:
        start, end, new = piece.edit.start, piece.edit.end, piece.edit.new
        was = (_before(proposal.on, start), proposal.on[start:end], new, _after(proposal.on, end))
    place = (piece.ground.start, piece.ground.end) if piece.ground is not None else piece.place
    if place is not None:
        now = (_before(state.text, place[0]), state.text[place[0] : place[1]], _after(state.text, place[1]))
    return Change(piece, numbers.get(piece.id, ""), was, now)


def _before(text: str, at: int) -> str:
    return ("…" if at > _ROUND else "") + text[max(0, at - _ROUND) : at]


def _after(text: str, at: int) -> str:
    return text[at : at + _ROUND] + ("…" if at + _ROUND < len(text) else "")


def list_done(db: Session, text: RoomText, unit: Placed) -> list[Done]:
    """List what was done on a unit, newest first."""
    acts = list_acts(db, text.room.id, [unit.id]).get(unit.id, [])
    undone, fallen = find_undone(acts), {one.act: one.why for one in unit.state.fallen}
    return [Done(one, datetime.fromisoformat(one.at), one.number in undone, fallen.get(one.number, "")) for one in reversed(acts)]


class Note(NamedTuple):
    """A private note beside a unit."""

    author: str
    text: str
    at: datetime


def list_notes(db: Session, unit_ids: Sequence[int]) -> list[Note]:
    """List the private notes on units, oldest first: for the Chair's desk alone."""
    n, u = m.Note, m.User
    query = select(u.name, n.text, n.at).join(u, u.id == n.user_id).where(n.recommendation_id.in_(unit_ids), n.ended_at.is_(None))
    return [Note(row.name, row.text, row.at) for row in db.execute(query.order_by(n.id))]


def show_text(state: r.UnitState) -> str:
    """Give the text of a unit with its brackets written out."""
    return show(state).text


class ReadingRow(NamedTuple):
    """A reading in a list of links."""

    id: int
    session_id: int
    number: int
    is_live: bool


def list_rooms(db: Session, actor: Actor, sessions: Sequence[m.WorkingGroupSession]) -> dict[int, ReadingRow]:
    """Give by session the newest reading, where this person may follow it."""
    ids = [one.id for one in sessions if can(actor, "follow_room", Scope(one.body_id, one.id))]
    if not ids:
        return {}
    n = m.Negotiation
    rows = db.execute(select(n.id, n.session_id, n.number, n.state).where(n.session_id.in_(ids)).order_by(n.number))
    return {row.session_id: ReadingRow(row.id, row.session_id, row.number, row.state == m.NegotiationState.LIVE) for row in rows}
