"""Write dates, numbers and lists as United Nations English does (Editorial Manual: numbers, dates and time)."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache

NBSP = "\u00a0"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def in_words(number: int) -> str:
    """Write a number: under ten in words, from ten in figures with commas."""
    return SMALL[number] if number < len(SMALL) else f"{number:,}"


def count(number: int, one: str, many: str = "") -> str:
    """Write "two comments", "1,204 comments", "one comment", "no comments"."""
    return f"{in_words(number)} {one if number == 1 else many or one + 's'}"


def figures(number: int, one: str, many: str = "") -> str:
    """Write "6 delegations" with figures, as in headings and tables."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def series(items: Sequence[str]) -> str:
    """Join words: "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def long_date(day: date) -> str:
    """Write 13 October 2020, with spaces that do not break."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def span_in_prose(start: date, end: date) -> str:
    """Write "on 10 and 11 September 2020" or "from 27 to 29 January 2010" (with the preposition)."""
    if start == end:
        return f"on {long_date(start)}"
    if (start.year, start.month) == (end.year, end.month):
        if (end - start).days == 1:
            return f"on {start.day} and {long_date(end)}"
        return f"from {start.day} to {long_date(end)}"
    first = f"{start.day}{NBSP}{MONTHS[start.month - 1]}" if start.year == end.year else long_date(start)
    return f"from {first} to {long_date(end)}"


def clock_time(moment: datetime) -> str:
    """Write 6 p.m., 6.05 p.m., noon, midnight."""
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return "noon" if moment.hour else "midnight"
    minutes = f".{moment.minute:02d}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes}{NBSP}{'a.m.' if moment.hour < 12 else 'p.m.'}"


@lru_cache(maxsize=8)
def zone_of(name: str) -> tzinfo | None:
    """Load a time zone, or None where this machine does not know it."""
    from zoneinfo import ZoneInfo  # loaded only where a time is given

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def zone_name(zone: str) -> str:
    """Write the zone for a reader: "Vienna time"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ") + " time" if zone else ""


def moment_of(stamp: str) -> datetime | None:
    """Read an ISO 8601 time, or None."""
    try:
        return datetime.fromisoformat(stamp)
    except ValueError:
        return None


def local_time(stamp: str, zone: str) -> str:
    """Write an ISO 8601 instant in the meeting's zone: "25 September 2020, 6.05 p.m."; as given where it cannot be read."""
    moment = moment_of(stamp)
    if moment is None:
        return stamp
    known = zone_of(zone)
    if known is not None and moment.tzinfo is not None:
        moment = moment.astimezone(known)
    return f"{long_date(moment.date())}, {clock_time(moment)}"


def instant_in_full(stamp: str, zone: str) -> str:
    """Write an instant with its zone; one that names none, and has no offset, is in `zone`."""
    moment = moment_of(stamp)
    if moment is None or moment.tzinfo is None:
        return deadline_in_full(stamp if " " in stamp else f"{stamp} {zone}")
    return f"{local_time(stamp, zone)} ({zone_name(zone)})" if zone_of(zone) else local_time(stamp, zone)


def deadline_day(deadline: str) -> str:
    """Write the calendar day of a deadline as typed ("2020-09-25T18:00 Europe/Vienna"), or ""."""
    moment = moment_of(deadline.split(" ", 1)[0]) if deadline else None
    return long_date(moment.date()) if moment else ""


def deadline_in_full(deadline: str) -> str:
    """Write "25 September 2020, 6 p.m. (Vienna time)"; as typed where it cannot be read."""
    stamp, _, zone = deadline.partition(" ")
    moment = moment_of(stamp)
    if moment is None:
        return deadline
    written = long_date(moment.date())
    if "T" in stamp:
        written += f", {clock_time(moment)}"
    return f"{written} ({zone_name(zone)})" if zone else written


def capitalize(text: str) -> str:
    """Make the first letter a capital and leave the rest."""
    return text[:1].upper() + text[1:]
