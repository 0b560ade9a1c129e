"""Know the regional groups of States and the groups that speak in Vienna, with their members on a day.

The table is members.tsv: one row for each State in each group and the time for which it belonged to it. docs/countries.md names what each
list rests on.
"""

import os
from datetime import date
from functools import cache
from typing import NamedTuple

from wgtracker.countries.finding import code_of
from wgtracker.countries.table import CATEGORIES, Party, load_table, name_party

NO_GROUP = "No group"
REGIONS = {
    "AFRICAN": "African States",
    "APG": "Asia-Pacific States",
    "EEG": "Eastern European States",
    "GRULAC": "Latin American and Caribbean States",
    "WEOG": "Western European and other States",
}
"""The regional groups of the United Nations: code in the table, and the name that lists are headed with, in the order of lists."""


class Membership(NamedTuple):
    """One row of members.tsv: codes of a group and a State, valid from a day (included) to a day (not included); "" is open."""

    group: str
    member: str
    valid_from: str
    valid_to: str


@cache
def load_memberships() -> tuple[Membership, ...]:
    """Read members.tsv; later calls give the same rows."""
    with open(f"{os.path.dirname(__file__)}/members.tsv", encoding="utf-8") as file:
        lines = file.read().split("\n")[1:-1]
    return tuple([Membership(*line.split("\t")) for line in lines])


def region_of(name: str, on: date | None) -> str:
    """Give the regional group of a State on a day (None: now), as REGIONS names it; NO_GROUP for whoever belongs to none.

    name: any name or code by which the table knows the State.
    """
    found = next((one.group for one in _list_regions().get(code_of(name), ()) if _is_valid(one, on)), "")
    return REGIONS.get(found, NO_GROUP)


@cache
def _list_regions() -> dict[str, list[Membership]]:
    """Give each State's rows in the regional groups, by its code."""
    found: dict[str, list[Membership]] = {}
    for one in load_memberships():
        if one.group in REGIONS:
            found.setdefault(one.member, []).append(one)
    return found


def members(group: str, on: date | None) -> tuple[str, ...]:
    """List the members of a group on a day (None: now) by the names they bear then, in alphabetical order; none for an unknown group.

    group: any name or abbreviation of it ("European Union", "GRULAC", "Group of 77 and China"), or a name in REGIONS.
    """
    code = _group_code(group)
    found = [name_party(one.member, on) for one in load_memberships() if one.group == code and _is_valid(one, on)]
    return tuple([party.name for party in sorted(found, key=lambda party: party.sort_key)])


def parties(on: date | None) -> tuple[Party, ...]:
    """List every State and organization of the table under its name on a day (None: now): categories in order, then the alphabet."""
    order = list(CATEGORIES)
    found = [name_party(code, on) for code in load_table().rows]
    return tuple(sorted(found, key=lambda party: (order.index(party.category), party.sort_key)))


def is_group(name: str) -> bool:
    """Tell whether the table knows the members of what this names."""
    code = _group_code(name)
    return any(one.group == code for one in load_memberships())


def _group_code(name: str) -> str:
    return next((code for code, region in REGIONS.items() if region == name), "") or code_of(name)


def _is_valid(one: Membership, on: date | None) -> bool:
    day = on.isoformat() if on else "9999"
    return one.valid_from <= day and (day < one.valid_to or not one.valid_to)
