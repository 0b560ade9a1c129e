"""Which words are new and which are struck, coarse enough to read."""

from hypothesis import given
from hypothesis import strategies as st

from wgtracker.papers.marks import compare, strike

BASE = ", where appropriate,"


def test_an_option_that_keeps_only_punctuation_is_new_as_a_whole() -> None:
    assert compare(BASE, ", whenever possible,").pieces == ((", whenever possible,", True),)


def test_words_inside_an_option_are_marked_alone() -> None:
    marks = compare(BASE, ", where appropriate and feasible,")
    assert marks.pieces == ((", where appropriate", False), (" and feasible", True), (",", False))
    assert marks.removed == ()


def test_base_words_are_struck_where_one_option_removes_them() -> None:
    assert strike("one two three", ("one three", "one two three four")) == [("one ", False), ("two ", True), ("three", False)]
    assert strike(BASE, ("", ", where appropriate and feasible,")) == [(BASE, True)]


WORDS = st.lists(st.sampled_from(["the", "State", "shall", ",", "of", "victims", "and"]), max_size=8).map(" ".join)


@given(base=WORDS, options=st.lists(WORDS, min_size=1, max_size=3))
def test_nothing_is_lost_in_marking(base: str, options: list[str]) -> None:
    for option in options:
        assert "".join(words for words, _ in compare(base, option).pieces) == option
    assert "".join(words for words, _ in strike(base, tuple(options))) == base
