"""Fill a database with what the pages are measured on: rows inserted directly, without any file."""

import random
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tests.make import VIENNA, make_actor, make_body, make_delegation, make_session, sign_in
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.sample.states import STATES
from wgtracker.services.keep import keep_file
from wgtracker.text import diff

UNITS, DELEGATIONS, COMMENTERS, WORDS = 100, 20, 10, 120
_VOCABULARY = (
    "States parties should consider strengthen promote ensure support cooperation assistance training guidance protection prosecutors "
    "victims investigations legislation statistics prevention witnesses authorities partners standards remedies referral evidence in "
    "accordance with domestic law and the where appropriate at national regional level for women children"
).split()


class Filled(NamedTuple):
    """What was made: the round, one of its units, and the cookies of an officer and of a head of delegation."""

    round_id: int
    unit_id: int
    officer: str
    head: str


def fill(database: Database, units: int = UNITS, delegations: int = DELEGATIONS) -> Filled:
    """Make one open round on so many units, with an amendment of each delegation on each, and comments of half of them."""
    chance = random.Random(2020)
    with database.write() as db:
        body = make_body(db)
        session = make_session(db, body)
        officer = make_actor(db, m.Role.SECRETARIAT, of=body)
        round_, texts = _make_round(db, session, units, chance)
        rows = [make_delegation(db, session, name) for name in STATES[:delegations]]
        head = make_actor(db, m.Role.HEAD, of=rows[0])
        ids = list(
            db.scalars(select(m.Recommendation.id).where(m.Recommendation.draft_id == round_.draft_id).order_by(m.Recommendation.position))
        )
        for number, delegation in enumerate(rows, 1):
            _submit(db, round_, delegation, number, texts, ids, chance)
        return Filled(round_.id, ids[units // 2], sign_in(db, officer), sign_in(db, head))


def _make_round(db: Session, session: m.WorkingGroupSession, units: int, chance: random.Random) -> tuple[m.Round, list[str]]:
    sha256 = keep_file(db, b"no file: the units are made of rows", "0" * 64)
    draft = m.Draft(
        session_id=session.id, number=1, name="draft.docx", state=m.DraftState.SAVED, original_sha256=sha256, sha256=sha256,
        created_at=clock.now(), saved_at=clock.now(),
    )  # fmt: skip
    db.add(draft)
    db.flush()
    texts = [" ".join(chance.choice(_VOCABULARY) for _ in range(WORDS)).capitalize() + "." for _ in range(units)]
    for position, text in enumerate(texts):
        unit = m.Recommendation(
            session_id=session.id, draft_id=draft.id, position=position, kind=m.UnitKind.RECOMMENDATION, label=f"{position + 1}.",
            source=position,
        )  # fmt: skip
        unit.revisions.append(m.Revision(number=1, text=text, created_at=clock.now()))
        db.add(unit)
    at = (clock.now() + timedelta(days=5)).astimezone(VIENNA)
    round_ = m.Round(
        session_id=session.id, draft_id=draft.id, number=1, state=m.RoundState.OPEN, deadline=at.strftime("%Y-%m-%dT%H:%M"),
        zone="Europe/Vienna", deadline_at=at, opened_at=clock.now(), created_at=clock.now(),
    )  # fmt: skip
    db.add(round_)
    db.flush()
    return round_, texts


def _submit(
    db: Session, round_: m.Round, delegation: m.Delegation, number: int, texts: list[str], ids: list[int], chance: random.Random
) -> None:
    row = m.Submission(
        round_id=round_.id, delegation_id=delegation.id, channel=m.Channel.PAGE, state=m.SubmissionState.IN_FORCE, number=number,
        name=f"Written on the page by {delegation.name}", received_at=clock.now(), sent_at=clock.now(), late=False, created_at=clock.now(),
    )  # fmt: skip
    db.add(row)
    db.flush()
    db.execute(insert(m.Amendment), [_amend(row.id, at, text, ids[at], chance) for at, text in enumerate(texts)])
    if number <= COMMENTERS:
        db.execute(insert(m.Comment), [_comment(row.id, at, text, ids[at]) for at, text in enumerate(texts)])


def _amend(submission_id: int, at: int, text: str, unit_id: int, chance: random.Random) -> dict[str, Any]:
    words = text.split(" ")
    for _ in range(3):
        place = chance.randrange(len(words))
        words[place : place + chance.randrange(3)] = chance.sample(_VOCABULARY, chance.randrange(1, 3))
    proposed = " ".join(words)
    edits = [list(edit) for edit in diff(text, proposed)]
    return {
        "submission_id": submission_id, "recommendation_id": unit_id, "position": at, "origin": m.Origin.PAGE, "kind": "replace",
        "unit": at, "units": [], "original": text, "proposed": proposed, "edits": edits, "authors": [], "dates": [], "changes": [],
        "created_at": clock.now(),
    }  # fmt: skip


def _comment(submission_id: int, at: int, text: str, unit_id: int) -> dict[str, Any]:
    said = "We would like this to be clearer, for the reasons given at the meeting; our practice is in our reply to the questionnaire."
    return {
        "submission_id": submission_id, "recommendation_id": unit_id, "position": UNITS + at, "origin": m.Origin.PAGE, "word_id": f"p{at}",
        "unit": at, "anchor": " ".join(text.split(" ")[3:6]), "author": "", "text": said, "created_at": clock.now(),
    }  # fmt: skip
