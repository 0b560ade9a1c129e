"""Turn a comment into a proposal: staff type the wording, the delegation confirms it, and the comment stays linked."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.typed import count_typed
from wgtracker.errors import BadInput, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor
from wgtracker.queries.compilation import load_text, scope_of
from wgtracker.queries.stored import read_amendment
from wgtracker.services.contribute import count_more
from wgtracker.services.events import Subject, record, require
from wgtracker.services.force import lock_round
from wgtracker.services.keep import keep_amendment
from wgtracker.services.versions import require_version

HOW_MOST = 500


def propose_from_comment(db: Session, actor: Actor, *, comment_id: int, amendment: c.Amendment) -> m.Amendment:
    """Store a wording that staff typed for a comment; it has no voice before the delegation confirms it."""
    comment = db.get(m.Comment, comment_id)
    if comment is None or comment.ended_at is not None:
        raise NotFound(_("There is no such comment."))
    round_ = lock_round(db, comment.submission.round_id)
    require(actor, "place_by_hand", scope_of(round_))
    submission = comment.submission
    if submission.state != m.SubmissionState.IN_FORCE:
        raise Conflict(_("This comment is not in force: confirm the file that it came with first."))
    a = m.Amendment
    waiting = select(a.id).where(a.from_comment_id == comment.id, a.ended_at.is_(None)).limit(1)
    if db.scalar(waiting) is not None:
        raise Conflict(_("A wording was typed for this comment already."))
    last = db.scalar(select(func.max(a.position)).where(a.submission_id == submission.id))
    text = load_text(db, round_.draft)
    row = keep_amendment(submission, amendment, dict(enumerate(text.ids)), m.Origin.COMMENT, (last or 0) + 1)
    row.from_comment_id, row.waits_for_delegation = comment.id, True
    db.add(row)
    db.flush()
    record(
        db, actor, "propose_from_comment", _subject(row, round_),
        after={"comment": comment.id, "kind": row.kind, "unit": row.unit, "proposed": row.proposed},
    )  # fmt: skip
    return row


def confirm_wording(db: Session, actor: Actor, *, amendment_id: int, version: int) -> m.Amendment:
    """Confirm, for the delegation itself, a wording that staff typed: it is the delegation's proposal from now on."""
    row, round_ = _load(db, amendment_id, version)
    require(actor, "submit_input", scope_of(round_)._replace(delegation_id=row.submission.delegation_id))
    return _take(db, actor, row, round_, "confirm_wording", {})


def record_confirmation(db: Session, actor: Actor, *, amendment_id: int, version: int, how: str, at: datetime) -> m.Amendment:
    """Record that the delegation confirmed a wording to staff. how: by what ("e-mail of 3 September")."""
    row, round_ = _load(db, amendment_id, version)
    require(actor, "place_by_hand", scope_of(round_))
    if not how:
        raise BadInput(_("Say how the delegation confirmed it, such as “e-mail of 3 September”."))
    if len(how) > HOW_MOST:
        raise BadInput(_("This is longer than %(most)s letters.", most=HOW_MOST))
    if at > clock.now():
        raise BadInput(_("The confirmation lies in the future; write when it came."))
    return _take(db, actor, row, round_, "record_confirmation", {"how": how, "at": at.isoformat()})


def decline_wording(db: Session, actor: Actor, *, amendment_id: int, version: int) -> m.Amendment:
    """Decline, for the delegation itself, a wording that staff typed; its comment stands as it was."""
    row, round_ = _load(db, amendment_id, version)
    require(actor, "submit_input", scope_of(round_)._replace(delegation_id=row.submission.delegation_id))
    return _end(db, actor, row, round_, "decline_wording")


def withdraw_wording(db: Session, actor: Actor, *, amendment_id: int, version: int) -> m.Amendment:
    """Take back, for staff, a wording that still waits."""
    row, round_ = _load(db, amendment_id, version)
    require(actor, "place_by_hand", scope_of(round_))
    return _end(db, actor, row, round_, "withdraw_wording")


def _take(db: Session, actor: Actor, row: m.Amendment, round_: m.Round, act: str, after: dict[str, str]) -> m.Amendment:
    row.waits_for_delegation, row.confirmed_at = False, clock.now()
    row.advance()
    units = load_text(db, round_.draft).draft.units
    row.submission.account = count_more(row.submission, (*count_typed(read_amendment(row), units), 0))
    row.submission.advance()
    round_.texts += 1
    record(db, actor, act, _subject(row, round_), before={"waits": True}, after={"proposed": row.proposed, **after})
    return row


def _end(db: Session, actor: Actor, row: m.Amendment, round_: m.Round, act: str) -> m.Amendment:
    row.ended_at = clock.now()
    row.advance()
    record(db, actor, act, _subject(row, round_), before={"waits": True, "proposed": row.proposed})
    return row


def _load(db: Session, amendment_id: int, version: int) -> tuple[m.Amendment, m.Round]:
    row = db.get(m.Amendment, amendment_id)
    if row is None or row.origin != m.Origin.COMMENT:
        raise NotFound(_("There is no such wording."))
    round_ = lock_round(db, row.submission.round_id)
    if row.ended_at is not None or not row.waits_for_delegation:
        raise Conflict(_("This wording does not wait any more: it was confirmed, declined or taken back."))
    if row.submission.state != m.SubmissionState.IN_FORCE:
        raise Conflict(_("The submission that this belongs to was replaced or withdrawn, so it cannot be confirmed."))
    require_version(row, version)
    return row, round_


def _subject(row: m.Amendment, round_: m.Round) -> Subject:
    return Subject("amendment", row.id, round_.session_id, row.submission.delegation_id)
