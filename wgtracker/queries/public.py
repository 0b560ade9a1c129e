"""Give what everybody may see: bodies, their public sessions, and the papers issued on them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from wgtracker import models as m
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _


def list_bodies(db: Session) -> list[tuple[m.Body, list[m.WorkingGroupSession]]]:
    """List the bodies that have a public session, by name, each with its sessions, newest first."""
    w = m.WorkingGroupSession
    rows = db.scalars(select(w).options(joinedload(w.body)).where(w.is_public).order_by(w.opens_on.desc(), w.id.desc())).all()
    found: dict[int, tuple[m.Body, list[m.WorkingGroupSession]]] = {}
    for row in rows:
        found.setdefault(row.body_id, (row.body, []))[1].append(row)
    return sorted(found.values(), key=lambda pair: (pair[0].name, pair[0].id))


def list_issued(db: Session, session_ids: Sequence[int]) -> dict[int, list[m.Paper]]:
    """List the papers issued in sessions, newest first."""
    p = m.Paper
    found: dict[int, list[m.Paper]] = {}
    query = select(p).where(p.session_id.in_(session_ids), p.state == m.PaperState.ISSUED).order_by(p.issued_at.desc(), p.id.desc())
    for row in db.scalars(query):
        found.setdefault(row.session_id, []).append(row)
    return found


def require_public(session: m.WorkingGroupSession) -> None:
    """Stop with NotFound where a session is not listed publicly: to strangers it is as if it were not there."""
    if not session.is_public:
        raise NotFound(_("There is no such page, or it is not for you."))


def require_issued(paper: m.Paper) -> None:
    """Stop with NotFound where a paper is not issued, or its session is not public."""
    require_public(paper.session)
    if paper.state != m.PaperState.ISSUED:
        raise NotFound(_("There is no such page, or it is not for you."))


def load_session(db: Session, session_id: int) -> m.WorkingGroupSession:
    """Load a session with its agenda and topics."""
    w = m.WorkingGroupSession
    query = select(w).options(joinedload(w.body), selectinload(w.agenda), selectinload(w.topics)).where(w.id == session_id)
    return db.scalars(query).one()


def list_editions(db: Session, paper: m.Paper) -> list[m.Paper]:
    """List the other issued editions on the same round, in the order of issue."""
    p = m.Paper
    query = select(p).where(p.round_id == paper.round_id, p.state == m.PaperState.ISSUED, p.id != paper.id)
    return list(db.scalars(query.order_by(p.issued_at, p.id)))
