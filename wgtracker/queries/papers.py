"""Give what pages and services read of papers: lists, editions, the numbers that are taken, files by their hash."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.papers.masthead import list_unassigned
from wgtracker.papers.numbers import ChangeNumber
from wgtracker.papers.snapshot import thaw_meeting

LIVING = (m.PaperState.BUILT, m.PaperState.CLEARED, m.PaperState.ISSUED)

FACTS = {
    "symbol": lazy_gettext("Symbol"),
    "paper_date": lazy_gettext("Date of the paper"),
    "title": lazy_gettext("Title"),
    "subtitle": lazy_gettext("Line below the title"),
    "conference": lazy_gettext("Name of the Conference"),
    "conference_session": lazy_gettext("Session of the Conference"),
    "conference_place": lazy_gettext("Place of the Conference"),
    "conference_dates": lazy_gettext("Dates of the Conference"),
    "agenda_item": lazy_gettext("Item of the Conference’s agenda"),
    "agenda_title": lazy_gettext("Title of that item of the agenda"),
    "agenda_symbol": lazy_gettext("Symbol of the provisional agenda"),
    "language_line": lazy_gettext("Line of languages"),
    "ordinal": lazy_gettext("Number of the session"),
}
"""The facts that head a paper, as the form of the session names them."""


class PaperRow(NamedTuple):
    """A paper in a list, with the names of those who acted."""

    id: int
    symbol: str
    title: str
    state: m.PaperState
    edition: m.Edition
    copy: str
    markup: str
    as_at: datetime
    sha256: str
    built_by: str
    cleared_by: str | None
    cleared_at: datetime | None
    issued_at: datetime | None


def list_papers(db: Session, *, round_id: int | None = None, session_ids: Sequence[int] = ()) -> list[PaperRow]:
    """List the papers of a round (or of sessions), newest first; dropped ones last."""
    p, builder, clearer = m.Paper, aliased(m.User), aliased(m.User)
    query = (
        select(
            p.id, p.symbol, p.title, p.state, p.edition, p.copy, p.markup, p.as_at, p.sha256, builder.name, clearer.name, p.cleared_at,
            p.issued_at,
        )
        .join(builder, builder.id == p.built_by)
        .outerjoin(clearer, clearer.id == p.cleared_by)
        .order_by((p.state == m.PaperState.DROPPED), p.id.desc())
    )  # fmt: skip
    query = query.where(p.round_id == round_id) if round_id is not None else query.where(p.session_id.in_(session_ids))
    return [PaperRow(*tuple(row)) for row in db.execute(query)]


def list_waiting(db: Session, session_ids: Sequence[int]) -> list[m.Paper]:
    """List the papers that wait for the Chair: built, for issue, with nothing newer built on their round."""
    p = m.Paper
    rows = db.scalars(
        select(p)
        .options(joinedload(p.session), joinedload(p.round))
        .where(p.session_id.in_(session_ids), p.copy == "issued", p.state.in_(LIVING))
        .order_by(p.id)
    ).all()
    newest = {row.round_id: row for row in rows}
    return [row for row in newest.values() if row.state == m.PaperState.BUILT]


def name_unassigned(paper: m.Paper) -> tuple[str, ...]:
    """Name the facts that a paper prints as "[to be assigned]"."""
    meeting = thaw_meeting(paper.snapshot.get("meeting", {}))
    return tuple(str(FACTS[key]) if key in FACTS else _("Facts of the session (%(key)s)", key=key) for key in list_unassigned(meeting))


def list_issued(db: Session, round_: m.Round) -> list[m.Paper]:
    """List what was issued on a round's draft, in the order of issue."""
    p, r = m.Paper, m.Round
    query = select(p).join(r, r.id == p.round_id).where(r.draft_id == round_.draft_id, p.state == m.PaperState.ISSUED)
    return list(db.scalars(query.order_by(p.issued_at, p.id)))


def known_numbers(issued: Sequence[m.Paper]) -> tuple[ChangeNumber, ...]:
    """Give the change numbers that papers issued so far have used.

    An addendum prints only what came later: that a number is missing from it does not retire the number.
    """
    known: dict[str, ChangeNumber] = {}
    for paper in issued:
        for number in (ChangeNumber(*one) for one in paper.numbers):
            if not (number.retired and paper.edition == m.Edition.ADDENDUM):
                known[number.number] = number
    return tuple(known.values())


def list_symbols(db: Session) -> set[str]:
    """List the symbols of all issued papers."""
    return set(db.scalars(select(m.Paper.symbol).where(m.Paper.state == m.PaperState.ISSUED)))


def find_newer(db: Session, paper: m.Paper) -> int | None:
    """Find a newer build, for issue, on the same round: its id."""
    p = m.Paper
    query = select(p.id).where(p.round_id == paper.round_id, p.copy == "issued", p.state.in_(LIVING), p.id > paper.id)
    return db.scalar(query.order_by(p.id.desc()).limit(1))


def load_file(db: Session, sha256: str) -> bytes:
    """Load a kept file."""
    return db.execute(select(m.StoredFile.content).where(m.StoredFile.sha256 == sha256)).scalar_one()


def name_people(db: Session, ids: Sequence[int | None]) -> dict[int, str]:
    """Give the names of users."""
    rows = db.execute(select(m.User.id, m.User.name).where(m.User.id.in_([one for one in ids if one is not None]))).all()
    return {row[0]: row[1] for row in rows}


class PaperEvent(NamedTuple):
    """One line of a paper's history."""

    at: datetime
    actor: str
    act: str
    reason: str


def list_events(db: Session, paper_id: int) -> list[PaperEvent]:
    """List what happened to a paper, newest first."""
    e = m.Event
    rows = db.scalars(select(e).where(e.subject == "paper", e.subject_id == paper_id).order_by(e.id.desc()).limit(200))
    return [PaperEvent(row.at, row.actor, row.act, str(row.after.get("reason", ""))) for row in rows]
