"""Read the rows of each list: delegations, submissions, amendments, comments, what is held or has no place."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.queries.lists import Column, Line

_SENT = m.Submission.state.not_in((m.SubmissionState.DRAFTING, m.SubmissionState.SET_ASIDE))
"""What a delegation has not sent is its own; what staff set aside is on the page of its files."""


def read_delegations(db: Session, session: m.WorkingGroupSession) -> tuple[Sequence[Column], Sequence[Line]]:
    """List the delegations of a session, with how many submissions of theirs are in force."""
    d, s = m.Delegation, m.Submission
    counts = dict(
        db.execute(
            select(s.delegation_id, func.count())
            .join(m.Round, m.Round.id == s.round_id)
            .where(m.Round.session_id == session.id, s.state == m.SubmissionState.IN_FORCE)
            .group_by(s.delegation_id)
        ).all()
    )
    g, i = m.Membership, m.Invitation
    people = dict(
        db.execute(select(g.delegation_id, func.count(g.user_id.distinct())).where(g.ended_at.is_(None)).group_by(g.delegation_id)).all()
    )
    invited = set(db.scalars(select(i.delegation_id).join(d, d.id == i.delegation_id).where(d.session_id == session.id)).all())
    rows = db.scalars(select(d).where(d.session_id == session.id, d.ended_at.is_(None)).order_by(d.sort_key)).all()
    columns = (
        Column("name", _("Delegation")),
        Column("category", _("Category"), chosen=True),
        Column("standing", _("Under the instrument"), "state", chosen=True),
        Column("region", _("Regional group"), chosen=True),
        Column("people", _("People"), "num"),
        Column("invited", _("Invited"), chosen=True),
        Column("submissions", _("Submissions"), "num"),
    )
    lines = [
        Line(
            row.id,
            (
                row.name, row.category, str(row.standing), row.region, people.get(row.id, 0),
                _("yes") if row.id in invited else _("no"), counts.get(row.id, 0),
            ),
            {"delegation_id": row.id},
        )
        for row in rows
    ]  # fmt: skip
    return columns, lines


def read_submissions(db: Session, round_: m.Round) -> tuple[Sequence[Column], Sequence[Line]]:
    """List the submissions of a round that were sent, with what each holds."""
    s, d = m.Submission, m.Delegation
    rows = db.execute(
        select(s.id, s.number, s.name, s.channel, s.state, s.language, s.on_behalf_of, s.received_at, s.sent_at, s.late, d.name.label("by"))
        .outerjoin(d, d.id == s.delegation_id)
        .where(s.round_id == round_.id, _SENT)
        .order_by(s.sent_at, s.id)
    ).all()
    amendments = _count(db, m.Amendment, round_.id)
    comments = _count(db, m.Comment, round_.id)
    open_asides = _count(db, m.Aside, round_.id, m.Aside.settled_at.is_(None))
    columns = (
        Column("delegation", _("Delegation"), chosen=True),
        Column("number", _("Receipt"), "num"),
        Column("state", _("State"), "state", chosen=True),
        Column("channel", _("Came by"), "state", chosen=True),
        Column("received", _("Received"), "moment"),
        Column("late", _("Late"), chosen=True),
        Column("language", _("Language"), chosen=True),
        Column("on_behalf_of", _("On behalf of"), chosen=True),
        Column("amendments", _("Amendments"), "num"),
        Column("comments", _("Comments"), "num"),
        Column("open", _("Not placed"), "num"),
        Column("name", _("File")),
    )
    lines = [
        Line(
            row.id,
            (
                row.by or _("not known yet"), row.number, str(row.state), str(row.channel), row.received_at or row.sent_at,
                _("late") if row.late else "", row.language, row.on_behalf_of, amendments.get(row.id, 0), comments.get(row.id, 0),
                open_asides.get(row.id, 0), row.name,
            ),
            {"submission_id": row.id},
        )
        for row in rows
    ]  # fmt: skip
    return columns, lines


def _count(db: Session, part: Any, round_id: int, *more: Any) -> Mapping[int, int]:
    s = m.Submission
    query = (
        select(part.submission_id, func.count())
        .join(s, s.id == part.submission_id)
        .where(s.round_id == round_id, part.ended_at.is_(None), *more)
        .group_by(part.submission_id)
    )
    return dict(db.execute(query).all())


def _units(db: Session, round_: m.Round) -> Mapping[int | None, str]:
    """Give what each unit of the round's draft is called, by position."""
    r = m.Recommendation
    rows = db.execute(select(r.position, r.label, r.kind).where(r.draft_id == round_.draft_id)).all()
    return {row.position: row.label or f"{str(row.kind).replace('_', ' ')} {row.position + 1}" for row in rows}


def read_amendments(db: Session, round_: m.Round) -> tuple[Sequence[Column], Sequence[Line]]:
    """List the amendments of the submissions in force, in the order of the draft."""
    a, s, d = m.Amendment, m.Submission, m.Delegation
    rows = db.execute(
        select(
            a.id,
            a.submission_id,
            type_coerce(a.kind, String).label("kind"),
            a.unit,
            a.after_unit,
            a.proposed,
            type_coerce(a.origin, String).label("origin"),
            a.waits_for_delegation,
            s.number,
            d.name,
        )  # words as they are stored: making some thousands of them members of an Enum costs more than reading them
        .join(s, s.id == a.submission_id)
        .join(d, d.id == s.delegation_id)
        .where(s.round_id == round_.id, s.state == m.SubmissionState.IN_FORCE, a.ended_at.is_(None))
        .order_by(func.coalesce(a.unit, a.after_unit, -1), d.sort_key, a.id)
    ).all()
    units = _units(db, round_)
    columns = (
        Column("unit", _("Unit"), chosen=True),
        Column("delegation", _("Delegation"), chosen=True),
        Column("kind", _("What"), "state", chosen=True),
        Column("proposed", _("Proposed text")),
        Column("origin", _("From"), "state", chosen=True),
        Column("waits", _("Waits for the delegation"), chosen=True),
        Column("number", _("Receipt"), "num"),
    )
    after = {at: _("after %(unit)s", unit=units.get(at, _("the start"))) for at in {row.after_unit for row in rows}}
    yes, links = _("yes"), {row.submission_id: {"submission_id": row.submission_id} for row in rows}
    lines = [
        Line(
            number,
            (units.get(unit, "") if unit is not None else after[after_unit], name, kind, proposed, origin, yes if waits else "", receipt),
            links[submission],
        )
        for number, submission, kind, unit, after_unit, proposed, origin, waits, receipt, name in rows
    ]
    return columns, lines


def read_comments(db: Session, round_: m.Round) -> tuple[Sequence[Column], Sequence[Line]]:
    """List the comments of the submissions in force, in the order of the draft."""
    c, s, d = m.Comment, m.Submission, m.Delegation
    rows = db.execute(
        select(c.id, c.submission_id, c.unit, c.place, c.anchor, c.author, c.text, c.parent, c.resolved, s.number, d.name)
        .join(s, s.id == c.submission_id)
        .join(d, d.id == s.delegation_id)
        .where(s.round_id == round_.id, s.state == m.SubmissionState.IN_FORCE, c.ended_at.is_(None))
        .order_by(func.coalesce(c.unit, -1), d.sort_key, c.position, c.id)
    ).all()
    units = _units(db, round_)
    columns = (
        Column("unit", _("Unit"), chosen=True),
        Column("delegation", _("Delegation"), chosen=True),
        Column("author", _("Author"), chosen=True),
        Column("anchor", _("On the words")),
        Column("text", _("Comment")),
        Column("answer", _("Answer"), chosen=True),
        Column("number", _("Receipt"), "num"),
    )
    lines = [
        Line(
            row.id,
            (
                units.get(row.unit, "") if row.unit is not None else _("the whole"), row.name, row.author, row.anchor, row.text,
                _("yes") if row.parent else "", row.number,
            ),
            {"submission_id": row.submission_id},
        )
        for row in rows
    ]  # fmt: skip
    return columns, lines


def _show_words(kind: str, original: str, proposed: str) -> str:
    """Show the words of an item: for a change what it strikes and what it inserts, a comment by itself."""
    if kind == "change" and original and proposed:
        return f"{original} → {proposed}"
    if kind == "change" and original:
        return _("delete: %(words)s", words=original)
    return proposed or original or _("a paragraph mark")


def read_asides(db: Session, round_: m.Round) -> tuple[Sequence[Column], Sequence[Line]]:
    """List what is held or has no place, settled ones too, of submissions in force or not confirmed yet."""
    a, s, d = m.Aside, m.Submission, m.Delegation
    living = s.state.in_((m.SubmissionState.IN_FORCE, m.SubmissionState.STAGED))
    rows = db.execute(
        select(
            a.id, a.submission_id, a.held, a.kind, a.reason, a.unit, a.original, a.proposed, a.author, a.settled_at,
            a.settled_as, s.name.label("file"), d.name,
        )
        .join(s, s.id == a.submission_id)
        .outerjoin(d, d.id == s.delegation_id)
        .where(s.round_id == round_.id, living, a.ended_at.is_(None))
        .order_by(a.settled_at.is_not(None), d.sort_key, a.submission_id, a.position)
    ).all()  # fmt: skip
    units = _units(db, round_)
    columns = (
        Column("state", _("State"), "state", chosen=True),
        Column("delegation", _("Delegation"), chosen=True),
        Column("file", _("File"), chosen=True),
        Column("unit", _("Unit"), chosen=True),
        Column("kind", _("What"), "state", chosen=True),
        Column("words", _("Words")),
        Column("reason", _("Why")),
        Column("settled", _("What became of it")),
    )
    lines = [
        Line(
            row.id,
            (
                "settled" if row.settled_at else "held" if row.held else "unplaced", row.name or _("not known yet"), row.file,
                units.get(row.unit, "") if row.unit is not None else "", str(row.kind), _show_words(row.kind, row.original, row.proposed),
                row.reason, row.settled_as,
            ),
            {"submission_id": row.submission_id, "aside_id": row.id},
        )
        for row in rows
    ]  # fmt: skip
    return columns, lines
