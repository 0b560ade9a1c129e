"""Load the dated table of States and organizations, and answer by which name one goes on a day.

The table is parties.tsv: one row for each name of a party and the time it was valid; the first row of a party is its
present name and holds its other names, separated by semicolons. It is read once, when it is first asked for.
"""

import os
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from wgtracker.countries.folding import fold, fold_cells

Category = Literal["State", "REIO", "IGO", "UN", "NGO", "other"]

CATEGORIES: dict[Category, str] = {
    "State": "States",
    "REIO": "Regional economic integration organizations",
    "IGO": "Intergovernmental organizations",
    "UN": "United Nations entities",
    "NGO": "Non-governmental organizations",
    "other": "Other",
}
"""Every category with the heading that papers print, in printing order."""


class Party(NamedTuple):
    """A State or organization under the name it bears on one day.

    name: UN short name in English. category: a key of CATEGORIES. iso3: "" for organizations.
    """

    name: str
    category: Category
    sort_key: str
    iso3: str


class Name(NamedTuple):
    """One row of parties.tsv: a name, valid from a day (included) to a day (not included); "" is open. Days as YYYY-MM-DD.

    code: ISO3 of a State, else the organization's abbreviation. also: other names, separated by semicolons.
    """

    category: Category
    code: str
    iso2: str
    m49: str
    valid_from: str
    valid_to: str
    english: str
    french: str
    also: str


class Table(NamedTuple):
    """The table as it is searched. A value is the code of the party meant; two, with a space between, where a word is ambiguous.

    rows: the rows of each party, the present one first. names: folded names, of any language and time, long ones also as
    one word ("southafrica"). capitals: abbreviations that count only where they stand in capitals. iso3, iso2: codes.
    unspaced: names in scripts without spaces between words. longest: the words of the longest name.
    """

    rows: dict[str, list[str]]
    names: dict[str, str]
    capitals: dict[str, str]
    iso3: dict[str, str]
    iso2: dict[str, str]
    unspaced: dict[str, str]
    longest: int


@cache
def load_table() -> Table:
    """Read parties.tsv and index it; later calls give the same table."""
    with open(f"{os.path.dirname(__file__)}/parties.tsv", encoding="utf-8") as file:  # pathlib would take longer to load than the table
        text = file.read()
    table = Table({}, {}, {}, {}, {}, {}, longest=1)
    for line, folded_line in zip(text.split("\n")[1:-1], fold_cells(text).split("\n")[1:-1]):
        category, code, iso2, _, _, _, names = line.split("\t", 6)
        table.rows.setdefault(code, []).append(line)
        if category == "State":
            table.iso3[code] = code
        if iso2:
            table.iso2[iso2] = code
        spellings = names.replace("\t", ";").split(";")
        for spelling, folded in zip(spellings, folded_line.split("\t", 6)[6].replace("\t", ";").split(";")):
            _add_spelling(table, spelling, folded.strip(), code)
    return table._replace(longest=max(name.count(" ") for name in table.names) + 1)


def _add_spelling(table: Table, spelling: str, folded: str, code: str) -> None:
    if spelling.isupper() and spelling.isascii() and " " not in spelling:
        _add(table.capitals, spelling, code)
    elif spelling >= "\u3040":
        _add(table.unspaced, spelling, code)
    elif spelling:
        _add(table.names, folded, code)
        # Long names also count when written as one word, as file names like to; short ones ("u k") would meet other words.
        if len(folded) > 6 and " " in folded:
            _add(table.names, folded.replace(" ", ""), code)


def _add(index: dict[str, str], spelling: str, code: str) -> None:
    known = index.setdefault(spelling, code)
    if code not in known.split():
        index[spelling] = f"{known} {code}"


def name_party(code: str, on: date | None) -> Party:
    """Give a party of the table under its name on a day; None asks for the present name."""
    names = [Name(*row.split("\t")) for row in load_table().rows[code]]  # type: ignore[arg-type]
    day = on.isoformat() if on else "9999"
    valid = next((name for name in names if name.valid_from <= day and (day < name.valid_to or not name.valid_to)), names[0])
    return Party(valid.english, valid.category, fold(valid.english), valid.code if valid.category == "State" else "")
