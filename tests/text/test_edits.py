"""Apply, join and compose; refuse edits that cannot be meant."""

import pytest

from wgtracker.text import Edit, apply, compose, overlay, rebase
from wgtracker.text.edits import join_touching


@pytest.mark.parametrize(
    "edits",
    [
        (Edit(3, 5, ""), Edit(1, 2, "")),
        (Edit(1, 4, ""), Edit(3, 5, "")),
        (Edit(3, 2, "x"),),
        (Edit(-1, 2, "x"),),
        (Edit(2, 7, ""),),
    ],
    ids=["unsorted", "overlapping", "backwards", "before the text", "beyond the text"],
)
def test_edits_that_do_not_fit_are_refused(edits: tuple[Edit, ...]) -> None:
    with pytest.raises(ValueError, match="edit"):
        apply("abcdef", edits)
    with pytest.raises(ValueError, match="edit"):
        overlay("abcdef", {"Chile": edits})
    with pytest.raises(ValueError, match="edit"):
        rebase(edits, "abcdef", ())
    with pytest.raises(ValueError, match="edit"):
        rebase((), "abcdef", edits)


def test_touching_edits_are_one() -> None:
    assert join_touching((Edit(0, 2, "x"), Edit(2, 2, "y"), Edit(2, 4, ""), Edit(6, 6, ""))) == (Edit(0, 4, "xy"),)


def test_an_insertion_taken_back_leaves_nothing() -> None:
    assert compose((Edit(2, 2, "xyz"),), (Edit(2, 5, ""),)) == ()


def test_a_later_change_across_an_earlier_one_is_one_edit() -> None:
    assert compose((Edit(2, 4, "XY"),), (Edit(1, 3, "-"),)) == (Edit(1, 4, "-Y"),)


def test_compose_refuses_unsorted_edits() -> None:
    with pytest.raises(ValueError, match="sorted"):
        compose((Edit(3, 4, ""), Edit(0, 1, "")), ())
