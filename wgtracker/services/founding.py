"""Lay the ground that nobody has rights on yet: the first body, its people. Called by commands on the server itself, never by a page."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock, mail
from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict
from wgtracker.i18n import gettext as _
from wgtracker.policy import SYSTEM
from wgtracker.services.events import Subject, record
from wgtracker.services.invite import Place, locate
from wgtracker.word.clean import plain_name


def found_body(db: Session, *, name: str, code: str, instrument: str, conference: str) -> m.Body:
    """Make a body. code: short and unique, it opens the numbers of receipts ("TIP"). Raises BadInput, Conflict."""
    name, code = plain_name(name), plain_name(code).upper()
    if not name:
        raise BadInput(_("Write the name of the body."))
    if not (code.isascii() and code.isalnum() and len(code) <= 8):
        raise BadInput(_("“%(code)s” is no code: write one to eight letters or digits, such as TIP.", code=code))
    if db.scalar(select(m.Body.id).where((m.Body.code == code) | (m.Body.name == name))) is not None:
        raise Conflict(_("There is a body of this name or code already."))
    body = m.Body(name=name, code=code, instrument=instrument, conference=conference, created_at=clock.now())
    db.add(body)
    db.flush()
    record(db, SYSTEM, "found_body", Subject("body", body.id), after={"name": name, "code": code})
    return body


def enrol(db: Session, *, email: str, name: str, role: m.Role, place: Place) -> m.User:
    """Give a person a role without an invitation; make the account where there is none. Raises BadInput, NotFound."""
    scope = locate(db, place)
    email = mail.read_address(email).lower()
    user = db.scalar(select(m.User).where(m.User.email == email))
    if user is None:
        user = m.User(email=email, name=plain_name(name) or email, created_at=clock.now())
        db.add(user)
        db.flush()
    db.add(m.Membership(user_id=user.id, role=role, created_at=clock.now(), **place._asdict()))
    db.flush()
    told = {"email": email, "role": str(role), "body": scope.body_id, "delegation": scope.delegation_id}
    record(db, SYSTEM, "enrol", Subject("user", user.id, scope.session_id, scope.delegation_id), after=told)
    return user
