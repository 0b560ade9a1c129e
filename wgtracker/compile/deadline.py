"""Read a deadline as a person states it: a local time and the zone it is in."""

from datetime import datetime, tzinfo

from wgtracker.errors import BadInput


def read_zone(name: str) -> tzinfo:
    """Find a time zone by its IANA name. Raises BadInput."""
    from zoneinfo import ZoneInfo, available_timezones  # loaded only where a time is given

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        if not available_timezones():
            raise BadInput("This machine has no table of time zones; install it (on Debian: apt install tzdata) and run again.") from None
        raise BadInput(f"“{name}” is not a time zone; write its IANA name, such as Europe/Vienna.") from None


def read_deadline(text: str, zone: str) -> datetime:
    """Read "2020-09-25T18:00 Europe/Vienna", or a time with an offset; without either it is in `zone`. Raises BadInput."""
    moment, _, named = text.strip().partition(" ")
    if named and named[0].isdigit():  # "2020-09-25 18:00 Europe/Vienna"
        clock, _, named = named.partition(" ")
        moment = f"{moment}T{clock}"
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        raise BadInput(f"“{text}” is not a deadline; write it as “2020-09-25T18:00 Europe/Vienna”.") from None
    if found.tzinfo and not named:
        return found
    return found.replace(tzinfo=read_zone(named.strip() or zone))
