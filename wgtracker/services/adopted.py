"""Record the recommendations that a session adopted."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.events import Subject, record, require
from wgtracker.services.sessions import load_session


class Adopted(NamedTuple):
    """One adopted recommendation. topic_id: what it stands under; is_sample: the wording is not the session's own."""

    topic_id: int
    label: str
    text: str
    is_sample: bool


def record_adopted(db: Session, actor: Actor, *, session_id: int, texts: Sequence[Adopted]) -> list[m.Recommendation]:
    """Record adopted recommendations in their order, after those that are recorded already. Raises BadInput."""
    session = load_session(db, session_id)
    require(actor, "manage_session", Scope(session.body_id, session.id))
    topics = {topic.id: topic for topic in session.topics}
    if not texts or any(one.topic_id not in topics or not one.text.strip() for one in texts):
        raise BadInput(_("Each recommendation needs its words and a topic of this session."))
    r = m.Recommendation
    last = db.scalar(select(func.max(r.position)).where(r.session_id == session.id, r.draft_id.is_(None)))
    rows = []
    for position, one in enumerate(texts, start=0 if last is None else last + 1):
        row = r(
            session_id=session.id, topic_id=one.topic_id, position=position, kind=m.UnitKind.RECOMMENDATION, label=one.label,
            heading=topics[one.topic_id].title, status=m.Status.ADOPTED, is_sample=one.is_sample,
        )  # fmt: skip
        row.revisions.append(m.Revision(number=1, text=one.text, created_at=clock.now()))
        db.add(row)
        rows.append(row)
    db.flush()
    record(
        db,
        actor,
        "record_adopted",
        Subject("session", session.id, session.id),
        after={"count": len(rows), "from": rows[0].id, "to": rows[-1].id},
    )
    return rows
