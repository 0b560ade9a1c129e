"""Give the text in the room: its units in order, each as the acts left it. What is worked out is kept per process until the next act."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.db import WRITING
from wgtracker.queries.compilation import CIRCULATED
from wgtracker.queries.kept import Kept
from wgtracker.room import model as r
from wgtracker.room.codec import decode
from wgtracker.room.lay import Placed
from wgtracker.room.numbers import Given
from wgtracker.room.order import Entry, put_in_order
from wgtracker.room.steps import begin, replay
from wgtracker.text import Edit

_states: Kept[tuple[Any, ...], r.UnitState] = Kept(4000)
_acts: Kept[tuple[Any, ...], list[r.Act]] = Kept(500)
_given: "Kept[tuple[Any, ...], tuple[int, tuple[Given, ...]]]" = Kept(16)


class Room(NamedTuple):
    """The text of a reading at one moment. units: in order. last: number of the last act that counts here. speakers: in any order."""

    id: int
    session_id: int
    last: int
    units: tuple[Placed, ...]
    speakers: tuple[c.Delegation, ...]
    given: tuple[Given, ...]

    def find(self, unit_id: int) -> Placed | None:
        """Find a unit by the id of its recommendation."""
        return next((one for one in self.units if one.id == unit_id), None)


class _Row(NamedTuple):
    """What is stored of a unit, beside its acts."""

    id: int
    kind: str
    label: str
    heading: str
    level: int
    base: str
    by: tuple[str, ...]
    entered: int
    after: int | None
    last: int
    source: int
    offset: int
    of_draft: bool
    position: int


def load_room(db: Session, negotiation: m.Negotiation, *, upto: int | None = None) -> Room:
    """Load the text as it is now, or as it was after an act (upto)."""
    return Room(
        negotiation.id,
        negotiation.session_id,
        negotiation.last_act if upto is None else upto,
        load_units(db, negotiation, upto=upto),
        list_speakers(db, negotiation.session_id),
        _load_given(db, negotiation),
    )


def load_units(db: Session, negotiation: m.Negotiation, *, upto: int | None = None) -> tuple[Placed, ...]:
    """Load the units alone, in order."""
    rows = _load_rows(db, negotiation.id)
    if upto is not None:
        rows = [row for row in rows if row.entered <= upto]
    states = _load_states(db, negotiation, rows, upto)
    entries = [Entry(row.entered, row.id, row.after, row.kind == "subparagraph") for row in rows if not row.of_draft]
    entries += [Entry(act, unit, after) for unit, state in states.items() for act, after in state.placed]
    order = put_in_order([row.id for row in sorted(rows, key=lambda row: row.position) if row.of_draft], entries)
    by_id = {row.id: row for row in rows}
    return tuple(_place(by_id[unit], states[unit]) for unit in order)


def load_state(db: Session, negotiation: m.Negotiation, unit_id: int) -> r.UnitState | None:
    """Give one unit as the acts left it; None where it is none of the reading's."""
    rows = [row for row in _load_rows(db, negotiation.id, unit_id) if row.id == unit_id]
    return _load_states(db, negotiation, rows, None)[unit_id] if rows else None


def list_acts(db: Session, negotiation_id: int, unit_ids: Collection[int]) -> dict[int, list[r.Act]]:
    """Give the acts on these units, in order, with the proposals and comments that they brought in.

    Acts are only ever added, so each process keeps those of a unit until its next one.
    """
    if writes(db):
        return _read_stored_acts(db, negotiation_id, unit_ids)
    n, u, url = m.Negotiation, m.RoomUnit, str(db.get_bind().engine.url)
    last = select(n.opened_at, u.recommendation_id, u.last_act).join(n, n.id == u.negotiation_id)
    own = (u.negotiation_id == negotiation_id, u.recommendation_id.in_(unit_ids))
    keys = {row.recommendation_id: (url, negotiation_id, *row) for row in db.execute(last.where(*own))}
    found = {unit: acts for unit, key in keys.items() if (acts := _acts.get(key)) is not None}
    missing = [unit for unit in keys if unit not in found]
    read = _read_stored_acts(db, negotiation_id, missing) if missing else {}
    for unit in missing:
        found[unit] = read.get(unit, [])
        _acts.put(keys[unit], found[unit])
    return {unit: list(acts) for unit, acts in found.items()}


def _place_of(db: Session, negotiation: m.Negotiation) -> tuple[str, int, datetime]:
    """Name a reading among all that a process may meet."""
    return str(db.get_bind().engine.url), negotiation.id, negotiation.opened_at


def _read_stored_acts(db: Session, negotiation_id: int, unit_ids: Collection[int]) -> dict[int, list[r.Act]]:
    a = m.RoomAct
    rows = db.execute(
        select(a.recommendation_id, a.number, a.kind, a.content, a.at, a.actor, a.reason)
        .where(a.negotiation_id == negotiation_id, a.recommendation_id.in_(unit_ids))
        .order_by(a.number)
    )
    stored = [
        StoredAct(row.recommendation_id, row.number, row.kind, row.content, row.at.isoformat(), row.actor, row.reason) for row in rows
    ]
    return read_acts(db, stored)


class StoredAct(NamedTuple):
    """An act as it is stored, or as its event tells it: what came in by writing is named by its id."""

    unit: int
    number: int
    kind: str
    content: Mapping[str, Any]
    at: str
    actor: str
    reason: str


def read_acts(db: Session, rows: Sequence[StoredAct]) -> dict[int, list[r.Act]]:
    """Give acts by unit, in the order given, with the proposals and comments that they brought in."""
    units = {row.unit for row in rows}
    proposals = _load_proposals(db, [int(row.content["proposal"][1:]) for row in rows if _is_written(row, "table", "proposal")])
    remarks = _load_remarks(db, [int(row.content["remark"][1:]) for row in rows if _is_written(row, "remark", "remark")])
    ids, bases = _positions(db, units), _bases(db, units)
    out: dict[int, list[r.Act]] = {}
    for row in rows:
        what = _resolve(decode(row.kind, _without_name(row.content)), row.content, proposals, remarks, ids, bases[row.unit])
        out.setdefault(row.unit, []).append(r.Act(row.number, what, row.at, row.actor, row.reason))
    return out


def _is_written(row: StoredAct, kind: str, key: str) -> bool:
    return row.kind == kind and isinstance(row.content[key], str)


def _without_name(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out the name that an act keeps beside the id of what came in by writing."""
    return {key: value for key, value in content.items() if key != "name"}


def _resolve(
    what: r.What,
    content: Mapping[str, Any],
    proposals: Mapping[int, r.Proposal],
    remarks: Mapping[int, r.Remark],
    ids: Mapping[int, int],
    base: str,
) -> r.What:
    """Put the words that came in by writing into the act that brought them in, under the name they were brought in with."""
    if isinstance(what, r.Tabled) and isinstance(what.proposal, str):
        found = proposals[int(what.proposal[1:])]
        after = ids.get(found.after) if found.after is not None else None
        units = tuple(ids[one] for one in found.units if one in ids)
        return r.Tabled(found._replace(by=content["name"], on=base, after=after, units=units))
    if isinstance(what, r.Remarked) and isinstance(what.remark, str):
        return r.Remarked(remarks[int(what.remark[1:])]._replace(by=content["name"]))
    return what


def _load_proposals(db: Session, ids: Sequence[int]) -> dict[int, r.Proposal]:
    a = m.Amendment
    rows = db.execute(select(a.id, a.kind, a.revision, a.proposed, a.edits, a.after_unit, a.units, a.reason).where(a.id.in_(ids)))
    return {
        row.id: r.Proposal(
            id=f"a{row.id}",
            by="",
            kind=row.kind,
            revision=row.revision,
            on="",
            edits=tuple(Edit(*edit) for edit in row.edits),
            proposed=row.proposed,
            after=row.after_unit,
            units=tuple(row.units),
            reason=row.reason,
        )
        for row in rows
    }


def _load_remarks(db: Session, ids: Sequence[int]) -> dict[int, r.Remark]:
    rows = db.execute(select(m.Comment.id, m.Comment.anchor, m.Comment.text).where(m.Comment.id.in_(ids)))
    return {row.id: r.Remark(f"c{row.id}", "", row.anchor, row.text) for row in rows}


def _bases(db: Session, unit_ids: Collection[int]) -> dict[int, str]:
    """Give the text of each unit that written input was made on."""
    v = m.Revision
    rows = db.execute(select(v.recommendation_id, v.text).where(v.recommendation_id.in_(unit_ids), v.number == CIRCULATED))
    return {row.recommendation_id: row.text for row in rows}


def _positions(db: Session, unit_ids: Collection[int]) -> dict[int, int]:
    """Give the id of each unit by its position, for the drafts that these units are of: written input names units by position."""
    u = m.Recommendation
    drafts = select(u.draft_id).where(u.id.in_(set(unit_ids)), u.draft_id.is_not(None)).distinct()
    return {row.position: row.id for row in db.execute(select(u.position, u.id).where(u.draft_id.in_(drafts)))}


def _load_rows(db: Session, negotiation_id: int, unit_id: int | None = None) -> list[_Row]:
    n, u, v = m.RoomUnit, m.Recommendation, m.Revision
    query = (
        select(
            u.id, u.kind, u.label, u.heading, u.level, v.text, n.by, n.entered_act, n.after_id, n.last_act, u.source, u.offset, u.draft_id,
            u.position,
        )
        .join(u, u.id == n.recommendation_id)
        .join(v, (v.recommendation_id == u.id) & (v.number == CIRCULATED))
        .where(n.negotiation_id == negotiation_id)
    )  # fmt: skip
    if unit_id is not None:
        query = query.where(u.id == unit_id)
    return [
        _Row(
            row.id, str(row.kind), row.label, row.heading, row.level, row.text, tuple(row.by), row.entered_act, row.after_id, row.last_act,
            row.source, row.offset, row.draft_id is not None, row.position,
        )
        for row in db.execute(query)
    ]  # fmt: skip


def _load_states(db: Session, negotiation: m.Negotiation, rows: Sequence[_Row], upto: int | None) -> dict[int, r.UnitState]:
    place = _place_of(db, negotiation)
    known = {row.id: _states.get((*place, row.id)) for row in rows} if upto is None else {}
    out: dict[int, r.UnitState] = {}
    stale: list[_Row] = []
    for row in rows:
        kept = known.get(row.id)
        if kept is not None and kept.last == row.last:
            out[row.id] = kept
        else:
            stale.append(row)
    acts = list_acts(db, negotiation.id, [row.id for row in stale]) if stale else {}
    for row in stale:
        done = [act for act in acts.get(row.id, []) if upto is None or act.number <= upto]
        out[row.id] = _go_on(known.get(row.id), row, done)
    if upto is None and not writes(db):
        for row in stale:
            _states.put((*place, row.id), out[row.id])
    return out


def writes(db: Session) -> bool:
    """Tell whether this transaction writes: what it sees may be rolled back, and the next act would come under the same number."""
    return bool(db.info.get(WRITING))


def _go_on(kept: r.UnitState | None, row: _Row, acts: Sequence[r.Act]) -> r.UnitState:
    """Go on from a state that is known where nothing was undone since; else replay from the beginning.

    A state of later than the row is one of a database that was put back meanwhile.
    """
    later = [act for act in acts if kept is not None and act.number > kept.last]
    if kept is None or kept.last == 0 or kept.last > row.last or any(isinstance(act.what, r.Undone) for act in later):
        return replay(begin(row.base, row.by), acts)
    return replay(kept, later) if later else kept


def _place(row: _Row, state: r.UnitState) -> Placed:
    return Placed(row.id, row.kind, row.label, row.heading, row.level, state, row.by, row.source, row.offset)


def list_speakers(db: Session, session_id: int) -> tuple[c.Delegation, ...]:
    """List the delegations of a session, whoever may be named."""
    d = m.Delegation
    rows = db.execute(select(d.name, d.category, d.sort_key).where(d.session_id == session_id))
    return tuple(c.Delegation(row.name, row.category, row.sort_key) for row in rows)


def _load_given(db: Session, negotiation: m.Negotiation) -> tuple[Given, ...]:
    """Load all numbers that were given. They are only ever added, so each process reads those it does not know yet."""
    g, place = m.GivenNumber, _place_of(db, negotiation)
    upto, known = _given.get(place) or (0, ())
    query = select(g.number, g.recommendation_id, g.pieces).where(g.negotiation_id == negotiation.id, g.id > upto)
    newest = db.scalar(select(func.max(g.id)).where(g.negotiation_id == negotiation.id)) or 0
    found = (*known, *_read_given(db, query.order_by(g.id))) if newest > upto else known
    if newest > upto and not writes(db):
        _given.put(place, (newest, found))
    return found


def load_given_of(db: Session, negotiation_id: int, tag: str) -> tuple[Given, ...]:
    """Load the numbers that were given in one point ("3": 3.1, 3.2)."""
    g = m.GivenNumber
    own = (g.negotiation_id == negotiation_id, g.number.startswith(f"{tag}.", autoescape=True))
    found = _read_given(db, select(g.number, g.recommendation_id, g.pieces).where(*own).order_by(g.id))
    return tuple(one for one in found if one.number.rpartition(".")[0] == tag)


def _read_given(db: Session, query: Select[tuple[str, int, list[Any]]]) -> tuple[Given, ...]:
    return tuple(Given(row.number, row.recommendation_id, frozenset(r.PieceId(*one) for one in row.pieces)) for row in db.execute(query))
