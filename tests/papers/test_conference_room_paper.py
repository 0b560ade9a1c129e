"""The whole paper: what each copy carries, what it refuses, and that the same input gives the same bytes."""

import io
import re
import zipfile
from datetime import date
from typing import get_args

import pytest

from tests.papers import cases
from tests.papers.factory import SHA, Returned, aside, comment, compile_by_hand, unit
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.papers.choices import Copy, Markup, Order, Unplaced
from wgtracker.papers.conference_room_paper import IssueRefused, Paper, conference_room_paper
from wgtracker.papers.pages import read_pages
from wgtracker.papers.readback import read_back
from wgtracker.word.accessibility import check
from wgtracker.word.lint import lint

MEETING = Meeting(
    symbol="CTOC/COP/2020/CRP.9", paper_date="8 October 2020", conference_session="tenth", conference_dates="12-16 October 2020",
    agenda_item="2 (b)", agenda_title="Trafficking in Persons Protocol", agenda_symbol="CTOC/COP/2020/1", ordinal="tenth",
    opens_on=date(2020, 9, 10), closes_on=date(2020, 9, 11), format="hybrid", chair="Ms. Amina Oufroukhi", chair_state="Morocco",
    mandate="decision 4/4 of the Conference", circulated_on=date(2020, 9, 14), deadline="2020-09-25T18:00 Europe/Vienna",
)  # fmt: skip


def make(
    compilation: Compilation, markup: Markup = "bold", order: Order = "paragraph", copy: Copy = "issued", unplaced: Unplaced = "refuse"
) -> Paper:
    return conference_room_paper(compilation, MEETING, markup=markup, order=order, copy=copy, unplaced=unplaced, draft=b"")


def words(content: bytes) -> list[str]:
    return [" ".join("".join(text for _, text in page.runs).split()) for page in read_pages(content)]


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


@pytest.mark.parametrize("name", sorted(cases.CASES))
@pytest.mark.parametrize("markup", ["bold", "labels", "clean"])
def test_every_case_is_read_back_whole_and_passes_the_lints(name: str, markup: Markup) -> None:
    compilation = cases.CASES[name][0]()
    for order in get_args(Order):
        for copy in get_args(Copy):
            content = make(compilation, markup, order, copy, "print").content
            assert read_back(content, compilation, markup) == ()
            assert lint(content) == ()
            assert check(content) == ()


def test_the_masthead_prints_the_symbol_from_one_field_and_no_distribution_line() -> None:
    content = make(cases.several_at_one_place()).content
    shown = words(content)
    assert shown[:8] == [
        "CTOC/COP/2020/CRP.9",
        "8 October 2020",
        "English only",
        "Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
        "Tenth session",
        "Vienna, 12–16 October 2020",
        "Item 2 (b) of the provisional agenda*",
        "Trafficking in Persons Protocol",
    ]
    assert shown[8].startswith(
        "Status of consultations on the discussion points for future consideration stemming from the tenth meeting of the"
    )
    assert not any("Distr" in line for line in shown)
    headers = [part(content, f"word/header{n}.xml") for n in (1, 2)]
    assert any("CTOC/COP/2020/CRP.9" in header for header in headers)
    assert "CTOC/COP/2020/1." in part(content, "word/footnotes.xml")


def test_the_issued_paper_says_nothing_of_what_is_held_of_users_or_of_conflicts() -> None:
    compilation = cases.previous_draft()
    text = "\n".join(words(make(compilation).content))
    assert "timely" not in text
    for word in ("conflict", "rejected", "Office User", "Held", "Several proposals at"):
        assert word not in text
    chair = "\n".join(words(make(compilation, copy="chair").content))
    assert "timely" in chair
    assert "made on another version of the draft".capitalize() in chair


def test_the_chairs_copy_runs_the_meeting_on_its_first_page() -> None:
    shown = words(make(cases.several_at_one_place(), copy="chair").content)
    assert shown[0] == "Discussion points at a glance"
    assert shown[1] == "No proposals: 4, 5, 6"
    assert "Alternatives: 3 (Switzerland)" in shown
    assert "3.1 other words: Brazil, France; delete: Egypt; other words: Kenya" in shown
    assert "Several proposals at this place: 3.1." in shown
    assert not any("conflict" in line or "rejected" in line for line in shown)


def test_a_paper_with_unplaced_input_is_not_issued_unless_it_prints_it() -> None:
    compilation = cases.cover_letter()
    with pytest.raises(IssueRefused, match=r"1 item from Japan could not be placed"):
        make(compilation)
    shown = words(make(compilation, unplaced="print").content)
    at = next(n for n, line in enumerate(shown) if line.startswith("Annex III"))
    assert "Japan presents its compliments" in shown[at + 2]
    make(compilation, copy="chair")  # the Chair's copy is never refused


def test_what_a_superseded_file_said_is_named_but_not_printed() -> None:
    old = Returned(
        {1: cases.THREE.replace("consider", "contemplate")}, superseded_by="Peru#2.docx", received_at="2020-09-20T08:00:00+00:00"
    )
    new = Returned({1: cases.THREE.replace("consider", "weigh")})
    text = "\n".join(words(make(compile_by_hand(cases.UNITS, {"Peru#1": old, "Peru#2": new})).content))
    assert "contemplate" not in text
    assert "Peru: submission received 20 September 2020, 10 a.m., replaced by the submission" in text
    assert "a.m.." not in text


def test_late_input_is_printed_and_listed_apart() -> None:
    late = Returned({1: cases.THREE.replace("consider", "weigh")}, late=True, received_at="2020-09-25T18:01:00+02:00")
    made = compile_by_hand(cases.UNITS, {"Fiji": Returned({4: cases.FIVE.replace("early", "prompt")}), "Peru": late})
    content = make(made).content
    shown = words(content)
    assert any("weigh" in line and "Peru" in line for line in shown)
    assert "25 September 2020, 6.01 p.m." in shown[shown.index("Submissions received after the deadline") :]
    assert any("One was received after the deadline; it has been included and is listed separately in annex II." in line for line in shown)


def test_nothing_is_said_of_when_a_file_came_whose_time_nobody_recorded() -> None:
    late = Returned({1: cases.THREE.replace("consider", "weigh")}, late=True, received_at="2020-09-25T18:01:00+02:00")
    unknown = Returned({4: cases.FIVE.replace("early", "prompt")}, late=None, received_at=None)
    shown = words(make(compile_by_hand(cases.UNITS, {"Fiji": unknown, "Peru": late})).content)
    assert any("Of those, for one the time of receipt is not recorded. One was received after the deadline" in line for line in shown)
    assert "Submissions received by the deadline" not in shown
    apart = shown[shown.index("Submissions whose time of receipt is not recorded") : shown.index("Submissions received after the deadline")]
    assert "Fiji" in apart
    assert "not recorded" in apart
    in_time = Returned({4: cases.FIVE.replace("early", "swift")}, late=False)
    shown = words(make(compile_by_hand(cases.UNITS, {"Chad": in_time, "Fiji": unknown, "Peru": late})).content)
    assert any("Of those, one was received by the deadline and for one the time of receipt is not recorded." in line for line in shown)
    apart = shown[shown.index("Submissions received by the deadline") : shown.index("Submissions whose time of receipt is not recorded")]
    assert "Chad" in apart
    assert "Fiji" not in apart


def test_the_introduction_is_written_from_the_data() -> None:
    text = "\n".join(words(make(cases.several_at_one_place()).content))
    assert (
        "established pursuant to decision 4/4 of the Conference, held its tenth meeting in Vienna on 10 and 11 September 2020, in a hybrid"
        in text
    )
    assert "chaired by Ms. Amina Oufroukhi (Morocco)" in text
    assert "On 14 September 2020, the Secretariat circulated" in text
    assert "by 25 September 2020, 6 p.m. (Vienna time)" in text
    assert "six submissions received from six States" in text
    assert "proposals on one of the four discussion points, proposals for one new paragraph and two comments" in text


def test_unknown_facts_leave_no_hole_in_the_prose() -> None:
    content = conference_room_paper(
        cases.support_only(), Meeting(), markup="bold", order="paragraph", copy="issued", unplaced="refuse", draft=b""
    ).content
    text = "\n".join(words(content))
    assert text.count("[to be assigned]") <= 9
    assert "None" not in text
    assert "  " not in text
    assert "We support all discussion points." in text


def test_change_numbers_come_back_with_the_paper() -> None:
    numbers = make(cases.many_names()).numbers
    assert [(n.number, n.unit) for n in numbers] == [("4.1", 2), ("4.2", 2)]
    assert cases.FOUR[numbers[0].start : numbers[0].end].strip() == "continue to"


def test_the_same_input_gives_the_same_bytes_and_the_order_of_names_in_sets_none() -> None:
    first, second = make(cases.many_names()).content, make(cases.many_names()).content
    assert first == second
    assert SHA in "\n".join(words(first))


def test_numbers_that_begin_again_get_the_letter_of_their_heading() -> None:
    units = (
        unit(0, "One", kind="heading", level=1), unit(1, "Alpha beta gamma.", "1."),
        unit(2, "Two", kind="heading", level=1), unit(3, "Delta epsilon zeta.", "1."),
    )  # fmt: skip
    made = compile_by_hand(units, {"Fiji": Returned({3: "Delta epsilon eta."})})
    shown = words(make(made).content)
    assert "Discussion point B.1 (proposals: 1 delegation; comments: none)" in shown
    assert "1. Delta epsilon [B.1.1 zeta eta (Fiji)]." in shown


def test_a_heading_a_text_and_a_cell_have_numbers_a_room_can_quote() -> None:
    units = (
        unit(0, "First topic", kind="heading", level=1), unit(1, "Some text here.", kind="text"), unit(2, "One.", "1."),
        unit(3, "Second topic", kind="heading", level=1), unit(4, "Cell text", kind="cell"),
    )  # fmt: skip
    made = compile_by_hand(units, {"Fiji": Returned({0: "Prime topic", 1: "Some words here.", 4: "Cell words"})})
    text = "\n".join(words(make(made).content))
    for bracket in ("[A.1 First Prime (Fiji)]", "[P1.1 text words (Fiji)]", "[C1.1 text words (Fiji)]"):
        assert bracket in text


def test_hostile_names_and_texts_do_not_break_the_paper() -> None:
    name = "Peru\u202e (a, b)\x07"
    made = compile_by_hand(
        cases.UNITS,
        {
            name: Returned(
                {1: cases.THREE.replace("consider", "<w:t>]]> / [3.9 (Egypt)] \x00 & \ud800")},
                comments=[comment("0", 1, "“quoted” · *x* \n second\x0b line", "consider")],
                held=[aside("a reason", "x", "")],
            )
        },
    )
    for markup in ("bold", "labels", "clean"):
        content = make(made, markup).content
        assert read_back(content, made, markup) == ()


def test_a_category_decides_the_order_of_the_roll_not_the_alphabet_alone() -> None:
    made = cases.group_and_members()
    turned = made._replace(delegations=tuple(reversed(made.delegations)))
    assert "(European Union, France)" in "\n".join(words(make(turned).content))
    assert "(France, European Union)" in "\n".join(words(make(made).content))


def test_units_without_input_print_cleanly() -> None:
    shown = words(make(cases.brackets_only()).content)
    at = shown.index("Discussion point 4 (no proposals; comments: none)")
    assert shown[at + 1] == f"4. {cases.FOUR}"
    assert not re.search(r"\[\d", shown[at + 1])
