"""Read a deadline as a person states it: a local time and the zone it is in."""

from datetime import datetime, timedelta

from wgtracker.clock import local_to_utc, read_zone
from wgtracker.errors import BadInput


def read_deadline(text: str, zone: str) -> datetime:
    """Read "2020-09-25T18:00 Europe/Vienna", or a time with an offset; without either it is in `zone`.

    24:00 is the end of its day. Raises BadInput, also for a time that the clocks skip or show twice when they are changed.
    """
    moment, _, named = text.strip().partition(" ")
    if named and named[0].isdigit():  # "2020-09-25 18:00 Europe/Vienna"
        clock, _, named = named.partition(" ")
        moment = f"{moment}T{clock}"
    try:
        found = datetime.fromisoformat(moment.replace("T24:00", "T00:00")) + timedelta(days="T24:00" in moment)
    except (ValueError, OverflowError):
        raise BadInput(f"“{text}” is not a deadline; write it as “2020-09-25T18:00 Europe/Vienna”.") from None
    if found.tzinfo and not named:
        return found
    name = named.strip() or zone
    local_to_utc(found, name)
    return found.replace(tzinfo=read_zone(name))
