"""Add delegations to a session, many at a time; change what they are; let them go without losing what they said."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.countries import CATEGORIES, Party, by_name, sort_key
from wgtracker.countries.groups import NO_GROUP, region_of
from wgtracker.errors import BadInput, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.events import Subject, record, require
from wgtracker.services.sessions import load_session
from wgtracker.services.versions import require_version

NAME_MOST = 200
AT_ONCE = 600
STANDING_OF = {
    "REIO": m.Standing.REIO,
    "IGO": m.Standing.IGO,
    "UN": m.Standing.UN_ENTITY,
    "NGO": m.Standing.NGO,
    "other": m.Standing.OTHER,
}
"""What a delegation is where nothing is recorded of it under the body's instrument."""


class Added(NamedTuple):
    """What became of a list of names. added: new ones; known: those that were there; again: those that came back."""

    added: tuple[m.Delegation, ...]
    known: tuple[str, ...]
    again: tuple[str, ...]


def add_delegations(db: Session, actor: Actor, *, session_id: int, names: Sequence[str], states_are: m.Standing) -> Added:
    """Add delegations by name, each once, under the name and in the regional group valid at the session's date.

    states_are: what States are of which nothing is recorded under the body's instrument. A name that the table does not know is kept as
    it is written, in the category "other".
    """
    session = load_session(db, session_id)
    require(actor, "manage_delegations", Scope(session.body_id, session.id))
    if not names:
        raise BadInput(_("Choose at least one delegation, or paste a name."))
    if len(names) > AT_ONCE:
        raise BadInput(_("That is more than %(most)s names at once; send them in parts.", most=AT_ONCE))
    there = {row.name: row for row in db.scalars(select(m.Delegation).where(m.Delegation.session_id == session.id))}
    added: list[m.Delegation] = []
    known, again = [], []
    for party in dict.fromkeys(_party(name, session.opens_on) for name in names):
        row = there.get(party.name)
        if row is None:
            row = _make(db, session, party, states_are)
            row.iso3 = "" if party.iso3 in {one.iso3 for one in there.values()} else party.iso3  # numbers of receipts are made of it
            there[party.name] = row
            added.append(row)
        elif row.ended_at is not None:
            row.ended_at = None
            row.advance()
            again.append(row.name)
        else:
            known.append(row.name)
    db.flush()
    if added or again:
        record(
            db, actor, "add_delegations", Subject("session", session.id, session.id),
            after={"names": [row.name for row in added], "again": again, "ids": [row.id for row in added]},
        )  # fmt: skip
    return Added(tuple(added), tuple(known), tuple(again))


def _party(name: str, on: date) -> Party:
    if len(name) > NAME_MOST:
        raise BadInput(_("“%(name)s…” is longer than %(most)s letters; write the delegation's name alone.", name=name[:40], most=NAME_MOST))
    return by_name(name, on) or Party(name, "other", sort_key(name), "")


def _make(db: Session, session: m.WorkingGroupSession, party: Party, states_are: m.Standing) -> m.Delegation:
    row = m.Delegation(
        session_id=session.id, name=party.name, category=party.category, sort_key=party.sort_key, iso3=party.iso3,
        region=find_region(party.name, session.opens_on),
        standing=standing_of(db, session, party.name, party.category, states_are), created_at=clock.now(),
    )  # fmt: skip
    db.add(row)
    return row


def find_region(name: str, on: date) -> str:
    """Give the regional group of a State on a day, "" for whoever belongs to none."""
    found = region_of(name, on)
    return "" if found == NO_GROUP else found


def standing_of(db: Session, session: m.WorkingGroupSession, name: str, category: str, states_are: m.Standing) -> m.Standing:
    """Give what a party is under the body's instrument on the session's first day, from the recorded statuses; else its category's.

    states_are: what a State is of which nothing is recorded.
    """
    p = m.PartyStatus
    rows = db.execute(select(p.standing, p.from_on).where(p.instrument == session.body.instrument, p.party == name)).all()
    known = sorted((row.from_on or date.min, row.standing) for row in rows if (row.from_on or date.min) <= session.opens_on)
    if known:
        found: m.Standing = known[-1][1]
        return found
    return states_are if category == "State" else STANDING_OF.get(category, m.Standing.OTHER)


def change_delegation(
    db: Session, actor: Actor, *, delegation_id: int, version: int, name: str, category: str, standing: m.Standing, region: str
) -> m.Delegation:
    """Change the name, category, standing or region of a delegation at this session."""
    row = _load(db, actor, delegation_id)
    require_version(row, version)
    if not name:
        raise BadInput(_("Write the delegation's name."))
    if len(name) > NAME_MOST:
        raise BadInput(_("The name is longer than %(most)s letters.", most=NAME_MOST))
    if category not in CATEGORIES:
        raise BadInput(_("Choose one of the categories."))
    other = select(m.Delegation.id).where(m.Delegation.session_id == row.session_id, m.Delegation.name == name, m.Delegation.id != row.id)
    if db.scalar(other) is not None:
        raise Conflict(_("This session has a delegation named “%(name)s” already.", name=name))
    new = {"name": name, "category": category, "standing": standing, "region": region}
    before = {key: str(getattr(row, key)) for key, value in new.items() if getattr(row, key) != value}
    if not before:
        return row
    if name != row.name:
        _require_unspoken(db, row)
        row.sort_key = sort_key(name)
    for key, value in new.items():
        setattr(row, key, value)
    row.advance()
    for round_ in db.scalars(select(m.Round).where(m.Round.session_id == row.session_id)):
        round_.texts += 1
    record(db, actor, "change_delegation", _subject(row), before=before, after={key: str(new[key]) for key in before})
    return row


def _require_unspoken(db: Session, row: m.Delegation) -> None:
    """Refuse another name once the room has heard this one: its acts say who spoke by name, and each keeps the name it was done under."""
    acts = select(m.RoomAct.content).join(m.Negotiation, m.Negotiation.id == m.RoomAct.negotiation_id)
    heard = db.scalars(acts.where(m.Negotiation.session_id == row.session_id))
    if any(_says(content, row.name) for content in heard):
        raise Conflict(
            _("The room has heard “%(name)s” under this name, and its acts keep it. Write the new name at the next session.", name=row.name)
        )


def _says(value: Any, name: str) -> bool:
    """Tell whether a stored act says a name somewhere."""
    if isinstance(value, Mapping):
        return any(_says(one, name) for one in value.values())
    if isinstance(value, list | tuple):
        return any(_says(one, name) for one in value)
    return bool(value == name)


def set_category(db: Session, actor: Actor, *, row: m.Delegation, category: str) -> m.Delegation:
    """Say what a delegation is that the table of countries does not know; what it is under the instrument follows from that."""
    standing = standing_of(db, row.session, row.name, category, m.Standing.STATE_PARTY)
    return change_delegation(
        db, actor, delegation_id=row.id, version=row.version, name=row.name, category=category, standing=standing, region=row.region
    )


def remove_delegation(db: Session, actor: Actor, *, delegation_id: int, version: int) -> bool:
    """Remove a delegation that was added by mistake; tell whether it is gone. One that sent something stays, marked as ended."""
    row = _load(db, actor, delegation_id)
    require_version(row, version)
    if row.ended_at is not None:
        raise Conflict(_("This delegation has left the list already."))
    subject, name = _subject(row), row.name
    if has_input(db, row.id) or _is_named(db, row.id):
        row.ended_at = clock.now()
        row.advance()
        record(db, actor, "end_delegation", subject, before={"name": name}, after={"ended": True})
        return False
    db.delete(row)
    db.flush()
    record(db, actor, "remove_delegation", subject._replace(delegation_id=None), before={"name": name})
    return True


def has_input(db: Session, delegation_id: int) -> bool:
    """Tell whether anything was ever sent by, or entered for, a delegation."""
    return bool(db.scalar(select(exists().where(m.Submission.delegation_id == delegation_id))))


def _is_named(db: Session, delegation_id: int) -> bool:
    """Tell whether anything else points to the delegation: people, invitations, stances, what was found, the history."""
    tables = (m.Membership, m.Invitation, m.Stance, m.SearchEntry, m.Event)
    return any(db.scalar(select(exists().where(table.delegation_id == delegation_id))) for table in tables)


def record_standings(
    db: Session, actor: Actor, *, session_id: int, parties: Sequence[str], standing: m.Standing, from_on: date | None
) -> int:
    """Record what parties are under the body's instrument from a day on; delegations of this session follow. Give how many changed."""
    session = load_session(db, session_id)
    require(actor, "manage_delegations", Scope(session.body_id, session.id))
    if not parties:
        raise BadInput(_("Choose at least one delegation."))
    if not session.body.instrument:
        raise BadInput(_("The body has no instrument, so nobody can be a party to it."))
    p, changed = m.PartyStatus, 0
    for party in dict.fromkeys(parties):
        same_day = p.from_on.is_(None) if from_on is None else p.from_on == from_on
        row = db.scalar(select(p).where(p.instrument == session.body.instrument, p.party == party, same_day))
        if row is None:
            db.add(p(instrument=session.body.instrument, party=party, standing=standing, from_on=from_on))
            changed += 1
        elif row.standing != standing:
            row.standing = standing
            changed += 1
    db.flush()
    for delegation in db.scalars(select(m.Delegation).where(m.Delegation.session_id == session.id, m.Delegation.name.in_(parties))):
        now = standing_of(db, session, delegation.name, delegation.category, delegation.standing)
        if delegation.standing != now:
            delegation.standing = now
            delegation.advance()
    if changed:
        record(
            db, actor, "record_standings", Subject("session", session.id, session.id),
            after={"parties": list(dict.fromkeys(parties)), "standing": str(standing), "from": from_on.isoformat() if from_on else ""},
        )  # fmt: skip
    return changed


def _load(db: Session, actor: Actor, delegation_id: int) -> m.Delegation:
    row = db.get(m.Delegation, delegation_id)
    if row is None:
        raise NotFound(_("There is no such delegation."))
    require(actor, "manage_delegations", Scope(row.session.body_id, row.session_id))
    return row


def _subject(row: m.Delegation) -> Subject:
    return Subject("delegation", row.id, row.session_id, row.id)
