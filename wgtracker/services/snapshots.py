"""Take snapshots: all texts of a reading at one moment, frozen. Nothing changes one afterwards; there is no other function here."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.policy import Actor, Scope
from wgtracker.queries.snapshots import hash_content, read_now
from wgtracker.room.freeze import freeze
from wgtracker.services.events import Subject, record, require
from wgtracker.services.room import lock_negotiation


def take_snapshot(db: Session, actor: Actor, *, negotiation_id: int) -> m.Snapshot:
    """Freeze the text of now under "Status: 10 September 2020, 6.15 p.m.". Taken twice in a minute with no act between, it is one."""
    negotiation = lock_negotiation(db, negotiation_id)
    require(actor, "operate_room", Scope(negotiation.session.body_id, negotiation.session_id))
    frozen = read_now(db, negotiation)
    s = m.Snapshot
    last = db.scalar(select(s).where(s.negotiation_id == negotiation.id).order_by(s.number.desc()).limit(1))
    if last is not None and (last.act, last.title) == (frozen.act, frozen.title):
        return last
    content = freeze(frozen)
    number = (db.scalar(select(func.max(s.number)).where(s.negotiation_id == negotiation.id)) or 0) + 1
    row = s(
        negotiation_id=negotiation.id, number=number, title=frozen.title, act=frozen.act, content=content, sha256=hash_content(content),
        made_at=clock.now(), made_by=actor.user_id,
    )  # fmt: skip
    db.add(row)
    db.flush()
    after = {"number": number, "title": row.title, "act": row.act, "sha256": row.sha256}
    record(db, actor, "take_snapshot", Subject("snapshot", row.id, negotiation.session_id), after=after)
    return row
