"""Record what happened: each change as one Event, chained by hash to the one before it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii as _quote
from typing import Any, NamedTuple

from sqlalchemy import String, cast, select, type_coerce
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker.db import encode_json
from wgtracker.errors import NotAllowed
from wgtracker.models import Event
from wgtracker.policy import Actor, Refused, Scope, can
from wgtracker.services.indexing import follow

BEGINNING = "0" * 64
"""What the first event is chained to."""


class Subject(NamedTuple):
    """What an event is about. kind: lower-case name of the model ("round")."""

    kind: str
    id: int
    session_id: int | None = None
    delegation_id: int | None = None


def require(actor: Actor, action: str, scope: Scope) -> None:
    """Stop with NotAllowed where the actor may not do this here."""
    answer = can(actor, action, scope)
    if isinstance(answer, Refused):
        raise NotAllowed(answer.reason)


def record(
    db: Session,
    actor: Actor,
    act: str,
    subject: Subject,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Event:
    """Add one event to the chain, and bring what can be searched up to it. before, after: what changed, as JSON values.

    The writer's lock (db.write) keeps the chain single.
    """
    last = db.execute(select(Event.id, Event.hash).order_by(Event.id.desc()).limit(1)).first()
    event = Event(
        id=(last.id if last else 0) + 1,
        at=clock.now(),
        user_id=actor.user_id,
        actor=actor.name,
        act=act,
        subject=subject.kind,
        subject_id=subject.id,
        session_id=subject.session_id,
        delegation_id=subject.delegation_id,
        before=dict(before or {}),
        after=dict(after or {}),
        previous=last.hash if last else BEGINNING,
    )
    event.hash = hash_event(event)
    db.add(event)
    db.flush()
    follow(db, subject.kind, subject.id)
    return event


def hash_event(event: Event) -> str:
    """Hash all that an event says, and the hash before it."""
    return _hash(
        event.id, _iso(event.at), event.user_id, event.actor, event.act, event.subject, event.subject_id, event.session_id,
        event.delegation_id, encode_json(event.before), encode_json(event.after), event.previous,
    )  # fmt: skip


def _hash(
    number: int, at: str, user_id: int | None, actor: str, act: str, subject: str, subject_id: int, session_id: int | None,
    delegation_id: int | None, before: str, after: str, previous: str,
) -> str:  # fmt: skip
    """Hash the JSON list of these values. before, after: as they are stored, so that a million events need no reading of JSON."""
    content = (
        f'[{number},"{at}",{_null(user_id)},{_quote(actor)},{_quote(act)},{_quote(subject)},{subject_id},{_null(session_id)},'
        f"{_null(delegation_id)},{before},{after},{_quote(previous)}]"
    )
    return hashlib.sha256(content.encode("utf-8", "backslashreplace")).hexdigest()


def _null(value: int | None) -> str:
    return "null" if value is None else str(value)


def _iso(instant: datetime) -> str:
    """Write an instant of UTC: 2020-09-25T16:00:00.000000Z."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


class Break(NamedTuple):
    """Where the chain does not hold, and why."""

    event_id: int
    what: str


def verify(db: Session) -> Iterator[Break]:
    """Walk the chain from its beginning and name each break."""
    e = Event
    plain = db.get_bind().dialect.name == "sqlite"
    at = type_coerce(e.at, String) if plain else e.at
    said = [type_coerce(column, String) if plain else cast(column, String) for column in (e.before, e.after)]
    query = select(
        e.id, at, e.user_id, e.actor, e.act, e.subject, e.subject_id, e.session_id, e.delegation_id, *said, e.previous, e.hash
    ).order_by(e.id)  # fmt: skip
    previous, number = BEGINNING, 0
    rows: Iterable[Any] = db.execute(query.execution_options(yield_per=5000))
    for event_id, instant, user_id, actor, act, subject, subject_id, session_id, delegation_id, before, after, chained, recorded in rows:
        number += 1
        if event_id != number:
            yield Break(number, "an event is missing")
            number = event_id
        if chained != previous:
            yield Break(event_id, "it is not chained to the event before it")
        written = f"{instant.replace(' ', 'T')}Z" if plain else _iso(instant)
        fields = (user_id, actor, act, subject, subject_id, session_id, delegation_id, before, after, chained)
        if _hash(event_id, written, *fields) != recorded:
            yield Break(event_id, "its content was changed after it was recorded")
        previous = recorded


def head(db: Session) -> tuple[int, str]:
    """Give the number and the hash of the last event: printed in papers, it shows later that nothing was cut off."""
    last = db.execute(select(Event.id, Event.hash).order_by(Event.id.desc()).limit(1)).first()
    return (last.id, last.hash) if last else (0, BEGINNING)
