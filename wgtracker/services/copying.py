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


def copy_input(db: Session, older: m.Submission, draft: m.Submission) -> None:
    """Copy what an older submission says into a draft. Its file and who tracked what in it stay with the older one."""
    for name in _ENVELOPE:
        setattr(draft, name, getattr(older, name))
    new_ids = _copy_amendments(db, older, draft)
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
    asides = select(m.Aside).where(m.Aside.submission_id == older.id, m.Aside.settled_at.is_(None), m.Aside.ended_at.is_(None))
    for aside in db.scalars(asides).all():
        db.add(m.Aside(submission_id=draft.id, **{name: getattr(aside, name) for name in _ASIDE}))
    db.flush()


def _copy_amendments(db: Session, older: m.Submission, draft: m.Submission) -> dict[int, int]:
    """Copy the amendments; give the new id of each."""
    rows = db.scalars(
        select(m.Amendment)
        .where(m.Amendment.submission_id == older.id, m.Amendment.ended_at.is_(None), m.Amendment.waits_for_delegation.is_(False))
        .order_by(m.Amendment.position)
    ).all()
    made = {
        row.id: m.Amendment(
            submission_id=draft.id, origin=m.Origin.PAGE, created_at=clock.now(), **{name: getattr(row, name) for name in _AMENDMENT}
        )
        for row in rows
    }
    db.add_all(made.values())
    db.flush()
    return {old: new.id for old, new in made.items()}
