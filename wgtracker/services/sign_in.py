"""Sign people in and out: each place where somebody is signed in is a row, so that it can be ended from anywhere."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor
from wgtracker.services.events import Subject, record
from wgtracker.services.throttle import forget_tries, name_key
from wgtracker.services.tokens import Token, make_token

ABSOLUTE = timedelta(days=7)
"""How long a place stays signed in at most, however much it is used."""
SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is recorded when a place was last used."""
LONGEST_AGENT = 200


def key_of(email: str) -> str:
    """Name the tries to sign in with one address."""
    return name_key("sign_in", email)


def sign_in(db: Session, actor: Actor, *, idle: timedelta, agent: str, password_hash: str = "") -> Token:
    """Sign a person in at one more place; give the cookie's token, which is kept nowhere.

    idle: how long the place may stand unused. agent: what the browser says of itself. password_hash: the password hashed anew, where
    the stored hash was made with older settings.
    """
    token, at = make_token(), clock.now()
    user = db.get_one(m.User, actor.user_id)
    if password_hash:
        user.password_hash = password_hash
    place = m.SignIn(
        user_id=user.id,
        token_hash=token.hashed,
        agent=agent[:LONGEST_AGENT],
        created_at=at,
        seen_at=at,
        expires_at=at + min(idle, ABSOLUTE),
    )
    db.add(place)
    forget_tries(db, key_of(user.email))
    db.flush()
    record(db, actor, "sign_in", Subject("user", user.id), after={"place": place.id})
    return token


def mark_seen(db: Session, *, sign_in_id: int, idle: timedelta) -> None:
    """Record that a place is used, and let it stand for another while."""
    place = db.get(m.SignIn, sign_in_id)
    if place is not None and place.ended_at is None:
        place.seen_at = clock.now()
        place.expires_at = min(place.seen_at + idle, place.created_at + ABSOLUTE)


def sign_out(db: Session, actor: Actor, *, sign_in_id: int) -> None:
    """Sign a person out at one place."""
    place = db.get(m.SignIn, sign_in_id)
    if place is None or place.user_id != actor.user_id:
        raise NotFound(_("You are not signed in there."))
    if place.ended_at is None:
        place.ended_at = clock.now()
        record(db, actor, "sign_out", Subject("user", place.user_id), after={"place": place.id})


def sign_out_everywhere(db: Session, actor: Actor) -> int:
    """Sign a person out at every place; give how many there were."""
    assert actor.user_id is not None
    ended = end_places(db, actor.user_id)
    record(db, actor, "sign_out_everywhere", Subject("user", actor.user_id), after={"places": ended})
    return ended


def end_places(db: Session, user_id: int, *, but: int | None = None) -> int:
    """End all places of a user, one excepted: part of every change of a password. Gives how many."""
    s = m.SignIn
    there = select(s.id).where(s.user_id == user_id, s.ended_at.is_(None), s.expires_at > clock.now())
    ids = [found for found in db.scalars(there) if found != but]
    db.execute(update(s).where(s.id.in_(ids)).values(ended_at=clock.now()))
    return len(ids)
