"""Which words an edit takes: fine, whole words, one place for one change."""

import pytest

from wgtracker.text import Edit, diff


@pytest.mark.parametrize(
    ("base", "revised", "expected"),
    [
        ("a c", "a b c", [Edit(2, 2, "b ")]),
        ("a b c", "a c", [Edit(2, 4, "")]),
        ("a b", "a b c", [Edit(3, 3, " c")]),
        ("within ten days", "within fifteen days", [Edit(7, 10, "fifteen")]),
        ("x old y", "x very new y", [Edit(2, 5, "very new")]),
        ("the big red dog", "the small blue dog", [Edit(4, 7, "small"), Edit(8, 11, "blue")]),
        ("where appropriate, do", "to the extent possible, do", [Edit(0, 17, "to the extent possible")]),
        ("a, b and c", "a, b, d and c", [Edit(4, 4, ", d")]),
        ("alpha beta", "beta gamma", [Edit(0, 6, ""), Edit(10, 10, " gamma")]),
        ("十个", "十五个", [Edit(1, 1, "五")]),
        ("one\ntwo", "one\nnew\ntwo", [Edit(4, 4, "new\n")]),
        ("a\r\nb", "a\nb", [Edit(1, 3, "\n")]),
        ("cafe\u0301 x", "cafe x", [Edit(0, 5, "cafe")]),
        ("", "a b", [Edit(0, 0, "a b")]),
        ("a b", "", [Edit(0, 3, "")]),
        ("a b", "a b", []),
    ],
)
def test_edits(base: str, revised: str, expected: list[Edit]) -> None:
    assert list(diff(base, revised)) == expected


def test_a_word_is_kept_rather_than_the_spaces_around_others() -> None:
    assert diff("report measures", "measures taken") == (Edit(0, 7, ""), Edit(15, 15, " taken"))


def test_a_telling_word_is_kept_rather_than_a_small_one() -> None:
    assert diff("and victims here", "victims and here") == (Edit(0, 4, ""), Edit(12, 12, "and "))


def test_the_same_change_is_equal_beside_a_second_one() -> None:
    base = "States parties should consider, where appropriate, not prosecuting victims of trafficking in persons."
    alone = diff(base, base.replace("where appropriate", "whenever possible"))
    beside = diff(base, base.replace("where appropriate", "whenever possible").replace("victims", "the victims"))
    assert set(alone) < set(beside)


def test_a_word_that_the_change_repeats_is_no_landmark() -> None:
    base = "first of the third fourth unchanged sixth seventh of"
    alone = diff(base, "of first the new the third fourth unchanged sixth seventh of")
    beside = diff(base, "of first the new the third fourth unchanged seventh of")
    assert set(alone) < set(beside)
    base = "one victims two three four five"
    assert diff(base, "one new victims and victims two three four five") == (Edit(4, 4, "new victims and "),)


def test_two_changes_of_order_are_each_written_as_when_made_alone() -> None:
    base = "consider the protection of witnesses and of victims in national law"
    first = base.replace("consider the protection", "the protection consider")
    second = base.replace("victims in national law", "national law victims in")
    both = first.replace("victims in national law", "national law victims in")
    assert diff(base, both) == diff(base, first) + diff(base, second)
