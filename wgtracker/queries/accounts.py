"""Read what belongs to one account: its password's hash, the places where it is signed in."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.queries.sessions import name_session


def find_user(db: Session, email: str) -> m.User | None:
    """Find a user by address, as compared: in small letters."""
    return db.scalar(select(m.User).where(m.User.email == email.strip().lower(), m.User.ended_at.is_(None)))


class Place(NamedTuple):
    """A place where somebody is signed in. here: it is the one that asks."""

    id: int
    agent: str
    created_at: datetime
    seen_at: datetime
    here: bool


def list_places(db: Session, user_id: int, now: datetime, here: int | None) -> list[Place]:
    """List the places where a user is signed in, the last used first."""
    s = m.SignIn
    query = (
        select(s.id, s.agent, s.created_at, s.seen_at)
        .where(s.user_id == user_id, s.ended_at.is_(None), s.expires_at > now)
        .order_by(s.seen_at.desc(), s.id.desc())
    )
    return [Place(row.id, name_agent(row.agent), row.created_at, row.seen_at, row.id == here) for row in db.execute(query)]


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def name_agent(agent: str) -> str:
    """Name a browser as its user would ("Firefox, Windows"); "" where it says nothing that is known."""
    found = [next((name for sign, name in names if sign in agent), "") for names in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)


def name_of(db: Session, user_id: int | None) -> str:
    """Give the name of a user, "" where none is known."""
    return (db.scalar(select(m.User.name).where(m.User.id == user_id)) or "") if user_id is not None else ""


class Held(NamedTuple):
    """A role that somebody holds. place: in words; session_id: None for a role in a body."""

    role: m.Role
    place: str
    session_id: int | None


def list_roles(db: Session, user_id: int) -> list[Held]:
    """List what a user is where."""
    g, d, s, b = m.Membership, m.Delegation, m.WorkingGroupSession, m.Body
    query = (
        select(g.role, d.name.label("delegation"), s, b.name.label("body"))
        .outerjoin(d, d.id == g.delegation_id)
        .outerjoin(s, (s.id == g.session_id) | (s.id == d.session_id))
        .join(b, (b.id == g.body_id) | (b.id == s.body_id))
        .where(g.user_id == user_id, g.ended_at.is_(None))
        .order_by(b.name, s.ordinal, d.name, g.id)
    )
    held = []
    for role, delegation, session, body in db.execute(query):
        parts = [delegation, body, name_session(session) if session is not None else ""]
        held.append(Held(role, ", ".join(part for part in parts if part), session.id if session is not None else None))
    return held
