"""The form of one file on the page of confirmation: whose it is and how it came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import ValidationError
from wtforms.widgets import DateTimeLocalInput

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.named_time import read_named_time
from wgtracker.countries import CATEGORIES
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.queries.receiving import FileLine
from wgtracker.services.confirm import Facts
from wgtracker.services.receive import parse_received
from wgtracker.web.forms import WebForm, choices_of
from wgtracker.web.secretariat.fields import line

LANGUAGES = ("", "Arabic", "Chinese", "English", "French", "Russian", "Spanish")


class FileForm(WebForm):
    """What staff record of one file. The token stands once on the page, outside."""

    class Meta:
        """Leave the token to the page."""

        csrf = False

    received_at: datetime | None = None
    version = HiddenField()
    delegation = line(lazy_gettext("Delegation"))
    category = SelectField(lazy_gettext("Category"), choices=choices_of(CATEGORIES.items()), default="other")
    channel = SelectField(lazy_gettext("How it came"))
    received = line(lazy_gettext("Received"))
    language = line(lazy_gettext("Language"), most=60)
    on_behalf_of = line(lazy_gettext("On behalf of"))
    publish = BooleanField(lazy_gettext("May be published"))
    supersedes = SelectField(lazy_gettext("Replaces"))
    replaced_by = SelectField(lazy_gettext("Is replaced by"))

    def __init__(self, one: FileLine, delegations: Mapping[str, int], zone: str, formdata: Any = None) -> None:
        row = one.row
        received = "" if row.received_at is None else clock.in_zone(row.received_at, zone).strftime("%Y-%m-%dT%H:%M")
        data = {
            "version": str(row.version), "delegation": one.delegation, "channel": str(row.channel), "received": received,
            "language": row.language, "on_behalf_of": row.on_behalf_of, "publish": "y" if row.publish else "",
            "supersedes": str(row.supersedes_id or ""), "replaced_by": str(row.intake.get("replaced_by") or ""),
        }  # fmt: skip
        prefix = f"f{row.id}"
        if formdata is not None and f"{prefix}-channel" not in formdata:  # how it came was not open on the page, so it stays as it is
            shown = ("version", "delegation", "category", *(("received",) if f"{prefix}-received" in formdata else ()))
            kept = [(f"{prefix}-{name}", value) for name, value in data.items() if name not in shown and value]
            formdata = MultiDict([*formdata.items(multi=True), *kept])
        if formdata is not None and f"{prefix}-category" not in formdata:  # it is asked for only where the name is not known
            formdata = MultiDict([*formdata.items(multi=True), (f"{prefix}-category", "other")])
        super().__init__(formdata=formdata, prefix=prefix, data=data)
        self.delegations, self.zone = delegations, zone
        self.channel.choices = [(str(value), str(words)) for value, words in name_channels().items()]
        others = [("", _("no other submission")), *((str(number), name) for number, name in one.others)]
        self.supersedes.choices = self.replaced_by.choices = others
        self.received.widget = DateTimeLocalInput()
        self.shown, self.known = received, row.received_at
        named = read_named_time(row.name)
        self.is_named = bool(received) and named is not None and f"{named:%Y-%m-%dT%H:%M}" == received
        self.received.label.text = _("Received (%(city)s time)", city=clock.city(zone))

    def validate_delegation(self, field: Any) -> None:
        """Take only delegations of the session."""
        if field.data and field.data not in self.delegations:
            raise ValidationError(
                _("“%(name)s” is not among the session's delegations: choose one of them, or add it below.", name=field.data)
            )

    def validate_received(self, field: Any) -> None:
        """Read the time; what was not changed keeps its seconds."""
        if field.data and field.data == self.shown:
            self.received_at = self.known
            return
        try:
            self.received_at = parse_received(field.data or "", self.zone)
        except BadInput as error:
            raise ValidationError(error.sentence) from None

    @property
    def facts(self) -> Facts:
        """Give what was filled in."""
        return Facts(
            self.delegations.get(self.delegation.data or ""),
            m.Channel(self.channel.data),
            self.received_at,
            self.language.data or "",
            self.on_behalf_of.data or "",
            bool(self.publish.data),
            int(self.supersedes.data) if self.supersedes.data else None,
            int(self.replaced_by.data) if self.replaced_by.data else None,
        )


def name_channels() -> dict[m.Channel, str]:
    """Name the ways that staff receive something by."""
    return {
        m.Channel.EMAIL: _("e-mail"),
        m.Channel.NOTE_VERBALE: _("note verbale"),
        m.Channel.FLOOR: _("read out on the floor"),
        m.Channel.CHAT: _("chat of the meeting"),
        m.Channel.WORD: _("Word file uploaded"),
        m.Channel.PAGE: _("typed on a page"),
    }
