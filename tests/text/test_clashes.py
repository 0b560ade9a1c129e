"""The four rules of clash, each with what just misses it, and the name of each kind."""

import pytest

from wgtracker.text import Conflict, Edit, overlay

BASE = "one two three four five six"


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        (Edit(4, 7, "2"), Edit(4, 7, "zwei"), "overlap"),
        (Edit(4, 13, "x"), Edit(8, 18, "y"), "overlap"),
        (Edit(4, 7, "2"), Edit(4, 7, ""), "delete_against_edit"),
        (Edit(4, 13, ""), Edit(8, 18, ""), "delete_against_edit"),
        (Edit(4, 4, "a "), Edit(4, 4, "b "), "rival_insertions"),
        (Edit(4, 4, "a "), Edit(4, 8, ""), "delete_against_edit"),
        (Edit(8, 8, "a "), Edit(4, 13, ""), "delete_against_edit"),
        (Edit(8, 8, "a "), Edit(4, 13, "x"), "overlap"),
        (Edit(4, 7, "2"), Edit(4, 7, "2"), None),
        (Edit(4, 4, "a "), Edit(4, 4, "a "), None),
        (Edit(4, 7, "2"), Edit(7, 13, ""), None),
        (Edit(8, 8, "a "), Edit(4, 8, ""), None),
        (Edit(4, 4, "a "), Edit(4, 7, "x"), None),
        (Edit(7, 7, " a"), Edit(4, 7, "x"), None),
    ],
)
def test_rules_of_clash(one: Edit, two: Edit, kind: str | None) -> None:
    bystander = (Edit(23, 23, "x "),)
    expected = () if kind is None else (Conflict(kind, min(one.start, two.start), max(one.end, two.end), frozenset("AB")),)
    assert overlay(BASE, {"A": (one,), "B": (two,), "C": bystander}).conflicts == expected
    assert overlay(BASE, {"C": bystander, "B": (two,), "A": (one,)}).conflicts == expected


def test_a_chain_of_clashes_is_one_conflict() -> None:
    chain = {
        "A": (Edit(0, 7, "x"),),
        "B": (Edit(4, 13, "y"),),
        "C": (Edit(8, 18, ""),),
        "D": (Edit(8, 8, "new "),),
        "E": (Edit(19, 23, "z"),),
    }
    assert overlay(BASE, chain).conflicts == (Conflict("delete_against_edit", 0, 18, frozenset("ABCD")),)


def test_two_spots_are_two_conflicts() -> None:
    spots = {"A": (Edit(0, 3, "x"), Edit(19, 19, "y ")), "B": (Edit(0, 3, "z"), Edit(19, 19, "w "))}
    assert [tuple(c) for c in overlay(BASE, spots).conflicts] == [
        ("overlap", 0, 3, frozenset("AB")),
        ("rival_insertions", 19, 19, frozenset("AB")),
    ]
