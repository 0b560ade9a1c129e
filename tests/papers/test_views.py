"""The Chair's views of a point: the original, the changes alone, and how it would read with chosen options."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compile.stored import draw_draft_text, draw_submissions
from tests.papers import cases
from tests.papers.factory import Returned, compile_by_hand
from wgtracker.compile.assemble import assemble
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.compile.negotiate import read_as
from wgtracker.papers.block import Hand
from wgtracker.papers.names import call_roll
from wgtracker.papers.outline import Point, lay_out
from wgtracker.papers.place import BOLD
from wgtracker.papers.spots import find_spots
from wgtracker.papers.views import Chosen, draw_changes_only, draw_original, draw_reading, list_questions, read_with
from wgtracker.word.model import ParagraphOut, Run


def words(paragraphs: list[ParagraphOut]) -> list[str]:
    return ["".join(inline.text for inline in one.inlines if isinstance(inline, Run)) for one in paragraphs]


def hand_of(compilation: Compilation) -> Hand:
    return Hand(lay_out(compilation, Meeting()), call_roll(compilation), Meeting(), BOLD)


def point_of(compilation: Compilation, tag: str) -> Point:
    return next(point for point in lay_out(compilation, Meeting()).points if point.tag == tag)


@given(seed=st.integers(0, 2**32))
def test_with_one_delegations_options_a_unit_reads_as_that_delegation_has_it(seed: int) -> None:
    source = random.Random(seed)
    draft = draw_draft_text(source)
    submissions, speakers = draw_submissions(source, draft.units)
    for unit in assemble(draft, submissions, speakers, "bis").units:
        spots = find_spots(unit.drawn)
        assert read_with(unit, {}) == unit.unit.text
        for name in {name for spot in spots for option in spot.options for name in option.by}:
            own = {at: nth for at, spot in enumerate(spots) for nth, option in enumerate(spot.options) if name in option.by}
            assert read_with(unit, own) == read_as(unit.drawn, name)


def test_brackets_put_round_words_are_one_choice() -> None:
    bracketed = cases.THREE.replace("where appropriate,", "[where appropriate,]")
    compilation = compile_by_hand(cases.UNITS, {"Peru": Returned({1: bracketed})})
    (question,) = list_questions(point_of(compilation, "3"), call_roll(compilation))
    assert [(offer.option, offer.phrase, offer.by) for offer in question.offers] == [(0, "put in brackets", ("Peru",))]
    assert read_with(compilation.units[1], {0: 0}) == bracketed


def test_questions_stand_in_the_papers_order_and_their_options_can_be_taken() -> None:
    compilation = cases.several_at_one_place()
    (question,) = list_questions(point_of(compilation, "3"), call_roll(compilation))
    assert (question.number, question.unit, question.spot) == ("3.1", 1, 0)
    assert [offer.by[0] for offer in question.offers] == ["Brazil", "Egypt", "Kenya"]
    taken = {offer.by[0]: read_with(compilation.units[1], {0: offer.option}) for offer in question.offers}
    assert taken["Brazil"] == cases.THREE.replace("where appropriate", "whenever possible")
    assert taken["Egypt"] == cases.THREE.replace(", where appropriate,", "")
    assert taken["Kenya"] == cases.THREE.replace("where appropriate", "where appropriate and feasible")


def test_the_original_has_no_marks() -> None:
    point = point_of(cases.several_at_one_place(), "6")
    assert words(draw_original(point)) == [
        "6. In joint investigations, States parties should:",
        "(a)\tAgree in advance on the use of evidence;",
        "(b)\tProtect the privacy of victims.",
    ]


def test_changes_only_keeps_five_words_around_each_spot_and_what_is_asked_for_the_whole() -> None:
    compilation = cases.several_at_one_place()
    text, alternative, new = words(draw_changes_only(point_of(compilation, "3"), hand_of(compilation)))
    assert text.startswith("[3. States parties should consider [3.1 , where appropriate, / ")
    assert text.endswith("] not prosecuting victims for offences\u00a0…]")
    assert alternative.startswith("[3\u00a0alt. States parties should apply")
    assert new.startswith("[3\u00a0bis. ")


def test_changes_only_leaves_untouched_units_away() -> None:
    compilation = compile_by_hand(
        cases.UNITS, {"Peru": Returned({7: "Protect the safety of victims."}, deleted=[6], retained=[2]), "Chile": Returned({7: "Help."})}
    )
    six = words(draw_changes_only(point_of(compilation, "6"), hand_of(compilation)))
    assert [line.partition(" ")[0] for line in six] == ["[Delete", "(b)\t[6.1"]
    assert words(draw_changes_only(point_of(compilation, "4"), hand_of(compilation))) == ["[Retain as is (Peru)]"]
    assert draw_changes_only(point_of(compilation, "5"), hand_of(compilation)) == []


def test_far_changes_leave_out_the_middle_and_a_change_at_the_start_has_no_words_before() -> None:
    text = cases.THREE.replace("States", "All States").replace("having been trafficked", "trafficking")
    compilation = compile_by_hand(cases.UNITS, {"Peru": Returned({1: text})})
    (line,) = words(draw_changes_only(point_of(compilation, "3"), hand_of(compilation)))
    first, last = "3. [3.1 All (Peru)] States parties should", "as a direct consequence of [3.2 having been trafficked trafficking (Peru)]."
    assert line == f"{first} consider, where appropriate, … {last}"


def test_a_point_reads_with_what_is_taken() -> None:
    compilation = cases.several_at_one_place()
    point = point_of(compilation, "3")
    brazil = next(offer for offer in list_questions(point, call_roll(compilation))[0].offers if "Brazil" in offer.by)
    assert words(draw_reading(point, {1: Chosen({0: brazil.option}, news=frozenset((0,)))})) == [
        "3. " + cases.THREE.replace("where appropriate", "whenever possible"),
        "3 bis. States parties should train prosecutors accordingly.",
    ]
    assert words(draw_reading(point, {1: Chosen(version=0)})) == ["3. States parties should apply the principle of non-punishment."]
    assert words(draw_reading(point, {1: Chosen(deleted=True)})) == []
    assert words(draw_reading(point, {})) == words(draw_original(point))


def test_an_option_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        read_with(cases.several_at_one_place().units[1], {0: 9})
