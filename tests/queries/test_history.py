"""The history tells every recorded act in a sentence."""

import ast
import re
from pathlib import Path

from tests.make import Stage
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.queries.history import of_subject, page_of_session, people_of_session
from wgtracker.queries.sentences import SENTENCES
from wgtracker.services.events import Subject, record

ROOT = Path(__file__).resolve().parents[2] / "wgtracker"
_ACT = re.compile(r"[a-z]+(_[a-z]+)*")


def words_in(node: ast.AST) -> set[str]:
    """Give the words that stand in an expression."""
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def acts_in(tree: ast.Module) -> set[str]:
    """Find the acts that a module records: given to `record`, or to a function that hands its `act` on, or kept under that name."""
    handing_on = {
        one.name: [argument.arg for argument in one.args.args].index("act")
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef) and "act" in [argument.arg for argument in one.args.args]
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = 2 if node.func.id == "record" else handing_on.get(node.func.id, 99)
            found |= words_in(node.args[at]) if len(node.args) > at else set()
        if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == "act" for one in node.targets):
            found |= words_in(node.value)
    return {act for act in found if _ACT.fullmatch(act)}


def test_every_act_of_every_service_has_its_sentence() -> None:
    acts = {act for path in sorted((ROOT / "services").glob("*.py")) for act in acts_in(ast.parse(path.read_text()))}
    assert {"open_round", "extend_round", "submit", "place_by_hand", "issue_paper"} <= acts, "the walk finds nothing any more"
    assert sorted(acts - set(SENTENCES)) == []


def test_a_sentence_has_the_values_of_its_event_and_one_that_lacks_them_still_reads(database: Database, stage: Stage) -> None:
    subject = Subject("round", stage.round_id, stage.session_id)
    after = {"deadline": "2020-10-02T18:00", "zone": "Europe/Vienna", "reason": "100% of\nthe members asked"}
    with database.write() as db:
        record(db, stage.officer, "extend_round", subject, before={"deadline": "2020-10-01T18:00"}, after=after)
        record(db, stage.officer, "add_delegations", subject, after={"names": [f"State {n}" for n in range(9)]})
        record(db, stage.officer, "plan_round", subject)
        record(db, stage.officer, "an_act_of_tomorrow", subject)
    with database.read() as db:
        told = of_subject(db, "round", stage.round_id)
    assert [one.sentence for one in told] == [
        "an act of tomorrow",
        "planned round … with the deadline …",
        "added 9 delegations: State 0, State 1, State 2, State 3, State 4, 4 more",
        "extended the round to Friday 2 October 2020, 18:00 Vienna. Reason: 100% of the members asked",
    ]
    assert told[3].details == (("deadline", "2020-10-01T18:00", "2020-10-02T18:00"),)


def test_what_is_not_sent_is_not_told(database: Database, stage: Stage) -> None:
    subject = Subject("submission", 1, stage.session_id, stage.delegations["Brazil"])
    with database.write() as db:
        record(db, stage.heads["Brazil"], "save_proposal", subject, before={"text": "a"}, after={"text": "CANARY"})
    with database.read() as db:
        told = page_of_session(db, stage.session_id).events[0]
    assert "CANARY" not in str(told)


def test_the_history_of_a_session_is_filtered_and_cut_into_pages(database: Database, stage: Stage) -> None:
    with database.write() as db:
        for number in range(60):
            record(db, stage.chair, "move_topic", Subject("topic", number + 1, stage.session_id), after={"title": "T", "position": 1})
        elsewhere = db.query(m.WorkingGroupSession).filter_by(ordinal=8).one().id
        record(db, stage.chair, "move_topic", Subject("topic", 1, elsewhere), after={"title": "elsewhere", "position": 1})
    with database.read() as db:
        page = page_of_session(db, stage.session_id, subject="topic", page=2)
        assert (page.total, page.pages, len(page.events)) == (60, 2, 10)
        assert page_of_session(db, stage.session_id, who="B. Officer").total == 2
        assert list(people_of_session(db, stage.session_id)) == ["A. Chairperson", "B. Officer"]
        assert page_of_session(db, stage.session_id, page=10**6).page == 2
