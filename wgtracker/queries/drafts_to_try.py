"""List the drafts that everybody may try a file on: those of public sessions, once a round on them was opened."""

from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer

from wgtracker import models as m

MOST = 20


class DraftToTry(NamedTuple):
    """A draft by its body's name and its own."""

    id: int
    body: str
    name: str


def list_drafts(db: Session) -> list[DraftToTry]:
    """List them, the newest first."""
    d, s, b = m.Draft, m.WorkingGroupSession, m.Body
    query = (
        select(d.id, b.name, d.name)
        .join(s, s.id == d.session_id)
        .join(b, b.id == s.body_id)
        .where(s.is_public.is_(True), d.state == m.DraftState.SAVED, d.id.in_(_opened()))
        .order_by(d.id.desc())
        .limit(MOST)
    )
    return [DraftToTry(number, body, name) for number, body, name in db.execute(query).all()]


def find_draft(db: Session, draft_id: int) -> m.StoredFile | None:
    """Give the file of such a draft, None where it is none."""
    d, s, f = m.Draft, m.WorkingGroupSession, m.StoredFile
    return db.scalar(
        select(f)
        .join(d, d.sha256 == f.sha256)
        .join(s, s.id == d.session_id)
        .where(d.id == draft_id, s.is_public.is_(True), d.state == m.DraftState.SAVED, d.id.in_(_opened()))
        .options(undefer(f.content))
    )


def _opened() -> Select[int]:
    return select(m.Round.draft_id).where(m.Round.state != m.RoundState.PLANNED)
