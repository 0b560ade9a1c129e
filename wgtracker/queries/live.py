"""Tell followers of a reading what may have changed: ids and revisions, never words. Each page fetches what it may see by itself."""

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.policy import Actor, Scope, can
from wgtracker.queries.people import read_signed_in, select_signed_in

MOST_UNITS = 50
"""Units that one message names; who missed more asks for them, or fetches all."""


class Moment(NamedTuple):
    """A reading as followers are told of it. act: number of its last act; units: (id, last act) of those acted on after act `since`."""

    pulse: int
    act: int
    focus: int | None
    since: int = 0
    units: tuple[tuple[int, int], ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Give what goes over the wire."""
        return {"pulse": self.pulse, "act": self.act, "focus": self.focus, "since": self.since, "units": [list(one) for one in self.units]}


class Follower(NamedTuple):
    """Who follows a reading, and how far it is."""

    actor: Actor
    moment: Moment


_n, _w = m.Negotiation, m.WorkingGroupSession.__table__.alias("of_reading")
_FOLLOWERS = (
    select_signed_in()
    .add_columns(_n.pulse, _n.last_act, _n.focus_id, _n.session_id.label("reading_session"), _w.c.body_id.label("reading_body"))
    .join(_n, _n.id == bindparam("negotiation_id"))
    .join(_w, _w.c.id == _n.session_id)
    .where(m.SignIn.token_hash.in_(bindparam("tokens", expanding=True)))
    .order_by(m.SignIn.token_hash)
)


def list_followers(db: Session, tokens: Collection[str], now: datetime, negotiation_id: int) -> dict[str, Follower]:
    """Find in one statement who may follow a reading, by the hashes of their sign-ins' tokens, and how far the reading is.

    Left out is who is not signed in (or no longer) and who may not; where there is no such reading, that is everybody.
    """
    if not 0 < negotiation_id < 2**31:
        return {}
    found = db.execute(_FOLLOWERS, {"tokens": list(tokens), "now": now, "negotiation_id": negotiation_id})
    followers = {}
    for token, group in groupby(found, key=lambda row: row.token_hash):
        rows = list(group)
        present = read_signed_in(rows)
        scope = Scope(rows[0].reading_body, rows[0].reading_session)
        if present is not None and can(present.actor, "follow_room", scope):
            followers[token] = Follower(present.actor, Moment(rows[0].pulse, rows[0].last_act, rows[0].focus_id))
    return followers


def list_changed_units(db: Session, negotiation_id: int, since: int) -> tuple[tuple[int, int], ...]:
    """List the units that were acted on after an act, each with its last act."""
    u = m.RoomUnit
    query = select(u.recommendation_id, u.last_act).where(u.negotiation_id == negotiation_id, u.last_act > since).order_by(u.last_act)
    return tuple((row.recommendation_id, row.last_act) for row in db.execute(query))


def load_pulses(db: Session) -> dict[int, int]:
    """Give the pulse of every reading."""
    return {row.id: row.pulse for row in db.execute(select(_n.id, _n.pulse))}


def load_last(db: Session, negotiation_id: int) -> Moment | None:
    """Give how far a reading is, without the units; None where there is no such reading."""
    row = db.execute(select(_n.pulse, _n.last_act, _n.focus_id).where(_n.id == negotiation_id)).one_or_none()
    return row and Moment(row.pulse, row.last_act, row.focus_id)


def load_moment(db: Session, negotiation_id: int) -> Moment | None:
    """Give how far a reading is, with the units that were acted on last."""
    last = load_last(db, negotiation_id)
    if last is None:
        return None
    u = m.RoomUnit
    newest = select(u.recommendation_id, u.last_act).where(u.negotiation_id == negotiation_id, u.last_act > 0)
    units = db.execute(newest.order_by(u.last_act.desc()).limit(MOST_UNITS + 1)).all()
    since = units[-1].last_act if len(units) > MOST_UNITS else 0
    named = tuple((one.recommendation_id, one.last_act) for one in reversed(units) if one.last_act > since)
    return last._replace(since=since, units=named)


def find_acts_of_form(db: Session, negotiation_id: int, user_id: int, key: str) -> list[tuple[int, int]]:
    """Give (unit, number) of the acts that a person's form did: who sends it again after a lost answer learns what it came to.

    key: as the form has it; acts keep a digest of its words behind it.
    """
    a = m.RoomAct
    ours = (a.negotiation_id == negotiation_id, a.user_id == user_id, a.key != "")
    query = select(a.recommendation_id, a.number).where(*ours, (a.key == key) | a.key.startswith(f"{key}.", autoescape=True))
    return [(row.recommendation_id, row.number) for row in db.execute(query.order_by(a.number))]
