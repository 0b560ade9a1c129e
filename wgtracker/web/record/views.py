"""Show everybody of a session the text in the room: now, as at a moment, word by word, compared, in numbered lines."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.queries.room import load_room
from wgtracker.queries.room_record import compare_moments, count_news, find_moment, list_sides, tell_origins
from wgtracker.queries.room_text import load_room_text
from wgtracker.queries.snapshots import list_snapshots
from wgtracker.room.freeze import lines_of
from wgtracker.services.seen import remember_seen
from wgtracker.web.record.drawn import draw_points
from wgtracker.web.request import actor, needs, read, write

bp = Blueprint("record", __name__)


@bp.get("/n/<int:negotiation_id>/text")
@needs("follow_room")
def text(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show the whole text, now or as it was after an act or at an instant (?at=)."""
    moment = find_moment(read(), negotiation, request.args.get("at", ""))
    loaded = load_room_text(read(), negotiation, upto=None if moment.is_now else moment.act)
    news = count_news(read(), actor(), negotiation)
    return render_template(
        "record/text.html", negotiation=negotiation, moment=moment, points=draw_points(loaded), news=news, asked="at" in request.args
    )


@bp.post("/n/<int:negotiation_id>/text/seen")
@needs("follow_room")
def see(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Remember that the reader has seen the text up to an act."""
    negotiation_id = negotiation.id
    with write() as db:
        remember_seen(db, actor(), negotiation_id=negotiation_id, act=request.form.get("act", -1, type=int))
    return redirect(url_for("record.text", negotiation_id=negotiation_id), 303)


@bp.get("/n/<int:negotiation_id>/u/<int:unit_id>/words")
@needs("follow_room")
def words(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Show where each word of a paragraph comes from."""
    moment = find_moment(read(), negotiation, request.args.get("at", ""))
    origins = tell_origins(read(), negotiation, unit.id, moment.act)
    return render_template("record/words.html", negotiation=negotiation, moment=moment, origins=origins)


@bp.get("/n/<int:negotiation_id>/compare")
@needs("follow_room")
def compare(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show what changed between two moments."""
    compared = compare_moments(read(), negotiation, request.args.get("from", "start"), request.args.get("to", "now"))
    sides = list_sides(list_snapshots(read(), negotiation.id))
    sides += [(side.value, side.words) for side in (compared.old, compared.new) if side.value not in dict(sides)]
    return render_template("record/compare.html", negotiation=negotiation, compared=compared, sides=sides)


@bp.get("/n/<int:negotiation_id>/lines")
@needs("follow_room")
def lines(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show the text of now in numbered lines."""
    room = load_room(read(), negotiation)
    return render_template("record/lines.html", negotiation=negotiation, lines=lines_of(room.units), snapshot=None, act=room.last)


from wgtracker.web.record import snapshots  # noqa: E402, F401
