"""The rolling text, piece by piece."""

from wgtracker.text import Edit, overlay

BASE = "abcdefgh"


def strips(proposals: dict[str, tuple[Edit, ...]]) -> list[tuple[str, str, str, tuple[int, ...]]]:
    return [(s.op, s.text, "".join(sorted(s.by)), s.edits) for s in overlay(BASE, proposals).segments]


def test_nobody_changes_anything() -> None:
    result = overlay(BASE, {"A": ()})
    assert [s.text for s in result.segments] == [BASE]
    assert (result.base, result.places, result.conflicts) == (BASE, (), ())
    assert overlay("", {}).segments == ()


def test_equal_edits_are_one_with_all_names() -> None:
    assert strips({"A": (Edit(2, 4, "X"),), "B": (Edit(2, 4, "X"),)}) == [
        ("keep", "ab", "", ()),
        ("delete", "cd", "AB", (0,)),
        ("insert", "X", "AB", (0,)),
        ("keep", "efgh", "", ()),
    ]


def test_struck_words_are_split_where_those_who_strike_change() -> None:
    assert strips({"A": (Edit(1, 5, ""),), "B": (Edit(3, 7, "Y"),)}) == [
        ("keep", "a", "", ()),
        ("delete", "bc", "A", (0,)),
        ("delete", "de", "AB", (0, 1)),
        ("delete", "fg", "B", (1,)),
        ("insert", "Y", "B", (1,)),
        ("keep", "h", "", ()),
    ]


def test_at_a_shared_boundary_insertions_stand_before_and_after_the_replacement() -> None:
    assert strips({"A": (Edit(2, 4, "X"),), "B": (Edit(2, 2, "before"),), "C": (Edit(4, 4, "after"),)}) == [
        ("keep", "ab", "", ()),
        ("insert", "before", "B", (0,)),
        ("delete", "cd", "A", (1,)),
        ("insert", "X", "A", (1,)),
        ("insert", "after", "C", (2,)),
        ("keep", "efgh", "", ()),
    ]
    assert overlay(BASE, {"A": (Edit(2, 4, "X"),), "B": (Edit(2, 2, "b"),), "C": (Edit(4, 4, "c"),)}).conflicts == ()
