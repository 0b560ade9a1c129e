"""Proposals that say nearly the same: named for joining, and nothing else."""

import pytest

from tests.room.floor import BASE, Floor
from wgtracker.room import model as r
from wgtracker.room.alike import Pair, find_alike, liken


def find_alike_of_all(state: r.UnitState) -> list[Pair]:
    """Name all pairs: those of each proposer, who see the same pair."""
    found = [find_alike(state, one.by) for one in state.proposals]
    pairs = list(dict.fromkeys(pair for own in found for pair in own))
    for pair in pairs:
        assert sum(pair in own for own in found) >= 2
    return pairs


def pairs(*proposed: str, kind: str = "replace") -> list[tuple[str, str]]:
    floor = Floor()
    for name, text in zip(("Brazil", "Chile", "Egypt"), proposed):
        floor.table(name, text, kind=kind)
    return [(one.first, one.second) for one in find_alike_of_all(floor.state)]


LONG = "consider the full, effective, victim-centred and gender-sensitive protection of victims"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("whenever possible", "Whenever  possible"),
        ("the State’s “law”", 'the State\'s "law"'),
        ("victim-centred", "victim\u2011centred"),
        ("2010-2020", "2010–2020"),
    ],
)
def test_case_quotes_white_space_and_hyphens_make_no_difference(one: str, other: str) -> None:
    assert liken(one, other) == 1.0
    assert pairs(BASE.replace("where appropriate", one), BASE.replace("where appropriate", other)) == [("f1", "f2")]


def test_a_word_more_in_a_long_change_is_nearly_the_same() -> None:
    asked = [BASE.replace("consider, where appropriate,", text) for text in (LONG, LONG.replace("full, ", "full and "))]
    assert pairs(*asked) == [("f1", "f2")]


def test_another_word_at_the_same_place_is_not() -> None:
    assert pairs(BASE.replace("consider", "ensure"), BASE.replace("consider", "endeavour to ensure")) == []


def test_the_very_same_change_joins_by_itself_and_is_not_named() -> None:
    assert pairs(BASE.replace("consider", "ensure"), BASE.replace("consider", "ensure")) == []
    assert pairs("", "", kind="delete") == []


def test_who_asks_for_more_elsewhere_does_not_say_the_same() -> None:
    more = BASE.replace("consider", "Ensure").replace("victims", "victims and witnesses")
    assert pairs(BASE.replace("consider", "ensure"), more) == []


def test_what_was_decided_is_not_offered() -> None:
    floor = Floor()
    floor.table("Brazil", BASE.replace("consider", "ensure"))
    parked = floor.table("Chile", BASE.replace("consider", "Ensure"))
    assert len(find_alike_of_all(floor.state)) == 1
    floor.do(r.Parked(parked))
    assert find_alike_of_all(floor.state) == []


def test_joining_keeps_all_names_with_the_words() -> None:
    floor = Floor()
    first = floor.table("Brazil", BASE.replace("consider", "ensure"))
    second = floor.table("Chile", BASE.replace("consider", "Ensure"))[0].proposal
    floor.do(r.Stood("Egypt", r.Stand.CO_SPONSORS, second))
    floor.do(r.Stood("Chile", r.Stand.CO_SPONSORS, first[0].proposal))
    floor.do(r.Recalled(second, first[0].proposal))
    assert floor.state.sponsors(first[0].proposal) == ("Chile", "Egypt")
    floor.do(r.Took(first))
    assert [span.by for span in floor.state.spans if span.act] == [("Brazil", "Chile", "Egypt")]
