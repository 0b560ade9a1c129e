"""Accept an invitation: make an account, or give an existing one its roles; or ask for the invitation once more."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotFound, TooMany
from wgtracker.i18n import gettext as _
from wgtracker.policy import SYSTEM, Actor
from wgtracker.queries.people import actor_of
from wgtracker.services.events import Subject, record
from wgtracker.services.invite import LONGEST_NAME, Place, is_open, locate, send_invitation
from wgtracker.services.throttle import count_try, name_key
from wgtracker.services.tokens import hash_token
from wgtracker.word.clean import plain_name


def find_invitation(db: Session, token: str) -> m.Invitation | None:
    """Find an invitation by its link, whether it still works or not."""
    return db.scalar(select(m.Invitation).where(m.Invitation.token_hash == hash_token(token)))


def find_invited(db: Session, invitation: m.Invitation) -> m.User | None:
    """Find the account that has the address of an invitation."""
    return db.scalar(select(m.User).where(m.User.email == invitation.email))


def accept(db: Session, *, token: str, name: str = "", password_hash: str = "", zone: str = "") -> Actor:
    """Accept an invitation; give who accepted. name, password_hash, zone: of the new account, where the address has none yet.

    The link came to the address of the account, as a link to sign in would: no password is asked for where there is an account.
    """
    invitation = find_invitation(db, token)
    if invitation is None:
        raise NotFound(_("There is no such invitation."))
    if not is_open(db, invitation):
        raise Conflict(_("This invitation was used already, or it has expired."))
    user = find_invited(db, invitation)
    if user is None:
        user = _make_user(db, invitation, name, password_hash, zone)
    elif user.ended_at is not None:
        raise Conflict(_("The account of this address was closed; write to the Secretariat."))
    _give_roles(db, invitation, user)
    invitation.consumed_at, invitation.user_id = clock.now(), user.id
    invitation.advance()
    db.flush()
    scope = locate(db, Place(invitation.body_id, invitation.session_id, invitation.delegation_id))
    person = actor_of(db, user)
    subject = Subject("invitation", invitation.id, scope.session_id, scope.delegation_id)
    record(db, person, "accept_invitation", subject, after={"email": invitation.email, "roles": invitation.roles})
    return person


def _make_user(db: Session, invitation: m.Invitation, name: str, password_hash: str, zone: str) -> m.User:
    name = plain_name(name)[:LONGEST_NAME]
    if not name or not password_hash:
        raise BadInput(_("Enter your name and choose a password."))
    user = m.User(email=invitation.email, name=name, password_hash=password_hash, zone=zone, created_at=clock.now())
    db.add(user)
    db.flush()
    return user


def _give_roles(db: Session, invitation: m.Invitation, user: m.User) -> None:
    g = m.Membership
    place = {"body_id": invitation.body_id, "session_id": invitation.session_id, "delegation_id": invitation.delegation_id}
    there = [getattr(g, name) == value for name, value in place.items()]
    held = set(db.scalars(select(g.role).where(g.user_id == user.id, g.ended_at.is_(None), *there)))
    for role in (m.Role(role) for role in invitation.roles):
        if role not in held:
            db.add(g(user_id=user.id, role=role, created_at=clock.now(), **place))


def ask_again(db: Session, *, token: str, base_url: str) -> None:
    """Send an invitation that has expired once more, to its own address and no other. Says nothing of whether it did."""
    count_try(db, name_key("invitation", token), most=3)
    invitation = find_invitation(db, token)
    if invitation is None or invitation.consumed_at is not None or invitation.revoked_at is not None:
        return
    round_ = db.get(m.Round, invitation.round_id) if invitation.round_id else None
    if round_ is not None and round_.state == m.RoundState.CLOSED:
        return
    try:
        count_try(db, name_key("invitation to", invitation.email), most=3)
    except TooMany:
        return
    send_invitation(db, invitation, base_url)
    scope = locate(db, Place(invitation.body_id, invitation.session_id, invitation.delegation_id))
    subject = Subject("invitation", invitation.id, scope.session_id, scope.delegation_id)
    record(db, SYSTEM, "renew_invitation", subject, after={"email": invitation.email, "asked": True})
