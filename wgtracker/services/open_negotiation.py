"""Take a draft into the room: its units, and all written input in force as proposals and comments on them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.labels import split_label
from wgtracker.errors import Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.i18n import ngettext
from wgtracker.papers.numbers import ChangeNumber
from wgtracker.policy import Actor, Scope
from wgtracker.queries.compilation import Compiled, compile_round, load_text, scope_of
from wgtracker.queries.papers import known_numbers, list_issued
from wgtracker.queries.room import load_room
from wgtracker.services.events import Subject, record, require
from wgtracker.services.force import lock_round
from wgtracker.services.room import number_changes


class _Line(NamedTuple):
    """Something that came in by writing, for a unit of the reading."""

    unit_id: int
    kind: str
    word: str
    id: int
    name: str
    delegation_id: int | None = None


def open_reading(db: Session, actor: Actor, *, draft_id: int) -> m.Negotiation:
    """Open the reading of a saved draft on which there was no written round: everything will be said in the room."""
    draft = db.get(m.Draft, draft_id)
    if draft is None:
        raise NotFound(_("There is no such draft."))
    require(actor, "operate_room", Scope(draft.session.body_id, draft.session_id))
    if draft.state != m.DraftState.SAVED:
        raise Conflict(_("This draft is not saved yet: look through its units and save it first."))
    negotiation = _begin(db, actor, draft, None)
    _record_opening(db, actor, negotiation, [])
    return negotiation


def open_reading_of_round(db: Session, actor: Actor, *, round_id: int) -> m.Negotiation:
    """Open the reading of a round's draft with its written input. The round must be closed: in the room everybody sees everything."""
    round_ = lock_round(db, round_id)
    require(actor, "operate_room", scope_of(round_))
    if round_.state != m.RoundState.CLOSED:
        raise Conflict(_("Close the round first: until it is closed no delegation may see another’s input, and in the room all see it."))
    s = m.Submission
    staged = db.scalar(select(func.count(s.id)).where(s.round_id == round_.id, s.state == m.SubmissionState.STAGED)) or 0
    if staged:
        raise Conflict(
            ngettext(
                "%(num)s submission waits to be confirmed. Confirm it or set it aside first: the room gets what is in the text now.",
                "%(num)s submissions wait to be confirmed. Confirm them or set them aside first: the room gets what is in the text now.",
                staged,
            )
        )
    negotiation = _begin(db, actor, round_.draft, round_)
    compiled = compile_round(db, round_, None)
    ids = dict(enumerate(compiled.text.ids))
    who = {
        row.name: row.id
        for row in db.execute(select(m.Delegation.name, m.Delegation.id).where(m.Delegation.session_id == round_.session_id))
    }
    lines = _list_written(compiled, ids)
    news = _bring_new(db, negotiation, compiled, ids, len(lines))
    lines += news
    lines = [line._replace(delegation_id=who.get(line.name)) for line in lines]
    _keep_lines(db, actor, negotiation, lines)
    _keep_numbers(db, negotiation, ids, known_numbers(list_issued(db, round_)))
    number_changes(db, negotiation)
    _record_opening(db, actor, negotiation, lines)
    return negotiation


def _begin(db: Session, actor: Actor, draft: m.Draft, round_: m.Round | None) -> m.Negotiation:
    n = m.Negotiation
    live = db.scalar(select(n.number).where(n.session_id == draft.session_id, n.state == m.NegotiationState.LIVE))
    if live is not None:
        raise Conflict(_("A text of this session is being read already; freeze it first."))
    last = db.scalar(select(func.max(n.number)).where(n.session_id == draft.session_id)) or 0
    negotiation = n(
        session_id=draft.session_id, draft_id=draft.id, round_id=round_.id if round_ else None, number=last + 1, opened_at=clock.now()
    )
    db.add(negotiation)
    db.flush()
    units = load_text(db, draft).ids
    before: int | None = None
    for unit in units:
        db.add(m.RoomUnit(negotiation_id=negotiation.id, recommendation_id=unit, after_id=before))
        before = unit
    negotiation.focus_id = next(
        iter(
            db.scalars(
                select(m.Recommendation.id)
                .where(m.Recommendation.id.in_(units), m.Recommendation.kind == m.UnitKind.RECOMMENDATION)
                .order_by(m.Recommendation.position)
                .limit(1)
            )
        ),
        units[0] if units else None,
    )
    db.flush()
    return negotiation


def _list_written(compiled: Compiled, ids: Mapping[int, int]) -> list[_Line]:
    lines = []
    for submission, amendments, comments in _voices(compiled):
        for amendment, row in zip(submission.amendments, amendments):
            if amendment.kind != "new" and amendment.unit is not None:
                lines.append(_Line(ids[amendment.unit], "table", "proposal", row, submission.delegation))
        for comment, row in zip(submission.comments, comments):
            if comment.unit is not None:
                lines.append(_Line(ids[comment.unit], "remark", "remark", row, submission.delegation))
    return lines


_Voice = tuple[c.Submission, tuple[int, ...], tuple[int, ...]]


def _voices(compiled: Compiled) -> list[_Voice]:
    """List the submissions in force with the rows of their parts; what its delegation does not want published is not said in the room."""
    stored = compiled.stored
    return [
        (submission, amendments, comments)
        for submission, amendments, comments in zip(stored.submissions, stored.amendments, stored.comments)
        if submission.superseded_by is None and submission.publish
    ]


def _bring_new(db: Session, negotiation: m.Negotiation, compiled: Compiled, ids: Mapping[int, int], before: int) -> list[_Line]:
    """Make a unit of each new paragraph that was proposed, under the label that the paper gave it."""
    lines: list[_Line] = []
    for at, new in enumerate(compiled.compilation.new_paragraphs):
        text = new.text
        above = None if new.after_unit is None else compiled.text.draft.units[new.after_unit]
        unit = add_unit(
            db,
            negotiation,
            Incoming(text, new.label, new.topic, _kind_of(new.label, above), above.level if above else 0, tuple(sorted(new.by))),
            after_id=None if new.after_unit is None else ids[new.after_unit],
            entered=before + len(lines) + 1,
            position=at,
        )
        lines += _lines_of_new(compiled, new, unit.id)
    return lines


def _kind_of(label: str, above: c.Unit | None) -> m.UnitKind:
    if label.startswith("("):
        return m.UnitKind.SUBPARAGRAPH
    if label:
        return m.UnitKind.RECOMMENDATION
    return m.UnitKind.TEXT if above is None or above.kind != "subparagraph" else m.UnitKind.SUBPARAGRAPH


def _lines_of_new(compiled: Compiled, new: c.NewParagraph, unit_id: int) -> list[_Line]:
    """List who proposed a new paragraph in just these words, and the comments on it."""
    lines = []
    for submission, amendments, comments in _voices(compiled):
        for at, (amendment, row) in enumerate(zip(submission.amendments, amendments)):
            is_it = amendment.kind == "new" and amendment.after_unit == new.after_unit
            if is_it and split_label(amendment.proposed)[1] == new.text:
                lines.append(_Line(unit_id, "table", "proposal", row, submission.delegation))
                for comment, comment_row in zip(submission.comments, comments):
                    if comment.amendment == at:
                        lines.append(_Line(unit_id, "remark", "remark", comment_row, submission.delegation))
    return lines


class Incoming(NamedTuple):
    """A unit that comes into a reading. by: who proposed it."""

    text: str
    label: str
    heading: str
    kind: m.UnitKind
    level: int
    by: tuple[str, ...]


def add_unit(
    db: Session, negotiation: m.Negotiation, incoming: Incoming, *, after_id: int | None, entered: int, position: int
) -> m.Recommendation:
    """Make the unit of a new paragraph. entered: number of the act that brings it in."""
    above = db.get(m.Recommendation, after_id) if after_id is not None else None
    row = m.Recommendation(
        session_id=negotiation.session_id, draft_id=None, topic_id=above.topic_id if above else None, position=position,
        kind=incoming.kind, label=incoming.label, heading=incoming.heading, level=incoming.level, negotiation_id=negotiation.id,
    )  # fmt: skip
    row.revisions.append(m.Revision(number=1, text=incoming.text, created_at=clock.now()))
    db.add(row)
    db.flush()
    db.add(
        m.RoomUnit(negotiation_id=negotiation.id, recommendation_id=row.id, after_id=after_id, entered_act=entered, by=list(incoming.by))
    )
    db.flush()
    return row


def _keep_lines(db: Session, actor: Actor, negotiation: m.Negotiation, lines: Sequence[_Line]) -> None:
    """Keep everything that came in by writing as acts, one after the other."""
    now = clock.now()
    last_of: dict[int, int] = {}
    for number, line in enumerate(lines, start=1):
        db.add(
            m.RoomAct(
                negotiation_id=negotiation.id, number=number, recommendation_id=line.unit_id, kind=line.kind,
                content={line.word: _sign(line), "name": line.name}, at=now, user_id=actor.user_id, actor=actor.name,
                delegation_id=line.delegation_id,
            )
        )  # fmt: skip
        last_of[line.unit_id] = number
    for unit in db.scalars(select(m.RoomUnit).where(m.RoomUnit.negotiation_id == negotiation.id)):
        unit.last_act = last_of.get(unit.recommendation_id, 0)
    negotiation.last_act = len(lines)
    negotiation.pulse += 1
    db.flush()


def _sign(line: _Line) -> str:
    return f"{'a' if line.kind == 'table' else 'c'}{line.id}"


def _keep_numbers(db: Session, negotiation: m.Negotiation, ids: Mapping[int, int], known: Sequence[ChangeNumber]) -> None:
    """Keep the numbers that the paper printed, with the changes that they stand for; retired ones stand for none."""
    room = load_room(db, negotiation)
    for one in known:
        placed = room.find(ids[one.unit]) if one.unit in ids else None
        if placed is None:
            continue
        pieces = [
            list(piece.id)
            for piece in placed.state.pieces
            if not one.retired and piece.ground is not None and one.start <= piece.ground.start and piece.ground.end <= one.end
        ]
        db.add(m.GivenNumber(negotiation_id=negotiation.id, recommendation_id=placed.id, number=one.number, pieces=pieces))
    db.flush()


def _record_opening(db: Session, actor: Actor, negotiation: m.Negotiation, lines: Sequence[_Line]) -> None:
    acts = [
        [number, line.unit_id, line.kind, f"{'a' if line.kind == 'table' else 'c'}{line.id}", line.name]
        for number, line in enumerate(lines, 1)
    ]
    after = {"number": negotiation.number, "draft_id": negotiation.draft_id, "round_id": negotiation.round_id, "acts": acts}
    record(db, actor, "open_reading", Subject("negotiation", negotiation.id, negotiation.session_id), after=after)
