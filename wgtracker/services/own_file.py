"""Settle what of a delegation's own file has no place, before it is sent: as comments on the whole, so that its words are printed."""

import json

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.by_hand import place_as_comment, settle_account
from wgtracker.errors import BadInput, Conflict, NotFound, Stale
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.queries.stored import read_account, read_aside
from wgtracker.services.events import Subject, record, require
from wgtracker.services.keep import keep_comment


def attach_asides(db: Session, actor: Actor, *, submission_id: int, version: int) -> int:
    """Attach what was not placed as comments on the text as a whole; give how many. What has no words stays to be placed by staff."""
    row = db.get(m.Submission, submission_id)
    if row is None or row.delegation_id is None:
        raise NotFound(_("There is no such submission."))
    require(actor, "draft_input", Scope(row.round.session.body_id, row.round.session_id, row.delegation_id))
    if row.state != m.SubmissionState.DRAFTING:
        raise Conflict(_("This was sent already: the Secretariat places what is left."))
    if row.version != version:
        raise Stale(_("Somebody of your delegation has changed this meanwhile. Look at it again."))
    waiting = select(m.Aside).where(
        m.Aside.submission_id == row.id, m.Aside.held.is_(False), m.Aside.settled_at.is_(None), m.Aside.ended_at.is_(None)
    )
    placed = [aside for aside in db.scalars(waiting.order_by(m.Aside.position)) if _attach(db, actor, row, aside)]
    if not placed:
        return 0
    row.advance()
    after = {"as": "comments on the whole", "asides": [aside.id for aside in placed]}
    record(db, actor, "attach_asides", Subject("submission", row.id, row.round.session_id, row.delegation_id), after=after)
    return len(placed)


def _attach(db: Session, actor: Actor, row: m.Submission, aside: m.Aside) -> bool:
    read = read_aside(aside)
    try:
        comment = place_as_comment(read, None)
    except BadInput:
        return False
    last = db.scalar(select(func.max(m.Comment.position)).where(m.Comment.submission_id == row.id))
    db.add(keep_comment(row, comment, {}, m.Origin.HAND, 0 if last is None else last + 1, []))
    if row.account:
        row.account = json.loads(json.dumps(settle_account(read_account(row.account), read, "unplaced")))
    aside.settled_at, aside.settled_by, aside.settled_as = clock.now(), actor.user_id, _("attached by the delegation as a general comment")
    aside.advance()
    db.flush()
    return True
