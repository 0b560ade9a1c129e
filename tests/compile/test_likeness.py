"""Pairing by label and likeness: what is not of the draft, and how long the worst takes."""

import random
import time

import pytest

from tests.compile.factory import POINTS, body, compile_bodies, compile_one, paragraph
from wgtracker.compile.align import align, index_units
from wgtracker.compile.likeness import Line
from wgtracker.compile.model import Unit

WORDS = (
    "States parties should strengthen cooperation training prosecutors judges victims evidence collection joint investigations measures "
    "legislation protection witnesses assistance early identification referral authorities borders exchange resources society"
).split()


def sentences(source: random.Random, count: int, length: int = 30) -> list[str]:
    return [" ".join(source.choices(WORDS, k=length)) for _ in range(count)]


def units_of(texts: list[str]) -> list[Unit]:
    return [Unit(n, "recommendation", f"{n + 1}.", "", text, 0, n) for n, text in enumerate(texts)]


def test_another_text_with_the_same_numbers_is_not_this_draft() -> None:
    other = (
        "The Network will publish a newsletter each quarter for its members.",
        "Fees are due at the beginning of the calendar year, without exception.",
        "The Treasurer should present an annual statement to the general assembly.",
        "Members should notify the office of changes of address or of telephone.",
        "The assembly elects a board of seven persons for a term of two years.",
        "The office is closed on public holidays and in the month of August.",
    )
    submission = compile_one(body(base=other).replace("Discussion points", "Statutes"))
    assert submission.amendments == ()
    assert len(submission.unplaced) == 7
    assert any("not made on this draft" in warning for warning in submission.warnings)


def test_numbers_that_shift_after_a_deletion_do_not_mislead() -> None:
    draft = body()
    answer = body({4: "", 5: paragraph("4. States parties should gather data on the number of victims who were not prosecuted.")})
    answer = answer.replace("{6. ", "{5. ")
    found = [(one.kind, one.unit) for one in compile_bodies({"Brazil.docx": answer}, draft=draft).submissions[0].amendments]
    assert found == [("replace", 5), ("delete", 4)]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("6.", "States parties should collect data."),  # its number shifted, as a paragraph was added above
        ("", "States parties should collect data."),
        ("6.", "States parties should collect and publish data on trafficking, disaggregated by sex and age, " + "and so on " * 20),
    ],
)
def test_words_only_struck_or_only_added_between_two_neighbours_are_a_change_not_a_deletion_and_a_new_paragraph(
    label: str, text: str
) -> None:
    texts = ["Prevention comes first.", "States parties should collect data on trafficking, disaggregated by sex and age.", "Nothing more."]
    units = units_of(texts)
    lines = [Line("1.", texts[0]), Line(label, text), Line("3.", texts[2])]
    assert align(lines, units, index_units(units)) == [0, 1, 2]
    other = Line(label, "Judges sit in chambers on every second Monday.")
    assert align([lines[0], other, lines[2]], units, index_units(units)) == [0, None, 2]


@pytest.mark.parametrize("labelled", [True, False])
def test_thousands_of_foreign_paragraphs_are_told_in_seconds(labelled: bool) -> None:
    source = random.Random(1)
    units = units_of(sentences(source, 1000))
    lines = [Line(f"{n + 1}." if labelled and n < 1000 else "", text) for n, text in enumerate(sentences(source, 3000))]
    start = time.process_time()
    align(lines, units, index_units(units))
    assert time.process_time() - start < 5


def test_a_long_draft_changed_in_every_point_is_found_whole() -> None:
    source = random.Random(2)
    texts = sentences(source, 1000)
    units = units_of(texts)
    lines = [Line("", text.replace("joint", "common").replace("early", "prompt")) for text in texts]
    start = time.process_time()
    assert align(lines, units, index_units(units)) == list(range(1000))
    assert time.process_time() - start < 10


def test_pairs_keep_the_order_of_the_draft() -> None:
    units = units_of(list(POINTS))
    lines = [Line("", text.replace("States", "All States")) for text in (POINTS[3], POINTS[1], POINTS[4])]
    found = align(lines, units, index_units(units))
    matched = [unit for unit in found if unit is not None]
    assert matched == sorted(matched)
    assert len(matched) == 2
