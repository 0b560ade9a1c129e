"""Put a whole compilation into the database, as if its files had come in and been confirmed: rows through the real services."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from tests.make import make_actor, make_body, make_round, make_session
from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.model import Compilation, Unit
from wgtracker.db import Database
from wgtracker.policy import Actor
from wgtracker.services.force import bring_into_force
from wgtracker.services.indexing import follow
from wgtracker.services.keep import keep_file, keep_parts
from wgtracker.services.rounds import close_round


class Held(NamedTuple):
    """A round with everything in it. delegations: ids by name; heads: who submits for them."""

    body_id: int
    session_id: int
    round_id: int
    officer: Actor
    chair: Actor
    operator: Actor
    delegations: dict[str, int]
    heads: dict[str, Actor]


def close(database: Database, held: Held) -> Held:
    """Close the round: papers on it may be issued."""
    with database.write() as db:
        close_round(db, held.officer, round_id=held.round_id, version=db.get_one(m.Round, held.round_id).version)
    return held


def put_round(db: Session, compilation: Compilation, draft: bytes = b"no file", code: str = "TIP") -> Held:
    """Make a body, a session, a draft with these units, an open round, and every submission of the compilation in it."""
    body = make_body(db, f"Working Group {code}", code)
    session = make_session(db, body)
    officer = make_actor(db, m.Role.SECRETARIAT, of=body, name="B. Officer")
    draft_row = put_draft(db, session, [one.unit for one in compilation.units], compilation, draft)
    round_ = make_round(db, draft_row)
    delegations = {one.name: _put_delegation(db, session, one.name, one.category, one.sort_key) for one in compilation.delegations}
    units = {unit.position: unit.id for unit in draft_row.units}
    rows = {}
    for one in sorted(compilation.submissions, key=lambda made: made.superseded_by is None):
        row = m.Submission(
            round_id=round_.id,
            delegation_id=delegations[one.delegation].id,
            channel=m.Channel.WORD,
            state=m.SubmissionState.STAGED,
            name=one.file,
            sha256=one.sha256,
            language=one.language,
            on_behalf_of=one.on_behalf_of,
            publish=one.publish,
            created_at=clock.now(),
        )
        db.add(row)
        db.flush()
        rows[one.file] = row
        keep_parts(db, row, one, units, m.Origin.FILE)
    for one in sorted(compilation.submissions, key=lambda made: made.superseded_by is None):
        if one.superseded_by:
            rows[one.superseded_by].supersedes_id = rows[one.file].id
        bring_into_force(db, officer, rows[one.file], round_)
    db.flush()
    for row in rows.values():
        follow(db, "submission", row.id)
    follow(db, "draft", draft_row.id)
    follow(db, "session", session.id)
    return Held(
        body.id,
        session.id,
        round_.id,
        officer,
        make_actor(db, m.Role.CHAIR, of=session, name="A. Chairperson"),
        make_actor(db, m.Role.OPERATOR, of=session),
        {name: row.id for name, row in delegations.items()},
        {name: make_actor(db, m.Role.HEAD, of=row) for name, row in delegations.items()},
    )


def put_draft(db: Session, session: m.WorkingGroupSession, units: list[Unit], compilation: Compilation, content: bytes) -> m.Draft:
    """Make a saved draft of these units."""
    keep_file(db, content, compilation.draft_sha256)
    draft = m.Draft(
        session_id=session.id,
        number=1,
        name=compilation.draft_file,
        state=m.DraftState.SAVED,
        original_sha256=compilation.draft_sha256,
        sha256=compilation.draft_sha256,
        warnings=list(compilation.warnings),
        edited=[],
        created_at=clock.now(),
    )
    db.add(draft)
    db.flush()
    for unit in units:
        row = m.Recommendation(
            session_id=session.id,
            draft_id=draft.id,
            position=unit.index,
            kind=m.UnitKind(unit.kind),
            label=unit.label,
            heading=unit.topic,
            level=unit.level,
            source=unit.source,
            offset=unit.offset,
        )
        row.revisions.append(m.Revision(number=1, text=unit.text, created_at=clock.now()))
        db.add(row)
    db.flush()
    db.refresh(draft)
    return draft


def _put_delegation(db: Session, session: m.WorkingGroupSession, name: str, category: str, sort_key: str) -> m.Delegation:
    row = m.Delegation(session_id=session.id, name=name, category=category, sort_key=sort_key, created_at=clock.now())
    db.add(row)
    db.flush()
    return row
