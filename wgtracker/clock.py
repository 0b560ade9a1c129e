"""Keep the time: one clock for the whole program, and every instant shown in the meeting's zone first, the reader's second.

An instant is an aware datetime in UTC and is stored as such; a wall time is what a person types, and belongs to a zone.
Babel and the table of zones are loaded only where a time is shown or typed.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from typing import NamedTuple

from wgtracker.errors import BadInput
from wgtracker.i18n import gettext, language, lazy_gettext

REGIONS = {
    "Africa": lazy_gettext("Africa"),
    "America": lazy_gettext("Americas"),
    "Antarctica": lazy_gettext("Antarctica"),
    "Arctic": lazy_gettext("Arctic"),
    "Asia": lazy_gettext("Asia"),
    "Atlantic": lazy_gettext("Atlantic Ocean"),
    "Australia": lazy_gettext("Australia"),
    "Europe": lazy_gettext("Europe"),
    "Indian": lazy_gettext("Indian Ocean"),
    "Pacific": lazy_gettext("Pacific Ocean"),
}
"""The first part of a zone's name, as people are shown it."""

_ACCENTED = "Araguaína Belém Bogotá Córdoba Cuiabá Eirunepé Lomé Maceió N’Djamena Río_Gallegos Santarém São_Paulo Tucumán".split()
_EARLIEST, _LATEST = 1900, 2200  # a year outside is a slip of the hand
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_WRITTEN_DAY = re.compile(r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]+),? (\d{4})", re.I)
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?::\d{2})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_MONTH, _YEAR = 30 * _DAY, 365 * _DAY  # as Babel counts them


class Zone(NamedTuple):
    """One zone to choose: its IANA name, its city and region in the language in use, and its offset at that time ("UTC+2")."""

    name: str
    city: str
    region: str
    offset: str


_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Give this instant, in UTC. Nothing else in the program asks for the time, so that a test can stop it in one place."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def telling(instant: datetime) -> Iterator[None]:
    """Let it be another time within the block: the demonstration tells what happened on the days before."""
    token = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(token)


@cache
def read_zone(name: str) -> tzinfo:
    """Find a time zone by its IANA name. Raises BadInput."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        if not available_timezones():
            raise BadInput("This machine has no table of time zones; install it (on Debian: apt install tzdata) and run again.") from None
        raise BadInput(gettext("“%(name)s” is not a time zone; write its IANA name, such as Europe/Vienna.", name=name)) from None


def in_zone(instant: datetime, zone: str) -> datetime:
    """Give an instant as the clocks of a zone show it. Raises ValueError for a time without any zone: that is no instant."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no zone; instants are stored in UTC and carry it")
    return instant.astimezone(read_zone(zone))


def local_to_utc(wall: datetime, zone: str) -> datetime:
    """Give the instant at which the clocks of a zone show this time.

    wall: a time without a zone, as a person typed it. Raises BadInput for a time that the clocks skip or show twice, in the
    nights when they are changed: a deadline has to be one instant, and the person who sets it says which.
    """
    ours = read_zone(zone)
    before, after = (_offset(wall.replace(tzinfo=ours, fold=fold)) for fold in (0, 1))
    if before == after:
        return (wall - before).replace(tzinfo=UTC)
    change = _find_change(wall - max(before, after), wall - min(before, after), ours)
    values = {
        "time": f"{wall:%H:%M}",
        "day": show_day(wall.date()),
        "city": city(zone),
        "first": f"{change + before:%H:%M}",
        "last": f"{change + after:%H:%M}",
    }
    if before < after:
        raise BadInput(
            gettext(
                "%(time)s on %(day)s does not exist in %(city)s: the clocks go forward from %(first)s to %(last)s. Choose another time.",
                **values,
            )
        )
    raise BadInput(
        gettext(
            "%(time)s on %(day)s comes twice in %(city)s: the clocks go back from %(first)s to %(last)s. Choose another time.",
            **values,
        )
    )


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta()


def _find_change(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """Find the second between two times of UTC (without zone) at which the clocks of a zone are changed."""

    def offset(at: datetime) -> timedelta:
        return _offset(at.replace(tzinfo=UTC).astimezone(zone))

    old = offset(low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if offset(middle) == old else (low, middle)
    return high


def read_wall(day: str, time: str = "") -> datetime:
    """Read a day and a time of day as a person types them, without a zone. Raises BadInput.

    day: "2020-09-25", "25.9.2020", "25 September 2020"; or day and time in one, "2020-09-25T18:00", as a browser sends them.
    time: "18:00", "18.00"; "24:00" is the end of that day. None is read as the start of the day.
    """
    day, _, rest = day.strip().replace("t", "T").partition("T") if _ISO_DAY.match(day.strip()) else (day.strip(), "", "")
    found = _read_day(day)
    hours, minutes = _read_time(time.strip() or rest or "0:00")
    return datetime(found.year, found.month, found.day) + timedelta(hours=hours, minutes=minutes)


def _read_day(text: str) -> date:
    year = month = number = "0"
    if iso := _ISO_DAY.fullmatch(text):
        year, month, number = iso.groups()
    elif dotted := _DOTTED_DAY.fullmatch(text):
        number, month, year = dotted.groups()
    elif written := _WRITTEN_DAY.fullmatch(" ".join(text.split())):
        number, name, year = written.groups()
        month = str(1 + _MONTHS.index(name[:3].lower())) if name[:3].lower() in _MONTHS else "0"
    else:
        raise BadInput(gettext("“%(text)s” is not a date; write it as 2020-09-25 or 25 September 2020.", text=text[:40]))
    if not _EARLIEST <= int(year) < _LATEST:
        raise BadInput(gettext("The year %(year)s cannot be meant; write the date as 2020-09-25 or 25 September 2020.", year=year))
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        raise BadInput(
            gettext("There is no such day as “%(text)s”; write the date as 2020-09-25 or 25 September 2020.", text=text)
        ) from None


def _read_time(text: str) -> tuple[int, int]:
    found = _TIME.fullmatch(text)
    hours, minutes = (int(found[1]), int(found[2])) if found else (99, 99)
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise BadInput(gettext("“%(text)s” is not a time of day; write it as 18:00, on the clock of 24 hours.", text=text[:40]))
    return hours, minutes


def show_moment(instant: datetime, meeting_zone: str, reader_zone: str | None = None) -> str:
    """Show an instant in the meeting's zone and then in the reader's: "Thursday 1 October 2020, 18:00 Vienna (13:00 São Paulo)".

    The reader's day is said where it is another. In the hour that comes twice, the offset is said.
    """
    there = in_zone(instant, meeting_zone)
    return _beside(_moment(there.date(), f"{there:%H:%M}", there, meeting_zone), there, instant, meeting_zone, reader_zone)


def show_deadline(instant: datetime, meeting_zone: str, reader_zone: str | None = None) -> str:
    """Show an instant as `show_moment` does; midnight is 24:00 of the day that ends, which nobody takes for a day later."""
    there = in_zone(instant, meeting_zone)
    if (there.hour, there.minute) != (0, 0):
        return show_moment(instant, meeting_zone, reader_zone)
    return _beside(_moment(there.date() - timedelta(days=1), "24:00", there, meeting_zone), there, instant, meeting_zone, reader_zone)


def _moment(day: date, time: str, there: datetime, zone: str) -> str:
    return gettext("%(day)s, %(time)s %(city)s", day=show_day(day), time=time, city=_city_and_offset(there, zone))


def _beside(moment: str, there: datetime, instant: datetime, meeting_zone: str, reader_zone: str | None) -> str:
    if not reader_zone or reader_zone == meeting_zone:
        return moment
    here = in_zone(instant, reader_zone)
    if here.date() != there.date():
        reader = _moment(here.date(), f"{here:%H:%M}", here, reader_zone)
    else:
        reader = gettext("%(time)s %(city)s", time=f"{here:%H:%M}", city=_city_and_offset(here, reader_zone))
    return gettext("%(moment)s (%(other)s)", moment=moment, other=reader)


def _city_and_offset(local: datetime, zone: str) -> str:
    """Name the city, and the offset in the hour that comes twice."""
    if _offset(local.replace(fold=0)) == _offset(local.replace(fold=1)):
        return city(zone)
    return f"{city(zone)}, {show_offset(local, zone)}"


def show_short(instant: datetime, zone: str) -> str:
    """Show an instant for a table whose head names the zone: "1 Oct 2020, 18:00"."""
    there = in_zone(instant, zone)
    return gettext("%(day)s, %(time)s", day=_day_as(there.date(), "d MMM y", "medium", language()), time=f"{there:%H:%M}")


def show_time(instant: datetime, zone: str) -> str:
    """Show the time of day and whose it is: "14:32 (Vienna)"."""
    there = in_zone(instant, zone)
    return gettext("%(time)s (%(city)s)", time=f"{there:%H:%M}", city=_city_and_offset(there, zone))


def show_day(day: date) -> str:
    """Show a day: "Thursday 1 October 2020". For the day of an instant, ask `in_zone` first."""
    return _day_as(date(day.year, day.month, day.day), "EEEE d MMMM y", "full", language())


def show_days(first: date, last: date) -> str:
    """Show the days of a session: "1 October 2020", "1 and 2 October 2020", "1–3 October 2020", "30 September–2 October 2020"."""
    from babel.dates import format_date, format_interval

    locale = _locale(language())
    if first == last:
        return format_date(first, "long", locale)
    if not locale.startswith("en"):
        return format_interval(first, last, "yMMMMd", locale=locale)
    if (first.year, first.month) == (last.year, last.month):
        start, joint = f"{first.day}", " and " if (last - first).days == 1 else "–"
    else:
        start, joint = format_date(first, "d MMMM" if first.year == last.year else "d MMMM y", locale), "–"
    return start + joint + format_date(last, "d MMMM y", locale)


@lru_cache(maxsize=4096)
def _day_as(day: date, english: str, others: str, tag: str) -> str:
    """Write a day in the manner of UN documents in English, and as CLDR has it elsewhere."""
    from babel.dates import format_date

    return format_date(day, english if tag.split("_")[0] == "en" else others, _locale(tag))


def show_interval(instant: datetime, since: datetime | None = None) -> str:
    """Show how far off an instant is: "in 2 days", "in 3 hours", "4 minutes ago"; since: the present, unless given.

    Never more than is left: 47 hours are "in 47 hours", 71 hours "in 2 days".
    """
    from babel.dates import format_timedelta

    seconds = int((instant - (since or now())).total_seconds())
    size = abs(seconds)
    if size < _MINUTE:
        return gettext("now") if seconds == 0 else gettext("in less than a minute") if seconds > 0 else gettext("less than a minute ago")
    units = ((_HOUR, _MINUTE), (2 * _DAY, _HOUR), (2 * _MONTH, _DAY), (2 * _YEAR, _MONTH), (size + 1, _YEAR))
    unit = next(unit for below, unit in units if size < below)
    count = size // unit
    step = timedelta(seconds=count * unit if seconds > 0 else -count * unit)
    # A threshold of that very number keeps Babel from turning 47 hours into 2 days.
    return format_timedelta(step, threshold=count, add_direction=True, locale=_locale(language()))


def show_offset(instant: datetime, zone: str) -> str:
    """Show how far the clocks of a zone are from UTC at an instant: "UTC+2", "UTC−3:30", "UTC"."""
    minutes = _offset(in_zone(instant, zone)) // timedelta(minutes=1)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def stamp(instant: datetime) -> str:
    """Write an instant for machines, as the attribute `datetime` of an element `time` takes it: "2020-10-01T16:00:00Z"."""
    return in_zone(instant, "UTC").strftime("%Y-%m-%dT%H:%M:%SZ")


def city(zone: str) -> str:
    """Name the city of a zone, in the language in use: "Vienna", "São Paulo". Raises BadInput for what is no zone."""
    return _city(zone, language())


@lru_cache(maxsize=4096)
def _city(zone: str, tag: str) -> str:
    from babel.dates import get_timezone_location

    read_zone(zone)
    if "/" not in zone or zone.startswith("Etc/"):
        return zone.removeprefix("Etc/")
    name = get_timezone_location(zone, locale=_locale(tag), return_city=True).split("/")[-1]
    return _accents().get(name.lower(), name)


@cache
def _accents() -> dict[str, str]:
    from unicodedata import normalize

    names = [name.replace("_", " ") for name in _ACCENTED]
    return {normalize("NFKD", name).encode("ascii", "ignore").decode().lower(): name for name in names}


@cache
def _locale(tag: str) -> str:
    """Give the locale whose names of days and months Babel has; a language it does not know gets English ones."""
    from babel.core import Locale, UnknownLocaleError

    if tag.split("_")[0] == "en":
        return "en_GB"  # UN documents: 1 October 2020
    try:
        return str(Locale.parse(tag))
    except (UnknownLocaleError, ValueError):
        return "en_GB"


def zones(at: datetime | None = None) -> list[Zone]:
    """List the zones to choose from, UTC first, then by region and city, with their offsets at an instant (None: now).

    Source: the names that the tz database gives for each country (zone.tab), so no zone appears under two names.
    """
    from unicodedata import normalize

    instant = at or now()
    found = [Zone(name, city(name), str(REGIONS[name.split("/")[0]]), show_offset(instant, name)) for name in _zone_names()]
    found.sort(key=lambda zone: (zone.region, normalize("NFKD", zone.city)))
    return [Zone("UTC", "UTC", "UTC", "UTC"), *found]


@cache
def _zone_names() -> tuple[str, ...]:
    from importlib.resources import files

    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t")[2] for line in lines if line and not line.startswith("#"))
