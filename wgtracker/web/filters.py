"""Give templates what they show the same way on every page: times, who is here, who to write to."""

from datetime import date, datetime
from typing import Any

from flask import g, url_for
from jinja2 import Environment
from markupsafe import Markup

from wgtracker import __version__, clock, i18n
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.models import MeetingWord, Role, WorkingGroupSession
from wgtracker.queries.compilation import name_ordinal
from wgtracker.web.drawing import draw

ROLES = {
    Role.HEAD: lazy_gettext("head of delegation"),
    Role.DRAFTER: lazy_gettext("drafter"),
    Role.REVIEWER: lazy_gettext("reviewer"),
    Role.OBSERVER: lazy_gettext("observer"),
    Role.SECRETARIAT: lazy_gettext("Secretariat"),
    Role.CHAIR: lazy_gettext("Chair"),
    Role.OPERATOR: lazy_gettext("operator for the Chair"),
}


def install(environment: Environment) -> None:
    """Add the filters."""
    environment.filters.update(
        moment=show_moment,
        day=show_day,
        days=lambda pair: clock.show_days(*pair),
        interval=clock.show_interval,
        short=show_short,
        drawn=draw,
        meeting=name_meeting,
    )
    environment.globals["role_name"] = name_role


def name_meeting(session: WorkingGroupSession) -> str:
    """Name a session as people say it: "tenth meeting"."""
    word = _("meeting") if session.word == MeetingWord.MEETING else _("session")
    return _("%(ordinal)s %(word)s", ordinal=name_ordinal(session.ordinal), word=word)


def name_role(role: Role) -> str:
    """Name a role in the reader's language."""
    return str(ROLES[role])


def meeting_zone() -> str:
    """Give the zone of the session that the page is about."""
    meeting = g.get("meeting")
    return meeting.zone if isinstance(meeting, WorkingGroupSession) else "Europe/Vienna"


def reader_zone() -> str | None:
    """Give the reader's own zone, None where it is not known."""
    person = g.get("actor")
    return (person.zone or None) if person is not None else None


def show_moment(instant: datetime | None) -> Markup:
    """Show an instant in the meeting's zone and the reader's, readable for machines too."""
    if instant is None:
        return Markup("<span>{}</span>").format(_("not recorded"))
    words = clock.show_deadline(instant, meeting_zone(), reader_zone())
    return Markup('<time datetime="{}">{}</time>').format(clock.stamp(instant), words)


def show_short(instant: datetime | None) -> Markup:
    """Show an instant briefly, in the meeting's zone (the head of the table names it)."""
    if instant is None:
        return Markup("")
    return Markup('<time datetime="{}">{}</time>').format(clock.stamp(instant), clock.show_short(instant, meeting_zone()))


def show_day(day: date | None) -> Markup:
    """Show a day."""
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), clock.show_day(day)) if day else Markup("")


class Site:
    """What the frame of every page shows: language, person, officer (worked out when the template asks)."""

    version = __version__

    def __init__(self, request_globals: Any) -> None:
        self._g = request_globals

    @property
    def lang(self) -> str:
        """Give the language of the page."""
        return i18n.language().replace("_", "-")

    @property
    def dir(self) -> str:
        """Give its direction."""
        return i18n.direction()

    @property
    def home_url(self) -> str:
        """Lead to the start page."""
        return url_for("public.home")

    @property
    def who(self) -> str:
        """Name the person who is signed in."""
        person = self._g.get("actor")
        return person.name if person is not None and person.user_id is not None else ""

    @property
    def role(self) -> str:
        """Name what this person is here."""
        person, meeting = self._g.get("actor"), self._g.get("meeting")
        if person is None or not person.grants:
            return ""
        here = [grant for grant in person.grants if meeting is None or grant.session_id in (None, meeting.id)]
        return name_role(here[0].role) if here else ""

    @property
    def account_url(self) -> str:
        """Lead to one's own account."""
        return url_for("account.show")

    @property
    def sign_out_url(self) -> str:
        """Lead out."""
        return url_for("account.sign_out")

    @property
    def search_url(self) -> str:
        """Lead to the search."""
        return url_for("public.find") if self.who else ""

    @property
    def sign_in_url(self) -> str:
        """Lead in."""
        return url_for("account.sign_in")

    @property
    def officer_name(self) -> str:
        """Name the Secretariat's officer."""
        meeting = self._g.get("meeting")
        return meeting.officer if meeting is not None else ""

    @property
    def officer_email(self) -> str:
        """Give the officer's address."""
        meeting = self._g.get("meeting")
        return meeting.officer_address if meeting is not None else ""

    @property
    def meeting_words(self) -> str:
        """Name the session that the page is about, as a print is headed: "tenth meeting, Vienna, 12 and 13 November 2026"."""
        meeting = self._g.get("meeting")
        if meeting is None:
            return ""
        parts = (name_meeting(meeting), meeting.place, clock.show_days(meeting.opens_on, meeting.closes_on))
        return ", ".join(part for part in parts if part)

    @property
    def as_at(self) -> str:
        """Say what moment the page shows."""
        return clock.show_moment(clock.now(), meeting_zone(), reader_zone()) if self._g.get("meeting") is not None else ""
