"""Copy a submission into a new one that is to replace it: its proposals, comments and open items, under ids of their own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m

_REASON = "reason-"
_AMENDMENT = (
    "recommendation_id", "revision", "position", "kind", "unit", "units", "after_unit", "level", "original", "proposed", "edits",
    "reason", "print_reason", "version",
)  # fmt: skip
_COMMENT = ("recommendation_id", "position", "unit", "place", "anchor", "author", "date", "text", "parent", "resolved", "version")
_ASIDE = (
    "position", "held", "kind", "reason", "unit", "original", "proposed", "author", "date", "changes", "comment", "untracked",
)  # fmt: skip
_ENVELOPE = ("language", "on_behalf_of", "aligned")


def reason_id(amendment_id: int) -> str:
    """Give the id of the comment that prints the reason of an amendment."""
    return f"{_REASON}{amendment_id}"


def settle_waiting(db: Session, older_id: int, draft: m.Submission) -> None:
    """Let a copy know what became, on the older submission, of wordings that staff typed since: confirmed ones speak, declined ones end.

    A wording that staff typed, or the delegation confirmed, after the copy was begun goes with it.
    """
    a = m.Amendment
    typed = db.scalars(select(a).where(a.submission_id == older_id, a.origin == m.Origin.COMMENT).order_by(a.id)).all()
    if not typed:
        return
    copies = db.scalars(select(a).where(a.submission_id == draft.id, a.waits_for_delegation.is_(True))).all()
    latest = {_wording(row): row for row in typed}
    for copy in copies:
        was = latest.pop(_wording(copy), None)
        if was is not None:
            copy.waits_for_delegation, copy.confirmed_at, copy.ended_at = was.waits_for_delegation, was.confirmed_at, was.ended_at
    for row in latest.values():
        if row.ended_at is None and max(row.created_at, row.confirmed_at or row.created_at) >= draft.created_at:
            _carry_wording(db, row, draft)


def _wording(row: m.Amendment) -> tuple[object, ...]:
    return (row.unit, row.after_unit, row.kind, row.proposed)


def _carry_wording(db: Session, row: m.Amendment, draft: m.Submission) -> None:
    """Copy a wording that is newer than the draft, beside the draft's copy of the comment that it was made of."""
    k = m.Comment
    of = db.get(k, row.from_comment_id) if row.from_comment_id is not None else None
    words = "" if of is None else of.word_id
    comment = db.scalar(select(k.id).where(k.submission_id == draft.id, k.word_id == words, k.ended_at.is_(None)).limit(1))
    made = _copy_amendment(row, draft)
    made.origin, made.from_comment_id, made.confirmed_at = m.Origin.COMMENT, comment or row.from_comment_id, row.confirmed_at
    db.add(made)
    db.flush()


def _copy_amendment(row: m.Amendment, draft: m.Submission) -> m.Amendment:
    waits = row.waits_for_delegation
    return m.Amendment(
        submission_id=draft.id,
        origin=m.Origin.COMMENT if waits else m.Origin.PAGE,
        waits_for_delegation=waits,
        from_comment_id=row.from_comment_id if waits else None,
        created_at=clock.now(),
        **{name: getattr(row, name) for name in _AMENDMENT},
    )


def copy_input(db: Session, older: m.Submission, draft: m.Submission) -> None:
    """Copy what an older submission says into a draft. Its file and who tracked what in it stay with the older one."""
    for name in _ENVELOPE:
        setattr(draft, name, getattr(older, name))
    copies = _copy_amendments(db, older, draft)
    new_ids, new_rows = {old: new.id for old, new in copies.items()}, list(copies.values())
    comments = db.scalars(
        select(m.Comment).where(m.Comment.submission_id == older.id, m.Comment.ended_at.is_(None)).order_by(m.Comment.position)
    )
    for row in comments.all():
        word_id = row.word_id
        if word_id.startswith(_REASON):
            word_id = reason_id(new_ids.get(int(word_id.removeprefix(_REASON)), 0))
        copied = {name: getattr(row, name) for name in _COMMENT}
        amendment_id = new_ids.get(row.amendment_id) if row.amendment_id is not None else None
        made = m.Comment(
            submission_id=draft.id, word_id=word_id, amendment_id=amendment_id, origin=m.Origin.PAGE, created_at=clock.now(), **copied
        )
        db.add(made)
        db.flush()
        for waits in [new for new in new_rows if new.waits_for_delegation and new.from_comment_id == row.id]:
            waits.from_comment_id = made.id
    asides = select(m.Aside).where(m.Aside.submission_id == older.id, m.Aside.settled_at.is_(None), m.Aside.ended_at.is_(None))
    for aside in db.scalars(asides).all():
        db.add(m.Aside(submission_id=draft.id, **{name: getattr(aside, name) for name in _ASIDE}))
    db.flush()


def _copy_amendments(db: Session, older: m.Submission, draft: m.Submission) -> dict[int, m.Amendment]:
    """Copy the amendments; give the copy of each by the older one's id."""
    rows = db.scalars(
        select(m.Amendment).where(m.Amendment.submission_id == older.id, m.Amendment.ended_at.is_(None)).order_by(m.Amendment.position)
    ).all()
    made = {row.id: _copy_amendment(row, draft) for row in rows}
    db.add_all(made.values())
    db.flush()
    return made
