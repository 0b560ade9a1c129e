"""Read the map: what the Secretariat knows of each returned file that the file itself does not say."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from wgtracker.countries import CATEGORIES
from wgtracker.errors import BadInput

COLUMNS = ("file", "delegation", "category", "received_at", "language", "on_behalf_of", "supersedes", "publish")
_YES = frozenset(("", "yes", "y", "true", "1"))
_NO = frozenset(("no", "n", "false", "0"))


class Row(NamedTuple):
    """One row of the map; "" where the cell is empty. received_at: an instant with its offset, or None."""

    file: str
    delegation: str = ""
    category: str = ""
    received_at: datetime | None = None
    language: str = ""
    on_behalf_of: str = ""
    supersedes: str = ""
    publish: bool = True


def normal_name(name: str) -> str:
    """Give a file name as it is compared (NFC; some systems store accents apart)."""
    return unicodedata.normalize("NFC", name.strip())


def read_map(content: bytes, files: Sequence[str], zone: tzinfo) -> dict[str, Row]:
    """Read a map.csv for these files: normalized file name -> row. Raises BadInput with the line and what to do.

    A comma, a semicolon or a tab separates the columns; times without an offset are in `zone`, the meeting's.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("The map is not UTF-8 text; save it as “CSV UTF-8” and run again.") from None
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        lines = [[cell.strip() for cell in line] for line in reader]
    except csv.Error as error:
        raise BadInput(f"The map cannot be read as CSV ({error}); save it as “CSV UTF-8” and run again.") from None
    names = [name.strip().lower() for name in lines[0]] if lines else []
    if "file" not in names:
        raise BadInput(f"The map has no column “file”; its first line must name the columns: {', '.join(COLUMNS)}.")
    unknown = [name for name in names if name and name not in COLUMNS]
    if unknown:
        raise BadInput(f"The map has a column “{unknown[0]}” that is not known; the columns are {', '.join(COLUMNS)}.")
    known = {normal_name(file): file for file in files}
    rows: dict[str, Row] = {}
    for number, line in enumerate(lines[1:], start=2):
        if not any(line):
            continue
        row = _read_row(dict(zip(names, line)), number, zone)
        key = normal_name(row.file)
        if key not in known:
            raise BadInput(
                f"Line {number} of the map names “{row.file}”, which is not among the returned files; correct the name or add the file."
            )
        if key in rows:
            raise BadInput(f"Line {number} of the map names “{row.file}” a second time; keep one line for each file.")
        rows[key] = row
    _check_supersedes(rows, known)
    return rows


def _read_row(cells: dict[str, str], number: int, zone: tzinfo) -> Row:
    publish = cells.get("publish", "").lower()
    if publish not in _YES | _NO:
        raise BadInput(f"Line {number} of the map: publish is “{publish}”; write yes or no.")
    return Row(
        file=cells["file"],
        delegation=cells.get("delegation", ""),
        category=_read_category(cells.get("category", ""), number),
        received_at=_read_instant(cells.get("received_at", ""), number, zone),
        language=cells.get("language", ""),
        on_behalf_of=cells.get("on_behalf_of", ""),
        supersedes=cells.get("supersedes", ""),
        publish=publish in _YES,
    )


def _read_category(cell: str, number: int) -> str:
    if not cell:
        return ""
    for key, heading in CATEGORIES.items():
        if cell.lower() in (key.lower(), heading.lower(), heading.lower().rstrip("s")):
            return key
    if cell.lower() in ("state party", "signatory", "states parties", "other state"):
        return "State"
    raise BadInput(f"Line {number} of the map: the category “{cell}” is not known; write one of {', '.join(CATEGORIES)}.")


def _read_instant(cell: str, number: int, zone: tzinfo) -> datetime | None:
    if not cell:
        return None
    try:
        found = datetime.fromisoformat(cell)
    except ValueError:
        raise BadInput(
            f"Line {number} of the map: “{cell}” is not a time; write it as 2020-09-25T17:30 or 2020-09-25T17:30+02:00."
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _check_supersedes(rows: dict[str, Row], known: dict[str, str]) -> None:
    for key, row in rows.items():
        seen = {key}
        while row.supersedes:
            older = normal_name(row.supersedes)
            if older not in known:
                raise BadInput(f"The map says that “{row.file}” supersedes “{row.supersedes}”, which is not among the returned files.")
            if older in seen:
                raise BadInput(
                    f"The map says that “{row.file}” supersedes itself, directly or in a circle; correct the column “supersedes”."
                )
            seen.add(older)
            row = rows.get(older, Row(older))
