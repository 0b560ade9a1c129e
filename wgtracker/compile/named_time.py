"""Read the day and time that stand in a file's name, as mail programs and registries write them: "2020-09-25 1745 Brazil.docx"."""

import re
from datetime import datetime

_MOMENT = re.compile(r"(?a)(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?:T|[ _-]+|[ _-]+at[ _-]+)([012]\d)[.:h_-]?([0-5]\d)(?!\d)")


def read_named_time(name: str) -> datetime | None:
    """Give the one day and time in a file name, a local time; None where there is none, or a day alone: a day is not when a file came."""
    found = {match.groups() for match in _MOMENT.finditer(name)}
    if len(found) != 1:
        return None
    year, month, day, hour, minute = map(int, found.pop())
    try:
        return datetime(year, month, day, hour, minute)
    except ValueError:
        return None
