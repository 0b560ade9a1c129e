"""Invite people by a link that works until the round closes; renew and revoke invitations."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock, mail
from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.policy import INSIDE, MEMBERS, Actor, Scope
from wgtracker.queries.sessions import name_session
from wgtracker.services.events import Subject, record, require
from wgtracker.services.letters import word_invitation
from wgtracker.services.outbox import queue
from wgtracker.services.tokens import make_token
from wgtracker.word.clean import plain_name

VALID = timedelta(days=30)
"""How long an invitation works that was sent for no round, or for one whose deadline is past."""
LONGEST_NAME = 200
OFFICERS = frozenset({m.Role.CHAIR, m.Role.OPERATOR})


class Place(NamedTuple):
    """What somebody is invited to: exactly one of the three."""

    body_id: int | None = None
    session_id: int | None = None
    delegation_id: int | None = None


class Invited(NamedTuple):
    """An invitation and the address of its link, which is kept nowhere."""

    invitation: m.Invitation
    url: str


def invite(
    db: Session, actor: Actor, *, email: str, name: str, roles: Sequence[m.Role], place: Place, base_url: str, round_id: int | None = None
) -> Invited:
    """Invite one person, by letter. roles: all that the person shall be there; round_id: the round whose end ends the invitation."""
    scope = locate(db, place)
    require(actor, "invite", scope)
    email, name = mail.read_address(email).lower(), plain_name(name)[:LONGEST_NAME]
    _require_fitting(place, roles)
    _require_new(db, email, place, roles)
    invitation = m.Invitation(
        token_hash=make_token().hashed,
        email=email,
        name=name,
        roles=[str(role) for role in m.Role if role in roles],
        round_id=_unless_closed(db, round_id),
        created_at=clock.now(),
        expires_at=clock.now(),
        invited_by=actor.user_id,
        **place._asdict(),
    )
    db.add(invitation)
    db.flush()
    url = send_invitation(db, invitation, base_url)
    told = {"email": email, "name": name, "roles": invitation.roles}
    record(db, actor, "invite", _subject(invitation, scope), after=told)
    return Invited(invitation, url)


def send_invitation(db: Session, invitation: m.Invitation, base_url: str) -> str:
    """Give an invitation a new link, which ends the one before, and queue the letter that brings it; give its address."""
    token = make_token()
    invitation.token_hash, invitation.expires_at = token.hashed, _end(db, invitation.round_id)
    url = f"{base_url}/i/{token.plain}"
    scope = locate(db, Place(invitation.body_id, invitation.session_id, invitation.delegation_id))
    session = db.get(m.WorkingGroupSession, scope.session_id) if scope.session_id else None
    roles = name_roles([m.Role(role) for role in invitation.roles])
    round_ = db.get(m.Round, invitation.round_id) if invitation.round_id and {m.Role(role) for role in invitation.roles} & INSIDE else None
    words = word_invitation(invitation, name_place(db, invitation), roles, session, url, round_)
    letter = queue(db, to=invitation.email, subject=words.subject, body=words.body, session_id=scope.session_id)
    invitation.letter_id = letter.id
    db.flush()
    return url


def renew_invitation(db: Session, actor: Actor, *, invitation_id: int, base_url: str) -> Invited:
    """Send an invitation anew, with a new link, to the same address."""
    invitation, scope = _load(db, invitation_id)
    require(actor, "invite", scope)
    if invitation.consumed_at is not None:
        raise Conflict(_("This invitation was accepted already; the person signs in, or asks for a link by e-mail."))
    invitation.revoked_at, invitation.round_id = None, _unless_closed(db, invitation.round_id)
    url = send_invitation(db, invitation, base_url)
    invitation.advance()
    record(db, actor, "renew_invitation", _subject(invitation, scope), after={"email": invitation.email})
    return Invited(invitation, url)


def revoke_invitation(db: Session, actor: Actor, *, invitation_id: int) -> m.Invitation:
    """Make an invitation useless."""
    invitation, scope = _load(db, invitation_id)
    require(actor, "invite", scope)
    if invitation.consumed_at is not None:
        raise Conflict(_("This invitation was accepted already; end the person’s membership instead."))
    if invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        invitation.advance()
        record(db, actor, "revoke_invitation", _subject(invitation, scope), after={"email": invitation.email})
    return invitation


def is_open(db: Session, invitation: m.Invitation) -> bool:
    """Tell whether an invitation can be accepted. While its round is open it can, also after a deadline that was moved."""
    if invitation.consumed_at is not None or invitation.revoked_at is not None:
        return False
    round_ = db.get(m.Round, invitation.round_id) if invitation.round_id else None
    if round_ is not None and round_.state != m.RoundState.PLANNED:
        return round_.state == m.RoundState.OPEN
    return invitation.expires_at > clock.now()


def name_place(db: Session, invitation: m.Invitation) -> str:
    """Say in words what an invitation is for."""
    scope = locate(db, Place(invitation.body_id, invitation.session_id, invitation.delegation_id))
    body = db.get_one(m.Body, scope.body_id)
    if scope.session_id is None:
        return _("the Secretariat of the %(body)s", body=body.name)
    session = db.get_one(m.WorkingGroupSession, scope.session_id)
    meeting = _("the %(session)s of the %(body)s", body=body.name, session=name_session(session))
    if scope.delegation_id is None:
        return meeting
    return _("the delegation of %(name)s to %(meeting)s", name=db.get_one(m.Delegation, scope.delegation_id).name, meeting=meeting)


ROLE_WORDS = {
    m.Role.SECRETARIAT: lazy_gettext("Secretariat"),
    m.Role.CHAIR: lazy_gettext("Chair"),
    m.Role.OPERATOR: lazy_gettext("operator for the Chair"),
    m.Role.HEAD: lazy_gettext("head of delegation"),
    m.Role.DRAFTER: lazy_gettext("drafter"),
    m.Role.REVIEWER: lazy_gettext("reviewer"),
    m.Role.OBSERVER: lazy_gettext("observer"),
}


def name_roles(roles: Sequence[m.Role]) -> str:
    """Name roles in one phrase: "head of delegation, drafter and reviewer"."""
    names = [str(ROLE_WORDS[role]) for role in roles]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s", first=", ".join(names[:-1]), last=names[-1])


def locate(db: Session, place: Place) -> Scope:
    """Say where a place lies. Raises NotFound."""
    if sum(one is not None for one in place) != 1:
        raise BadInput(_("Choose what the person is invited to: a delegation, the session or the body."))
    if place.body_id is not None:
        if db.get(m.Body, place.body_id) is None:
            raise NotFound(_("There is no such body."))
        return Scope(place.body_id)
    delegation = db.get(m.Delegation, place.delegation_id) if place.delegation_id is not None else None
    session = db.get(m.WorkingGroupSession, delegation.session_id if delegation else place.session_id)
    if session is None or (place.delegation_id is not None and delegation is None):
        raise NotFound(_("There is no such session or delegation."))
    return Scope(session.body_id, session.id, delegation.id if delegation else None)


def _require_fitting(place: Place, roles: Sequence[m.Role]) -> None:
    """Refuse roles that do not exist there."""
    fitting = MEMBERS if place.delegation_id is not None else OFFICERS if place.session_id is not None else {m.Role.SECRETARIAT}
    if not roles:
        raise BadInput(_("Choose at least one role."))
    if not set(roles) <= fitting:
        raise BadInput(
            _("Somebody who is invited there can be: %(roles)s.", roles=name_roles([role for role in m.Role if role in fitting]))
        )
    if m.Role.OBSERVER in roles and len(roles) > 1:
        raise BadInput(_("An observer only reads; choose observer alone, or the other roles without it."))


def _require_new(db: Session, email: str, place: Place, roles: Sequence[m.Role]) -> None:
    """Refuse to invite somebody twice to one place."""
    i, g = m.Invitation, m.Membership
    here = i.email == email, i.body_id == place.body_id, i.session_id == place.session_id, i.delegation_id == place.delegation_id
    for found in db.scalars(select(i).where(*here, i.consumed_at.is_(None), i.revoked_at.is_(None))):
        if is_open(db, found):
            raise Conflict(_("%(email)s is invited there already; renew that invitation if the letter was lost.", email=email))
    there = g.body_id == place.body_id, g.session_id == place.session_id, g.delegation_id == place.delegation_id
    held = select(g.role).join(m.User, m.User.id == g.user_id).where(m.User.email == email, g.ended_at.is_(None), *there)
    if set(roles) <= set(db.scalars(held)):
        raise Conflict(_("%(email)s has these roles there already.", email=email))


def _unless_closed(db: Session, round_id: int | None) -> int | None:
    """Give the round, None where it is closed: who is invited then is invited to read, not to answer it."""
    round_ = db.get(m.Round, round_id) if round_id is not None else None
    return round_.id if round_ is not None and round_.state != m.RoundState.CLOSED else None


def _end(db: Session, round_id: int | None) -> datetime:
    deadline = db.get_one(m.Round, round_id).deadline_at if round_id is not None else clock.now()
    return deadline if deadline > clock.now() + timedelta(days=1) else clock.now() + VALID


def _load(db: Session, invitation_id: int) -> tuple[m.Invitation, Scope]:
    invitation = db.get(m.Invitation, invitation_id)
    if invitation is None:
        raise NotFound(_("There is no such invitation."))
    return invitation, locate(db, Place(invitation.body_id, invitation.session_id, invitation.delegation_id))


def _subject(invitation: m.Invitation, scope: Scope) -> Subject:
    return Subject("invitation", invitation.id, scope.session_id, scope.delegation_id)
