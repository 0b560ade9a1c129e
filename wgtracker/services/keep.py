"""Write what compile made of one submission into rows: the only place where amendments, comments and asides of a file are stored."""

from collections.abc import Mapping, Sequence

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
    """Store the parts of many submissions, each beside its row: few statements, however many there are."""
    amendments: dict[int, list[m.Amendment]] = {}
    for row, made in pairs:
        row.account = [list(count) for count in made.account]
        row.format_changes, row.warnings, row.unreadable = made.format_changes, list(made.warnings), made.unreadable
        amendments[row.id] = [keep_amendment(row, one, units, origin, position) for position, one in enumerate(made.amendments)]
        db.add_all(amendments[row.id])
    db.flush()
    for row, made in pairs:
        db.add_all(keep_comment(row, one, units, origin, position, amendments[row.id]) for position, one in enumerate(made.comments))
        db.add_all(keep_aside(row, one, held=True, position=position) for position, one in enumerate(made.held))
        db.add_all(keep_aside(row, one, held=False, position=len(made.held) + n) for n, one in enumerate(made.unplaced))
    db.flush()


def keep_amendment(row: m.Submission, one: c.Amendment, units: Mapping[int, int], origin: m.Origin, position: int) -> m.Amendment:
    """Make the row of an amendment."""
    return m.Amendment(
        submission_id=row.id,
        recommendation_id=None if one.unit is None else units.get(one.unit),
        position=position,
        origin=origin,
        kind=one.kind,
        unit=one.unit,
        units=list(one.units),
        after_unit=one.after_unit,
        level=one.level,
        original=one.original,
        proposed=one.proposed,
        edits=[list(edit) for edit in one.edits],
        authors=list(one.authors),
        dates=list(one.dates),
        tracked=one.tracked,
        by_hand=one.by_hand,
        changes=[list(change) for change in one.changes],
        created_at=clock.now(),
    )


def keep_comment(
    row: m.Submission, one: c.Comment, units: Mapping[int, int], origin: m.Origin, position: int, amendments: list[m.Amendment]
) -> m.Comment:
    """Make the row of a comment. amendments: the submission's, where one of them is what the comment stands on."""
    return m.Comment(
        submission_id=row.id,
        recommendation_id=None if one.unit is None else units.get(one.unit),
        amendment_id=None if one.amendment is None else amendments[one.amendment].id,
        position=position,
        origin=origin,
        word_id=one.id,
        unit=one.unit,
        place=one.where,
        anchor=one.anchor,
        author=one.author,
        date=one.date,
        text=one.text,
        parent=one.parent,
        resolved=one.resolved,
        created_at=clock.now(),
    )


def keep_aside(row: m.Submission, one: c.Aside, *, held: bool, position: int) -> m.Aside:
    """Make the row of something held or without a place."""
    return m.Aside(
        submission_id=row.id,
        position=position,
        held=held,
        kind=one.kind,
        reason=one.reason,
        unit=one.unit,
        original=one.original,
        proposed=one.proposed,
        author=one.author,
        date=one.date,
        changes=[list(change) for change in one.changes],
        comment=one.comment,
        untracked=list(one.untracked),
    )
