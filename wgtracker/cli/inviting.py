"""Find what a person is invited to, and invite."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.cli.places import find_body, find_session, operator_of
from wgtracker.db import Database
from wgtracker.errors import BadInput
from wgtracker.services.founding import found_body
from wgtracker.services.invite import Place, invite, name_place


class Wish(NamedTuple):
    """What the command was asked for."""

    email: str
    name: str
    roles: tuple[str, ...]
    code: str
    body_name: str
    session: str
    delegation: str


def invite_person(database: Database, base_url: str, wish: Wish) -> list[str]:
    """Invite, and give the lines to print. Raises BadInput, Conflict, NotFound."""
    said: list[str] = []
    with database.write() as db:
        place, body_id = _find_place(db, wish, said)
        made = invite(
            db, operator_of(body_id), email=wish.email, name=wish.name, roles=[m.Role(role) for role in wish.roles], place=place,
            base_url=base_url,
        )  # fmt: skip
        until = clock.show_deadline(made.invitation.expires_at, "UTC")
        said.append(f"Invited {made.invitation.email} to {name_place(db, made.invitation)}. The link works once, until {until}:")
        said.append(made.url)
    return said


def _find_place(db: Session, wish: Wish, said: list[str]) -> tuple[Place, int]:
    if wish.session:
        session = find_session(db, wish.session)
        if not wish.delegation:
            return Place(session_id=session.id), session.body_id
        d = m.Delegation
        found = db.scalar(select(d.id).where(d.session_id == session.id, d.name == wish.delegation))
        if found is None:
            raise BadInput(f"The session has no delegation named “{wish.delegation}”; write the name as its list shows it.")
        return Place(delegation_id=found), session.body_id
    if wish.delegation:
        raise BadInput("Say of which session the delegation is: --session TIP10.")
    body = find_body(db, wish.code) if wish.code else _only_body(db)
    if body is None:
        if not (wish.code and wish.body_name):
            raise BadInput('There is no such body. Make it with --body TIP --body-name "Working Group on Trafficking in Persons".')
        body = found_body(db, name=wish.body_name, code=wish.code, instrument="", conference="")
        said.append(f"Made the body {body.name} ({body.code}).")
    return Place(body_id=body.id), body.id


def _only_body(db: Session) -> m.Body | None:
    rows = db.scalars(select(m.Body).order_by(m.Body.code)).all()
    if len(rows) > 1:
        raise BadInput(f"Say which body with --body: {', '.join(row.code for row in rows)}.")
    return rows[0] if rows else None
