"""Keep what a person is typing and has not saved, so that a crash or another device loses nothing. No Event: it concerns nobody else."""

from collections.abc import Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput, NotAllowed
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor

LONGEST = 200_000
"""Characters that one form may hold."""
MOST = 500
"""Forms that are kept of one person; the oldest makes room."""
_LONGEST_KEY = 120


def keep_scratch(db: Session, actor: Actor, *, key: str, fields: Mapping[str, str]) -> m.Scratch:
    """Keep the fields of a form under its key, in place of what was kept before. Raises BadInput where it is too long."""
    if actor.user_id is None:
        raise NotAllowed(_("You are not signed in, or no longer."))
    if not key or len(key) > _LONGEST_KEY:
        raise BadInput(_("This page is not complete. Reload it; your words are kept."))
    if sum(map(len, fields.values())) > LONGEST:
        raise BadInput(_("This is too long to be kept: more than %(most)s characters.", most=f"{LONGEST:,}"))
    row = db.scalar(select(m.Scratch).where(m.Scratch.user_id == actor.user_id, m.Scratch.key == key))
    if row is None:
        _make_room(db, actor.user_id)
        row = m.Scratch(user_id=actor.user_id, key=key, fields={}, saved_at=clock.now())
        db.add(row)
    row.fields, row.saved_at = dict(fields), clock.now()
    db.flush()
    return row


def drop_scratch(db: Session, actor: Actor, *, key: str) -> None:
    """Forget what was typed: it was saved, or the person does not want it."""
    db.execute(delete(m.Scratch).where(m.Scratch.user_id == actor.user_id, m.Scratch.key == key))


def _make_room(db: Session, user_id: int) -> None:
    count = db.scalar(select(func.count()).select_from(m.Scratch).where(m.Scratch.user_id == user_id)) or 0
    if count >= MOST:
        oldest = select(m.Scratch.id).where(m.Scratch.user_id == user_id).order_by(m.Scratch.saved_at, m.Scratch.id).limit(count - MOST + 1)
        db.execute(delete(m.Scratch).where(m.Scratch.id.in_(list(db.scalars(oldest)))))
