"""A change number stands for one spot in every edition: kept, grown with its spot, never given again."""

import pytest

from tests.papers import cases
from tests.papers.factory import Returned, compile_by_hand
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.papers.choices import Markup
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.numbers import ChangeNumber, Numbering
from wgtracker.papers.readback import read_back
from wgtracker.papers.spots import Spot

THREE = cases.THREE
DISCUSS = THREE.replace("consider", "discuss")
SOLD = THREE.replace("trafficked", "sold")


def issue(compilation: Compilation, known: tuple[ChangeNumber, ...] = (), markup: Markup = "bold") -> tuple[ChangeNumber, ...]:
    paper = conference_room_paper(
        compilation, Meeting(), markup=markup, order="paragraph", copy="issued", unplaced="refuse", draft=b"", known=known
    )
    assert read_back(paper.content, compilation, markup) == ()
    return paper.numbers


def say(**revised: str) -> Compilation:
    return compile_by_hand(cases.UNITS, {name: Returned({1: text}) for name, text in revised.items()})


def spans(numbers: tuple[ChangeNumber, ...]) -> dict[str, str]:
    """Give the words of each living number."""
    return {one.number: THREE[one.start : one.end].strip(" ,") for one in numbers if not one.retired}


FIRST = issue(say(Brazil=DISCUSS, Chile=SOLD))


def test_numbers_before_any_issue_follow_the_text() -> None:
    assert spans(FIRST) == {"3.1": "consider", "3.2": "trafficked"}


@pytest.mark.parametrize("markup", ["bold", "labels"])
def test_a_change_put_in_between_takes_the_next_number(markup: Markup) -> None:
    later = say(Brazil=DISCUSS, Chile=SOLD, Peru=THREE.replace("victims", "persons"))
    assert spans(issue(later, FIRST, markup)) == {"3.1": "consider", "3.3": "victims", "3.2": "trafficked"}


def test_a_number_grows_with_its_spot() -> None:
    wide = THREE.replace("for offences committed as a direct consequence of having been trafficked", "at all")
    later = issue(say(Brazil=wide, Chile=SOLD), FIRST)
    assert spans(later) == {"3.2": "for offences committed as a direct consequence of having been trafficked"}
    assert [one.number for one in later if one.retired] == ["3.1"]


def test_two_numbers_that_grow_together_keep_the_lower() -> None:
    wide = say(
        Brazil=THREE.replace(THREE[THREE.index("consider") : THREE.index("trafficked") + 10], "stop"),
        Chile=SOLD,
    )
    later = issue(wide, FIRST)
    assert [(one.number, one.retired) for one in later] == [("3.1", False), ("3.2", True)]


def test_a_number_that_is_gone_is_never_given_again() -> None:
    second = issue(say(Chile=SOLD), FIRST)
    assert spans(second) == {"3.2": "trafficked"}
    third = issue(say(Brazil=DISCUSS, Chile=SOLD), second)
    assert spans(third) == {"3.3": "consider", "3.2": "trafficked"}
    fourth = issue(say(Peru=THREE.replace("victims", "persons")), third)
    assert spans(fourth) == {"3.4": "victims"}
    assert sorted(one.number for one in fourth if one.retired) == ["3.1", "3.2", "3.3"]


def test_numbers_of_one_point_run_through_its_subparagraphs_and_of_others_apart() -> None:
    safety = {7: "Protect the safety of victims."}
    before = issue(compile_by_hand(cases.UNITS, {"Peru": Returned({**safety, 2: cases.FOUR.replace("continue to ", "")})}))
    assert [one.number for one in before] == ["4.1", "6.1"]
    more = {**safety, 6: "Agree early on the use of evidence;", 4: cases.FIVE.replace("early ", "")}
    after = issue(compile_by_hand(cases.UNITS, {"Peru": Returned(more)}), before)
    assert [(one.number, one.unit) for one in after if not one.retired] == [("5.1", 4), ("6.2", 6), ("6.1", 7)]
    assert [one.number for one in after if one.retired] == ["4.1"]


@pytest.mark.parametrize(("start", "end", "number"), [(5, 9, "3.1"), (2, 9, "3.1"), (2, 5, "3.2"), (6, 9, "3.2"), (5, 5, "3.1")])
def test_an_insertion_grows_into_a_change_around_it_not_into_one_that_ends_there(start: int, end: int, number: str) -> None:
    numbering = Numbering([ChangeNumber("3.1", 1, 5, 5)])
    assert numbering.number("3", 1, (Spot(start, end, "", ()),)) == (number,)


def test_of_a_number_given_twice_the_last_holds() -> None:
    numbering = Numbering([ChangeNumber("3.1", 1, 5, 8), ChangeNumber("3.1", 1, 5, 8, True)])
    assert numbering.number("3", 1, (Spot(5, 8, "", ()),)) == ("3.2",)
