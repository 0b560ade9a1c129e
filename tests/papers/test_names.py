"""Names in the paper's order, separated so that they can be told apart, in a list where they are many."""

import pytest

from wgtracker.papers.names import Roll, join_names
from wgtracker.papers.pen import NameLists
from wgtracker.word.model import Inline, Run

ROLL = Roll(["Brazil", "Iran (Islamic Republic of)", "Zambia", "European Union"])


def test_the_roll_decides_the_order_and_unknown_names_come_last() -> None:
    assert ROLL.sort({"European Union", "Zambia", "Ålesund", "Brazil"}) == ["Brazil", "Zambia", "European Union", "Ålesund"]
    assert ROLL.first({"European Union", "Zambia"}) < ROLL.first({"European Union"})


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        (["Brazil", "France"], "Brazil, France"),
        (["Brazil", "Iran (Islamic Republic of)"], "Brazil; Iran (Islamic Republic of)"),
        (["Group, of States", "Peru"], "Group, of States; Peru"),
        (["Peru"], "Peru"),
    ],
)
def test_semicolons_stand_where_a_name_holds_parentheses_or_a_comma(names: list[str], joined: str) -> None:
    assert join_names(names) == joined


def test_six_names_stand_inline_and_seven_in_a_list() -> None:
    names = [f"State {letter}" for letter in "ABCDEFGH"]
    lists = NameLists(Roll(names))
    out: list[Inline] = []
    lists.put_names(out, names[:6], "3.1")
    lists.put_names(out, names[:7], "3.1")
    lists.put_names(out, names, "3.1")
    text = "".join(inline.text for inline in out if isinstance(inline, Run))
    assert text == f"({', '.join(names[:6])}) (7 delegations, list 3.1 A) (8 delegations, list 3.1 B)"
    shown = ["".join(i.text for i in p.inlines if isinstance(i, Run)) for p in lists.take_lists()]
    assert shown == [f"List 3.1 A: {', '.join(names[:7])}", f"List 3.1 B: {', '.join(names)}"]
    assert lists.take_lists() == []
