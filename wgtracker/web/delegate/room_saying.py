"""Let a head of delegation speak in the room: propose, and reword an own proposal; read back as it will be printed, then sent."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from wgtracker import models as m
from wgtracker.errors import NotAllowed, NotFound, WgError
from wgtracker.i18n import gettext as _
from wgtracker.queries.room_text import RoomText, find_step, load_room_text
from wgtracker.room import model as r
from wgtracker.services import floor as services
from wgtracker.web.delegate.blueprint import bp
from wgtracker.web.delegate.room import Seat, seat_of
from wgtracker.web.request import actor, end_reading, needs, read, write
from wgtracker.web.room.saying import SayForm, find_unit, read_back, start_data


@bp.get("/n/<int:negotiation_id>/p/<int:unit_id>/propose")
@needs("speak_in_room")
def room_propose(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Show the form, with the text of now; where an own proposal is reworded, with its wording."""
    _take_seat(negotiation)
    text = load_room_text(read(), negotiation)
    standing, instead = find_unit(text, unit.id).state, find_own(text, negotiation, unit.id)
    kind = request.args.get("kind", "wording")
    words = "" if kind == "new" else instead.proposed if instead and instead.proposed else standing.text
    kind = kind if kind in services.KINDS else "wording"
    form = SayForm(formdata=None, data=start_data(text.room.last, {"text": words, "kind": kind}))
    return _show(negotiation, text, unit.id, form)


def _take_seat(negotiation: m.Negotiation) -> Seat:
    seat = seat_of(negotiation)
    if seat.delegation is None or not seat.may_speak:
        raise NotAllowed(_("Only the head of a delegation speaks for it in the room."))
    return seat


def find_own(text: RoomText, negotiation: m.Negotiation, unit_id: int) -> r.Proposal | None:
    """Find the own proposal that is to be reworded, as the address names it. Raises NotFound where it is another's, or none."""
    wanted = request.args.get("instead", "")
    if not wanted:
        return None
    found = find_unit(text, unit_id).state.proposal(wanted)
    if found is None or found.by != seat_of(negotiation).name:
        raise NotFound(_("There is no such proposal on this paragraph."))
    return found


@bp.post("/n/<int:negotiation_id>/p/<int:unit_id>/propose")
@needs("speak_in_room")
def room_propose_it(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Read back what was typed; send what was read back."""
    negotiation_id, unit_id, seat = negotiation.id, unit.id, _take_seat(negotiation)
    text, form = load_room_text(read(), negotiation), SayForm()
    form.offer(text)
    if not form.validate():
        return _show(negotiation, text, unit_id, form)
    assert seat.delegation is not None
    instead, voice = find_own(text, negotiation, unit_id), services.Voice(seat.delegation.id, seat.name, True)
    said = form.say(unit_id, instead.id if instead and instead.kind != "new" else "")
    try:
        if request.form.get("act") != "save" or form.shown.data != form.sign(said, voice):
            back = read_back(text, said, voice)
            form.shown.data = form.sign(said, voice)
            return _show(negotiation, text, unit_id, form, back=back)
        with write() as db:
            done = services.speak(db, actor(), negotiation_id=negotiation_id, delegation_id=voice.delegation_id, said=said, sent=form.sent)
            at = done.recommendation_id
    except WgError as error:
        end_reading()
        negotiation = read().get_one(m.Negotiation, negotiation_id)
        text = load_room_text(read(), negotiation)
        form.renew(text.room.last)
        return _show(negotiation, text, unit_id, form, trouble=error.sentence)
    flash(_("Your proposal is before the meeting."))
    return redirect(url_for("delegate.room_point", negotiation_id=negotiation_id, unit_id=at), 303)


def _show(
    negotiation: m.Negotiation, text: RoomText, unit_id: int, form: SayForm, *, back: Markup | None = None, trouble: str = ""
) -> ResponseReturnValue:
    form.offer(text)
    failed = bool(trouble or form.errors)
    page = render_template(
        "delegate/room_propose.html", negotiation=negotiation, unit=find_unit(text, unit_id), step=find_step(text, unit_id), form=form,
        back=back, trouble=trouble, failed=failed, seat=seat_of(negotiation), instead=find_own(text, negotiation, unit_id),
    )  # fmt: skip
    return page, 422 if failed else 200
