"""Bring submissions into force and out of it: the one place where a submission gets its number, its voice, or loses it."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import Closed, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor


def lock_round(db: Session, round_id: int) -> m.Round:
    """Load a round so that nobody else opens, extends or closes it until this transaction ends."""
    found = db.scalar(select(m.Round).where(m.Round.id == round_id).with_for_update(of=m.Round))
    if found is None:
        raise NotFound(_("There is no such round."))
    return found


def is_late(round_: m.Round, at: datetime, grace: int) -> bool:
    """Tell whether something that came at this moment is late. grace: published seconds after the deadline that still count as in time."""
    return at > round_.deadline_at + timedelta(seconds=grace)


def require_open(round_: m.Round, at: datetime, grace: int) -> bool:
    """Stop with Closed where the round takes nothing now; else tell whether what comes now is late."""
    when = clock.show_deadline(round_.deadline_at, round_.session.zone)
    if round_.state == m.RoundState.PLANNED:
        raise Closed(_("The round is not open yet."))
    if round_.state == m.RoundState.CLOSED:
        raise Closed(_("The round is closed: its deadline was %(when)s. Your text is kept; send it to the Secretariat.", when=when))
    late = is_late(round_, at, grace)
    if late and not round_.takes_late:
        raise Closed(
            _(
                "The deadline, %(when)s, has passed, and this round takes nothing after it. Your text is kept; write to the Secretariat.",
                when=when,
            )
        )
    return late


def move(submission: m.Submission, to: m.SubmissionState) -> None:
    """Move a submission to another state, as the table of moves allows. Raises Conflict."""
    if to not in m.MOVES[submission.state]:
        raise Conflict(
            _("This submission is %(state)s; that cannot be done with it any more.", state=str(submission.state).replace("_", " "))
        )
    submission.state = to
    submission.advance()


def bring_into_force(db: Session, actor: Actor, submission: m.Submission, round_: m.Round) -> None:
    """Give the submission its number and its voice; the one it replaces loses its own. round_: locked by lock_round."""
    move(submission, m.SubmissionState.IN_FORCE)
    s = m.Submission
    own = select(func.max(s.number)).where(s.round_id == round_.id, s.delegation_id == submission.delegation_id)
    submission.number = (db.scalar(own) or 0) + 1
    submission.sent_at, submission.sent_by = clock.now(), actor.user_id
    if submission.supersedes_id is not None and may_replace(db, submission):
        older = db.get_one(m.Submission, submission.supersedes_id)
        if older.state == m.SubmissionState.IN_FORCE:
            move(older, m.SubmissionState.SUPERSEDED)
            end_stances(db, older.id)
    round_.texts += 1


def may_replace(db: Session, submission: m.Submission) -> bool:
    """Tell whether a submission can silence another: one that cannot be read, and of which nobody typed anything, would lose its words."""
    if not submission.unreadable:
        return True
    parts = (m.Amendment, m.Comment)
    return any(db.scalar(select(one.id).where(one.submission_id == submission.id, one.ended_at.is_(None)).limit(1)) for one in parts)


def end_stances(db: Session, submission_id: int) -> None:
    """End the stances that a submission brought; they stay in the record."""
    for stance in db.scalars(select(m.Stance).where(m.Stance.submission_id == submission_id, m.Stance.left_at.is_(None))):
        stance.left_at = clock.now()


def number_of(submission: m.Submission) -> str:
    """Write the number of a receipt: body, ordinal of the session, round, delegation, number ("TIP10-1-BRA-2").

    It counts what this delegation sent, and nothing else: a number that counted the round would tell how many answered before.
    """
    session, delegation = submission.round.session, submission.delegation
    who = (delegation.iso3 or f"D{delegation.id}") if delegation is not None else "D0"
    return f"{session.body.code}{session.ordinal}-{submission.round.number}-{who}-{submission.number or 0}"
