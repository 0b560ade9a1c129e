"""Record who stands where: stances of delegations and groups, and whether delegations see each other's."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.room import model as r
from wgtracker.services.events import Subject, record, require
from wgtracker.services.room import Deed, act, lock_negotiation


class Position(NamedTuple):
    """Whose position it is, and on what. by: name of a delegation or a group; proposal: "" = the unit as a whole."""

    unit_id: int
    by: str
    proposal: str = ""


def record_stance(
    db: Session, actor: Actor, *, negotiation_id: int, position: Position, how: r.Stand, seen: int | None, key: str
) -> m.RoomAct:
    """Record the stance that a delegation or a group took in the room; one that it had there before ends."""
    negotiation = lock_negotiation(db, negotiation_id)
    require(actor, "operate_room", Scope(negotiation.session.body_id, negotiation.session_id))
    speaker = _find_speaker(db, negotiation.session_id, position.by)
    what = r.Stood(position.by, how, position.proposal)
    deed = Deed(position.unit_id, what, seen, key=key, delegation_id=speaker)
    return act(db, actor, negotiation_id=negotiation_id, deed=deed)


def end_stance(db: Session, actor: Actor, *, negotiation_id: int, position: Position, seen: int | None, key: str) -> m.RoomAct:
    """Record that a delegation or a group left."""
    negotiation = lock_negotiation(db, negotiation_id)
    require(actor, "operate_room", Scope(negotiation.session.body_id, negotiation.session_id))
    deed = Deed(position.unit_id, r.Stepped(position.by, position.proposal), seen, key=key)
    return act(db, actor, negotiation_id=negotiation_id, deed=deed)


def _find_speaker(db: Session, session_id: int, name: str) -> int | None:
    """Find whose position it is: a delegation of the session (its id), or a group, which speaks for its members (None)."""
    d = m.Delegation
    found = db.scalar(select(d.id).where(d.session_id == session_id, d.name == name))
    if found is None and db.scalar(select(m.Group.id).where(m.Group.name == name)) is None:
        raise BadInput(_("“%(name)s” is not among the session's delegations, nor a group: choose one of them.", name=name))
    return found


def show_stances(db: Session, actor: Actor, *, negotiation_id: int) -> m.Negotiation:
    """Let delegations see each other's stances."""
    return _switch(db, actor, negotiation_id, "show_stances")


def hide_stances(db: Session, actor: Actor, *, negotiation_id: int) -> m.Negotiation:
    """Keep stances with the Chair and the Secretariat."""
    return _switch(db, actor, negotiation_id, "hide_stances")


def _switch(db: Session, actor: Actor, negotiation_id: int, act_name: str) -> m.Negotiation:
    negotiation = lock_negotiation(db, negotiation_id)
    require(actor, "operate_room", Scope(negotiation.session.body_id, negotiation.session_id))
    wanted = act_name == "show_stances"
    if negotiation.shows_stances != wanted:
        negotiation.shows_stances = wanted
        negotiation.pulse += 1
        record(db, actor, act_name, Subject("negotiation", negotiation.id, negotiation.session_id), after={"shown": wanted})
    return negotiation
