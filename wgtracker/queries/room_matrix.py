"""Give the positions in the room: who stands where on a unit, and the matrix of all units at any act or time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.labels import bare
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.papers.names import Roll
from wgtracker.queries.matrix import COMMENTS, PROPOSES
from wgtracker.queries.room import Room, list_acts, load_room
from wgtracker.room import model as r
from wgtracker.room.lay import CHAIRS, Placed

_RANKS = {"State": 0, "REIO": 1, "IGO": 2, "UN": 3, "NGO": 4}


class Moment(NamedTuple):
    """A moment of a reading. act: the last act that counts; at: when it was done (None: before any)."""

    act: int
    at: datetime | None


class Row(NamedTuple):
    """One unit: and for each delegation, in the order of the matrix, what it says there. label: "6 (a)" of a sub-paragraph."""

    unit: Placed
    label: str
    cells: tuple[tuple[str, ...], ...]


class RoomMatrix(NamedTuple):
    """names: of the columns, in the paper's order; speakers: all that could be columns."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    speakers: tuple[str, ...]


class Standpoint(NamedTuple):
    """A stance with its dates. ended: None while it stands. on: the proposal, None = the unit as a whole."""

    by: str
    how: str
    since: r.Act | None
    ended: r.Act | None
    on: r.Proposal | None


def find_moment(db: Session, negotiation: m.Negotiation, typed: str) -> Moment:
    """Find the moment that is meant: the number of an act, a time in the meeting's zone, or nothing typed: now. Raises BadInput."""
    a = m.RoomAct
    of_reading = select(func.max(a.number)).where(a.negotiation_id == negotiation.id)
    typed = typed.strip()
    if typed.isascii() and typed.isdigit() and len(typed) <= 9:
        number = db.scalar(of_reading.where(a.number <= int(typed)))
    elif typed:
        number = db.scalar(of_reading.where(a.at < _read_time(typed, negotiation.session.zone)))
    else:
        number = negotiation.last_act
    at = db.scalar(select(a.at).where(a.negotiation_id == negotiation.id, a.number == number)) if number else None
    return Moment(number or 0, at)


def _read_time(typed: str, zone: str) -> datetime:
    """Give the end of the minute that is meant."""
    try:
        return clock.local_to_utc(clock.read_wall("T".join(typed.split())), zone) + timedelta(minutes=1)
    except (BadInput, OverflowError):
        raise BadInput(_("Write the number of an act, or a time as 2020-09-10 18:15.")) from None


def read_positions(db: Session, negotiation: m.Negotiation, moment: Moment, *, by: str = "", says: str = "") -> RoomMatrix:
    """Read the matrix at a moment. by: only this column, and the units where it says something; says: only what is of this kind."""
    upto = None if moment.act == negotiation.last_act else moment.act
    room = load_room(db, negotiation, upto=upto)
    said = {unit.id: list_positions(unit.state) for unit in room.units}
    everybody = sort_names(room, {name for positions in said.values() for name in positions})
    names = [name for name in everybody if not by or name == by]
    rows, number = [], ""
    for unit in room.units:
        sub = unit.kind == "subparagraph"
        number = number if sub else bare(unit.label)
        cells = tuple(tuple(one for one in said[unit.id].get(name, ()) if not says or one == says) for name in names)
        if any(cells) or (unit.label and unit.kind != "heading" and not by and not says):
            rows.append(Row(unit, f"{number} {unit.label}".strip() if sub else unit.label, cells))
    return RoomMatrix(tuple(names), tuple(rows), tuple(everybody))


def list_positions(state: r.UnitState) -> dict[str, tuple[str, ...]]:
    """Say of each name what it says on a unit: a group counts as itself, never as its members."""
    said: dict[str, set[str]] = {}
    alive = {piece.id.proposal for piece in state.pieces if piece.standing != r.Standing.WITHDRAWN}
    for proposal in state.proposals:
        if proposal.id in alive and proposal.origin != r.Origin.BRIDGE:
            said.setdefault(proposal.by, set()).add(PROPOSES)
    for one in state.stances:
        if not one.until:
            said.setdefault(one.by, set()).add(str(one.how))
    for reserved in state.reservations:
        for name in reserved.holders:
            said.setdefault(name, set()).add(str(r.Stand.RESERVES))
    for anchored in state.remarks:
        said.setdefault(anchored.remark.by, set()).add(COMMENTS)
    return {name: tuple(sorted(what, key=ORDER.index)) for name, what in said.items()}


ORDER = (PROPOSES, "co_sponsors", "supports", "can_live_with", "opposes", "reserves", COMMENTS)
"""What may be said, in the order of the key."""


def sort_names(room: Room, names: Iterable[str]) -> list[str]:
    """Put names in the paper's order; groups that are no delegations come last, in alphabet."""
    speakers = sorted(room.speakers, key=lambda one: (_RANKS.get(one.category, 9), one.sort_key, one.name))
    return Roll([one.name for one in speakers]).sort(name for name in names if name != CHAIRS.name)


def list_standpoints(db: Session, room: Room, unit: Placed) -> list[Standpoint]:
    """List all stances on a unit, those that ended too, with the acts of their beginning and end."""
    acts = {act.number: act for act in list_acts(db, room.id, [unit.id]).get(unit.id, [])}
    found = [
        Standpoint(one.by, str(one.how), acts.get(one.since), acts.get(one.until), unit.state.proposal(one.proposal))
        for one in unit.state.stances
    ]
    order = Roll(sort_names(room, {one.by for one in found}))
    return sorted(found, key=lambda one: (one.ended is not None, order.key(one.by), one.since.number if one.since else 0))


def name_in_full(db: Session, negotiation: m.Negotiation, names: Sequence[str]) -> Mapping[str, str]:
    """Name those who speak for others as the papers do: "European Union, on behalf of the European Union and its member States"."""
    s, d = m.Submission, m.Delegation
    rows = db.execute(
        select(d.name, s.on_behalf_of)
        .join(d, d.id == s.delegation_id)
        .where(s.round_id == negotiation.round_id, s.state == m.SubmissionState.IN_FORCE, s.on_behalf_of != "", d.name.in_(names))
    )
    full = {row.name: row.on_behalf_of for row in rows}
    groups = set(db.scalars(select(m.Group.name).where(m.Group.name.in_(names))))
    return {name: _in_full(name, full.get(name, ""), name in groups) for name in names}


def _in_full(name: str, behalf: str, is_group: bool) -> str:
    if behalf:
        return behalf if name in behalf and behalf.startswith(name) else _("%(name)s, on behalf of %(members)s", name=name, members=behalf)
    return _("%(name)s, on behalf of its members", name=name) if is_group else name


def list_names(db: Session, session_id: int) -> list[str]:
    """List who may take a position: the session's delegations and the groups."""
    d = m.Delegation
    names = list(db.scalars(select(d.name).where(d.session_id == session_id).order_by(d.sort_key)))
    return names + [name for name in db.scalars(select(m.Group.name).order_by(m.Group.name)) if name not in names]
