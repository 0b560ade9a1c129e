"""Record and show who stands where: the list of one paragraph, and the matrix of all of them at any act or time."""

from collections.abc import Mapping
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, SelectField

from wgtracker import models as m
from wgtracker.errors import BadInput, WgError
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.policy import can
from wgtracker.queries import room_matrix as queries
from wgtracker.queries.room_own import list_choices
from wgtracker.queries.room_text import RoomText, find_step, load_room_text
from wgtracker.room import model as r
from wgtracker.services import stances as services
from wgtracker.web.downloads import hand_out
from wgtracker.web.forms import WebForm
from wgtracker.web.request import actor, end_reading, needs, read, scope_of, write
from wgtracker.web.room.saying import find_neighbours, find_unit, name_unit, read_number, show_act
from wgtracker.web.room.sent import sent_key
from wgtracker.web.room.views import bp
from wgtracker.web.secretariat.fields import line, one_line
from wgtracker.web.sheets import write_sheet

SAYS = {
    "proposes": lazy_gettext("proposes other wording"),
    "co_sponsors": lazy_gettext("co-sponsors"),
    "supports": lazy_gettext("supports"),
    "can_live_with": lazy_gettext("can live with it"),
    "opposes": lazy_gettext("opposes"),
    "reserves": lazy_gettext("reserves its position"),
    "comments": lazy_gettext("comments"),
}
SIGNS = {"proposes": "P", "co_sponsors": "Co", "supports": "S", "can_live_with": "L", "opposes": "O", "reserves": "R", "comments": "C"}
STANDS = {str(stand): SAYS[str(stand)] for stand in (*list(r.Stand)[1:2], *list(r.Stand)[:1], *list(r.Stand)[2:])}
"""What one may say of others' words, in the order of the matrix."""


class StanceForm(WebForm):
    """The stance of a delegation or a group."""

    key = HiddenField(filters=[one_line])
    seen = HiddenField()
    by = line(lazy_gettext("Delegation or group"), required=lazy_gettext("Choose the delegation or the group."))
    how = SelectField(lazy_gettext("What it says"))
    on = SelectField(lazy_gettext("On"))

    def offer(self, text: RoomText, unit_id: int) -> None:
        """Fill the lists: on what a position may be taken."""
        self.how.choices = list(STANDS.items())
        self.on.choices = [("", _("the paragraph as a whole")), *list_targets(text, unit_id)]

    @property
    def last(self) -> int | None:
        """Give the last act on the unit that was seen."""
        return read_number(self.seen.data or "")


def list_targets(text: RoomText, unit_id: int, besides: str = "") -> list[tuple[str, str]]:
    """List the proposals of a unit for a field of choices."""
    return [
        (one.proposal.id, _("%(name)s: “%(words)s”", name=f"{one.number} {one.proposal.by}".strip(), words=one.words))
        for one in list_choices(text, find_unit(text, unit_id), besides)
    ]


@bp.get("/n/<int:negotiation_id>/u/<int:unit_id>/stances")
@needs("see_stances")
def stances(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """List who stands where on a paragraph, since when and until when."""
    return _show(negotiation, unit.id, StanceForm(formdata=None))


def _show(negotiation: m.Negotiation, unit_id: int, form: StanceForm, trouble: str = "") -> ResponseReturnValue:
    text = load_room_text(read(), negotiation)
    unit = find_unit(text, unit_id)
    form.offer(text, unit_id)
    form.key.data, form.seen.data = str(uuid4()), str(unit.state.last)
    found = queries.list_standpoints(read(), text.room, unit)
    full = queries.name_in_full(read(), negotiation, sorted({one.by for one in found}))
    failed, step = bool(trouble or form.errors), find_step(text, unit_id)
    page = render_template(
        "room/stances.html", negotiation=negotiation, unit=unit, step=step, neighbours=find_neighbours(text, step), when=show_act,
        form=form, found=found, full=full, says=SAYS,
        names=queries.list_names(read(), negotiation.session_id), trouble=trouble, failed=failed, may_act=_may_act(negotiation),
    )  # fmt: skip
    return page, 422 if failed else 200


def _may_act(negotiation: m.Negotiation) -> bool:
    return bool(can(actor(), "operate_room", scope_of(negotiation)))


@bp.post("/n/<int:negotiation_id>/u/<int:unit_id>/stances")
@needs("operate_room")
def record_stance(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Record a stance, or its end."""
    negotiation_id, unit_id, form = negotiation.id, unit.id, StanceForm()
    form.offer(load_room_text(read(), negotiation), unit_id)
    ends = request.form.get("act") == "end"
    if not ends and not form.validate():
        return _show(negotiation, unit_id, form)
    position = services.Position(unit_id, form.by.data or "", form.on.data or "")
    try:
        with write() as db:
            if ends:
                services.end_stance(db, actor(), negotiation_id=negotiation_id, position=position, seen=form.last, key=sent_key())
            else:
                services.record_stance(
                    db, actor(), negotiation_id=negotiation_id, position=position, how=r.Stand(form.how.data), seen=form.last,
                    key=sent_key(),
                )  # fmt: skip
    except WgError as error:
        end_reading()
        return _show(read().get_one(m.Negotiation, negotiation_id), unit_id, form, error.sentence)
    flash(_("Recorded."))
    return redirect(url_for(".stances", negotiation_id=negotiation_id, unit_id=unit_id), 303)


@bp.post("/n/<int:negotiation_id>/stances")
@needs("operate_room")
def switch_stances(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Let delegations see each other's stances, or keep them with the Chair and the Secretariat."""
    negotiation_id, shows = negotiation.id, request.form.get("act") == "show"
    with write() as db:
        (services.show_stances if shows else services.hide_stances)(db, actor(), negotiation_id=negotiation_id)
    flash(_("Delegations see each other’s positions now.") if shows else _("Positions are for the Chair and the Secretariat alone now."))
    return redirect(url_for(".matrix", negotiation_id=negotiation_id), 303)


@bp.get("/n/<int:negotiation_id>/matrix")
@needs("see_stances")
def matrix(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show who stands where on every paragraph, now or at an earlier act or time."""
    by, says, typed = (request.args.get(name, "").strip() for name in ("delegation", "says", "at"))
    says, trouble = says if says in SAYS else "", ""
    try:
        moment = queries.find_moment(read(), negotiation, typed)
    except BadInput as error:
        moment, trouble = queries.find_moment(read(), negotiation, ""), error.sentence
    found = queries.read_positions(read(), negotiation, moment, by=by, says=says)
    full = queries.name_in_full(read(), negotiation, found.names)
    if request.args.get("as") == "xlsx" and not trouble:
        return hand_out(_sheet(found, full), f"positions-{moment.act}.xlsx", actor())
    page = render_template(
        "room/matrix.html", negotiation=negotiation, found=found, full=full, moment=moment, typed=typed, delegation=by, chosen=says,
        says=SAYS,
        signs=SIGNS, trouble=trouble, failed=bool(trouble), name_unit=name_unit, may_act=_may_act(negotiation),
    )  # fmt: skip
    return page, 422 if trouble else 200


def _sheet(found: queries.RoomMatrix, full: Mapping[str, str]) -> bytes:
    rows = [[name_unit(row.unit), *(", ".join(str(SAYS[one]) for one in cell) for cell in row.cells)] for row in found.rows]
    return write_sheet(_("Positions"), [_("Paragraph"), *(full[name] for name in found.names)], rows)
