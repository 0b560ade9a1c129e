"""Give the snapshots of a reading: frozen texts, which are drawn from what was stored alone."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import Conflict
from wgtracker.i18n import gettext as _
from wgtracker.papers.prose import local_time
from wgtracker.queries.room import Room
from wgtracker.queries.room_text import RoomText, load_room_text, make_text
from wgtracker.room.freeze import Deed, Frozen, lines_of, thaw

DECISIONS = frozenset({"take", "leave", "park", "overtake", "resume", "answer", "bracket", "lift", "move", "place", "undo"})
"""Acts of the Chair: their reasons are the meeting's; reasons that a delegation gives are its own."""
_LETTERS = {"sort_keys": True, "ensure_ascii": True, "separators": (",", ":")}


class Listed(NamedTuple):
    """A snapshot as a list shows it."""

    id: int
    number: int
    title: str
    act: int
    made_at: datetime


def hash_content(content: dict[str, Any]) -> str:
    """Give the SHA-256 of the letters of frozen data."""
    import json

    return sha256(json.dumps(content, **_LETTERS).encode()).hexdigest()  # type: ignore[arg-type]


def list_snapshots(db: Session, negotiation_id: int) -> Sequence[Listed]:
    """List the snapshots of a reading, the newest first."""
    s = m.Snapshot
    rows = db.execute(select(s.id, s.number, s.title, s.act, s.made_at).where(s.negotiation_id == negotiation_id).order_by(s.number.desc()))
    return [Listed(*row) for row in rows]


def find_snapshot(db: Session, negotiation_id: int, number: int) -> m.Snapshot | None:
    """Find a snapshot by its number in the reading."""
    s = m.Snapshot
    return db.scalar(select(s).where(s.negotiation_id == negotiation_id, s.number == number))


def load_frozen(db: Session, snapshot_id: int) -> Frozen:
    """Give a snapshot's text. Raises Conflict where what is stored is not what was frozen."""
    row = db.scalars(select(m.Snapshot).where(m.Snapshot.id == snapshot_id).options(undefer(m.Snapshot.content))).one()
    if hash_content(row.content) != row.sha256:
        raise Conflict(_("This snapshot is not as it was stored: its fingerprint does not fit. Tell the Secretariat."))
    return thaw(row.content)


def read_now(db: Session, negotiation: m.Negotiation) -> Frozen:
    """Give the text of now as it would be frozen."""
    text = load_room_text(db, negotiation)
    at = clock.now()
    title = f"Status: {local_time(at.isoformat(), negotiation.session.zone)}"  # of a paper, and papers are in English
    return Frozen(
        title,
        clock.stamp(at),
        text.room.last,
        text.draft,
        negotiation.draft.sha256,
        text.meeting,
        text.room.speakers,
        text.room.units,
        _ids_of_draft(db, negotiation.id),
        text.known,
        tuple(list_deeds(db, negotiation.id)),
        lines_of(text.room.units),
    )


def _ids_of_draft(db: Session, negotiation_id: int) -> frozenset[int]:
    u, n = m.Recommendation, m.RoomUnit
    rows = select(u.id).join(n, n.recommendation_id == u.id).where(n.negotiation_id == negotiation_id, u.draft_id.is_not(None))
    return frozenset(db.scalars(rows))


def list_deeds(db: Session, negotiation_id: int) -> Sequence[Deed]:
    """List the acts as all may know them."""
    a = m.RoomAct
    rows = db.execute(select(a.number, a.at, a.kind, a.reason).where(a.negotiation_id == negotiation_id).order_by(a.number))
    return [Deed(row.number, clock.stamp(row.at), row.kind, row.reason if row.kind in DECISIONS else "") for row in rows]


def open_frozen(frozen: Frozen, negotiation: m.Negotiation) -> RoomText:
    """Give frozen data as the pages draw a text."""
    room = Room(negotiation.id, negotiation.session_id, frozen.act, frozen.units, frozen.speakers, ())
    return make_text(room, frozen.meeting, frozen.draft, frozen.known)
