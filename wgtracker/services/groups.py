"""Keep the groups that can speak for their members; a membership has its days, and an ended one stays on record."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.countries import by_name
from wgtracker.countries.groups import members
from wgtracker.errors import BadInput, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.events import Subject, record, require
from wgtracker.services.sessions import load_session
from wgtracker.services.versions import require_version

AT_ONCE = 300
NAME_MOST = 200


class Made(NamedTuple):
    """A new group, and how many members the table of groups gave it."""

    group: m.Group
    members: int


def create_group(db: Session, actor: Actor, *, session_id: int, name: str) -> Made:
    """Make a group. One that the table of groups knows begins with its members on the session's first day."""
    session = _require(db, actor, session_id)
    _check_name(db, name, None)
    group = m.Group(name=name)
    known = members(name, session.opens_on)
    group.members.extend(m.GroupMember(party=party) for party in known)
    db.add(group)
    db.flush()
    record(db, actor, "create_group", Subject("group", group.id, session.id), after={"name": name, "members": list(known)})
    return Made(group, len(known))


def change_group(db: Session, actor: Actor, *, session_id: int, group_id: int, version: int, name: str) -> m.Group:
    """Change the name of a group."""
    session = _require(db, actor, session_id)
    group = _load(db, group_id)
    require_version(group, version)
    _check_name(db, name, group.id)
    before, group.name = group.name, name
    group.advance()
    record(db, actor, "change_group", Subject("group", group.id, session.id), before={"name": before}, after={"name": name})
    return group


def add_members(
    db: Session, actor: Actor, *, session_id: int, group_id: int, names: Sequence[str], from_on: date | None, until_on: date | None
) -> int:
    """Add members to a group; who is a member already is passed over. Give how many are new."""
    session = _require(db, actor, session_id)
    group = _load(db, group_id)
    if not names or len(names) > AT_ONCE:
        raise BadInput(_("Write between 1 and %(most)s names, one a line.", most=AT_ONCE))
    if from_on and until_on and until_on <= from_on:
        raise BadInput(_("The membership ends before it begins."))
    if any(len(name) > NAME_MOST for name in names):
        raise BadInput(_("A name has at most %(most)s letters; write one a line.", most=NAME_MOST))
    found = [by_name(name, session.opens_on) for name in names]
    wanted = dict.fromkeys(party.name if party else name for party, name in zip(found, names))
    there = {one.party for one in group.members if one.until_on is None}
    new = [party for party in wanted if party not in there]
    group.members.extend(m.GroupMember(party=party, from_on=from_on, until_on=until_on) for party in new)
    if new:
        group.advance()
        record(db, actor, "add_members", Subject("group", group.id, session.id), after={"name": group.name, "members": new})
    return len(new)


def end_membership(db: Session, actor: Actor, *, session_id: int, member_id: int, until_on: date) -> None:
    """End a membership on a day; one that is ended already keeps its day."""
    session = _require(db, actor, session_id)
    member = db.get(m.GroupMember, member_id)
    if member is None:
        raise NotFound(_("There is no such member."))
    if member.until_on is not None:
        raise Conflict(_("This membership is ended already."))
    if member.from_on is not None and until_on < member.from_on:
        until_on = member.from_on
    member.until_on = until_on
    member.group.advance()
    told = {"name": member.group.name, "party": member.party, "until": until_on.isoformat()}
    record(db, actor, "end_membership", Subject("group", member.group_id, session.id), after=told)


def _require(db: Session, actor: Actor, session_id: int) -> m.WorkingGroupSession:
    session = load_session(db, session_id)
    require(actor, "manage_delegations", Scope(session.body_id, session.id))
    return session


def _load(db: Session, group_id: int) -> m.Group:
    group = db.get(m.Group, group_id)
    if group is None:
        raise NotFound(_("There is no such group."))
    return group


def _check_name(db: Session, name: str, own: int | None) -> None:
    if not name:
        raise BadInput(_("Write the name of the group."))
    if db.scalar(select(m.Group.id).where(m.Group.name == name, m.Group.id != (own or 0))) is not None:
        raise Conflict(_("There is a group “%(name)s” already.", name=name))
