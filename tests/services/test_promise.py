"""The promise: whatever anybody does in whatever order, no word that was sent is lost, and the record says what became of it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from tests import postgres
from tests.make import Stage, make_stage
from tests.services.consultation import NAMES, A, Consultation, K, S, X, count_events
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.queries.compilation import Compiled, compile_round
from wgtracker.queries.receiving import load_ground
from wgtracker.queries.stored import load_these, read_account
from wgtracker.services.events import verify
from wgtracker.services.force import number_of

names, units, nths, bits, flags = st.sampled_from(NAMES), st.integers(1, 6), st.integers(0, 5), st.integers(1, 7), st.booleans()
kinds = st.sampled_from(["plain", "plain", "shared", "shared", "stranger", "remark", "torn"])
SAID = {
    m.SubmissionState.WITHDRAWN: {"withdraw"},
    m.SubmissionState.SET_ASIDE: {"set_aside_file", "discard_draft", "discard_contribution"},
    m.SubmissionState.SUPERSEDED: {"submit", "confirm_file", "supersede_submission", "undo_withdrawal", "confirm_contribution"},
}
"""Which acts may have brought a submission to where it has no voice."""


class Anything(RuleBasedStateMachine):
    """Anybody does anything; after each step the law is asked."""

    lend: Any = None

    @initialize()
    def begin(self) -> None:
        self.database, stage, self.give_back = self.lend()
        self.now = Consultation(self.database, stage)
        self.shared, self.settled = "zq0x", False
        self.events, self.states, self.ended, self.given = 0, {}, set(), {}

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.give_back()

    @rule(name=names, unit=units, kind=st.sampled_from(["replace", "replace", "new", "delete", "retain"]), printed=flags)
    def propose(self, **how: Any) -> None:
        self.now.propose(**how)

    @rule(name=names, unit=st.none() | units)
    def remark(self, **how: Any) -> None:
        self.now.remark(**how)

    @rule(name=names, nth=nths)
    def remove(self, **how: Any) -> None:
        self.now.remove(**how)

    @rule(name=names)
    def begin_again(self, name: str) -> None:
        self.now.begin(name)

    @rule(nth=nths, few=st.integers(0, 3))
    def discard(self, nth: int, few: int) -> None:
        if not few:
            self.now.discard(nth)

    @rule(name=names, kind=kinds, unit=units)
    def upload(self, name: str, kind: str, unit: int) -> None:
        self.now.upload(name, *self.now.file(name, kind, unit, self.shared))

    @rule(nth=nths)
    def attach(self, nth: int) -> None:
        self.now.attach(nth)

    @rule(nth=nths, beside=flags)
    def send(self, **how: Any) -> None:
        self.unsettled().send(**how)

    @rule(nth=nths, beside=st.just(False))
    def send_again(self, **how: Any) -> None:
        self.unsettled().send(**how)

    @rule(nth=nths, back=flags)
    def withdraw(self, **how: Any) -> None:
        self.unsettled().withdraw(**how)

    @rule(nth=nths)
    def undo(self, nth: int) -> None:
        self.unsettled().undo(nth)

    @rule(files=st.lists(st.tuples(names, kinds, units), min_size=1, max_size=3), replaces=st.integers(0, 8))
    def drop(self, files: list[tuple[str, str, int]], replaces: int) -> None:
        there = self.now.file_names()
        made = [self.now.file(*one, self.shared) for one in files]
        self.now.drop(made, there[replaces] if replaces < len(there) else "")

    @rule(nth=nths, some=bits)
    def confirm(self, **how: Any) -> None:
        before = len(self.now.refused)
        self.now.confirm(**how)
        self.settled = len(self.now.refused) == before

    confirm_more = rule(nth=nths, some=st.just(7))(confirm.__wrapped__ if hasattr(confirm, "__wrapped__") else confirm)

    @rule(nth=nths, some=bits)
    def lay_aside(self, **how: Any) -> None:
        self.now.lay_aside(**how)

    @rule(nth=nths, some=bits)
    def take_up(self, **how: Any) -> None:
        self.now.take_up(**how)

    @rule(nth=nths, name=names, other=nths, late=flags)
    def record(self, **how: Any) -> None:
        self.unsettled().record(**how)

    @rule(nth=nths, act=st.sampled_from(["unit", "new", "comment", "general", "hold"]), unit=units)
    def settle(self, **how: Any) -> None:
        self.now.settle(**how)

    @rule(nth=nths)
    def unsettle(self, nth: int) -> None:
        self.now.unsettle(nth)

    @rule(name=names, kind=st.sampled_from(["wording", "new", "delete", "retain", "brackets", "comment", "supports"]), unit=units, more=flags)
    def enter(self, **how: Any) -> None:
        self.now.enter(**how)

    @rule(nth=nths, takes=flags)
    def finish(self, **how: Any) -> None:
        self.now.finish(**how)

    @rule(nth=nths, unit=units)
    def type_wording(self, **how: Any) -> None:
        self.now.type_wording(**how)

    @rule(nth=nths, answer=st.sampled_from(["yes", "told", "no", "back"]))
    def answer_wording(self, **how: Any) -> None:
        self.now.answer_wording(**how)

    @rule()
    def extend(self) -> None:
        self.unsettled().extend()

    @rule(few=st.integers(0, 20))
    def close(self, few: int) -> None:
        if few == 20:
            self.now.close()

    def unsettled(self) -> Consultation:
        """Say that what comes next may change what other files come to, which only the next confirmation works out."""
        self.settled = False
        return self.now

    @invariant()
    @precondition(lambda self: hasattr(self, "now"))
    def holds(self) -> None:
        with self.database.read() as db:
            if count_events(db) == self.events:
                return
            new = db.scalars(select(m.Event).where(m.Event.id > self.events).order_by(m.Event.id)).all()
            self.events = new[-1].id
            assert list(verify(db)) == []
            round_ = db.get_one(m.Round, self.now.stage.round_id)
            whole = compile_round(db, round_, None)
            rows = db.scalars(select(S).order_by(S.id)).all()
            self.every_word_is_found(db, rows, whole)
            self.accounts_balance(rows)
            self.the_record_says_so(db, rows, new)
            self.receipts_are_one_each(rows)
            if self.settled:
                self.it_is_what_compile_makes(db, round_, whole)

    def every_word_is_found(self, db: Any, rows: Any, whole: Compiled) -> None:
        spoken = dict(zip(whole.stored.ids, whole.compilation.submissions))
        for row in rows:
            if row.state == m.SubmissionState.DRAFTING:
                continue
            printed = row.state in (m.SubmissionState.IN_FORCE, m.SubmissionState.SUPERSEDED)
            if row.delegation_id is None:
                parts = [*row.amendments, *row.comments, *row.asides]
                found = " ".join(f"{getattr(one, 'proposed', '')} {getattr(one, 'text', '')} {getattr(one, 'comment', '')}" for one in parts)
            else:
                made = spoken[row.id] if printed else load_these(db, [row.id], "UTC").submissions[0]
                assert (made.superseded_by is None) == (row.state == m.SubmissionState.IN_FORCE) or not printed
                reasons = db.scalars(select(A.reason).where(A.submission_id == row.id, A.ended_at.is_(None)))
                found = " ".join([
                    *(one.proposed for one in made.amendments), *(one.text for one in made.comments), *reasons,
                    *(f"{one.proposed} {one.comment}" for one in (*made.held, *made.unplaced)),
                ])  # fmt: skip
            lost = {word for _unit, word in self.now.said[row.id] if word not in found}
            assert not lost, f"{lost} of submission {row.id} ({row.state}, {row.name}) is nowhere: {found}"
            if row.sha256:
                assert db.get(m.StoredFile, row.sha256) is not None
        confirmed = getattr(self.now, "confirmed_meanwhile", set())
        for number, word in confirmed:
            assert word in " ".join(db.scalars(select(A.proposed).where(A.submission_id == number))), f"{word} was confirmed and dropped"

    def accounts_balance(self, rows: Any) -> None:
        for row in rows:
            if row.state != m.SubmissionState.DRAFTING or row.channel == m.Channel.WORD:
                for one in read_account(row.account):
                    assert one.in_file == one.placed + one.held + one.unplaced, (row.id, row.account)
                    assert min(one) >= 0

    def the_record_says_so(self, db: Any, rows: Any, new: Any) -> None:
        about = [(event, f"{event.before} {event.after}") for event in new]
        for row in rows:
            if self.states.get(row.id, row.state) != row.state:
                named = [
                    event for event, told in about
                    if (event.subject, event.subject_id) == ("submission", row.id) or f": {row.id}" in told
                ]  # fmt: skip
                assert named, f"submission {row.id} became {row.state} and no event says so: {[one.act for one in new]}"
                acts = {event.act for event in named}
                assert acts & SAID.get(row.state, acts), f"submission {row.id} became {row.state} by {acts}"
                assert all(event.actor and event.at for event in named)
            self.states[row.id] = row.state
        for kind, name in ((A, "amendment"), (K, "comment"), (X, "aside")):
            for number, submission_id in db.execute(select(kind.id, kind.submission_id).where(kind.ended_at.is_not(None))):
                if (name, number) not in self.ended:
                    self.ended.add((name, number))
                    own = {("submission", submission_id)} | {("amendment", one) for one in db.scalars(select(A.id).where(A.submission_id == submission_id))}
                    own |= {("aside", one) for one in db.scalars(select(X.id).where(X.submission_id == submission_id))}
                    assert any((event.subject, event.subject_id) in own for event in new), f"{name} {number} ended and no event says so"

    def receipts_are_one_each(self, rows: Any) -> None:
        numbers = {row.id: number_of(row) for row in rows if row.number is not None}
        assert len(set(numbers.values())) == len(numbers)
        assert all(numbers.get(number) == given for number, given in self.given.items())
        self.given |= numbers

    def it_is_what_compile_makes(self, db: Any, round_: m.Round, whole: Compiled) -> None:
        """Compare each file that nobody's hand was on with what compile makes of all of them now."""
        ground = load_ground(db, round_)
        made = ground.compile()
        stored = dict(zip(whole.stored.ids, whole.compilation.submissions))
        for one in ground.imported:
            row = db.get_one(S, one.submission_id)
            if any(each.origin != m.Origin.FILE for each in row.amendments) or any(each.settled_at or each.settled_as for each in row.asides):
                continue
            here, there = stored[row.id], made[one.file.name]
            assert (here.amendments, here.comments, here.held, here.unplaced, here.account, here.late) == (
                there.amendments, there.comments, there.held, there.unplaced, there.account, there.late,
            ), row.name  # fmt: skip
            assert (here.superseded_by is None) == (there.superseded_by is None), row.name


def try_everything(lend: Any, runs: int) -> None:
    class Tried(Anything):
        pass

    Tried.lend = staticmethod(lend)
    run_state_machine_as_test(Tried, settings=settings(max_examples=runs, stateful_step_count=25, deadline=None, phases=PHASES))


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Stage]:
    """A file of SQLite with a stage in it, to be copied."""
    path = tmp_path_factory.mktemp("stage") / "stage.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with database.write() as db:
        stage = make_stage(db, NAMES)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path, stage


RUNS = int(os.environ.get("WGTRACKER_LAWS", "60"))
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]


def test_no_word_is_lost_whatever_anybody_does(filled: tuple[Path, Stage], tmp_path: Path) -> None:
    made, stage = filled
    path = tmp_path / "run.db"

    def lend() -> tuple[Database, Stage, Any]:
        for old in tmp_path.glob("run.db*"):
            old.unlink()
        shutil.copy(made, path)
        return Database(f"sqlite:///{path}"), stage, lambda: None

    try_everything(lend, RUNS)


@pytest.mark.postgresql
def test_nor_on_postgresql(cluster: postgres.Cluster) -> None:
    def lend() -> tuple[Database, Stage, Any]:
        name = cluster.create(postgres.TEMPLATE)
        database = Database(cluster.url(name))
        with database.write() as db:
            stage = make_stage(db, NAMES)
        return database, stage, lambda: cluster.drop(name)

    try_everything(lend, max(4, RUNS // 15))
