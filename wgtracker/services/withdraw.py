"""Withdraw a submission, and undo it: the words stay in the record, only the voice goes and comes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotFound, Stale
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.events import Subject, record, require
from wgtracker.services.force import end_stances, lock_round, may_replace, move, require_open
from wgtracker.services.indexing import index_submission
from wgtracker.services.submit import begin_stances

LONGEST_REASON = 5_000


def withdraw_submission(
    db: Session, actor: Actor, *, submission_id: int, version: int, reason: str, back_to: int | None, at: datetime, grace: int
) -> m.Submission:
    """Take the voice of a submission away. back_to: the submission it replaced, where that is to stand again; None: nothing stands.

    Withdrawing twice is withdrawing once. Raises Closed after the round, Stale where it changed.
    """
    row, round_ = _load(db, actor, submission_id)
    if row.state == m.SubmissionState.WITHDRAWN:
        return row
    require_open(round_, at, grace)
    if row.version != version:
        raise Stale(_("This submission has changed meanwhile. Look at it again."))
    if len(reason) > LONGEST_REASON:
        raise BadInput(_("The reason is longer than %(most)s characters.", most=f"{LONGEST_REASON:,}"))
    move(row, m.SubmissionState.WITHDRAWN)
    end_stances(db, row.id)
    if back_to is not None:
        _bring_back(db, row, back_to)
    round_.texts += 1
    _index(db, row)
    after = {"reason": reason, "stands_again": back_to}
    record(
        db,
        actor,
        "withdraw",
        Subject("submission", row.id, round_.session_id, row.delegation_id),
        before={"state": "in_force"},
        after=after,
    )
    return row


def undo_withdrawal(db: Session, actor: Actor, *, submission_id: int, at: datetime, grace: int) -> m.Submission:
    """Bring a withdrawn submission back into force, under its own number, until the round closes."""
    row, round_ = _load(db, actor, submission_id)
    if row.state == m.SubmissionState.IN_FORCE:
        return row
    require_open(round_, at, grace)
    if row.state != m.SubmissionState.WITHDRAWN:
        raise Conflict(_("This submission was not withdrawn."))
    replaced = None
    for other in _others_in_force(db, row):
        if (other.number or 0) > (row.number or 0):
            raise Conflict(_("Your delegation has sent another submission since. Begin a new version of that one instead."))
        if other.id == row.supersedes_id and may_replace(db, row):
            move(other, m.SubmissionState.SUPERSEDED)
            replaced = other.id
            end_stances(db, other.id)
    move(row, m.SubmissionState.IN_FORCE)
    begin_stances(db, row)
    round_.texts += 1
    _index(db, row)
    subject = Subject("submission", row.id, round_.session_id, row.delegation_id)
    record(db, actor, "undo_withdrawal", subject, before={"state": "withdrawn"}, after={"state": "in_force", "supersedes": replaced})
    return row


def _load(db: Session, actor: Actor, submission_id: int) -> tuple[m.Submission, m.Round]:
    row = db.get(m.Submission, submission_id)
    if row is None or row.delegation_id is None:
        raise NotFound(_("There is no such submission."))
    round_ = lock_round(db, row.round_id)
    require(actor, "submit_input", Scope(round_.session.body_id, round_.session_id, row.delegation_id))
    return row, round_


def _index(db: Session, row: m.Submission) -> None:
    """Let the search know what has a voice now."""
    db.flush()
    for one in (row, *([db.get_one(m.Submission, row.supersedes_id)] if row.supersedes_id is not None else [])):
        index_submission(db, one)


def _bring_back(db: Session, row: m.Submission, back_to: int) -> None:
    older = db.get(m.Submission, back_to)
    if older is None or older.id != row.supersedes_id or older.state != m.SubmissionState.SUPERSEDED:
        raise Conflict(_("The earlier submission cannot stand again. Look at it again."))
    move(older, m.SubmissionState.IN_FORCE)
    begin_stances(db, older)


def _others_in_force(db: Session, row: m.Submission) -> list[m.Submission]:
    return list(
        db.scalars(
            select(m.Submission).where(
                m.Submission.round_id == row.round_id,
                m.Submission.delegation_id == row.delegation_id,
                m.Submission.state == m.SubmissionState.IN_FORCE,
                m.Submission.id != row.id,
            )
        )
    )
