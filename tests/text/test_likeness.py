"""Similarity, in figures worked out by hand."""

from wgtracker.text import ALTERNATIVE_BELOW, similarity


def test_white_space_does_not_count() -> None:
    assert similarity("a b", "a\u00a0 b\n") == 1.0


def test_share_of_common_tokens() -> None:
    assert similarity("a b c.", "a x c.") == 2 * 3 / 8
    assert similarity("a b", "") == 0.0
    assert similarity("", "  ") == 1.0


def test_a_rewrite_falls_below_the_line_for_alternatives() -> None:
    assert similarity("Consider not prosecuting victims.", "The principle of non-punishment should be applied.") < ALTERNATIVE_BELOW
