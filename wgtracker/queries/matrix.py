"""Give the position matrix: who says what on which point. For the Chair and the Secretariat only."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.queries.chair import tag_of
from wgtracker.queries.compilation import facts_of, load_text
from wgtracker.queries.naming import name_all

PROPOSES, DELETES, RETAINS, NEW, COMMENTS = "proposes", "delete", "retain", "new", "comments"
_KINDS = {"delete": DELETES, "retain": RETAINS, "new": NEW}


class Row(NamedTuple):
    """One point: its tag and title, and for each delegation (in the order of the matrix) the set of what it says there."""

    tag: str
    title: str
    cells: tuple[tuple[str, ...], ...]


class Matrix(NamedTuple):
    """delegations: names of the columns, in the paper's order."""

    delegations: tuple[str, ...]
    rows: tuple[Row, ...]


def read_matrix(db: Session, round_: m.Round, *, delegation: str = "", says: str = "") -> Matrix:
    """Read the matrix. delegation: only this column, and the points where it says something; says: only what is of this kind."""
    text = load_text(db, round_.draft)
    names = name_all(text.draft.units, facts_of(round_))
    tag_by_unit = {unit: tag_of(name) for name in names for unit in name.units}
    said: dict[tuple[str, str], set[str]] = {}
    order: dict[str, tuple[str, str]] = {}
    for unit, kind, name, category, key in (*_amendments(db, round_.id), *_comments(db, round_.id), *_stances(db, round_.id, text.ids)):
        order[name] = (category, key)
        what = _KINDS.get(kind, kind)
        if not says or what == says:
            said.setdefault((tag_by_unit.get(unit, "start") if unit is not None else "start", name), set()).add(what)
    columns = _sort(order) if not delegation else [one for one in order if one == delegation]
    rows = []
    for point in names:
        cells = tuple(tuple(sorted(said.get((tag_of(point), one), ()))) for one in columns)
        if any(cells) or (not delegation and not says and point.kind == "point" and point.label):
            rows.append(Row(tag_of(point), point.title, cells))
    return Matrix(tuple(columns), tuple(rows))


def list_speakers(db: Session, round_id: int) -> list[str]:
    """List the delegations with input in force, in the paper's order."""
    s, d = m.Submission, m.Delegation
    query = select(d.name, d.category, d.sort_key).join(s, s.delegation_id == d.id)
    rows = db.execute(query.where(s.round_id == round_id, s.state == m.SubmissionState.IN_FORCE).distinct())
    return _sort({row.name: (row.category, row.sort_key) for row in rows})


def _sort(order: dict[str, tuple[str, str]]) -> list[str]:
    ranks = {"State": 0, "REIO": 1, "IGO": 2, "UN": 3, "NGO": 4}
    return sorted(order, key=lambda name: (ranks.get(order[name][0], 9), order[name][1], name))


_Line = tuple[int | None, str, str, str, str]


def _amendments(db: Session, round_id: int) -> Iterable[_Line]:
    a, s, d = m.Amendment, m.Submission, m.Delegation
    rows = db.execute(
        select(a.unit, a.after_unit, a.kind, d.name, d.category, d.sort_key)
        .join(s, s.id == a.submission_id)
        .join(d, d.id == s.delegation_id)
        .where(s.round_id == round_id, s.state == m.SubmissionState.IN_FORCE, a.ended_at.is_(None), a.waits_for_delegation.is_(False))
    )
    for row in rows:
        kind = row.kind if row.kind in _KINDS else PROPOSES
        yield (row.after_unit if row.kind == "new" else row.unit), kind, row.name, row.category, row.sort_key


def _comments(db: Session, round_id: int) -> Iterable[_Line]:
    c, s, d = m.Comment, m.Submission, m.Delegation
    rows = db.execute(
        select(c.unit, d.name, d.category, d.sort_key)
        .join(s, s.id == c.submission_id)
        .join(d, d.id == s.delegation_id)
        .where(s.round_id == round_id, s.state == m.SubmissionState.IN_FORCE, c.ended_at.is_(None), c.unit.is_not(None))
    )
    for row in rows:
        yield row.unit, COMMENTS, row.name, row.category, row.sort_key


def _stances(db: Session, round_id: int, ids: tuple[int, ...]) -> Iterable[_Line]:
    t, d = m.Stance, m.Delegation
    place = {one: at for at, one in enumerate(ids)}
    rows = db.execute(
        select(t.recommendation_id, t.kind, d.name, d.category, d.sort_key)
        .join(d, d.id == t.delegation_id)
        .where(t.round_id == round_id, t.left_at.is_(None), t.recommendation_id.is_not(None))
    )
    for row in rows:
        yield place.get(row.recommendation_id), str(row.kind.value), row.name, row.category, row.sort_key
