"""Say whose a returned file is: from the map, else from its name, else the name itself with a warning."""

import re
from datetime import date
from typing import NamedTuple

from wgtracker.compile.returned_map import Row
from wgtracker.countries import by_name, find, sort_key
from wgtracker.word.clean import plain_name


class Identity(NamedTuple):
    """Whose a file is. name: as printed; category: a key of countries.CATEGORIES."""

    name: str
    category: str
    sort_key: str
    warnings: tuple[str, ...]


def identify(file: str, row: Row, on: date | None) -> Identity:
    """Name the delegation of a file. on: the day whose names are printed (the session's), None for the present ones."""
    name = plain_name(row.delegation)
    if name:
        party = by_name(name, on)
        if party is not None:
            return Identity(party.name, row.category or party.category, party.sort_key, ())
        return Identity(name, row.category or "other", sort_key(name), ())
    found = find(file, on)
    if found.party is not None:
        return Identity(found.party.name, row.category or found.party.category, found.party.sort_key, ())
    stem = plain_name(re.sub(r"\.docx?$", "", file, flags=re.IGNORECASE)) or "Unnamed file"
    if found.ambiguous:
        warning = f"The file name names several delegations ({', '.join(found.ambiguous)}); say in the map whose it is."
    else:
        warning = "No delegation was recognized in the file name, so the name itself stands; say in the map whose it is."
    return Identity(stem, row.category or "other", sort_key(stem), (warning,))
