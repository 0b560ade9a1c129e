"""Send and take links that work once: to sign in, or to set a new password."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import SYSTEM, Actor
from wgtracker.queries.people import actor_of
from wgtracker.services.events import Subject, record
from wgtracker.services.letters import word_link
from wgtracker.services.outbox import queue
from wgtracker.services.sign_in import end_places
from wgtracker.services.throttle import count_try, name_key
from wgtracker.services.tokens import Token, hash_token, make_token

VALID = timedelta(hours=1)
MOST_LINKS = 5
"""Letters to one address within a quarter of an hour."""


def make_sign_in_link(db: Session, user: m.User, *, base_url: str, valid_for: timedelta = VALID) -> str:
    """Make a link that signs a user in once; give its address. Who has it needs no mailbox: it is shown on the server's own screen."""
    return f"{base_url}/l/{_make(db, user, m.LinkPurpose.SIGN_IN, valid_for)[1].plain}"


def _make(db: Session, user: m.User, purpose: m.LinkPurpose, valid_for: timedelta) -> tuple[m.MailedLink, Token]:
    token, at = make_token(), clock.now()
    link = m.MailedLink(user=user, purpose=purpose, token_hash=token.hashed, created_at=at, expires_at=at + valid_for)
    db.add(link)
    db.flush()
    record(db, SYSTEM, "make_link", Subject("user", user.id), after={"purpose": str(purpose), "link": link.id})
    return link, token


def send_link(db: Session, *, email: str, purpose: m.LinkPurpose, base_url: str) -> None:
    """Send a link to an address that somebody typed. For an address that nobody has the same work is done, and undone."""
    email = email.strip().lower()
    count_try(db, name_key("link", email), most=MOST_LINKS)
    user = db.scalar(select(m.User).where(m.User.email == email, m.User.ended_at.is_(None)))
    if user is None:
        trial = db.begin_nested()
        record(db, SYSTEM, "make_link", Subject("user", 0), after={"purpose": str(purpose), "link": 0})
        make_token()
        queue(db, to=email, subject="", body=clock.show_moment(clock.now(), "UTC"))
        trial.rollback()
        return
    link, token = _make(db, user, purpose, VALID)
    words = word_link(link, f"{base_url}/l/{token.plain}")
    queue(db, to=user.email, subject=words.subject, body=words.body)


def find_link(db: Session, token: str) -> m.MailedLink | None:
    """Find a link that still works."""
    link = db.scalar(select(m.MailedLink).where(m.MailedLink.token_hash == hash_token(token)))
    if link is None or link.consumed_at is not None or link.expires_at <= clock.now() or link.user.ended_at is not None:
        return None
    return link


def take_link(db: Session, *, token: str, purpose: m.LinkPurpose) -> Actor:
    """Use a link up; give whose it is. Raises NotFound where it does not work, or no longer."""
    link = find_link(db, token)
    if link is None or link.purpose != purpose:
        raise NotFound(_("This link was used already, or it has expired."))
    link.consumed_at = clock.now()
    person = actor_of(db, link.user)
    record(db, person, "take_link", Subject("user", link.user_id), after={"purpose": str(purpose), "link": link.id})
    return person


def set_new_password(db: Session, *, token: str, password_hash: str) -> Actor:
    """Set the password of whoever has this link; every place where they are signed in ends, and every other link."""
    person = take_link(db, token=token, purpose=m.LinkPurpose.RESET)
    user = db.get_one(m.User, person.user_id)
    user.password_hash = password_hash
    user.advance()
    end_places(db, user.id)
    end_links(db, user.id)
    return person


def end_links(db: Session, user_id: int) -> None:
    """Make all links of a user useless: part of every change of a password."""
    k = m.MailedLink
    db.execute(update(k).where(k.user_id == user_id, k.consumed_at.is_(None)).values(consumed_at=clock.now()))
