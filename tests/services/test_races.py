"""Two people at the same moment: one is first, the other is told so; nothing is lost, nothing doubled, no fault."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.compile.factory import body
from tests.make import Stage
from tests.papers.cases import several_at_one_place
from tests.services.test_papers import put
from tests.services.test_receive import receive
from tests.services.test_submit import place, propose
from tests.word.files import make_docx
from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.base import take_in
from wgtracker.db import Database
from wgtracker.errors import WgError
from wgtracker.services.accept import accept
from wgtracker.services.confirm import compile_chosen, confirm_files
from wgtracker.services.draft_input import begin_replacement
from wgtracker.services.events import verify
from wgtracker.services.invite import Place as Invited
from wgtracker.services.invite import invite
from wgtracker.services.papers import clear_paper, issue_paper
from wgtracker.services.place_by_hand import Wish, place_aside
from wgtracker.services.rounds import Deadline, close_round, extend_round
from wgtracker.services.submit import Envelope, send_submission
from wgtracker.services.withdraw import undo_withdrawal, withdraw_submission

WORDS = "States parties should train all judges."
Act = Callable[[Any], object]


def at_once(database: Database, acts: Sequence[Act]) -> list[str]:
    """Carry out acts at the same moment, each in a transaction of its own; give "done", or the kind of refusal, of each."""
    gate = Barrier(len(acts))

    def run(act: Act) -> str:
        gate.wait()
        try:
            with database.write() as db:
                act(db)
        except WgError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        results = list(pool.map(run, acts))
    with database.read() as db:
        assert list(verify(db)) == []
    return results


def sending(database: Database, stage: Stage, number: int, key: str, replaces: int | None = None) -> Act:
    with database.read() as db:
        version = db.get_one(m.Submission, number).version
    return lambda db: send_submission(
        db, stage.heads["Brazil"], submission_id=number, version=version, envelope=Envelope(replaces=replaces), text="as printed", key=key,
        at=clock.now(), grace=0,
    )  # fmt: skip


def states(database: Database) -> list[str]:
    with database.read() as db:
        return sorted(str(state) for state in db.scalars(select(m.Submission.state)))


def count(database: Database, act: str) -> int:
    with database.read() as db:
        return db.scalar(select(func.count()).select_from(m.Event).where(m.Event.act == act)) or 0


@pytest.fixture
def draft(database: Database, stage: Stage) -> int:
    return propose(database, stage, WORDS)


@pytest.fixture
def sent(database: Database, stage: Stage, draft: int) -> int:
    with database.write() as db:
        sending(database, stage, draft, "first")(db)
    return draft


def test_sending_against_closing(database: Database, stage: Stage, draft: int) -> None:
    def close(db: Any) -> object:
        return close_round(db, stage.officer, round_id=stage.round_id, version=1)

    result = at_once(database, [sending(database, stage, draft, "k"), close])
    assert result in (["done", "done"], ["Closed", "done"])
    with database.read() as db:
        order = [one.act for one in db.scalars(select(m.Event).order_by(m.Event.id)) if one.act in ("submit", "close_round")]
    assert order == (["submit", "close_round"] if result[0] == "done" else ["close_round"])


def test_sending_against_extending(database: Database, stage: Stage, draft: int) -> None:
    def extend(db: Any) -> object:
        at = clock.now() + timedelta(days=30)
        deadline = Deadline(at.strftime("%Y-%m-%dT%H:%M"), "UTC", at)
        return extend_round(db, stage.officer, round_id=stage.round_id, version=1, deadline=deadline, reason="More time.")

    assert at_once(database, [sending(database, stage, draft, "k"), extend, extend]).count("done") == 2
    assert (states(database), count(database, "extend_round")) == (["in_force"], 1)


def test_two_heads_send_the_same_input(database: Database, stage: Stage, draft: int) -> None:
    result = at_once(database, [sending(database, stage, draft, key) for key in ("a", "b", "c", "c")])
    assert "done" in result
    assert set(result) <= {"done", "Conflict"}
    assert (states(database), count(database, "submit")) == (["in_force"], 1)


def test_replacing_against_withdrawing(database: Database, stage: Stage, sent: int) -> None:
    with database.write() as db:
        newer = begin_replacement(db, stage.drafters["Brazil"], place=place(stage)).id
        version = db.get_one(m.Submission, sent).version

    def withdraw(db: Any) -> object:
        return withdraw_submission(
            db, stage.heads["Brazil"], submission_id=sent, version=version, reason="", back_to=None, at=clock.now(), grace=0
        )

    result = at_once(database, [sending(database, stage, newer, "k", sent), withdraw])
    assert result in (["done", "Stale"], ["Stale", "done"])
    assert states(database) in (["in_force", "superseded"], ["drafting", "withdrawn"])


def test_undoing_a_withdrawal_against_sending_anew(database: Database, stage: Stage, sent: int) -> None:
    with database.write() as db:
        row = db.get_one(m.Submission, sent)
        head, now = stage.heads["Brazil"], clock.now()
        withdraw_submission(db, head, submission_id=sent, version=row.version, reason="", back_to=None, at=now, grace=0)
    newer = propose(database, stage, "States parties should train everybody.")

    def undo(db: Any) -> object:
        return undo_withdrawal(db, stage.heads["Brazil"], submission_id=sent, at=clock.now(), grace=0)

    result = at_once(database, [sending(database, stage, newer, "k"), undo, undo])
    assert result[0] == "done"
    assert states(database) == (["in_force", "withdrawn"] if result[1:] == ["Conflict", "Conflict"] else ["in_force", "in_force"])
    assert count(database, "undo_withdrawal") <= 1


def test_two_officers_confirm_the_same_batch(database: Database, stage: Stage) -> None:
    files = [take_in(f"{name}.docx", make_docx(body({1: f"<p>{{1. {name} trains judges.}}</p>"}))) for name in ("Brazil", "Egypt")]
    batch = receive(database, stage.officer, stage.round_id, files)
    with database.read() as db:
        versions = {row.id: row.version for row in db.get_one(m.Batch, batch).submissions}
        compiled = compile_chosen(db, db.get_one(m.Round, stage.round_id), list(versions))

    def confirm(db: Any) -> object:
        return confirm_files(db, stage.officer, batch_id=batch, versions=versions, compiled=compiled)

    result = at_once(database, [confirm] * 3)
    assert result.count("done") == 1
    assert set(result) <= {"done", "Conflict", "Stale"}
    assert (states(database), count(database, "confirm_file")) == (["in_force", "in_force"], 2)


def test_one_item_is_placed_once(database: Database, stage: Stage) -> None:
    stranger = make_docx("<p>{Dear colleagues,}</p><p><ins>{Please add labour inspectors.}</ins></p>")
    receive(database, stage.officer, stage.round_id, [take_in("Brazil.docx", stranger)])
    with database.read() as db:
        aside = db.scalars(select(m.Aside).where(m.Aside.proposed.contains("inspectors"))).one().id

    def settle(db: Any) -> object:
        return place_aside(db, stage.officer, aside_id=aside, version=1, wish=Wish("general"))

    assert sorted(at_once(database, [settle, settle])) == ["Stale", "done"]
    assert count(database, "place_by_hand") == 1


def test_delegates_send_at_once_and_no_receipt_is_given_twice(database: Database, stage: Stage) -> None:
    drafts = []
    for name in stage.delegations:
        drafts.append((name, propose(database, stage, WORDS, name=name)))
    acts = []
    for name, number in drafts:
        with database.read() as db:
            version = db.get_one(m.Submission, number).version

        def act(db: Any, name: str = name, number: int = number, version: int = version) -> object:
            return send_submission(
                db, stage.heads[name], submission_id=number, version=version, envelope=Envelope(), text="", key="k", at=clock.now(), grace=0
            )

        acts += [act] * 4
    assert at_once(database, acts) == ["done"] * len(acts)
    assert (len(states(database)), count(database, "submit")) == (len(drafts), len(drafts))


def test_an_invitation_is_accepted_once(database: Database, stage: Stage) -> None:
    with database.write() as db:
        where = Invited(delegation_id=stage.delegations["Brazil"])
        made = invite(
            db, stage.officer, email="new@example.org", name="N.", roles=[m.Role.HEAD], place=where, base_url="http://x",
            round_id=stage.round_id,
        )  # fmt: skip
    token = made.url.rpartition("/")[2]
    result = at_once(database, [lambda db: accept(db, token=token, name="N. New", password_hash="a hash")] * 3)
    assert sorted(result) == ["Conflict", "Conflict", "done"]
    with database.read() as db:
        assert len(db.scalars(select(m.User).where(m.User.email == "new@example.org")).all()) == 1


def test_a_paper_is_cleared_and_issued_once(database: Database) -> None:
    desk = put(database, several_at_one_place())
    paper, held = desk.build(), desk.held

    def clear(db: Any) -> object:
        return clear_paper(db, held.chair, paper_id=paper.id, sha256=paper.sha256, texts=paper.texts)

    def issue(db: Any) -> object:
        return issue_paper(db, held.officer, paper_id=paper.id, sha256=paper.sha256)

    assert sorted(at_once(database, [clear, clear])) == ["Conflict", "done"]
    assert sorted(at_once(database, [issue, issue, issue])) == ["Conflict", "Conflict", "done"]
    assert (count(database, "clear_paper"), count(database, "issue_paper")) == (1, 1)
