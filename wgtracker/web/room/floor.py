"""Type what is said from the floor, with the keyboard alone: read back as it will be printed, then saved for its delegation."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from wtforms import SelectField
from wtforms.validators import ValidationError

from wgtracker import models as m
from wgtracker.errors import WgError
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.queries.receiving import list_delegations
from wgtracker.queries.room_text import RoomText, load_room_text
from wgtracker.services import floor as services
from wgtracker.web.request import actor, end_reading, needs, read, write
from wgtracker.web.room.saying import SayForm, name_unit, read_back, start_data
from wgtracker.web.room.views import bp
from wgtracker.web.secretariat.fields import line


class FloorForm(SayForm):
    """What a delegation says, typed by the operator."""

    delegation = line(lazy_gettext("Delegation"), required=lazy_gettext("Choose the delegation."))
    unit = SelectField(lazy_gettext("Paragraph"))

    def __init__(self, text: RoomText, delegations: dict[str, int], **given: Any) -> None:
        super().__init__(**given)
        self.delegations, self.room = delegations, text.room
        self.offer(text)

    def offer(self, text: RoomText) -> None:
        """Fill the lists from the text of now."""
        super().offer(text)
        self.room = text.room
        self.unit.choices = [(str(one.id), name_unit(one)) for one in text.room.units]

    def validate_delegation(self, field: Any) -> None:
        """Take only delegations of the session."""
        if field.data not in self.delegations:
            raise ValidationError(_("“%(name)s” is not among the session's delegations: choose one of them.", name=field.data))

    @property
    def said(self) -> services.Said:
        """Give what is said."""
        return self.say(int(self.unit.data))

    @property
    def voice(self) -> services.Voice:
        """Give whose words they are: the delegation has not confirmed them."""
        name = self.delegation.data or ""
        return services.Voice(self.delegations[name], name, False)

    def take_text(self) -> None:
        """Fill in the paragraph's present text, where it is to be changed."""
        number = self.unit.data or ""
        found = self.room.find(int(number)) if number.isascii() and number.isdigit() and len(number) <= 9 else None
        self.text.data = found.state.text if found is not None and self.kind.data == "wording" else ""


def make_form(negotiation: m.Negotiation, text: RoomText, **given: Any) -> FloorForm:
    """Make the form: empty, or with what was sent."""
    asked = request.args.get("unit") or str(negotiation.focus_id or "")
    data = start_data(text.room.last, {"unit": asked, "delegation": request.args.get("for", "")})
    return FloorForm(text, list_delegations(read(), negotiation.session_id), data=data, **given)


@bp.get("/n/<int:negotiation_id>/floor")
@needs("operate_room")
def floor(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show the form, with the text of the paragraph that the room is at."""
    text = load_room_text(read(), negotiation)
    form = make_form(negotiation, text, formdata=None)
    form.take_text()
    return _show(negotiation, form)


@bp.post("/n/<int:negotiation_id>/floor")
@needs("operate_room")
def enter_floor(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Read back what was typed; save what was read back."""
    negotiation_id, text = negotiation.id, load_room_text(read(), negotiation)
    form, wish = make_form(negotiation, text), request.form.get("act", "read")
    if wish == "take":
        form.take_text()
        return _show(negotiation, form)
    if not form.validate():
        return _show(negotiation, form)
    said, voice = form.said, form.voice
    try:
        if wish != "save" or form.shown.data != form.sign(said, voice):
            back = read_back(text, said, voice)
            form.shown.data = form.sign(said, voice)
            return _show(negotiation, form, back=back)
        with write() as db:
            services.read_out(db, actor(), negotiation_id=negotiation_id, delegation_id=voice.delegation_id, said=said, sent=form.sent)
    except WgError as error:
        return _show_trouble(negotiation_id, form, error.sentence)
    flash(_("Saved for %(name)s, as read from the floor. The delegation confirms it on its own page.", name=voice.name))
    return redirect(url_for(".floor", negotiation_id=negotiation_id, unit=said.unit_id), 303)


def _show_trouble(negotiation_id: int, form: FloorForm, sentence: str) -> ResponseReturnValue:
    end_reading()
    negotiation = read().get_one(m.Negotiation, negotiation_id)
    text = load_room_text(read(), negotiation)
    form.offer(text)
    form.renew(text.room.last)
    return _show(negotiation, form, trouble=sentence)


def _show(negotiation: m.Negotiation, form: FloorForm, *, back: Markup | None = None, trouble: str = "") -> ResponseReturnValue:
    failed = bool(trouble or form.errors)
    page = render_template("room/floor.html", negotiation=negotiation, form=form, back=back, trouble=trouble, failed=failed)
    return page, 422 if failed else 200


@bp.get("/n/<int:negotiation_id>/floor/text")
@needs("operate_room")
def floor_text(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Give the field with the paragraph's present text, for the form to be filled in without a new page."""
    form = make_form(negotiation, load_room_text(read(), negotiation), formdata=request.args)
    form.take_text()
    return render_template("room/_floor_text.html", form=form)
