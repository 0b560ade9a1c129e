"""Replay the reading of a text from its events alone, and compare: acts, states, and the texts in force are what the events say."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.queries.compilation import CIRCULATED
from wgtracker.queries.room import Room, StoredAct, load_room, read_acts
from wgtracker.room import model as r
from wgtracker.room.steps import begin, replay


def replay_events(db: Session, negotiation: m.Negotiation) -> dict[int, r.UnitState]:
    """Give each unit of a reading as the events left it, without looking at the acts that are stored."""
    u, n, v = m.Recommendation, m.RoomUnit, m.Revision
    starts = db.execute(
        select(u.id, v.text, n.by)
        .join(n, n.recommendation_id == u.id)
        .join(v, (v.recommendation_id == u.id) & (v.number == CIRCULATED))
        .where(n.negotiation_id == negotiation.id)
    ).all()
    acts = read_acts(db, list_told(db, negotiation.id))
    return {row.id: replay(begin(row.text, tuple(row.by)), acts.get(row.id, ())) for row in starts}


def list_told(db: Session, negotiation_id: int) -> list[StoredAct]:
    """List the acts of a reading as its events tell them, in order."""
    e = m.Event
    rows = db.execute(select(e.act, e.after, e.actor).where(e.subject == "negotiation", e.subject_id == negotiation_id).order_by(e.id))
    told: list[StoredAct] = []
    for act, after, actor in rows:
        if act == "open_reading":
            for number, unit, kind, sign, name in after["acts"]:
                content = {"proposal" if kind == "table" else "remark": sign, "name": name}
                told.append(StoredAct(unit, number, kind, content, "", actor, ""))
        elif act.startswith("room_") and {"number", "unit", "kind", "content"} <= set(after):
            told.append(StoredAct(after["unit"], after["number"], after["kind"], after["content"], "", actor, after.get("reason", "")))
    return told


def check_readings(db: Session) -> Iterator[str]:
    """Name, in a sentence each, where what is stored of a reading is not what its events say."""
    for negotiation in db.scalars(select(m.Negotiation).order_by(m.Negotiation.id)):
        name = f"Reading {negotiation.number} of session {negotiation.session_id}"
        faults = [*_check_acts(db, negotiation), *_check_numbers(db, negotiation.id)]
        yield from (f"{name}: {fault}" for fault in faults)
        if not faults:
            yield from (f"{name}: {fault}" for fault in _check_units(db, negotiation))


def _check_acts(db: Session, negotiation: m.Negotiation) -> Iterator[str]:
    a = m.RoomAct
    rows = db.execute(
        select(a.recommendation_id, a.number, a.kind, a.content, a.actor, a.reason).where(a.negotiation_id == negotiation.id)
    ).all()
    stored = {row.number: tuple(row) for row in rows}
    told = {one.number: (one.unit, one.number, one.kind, one.content, one.actor, one.reason) for one in list_told(db, negotiation.id)}
    for number in sorted(stored.keys() | told.keys()):
        if number not in told:
            yield f"act {number} is stored, and no event tells of it."
        elif number not in stored:
            yield f"an event tells of act {number}, which is not stored."
        elif stored[number] != told[number]:
            yield f"act {number} is stored otherwise than its event tells it."
    if negotiation.last_act != max(stored, default=0):
        yield f"its last act is said to be {negotiation.last_act}, and is {max(stored, default=0)}."


def _check_units(db: Session, negotiation: m.Negotiation) -> Iterator[str]:
    """Compare the replayed states with those that pages show, and with the texts and states that others read."""
    replayed, room = replay_events(db, negotiation), load_room(db, negotiation)
    for unit in room.units:
        if unit.state != replayed[unit.id]:
            yield f"{_name(unit.label, unit.id)} is shown otherwise than its events give it."
    yield from _check_projections(db, negotiation, room, replayed)


def _check_projections(db: Session, negotiation: m.Negotiation, room: Room, replayed: dict[int, r.UnitState]) -> Iterator[str]:
    u = m.Recommendation
    again = _list_read_again(db, negotiation.id)
    for row in db.scalars(select(u).where(u.id.in_([unit.id for unit in room.units])).order_by(u.id)):
        if row.id in again:
            continue  # a later reading gave it other words
        state, name = replayed[row.id], _name(row.label, row.id)
        if row.status != state.status:
            yield f"{name} is marked {row.status}; by its events it is {state.status}."
        texts = {one.number: one.text for one in row.revisions}
        frozen = negotiation.state == m.NegotiationState.FROZEN
        if state.text not in (texts.values() if frozen else [texts.get(row.revision)]):
            yield f"{name}: the text in force is not the one that its events give."


def _list_read_again(db: Session, negotiation_id: int) -> set[int]:
    n = m.RoomUnit
    own = select(n.recommendation_id).where(n.negotiation_id == negotiation_id)
    return set(db.scalars(select(n.recommendation_id).where(n.recommendation_id.in_(own), n.negotiation_id > negotiation_id)))


def _check_numbers(db: Session, negotiation_id: int) -> Iterator[str]:
    """Check that the texts of each unit are numbered without a gap from the one that was circulated."""
    u, n, v = m.Recommendation, m.RoomUnit, m.Revision
    query = (
        select(u.id, u.label, func.count(v.id).label("count"), func.min(v.number).label("first"), func.max(v.number).label("last"))
        .join(n, n.recommendation_id == u.id)
        .outerjoin(v, v.recommendation_id == u.id)
        .where(n.negotiation_id == negotiation_id)
        .group_by(u.id, u.label)
        .order_by(u.id)
    )
    for row in db.execute(query):
        if (row.first, row.last) != (CIRCULATED, row.count):
            yield f"{_name(row.label, row.id)}: one of its texts is missing."


def _name(label: str, unit_id: int) -> str:
    return f"paragraph {label} ({unit_id})" if label else f"unit {unit_id}"
