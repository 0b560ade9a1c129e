"""What units are called, and the numbers of changes."""

from tests.papers import cases
from tests.papers.factory import Returned, compile_by_hand, unit
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Unit
from wgtracker.papers.outline import Heading, lay_out, list_numbers, number_in


def names(units: list[Unit], unit_name: str = "discussion point") -> list[str]:
    outline = lay_out(compile_by_hand(units, {}), Meeting(unit_name=unit_name))
    return [outline.refs[one.index].name for one in units]


def test_every_unit_has_a_name_a_room_can_quote() -> None:
    units = [
        unit(0, "Draft points", kind="heading", level=1),
        unit(1, "An opening sentence.", kind="text"),
        unit(2, "Topic", kind="heading", level=2),
        unit(3, "States should:", "1.", kind="chapeau"),
        unit(4, "Act;", "(a)", kind="subparagraph", level=1),
        unit(5, "Now;", "(i)", kind="subparagraph", level=2),
        unit(6, "Then.", "(b)", kind="subparagraph", level=1),
        unit(7, "Other topic", kind="heading", level=2),
        unit(8, "Below it", kind="heading", level=3),
        unit(9, "All.", "Recommendation 2."),
        unit(10, "In a table", kind="cell"),
    ]
    assert names(units) == [
        "title of the draft", "paragraph P1", "heading A", "discussion point 1", "discussion point 1 (a)", "discussion point 1 (a) (i)",
        "discussion point 1 (b)", "heading B", "heading H1", "discussion point 2", "table cell C1",
    ]  # fmt: skip
    assert names(units, "draft recommendation")[9] == "draft recommendation 2"


def test_changes_are_counted_through_a_point_with_its_subparagraphs() -> None:
    outline = lay_out(
        compile_by_hand(
            cases.UNITS, {"Peru": Returned({5: "In such joint investigations, States parties shall:", 7: "Protect the safety of victims."})}
        ),
        Meeting(),
    )
    point = next(point for point in outline.points if point.title == "Discussion point 6")
    assert [(member.ref.label, member.numbers) for member in point.members] == [("6.", ("6.1", "6.2")), ("(a)", ()), ("(b)", ("6.3",))]


def test_one_topic_alone_gets_no_letter_and_a_label_of_the_draft_is_kept() -> None:
    lone = lay_out(compile_by_hand([unit(0, "Topic", kind="heading", level=1), unit(1, "One.", "1.")], {}), Meeting())
    assert isinstance(lone.items[0], Heading)
    assert not lone.items[0].counted
    own = [unit(0, "Topic", "II.", kind="heading", level=1), unit(1, "One.", "1."), unit(2, "Next", "III.", kind="heading", level=1)]
    kept = lay_out(compile_by_hand([*own, unit(3, "Two.", "2.")], {}), Meeting())
    assert [item.letter for item in kept.items if isinstance(item, Heading)] == ["II.", "III."]


def test_the_number_of_a_label_is_bare() -> None:
    assert [number_in(label) for label in ("3.", "(3)", "Recommendation 3.", "1.2.", "", "(b)")] == ["3", "3", "3", "1.2", "", "b"]


def test_a_paragraph_3_bis_is_a_point_of_its_own_and_repeats_no_number() -> None:
    units = [unit(0, "Topic", kind="heading"), unit(1, "One.", "3."), unit(2, "Two.", "3 bis"), unit(3, "Three.", "4.")]
    outline = lay_out(compile_by_hand(units, {"Peru": Returned({2: "Twice."})}), Meeting())
    assert [point.tag for point in outline.points] == ["A", "3", "3 bis", "4"]
    assert [number.number for number in list_numbers(outline)] == ["3 bis.1"]
