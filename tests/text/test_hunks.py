"""Where a change stands that could stand in several positions."""

import pytest

from wgtracker.text import Edit, diff


@pytest.mark.parametrize(
    ("base", "revised", "expected"),
    [
        ("of the the law", "of the law", Edit(7, 11, "")),
        ("a b b b c", "a b b c", Edit(6, 8, "")),
        ("(ii) foo", "(i) bar (ii) foo", Edit(0, 0, "(i) bar ")),
        ("see (a) and (b)", "see (a)", Edit(7, 15, "")),
        ("They act. They stop. They go.", "They act. They go.", Edit(10, 21, "")),
        ("They act. They stop.", "They act. They go. They stop.", Edit(10, 10, "They go. ")),
        ("They act. They stop.", "They act.", Edit(9, 20, "")),
    ],
)
def test_position_of_a_change_along_repeated_words(base: str, revised: str, expected: Edit) -> None:
    assert diff(base, revised) == (expected,)


def test_a_change_that_can_touch_another_joins_it() -> None:
    assert diff("x a b y", "x c d a d y") == (Edit(2, 2, "c d "), Edit(4, 5, "d"))
    assert diff("old rule", "very new rule") == (Edit(0, 3, "very new"),)


def test_joined_changes_leave_out_what_they_would_keep() -> None:
    assert diff("État État  État  end", "État  État  end") == (Edit(4, 9, ""),)
