"""The promise: whatever anybody does in whatever order, no word that was sent is lost, and the record says what became of it."""

import os
import shutil
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
from wgtracker.compile.by_hand import count_letters_of
from wgtracker.db import Database
from wgtracker.queries.compilation import Compiled, compile_round
from wgtracker.queries.receiving import load_ground
from wgtracker.queries.stored import load_these, read_account, read_aside
from wgtracker.services.events import verify
from wgtracker.services.force import number_of

names, units, nths, bits, flags = st.sampled_from(NAMES), st.integers(1, 6), st.integers(0, 5), st.integers(1, 7), st.booleans()
kinds = st.sampled_from(["plain", "plain", "shared", "shared", "stranger", "remark", "torn"])
SHARED = "zq0x"
FILES = st.lists(st.tuples(names, kinds, units), min_size=1, max_size=3)
WITH: dict[str, dict[str, Any]] = {
    "propose": {"name": names, "unit": units, "kind": st.sampled_from(["replace", "replace", "new", "delete", "retain"]), "printed": flags},
    "remark": {"name": names, "unit": st.none() | units},
    "remove": {"name": names, "nth": nths},
    "begin": {"name": names},
    "discard": {"nth": nths},
    "upload": {"name": names, "kind": kinds, "unit": units},
    "attach": {"nth": nths},
    "send": {"nth": nths, "beside": flags},
    "withdraw": {"nth": nths, "back": flags},
    "undo": {"nth": nths},
    "drop": {"files": FILES, "replaces": st.integers(0, 8)},
    "take_in": {"files": FILES, "replaces": st.integers(0, 8)},
    "confirm": {"nth": nths, "some": bits},
    "lay_aside": {"nth": nths, "some": bits},
    "take_up": {"nth": nths, "some": bits},
    "record": {"nth": nths, "name": names, "other": nths, "late": flags},
    "settle": {"nth": nths, "act": st.sampled_from(["unit", "part", "drop", "none", "new", "comment", "general", "hold"]), "unit": units},
    "unsettle": {"nth": nths},
    "enter": {
        "name": names, "unit": units, "more": flags,
        "kind": st.sampled_from(["wording", "new", "delete", "retain", "brackets", "comment", "supports"]),
    },
    "finish": {"nth": nths, "takes": flags},
    "type_wording": {"nth": nths, "unit": units},
    "answer_wording": {"nth": nths, "answer": st.sampled_from(["yes", "yes", "told", "no", "back"])},
    "extend": {},
    "close": {"few": st.integers(0, 12)},
}  # fmt: skip
OFTEN = (
    "propose",
    "send",
    "send",
    "take_in",
    "take_in",
    "confirm",
    "settle",
    "settle",
    "type_wording",
    "answer_wording",
    "withdraw",
    "finish",
)
ACTS = sorted((*WITH, *OFTEN))
MOVING = ("send", "withdraw", "undo", "record", "extend", "drop", "finish")
"""After these other files may come to something else, which only the next confirmation works out."""
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
        self.settled = False
        self.events = 0
        self.states: dict[int, m.SubmissionState] = {}
        self.ended: set[tuple[str, int]] = set()
        self.given: dict[int, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.close()
            self.give_back()

    @rule(act=st.sampled_from(ACTS), data=st.data())
    def step(self, act: str, data: Any) -> None:
        """Do one thing. (One rule for all: hypothesis would leave most of thirty rules out of each run.)"""
        how = {name: data.draw(strategy, label=name) for name, strategy in WITH[act].items()}
        refused = len(self.now.refused)
        if act in ("drop", "take_in"):
            self.drop(**how)
            if act == "take_in":
                self.now.confirm(-1, 7)
        elif act == "upload":
            self.now.upload(how["name"], *self.now.file(**how, shared=SHARED))
        elif act == "close":
            if how["few"] == 0:
                self.now.close()
        else:
            getattr(self.now, act)(**how)
        done = act in ("confirm", "take_in") and len(self.now.refused) == refused
        self.settled = done or (self.settled and act not in MOVING)

    def drop(self, files: list[tuple[str, str, int]], replaces: int) -> None:
        there = self.now.file_names()
        made = [self.now.file(*one, SHARED) for one in files]
        self.now.drop(made, there[replaces] if replaces < len(there) else "")

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
                found = " ".join(
                    f"{getattr(one, 'proposed', '')} {getattr(one, 'text', '')} {getattr(one, 'comment', '')}" for one in parts
                )
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
        confirmed: set[tuple[int, str]] = getattr(self.now, "confirmed_meanwhile", set())
        for number, word in confirmed:
            assert word in " ".join(db.scalars(select(A.proposed).where(A.submission_id == number))), f"{word} was confirmed and dropped"

    def accounts_balance(self, rows: Any) -> None:
        for row in rows:
            if row.state != m.SubmissionState.DRAFTING or row.channel == m.Channel.WORD:
                for one in read_account(row.account):
                    assert one.in_file == one.placed + one.held + one.unplaced, (row.id, row.account)
                    assert min(one) >= 0
                if row.state != m.SubmissionState.DRAFTING:
                    self.the_list_is_what_the_account_has(row)

    def the_list_is_what_the_account_has(self, row: m.Submission) -> None:
        """Compare the letters and comments that wait in rows with the account's: what a hand moved is in one place, once."""
        waiting = [one for one in row.asides if one.ended_at is None and one.settled_at is None]
        for held, column in ((True, "held"), (False, "unplaced")):
            asides = [read_aside(one) for one in waiting if one.held == held]
            letters = [count_letters_of(one) for one in asides]
            found = (sum(i for i, _ in letters), sum(d for _, d in letters), sum(one.kind == "comment" for one in asides))
            assert found == tuple(getattr(count, column) for count in read_account(row.account)), (row.id, column, row.account)

    def the_record_says_so(self, db: Any, rows: Any, new: Any) -> None:
        for row in rows:
            named = [event for event in new if (event.subject, event.subject_id) == ("submission", row.id) or row.id in list_named(event)]
            if row.id not in self.states:
                assert named, f"submission {row.id} ({row.state}) was begun and no event says so: {[one.act for one in new]}"
            elif self.states[row.id] != row.state:
                assert named, f"submission {row.id} became {row.state} and no event says so: {[one.act for one in new]}"
                acts = {event.act for event in named}
                assert acts & SAID.get(row.state, acts), f"submission {row.id} became {row.state} by {acts}"
                assert all(event.actor and event.at for event in named)
            self.states[row.id] = row.state
        for kind, name in ((A, "amendment"), (K, "comment"), (X, "aside")):
            for number, submission_id in db.execute(select(kind.id, kind.submission_id).where(kind.ended_at.is_not(None))):
                if (name, number) not in self.ended:
                    self.ended.add((name, number))
                    own = {("submission", submission_id)} | {
                        ("amendment", one) for one in db.scalars(select(A.id).where(A.submission_id == submission_id))
                    }
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
        names = {one.file.name for one in ground.imported}
        for one in ground.imported:
            row = db.get_one(S, one.submission_id)
            if row.unreadable:
                continue  # compile names no successor of what it cannot read
            if any(each.origin != m.Origin.FILE for each in row.amendments) or any(
                each.settled_at or each.settled_as for each in row.asides
            ):
                continue
            here, there = stored[row.id], made[one.file.name]
            assert (here.amendments, here.comments, here.held, here.unplaced, here.account, here.late) == (
                there.amendments, there.comments, there.held, there.unplaced, there.account, there.late,
            ), row.name  # fmt: skip
            # compile knows files only: what a delegation wrote on the page may have replaced this one.
            by_page = here.superseded_by is not None and here.superseded_by not in names
            assert by_page or (here.superseded_by is None) == (there.superseded_by is None), row.name


def list_named(event: m.Event) -> list[object]:
    """List the submissions that an event names beside its own subject."""
    told = [event.after.get(key) for key in ("replaces", "supersedes", "stands_again", "replaced_by")]
    return [*told, *(one["submission"] for one in event.after.get("files", ()))]


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


RUNS = max(20, int(os.environ.get("WGTRACKER_LAWS", "0")) // 20)
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
