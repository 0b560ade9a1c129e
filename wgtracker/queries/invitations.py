"""Read the invitations and letters of a session, ready to show."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from wgtracker import models as m


class InvitationState(StrEnum):
    """What became of an invitation."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "mail_failed"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REVOKED = "revoked"


class InvitationRow(NamedTuple):
    """One invitation. delegation: "" for the session itself and its body; trouble: what the mail server said."""

    id: int
    delegation: str
    name: str
    email: str
    roles: tuple[m.Role, ...]
    state: InvitationState
    trouble: str
    created_at: datetime
    expires_at: datetime
    consumed_at: datetime | None

    @property
    def can_renew(self) -> bool:
        """Tell whether a new link can be sent."""
        return self.state != InvitationState.ACCEPTED

    @property
    def can_revoke(self) -> bool:
        """Tell whether there is a link to revoke."""
        return self.state not in (InvitationState.ACCEPTED, InvitationState.REVOKED)


def list_invitations(db: Session, session: m.WorkingGroupSession, now: datetime) -> list[InvitationRow]:
    """List the invitations to a session, its delegations and its body: delegations in order, the newest invitation first."""
    i, d, o, r = m.Invitation, m.Delegation, m.OutboxLetter, m.Round
    query = (
        select(i, d.name.label("delegation"), o.state.label("letter"), o.trouble, r.state.label("round_state"))
        .outerjoin(d, d.id == i.delegation_id)
        .outerjoin(o, o.id == i.letter_id)
        .outerjoin(r, r.id == i.round_id)
        .where(or_(i.session_id == session.id, i.body_id == session.body_id, d.session_id == session.id))
        .order_by(d.sort_key.is_not(None), d.sort_key, i.created_at.desc(), i.id.desc())
    )
    return [_row(*row, now=now) for row in db.execute(query)]


def _row(
    one: m.Invitation,
    delegation: str | None,
    letter: m.MailState | None,
    trouble: str | None,
    round_: m.RoundState | None,
    *,
    now: datetime,
) -> InvitationRow:
    if one.consumed_at is not None:
        state = InvitationState.ACCEPTED
    elif one.revoked_at is not None:
        state = InvitationState.REVOKED
    elif round_ == m.RoundState.CLOSED or (round_ != m.RoundState.OPEN and one.expires_at <= now):
        state = InvitationState.EXPIRED
    else:
        known = {m.MailState.SENT: InvitationState.SENT, m.MailState.FAILED: InvitationState.FAILED}
        state = known.get(letter, InvitationState.WAITING) if letter else InvitationState.WAITING
    return InvitationRow(
        one.id,
        delegation or "",
        one.name,
        one.email,
        tuple(m.Role(role) for role in one.roles),
        state,
        (trouble or "") if state == InvitationState.FAILED else "",
        one.created_at,
        one.expires_at,
        one.consumed_at,
    )


class Member(NamedTuple):
    """Somebody who takes part. last_seen: when they were last here."""

    delegation: str
    name: str
    email: str
    roles: tuple[m.Role, ...]


def list_members(db: Session, session: m.WorkingGroupSession) -> list[Member]:
    """List the people of a session, its delegations and its body."""
    g, u, d = m.Membership, m.User, m.Delegation
    query = (
        select(u.id, u.name, u.email, g.role, d.id.label("delegation_id"), d.name.label("delegation"))
        .join(u, u.id == g.user_id)
        .outerjoin(d, d.id == g.delegation_id)
        .where(g.ended_at.is_(None), u.ended_at.is_(None))
        .where(or_(g.session_id == session.id, g.body_id == session.body_id, d.session_id == session.id))
        .order_by(d.sort_key.is_not(None), d.sort_key, u.name, u.id, g.id)
    )
    found: dict[tuple[int, int | None], Member] = {}
    for row in db.execute(query):
        earlier = found.get((row.id, row.delegation_id))
        roles = (*earlier.roles, row.role) if earlier else (row.role,)
        found[row.id, row.delegation_id] = Member(row.delegation or "", row.name, row.email, roles)
    return list(found.values())


class Choices(NamedTuple):
    """What people can be invited to."""

    delegations: Sequence[tuple[int, str]]
    round_id: int | None


def list_choices(db: Session, session: m.WorkingGroupSession) -> Choices:
    """List the delegations of a session in order, and the round that an invitation is for: the open one, else the planned one."""
    d, r = m.Delegation, m.Round
    rows = db.execute(select(d.id, d.name).where(d.session_id == session.id, d.ended_at.is_(None)).order_by(d.sort_key)).all()
    rounds = select(r.id).where(r.session_id == session.id, r.state != m.RoundState.CLOSED).order_by(r.state != m.RoundState.OPEN, r.number)
    return Choices([(row.id, row.name) for row in rows], db.scalar(rounds.limit(1)))


def list_letters(
    db: Session, session: m.WorkingGroupSession, *, state: str = "", limit: int = 500, offset: int = 0
) -> Sequence[m.OutboxLetter]:
    """List the letters of a session, and those of no session that went to its people: the newest first. state: "" for all."""
    newest = _letters(session).order_by(m.OutboxLetter.created_at.desc(), m.OutboxLetter.id.desc())
    query = newest.limit(limit).offset(offset)
    if state:
        query = query.where(m.OutboxLetter.state == state)
    return db.scalars(query).all()


def count_letters(db: Session, session: m.WorkingGroupSession) -> dict[str, int]:
    """Count the letters by state."""
    counts = dict.fromkeys((str(state) for state in m.MailState), 0)
    for state in db.scalars(_letters(session).with_only_columns(m.OutboxLetter.state)):
        counts[str(state)] += 1
    return counts


def find_letter(db: Session, session: m.WorkingGroupSession, letter_id: int) -> m.OutboxLetter | None:
    """Find one letter of that list."""
    return db.scalar(_letters(session).where(m.OutboxLetter.id == letter_id)) if 0 < letter_id < 2**31 else None


def _letters(session: m.WorkingGroupSession) -> Select[m.OutboxLetter]:
    g, u, d, o = m.Membership, m.User, m.Delegation, m.OutboxLetter
    people = (
        select(u.email)
        .join(g, g.user_id == u.id)
        .outerjoin(d, d.id == g.delegation_id)
        .where(or_(g.session_id == session.id, g.body_id == session.body_id, d.session_id == session.id))
    )
    return select(o).where(or_(o.session_id == session.id, o.session_id.is_(None) & o.to.in_(people)))
