"""Hold the sample's wording to the genre: own sentences, marked as samples, in the UN's spelling and quotation marks."""

import re

import pytest

from wgtracker.sample.large import large_draft
from wgtracker.sample.ledger import addresses, labels
from wgtracker.sample.states import STATES
from wgtracker.sample.texts import MARK, OLDER, STANDARD, Draft

OPENINGS = ("States parties", "The Secretariat should", "In criminal proceedings")


def test_twenty_points_under_two_topics() -> None:
    """Points are numbered through; sub-paragraphs start again under each."""
    first = ["A.", *(f"{n}." for n in range(1, 6)), "(a)", "(b)", *(f"{n}." for n in range(6, 11))]
    second = ["B.", *(f"{n}." for n in range(11, 15)), "(a)", "(b)", *(f"{n}." for n in range(15, 21))]
    assert [label for label in labels(STANDARD) if label] == [*first, *second]


@pytest.mark.parametrize("draft", [STANDARD, large_draft()], ids=["standard", "large"])
def test_every_point_reads_like_one(draft: Draft) -> None:
    """Each opens as points do, has some 20 to 60 words or leads into sub-paragraphs, and ends with its sign."""
    assert draft.passages[1].text == MARK
    for passage in draft.passages:
        if passage.kind == "point":
            assert passage.text.startswith(OPENINGS)
            assert passage.text.endswith(":") or (passage.text.endswith(".") and 18 <= len(passage.text.split()) <= 62), passage.text
        assert not re.search(r"  | [,.;]|\bization|isation|States Parties", passage.text)


def test_no_point_twice() -> None:
    """The long draft repeats no point either: a proposal must have one place."""
    for draft in (STANDARD, large_draft()):
        points = [passage.text for passage in draft.passages if passage.kind == "point"]
        assert len(set(points)) == len(points)


def test_the_older_draft_differs_in_four_points() -> None:
    """Each of its wordings stands once in the draft of now."""
    where = addresses(STANDARD)
    assert len(OLDER) == 4
    assert all(STANDARD.passages[where[at]].text.count(now) == 1 and now != then for at, (now, then) in OLDER.items())


def test_no_state_twice() -> None:
    """130 files, 130 delegations."""
    assert len(set(STATES)) == len(STATES) == 130
