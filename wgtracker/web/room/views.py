"""Show the operator the room: all paragraphs with their states, and the paragraph that the meeting is at."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.queries.room_text import draw_point, find_step, load_room_text
from wgtracker.services.open_negotiation import open_reading, open_reading_of_round
from wgtracker.web.drawing import Sheet, draw
from wgtracker.web.request import actor, needs, read, write

bp = Blueprint("room", __name__)


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
    return render_template("room/home.html", negotiation=negotiation, text=text)


@bp.get("/n/<int:negotiation_id>/u/<int:unit_id>")
@needs("operate_room")
def unit(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Show one point as the meeting has it before it."""
    text = load_room_text(read(), negotiation)
    step = find_step(text, unit.id)
    drawn = draw_point(text, step.name)
    html = draw(drawn.wording, Sheet(shift=-2)) if drawn else ""
    return render_template("room/unit.html", negotiation=negotiation, text=text, step=step, drawn=drawn, html=html, unit_id=unit.id)


from wgtracker.web.room import closing, floor, stances  # noqa: E402, F401  # their routes
