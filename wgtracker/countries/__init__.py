"""Know the delegations: the dated table of names, how to find one in a file name, and the groups of States.

docs/countries.md names the sources of the table and what each date rests on.
"""

from wgtracker.countries.finding import Found, by_name, find
from wgtracker.countries.folding import sort_key
from wgtracker.countries.groups import NO_GROUP, REGIONS, is_group, members, parties, region_of
from wgtracker.countries.table import CATEGORIES, Category, Party

__all__ = [
    "CATEGORIES",
    "NO_GROUP",
    "REGIONS",
    "Category",
    "Found",
    "Party",
    "by_name",
    "find",
    "is_group",
    "members",
    "parties",
    "region_of",
    "sort_key",
]
