"""Record what happened: each change as one Event, chained by hash to the one before it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker.errors import NotAllowed
from wgtracker.models import Event
from wgtracker.policy import Actor, Refused, Scope, can

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
    """Add one event to the chain. before, after: what changed, as JSON values. The writer's lock (db.write) keeps the chain single."""
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
    return event


def hash_event(event: Event) -> str:
    """Hash all that an event says, and the hash before it."""
    content = [
        event.id, _iso(event.at), event.user_id, event.actor, event.act, event.subject, event.subject_id, event.session_id,
        event.delegation_id, event.before, event.after, event.previous,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Break(NamedTuple):
    """Where the chain does not hold, and why."""

    event_id: int
    what: str


def verify(db: Session) -> Iterator[Break]:
    """Walk the chain from its beginning and name each break."""
    previous, number = BEGINNING, 0
    for event in db.scalars(select(Event).order_by(Event.id).execution_options(yield_per=1000)):
        number += 1
        if event.id != number:
            yield Break(number, "an event is missing")
            number = event.id
        if event.previous != previous:
            yield Break(event.id, "it is not chained to the event before it")
        if hash_event(event) != event.hash:
            yield Break(event.id, "its content was changed after it was recorded")
        previous = event.hash


def head(db: Session) -> tuple[int, str]:
    """Give the number and the hash of the last event: printed in papers, it shows later that nothing was cut off."""
    last = db.execute(select(Event.id, Event.hash).order_by(Event.id.desc()).limit(1)).first()
    return (last.id, last.hash) if last else (0, BEGINNING)
