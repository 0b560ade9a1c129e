"""Find texts, comments, delegations, papers and numbers: one question, the same answer on both databases.

Who may find what is part of the statement, before its limit: nothing of another delegation is ever loaded, nor counted.
"""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, literal_column, or_, select, text
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.policy import RIGHTS, Actor
from wgtracker.searching import WORDS_AS_VECTOR, to_fts5, to_tsquery

KINDS = ("unit", "amendment", "comment", "delegation", "paper")
PAGE = 20
MOST = 1000
"""Hits that are counted; beyond, the page says "more than"."""


class Hit(NamedTuple):
    """Something found. where: round of an amendment or comment, or the draft's open round for a unit."""

    kind: str
    subject_id: int
    session_id: int
    title: str
    excerpt: str
    body: str
    session: m.WorkingGroupSession
    round_id: int | None
    recommendation_id: int | None
    delegation: str


class Found(NamedTuple):
    """One page of hits. total: of all, at most MOST; kinds: how many of each."""

    hits: list[Hit]
    total: int
    kinds: dict[str, int]


NOTHING = Found([], 0, {})


def search(db: Session, actor: Actor, typed: str, *, kind: str = "", page: int = 1) -> Found:
    """Find what a person types, newest first."""
    condition = _match(db, typed)
    if condition is None:
        return NOTHING
    e = m.SearchEntry
    where = and_(condition, may_find(actor))
    capped = select(e.kind).where(where).limit(MOST).subquery()
    kinds = {row[0]: row[1] for row in db.execute(select(capped.c.kind, func.count()).group_by(capped.c.kind))}
    if kind:
        where = and_(where, e.kind == kind)
    rows = db.execute(_listed().where(where).order_by(e.id.desc()).limit(PAGE).offset(PAGE * (max(page, 1) - 1))).all()
    return Found([Hit(*tuple(row)) for row in rows], kinds.get(kind, 0) if kind else sum(kinds.values()), kinds)


def _listed() -> Any:
    e, a, c, w, b, d = m.SearchEntry, m.Amendment, m.Comment, m.WorkingGroupSession, m.Body, m.Delegation
    unit_of = func.coalesce(a.recommendation_id, c.recommendation_id)
    return (
        select(
            e.kind, e.subject_id, e.session_id, e.title, e.excerpt, b.name, w, e.round_id, unit_of,
            func.coalesce(d.name, ""),
        )
        .join(w, w.id == e.session_id)
        .join(b, b.id == w.body_id)
        .outerjoin(a, and_(e.kind == "amendment", a.id == e.subject_id))
        .outerjoin(c, and_(e.kind == "comment", c.id == e.subject_id))
        .outerjoin(d, d.id == e.delegation_id)
    )  # fmt: skip


def _match(db: Session, typed: str) -> ColumnElement[bool] | None:
    """Ask the database's own index; None where there is nothing to look for."""
    if db.get_bind().dialect.name == "sqlite":
        asked = to_fts5(typed)
        if not asked:
            return None
        found = text("SELECT rowid FROM search_index WHERE search_index MATCH :asked").bindparams(asked=asked)
        return m.SearchEntry.id.in_(found.columns(literal_column("rowid")).scalar_subquery())
    asked = to_tsquery(typed)
    if not asked:
        return None
    vector = WORDS_AS_VECTOR.replace("words", "search_entries.words")
    return text(f"{vector} @@ CAST(:asked AS tsquery)").bindparams(asked=asked)  # type: ignore[return-value]


def may_find(actor: Actor) -> ColumnElement[bool]:
    """Say what this person may find: what all of a session may see, the own delegation's input, others' only once the round is closed.

    Chair, operator and Secretariat find everything of their sessions; papers that are not issued are found by them alone. Strangers
    find nothing.
    """
    e = m.SearchEntry
    parts: list[ColumnElement[bool]] = []
    for grant in actor.grants:
        inside = e.session_id == grant.session_id if grant.session_id is not None else _in_body(grant.body_id)
        if grant.role in RIGHTS["see_all_input"].roles:
            parts.append(inside)
            continue
        shared = or_(e.kind == "unit", and_(e.kind == "paper", _issued()))
        allowed = [shared]
        if grant.role in RIGHTS["see_own_input"].roles:
            allowed.append(e.delegation_id == grant.delegation_id)
        if grant.role in RIGHTS["see_input_after_close"].roles:
            allowed.append(and_(e.delegation_id.is_not(None), _closed(), _published()))
        parts.append(and_(inside, or_(*allowed)))
    return or_(*parts) if parts else false()


def find_rounds(db: Session, unit_ids: list[int]) -> dict[int, int]:
    """Find for each unit the newest round held on its draft."""
    r, o = m.Recommendation, m.Round
    query = select(r.id, func.max(o.id)).join(o, o.draft_id == r.draft_id).where(r.id.in_(unit_ids)).group_by(r.id)
    return {row[0]: row[1] for row in db.execute(query)}


def _in_body(body_id: int) -> ColumnElement[bool]:
    w = m.WorkingGroupSession
    return m.SearchEntry.session_id.in_(select(w.id).where(w.body_id == body_id))


def _issued() -> ColumnElement[bool]:
    return m.SearchEntry.subject_id.in_(select(m.Paper.id).where(m.Paper.state == m.PaperState.ISSUED))


def _closed() -> ColumnElement[bool]:
    return m.SearchEntry.round_id.in_(select(m.Round.id).where(m.Round.state == m.RoundState.CLOSED))


def _published() -> ColumnElement[bool]:
    """Leave out the submissions that their delegations do not want published."""
    e, a, c, s = m.SearchEntry, m.Amendment, m.Comment, m.Submission
    hidden = select(s.id).where(s.publish.is_(False))
    of_amendments = select(a.id).where(a.submission_id.in_(hidden))
    of_comments = select(c.id).where(c.submission_id.in_(hidden))
    return or_(
        and_(e.kind == "amendment", e.subject_id.not_in(of_amendments)),
        and_(e.kind == "comment", e.subject_id.not_in(of_comments)),
    )
