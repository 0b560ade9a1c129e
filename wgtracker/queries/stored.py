"""Give stored rows back as what wgtracker.compile made of them, so that pages and papers draw the very same data."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Text, cast, false, select, true, union_all
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.returned_map import normal_name
from wgtracker.text import Edit

VOICED = (m.SubmissionState.IN_FORCE,)
PRINTED = (m.SubmissionState.IN_FORCE, m.SubmissionState.SUPERSEDED)
"""What a compilation holds: submissions in force, and those they replaced, which are named but have no voice."""
_NONE = c.Count(0, 0, 0, 0)
NO_ACCOUNT = c.Account(_NONE, _NONE, _NONE)

_A, _C = m.Amendment, m.Comment
_LEAN = (
    _A.submission_id, _A.id, _A.kind, _A.unit, cast(_A.units, Text), _A.after_unit, _A.original, _A.proposed, cast(_A.edits, Text),
    _A.tracked, _A.by_hand, _A.level, _A.position,
)  # fmt: skip
"""Lists as the text they are stored as: most are empty or short, and are decoded where they are needed (half the time of loading)."""
_FULL = (*_LEAN, cast(_A.authors, Text), cast(_A.dates, Text), cast(_A.changes, Text))
_COMMENT = (
    _C.submission_id, _C.id, _C.word_id, _C.unit, _C.amendment_id, _C.place, _C.anchor, _C.author, _C.date, _C.text, _C.parent, _C.resolved,
    _C.position,
)  # fmt: skip
_S, _D = m.Submission, m.Delegation
_HEADS = select(
    _S.id, _S.name, _S.sha256, _S.language, _S.on_behalf_of, _S.publish, _S.received_at, _S.late, _S.state, _S.supersedes_id,
    _S.format_changes, _S.warnings, _S.unreadable, _S.account, _D.name.label("delegation"), _D.category, _D.sort_key,
).join(_D, _D.id == _S.delegation_id)  # fmt: skip
_STANDING = _A.ended_at.is_(None) & _A.waits_for_delegation.is_(False)


class Stored(NamedTuple):
    """The submissions of a compilation, and the row each of their parts came from.

    ids: submission ids in the same order; amendments, comments: row ids, parallel to each submission's tuples.
    """

    submissions: tuple[c.Submission, ...]
    ids: tuple[int, ...]
    amendments: tuple[tuple[int, ...], ...]
    comments: tuple[tuple[int, ...], ...]
    speakers: tuple[c.Delegation, ...]


def load_whole(db: Session, round_id: int, zone: str, delegations: frozenset[int] | None) -> Stored:
    """Load all that papers need of a round. delegations: whose input; None for everybody's."""
    return _load_parts(db, _load_heads(db, round_id, delegations), zone)


def load_these(db: Session, ids: Sequence[int], zone: str) -> Stored:
    """Load some submissions in whatever state they are, each with its voice: what a delegation is writing, what a receipt prints."""
    return _give_voice(_load_parts(db, _heads_of(db, ids), zone))


def load_these_lean(db: Session, ids: Sequence[int], zone: str) -> Stored:
    """Load some submissions, each with its voice, as pages show them: without raw revisions and what is held."""
    return _give_voice(_load_lean(db, _heads_of(db, ids), zone))


def load_these_part(db: Session, ids: Sequence[int], zone: str, units: Sequence[int], related: Collection[int | None]) -> Stored:
    """Load what some submissions say on some units, each with its voice; units and related as load_part has them."""
    return _give_voice(_load_part(db, _heads_of(db, ids), zone, units, related))


def _heads_of(db: Session, ids: Sequence[int]) -> Sequence[Any]:
    return db.execute(_HEADS.where(m.Submission.id.in_(ids)).order_by(m.Submission.id)).all()


def _give_voice(stored: Stored) -> Stored:
    return stored._replace(submissions=tuple(one._replace(superseded_by=None) for one in stored.submissions))


def _load_parts(db: Session, heads: Sequence[Any], zone: str) -> Stored:
    ids = [row.id for row in heads]
    amendments = db.execute(select(*_FULL).where(_A.submission_id.in_(ids), _STANDING)).all()
    comments = db.execute(select(*_COMMENT).where(_C.submission_id.in_(ids), _C.ended_at.is_(None))).all()
    asides = db.scalars(
        select(m.Aside)
        .where(m.Aside.submission_id.in_(ids), m.Aside.settled_at.is_(None), m.Aside.ended_at.is_(None))
        .order_by(m.Aside.submission_id, m.Aside.position)
    ).all()
    return _bind(heads, amendments, comments, asides, zone)


def load_lean(db: Session, round_id: int, zone: str, delegations: frozenset[int] | None) -> Stored:
    """Load what pages show of a whole round: without raw revisions, accounts and what is held."""
    return _load_lean(db, _load_heads(db, round_id, delegations), zone)


def _load_lean(db: Session, heads: Sequence[Any], zone: str) -> Stored:
    ids = [row.id for row in heads]
    amendments = db.execute(select(*_LEAN).where(_A.submission_id.in_(ids), _STANDING)).all()
    comments = db.execute(select(*_COMMENT).where(_C.submission_id.in_(ids), _C.ended_at.is_(None))).all()
    return _bind(heads, amendments, comments, (), zone)


def load_part(
    db: Session, round_id: int, zone: str, delegations: frozenset[int] | None, units: Sequence[int], related: Collection[int | None]
) -> Stored:
    """Load what a page of one point shows: what was said on these units, the new paragraphs after the related ones, and all mergers.

    related: the units whose new paragraphs are labelled together (compile.inserts.list_related); None: before the first paragraph.
    """
    return _load_part(db, _load_heads(db, round_id, delegations), zone, units, related)


def _load_part(db: Session, heads: Sequence[Any], zone: str, units: Sequence[int], related: Collection[int | None]) -> Stored:
    """Load it by a union whose parts walk an index each; one condition with OR would read every row of the round."""
    ids = [row.id for row in heads]
    amendments = select(*_LEAN).where(_A.submission_id.in_(ids), _STANDING)
    found = db.execute(
        union_all(
            amendments.where(_A.unit.in_(units), _A.kind != "merge"),
            amendments.where(_A.kind == "new", _A.after_unit.in_([unit for unit in related if unit is not None])),
            amendments.where(_A.kind == "new", _A.after_unit.is_(None), true() if None in related else false()),
            amendments.where(_A.kind == "merge"),
        )
    ).all()
    news = [row[1] for row in found if row[2] == "new"]
    comments = select(*_COMMENT).where(_C.submission_id.in_(ids), _C.ended_at.is_(None))
    said = db.execute(union_all(comments.where(_C.unit.in_(units)), comments.where(_C.amendment_id.in_(news), _C.unit.is_(None)))).all()
    return _bind(heads, found, said, (), zone)


def _load_heads(db: Session, round_id: int, delegations: frozenset[int] | None) -> Sequence[Row[Any]]:
    query = _HEADS.where(m.Submission.round_id == round_id, m.Submission.state.in_(PRINTED))
    if delegations is not None:
        query = query.where(m.Submission.delegation_id.in_(delegations))
    rows: Sequence[Any] = db.execute(query).all()
    return sorted(rows, key=lambda row: (normal_name(row.name), row.sha256, row.id))


def _bind(heads: Sequence[Any], amendments: Sequence[Any], comments: Sequence[Any], asides: Sequence[m.Aside], zone: str) -> Stored:
    names = dict(zip((row.id for row in heads), _name_apart([row.name for row in heads])))
    replaced_by = {
        row.supersedes_id: names[row.id] for row in heads if row.supersedes_id in names and row.state == m.SubmissionState.IN_FORCE
    }
    of_amendments, of_comments = _group(amendments, len(_LEAN) - 1), _group(comments, len(_COMMENT) - 1)
    of_asides: dict[int, list[m.Aside]] = {}
    for aside in asides:
        of_asides.setdefault(aside.submission_id, []).append(aside)
    local = ZoneInfo(zone)
    submissions = tuple(
        _submission(row, names, replaced_by, of_amendments.get(row.id, ()), of_comments.get(row.id, ()), of_asides.get(row.id, ()), local)
        for row in heads
    )
    return Stored(
        submissions,
        tuple(row.id for row in heads),
        tuple(tuple([one[1] for one in of_amendments.get(row.id, ())]) for row in heads),
        tuple(tuple([one[1] for one in of_comments.get(row.id, ())]) for row in heads),
        tuple(c.Delegation(row.delegation, row.category, row.sort_key) for row in heads),
    )


def _group(rows: Sequence[Any], position: int) -> dict[int, list[Any]]:
    """Group rows by submission, each group in the order of its positions."""
    groups: dict[int, list[Any]] = {}
    for row in sorted(rows, key=itemgetter(position)):
        groups.setdefault(row[0], []).append(row)
    return groups


def _name_apart(names: Sequence[str]) -> list[str]:
    """Number names that are borne twice, so that each submission can be told apart in the annexes."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def _submission(
    row: Row[Any],
    names: Mapping[int, str],
    replaced_by: Mapping[int | None, str],
    amendments: Sequence[Any],
    comments: Sequence[Any],
    asides: Sequence[Any],
    zone: ZoneInfo,
) -> c.Submission:
    place_of = {one[1]: index for index, one in enumerate(amendments)}
    superseded = row.state == m.SubmissionState.SUPERSEDED
    return c.Submission(
        file=names[row.id],
        delegation=row.delegation,
        category=row.category,
        language=row.language,
        on_behalf_of=row.on_behalf_of,
        publish=row.publish,
        sha256=row.sha256,
        received_at=_show_received(row.received_at, zone),
        late=row.late,
        superseded_by=replaced_by.get(row.id, "a later submission") if superseded else None,
        amendments=tuple([_read_row(*one) for one in amendments]),
        comments=tuple([_read_comment(one, place_of) for one in comments]),
        held=tuple(read_aside(one) for one in asides if one.held),
        unplaced=tuple(read_aside(one) for one in asides if not one.held),
        account=read_account(row.account),
        format_changes=row.format_changes,
        warnings=tuple(row.warnings),
        unreadable=row.unreadable,
    )


def _show_received(at: datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat(timespec="seconds")


def read_amendment(row: m.Amendment) -> c.Amendment:
    """Give a row as compile's amendment."""
    return c.Amendment(
        row.kind, row.unit, tuple(row.units), row.after_unit, row.original, row.proposed, tuple(Edit(*edit) for edit in row.edits),
        tuple(row.authors), tuple(row.dates), row.tracked, row.by_hand, tuple(c.Change(*change) for change in row.changes), row.level,
    )  # fmt: skip


def _read_row(
    _submission: int, _id: int, kind: str, unit: int | None, units: str, after_unit: int | None, original: str, proposed: str, edits: str,
    tracked: bool, by_hand: bool, level: int, _position: int, authors: str = "[]", dates: str = "[]", changes: str = "[]",
) -> c.Amendment:  # fmt: skip
    return c.Amendment(
        kind, unit, _list(units), after_unit, original, proposed, tuple([Edit(*edit) for edit in _list(edits)]), _list(authors),
        _list(dates),
        tracked, by_hand, tuple([c.Change(*change) for change in _list(changes)]), level,
    )  # fmt: skip


def _list(stored: str) -> tuple[Any, ...]:
    return () if stored == "[]" else tuple(json.loads(stored))


def _read_comment(row: Any, place_of: Mapping[int, int]) -> c.Comment:
    _, _, word_id, unit, amendment, place, anchor, author, date, text, parent, resolved, _ = row
    index = place_of.get(amendment) if amendment is not None else None
    return c.Comment(word_id, unit, index, place, anchor, author, date, text, parent, resolved)


def read_aside(row: m.Aside) -> c.Aside:
    """Give a row as compile's aside."""
    changes = tuple(c.Change(*change) for change in row.changes)
    inserted, deleted = row.untracked or (0, 0)
    return c.Aside(
        row.kind, row.reason, row.unit, row.original, row.proposed, row.author, row.date, changes, row.comment, (inserted, deleted)
    )


def read_account(counts: Sequence[Sequence[int]]) -> c.Account:
    """Give a stored account back."""
    return c.Account(*(c.Count(*count) for count in counts)) if counts else NO_ACCOUNT
