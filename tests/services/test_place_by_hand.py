"""Whatever a person does with what is aside, every letter stays counted, and undoing brings back what was."""

import pytest
from sqlalchemy import select

from tests.compile.factory import body
from tests.make import Stage, make_delegation
from tests.services.test_receive import confirm, receive
from tests.word.files import make_docx
from wgtracker import models as m
from wgtracker.compile.base import take_in
from wgtracker.compile.by_hand import count_letters_of
from wgtracker.compile.model import Account, Compilation
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict, NotAllowed, Stale
from wgtracker.queries.compilation import compile_round
from wgtracker.queries.stored import read_account, read_aside
from wgtracker.services.place_by_hand import Wish, place_aside, undo_placing

POINT = "States parties should train judges and prosecutors on the principle of non-punishment"
SHARED = make_docx(body({1: f"<p>{{1. {POINT}}}<ins>{{, by 2025}}</ins>{{.}}</p>"}))
UNION = make_docx(body({1: f"<p>{{1. {POINT}}}<ins>{{, by 2025}}</ins>{{.}}</p>"}) + "<p>{}</p>")
STRANGER = make_docx("<p>{Dear colleagues,}</p><p><ins>{Please add labour inspectors.}</ins></p>")


@pytest.fixture
def held(database: Database, stage: Stage) -> int:
    """A held change of Egypt's, which is the European Union's too; the id of its aside."""
    files = [take_in("Egypt.docx", SHARED), take_in("European Union.docx", UNION)]
    confirm(database, stage.officer, receive(database, stage.officer, stage.round_id, files))
    with database.read() as db:
        return db.scalars(select(m.Aside).where(m.Aside.held.is_(True))).one().id


@pytest.fixture
def unplaced(database: Database, stage: Stage) -> int:
    """A change of Brazil's without a place; the id of its aside."""
    batch = receive(database, stage.officer, stage.round_id, [take_in("Brazil.docx", STRANGER)])
    confirm(database, stage.officer, batch)
    with database.read() as db:
        rows = db.scalars(select(m.Aside).where(m.Aside.held.is_(False))).all()
        return next(row.id for row in rows if "inspectors" in row.proposed)


def compilation(database: Database, stage: Stage) -> Compilation:
    with database.read() as db:
        return compile_round(db, db.get_one(m.Round, stage.round_id), None).compilation


def account(database: Database, aside_id: int) -> Account:
    with database.read() as db:
        return read_account(db.get_one(m.Aside, aside_id).submission.account)


def place(database: Database, stage: Stage, aside_id: int, wish: Wish, version: int = 1) -> None:
    with database.write() as db:
        place_aside(db, stage.officer, aside_id=aside_id, version=version, wish=wish)


def balances(found: Account) -> bool:
    return all(count.in_file == count.placed + count.held + count.unplaced for count in found)


def test_a_held_change_is_released_as_the_states_own(database: Database, stage: Stage, held: int) -> None:
    before = account(database, held)
    unit = compilation(database, stage).units[1]
    assert "Egypt" not in {name for segment in unit.overlay.segments for name in segment.by}
    place(database, stage, held, Wish("unit", 1, f"{POINT}, by 2025."))
    after = compilation(database, stage)
    names = {frozenset(segment.by) for segment in after.units[1].overlay.segments if segment.op == "insert"}
    assert names == {frozenset({"Egypt", "European Union"})}
    found = account(database, held)
    assert (found.inserted.held, found.inserted.placed) == (0, before.inserted.placed + before.inserted.held)
    assert balances(found)


@pytest.mark.parametrize(
    ("wish", "kind", "left"),
    [
        (Wish("unit", 4, "States parties should strengthen the early identification of victims by labour inspectors."), "replace", 9),
        (Wish("new", 4, "Please add labour inspectors."), "new", 0),
        (Wish("new", None, "Please add labour inspectors.", 1), "new", 0),
        (Wish("comment", 4), "comment", 0),
        (Wish("general"), "comment", 0),
    ],
    ids=["on a unit", "new", "new at the beginning", "comment", "general"],
)
def test_what_has_no_place_gets_one_and_loses_it_when_undone(
    database: Database, stage: Stage, unplaced: int, wish: Wish, kind: str, left: int
) -> None:
    before, drawn = account(database, unplaced), compilation(database, stage)
    place(database, stage, unplaced, wish)
    after = compilation(database, stage).submissions[0]
    kinds = [one.kind for one in after.amendments] + ["comment"] * len(after.comments)
    assert kinds == [kind]
    assert balances(account(database, unplaced))
    with database.write() as db:
        row = db.get_one(m.Aside, unplaced)
        letters = count_letters_of(read_aside(row))
        assert account(database, unplaced).inserted.placed == before.inserted.placed + letters[0] - left
        undo_placing(db, stage.officer, aside_id=unplaced, version=row.version)
    assert account(database, unplaced) == before
    assert compilation(database, stage) == drawn
    with database.read() as db:
        acts = list(db.scalars(select(m.Event.act).order_by(m.Event.id)))
    assert [act for act in acts if act != "leave_over"][-2:] == ["place_by_hand", "undo_placing"]


def test_it_stays_held_with_a_reason(database: Database, stage: Stage, unplaced: int) -> None:
    before = account(database, unplaced)
    place(database, stage, unplaced, Wish("hold", None, "A letter, not a proposal"))
    found = account(database, unplaced)
    assert found.inserted.unplaced < before.inserted.unplaced
    assert balances(found)
    assert "A letter, not a proposal" in [one.reason for one in compilation(database, stage).submissions[0].held]


@pytest.mark.parametrize("wish", [Wish("unit", None, "x"), Wish("unit", 999, "x"), Wish("new", 2, " "), Wish("hold", None, "")])
def test_what_cannot_stand_there_is_refused(database: Database, stage: Stage, unplaced: int, wish: Wish) -> None:
    before = account(database, unplaced)
    with pytest.raises(BadInput):
        place(database, stage, unplaced, wish)
    assert account(database, unplaced) == before


def test_twice_stale_or_by_others_is_refused(database: Database, stage: Stage, unplaced: int) -> None:
    with pytest.raises(Stale):
        place(database, stage, unplaced, Wish("general"), version=7)
    with pytest.raises(NotAllowed), database.write() as db:
        place_aside(db, stage.heads["Brazil"], aside_id=unplaced, version=1, wish=Wish("general"))
    place(database, stage, unplaced, Wish("general"))
    with pytest.raises(Conflict):
        place(database, stage, unplaced, Wish("general"), version=2)


def test_what_was_placed_stays_when_other_files_come(database: Database, stage: Stage, held: int) -> None:
    place(database, stage, held, Wish("unit", 1, f"{POINT}, by 2025."))
    with database.write() as db:
        make_delegation(db, db.get_one(m.WorkingGroupSession, stage.session_id), "France")
    before = account(database, held)
    batch = receive(database, stage.officer, stage.round_id, [take_in("France.docx", SHARED)])
    confirm(database, stage.officer, batch)
    assert account(database, held) == before
    found = next(one for one in compilation(database, stage).submissions if one.delegation == "Egypt")
    assert [len(found.amendments), len(found.held)] == [1, 0]


BY_INSPECTORS = "States parties should strengthen the early identification of victims by labour inspectors."


def rest_of(database: Database, aside_id: int) -> m.Aside:
    """Give the newest aside, which is what was left over."""
    with database.read() as db:
        row = db.scalars(select(m.Aside).order_by(m.Aside.id.desc()).limit(1)).one()
        assert row.id != aside_id
        return row


def test_words_that_the_wording_leaves_out_stay_on_the_list(database: Database, stage: Stage, unplaced: int) -> None:
    before = account(database, unplaced)
    place(database, stage, unplaced, Wish("unit", 4, BY_INSPECTORS))
    rest = rest_of(database, unplaced)
    assert (rest.proposed, rest.original, rest.held, rest.settled_at) == ("Please add", "", False, None)
    name = stage.officer.name
    assert rest.reason == f"Left over after placing on discussion point 4 by {name}"
    found = account(database, unplaced)
    assert (found.inserted.placed, found.inserted.unplaced) == (17, before.inserted.unplaced - 17)
    assert balances(found)
    place(database, stage, rest.id, Wish("general"), rest.version)
    after = account(database, unplaced)
    assert (after.inserted.placed, after.inserted.unplaced) == (26, before.inserted.unplaced - 26)
    said = compilation(database, stage).submissions[0]
    assert "Please add" in [one.text for one in said.comments]
    with pytest.raises(Conflict, match="undo that first"), database.write() as db:
        undo_placing(db, stage.officer, aside_id=unplaced, version=2)
    with database.write() as db:
        undo_placing(db, stage.officer, aside_id=rest.id, version=db.get_one(m.Aside, rest.id).version)
        undo_placing(db, stage.officer, aside_id=unplaced, version=2)
    assert account(database, unplaced) == before


def test_words_left_out_are_recorded_as_not_taken_with_who_when_and_why(database: Database, stage: Stage, unplaced: int) -> None:
    before = account(database, unplaced)
    place(database, stage, unplaced, Wish("unit", 4, BY_INSPECTORS, not_taken="A request, not a wording"))
    rest = rest_of(database, unplaced)
    assert (rest.held, rest.settled_as, rest.settled_by) == (True, "not taken", stage.officer.user_id)
    assert stage.officer.name in rest.reason
    assert "A request, not a wording" in rest.reason
    found = account(database, unplaced)
    assert (found.inserted.placed, found.inserted.held) == (17, before.inserted.held + 9)
    assert balances(found)
    assert rest.reason in [one.reason for one in compilation(database, stage).submissions[0].held], "the staff note gives it"
    with database.read() as db:
        event = db.scalars(select(m.Event).order_by(m.Event.id.desc()).limit(1)).one()
    assert (event.act, event.after["not_taken"], event.user_id) == ("leave_over", "A request, not a wording", stage.officer.user_id)
    with database.write() as db:
        undo_placing(db, stage.officer, aside_id=unplaced, version=2)
    assert account(database, unplaced) == before


def test_not_taken_needs_a_reason_where_anything_is_left(database: Database, stage: Stage, unplaced: int) -> None:
    before = account(database, unplaced)
    with pytest.raises(BadInput, match="why"):
        place(database, stage, unplaced, Wish("unit", 4, BY_INSPECTORS, not_taken=""))
    assert account(database, unplaced) == before
    place(database, stage, unplaced, Wish("new", 4, "Please add labour inspectors.", not_taken=""))


def test_what_was_left_over_stays_when_other_files_come(database: Database, stage: Stage, held: int) -> None:
    place(database, stage, held, Wish("unit", 1, f"{POINT}, soon."))
    rest = rest_of(database, held)
    assert rest.proposed == "by 2025"
    with database.write() as db:
        make_delegation(db, db.get_one(m.WorkingGroupSession, stage.session_id), "France")
    before = account(database, held)
    files = [take_in("France.docx", SHARED), take_in("Egypt more.docx", make_docx(body({2: "<p>{2. States}<ins>{ too}</ins></p>"})))]
    confirm(database, stage.officer, receive(database, stage.officer, stage.round_id, files))
    assert account(database, held) == before
    with database.read() as db:
        assert db.get_one(m.Aside, rest.id).ended_at is None
