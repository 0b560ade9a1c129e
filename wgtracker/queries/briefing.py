"""Count what the Chair reports to the Conference: the sessions since the last one, and what they adopted, by kind of topic."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from wgtracker import models as m


class TopicFigure(NamedTuple):
    """A topic with the number of recommendations adopted under it. kind: general or specific."""

    title: str
    kind: m.TopicKind
    adopted: int


class SessionFigures(NamedTuple):
    """One session as the Conference hears of it."""

    session: m.WorkingGroupSession
    topics: tuple[TopicFigure, ...]
    general: int
    specific: int
    sample: bool

    @property
    def total(self) -> int:
        """Count all recommendations adopted."""
        return self.general + self.specific


class Briefing(NamedTuple):
    """The sessions of a body in the period, oldest first. since: the day after which they count (None: all)."""

    since: date | None
    until: date
    sessions: tuple[SessionFigures, ...]

    @property
    def total(self) -> int:
        """Count all recommendations adopted in the period."""
        return sum(one.total for one in self.sessions)


def read_briefing(db: Session, session: m.WorkingGroupSession, since: date | None = None) -> Briefing:
    """Give the figures for the Conference that this session reports to: its body's sessions up to it, after the day given.

    since None: the day on which the Conference before opened, where a session of the body names one; else all sessions.
    """
    w = m.WorkingGroupSession
    rows = list(
        db.scalars(
            select(w)
            .options(selectinload(w.topics))
            .where(w.body_id == session.body_id, w.opens_on <= session.opens_on)
            .order_by(w.opens_on, w.id)
        )
    )
    ours = session.conference_opens_on
    if since is None:
        earlier = [one.conference_opens_on for one in rows if one.conference_opens_on and (ours is None or one.conference_opens_on < ours)]
        since = max((day for day in earlier if day < session.opens_on), default=None)
    taken = [one for one in rows if since is None or one.opens_on > since]
    counts, samples = _count(db, [one.id for one in taken])
    return Briefing(since, session.opens_on, tuple(_figure(one, counts, samples) for one in taken))


def _count(db: Session, ids: list[int]) -> tuple[dict[tuple[int, int | None], int], set[int]]:
    r = m.Recommendation
    numbered = (r.kind == m.UnitKind.RECOMMENDATION) | ((r.kind == m.UnitKind.CHAPEAU) & (r.label != ""))
    where = (r.session_id.in_(ids), r.status == m.Status.ADOPTED, numbered)
    rows = db.execute(select(r.session_id, r.topic_id, func.count()).where(*where).group_by(r.session_id, r.topic_id))
    samples = db.scalars(select(r.session_id).where(*where, r.is_sample).distinct())
    return {(row[0], row[1]): row[2] for row in rows}, set(samples)


def _figure(session: m.WorkingGroupSession, counts: dict[tuple[int, int | None], int], samples: set[int]) -> SessionFigures:
    topics = [TopicFigure(topic.title, topic.kind, counts.get((session.id, topic.id), 0)) for topic in session.topics]
    without = counts.get((session.id, None), 0)
    general = sum(one.adopted for one in topics if one.kind == m.TopicKind.GENERAL)
    specific = sum(one.adopted for one in topics if one.kind == m.TopicKind.SPECIFIC) + without
    return SessionFigures(session, tuple(topics), general, specific, session.id in samples)
