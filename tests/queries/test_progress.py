"""How far a round is: counted from the rows, by group and day, with the one next act."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import event

from tests.make import Stage, make_delegation
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.queries.progress import read_progress


def send(database: Database, stage: Stage, name: str, state: m.SubmissionState, *, late: bool, at: datetime) -> None:
    """Store a submission with one item that has no place."""
    with database.write() as db:
        row = m.Submission(
            round_id=stage.round_id, delegation_id=stage.delegations[name], channel=m.Channel.WORD, state=state, name="f.docx",
            late=late, received_at=at, created_at=at,
        )  # fmt: skip
        db.add(row)
        db.flush()
        db.add(m.Aside(submission_id=row.id, position=0, held=late, kind="change", reason="r", original="", proposed="p"))


def test_answers_are_counted_by_group_and_by_the_meetings_day(database: Database, stage: Stage) -> None:
    with database.write() as db:
        session = db.get_one(m.WorkingGroupSession, stage.session_id)
        make_delegation(db, session, "Ghana").region = "African States"
    send(database, stage, "Brazil", m.SubmissionState.IN_FORCE, late=True, at=datetime(2020, 9, 30, 22, 30, tzinfo=UTC))
    send(database, stage, "Egypt", m.SubmissionState.WITHDRAWN, late=False, at=datetime(2020, 9, 30, 10, tzinfo=UTC))
    send(database, stage, "Egypt", m.SubmissionState.STAGED, late=False, at=datetime(2020, 9, 30, 10, tzinfo=UTC))
    with database.read() as db:
        shown = read_progress(db, db.get_one(m.Round, stage.round_id), clock.now())
    assert [one.name for one in shown.answered] == ["Brazil"]
    assert [one.name for one in shown.missing] == ["Egypt", "European Union", "Ghana"]
    assert {name: (part, whole) for name, part, whole in shown.groups}["African States"] == (0, 1)
    assert [(day.isoformat(), count) for day, count in shown.by_day] == [("2020-10-01", 1)]
    assert (shown.late, shown.staged, shown.held, shown.unplaced, shown.days_left) == (1, 1, 1, 1, 4)
    assert next(step.key for step in shown.steps if step.is_next) == "confirm"


def test_a_planned_round_is_to_be_opened_and_a_closed_one_to_be_printed(database: Database, stage: Stage) -> None:
    with database.write() as db:
        round_ = db.get_one(m.Round, stage.round_id)
        round_.state = m.RoundState.PLANNED
        assert [step.key for step in read_progress(db, round_, clock.now()).steps if step.is_next] == ["open"]
        round_.state, round_.deadline_at = m.RoundState.CLOSED, clock.now() - timedelta(days=1)
        shown = read_progress(db, round_, clock.now())
    assert [step.key for step in shown.steps if step.is_next] == ["build"]
    assert shown.days_left is None


def test_the_number_of_statements_does_not_grow_with_the_answers(database: Database, stage: Stage) -> None:
    counts = []
    for name in ("Brazil", "Egypt"):
        send(database, stage, name, m.SubmissionState.IN_FORCE, late=False, at=clock.now())
        said: list[str] = []
        event.listen(database.engine, "before_cursor_execute", lambda c, cursor, statement, *more, said=said: said.append(statement))
        with database.read() as db:
            read_progress(db, db.get_one(m.Round, stage.round_id), clock.now())
        counts.append(len([one for one in said if one.startswith("SELECT")]))
    assert counts[0] >= counts[1] > 0
