"""Numbered lines: 85 columns, nothing lost, no cluster cut."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from wgtracker.room.lines import COLUMNS, break_lines, number_lines, width_of


def test_lines_break_at_spaces_and_have_85_columns() -> None:
    text = "word " * 40
    lines = break_lines(text)
    assert {len(line) for line in lines[:-1]} == {84}
    assert " ".join(lines) == text.strip()


def test_full_width_characters_count_two_and_break_anywhere_but_before_their_signs() -> None:
    lines = break_lines("缔约国应考虑酌情不起诉受害人" * 9)
    assert [len(line) for line in lines] == [42, 42, 42]
    assert break_lines("一" * 41 + "二。") == ("一" * 41, "二。")


def test_a_word_longer_than_a_line_is_cut_and_marks_stay_with_their_letters() -> None:
    assert [len(line) for line in break_lines("x" * 200)] == [85, 85, 30]
    assert break_lines("e\u0301" * 100) == ("e\u0301" * 85, "e\u0301" * 15)
    assert break_lines("👨‍👩‍👧" * 50)[0] == "👨‍👩‍👧" * 42


def test_no_line_breaks_at_a_space_that_holds() -> None:
    assert break_lines("a" * 80 + " resolution\u00a010") == ("a" * 80, "resolution\u00a010")


def test_lines_are_numbered_through_the_document() -> None:
    lines = number_lines([(7, "a " * 60), (8, ""), (9, "one\ntwo")])
    assert [(line.number, line.unit) for line in lines] == [(1, 7), (2, 7), (3, 9), (4, 9)]
    assert lines[2].text == "one"


LETTERS = st.text(alphabet=st.sampled_from("ab ,.(e\u0301中文。（）「」한👍🏽\u00a0\tع\u200dx-é\n"), max_size=400)


@given(LETTERS, st.integers(4, 30))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, columns: int) -> None:
    lines = break_lines(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    clusters = regex.findall(r"\X", text)
    for line in lines:
        cut = regex.findall(r"\X", line)
        assert sum(map(width_of, cut)) <= columns
        assert all(cluster in clusters for cluster in cut)


def test_the_width_is_a_setting_of_the_program() -> None:
    assert COLUMNS == 85
