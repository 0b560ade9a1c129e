"""The close: continuous numbers, references that follow, and a list of what does not."""

from hypothesis import given
from hypothesis import strategies as st

from wgtracker.room.lay import Placed
from wgtracker.room.life import SETTLED, Status
from wgtracker.room.renumber import renumber
from wgtracker.room.steps import begin


def unit(number: int, label: str, text: str, kind: str = "recommendation", status: Status = Status.AGREED, level: int = 0) -> Placed:
    return Placed(number, kind, label, "", level, begin(text)._replace(status=status))


UNITS = (
    unit(1, "", "Prevention", "heading", level=1),
    unit(2, "1.", "States parties should read paragraphs 3 bis and 5 together with paragraph 2."),
    unit(3, "2.", "States parties should wait.", status=Status.DEFERRED),
    unit(4, "3.", "As in recommendation 3 bis (a), article 9, paragraph 5, of the Convention and paragraph 3 of resolution 9/1."),
    unit(5, "3 bis", "States parties should:", "chapeau"),
    unit(6, "(a)", "Train police;", "subparagraph", Status.NOT_RETAINED, 1),
    unit(7, "(b)", "Train judges.", "subparagraph", level=1),
    unit(8, "", "Protection", "heading", level=1),
    unit(9, "4.", "States parties should protect.", status=Status.UNDER_NEGOTIATION),
    unit(10, "", "Cooperation", "heading", level=1),
    unit(11, "5.", "Discussion points 1–3 and para. 5 apply."),
)


def test_numbers_are_continuous_and_headings_stay_only_above_something() -> None:
    made = renumber(UNITS, "discussion point")
    assert [(one.old, one.new) for one in made.units] == [
        ("", ""), ("1.", "1."), ("3.", "2."), ("3 bis", "3."), ("(b)", "(a)"), ("", ""), ("5.", "4."),
    ]  # fmt: skip


def test_references_follow_and_those_of_other_documents_stay() -> None:
    texts = {one.unit: one.text for one in renumber(UNITS, "discussion point").units}
    assert texts[2] == "States parties should read paragraphs 3 and 4 together with paragraph 2."
    assert "article 9, paragraph 5, of the Convention and paragraph 3 of resolution 9/1." in texts[4]
    assert texts[11] == "Discussion points 1–2 and para. 4 apply."


def test_what_cannot_follow_is_listed_and_left_as_it_is() -> None:
    made = renumber(UNITS, "discussion point")
    assert [(one.unit, one.number) for one in made.dangling] == [(2, "2"), (4, "3 bis (a)")]
    assert [(one.unit, one.what) for one in made.leftovers] == [(3, "status"), (9, "status")]


@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=12))
def test_each_settled_paragraph_gets_the_next_number(statuses: list[Status]) -> None:
    units = [unit(at, f"{at}.", f"See paragraph {at}.", status=status) for at, status in enumerate(statuses, 1)]
    made = renumber(units)
    settled = [at for at, status in enumerate(statuses, 1) if status in SETTLED]
    assert [one.unit for one in made.units] == settled
    assert [one.text for one in made.units] == [f"See paragraph {at}." for at in range(1, len(settled) + 1)]
    assert not made.dangling
