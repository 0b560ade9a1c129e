"""Show a delegate the room: the point that is dealt with, what became of the delegation's words, and its acts."""

from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import BadInput, NotAllowed, WgError
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.policy import can
from wgtracker.queries import room_matrix
from wgtracker.queries.delegate import own_delegations
from wgtracker.queries.room_own import list_concerned, read_own, say_briefly
from wgtracker.queries.room_text import RoomText, draw_point, find_step, load_room_text
from wgtracker.room import model as r
from wgtracker.room.fates import count_looks, mark
from wgtracker.room.life import SETTLED
from wgtracker.services import room as services
from wgtracker.services.join_proposals import join_proposals
from wgtracker.web.delegate.blueprint import bp
from wgtracker.web.drawing import Sheet, draw
from wgtracker.web.request import actor, end_reading, needs, read, scope_of, write
from wgtracker.web.room.saying import find_neighbours, find_unit, read_number, show_act
from wgtracker.web.room.sent import sent_key
from wgtracker.web.room.stances import STANDS, list_targets
from wgtracker.web.secretariat.fields import lines

STANDINGS: Mapping[str, tuple[str, object]] = {
    "pending": ("open", lazy_gettext("before the meeting")),
    "contested": ("warn", lazy_gettext("lost its ground")),
    "taken": ("ok", lazy_gettext("in the text")),
    "taken_as_modified": ("ok", lazy_gettext("in the text, in other words")),
    "already": ("ok", lazy_gettext("in the text already")),
    "not_retained": ("off", lazy_gettext("not retained")),
    "parked": ("wait", lazy_gettext("parked, to come back to")),
    "overtaken": ("off", lazy_gettext("overtaken by other words")),
    "withdrawn": ("off", lazy_gettext("withdrawn by you")),
}
"""Where words stand: shape and words."""
STATUSES: Mapping[str, str] = {
    "agreed": "ok",
    "adopted": "ok",
    "agreed_in_informals": "ok",
    "agreed_ad_referendum": "ok",
    "pending": "wait",
}


class Seat(NamedTuple):
    """The place of this person in the room. may_speak: act for the delegation; sees_own: its private reasons too."""

    delegation: m.Delegation | None
    may_speak: bool = False
    sees_own: bool = False

    @property
    def name(self) -> str:
        """Give the delegation's name, "" where there is none."""
        return self.delegation.name if self.delegation is not None else ""


def seat_of(negotiation: m.Negotiation) -> Seat:
    """Say for whom the person of this request sits in the room."""
    person, scope = actor(), scope_of(negotiation)
    seats = [
        Seat(
            one,
            bool(can(person, "speak_in_room", scope._replace(delegation_id=one.id))),
            bool(can(person, "see_own_input", scope._replace(delegation_id=one.id))),
        )
        for one in own_delegations(read(), person, negotiation.session_id)
    ]
    return next((one for one in seats if one.may_speak), seats[0] if seats else Seat(None))


@bp.get("/n/<int:negotiation_id>/mine")
@needs("follow_room")
def room_mine(negotiation: m.Negotiation) -> ResponseReturnValue:
    """List everything that the delegation said, with what became of it."""
    seat, text = seat_of(negotiation), load_room_text(read(), negotiation)
    own = read_own(read(), text, list_concerned(text, seat.name), seat.name) if seat.name else []
    looks = sum(count_looks(one.fates) for one in own)
    focus = text.find(negotiation.focus_id).tag if negotiation.focus_id else ""
    points = _map_points(negotiation, text)
    return render_template(
        "delegate/room_mine.html", seat=seat, own=own, looks=looks, points=points, focus=focus, **_words(negotiation, text)
    )  # fmt: skip


def _map_points(negotiation: m.Negotiation, text: RoomText) -> list[tuple[str, str, str, str]]:
    """List the points for the map: tag, address, state, title."""
    found = []
    for name in text.names:
        units = text.units_of(name)
        if units:
            agreed = all(unit.state.status in SETTLED for unit in units)
            path = url_for("delegate.room_point", negotiation_id=negotiation.id, unit_id=units[0].id)
            found.append((name.tag or "¶", path, "agreed" if agreed else "", name.title))
    return found


@bp.get("/n/<int:negotiation_id>/p/<int:unit_id>")
@needs("follow_room")
def room_point(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Show a point as it is printed, and what became of the delegation's words on it."""
    return show_point(negotiation, unit.id)


@bp.get("/n/<int:negotiation_id>/p/<int:unit_id>/part")
@needs("follow_room")
def room_part(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Give the part of the page that changes while the meeting goes on."""
    return render_template("delegate/_room_part.html", **_point(negotiation, unit.id))


def show_point(negotiation: m.Negotiation, unit_id: int, trouble: str = "", typed: Mapping[str, str] | None = None) -> ResponseReturnValue:
    """Show a point; after an error with what was typed."""
    page = render_template(
        "delegate/room_point.html", trouble=trouble, failed=bool(trouble), typed=typed or {}, **_point(negotiation, unit_id)
    )  # fmt: skip
    return page, 409 if trouble else 200


def _point(negotiation: m.Negotiation, unit_id: int) -> dict[str, object]:
    """Gather what the page of a point shows; of others only what everybody in the room sees."""
    seat, text = seat_of(negotiation), load_room_text(read(), negotiation)
    find_unit(text, unit_id)
    step = find_step(text, unit_id)
    units = list(text.units_of(step.name))
    drawn = draw_point(text, step.name)
    shows = negotiation.shows_stances
    stances = {one.id: room_matrix.list_standpoints(read(), text.room, one) for one in units} if shows else {}
    names = sorted({one.by for found in stances.values() for one in found})
    return {
        "seat": seat, "step": step, "unit_id": unit_id, "neighbours": find_neighbours(text, step), "drawn": drawn,
        "html": draw(drawn.blocks, Sheet(shift=-1)) if drawn else "", "own": read_own(read(), text, units, seat.name),
        "stances": stances, "full": room_matrix.name_in_full(read(), negotiation, names),
        "targets": {one.id: list_targets(text, one.id, seat.name) for one in units}, **_words(negotiation, text),
    }  # fmt: skip


def _words(negotiation: m.Negotiation, text: RoomText) -> dict[str, object]:
    """Give what all pages of the room have in common. key: of each form, made anew."""
    return {
        "negotiation": negotiation, "text": text, "standings": STANDINGS, "statuses": STATUSES, "stands": STANDS, "when": show_act,
        "key": lambda: str(uuid4()), "brief": say_briefly, "mark": mark,
    }  # fmt: skip


@bp.post("/n/<int:negotiation_id>/p/<int:unit_id>")
@needs("speak_in_room")
def room_act(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Act for the own delegation: confirm, object, withdraw, bring back, take or leave a position."""
    negotiation_id, unit_id, seat, form = negotiation.id, unit.id, seat_of(negotiation), request.form
    if seat.delegation is None or not seat.may_speak:
        raise NotAllowed(_("Only the head of a delegation speaks for it in the room."))
    delegation_id, name = seat.delegation.id, seat.name
    try:
        what, key = read_act(name), sent_key()
        reason = lines(form.get("reason", ""))
        deed = services.Deed(unit_id, what, read_number(form.get("seen", "")), reason, key, delegation_id)
        with write() as db:
            _carry_out(db, negotiation_id, deed)
    except WgError as error:
        end_reading()
        return show_point(read().get_one(m.Negotiation, negotiation_id), unit_id, error.sentence, {"reason": lines(form.get("reason", ""))})
    flash(str(DONE[form["do"]]))
    return redirect(url_for("delegate.room_point", negotiation_id=negotiation_id, unit_id=unit_id), 303)


def _carry_out(db: Session, negotiation_id: int, deed: services.Deed) -> None:
    if request.form["do"] == "join" and isinstance(deed.what, r.Recalled):
        first, second = request.form.get("first", ""), deed.what.proposal
        join_proposals(db, actor(), negotiation_id=negotiation_id, deed=deed, first=first, second=second)
    else:
        services.act(db, actor(), negotiation_id=negotiation_id, deed=deed)


DONE = {
    "join": lazy_gettext("Joined: you co-sponsor it, and it stands for your own words."),
    "confirm": lazy_gettext("Confirmed: these are your delegation’s words."),
    "withdraw": lazy_gettext("Withdrawn. You can bring it back."),
    "return": lazy_gettext("Brought back: it is before the meeting again."),
    "object": lazy_gettext("Your objection is recorded; the Chair sees it."),
    "stand": lazy_gettext("Your position is recorded."),
    "leave": lazy_gettext("Your position has ended."),
}


def read_act(name: str) -> r.What:
    """Read what the form asks for, in the delegation's name. Raises BadInput."""
    form = request.form
    make: Mapping[str, Callable[[], r.What]] = {
        "confirm": lambda: r.Confirmed(form.get("proposal", "")),
        "withdraw": lambda: r.Recalled(form.get("proposal", "")),
        "join": lambda: r.Recalled(form.get("proposal", "")),
        "return": lambda: r.Returned(form.get("proposal", "")),
        "object": lambda: r.Objected(_read_pieces(form.get("proposal", ""), form.get("pieces", "")), name),
        "stand": lambda: r.Stood(name, _read_stand(form.get("how", "")), form.get("on", "")),
        "leave": lambda: r.Stepped(name, form.get("on", "")),
    }
    if form.get("do") not in make:
        raise BadInput(_("Choose what is to be done."))
    return make[form["do"]]()


def _read_pieces(proposal: str, typed: str) -> tuple[r.PieceId, ...]:
    return tuple(r.PieceId(proposal, read_number(one)) for one in typed.split(",") if one)


def _read_stand(typed: str) -> r.Stand:
    if typed not in set(r.Stand):
        raise BadInput(_("Choose one of the list."))
    return r.Stand(typed)
