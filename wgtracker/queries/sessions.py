"""Read bodies and sessions for the Secretariat's pages."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from wgtracker import clock
from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.policy import Actor
from wgtracker.queries.compilation import name_ordinal

WORDS = {m.MeetingWord.MEETING: lazy_gettext("meeting"), m.MeetingWord.SESSION: lazy_gettext("session")}


def name_session(session: m.WorkingGroupSession) -> str:
    """Name a session as pages do: "tenth meeting"."""
    return _("%(ordinal)s %(word)s", ordinal=name_ordinal(session.ordinal), word=WORDS[session.word])


class SessionLine(NamedTuple):
    """A session in a list. round_id, round_state, deadline (in words): of its latest round, where it has one."""

    session: m.WorkingGroupSession
    name: str
    delegations: int
    round_id: int | None
    round_number: int
    round_state: str
    deadline: str


class BodyCard(NamedTuple):
    """A body with its sessions, the latest first."""

    body: m.Body
    sessions: tuple[SessionLine, ...]


def list_bodies(db: Session, actor: Actor) -> tuple[BodyCard, ...]:
    """List the bodies that this person is the Secretariat of."""
    ids = {grant.body_id for grant in actor.grants if grant.role == m.Role.SECRETARIAT}
    bodies = db.scalars(select(m.Body).where(m.Body.id.in_(ids)).options(selectinload(m.Body.sessions)).order_by(m.Body.name)).all()
    sessions = [session.id for body in bodies for session in body.sessions]
    counts = dict(
        db.execute(
            select(m.Delegation.session_id, func.count())
            .where(m.Delegation.session_id.in_(sessions), m.Delegation.ended_at.is_(None))
            .group_by(m.Delegation.session_id)
        ).all()
    )
    rounds = {
        row.session_id: row for row in db.scalars(select(m.Round).where(m.Round.session_id.in_(sessions)).order_by(m.Round.number)).all()
    }
    return tuple(
        BodyCard(body, tuple(_line(session, counts, rounds) for session in sorted(body.sessions, key=lambda s: s.opens_on, reverse=True)))
        for body in bodies
    )


def _line(session: m.WorkingGroupSession, counts: dict[int, int], rounds: dict[int, m.Round]) -> SessionLine:
    last = rounds.get(session.id)
    known = (last.id, last.number, str(last.state), clock.show_deadline(last.deadline_at, session.zone)) if last else (None, 0, "", "")
    return SessionLine(session, name_session(session), counts.get(session.id, 0), *known)


class SessionPage(NamedTuple):
    """All that a session's page shows. steps: what leads to an issued paper, in order."""

    session: m.WorkingGroupSession
    name: str
    drafts: Sequence[m.Draft]
    rounds: Sequence[m.Round]
    papers: Sequence[m.Paper]
    units: dict[int, int]
    delegations: int
    invited: int
    steps: tuple["Step", ...]


class Step(NamedTuple):
    """One step of a checklist. is_next: the one act that comes now. key: names its link."""

    key: str
    words: str
    is_done: bool
    is_next: bool = False
    detail: str = ""


def read_session(db: Session, session_id: int) -> SessionPage:
    """Read a session with what belongs to it."""
    w = m.WorkingGroupSession
    options = (joinedload(w.body), selectinload(w.agenda), selectinload(w.topics))
    session = db.scalars(select(w).where(w.id == session_id).options(*options)).one()
    drafts = db.scalars(select(m.Draft).where(m.Draft.session_id == session_id).order_by(m.Draft.number.desc())).all()
    rounds = db.scalars(select(m.Round).where(m.Round.session_id == session_id).order_by(m.Round.number.desc())).all()
    papers = db.scalars(select(m.Paper).where(m.Paper.session_id == session_id).order_by(m.Paper.id.desc())).all()
    r = m.Recommendation
    units = dict(
        db.execute(select(r.draft_id, func.count()).where(r.session_id == session_id, r.draft_id.is_not(None)).group_by(r.draft_id)).all()
    )
    d, i = m.Delegation, m.Invitation
    delegations = db.scalar(select(func.count()).select_from(d).where(d.session_id == session_id, d.ended_at.is_(None))) or 0
    invited = (
        db.scalar(
            select(func.count(i.delegation_id.distinct()))
            .join(d, d.id == i.delegation_id)
            .where(d.session_id == session_id, i.revoked_at.is_(None))
        )
        or 0
    )
    steps = _steps(drafts, rounds, papers, delegations, invited)
    return SessionPage(session, name_session(session), drafts, rounds, papers, units, delegations, invited, steps)  # type: ignore[arg-type]


def _steps(
    drafts: Sequence[m.Draft], rounds: Sequence[m.Round], papers: Sequence[m.Paper], delegations: int, invited: int
) -> tuple[Step, ...]:
    """List what leads to an issued paper; the first that is not done is the next act."""
    steps = [
        Step("import_draft", _("Import the draft from Word"), any(draft.state == m.DraftState.SAVED for draft in drafts)),
        Step("delegations", _("Add the delegations"), delegations > 0),
        Step("invite", _("Invite them"), invited > 0),
        Step("plan_round", _("Set the deadline of a round"), bool(rounds)),
        Step("open_round", _("Open the round"), any(one.state != m.RoundState.PLANNED for one in rounds)),
        Step("issue", _("Bring the round to its issued paper"), any(paper.state == m.PaperState.ISSUED for paper in papers)),
    ]
    return mark_next(steps)


def mark_next(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Mark the first step that is not done."""
    next_key = next((step.key for step in steps if not step.is_done), "")
    return tuple(step._replace(is_next=step.key == next_key) for step in steps)
