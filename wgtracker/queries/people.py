"""Tell who somebody is: the person behind a sign-in, with what they may do where."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.policy import Actor, Grant


class Present(NamedTuple):
    """Somebody who is signed in. sign_in_id: the row of this place; seen_at: when it was last used."""

    actor: Actor
    sign_in_id: int
    seen_at: datetime


def select_signed_in() -> Select[*tuple[Any, ...]]:
    """Write the one statement that finds who is signed in: a row for each role. It takes now; whose sign-ins is for the caller to add."""
    s, u, g, d, w = m.SignIn, m.User, m.Membership, m.Delegation, m.WorkingGroupSession
    of_session = w.__table__.alias("of_session")
    found: Any = (
        select(
            s.id, s.token_hash, s.seen_at, u.id.label("user_id"), u.name, u.email, u.zone,
            g.role, g.body_id, g.session_id, g.delegation_id,
            d.session_id.label("delegation_session"), of_session.c.body_id.label("session_body"),
        )
        .join(u, u.id == s.user_id)
        .outerjoin(g, (g.user_id == u.id) & g.ended_at.is_(None))
        .outerjoin(d, d.id == g.delegation_id)
        .outerjoin(of_session, (of_session.c.id == g.session_id) | (of_session.c.id == d.session_id))
        .where(s.ended_at.is_(None), s.expires_at > bindparam("now", type_=s.expires_at.type), u.ended_at.is_(None))
    )  # fmt: skip
    return cast("Select[Any]", found)


_SIGNED_IN = select_signed_in().where(m.SignIn.token_hash == bindparam("token_hash"))


def find_signed_in(db: Session, token_hash: str, now: datetime) -> Present | None:
    """Find who is signed in by the hash of a cookie's token, in one statement; None where nobody is, or no longer."""
    return read_signed_in(db.execute(_SIGNED_IN, {"token_hash": token_hash, "now": now}).all())


def read_signed_in(rows: Sequence[Any]) -> Present | None:
    """Read the rows of that statement."""
    if not rows:
        return None
    first = rows[0]
    grants = tuple(
        Grant(row.role, row.body_id or row.session_body, row.session_id or row.delegation_session, row.delegation_id)
        for row in rows
        if row.role is not None
    )
    return Present(Actor(first.user_id, first.name, first.email, first.zone, grants), first.id, first.seen_at)


def actor_of(db: Session, user: m.User) -> Actor:
    """Give a user as an actor with all grants (for the command line and for those who just consumed a link)."""
    grants = []
    for row in db.scalars(select(m.Membership).where(m.Membership.user_id == user.id, m.Membership.ended_at.is_(None))):
        session_id = row.session_id
        if row.delegation_id is not None:
            session_id = db.get_one(m.Delegation, row.delegation_id).session_id
        body_id = row.body_id if session_id is None else db.get_one(m.WorkingGroupSession, session_id).body_id
        grants.append(Grant(row.role, body_id or 0, session_id, row.delegation_id))
    return Actor(user.id, user.name, user.email, user.zone, tuple(grants))
