"""Show the room what it is at: one point, large, with changes, brackets and names as they are printed."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.queries.room_text import draw_point, find_step, load_room_text
from wgtracker.web.drawing import Sheet, draw
from wgtracker.web.request import needs, read

bp = Blueprint("screen", __name__)


@bp.get("/n/<int:negotiation_id>/screen")
@needs("follow_room")
def projection(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show the point in focus."""
    text = load_room_text(read(), negotiation)
    step = find_step(text, negotiation.focus_id) if negotiation.focus_id is not None else None
    drawn = draw_point(text, step.name) if step else None
    html = draw(drawn.wording, Sheet(shift=-2)) if drawn else ""
    return render_template("screen/projection.html", negotiation=negotiation, text=text, step=step, html=html)
