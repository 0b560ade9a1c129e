"""Show the operator the room: all paragraphs with their states, and the paragraph that the meeting is at."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.queries.outside import list_outside
from wgtracker.queries.room_page import UnitPage, count_agreed, list_walk, load_unit_page, name_unit
from wgtracker.queries.room_text import RoomText, load_room_text
from wgtracker.room.words import tell_fate
from wgtracker.services.open_negotiation import open_reading, open_reading_of_round
from wgtracker.services.room import NEVER_UNDONE, focus_on
from wgtracker.web.drawing import Sheet, draw
from wgtracker.web.request import actor, needs, read, write
from wgtracker.web.room import words
from wgtracker.web.room.deeds import new_key

bp = Blueprint("room", __name__)
KEPT = ("at", "text", "words", "names", "forum", "to", "reason", "start")
"""Fields of a form that are shown again where it could not be carried out."""


@bp.post("/r/<int:round_id>/room")
@needs("operate_room")
def open_of_round(round: m.Round) -> ResponseReturnValue:
    """Open the reading of a round's draft, with what came in by writing."""
    round_id = round.id
    with write() as db:
        negotiation_id = open_reading_of_round(db, actor(), round_id=round_id).id
    return redirect(url_for("room.home", negotiation_id=negotiation_id), 303)


@bp.post("/d/<int:draft_id>/room")
@needs("operate_room")
def open_of_draft(draft: m.Draft) -> ResponseReturnValue:
    """Open the reading of a draft on which nothing came in by writing."""
    draft_id = draft.id
    with write() as db:
        negotiation_id = open_reading(db, actor(), draft_id=draft_id).id
    return redirect(url_for("room.home", negotiation_id=negotiation_id), 303)


@bp.get("/n/<int:negotiation_id>")
@needs("operate_room")
def home(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show all paragraphs with their states."""
    text = load_room_text(read(), negotiation)
    return render_template(
        "room/home.html", negotiation=negotiation, text=text, words=words, count=count_agreed(text),
        outside=list_outside(read(), negotiation), **helps(text),
    )  # fmt: skip


@bp.get("/n/<int:negotiation_id>/u/<int:unit_id>")
@needs("operate_room")
def unit(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Show one paragraph with everything on it, and the acts."""
    return show_unit(negotiation, unit.id)


@bp.get("/n/<int:negotiation_id>/u/<int:unit_id>/part")
@needs("operate_room")
def unit_part(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Give the part of the page that shows the paragraph as it is now."""
    text = load_room_text(read(), negotiation)
    page = load_unit_page(read(), text, unit.id)
    seen = request.args.get("seen", type=int)
    return render_template("room/_live.html", negotiation=negotiation, seen=seen, **_show(text, page))


@bp.post("/n/<int:negotiation_id>/u/<int:unit_id>/focus")
@needs("operate_room")
def focus(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Take the room to a paragraph."""
    negotiation_id, unit_id = negotiation.id, unit.id
    with write() as db:
        focus_on(db, actor(), negotiation_id=negotiation_id, unit_id=unit_id)
    return redirect(url_for("room.unit", negotiation_id=negotiation_id, unit_id=unit_id), 303)


def show_unit(negotiation: m.Negotiation, unit_id: int, trouble: str = "", status: int = 200) -> Response:
    """Draw the page of a paragraph. trouble: why a form could not be carried out; what was typed in it is kept."""
    text = load_room_text(read(), negotiation)
    page = load_unit_page(read(), text, unit_id)
    typed = {name: request.form.get(name, "") for name in KEPT} if trouble else {}
    html = render_template(
        "room/unit.html", negotiation=negotiation, seen=page.state.last, trouble=trouble, typed=typed, **_show(text, page), **helps(text)
    )
    return make_response(html, status)


def _show(text: RoomText, page: UnitPage) -> dict[str, Any]:
    """Give what both the page and its live part show."""
    drawn = draw(page.drawn.wording, Sheet(shift=-2, href="#o{number}")) if page.drawn else ""
    return {"text": text, "page": page, "state": page.state, "html": drawn, "words": words, "fates": tell_fate(page.state)}


def helps(text: RoomText) -> dict[str, Any]:
    """Give what templates of this desk use to name and to key."""
    return {
        "new_key": new_key,
        "walk": list_walk(text),
        "name_of": lambda unit: name_unit(text, unit),
        "never_undone": NEVER_UNDONE,
    }


from wgtracker.web.room import acting, bloc, bridging, closing, floor, stances  # noqa: E402, F401  # their routes
