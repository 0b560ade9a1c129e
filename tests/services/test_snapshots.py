"""Snapshots: frozen for ever, drawn from what was stored alone, as page and in four kinds of Word file."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.papers import cases
from tests.reading import Kept
from tests.word.pandoc import ask_pandoc, fold
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import Conflict, NotAllowed
from wgtracker.papers.pages import read_pages
from wgtracker.papers.status_paper import MARKUPS, Markup
from wgtracker.papers.trails import after_of
from wgtracker.queries.snapshots import list_snapshots
from wgtracker.room import model as r
from wgtracker.room.lay import show
from wgtracker.room.life import Status
from wgtracker.room.status import gather_status
from wgtracker.services.events import verify
from wgtracker.services.room import Deed, act
from wgtracker.services.snapshots import take_snapshot
from wgtracker.word.accessibility import check
from wgtracker.word.lint import lint
from wgtracker.word.package import open_package
from wgtracker.word.read import read


@pytest.fixture
def reading(met: Kept) -> Kept:
    return met


def test_a_snapshot_is_named_after_its_minute_and_taken_once(reading: Kept) -> None:
    first = reading.keep()
    assert reading.keep() == first
    reading.do("4.", r.Moved(Status.AGREED))
    assert reading.keep() != first
    with reading.database.read() as db:
        row = db.get_one(m.Snapshot, first)
        assert row.title.replace("\u00a0", " ") == "Status: 10 September 2020, 6.15 p.m."
        assert [one.number for one in list_snapshots(db, reading.id)] == [2, 1]
        assert db.query(m.Event).filter_by(act="take_snapshot").count() == 2
        assert list(verify(db)) == []


def test_only_those_who_operate_the_room_take_one(reading: Kept) -> None:
    with pytest.raises(NotAllowed), reading.database.write() as db:
        take_snapshot(db, reading.held.heads["Egypt"], negotiation_id=reading.id)


def test_what_is_frozen_comes_back_as_it_was(reading: Kept) -> None:
    frozen = reading.frozen(reading.keep())
    room = reading.room()
    for now, then in zip(room.units, frozen.units, strict=True):
        bare = now.state._replace(stances=(), proposals=tuple(one._replace(reason="") for one in now.state.proposals))
        assert then == now._replace(state=bare)
    assert frozen.act == room.last
    assert frozen.meeting.body == "Working Group TIP"


def test_no_stance_and_no_private_reason_is_in_it(reading: Kept) -> None:
    reading.do("3.", r.Stood("Egypt", r.Stand.OPPOSES, ""), actor=reading.held.operator)
    with reading.database.read() as db:
        content = json.dumps(db.get_one(m.Snapshot, reading.keep()).content)
    assert "opposes" not in content
    assert reading.held.operator.name not in content


def test_the_same_snapshot_draws_the_same_bytes_whatever_happens_after(reading: Kept) -> None:
    kept = reading.keep()
    before = {markup: reading.draw(kept, markup) for markup in MARKUPS}
    reading.do("3.", r.Left(tuple(piece for piece in reading.of("3.", "Switzerland"))))
    reading.do("4.", r.Moved(Status.AGREED))
    with reading.database.write() as db:
        db.get_one(m.Delegation, reading.held.delegations["Kenya"]).name = "Republic of Kenya"
        db.get_one(m.WorkingGroupSession, reading.held.session_id).chair = "Somebody else"
    assert {markup: reading.draw(kept, markup) for markup in MARKUPS} == before


def test_a_snapshot_that_somebody_changed_is_not_shown(reading: Kept) -> None:
    kept = reading.keep()
    with reading.database.write() as db:
        row = db.get_one(m.Snapshot, kept)
        row.content = {**row.content, "title": "Status: another day"}
    with pytest.raises(Conflict):
        reading.frozen(kept)


def test_the_clean_paper_has_the_texts_with_their_states(reading: Kept) -> None:
    text = "\n".join(page.text for page in read_pages(reading.draw(reading.keep(), "clean")))
    for words in (
        "Status:10September2020,6.15p.m.",
        "Discussionpoint3(undernegotiation)",
        "3.Statespartiesshouldconsider,whereappropriateandfeasible,[notprosecuting]victims",
        "Discussionpoint4(pending:Egypt,plenary)",
        "Notpartofthetext",
        "5.Statespartiesshouldstrengthentheearlyidentificationofvictimsoftraffickinginpersons.(notretained)",
    ):
        assert words in text
    assert "Brazil" not in text


def test_the_marked_paper_has_all_that_waits_with_its_names_and_numbers(reading: Kept) -> None:
    text = "\n".join(page.text for page in read_pages(reading.draw(reading.keep(), "marked")))
    for words in (
        "andfeasible/delete(Egypt)",
        "Reservationonthewhole(Egypt)",
        "Bracketson“notprosecuting”(France)",
        "Parked:replace“should”by“shall”(Chile)",
        "[3.1where",
        "Proposedonanearlierwording:delete:“,whereappropriate,”(Egypt)",
        "Parked:replace“havingbeentrafficked”by“non-punishment”(Switzerland)",
        "new,proposedbyChile",
    ):
        assert words in text, words


def test_rejecting_all_gives_the_draft_and_accepting_all_the_text_of_the_moment(reading: Kept) -> None:
    kept = reading.keep()
    content = reading.draw(kept, "tracked")
    assert read(open_package(content, "paper.docx")).original == read(open_package(reading.draft, "draft.docx")).original
    assert ask_pandoc(content, "reject") == ask_pandoc(reading.draft, "reject")
    three = show(reading.unit("3.").state).text.replace("where appropriate and feasible", "whenever possible")
    texts = {unit.label: show(unit.state).text for unit in reading.room().units} | {"3.": three, "5.": ""}
    wanted = [
        fold(f"{label} {text}") if label in ("3.", "4.", "6.", "(a)", "(b)") else fold(text) for label, text in _in_order(reading, texts)
    ]
    assert ask_pandoc(content, "accept") == [words for words in wanted if words]
    assert list(read(open_package(content, "paper.docx")).final) == [words for words in wanted if words]


def _in_order(reading: Kept, texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(unit.label, texts[unit.label] if unit.label else unit.state.text) for unit in reading.room().units]


def test_revisions_bear_the_names_of_those_who_proposed_them(reading: Kept) -> None:
    found = read(open_package(reading.draw(reading.keep(), "tracked"), "paper.docx"))
    by = {(one.author, one.kind, one.text.strip()) for one in found.revisions}
    assert ("Kenya", "insert", "and feasible") in by
    assert ("Egypt", "delete", "and feasible") in by
    assert ("France", "insert", "[") in by
    assert any(author == "Chile" and "train prosecutors" in text for author, kind, text in by if kind.endswith("insert"))
    said = {(one.author, one.text) for one in found.comments}
    assert any(author == "Egypt" and text.endswith("waits for a decision.") for author, text in said)
    assert any("(Switzerland)" in text and "Parked" in text for author, text in said)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("markup", MARKUPS)
def test_every_paper_is_a_valid_word_file(reading: Kept, validator: Callable[[Path], list[str]], markup: Markup, tmp_path: Path) -> None:
    content = reading.draw(reading.keep(), markup)
    assert lint(content) == ()
    if markup != "tracked":
        assert check(content) == ()
    path = tmp_path / f"{markup}.docx"
    path.write_bytes(content)
    assert validator(path) == []


def test_word_prints_the_lines_of_the_function_and_they_stay(reading: Kept) -> None:
    kept = reading.keep()
    frozen = reading.frozen(kept)
    printed = [line for part in docx.Document(io.BytesIO(reading.draw(kept, "lines"))).paragraphs for line in part.text.split("\n")]
    assert [f"{line.number}\t{line.text}" for line in frozen.lines] == [line for line in printed if "\t" in line and line[0].isdigit()]
    assert "".join("".join(line.text for line in frozen.lines).split()).count("[notprosecuting]") == 1


def test_the_way_of_every_text_ends_in_what_is_shown(reading: Kept) -> None:
    frozen = reading.frozen(reading.keep())
    material = gather_status(frozen)
    shown = [show(unit.state).text for unit in frozen.units if unit.state.status != Status.NOT_RETAINED]
    assert [after_of(unit.trail) for unit in material.units] == shown


def test_a_paragraph_that_was_moved_stands_at_its_new_place(reading: Kept) -> None:
    four, six = reading.unit("4."), reading.unit("(b)")
    with reading.database.write() as db:
        act(db, reading.held.operator, negotiation_id=reading.id, deed=Deed(four.id, r.Placed(six.id)))
    content = reading.draw(reading.keep(), "tracked")
    assert ask_pandoc(content, "reject") == ask_pandoc(reading.draft, "reject")
    assert ask_pandoc(content, "accept")[-1] == cases.FOUR
    assert lint(content) == ()


def test_a_new_paragraph_that_was_not_retained_keeps_its_words_in_a_comment(reading: Kept) -> None:
    reading.do("3 bis", r.Moved(Status.NOT_RETAINED))
    content = reading.draw(reading.keep(), "tracked")
    assert not any("train prosecutors" in one for one in ask_pandoc(content, "accept"))
    said = [(one.author, one.text) for one in read(open_package(content, "paper.docx")).comments]
    assert ("Chile", "3 bis: not retained: States parties should train prosecutors accordingly.") in said


def test_arabic_and_chinese_keep_their_words_and_their_lines(database: Database) -> None:
    reading = Kept(database, cases.foreign())
    reading.do("1.", r.Took(tuple(reading.of("1.", "Egypt"))))
    kept = reading.keep()
    content = reading.draw(kept, "tracked")
    assert ask_pandoc(content, "reject") == ask_pandoc(reading.draft, "reject")
    assert "كلما أمكن" in ask_pandoc(content, "accept")[0]
    assert "尽可能" in ask_pandoc(content, "accept")[1]
    assert all(lint(reading.draw(kept, markup)) == () for markup in MARKUPS)
    assert [line.number for line in reading.frozen(kept).lines] == [1, 2]
