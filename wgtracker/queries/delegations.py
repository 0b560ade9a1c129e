"""Read the delegations of a session, and the list of States and organizations to choose from."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from wgtracker import models as m
from wgtracker.countries import CATEGORIES, Party
from wgtracker.countries.groups import parties, region_of


class Choice(NamedTuple):
    """A State or organization to add. is_there: it is on the session's list already."""

    party: Party
    region: str
    is_there: bool


def list_choices(db: Session, session: m.WorkingGroupSession) -> dict[str, tuple[Choice, ...]]:
    """List who can be added, by category."""
    there = set(db.scalars(select(m.Delegation.name).where(m.Delegation.session_id == session.id, m.Delegation.ended_at.is_(None))))
    groups: dict[str, list[Choice]] = {key: [] for key in CATEGORIES}
    for party in parties(session.opens_on):
        region = region_of(party.name, session.opens_on) if party.category == "State" else ""
        groups[party.category].append(Choice(party, region, party.name in there))
    return {key: tuple(choices) for key, choices in groups.items() if choices}


def list_delegations(db: Session, session_id: int) -> Sequence[m.Delegation]:
    """List the delegations of a session that are on its list, by category and name."""
    d = m.Delegation
    rows = db.scalars(select(d).where(d.session_id == session_id, d.ended_at.is_(None))).all()
    order = list(CATEGORIES)
    return sorted(rows, key=lambda row: (order.index(row.category) if row.category in order else len(order), row.sort_key))


def list_groups(db: Session) -> Sequence[m.Group]:
    """List all groups with their members."""
    return db.scalars(select(m.Group).options(selectinload(m.Group.members)).order_by(m.Group.name)).all()


def find_group(db: Session, group_id: int) -> m.Group | None:
    """Find a group with its members."""
    return db.scalars(select(m.Group).where(m.Group.id == group_id).options(selectinload(m.Group.members))).one_or_none()


def is_member(member: m.GroupMember, on: date) -> bool:
    """Tell whether a membership holds on a day."""
    return (member.from_on is None or member.from_on <= on) and (member.until_on is None or on < member.until_on)
