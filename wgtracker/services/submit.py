"""Send a delegation's input: it gets its number, its time and its voice, in one transaction, once."""

import hashlib
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.by_hand import count_letters_of
from wgtracker.compile.typed import draw_up_typed
from wgtracker.errors import BadInput, Conflict, NotFound, Stale
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.queries.compilation import load_text
from wgtracker.queries.stored import load_these
from wgtracker.services.copying import settle_waiting
from wgtracker.services.draft_input import SUPPORT
from wgtracker.services.events import Subject, record, require
from wgtracker.services.force import bring_into_force, lock_round, number_of, require_open
from wgtracker.services.indexing import index_submission
from wgtracker.services.once import digest, find_done, mark_done

_LONGEST = 500


class Envelope(NamedTuple):
    """What is said with a submission. replaces: id of the one in force that it takes the place of, None where it stands beside it."""

    on_behalf_of: str = ""
    aligned: tuple[str, ...] = ()
    replaces: int | None = None


def send_submission(
    db: Session,
    actor: Actor,
    *,
    submission_id: int,
    version: int,
    envelope: Envelope,
    text: str,
    key: str,
    at: datetime,
    grace: int,
) -> m.Submission:
    """Send what a delegation has written. version: what its head looked at; text: what the receipt prints of it; at: when it came.

    Raises Closed after the end, Stale where somebody has changed it since; the same form sent twice gives the same submission.
    """
    row = db.get(m.Submission, submission_id)
    if row is None or row.delegation_id is None:
        raise NotFound(_("There is no such submission."))
    round_ = lock_round(db, row.round_id)
    require(actor, "submit_input", Scope(round_.session.body_id, round_.session_id, row.delegation_id))
    body = digest({"submission": row.id, "version": version, "envelope": envelope})
    done = find_done(db, actor, key, body)
    if done is not None:
        return db.get_one(m.Submission, done)
    late = require_open(round_, at, grace)
    if row.state != m.SubmissionState.DRAFTING:
        raise Conflict(_("This was sent already: its receipt shows what stands."))
    if row.version != version:
        raise Stale(_("Somebody of your delegation has changed this since you looked at it. Look at it again before you send it."))
    _write_envelope(db, row, envelope)
    if envelope.replaces is not None:
        settle_waiting(db, envelope.replaces, row)
        db.flush()
    _write_account(db, row, round_)
    row.received_at, row.late = at, late
    row.text_sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    bring_into_force(db, actor, row, round_)
    begin_stances(db, row)
    for one in (row, *([db.get_one(m.Submission, row.supersedes_id)] if row.supersedes_id is not None else [])):
        index_submission(db, one)
    mark_done(db, actor, key, body, row.id)
    after = {"number": number_of(row), "late": late, "sha256": row.text_sha256, "replaces": row.supersedes_id}
    record(db, actor, "submit", Subject("submission", row.id, round_.session_id, row.delegation_id), after=after)
    return row


def _write_envelope(db: Session, row: m.Submission, envelope: Envelope) -> None:
    if max(len(envelope.on_behalf_of), *(len(name) for name in ("", *envelope.aligned))) > _LONGEST:
        raise BadInput(_("A name is longer than %(most)s characters.", most=_LONGEST))
    if envelope.replaces is not None:
        older = db.get(m.Submission, envelope.replaces)
        if older is None or (older.delegation_id, older.round_id) != (row.delegation_id, row.round_id):
            raise NotFound(_("There is no such submission to be replaced."))
        if older.state != m.SubmissionState.IN_FORCE:
            raise Stale(_("What this was to replace is no longer in force. Look at it again before you send it."))
    row.on_behalf_of, row.aligned, row.supersedes_id = envelope.on_behalf_of, list(envelope.aligned), envelope.replaces


def _write_account(db: Session, row: m.Submission, round_: m.Round) -> None:
    """Draw up the account of what was typed; that of a file stays as compile made it."""
    made = load_these(db, [row.id], round_.session.zone).submissions[0]
    if not made.amendments and not made.comments and not made.held and not made.unplaced:
        raise BadInput(_("There is nothing to send yet: propose a change or write a comment first."))
    if row.channel != m.Channel.PAGE:
        return
    account = draw_up_typed(made.amendments, made.comments, load_text(db, round_.draft).draft.units)
    for aside in made.held:
        account = _add_aside(account, aside, "held")
    for aside in made.unplaced:
        account = _add_aside(account, aside, "unplaced")
    row.account = [list(count) for count in account]


def _add_aside(account: c.Account, aside: c.Aside, where: str) -> c.Account:
    """Count what is held or unplaced, which a new version takes over from the file that it replaces."""
    numbers = (*count_letters_of(aside), 1 if aside.kind == "comment" else 0)
    return c.Account(
        *(
            count._replace(in_file=count.in_file + number, **{where: getattr(count, where) + number})
            for count, number in zip(account, numbers, strict=True)
        )
    )


def begin_stances(db: Session, row: m.Submission) -> None:
    """Note that a delegation supports the text as a whole, from now on, where its submission says so."""
    says_so = db.scalar(
        select(m.Comment.id)
        .where(m.Comment.submission_id == row.id, m.Comment.word_id.startswith(SUPPORT), m.Comment.ended_at.is_(None))
        .limit(1)
    )
    if says_so is not None and row.delegation_id is not None:
        db.add(
            m.Stance(
                round_id=row.round_id,
                submission_id=row.id,
                delegation_id=row.delegation_id,
                kind=m.StanceKind.SUPPORTS,
                joined_at=clock.now(),
            )
        )
