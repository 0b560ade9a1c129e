"""What is typed on a page becomes what a returned file would have said, and its account balances."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compile.factory import POINTS, body, compile_one, paragraph
from tests.compile.stored import NOTHING, draw_draft_text
from wgtracker.compile.assemble import DraftText, assemble
from wgtracker.compile.model import Account, Amendment, Comment, Compilation, Count, Delegation, Submission, Unit
from wgtracker.compile.typed import (
    count_typed,
    draw_up_typed,
    put_in_brackets,
    write_amendment,
    write_deletion,
    write_merger,
    write_move,
    write_new,
    write_retention,
)
from wgtracker.errors import BadInput
from wgtracker.text import apply, diff

UNITS = tuple(Unit(n, "recommendation", f"{n + 1}.", "", text, 0, n) for n, text in enumerate(POINTS))


def submit(*amendments: Amendment) -> Compilation:
    account = draw_up_typed(amendments, (), UNITS)
    one = Submission("", "Brazil", "State", "", "", True, "", None, None, None, amendments, (), (), (), account, 0, ())
    return assemble(DraftText("d.docx", "", UNITS, ()), [one], [Delegation("Brazil", "State", "Brazil")], "bis")


def test_a_typed_wording_is_the_amendment_of_a_returned_file_without_tracking() -> None:
    revised = POINTS[1].replace("consider, where appropriate,", "consider")
    returned = compile_one(body({2: paragraph(f"2. {revised}")}))
    (read,) = returned.amendments
    typed = write_amendment(UNITS[1], revised)
    assert typed._replace(unit=read.unit) == read
    assert draw_up_typed([typed], (), UNITS) == returned.account


def test_no_words_ask_for_deletion_and_lines_split() -> None:
    assert write_amendment(UNITS[0], " \n ") == write_deletion(UNITS[0])
    split = write_amendment(UNITS[0], "States parties should train judges.\n\n They should train prosecutors. ")
    assert (split.kind, split.proposed) == ("split", "States parties should train judges.\nThey should train prosecutors.")


@pytest.mark.parametrize("text", [POINTS[0], f"  {POINTS[0]} ", POINTS[0].replace(" should", "  should")])
def test_what_changes_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="nothing"):
        write_amendment(UNITS[0], text)


def test_each_kind_has_its_place_in_the_compilation() -> None:
    made = submit(
        write_deletion(UNITS[0]),
        write_retention(UNITS[1]),
        write_move(UNITS[2], 4),
        write_merger(UNITS[3:5], "States parties should identify victims and collect data."),
        write_new(5, "States parties should report."),
    )
    assert made.units[0].deleted_by == made.units[1].retained_by == {"Brazil"}
    assert [(move.after_unit, move.by) for move in made.units[2].moves] == [(4, frozenset({"Brazil"}))]
    assert [(merge.units, merge.text) for merge in made.units[3].merges] == [
        ((3, 4), "States parties should identify victims and collect data.")
    ]
    assert [(new.label, new.text) for new in made.new_paragraphs] == [("6 bis", "States parties should report.")]
    assert not any(unit.drawn.places for unit in made.units)
    assert made.account.inserted.in_file == made.account.inserted.placed > 0


def test_a_move_counts_at_both_ends_and_a_retention_not_at_all() -> None:
    letters = len(POINTS[0].replace(" ", ""))
    assert count_typed(write_move(UNITS[0], 3), UNITS) == (letters, letters)
    assert count_typed(write_retention(UNITS[0]), UNITS) == (0, 0)
    assert count_typed(write_deletion(UNITS[0]), UNITS) == (0, letters)
    assert count_typed(write_new(None, "a b c"), UNITS) == (3, 0)


@pytest.mark.parametrize(("unit", "after"), [(2, 1), (2, 2), (0, None)])
def test_a_move_to_where_it_stands_is_refused(unit: int, after: int | None) -> None:
    with pytest.raises(BadInput, match="stands there already"):
        write_move(UNITS[unit], after)


def test_what_lacks_words_is_refused() -> None:
    with pytest.raises(BadInput, match="Write the words"):
        write_new(2, " \n ")
    with pytest.raises(BadInput, match="merged paragraph should read"):
        write_merger(UNITS[:2], " ")
    with pytest.raises(BadInput, match="two paragraphs or more"):
        write_merger(UNITS[:1], "Words.")


def test_comments_of_a_typed_submission_are_counted() -> None:
    said = Comment("1", 0, None, "", "", "", None, "Why?", None, False)
    assert draw_up_typed((), [said, said], UNITS) == Account(NOTHING, NOTHING, Count(2, 2, 0, 0))


@pytest.mark.parametrize(
    ("start", "end", "reads"),
    [
        (0, 6, "[States] parties should act, where appropriate."),
        (2, 4, "[States] parties should act, where appropriate."),
        (6, 15, "States [parties] should act, where appropriate."),
        (25, 43, "States parties should act[, where appropriate]."),
        (0, 99, "[States parties should act, where appropriate.]"),
    ],
)
def test_brackets_stand_around_whole_words(start: int, end: int, reads: str) -> None:
    assert put_in_brackets("States parties should act, where appropriate.", start, end) == reads


@pytest.mark.parametrize(("start", "end"), [(6, 7), (3, 3), (99, 120), (9, 2)])
def test_brackets_around_nothing_are_refused(start: int, end: int) -> None:
    with pytest.raises(BadInput, match="Select the words"):
        put_in_brackets("States parties should act.", start, end)


@given(seed=st.integers(0, 2**32), start=st.integers(0, 60), size=st.integers(1, 40))
def test_brackets_change_nothing_but_brackets(seed: int, start: int, size: int) -> None:
    units = draw_draft_text(random.Random(seed)).units
    text = max(units, key=lambda unit: len(unit.text)).text
    bracketed = put_in_brackets(text, start, start + size + 1)
    assert bracketed.replace("[", "").replace("]", "") == text
    assert apply(text, diff(text, bracketed)) == bracketed
