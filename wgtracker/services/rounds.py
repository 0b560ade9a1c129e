"""Plan, open, extend and close rounds of written consultation. A closed round stays closed: who needs more time opens a new one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.events import Subject, record, require
from wgtracker.services.force import lock_round
from wgtracker.services.letters import word_extension
from wgtracker.services.outbox import queue
from wgtracker.services.versions import require_version

REASON_MOST = 2000


class Deadline(NamedTuple):
    """A deadline as it was typed and as an instant. wall: "2020-10-01T18:00"; zone: IANA name."""

    wall: str
    zone: str
    at: datetime


def read_deadline(day: str, time: str, zone: str) -> Deadline:
    """Read a deadline: wall time of a zone. Raises BadInput, also where the clocks skip or repeat that time."""
    wall = clock.read_wall(day, time)
    return Deadline(wall.strftime("%Y-%m-%dT%H:%M"), zone, clock.local_to_utc(wall, zone))


def plan_round(db: Session, actor: Actor, *, draft_id: int, deadline: Deadline, takes_late: bool) -> m.Round:
    """Plan a round on a saved draft; nothing is taken before it is opened."""
    draft = db.get(m.Draft, draft_id)
    if draft is None:
        raise NotFound(_("There is no such draft."))
    require(actor, "manage_round", Scope(draft.session.body_id, draft.session_id))
    if draft.state != m.DraftState.SAVED:
        raise Conflict(_("This draft is not saved yet: look through its units and save it, then open the round."))
    _require_ahead(deadline)
    last = db.scalar(select(func.max(m.Round.number)).where(m.Round.session_id == draft.session_id)) or 0
    round_ = m.Round(
        session_id=draft.session_id, draft_id=draft.id, number=last + 1, deadline=deadline.wall, zone=deadline.zone,
        deadline_at=deadline.at, takes_late=takes_late, created_at=clock.now(),
    )  # fmt: skip
    db.add(round_)
    db.flush()
    record(db, actor, "plan_round", _subject(round_), after=_told(round_))
    return round_


def change_round(db: Session, actor: Actor, *, round_id: int, version: int, draft_id: int, deadline: Deadline, takes_late: bool) -> m.Round:
    """Change a round that is still planned."""
    round_ = _load(db, actor, round_id)
    require_version(round_, version)
    if round_.state != m.RoundState.PLANNED:
        raise Conflict(_("The round is open; its deadline can only be extended, with a reason."))
    draft = db.get(m.Draft, draft_id)
    if draft is None or draft.session_id != round_.session_id or draft.state != m.DraftState.SAVED:
        raise BadInput(_("Choose a saved draft of this session."))
    _require_ahead(deadline)
    before = _told(round_)
    round_.draft_id, round_.takes_late = draft.id, takes_late
    round_.deadline, round_.zone, round_.deadline_at = deadline.wall, deadline.zone, deadline.at
    round_.advance()
    record(db, actor, "change_round", _subject(round_), before=before, after=_told(round_))
    return round_


def open_round(db: Session, actor: Actor, *, round_id: int, version: int) -> m.Round:
    """Open a planned round. One round of a session is open at a time."""
    round_ = _load(db, actor, round_id)
    require_version(round_, version)
    if round_.state != m.RoundState.PLANNED:
        raise Conflict(_("This round was opened already."))
    if round_.deadline_at <= clock.now():
        raise Conflict(_("The deadline of this round has passed; change it before you open the round."))
    other = db.scalar(select(m.Round.number).where(m.Round.session_id == round_.session_id, m.Round.state == m.RoundState.OPEN))
    if other is not None:
        raise Conflict(_("Round %(number)s of this session is still open; close it first.", number=other))
    round_.state, round_.opened_at = m.RoundState.OPEN, clock.now()
    round_.texts += 1
    round_.advance()
    record(db, actor, "open_round", _subject(round_), before={"state": "planned"}, after={"state": "open", **_told(round_)})
    return round_


def extend_round(db: Session, actor: Actor, *, round_id: int, version: int, deadline: Deadline, reason: str) -> m.Round:
    """Move the deadline of an open round to a later time. The earlier one and the reason are kept."""
    round_ = _load(db, actor, round_id)
    require_version(round_, version)
    if round_.state != m.RoundState.OPEN:
        raise Conflict(_("Only an open round can be extended. This one is not open; open a new round instead."))
    if not reason:
        raise BadInput(_("Write why the round is extended; those who were invited read it."))
    if deadline.at <= round_.deadline_at:
        raise BadInput(_("The new deadline is not later than the one that stands: %(when)s.", when=_show(round_)))
    _require_ahead(deadline)
    before = round_.deadline
    db.add(
        m.RoundExtension(
            round_id=round_.id,
            from_deadline=round_.deadline,
            to_deadline=deadline.wall,
            to_at=deadline.at,
            reason=reason[:REASON_MOST],
            made_at=clock.now(),
            made_by=actor.user_id,
        )
    )
    round_.deadline, round_.zone, round_.deadline_at = deadline.wall, deadline.zone, deadline.at
    round_.texts += 1
    round_.advance()
    prolong_invitations(db, round_)
    in_time = _take_in_time(db, round_)
    _write_to_invited(db, round_, reason[:REASON_MOST])
    record(
        db, actor, "extend_round", _subject(round_),
        before={"deadline": before},
        after={"deadline": deadline.wall, "zone": deadline.zone, "reason": reason[:REASON_MOST], "in_time": in_time},
    )  # fmt: skip
    return round_


def _take_in_time(db: Session, round_: m.Round) -> list[int]:
    """Mark as in time what was late before the deadline was moved; give the ids of these submissions."""
    s = m.Submission
    rows = db.scalars(select(s).where(s.round_id == round_.id, s.late.is_(True), s.received_at <= round_.deadline_at).order_by(s.id)).all()
    for row in rows:
        row.late = False
        row.advance()
    return [row.id for row in rows]


def close_round(db: Session, actor: Actor, *, round_id: int, version: int) -> m.Round:
    """Close an open round: nothing more is taken, and delegations see each other's published input from now on."""
    round_ = _load(db, actor, round_id)
    require_version(round_, version)
    if round_.state != m.RoundState.OPEN:
        raise Conflict(_("This round is not open."))
    round_.state, round_.closed_at = m.RoundState.CLOSED, clock.now()
    round_.texts += 1
    round_.advance()
    record(db, actor, "close_round", _subject(round_), before={"state": "open"}, after={"state": "closed"})
    return round_


def prolong_invitations(db: Session, round_: m.Round) -> None:
    """Let the links that were sent for a round hold as long as the round does."""
    waiting = select(m.Invitation).where(
        m.Invitation.round_id == round_.id, m.Invitation.consumed_at.is_(None), m.Invitation.revoked_at.is_(None)
    )
    for invitation in db.scalars(waiting):
        invitation.expires_at = max(invitation.expires_at, round_.deadline_at)


def _write_to_invited(db: Session, round_: m.Round, reason: str) -> None:
    """Queue a letter to everybody who was invited to the round, in the transaction of what it tells."""
    session, words = round_.session, None
    for address in invited_addresses(db, round_.id):
        words = words or word_extension(round_, session, reason)
        queue(db, to=address, subject=words.subject, body=words.body, session_id=session.id)


def invited_addresses(db: Session, round_id: int) -> Sequence[str]:
    """List the addresses that were invited to a round, each once."""
    found = db.scalars(select(m.Invitation.email).where(m.Invitation.round_id == round_id, m.Invitation.revoked_at.is_(None)))
    return sorted(set(found))


def _load(db: Session, actor: Actor, round_id: int) -> m.Round:
    round_ = lock_round(db, round_id)
    require(actor, "manage_round", Scope(round_.session.body_id, round_.session_id))
    return round_


def _require_ahead(deadline: Deadline) -> None:
    if deadline.at <= clock.now():
        raise BadInput(_("This deadline has passed already; choose a later day or time."))
    if deadline.at.year > clock.now().year + 5:
        raise BadInput(_("This deadline is years away; check the year."))


def _show(round_: m.Round) -> str:
    return clock.show_deadline(round_.deadline_at, round_.session.zone)


def _subject(round_: m.Round) -> Subject:
    return Subject("round", round_.id, round_.session_id)


def _told(round_: m.Round) -> dict[str, object]:
    return {
        "number": round_.number, "draft_id": round_.draft_id, "deadline": round_.deadline, "zone": round_.zone,
        "takes_late": round_.takes_late,
    }  # fmt: skip
