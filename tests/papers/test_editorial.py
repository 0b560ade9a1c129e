"""The editor's eye: what it remarks and what it lets pass."""

import pytest

from tests.papers.factory import compile_by_hand, unit
from wgtracker.compile.meeting import Meeting
from wgtracker.papers.editorial import check_draft, unbalanced
from wgtracker.papers.outline import lay_out


def remarks(*texts: str) -> list[str]:
    compilation = compile_by_hand([unit(n, text, f"{n + 1}.") for n, text in enumerate(texts)], {})
    return check_draft(compilation, lay_out(compilation, Meeting()))


def test_what_is_unusual_is_remarked_at_its_place() -> None:
    assert remarks("States Parties should act.", "All is well (here).", "By 20% or [more") == [
        "discussion point 1: “States Parties” is written “States parties” in current texts",
        "discussion point 3: the bracket “[” has no partner",
        "discussion point 3: “%” stands for “per cent” outside a table",
    ]


@pytest.mark.parametrize(
    ("text", "lone"),
    [
        ("a) item (one)", ""),
        ("(a) item [x (y)]", ""),
        ("item) here", ")"),
        ("(item] x", "]"),
        ("one (two", "("),
        ("plain", ""),
        ("1) x; 2) y", ""),
    ],
)
def test_brackets_want_partners_but_enumerations_do_not(text: str, lone: str) -> None:
    assert unbalanced(text) == lone


def test_a_lone_topic_and_a_lone_subheading_are_remarked() -> None:
    lone = compile_by_hand([unit(0, "Topic", kind="heading", level=1), unit(1, "One.", "1.")], {})
    assert check_draft(lone, lay_out(lone, Meeting())) == ["the heading “Topic” stands alone: a heading A needs a heading B"]
    units = [
        unit(0, "Topic", kind="heading", level=1),
        unit(1, "Zero.", "0."),
        unit(2, "Sub", kind="heading", level=2),
        unit(3, "One.", "1."),
        unit(4, "Other", kind="heading", level=1),
        unit(5, "Two.", "2."),
    ]
    compilation = compile_by_hand(units, {})
    assert check_draft(compilation, lay_out(compilation, Meeting())) == ["the subheading “Sub” stands alone under its heading"]


def test_a_long_draft_is_remarked() -> None:
    assert remarks("word " * 8_600)[-1].startswith("the draft has 8,600 words; the limit for a text of the Secretariat is 8,500")
    assert "10,700" in remarks("word " * 10_800)[-1]
    assert remarks("word " * 8_000) == []
