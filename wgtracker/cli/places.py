"""Find the session or round that a command names: by its number in the database, or as receipts write it ("TIP10", "TIP10-1")."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import BadInput
from wgtracker.policy import Actor, Grant


def find_session(db: Session, name: str) -> m.WorkingGroupSession:
    """Find a session. Raises BadInput that lists those there are."""
    rows = db.scalars(select(m.WorkingGroupSession).order_by(m.WorkingGroupSession.id)).all()
    for row in rows:
        if name.upper() in (str(row.id), name_session(row).upper()):
            return row
    known = ", ".join(map(name_session, rows)) or "none yet"
    raise BadInput(f"There is no session “{name}”; there are: {known}.")


def find_round(db: Session, name: str) -> m.Round:
    """Find a round. Raises BadInput that lists those there are."""
    rows = db.scalars(select(m.Round).order_by(m.Round.id)).all()
    for row in rows:
        if name.upper() in (str(row.id), name_round(row).upper()):
            return row
    known = ", ".join(map(name_round, rows)) or "none yet"
    raise BadInput(f"There is no round “{name}”; there are: {known}.")


def name_session(session: m.WorkingGroupSession) -> str:
    """Write a session as receipts do: "TIP10"."""
    return f"{session.body.code}{session.ordinal}"


def name_round(round_: m.Round) -> str:
    """Write a round as receipts do: "TIP10-1"."""
    return f"{name_session(round_.session)}-{round_.number}"


def find_body(db: Session, code: str) -> m.Body | None:
    """Find a body by its code or name."""
    b = m.Body
    return db.scalar(select(b).where((b.code == re.sub(r"\s", "", code).upper()) | (b.name == code)))


def operator_of(body_id: int) -> Actor:
    """Give whoever runs commands on the server the rights of the body's Secretariat; events name the command line."""
    return Actor(None, "command line", grants=(Grant(m.Role.SECRETARIAT, body_id),))
