"""Write a deadline as iCalendar (RFC 5545), for the calendars of those who have to keep it."""

from wgtracker import clock
from wgtracker import models as m
from wgtracker.i18n import gettext as _


def write_calendar(round_: m.Round, of: str, url: str) -> str:
    """Give one event that ends at the deadline. of: body and session; url: where the consultation is. Instants are in UTC."""
    at = f"{round_.deadline_at:%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//wgtracker//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:round-{round_.id}@wgtracker",
        f"SEQUENCE:{round_.version}",
        f"DTSTAMP:{clock.now():%Y%m%dT%H%M%SZ}",
        f"DTSTART:{at}",
        f"DTEND:{at}",
        f"SUMMARY:{_escape(_('Deadline of round %(number)s: %(of)s', number=round_.number, of=of))}",
        f"DESCRIPTION:{_escape(clock.show_deadline(round_.deadline_at, round_.zone))}",
        f"URL:{url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_fold(line) for line in lines)


def _escape(text: str) -> str:
    """Escape a text value (RFC 5545, 3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _fold(line: str) -> str:
    """Fold a line to 75 octets, between characters (RFC 5545, 3.1)."""
    out, size = [], 0
    for letter in line:
        width = len(letter.encode("utf-8"))
        if size + width > 75:
            out.append("\r\n ")
            size = 1
        out.append(letter)
        size += width
    return "".join(out) + "\r\n"
