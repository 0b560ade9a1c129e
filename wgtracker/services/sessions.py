"""Create and change sessions: the facts that head every paper of a session, and what its pages are called."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.events import Subject, record, require
from wgtracker.services.versions import require_version

ORDINAL_MOST = 300
PAPER_FACTS = (
    "symbol", "paper_date", "language_line", "title", "subtitle", "conference", "conference_place", "conference_dates", "agenda_title",
    "agenda_symbol", "new_word", "alternative_word",
)  # fmt: skip
"""Keys of docs/meeting.md that have no column of their own: kept in the session's facts, left out where they are empty."""


class SessionFacts(NamedTuple):
    """The facts of a session as they are typed. facts: the optional ones, by key (PAPER_FACTS)."""

    ordinal: int
    word: m.MeetingWord
    opens_on: date
    closes_on: date
    place: str
    zone: str
    mode: m.Mode
    chair: str = ""
    chair_state: str = ""
    participants: str = ""
    mandate: str = ""
    conference_session: str = ""
    conference_item: str = ""
    conference_opens_on: date | None = None
    unit_name: str = "draft recommendation"
    officer: str = ""
    officer_address: str = ""
    is_public: bool = True
    facts: Mapping[str, str] = {}


def create_session(db: Session, actor: Actor, *, body_id: int, facts: SessionFacts) -> m.WorkingGroupSession:
    """Create a session of a body. Raises BadInput and Conflict (the ordinal is taken)."""
    body = db.get(m.Body, body_id)
    if body is None:
        raise NotFound(_("There is no such body."))
    require(actor, "manage_session", Scope(body.id))
    _check(db, facts, body.id, None)
    session = m.WorkingGroupSession(body_id=body.id, created_at=clock.now(), **_columns(facts))
    db.add(session)
    db.flush()
    record(db, actor, "create_session", Subject("session", session.id, session.id), after=_told(_columns(facts)))
    return session


def change_session(db: Session, actor: Actor, *, session_id: int, version: int, facts: SessionFacts) -> m.WorkingGroupSession:
    """Change the facts of a session. Raises BadInput, Conflict and Stale. What stays as it was makes no event."""
    session = load_session(db, session_id)
    require(actor, "manage_session", Scope(session.body_id, session.id))
    require_version(session, version)
    _check(db, facts, session.body_id, session.id)
    new = _columns(facts)
    new["facts"] = {**{key: value for key, value in session.facts.items() if key not in PAPER_FACTS}, **new["facts"]}
    changed = {key: value for key, value in new.items() if getattr(session, key) != value}
    if not changed:
        return session
    before = {key: getattr(session, key) for key in changed}
    for key, value in changed.items():
        setattr(session, key, value)
    session.advance()
    _touch_rounds(db, session.id)
    record(db, actor, "change_session", Subject("session", session.id, session.id), before=_told(before), after=_told(changed))
    return session


def load_session(db: Session, session_id: int) -> m.WorkingGroupSession:
    """Load a session. Raises NotFound."""
    session = db.get(m.WorkingGroupSession, session_id)
    if session is None:
        raise NotFound(_("There is no such session."))
    return session


def _check(db: Session, facts: SessionFacts, body_id: int, session_id: int | None) -> None:
    if not 1 <= facts.ordinal <= ORDINAL_MOST:
        raise BadInput(
            _("“%(number)s” is not the number of a session: write 10 for the tenth. The year belongs to the dates.", number=facts.ordinal)
        )
    if facts.closes_on < facts.opens_on:
        raise BadInput(_("The last day is before the first day."))
    if (facts.closes_on - facts.opens_on).days > 366:
        raise BadInput(_("The session would last for more than a year; check the two dates."))
    clock.read_zone(facts.zone)
    taken = select(m.WorkingGroupSession.id).where(m.WorkingGroupSession.body_id == body_id, m.WorkingGroupSession.ordinal == facts.ordinal)
    if db.scalar(taken.where(m.WorkingGroupSession.id != (session_id or 0))) is not None:
        raise Conflict(_("This body has a session with the number %(number)s already.", number=facts.ordinal))


def _columns(facts: SessionFacts) -> dict[str, Any]:
    values = facts._asdict()
    values["facts"] = {key: value for key, value in facts.facts.items() if value and key in PAPER_FACTS}
    return values


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values as an event keeps them."""
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def _touch_rounds(db: Session, session_id: int) -> None:
    """Count a change of what the pages of the session's rounds show (names of units, zone, new paragraphs' word)."""
    for round_ in db.scalars(select(m.Round).where(m.Round.session_id == session_id)):
        round_.texts += 1
