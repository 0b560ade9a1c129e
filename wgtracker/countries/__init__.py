"""Know the delegations: the dated table of names, and how to find one in a file name.

docs/countries.md names the sources of the table and what each date rests on.
"""

from wgtracker.countries.finding import Found, by_name, find
from wgtracker.countries.folding import sort_key
from wgtracker.countries.table import CATEGORIES, Category, Party

__all__ = ["CATEGORIES", "Category", "Found", "Party", "by_name", "find", "sort_key"]
