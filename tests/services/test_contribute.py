"""What staff write down for a delegation counts, balances and is printed like everything else."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from tests.make import Stage
from wgtracker import models as m
from wgtracker.compile.model import Submission
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict, NotAllowed
from wgtracker.queries.compilation import compile_round
from wgtracker.services.contribute import Envelope, Item, confirm_contribution, discard_contribution, enter_item

POINT_4 = "States parties should strengthen the early identification of victims of trafficking."


def enter(database: Database, stage: Stage, item: Item, to: int | None = None, key: str = "k") -> int:
    envelope = Envelope(stage.delegations["Egypt"], m.Channel.FLOOR, datetime(2020, 9, 11, 10, tzinfo=UTC))
    with database.write() as db:
        return enter_item(db, stage.officer, round_id=stage.round_id, envelope=envelope, item=item, submission_id=to, key=key).id


def finish(database: Database, stage: Stage, number: int) -> Submission:
    with database.write() as db:
        confirm_contribution(db, stage.officer, submission_id=number, version=db.get_one(m.Submission, number).version)
    with database.read() as db:
        return compile_round(db, db.get_one(m.Round, stage.round_id), None).compilation.submissions[0]


@pytest.mark.parametrize(
    ("item", "kind", "proposed"),
    [
        (Item("wording", 4, POINT_4.replace("should", "must")), "replace", POINT_4.replace("should", "must")),
        (Item("new", 4, "States parties should report."), "new", "States parties should report."),
        (Item("delete", 4), "delete", ""),
        (Item("retain", 4), "retain", POINT_4),
        (Item("brackets", 4, "early identification"), "replace", POINT_4.replace("early identification", "[early identification]")),
    ],
    ids=lambda one: one.kind if isinstance(one, Item) else "",
)
def test_each_kind_is_what_the_engine_makes_of_it(database: Database, stage: Stage, item: Item, kind: str, proposed: str) -> None:
    found = finish(database, stage, enter(database, stage, item._replace(reason="It is clearer.")))
    (amendment,) = found.amendments
    assert (found.delegation, amendment.kind, amendment.proposed) == ("Egypt", kind, proposed)
    assert [one.text for one in found.comments] == ["It is clearer."]
    assert all(count.in_file == count.placed for count in found.account)
    assert found.account.comments.placed == 1


def test_several_items_are_one_submission_and_enter_together(database: Database, stage: Stage) -> None:
    number = enter(database, stage, Item("comment", 2, "Why not?"), key="1")
    assert enter(database, stage, Item("comment", 2, "Why not?"), key="1") == number
    enter(database, stage, Item("supports", None), number, key="2")
    enter(database, stage, Item("delete", 5), number, key="3")
    with database.read() as db:
        assert not compile_round(db, db.get_one(m.Round, stage.round_id), None).compilation.submissions
    found = finish(database, stage, number)
    assert [len(found.amendments), len(found.comments)] == [1, 2]
    with database.read() as db:
        assert db.scalars(select(m.Stance)).one().kind == m.StanceKind.SUPPORTS
        assert db.scalar(select(func.count()).select_from(m.Submission)) == 1


@pytest.mark.parametrize(
    "item",
    [
        Item("wording", 4, POINT_4), Item("wording", 4, " "), Item("wording", None, "x"), Item("new", 4, ""), Item("comment", 4, " "),
        Item("brackets", 4, "of"), Item("brackets", 4, "no such words"), Item("brackets", 4, ""), Item("delete", 99),
    ],
)  # fmt: skip
def test_what_says_nothing_is_refused_and_nothing_is_kept(database: Database, stage: Stage, item: Item) -> None:
    if item.text == "of":
        item = item._replace(text="victims of trafficking. And")
    with pytest.raises(BadInput):
        enter(database, stage, item)
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(m.Submission)) == 0


def test_only_staff_enter_and_only_what_waits_is_confirmed(database: Database, stage: Stage) -> None:
    number = enter(database, stage, Item("delete", 5))
    with pytest.raises(NotAllowed), database.write() as db:
        confirm_contribution(db, stage.heads["Egypt"], submission_id=number, version=2)
    with database.write() as db:
        discard_contribution(db, stage.officer, submission_id=number, version=db.get_one(m.Submission, number).version)
    with pytest.raises(Conflict):
        finish(database, stage, number)
