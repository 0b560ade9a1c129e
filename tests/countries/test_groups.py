"""Groups of States and their members, by facts that are known from elsewhere."""

from collections import Counter
from datetime import date

import pytest

from wgtracker.countries import CATEGORIES, NO_GROUP, REGIONS, by_name, is_group, members, parties, region_of
from wgtracker.countries.groups import load_memberships
from wgtracker.countries.table import load_table

TENTH_MEETING = date(2020, 9, 10)
OBSERVERS = {"Holy See", "State of Palestine", "Cook Islands", "Niue"}


@pytest.mark.parametrize(
    ("on", "number"),
    [
        (date(1957, 12, 31), 0), (date(1958, 1, 1), 6), (date(1973, 1, 1), 9), (date(1981, 1, 1), 10), (date(1986, 1, 1), 12),
        (date(1995, 1, 1), 15), (date(2004, 4, 30), 15), (date(2004, 5, 1), 25), (date(2007, 1, 1), 27), (date(2013, 7, 1), 28),
        (date(2020, 1, 30), 28), (date(2020, 1, 31), 28), (date(2020, 2, 1), 27), (TENTH_MEETING, 27), (None, 27),
    ],
)  # fmt: skip
def test_the_european_union_grew_and_lost_a_member(on: date | None, number: int) -> None:
    assert len(members("European Union", on)) == number


def test_who_left_the_european_union_is_named_until_then() -> None:
    kingdom = "United Kingdom of Great Britain and Northern Ireland"
    assert kingdom in members("EU", date(2020, 1, 30))
    assert kingdom not in members("EU", date(2020, 9, 10))


def test_every_member_state_has_one_regional_group() -> None:
    states = {party.name for party in parties(TENTH_MEETING) if party.category == "State"}
    assert Counter(region_of(name, TENTH_MEETING) for name in states - OBSERVERS) == {
        "African States": 54,
        "Asia-Pacific States": 54,
        "Eastern European States": 23,
        "Latin American and Caribbean States": 33,
        "Western European and other States": 29,
    }
    assert len(states - OBSERVERS) == 193


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("Brazil", "Latin American and Caribbean States"), ("Brésil", "Latin American and Caribbean States"), ("Egypt", "African States"),
        ("Czech Republic", "Eastern European States"), ("JPN", "Asia-Pacific States"), ("Turkey", "Western European and other States"),
        ("United States of America", "Western European and other States"), ("State of Palestine", "Asia-Pacific States"),
        ("Cyprus", "Asia-Pacific States"), ("Holy See", NO_GROUP),
        ("European Union", NO_GROUP), ("UNODC", NO_GROUP), ("Atlantis", NO_GROUP),
    ],
)  # fmt: skip
def test_regions_of_some(name: str, region: str) -> None:
    assert region_of(name, TENTH_MEETING) == region


def test_a_state_that_joined_its_group_late_had_none_before() -> None:
    assert region_of("Israel", date(1999, 1, 1)) == NO_GROUP
    assert region_of("Israel", TENTH_MEETING) == REGIONS["WEOG"]


@pytest.mark.parametrize(
    ("group", "number"),
    [("African Group", 54), ("GRULAC", 33), ("Group of 77 and China", 134), ("Asia-Pacific Group", 55), ("Eastern European States", 23),
     ("African Union", 0), ("Atlantis", 0)],
)  # fmt: skip
def test_groups_have_their_members(group: str, number: int) -> None:
    found = members(group, TENTH_MEETING)
    assert len(set(found)) == len(found) == number
    assert is_group(group) == bool(number)


def test_members_bear_the_names_of_the_day_in_alphabetical_order() -> None:
    assert "Turkey" in members("WEOG", TENTH_MEETING)
    assert "Türkiye" in members("WEOG", date(2023, 1, 1))
    assert members("GRULAC", TENTH_MEETING)[:3] == ("Antigua and Barbuda", "Argentina", "Bahamas")
    assert {"China", "Bosnia and Herzegovina", "State of Palestine"} < set(members("G77", TENTH_MEETING))


def test_all_parties_can_be_invited_at_once() -> None:
    found = parties(TENTH_MEETING)
    assert len(found) == len({party.name for party in found}) == len(load_table().rows)
    assert sum(1 for party in found if party.category == "State") == 197
    order = [list(CATEGORIES).index(party.category) for party in found]
    assert order == sorted(order)
    assert found[0].name == "Afghanistan"
    assert all(by_name(party.name, TENTH_MEETING) == party for party in found)


def test_the_table_is_whole() -> None:
    rows = load_memberships()
    assert all(row.group in load_table().rows and row.member in load_table().iso3 for row in rows)
    assert all(row.valid_from < row.valid_to or not row.valid_to for row in rows)
    assert len({(row.group, row.member) for row in rows}) == len(rows)
