"""Give what the Chair's desk shows: the sessions of a Chair, the map of a meeting, one point with all that was said on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, joinedload

from wgtracker import models as m
from wgtracker.compile.assemble import list_related
from wgtracker.compile.meeting import Meeting
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _
from wgtracker.papers.names import call_roll
from wgtracker.papers.numbers import ChangeNumber
from wgtracker.papers.points import DrawnPoint, PointName, draw_units
from wgtracker.policy import Actor, Scope, can
from wgtracker.queries.compilation import Compiled, facts_of, load_text, read_point, read_round
from wgtracker.queries.kept import Kept
from wgtracker.queries.naming import name_all
from wgtracker.queries.options import START, Question, Request, ask, list_requests
from wgtracker.queries.papers import known_numbers, list_issued


def list_sessions(db: Session, actor: Actor) -> list[m.WorkingGroupSession]:
    """List the sessions that this person sees all input of, newest first."""
    bodies = [grant.body_id for grant in actor.grants if grant.session_id is None]
    ids = [grant.session_id for grant in actor.grants if grant.session_id is not None and grant.delegation_id is None]
    w = m.WorkingGroupSession
    rows = db.scalars(
        select(w).options(joinedload(w.body)).where(w.body_id.in_(bodies) | w.id.in_(ids)).order_by(w.opens_on.desc(), w.id.desc())
    )
    return [row for row in rows if can(actor, "see_all_input", Scope(row.body_id, row.id))]


class RoundRow(NamedTuple):
    """A round in the list of a Chair's sessions. answered: delegations with input in force."""

    round: m.Round
    answered: int
    invited: int


def list_rounds(db: Session, session_ids: Sequence[int]) -> dict[int, list[RoundRow]]:
    """List the rounds of sessions, newest first, with how many delegations have answered."""
    s, d = m.Submission, m.Delegation
    answered = _counts(
        db, select(s.round_id, func.count(s.delegation_id.distinct())).where(s.state == m.SubmissionState.IN_FORCE).group_by(s.round_id)
    )
    invited = _counts(db, select(d.session_id, func.count()).where(d.ended_at.is_(None)).group_by(d.session_id))
    found: dict[int, list[RoundRow]] = {}
    for row in db.scalars(select(m.Round).where(m.Round.session_id.in_(session_ids)).order_by(m.Round.number.desc())):
        found.setdefault(row.session_id, []).append(RoundRow(row, answered.get(row.id, 0), invited.get(row.session_id, 0)))
    return found


def _counts(db: Session, query: Select[int, int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.execute(query)}


def tag_of(name: PointName) -> str:
    """Give the tag of a point as addresses write it."""
    return name.tag or START


class Place(NamedTuple):
    """A point on the map of the meeting. delegations: how many propose something there."""

    name: PointName
    tag: str
    delegations: int


_maps: Kept[tuple[object, ...], list[Place]] = Kept(64)


def map_round(db: Session, round_: m.Round, meeting: Meeting) -> list[Place]:
    """Give the map: every point that can be discussed, in order, headings and the start only where something is proposed on them.

    It changes only with the texts of the round, so each process keeps the last ones.
    """
    key = (str(db.get_bind().engine.url), round_.id, round_.texts, round_.version, meeting)
    return _maps.find(key, lambda: _map(db, round_, meeting))


def _map(db: Session, round_: m.Round, meeting: Meeting) -> list[Place]:
    names = name_all(load_text(db, round_.draft).draft.units, meeting)
    counts = _count_by_unit(db, round_.id)
    places = []
    for name in names:
        number = max((counts.get(unit, 0) for unit in name.units), default=counts.get(None, 0))
        if number or (name.kind == "point" and name.label):
            places.append(Place(name, tag_of(name), number))
    return places


def _count_by_unit(db: Session, round_id: int) -> dict[int | None, int]:
    """Count the delegations that propose something on each unit or right after it (None: before the first)."""
    a, s = m.Amendment, m.Submission
    unit = case((a.kind == "new", a.after_unit), else_=a.unit).label("place")
    rows = db.execute(
        select(unit, func.count(s.delegation_id.distinct()))
        .join(s, s.id == a.submission_id)
        .where(s.round_id == round_id, s.state == m.SubmissionState.IN_FORCE, a.ended_at.is_(None), a.waits_for_delegation.is_(False))
        .group_by("place")
    )
    return {row[0]: row[1] for row in rows}


class Reason(NamedTuple):
    """Why a delegation proposes something, in its own words."""

    delegation: str
    text: str


class NoteRow(NamedTuple):
    """A private note. mine: the reader wrote it."""

    id: int
    author: str
    text: str
    at: datetime
    mine: bool


class PointPage(NamedTuple):
    """One point with all that was said on it, and the way to its neighbours."""

    drawn: DrawnPoint
    compiled: Compiled
    questions: tuple[Question, ...]
    requests: tuple[Request, ...]
    known: tuple[ChangeNumber, ...]
    places: list[Place]
    previous: PointName | None
    following: PointName | None
    reasons: list[Reason]
    notes: list[NoteRow]


def find_point(db: Session, round_: m.Round, tag: str, meeting: Meeting) -> tuple[tuple[PointName, ...], int]:
    """Find a point by its tag: all points, and its place among them. Raises NotFound."""
    names = name_all(load_text(db, round_.draft).draft.units, meeting)
    for at, name in enumerate(names):
        if tag_of(name) == tag:
            return names, at
    raise NotFound(_("There is no such point in this draft."))


def find_tag(db: Session, round_: m.Round, unit_id: int, meeting: Meeting) -> str:
    """Find the tag of the point that holds a unit. Raises NotFound where it is no unit of this round's draft."""
    text = load_text(db, round_.draft)
    index = text.ids.index(unit_id) if unit_id in text.ids else -1
    for name in name_all(text.draft.units, meeting):
        if index in name.units:
            return tag_of(name)
    raise NotFound(_("There is no such point in this draft."))


def load_point(db: Session, round_: m.Round, actor: Actor, tag: str) -> PointPage:
    """Load one point for the Chair's desk, in a constant number of statements."""
    meeting = facts_of(round_)
    names, at = find_point(db, round_, tag, meeting)
    name = names[at]
    wanted: list[int | None] = list(name.units) or [None]
    key = (str(db.get_bind().engine.url), round_.id, round_.texts, round_.version, meeting, name, count_papers(db, round_.id))
    told = _points.find(key, lambda: _tell_point(db, round_, name, meeting))
    return PointPage(
        *told,
        places=map_round(db, round_, meeting),
        previous=names[at - 1] if at else None,
        following=names[at + 1] if at + 1 < len(names) else None,
        reasons=_list_reasons(db, round_.id, wanted),
        notes=_list_notes(db, round_, _ids_of(told.compiled, name), actor),
    )


class _Told(NamedTuple):
    """What of a point changes only with the texts of the round and its papers: each process keeps the last ones."""

    drawn: DrawnPoint
    compiled: Compiled
    questions: tuple[Question, ...]
    requests: tuple[Request, ...]
    known: tuple[ChangeNumber, ...]


_points: Kept[tuple[object, ...], _Told] = Kept(100)


def _tell_point(db: Session, round_: m.Round, name: PointName, meeting: Meeting) -> _Told:
    wanted: list[int | None] = list(name.units) or [None]
    related = [unit for unit in list_related(load_text(db, round_.draft).draft.units, wanted) if unit is not None]
    compiled = read_point(db, round_, None, related) if name.units else read_round(db, round_, None)
    known = known_numbers(list_issued(db, round_))
    drawn = draw_units(compiled.compilation, meeting, only=wanted, known=known)
    if not drawn:
        raise NotFound(_("Nothing is proposed there."))
    roll = call_roll(compiled.compilation)
    return _Told(drawn[0], compiled, ask(drawn[0].point, roll), list_requests(drawn[0].point, roll), known)


def _ids_of(compiled: Compiled, name: PointName) -> list[int]:
    return [compiled.text.ids[unit] for unit in name.units]


def _list_reasons(db: Session, round_id: int, units: Sequence[int | None]) -> list[Reason]:
    a, s, d = m.Amendment, m.Submission, m.Delegation
    rows = db.execute(
        select(d.name, a.reason)
        .join(s, s.id == a.submission_id)
        .join(d, d.id == s.delegation_id)
        .where(
            s.round_id == round_id,
            s.state == m.SubmissionState.IN_FORCE,
            a.ended_at.is_(None),
            a.reason != "",
            a.print_reason.is_(False),
            a.unit.in_([unit for unit in units if unit is not None]) | (a.after_unit.in_([u for u in units if u is not None])),
        )
        .order_by(d.sort_key, a.position)
    )
    return [Reason(*tuple(row)) for row in rows]


def _list_notes(db: Session, round_: m.Round, ids: Sequence[int], actor: Actor) -> list[NoteRow]:
    n, u = m.Note, m.User
    where = n.recommendation_id.in_(ids) if ids else n.recommendation_id.is_(None)
    rows = db.execute(
        select(n.id, u.name, n.text, n.at, n.user_id)
        .join(u, u.id == n.user_id)
        .where(n.session_id == round_.session_id, where, n.ended_at.is_(None))
        .order_by(n.id)
    )
    return [NoteRow(row.id, row.name, row.text, row.at, row.user_id == actor.user_id) for row in rows]


def load_choices(db: Session, actor: Actor, round_id: int) -> Mapping[str, str]:
    """Give what this person has chosen to read the text with: kept as a scratch of their own."""
    row = db.scalar(select(m.Scratch).where(m.Scratch.user_id == actor.user_id, m.Scratch.key == choices_key(round_id)))
    return row.fields if row is not None else {}


def choices_key(round_id: int) -> str:
    """Name the scratch that holds a person's choices in a round."""
    return f"reading:round {round_id}"


def count_papers(db: Session, round_id: int) -> tuple[int, int]:
    """Give two numbers that change with every change of a round's papers."""
    row = db.execute(select(func.count(), func.coalesce(func.sum(m.Paper.version), 0)).where(m.Paper.round_id == round_id)).one()
    return row[0], int(row[1])
