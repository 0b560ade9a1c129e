"""Write a delegation's input before it is sent: proposals and comments, saved one by one, seen by that delegation alone."""

from typing import Any, NamedTuple, TypeVar
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.errors import Conflict, NotFound, Stale
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.copying import copy_input, reason_id
from wgtracker.services.events import Subject, record, require
from wgtracker.services.force import require_open
from wgtracker.services.keep import keep_amendment, keep_comment
from wgtracker.services.once import digest, find_done, mark_done

Item = TypeVar("Item", m.Amendment, m.Comment)
SUPPORT = "supports-"
"""How the id of a comment begins that says that a delegation supports the text as a whole."""


class Place(NamedTuple):
    """Where a delegation writes. grace: seconds after the deadline that still count as in time."""

    round_id: int
    delegation_id: int
    grace: int


class Reason(NamedTuple):
    """Why something is proposed. printed: whether the paper shows it, as a comment of the delegation."""

    text: str = ""
    printed: bool = False


NO_REASON = Reason()


def save_amendment(
    db: Session, actor: Actor, *, place: Place, amendment: c.Amendment, reason: Reason = NO_REASON, version: int = 0, key: str = ""
) -> m.Submission:
    """Save what is proposed on a unit, in place of what the draft input said there before; or one more new paragraph.

    version: of the row that the page showed, 0 where there was none. key: of the form, for a new paragraph. Raises Stale, Closed.
    """
    if amendment.unit is None:
        return _add_new(db, actor, place, amendment, reason, key)
    round_ = _open_round(db, actor, place)
    stands = _find_standing(db, place)
    said = _live_on(db, stands, amendment.unit) if stands is not None else None
    if stands is not None and said is not None and _says(said, amendment, reason):
        return stands
    draft, begun = _find_draft(db, actor, round_, place.delegation_id)
    row = _live_on(db, draft, amendment.unit)
    # A replacement that begins with this very save is a copy: its rows are as the page showed them.
    if not begun:
        _check_version(row, version, amendment.original)
    before = {} if row is None else {"kind": row.kind, "proposed": row.proposed, "reason": row.reason}
    if row is None:
        row = keep_amendment(draft, amendment, _unit_ids(db, round_, amendment.unit), m.Origin.PAGE, _next_position(db, draft))
        db.add(row)
    else:
        _overwrite(row, amendment)
    _set_reason(db, draft, row, reason)
    _finish(db, actor, draft, "save_proposal", before, {"kind": row.kind, "unit": row.unit, "proposed": row.proposed, "reason": row.reason})
    return draft


def change_new_paragraph(
    db: Session, actor: Actor, *, place: Place, item_id: int, amendment: c.Amendment, reason: Reason = NO_REASON, version: int
) -> m.Submission:
    """Change the words of a new paragraph that was saved before."""
    _open_round(db, actor, place)
    row = _own_item(db, m.Amendment, item_id, place)
    if _says(row, amendment, reason):
        return row.submission
    _check_version(row, version, "")
    before = {"proposed": row.proposed, "reason": row.reason}
    _overwrite(row, amendment)
    _set_reason(db, row.submission, row, reason)
    _finish(db, actor, row.submission, "save_proposal", before, {"kind": "new", "proposed": row.proposed, "reason": row.reason})
    return row.submission


def _add_new(db: Session, actor: Actor, place: Place, amendment: c.Amendment, reason: Reason, key: str) -> m.Submission:
    round_ = _open_round(db, actor, place)
    body = digest({"new": amendment.after_unit, "level": amendment.level, "text": amendment.proposed, "reason": reason})
    done = find_done(db, actor, key, body)
    if done is not None:
        return db.get_one(m.Submission, done)
    draft, _begun = _find_draft(db, actor, round_, place.delegation_id)
    row = keep_amendment(draft, amendment, {}, m.Origin.PAGE, _next_position(db, draft))
    db.add(row)
    _set_reason(db, draft, row, reason)
    mark_done(db, actor, key, body, draft.id)
    after = {"kind": "new", "after_unit": row.after_unit, "proposed": row.proposed, "reason": row.reason}
    _finish(db, actor, draft, "save_proposal", {}, after)
    return draft


def save_comment(db: Session, actor: Actor, *, place: Place, comment: c.Comment, key: str) -> m.Submission:
    """Add a comment on words, a unit or the whole. comment.id: "" for one of our own making."""
    round_ = _open_round(db, actor, place)
    body = digest({"comment": comment.unit, "on": comment.anchor, "text": comment.text, "kind": comment.id})
    done = find_done(db, actor, key, body)
    if done is not None:
        return db.get_one(m.Submission, done)
    draft, _begun = _find_draft(db, actor, round_, place.delegation_id)
    made = comment._replace(id=f"{comment.id}p{uuid4().hex[:12]}")
    units = {} if comment.unit is None else _unit_ids(db, round_, comment.unit)
    db.add(keep_comment(draft, made, units, m.Origin.PAGE, _next_position(db, draft), []))
    mark_done(db, actor, key, body, draft.id)
    _finish(db, actor, draft, "save_comment", {}, {"unit": comment.unit, "on": comment.anchor, "text": comment.text})
    return draft


def change_comment(db: Session, actor: Actor, *, place: Place, item_id: int, anchor: str, text: str, version: int) -> m.Submission:
    """Change a comment that was saved before. Raises Stale with the words that stand now."""
    _open_round(db, actor, place)
    row = _own_item(db, m.Comment, item_id, place)
    if (row.anchor, row.text) == (anchor, text):
        return row.submission
    _check_version(row, version, "")
    before = {"on": row.anchor, "text": row.text}
    row.anchor, row.text = anchor, text
    row.advance()
    _finish(db, actor, row.submission, "save_comment", before, {"unit": row.unit, "on": anchor, "text": text})
    return row.submission


def remove_item(db: Session, actor: Actor, *, place: Place, kind: str, item_id: int) -> m.Submission:
    """Take one item out of the draft input. kind: amendment | comment. What is removed twice stays removed."""
    _open_round(db, actor, place)
    row: m.Amendment | m.Comment
    row = _own_item(db, m.Amendment, item_id, place) if kind == "amendment" else _own_item(db, m.Comment, item_id, place)
    if row.ended_at is not None:
        return row.submission
    row.ended_at = clock.now()
    if isinstance(row, m.Amendment):
        for comment in db.scalars(select(m.Comment).where(m.Comment.amendment_id == row.id, m.Comment.ended_at.is_(None))):
            comment.ended_at = row.ended_at
        _set_reason(db, row.submission, row, NO_REASON)
    words = row.proposed if isinstance(row, m.Amendment) else row.text
    _finish(db, actor, row.submission, "remove_item", {"kind": kind, "unit": row.unit, "text": words}, {})
    return row.submission


def take_back(db: Session, actor: Actor, *, place: Place, unit: int, version: int) -> m.Submission | None:
    """Take what is proposed on a unit back, because its text was put back to the draft's; None where nothing was written yet.

    Raises Stale where it has changed since.
    """
    round_ = _open_round(db, actor, place)
    stands = _find_standing(db, place)
    if stands is None or _live_on(db, stands, unit) is None:
        return stands
    draft, _begun = _find_draft(db, actor, round_, place.delegation_id)
    row = _live_on(db, draft, unit)
    assert row is not None
    _check_version(row, version, row.original)
    return remove_item(db, actor, place=place, kind="amendment", item_id=row.id)


def begin_replacement(db: Session, actor: Actor, *, place: Place) -> m.Submission:
    """Begin a new version of what is in force, as a copy of it; where one is under way already, that one."""
    round_ = _open_round(db, actor, place)
    draft, begun = _find_draft(db, actor, round_, place.delegation_id)
    if begun:
        subject = Subject("submission", draft.id, round_.session_id, draft.delegation_id)
        record(db, actor, "begin_replacement", subject, after={"replaces": draft.supersedes_id})
    return draft


def discard_draft(db: Session, actor: Actor, *, submission_id: int, version: int) -> m.Submission:
    """Set the input aside that was not sent; what was sent before stays as it is."""
    draft = db.get(m.Submission, submission_id)
    if draft is None or draft.delegation_id is None:
        raise NotFound(_("There is no such submission."))
    require(actor, "draft_input", Scope(draft.round.session.body_id, draft.round.session_id, draft.delegation_id))
    if draft.state == m.SubmissionState.SET_ASIDE:
        return draft
    if draft.state != m.SubmissionState.DRAFTING:
        raise Conflict(_("This was sent already; withdraw it instead."))
    if draft.version != version:
        raise Stale(_("Somebody of your delegation has changed it meanwhile. Look at it again."))
    draft.state = m.SubmissionState.SET_ASIDE
    draft.advance()
    record(db, actor, "discard_draft", Subject("submission", draft.id, draft.round.session_id, draft.delegation_id), after={})
    return draft


def find_drafting(db: Session, round_id: int, delegation_id: int) -> m.Submission | None:
    """Find the input that a delegation is writing on its pages, None where there is none."""
    return db.scalar(
        select(m.Submission)
        .where(
            m.Submission.round_id == round_id,
            m.Submission.delegation_id == delegation_id,
            m.Submission.state == m.SubmissionState.DRAFTING,
            m.Submission.channel == m.Channel.PAGE,
        )
        .order_by(m.Submission.id)
        .limit(1)
    )


def _find_standing(db: Session, place: Place) -> m.Submission | None:
    """Find what the page shows: the input that is being written, else what a new version would be a copy of."""
    return find_drafting(db, place.round_id, place.delegation_id) or _last_in_force(db, place.round_id, place.delegation_id)


def _open_round(db: Session, actor: Actor, place: Place) -> m.Round:
    round_ = db.get(m.Round, place.round_id)
    delegation = db.get(m.Delegation, place.delegation_id)
    if round_ is None or delegation is None or delegation.session_id != round_.session_id:
        raise NotFound(_("There is no such round."))
    require(actor, "draft_input", Scope(round_.session.body_id, round_.session_id, delegation.id))
    require_open(round_, clock.now(), place.grace)
    return round_


def _find_draft(db: Session, actor: Actor, round_: m.Round, delegation_id: int) -> tuple[m.Submission, bool]:
    """Give the draft input and whether it was begun just now: as a copy of the page's submission in force, where there is one."""
    found = find_drafting(db, round_.id, delegation_id)
    if found is not None:
        return found, False
    older = _last_in_force(db, round_.id, delegation_id)
    name = db.get_one(m.Delegation, delegation_id).name
    draft = m.Submission(
        round_id=round_.id,
        delegation_id=delegation_id,
        channel=m.Channel.PAGE,
        state=m.SubmissionState.DRAFTING,
        name=_("Written on the page by %(name)s", name=name),
        supersedes_id=older.id if older else None,
        created_at=clock.now(),
    )
    db.add(draft)
    db.flush()
    if older is not None:
        copy_input(db, older, draft)
    return draft, True


def _last_in_force(db: Session, round_id: int, delegation_id: int) -> m.Submission | None:
    return db.scalar(
        select(m.Submission)
        .where(
            m.Submission.round_id == round_id,
            m.Submission.delegation_id == delegation_id,
            m.Submission.state == m.SubmissionState.IN_FORCE,
        )
        .order_by(m.Submission.number.desc())
        .limit(1)
    )


def _live_on(db: Session, draft: m.Submission, unit: int) -> m.Amendment | None:
    return db.scalar(
        select(m.Amendment)
        .where(
            m.Amendment.submission_id == draft.id,
            m.Amendment.unit == unit,
            m.Amendment.ended_at.is_(None),
            m.Amendment.waits_for_delegation.is_(False),
        )
        .order_by(m.Amendment.id)
        .limit(1)
    )


def _own_item(db: Session, model: type[Item], item_id: int, place: Place) -> Item:
    row = db.get(model, item_id)
    if row is None or row.submission.delegation_id != place.delegation_id or row.submission.round_id != place.round_id:
        raise NotFound(_("There is no such item, or it is not for you."))
    if row.submission.state != m.SubmissionState.DRAFTING:
        raise Conflict(_("This was sent already. Begin a new version of your submission to change it."))
    return row


def _unit_ids(db: Session, round_: m.Round, unit: int) -> dict[int, int]:
    found = db.scalar(select(m.Recommendation.id).where(m.Recommendation.draft_id == round_.draft_id, m.Recommendation.position == unit))
    if found is None:
        raise NotFound(_("There is no such paragraph in the draft."))
    return {unit: found}


def _check_version(row: m.Amendment | m.Comment | None, version: int, original: str) -> None:
    now = 0 if row is None or row.ended_at is not None else row.version
    if now == version:
        return
    current = original if row is None or row.ended_at is not None else row.proposed if isinstance(row, m.Amendment) else row.text
    raise Stale(_("Somebody of your delegation has saved another version meanwhile."), current)


def _says(row: m.Amendment, amendment: c.Amendment, reason: Reason) -> bool:
    same = row.ended_at is None and (row.kind, row.proposed, row.after_unit) == (amendment.kind, amendment.proposed, amendment.after_unit)
    return same and (row.reason, row.print_reason) == reason


def _overwrite(row: m.Amendment, amendment: c.Amendment) -> None:
    row.kind, row.proposed, row.original = amendment.kind, amendment.proposed, amendment.original
    row.edits = [list(edit) for edit in amendment.edits]
    row.after_unit, row.units, row.level = amendment.after_unit, list(amendment.units), amendment.level
    row.tracked, row.by_hand, row.changes = False, False, []
    row.advance()


def _set_reason(db: Session, draft: m.Submission, row: m.Amendment, reason: Reason) -> None:
    """Keep the reason; one that is to be printed stands as a comment beside the proposal, as the paper shows it."""
    db.flush()
    row.reason, row.print_reason = reason
    said = db.scalar(select(m.Comment).where(m.Comment.submission_id == draft.id, m.Comment.word_id == reason_id(row.id)))
    if not (reason.printed and reason.text):
        if said is not None and said.ended_at is None:
            said.ended_at = clock.now()
        return
    if said is None:
        said = m.Comment(
            submission_id=draft.id,
            recommendation_id=row.recommendation_id,
            amendment_id=row.id if row.unit is None else None,
            position=row.position,
            origin=m.Origin.PAGE,
            word_id=reason_id(row.id),
            unit=row.unit,
            text=reason.text,
            created_at=clock.now(),
        )
        db.add(said)
    said.text, said.ended_at = reason.text, None


def _next_position(db: Session, draft: m.Submission) -> int:
    last = [db.scalar(select(func.max(model.position)).where(model.submission_id == draft.id)) for model in (m.Amendment, m.Comment)]
    return max((n for n in last if n is not None), default=-1) + 1


def _finish(db: Session, actor: Actor, draft: m.Submission, act: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    draft.advance()
    db.flush()
    record(db, actor, act, Subject("submission", draft.id, draft.round.session_id, draft.delegation_id), before=before, after=after)
