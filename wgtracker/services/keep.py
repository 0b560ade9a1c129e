"""Write what compile made of one submission into rows: the only place where amendments, comments and asides of a file are stored."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c


def keep_file(db: Session, content: bytes, sha256: str) -> str:
    """Keep a file under its hash, once."""
    if db.get(m.StoredFile, sha256) is None:
        db.add(m.StoredFile(sha256=sha256, size=len(content), content=content, stored_at=clock.now()))
        db.flush()
    return sha256


def keep_parts(db: Session, row: m.Submission, made: c.Submission, units: Mapping[int, int], origin: m.Origin) -> None:
    """Store the amendments, comments and asides of a submission beside its row. units: position in the draft -> recommendation id."""
    keep_many(db, [(row, made)], units, origin)


def keep_many(db: Session, pairs: Sequence[tuple[m.Submission, c.Submission]], units: Mapping[int, int], origin: m.Origin) -> None:
    """Store the parts of many submissions, each beside its row: one statement a table, however many there are."""
    amendments, comments, asides = [], [], []
    for row, made in pairs:
        row.account = [list(count) for count in made.account]
        row.format_changes, row.warnings, row.unreadable = made.format_changes, list(made.warnings), made.unreadable
        amendments += [_amendment(row, one, units, origin, position) for position, one in enumerate(made.amendments)]
        asides += [_aside(row, one, held=True, position=position) for position, one in enumerate(made.held)]
        asides += [_aside(row, one, held=False, position=len(made.held) + n) for n, one in enumerate(made.unplaced)]
    db.flush()
    _insert(db, m.Amendment, amendments)
    ids = _ids_where_commented(db, pairs)
    for row, made in pairs:
        comments += [_comment(row, one, units, origin, position, ids.get(row.id, ())) for position, one in enumerate(made.comments)]
    _insert(db, m.Comment, comments)
    _insert(db, m.Aside, asides)


def _insert(db: Session, table: type[m.Base], rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        db.execute(insert(table), rows)


def _ids_where_commented(db: Session, pairs: Sequence[tuple[m.Submission, c.Submission]]) -> dict[int, list[int]]:
    """Give the ids of a submission's amendments, in their order, where one of its comments stands on one of them."""
    wanted = [row.id for row, made in pairs if any(one.amendment is not None for one in made.comments)]
    found: dict[int, list[int]] = {}
    if wanted:
        query = (
            select(m.Amendment.submission_id, m.Amendment.id).where(m.Amendment.submission_id.in_(wanted)).order_by(m.Amendment.position)
        )
        for submission, amendment in db.execute(query):
            found.setdefault(submission, []).append(amendment)
    return found


def keep_amendment(row: m.Submission, one: c.Amendment, units: Mapping[int, int], origin: m.Origin, position: int) -> m.Amendment:
    """Make the row of an amendment."""
    return m.Amendment(**_amendment(row, one, units, origin, position))


def _amendment(row: m.Submission, one: c.Amendment, units: Mapping[int, int], origin: m.Origin, position: int) -> dict[str, Any]:
    return {
        "submission_id": row.id,
        "recommendation_id": None if one.unit is None else units.get(one.unit),
        "position": position,
        "origin": origin,
        "kind": one.kind,
        "unit": one.unit,
        "units": list(one.units),
        "after_unit": one.after_unit,
        "level": one.level,
        "original": one.original,
        "proposed": one.proposed,
        "edits": [list(edit) for edit in one.edits],
        "authors": list(one.authors),
        "dates": list(one.dates),
        "tracked": one.tracked,
        "by_hand": one.by_hand,
        "changes": [list(change) for change in one.changes],
        "created_at": clock.now(),
    }


def keep_comment(
    row: m.Submission, one: c.Comment, units: Mapping[int, int], origin: m.Origin, position: int, amendments: list[m.Amendment]
) -> m.Comment:
    """Make the row of a comment. amendments: the submission's, where one of them is what the comment stands on."""
    return m.Comment(**_comment(row, one, units, origin, position, [amendment.id for amendment in amendments]))


def _comment(
    row: m.Submission, one: c.Comment, units: Mapping[int, int], origin: m.Origin, position: int, amendments: Sequence[int]
) -> dict[str, Any]:
    return {
        "submission_id": row.id,
        "recommendation_id": None if one.unit is None else units.get(one.unit),
        "amendment_id": None if one.amendment is None else amendments[one.amendment],
        "position": position,
        "origin": origin,
        "word_id": one.id,
        "unit": one.unit,
        "place": one.where,
        "anchor": one.anchor,
        "author": one.author,
        "date": one.date,
        "text": one.text,
        "parent": one.parent,
        "resolved": one.resolved,
        "created_at": clock.now(),
    }


def keep_aside(row: m.Submission, one: c.Aside, *, held: bool, position: int) -> m.Aside:
    """Make the row of something held or without a place."""
    return m.Aside(**_aside(row, one, held=held, position=position))


def _aside(row: m.Submission, one: c.Aside, *, held: bool, position: int) -> dict[str, Any]:
    return {
        "submission_id": row.id,
        "position": position,
        "held": held,
        "kind": one.kind,
        "reason": one.reason,
        "unit": one.unit,
        "original": one.original,
        "proposed": one.proposed,
        "author": one.author,
        "date": one.date,
        "changes": [list(change) for change in one.changes],
        "comment": one.comment,
        "untracked": list(one.untracked),
    }
