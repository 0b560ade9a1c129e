"""Show the Chair's desk: what waits, the whole text in four ways, one point with everything said on it."""

from collections.abc import Mapping
from hashlib import sha256

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from wgtracker import __version__
from wgtracker import models as m
from wgtracker.errors import NotAllowed
from wgtracker.i18n import gettext as _
from wgtracker.i18n import language
from wgtracker.papers.block import Hand
from wgtracker.papers.names import call_roll
from wgtracker.papers.numbers import Numbering
from wgtracker.papers.outline import lay_out
from wgtracker.papers.place import BOLD
from wgtracker.queries import chair as queries
from wgtracker.queries.compilation import facts_of
from wgtracker.queries.kept import Kept
from wgtracker.queries.papers import list_papers, list_waiting
from wgtracker.queries.room_page import list_rooms
from wgtracker.web.chair.document import VIEWS, draw_document, draw_point_as
from wgtracker.web.drawing import Sheet, draw
from wgtracker.web.request import SIGNED_IN, actor, needs, read

bp = Blueprint("chair", __name__)
REMEMBERED = 365 * 24 * 3600


@bp.get("/chair")
@needs(SIGNED_IN)
def home() -> ResponseReturnValue:
    """Show the sessions of a Chair, and what waits for the Chair in them."""
    sessions = queries.list_sessions(read(), actor())
    if not sessions:
        raise NotAllowed(_("This desk is for the Chair of a session and the Secretariat."))
    ids = [one.id for one in sessions]
    rooms = list_rooms(read(), actor(), sessions)
    waiting = list_waiting(read(), ids)
    return render_template("chair/home.html", sessions=sessions, rounds=queries.list_rounds(read(), ids), waiting=waiting, rooms=rooms)


def chosen_view() -> str:
    """Give the way the text is shown in: as asked for now, else as this person last asked."""
    asked = request.args.get("view") or request.cookies.get("view", "")
    return asked if asked in VIEWS else VIEWS[0]


def remember_view(response: Response, view: str) -> Response:
    """Remember the way for the next page, on this device."""
    if request.args.get("view") == view:
        secure = current_app.config["WGTRACKER"].is_secure
        response.set_cookie("view", view, max_age=REMEMBERED, httponly=True, samesite="Lax", secure=secure, path="/r")
    return response


@bp.get("/r/<int:round_id>/chair")
@needs("see_all_input")
def round(round: m.Round) -> ResponseReturnValue:
    """Show the whole text of a round: what can be agreed together, what needs time, the map, every point."""
    view, counted = chosen_view(), queries.count_papers(read(), round.id)
    choices = queries.load_choices(read(), actor(), round.id) if view == "reading" else {}
    mark = _mark_of(round, view, counted, choices)
    if mark and request.if_none_match.contains(mark):
        return _keep(Response(status=304), mark)
    page = render_template(
        "chair/round.html",
        round=round,
        view=view,
        drawing=draw_document(read(), round, view, choices, counted),
        places=queries.map_round(read(), round, facts_of(round)),
        waiting=list_waiting(read(), [round.session_id]),
        papers=list_papers(read(), round_id=round.id),
        chosen=len(choices),
    )
    return remember_view(_keep(make_response(page), mark), view)


def _mark_of(round_: m.Round, view: str, counted: tuple[int, int], choices: Mapping[str, str]) -> str:
    """Mark what the page shows, so that a browser need not be sent the same page twice. "": there is something to say once."""
    if form_session.get("_flashes"):
        return ""
    look = current_app.jinja_env.globals["static_url"]("look.css")  # type: ignore[operator]
    parts = (
        __version__, look, round_.id, round_.texts, round_.version, round_.session.version, counted, view, language(), g.sign_in_id,
        sorted(choices.items()),
    )  # fmt: skip
    return sha256(repr(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _keep(response: Response, mark: str) -> Response:
    """Let the browser keep the page, and ask each time whether it still holds."""
    if mark:
        response.set_etag(mark)
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.get("/r/<int:round_id>/chair/p/<path:tag>")
@needs("see_all_input")
def point(round: m.Round, tag: str) -> ResponseReturnValue:
    """Show one point, in one of four ways, with its options, comments and notes."""
    return show_point(round, tag)


@bp.get("/r/<int:round_id>/chair/u/<int:unit_id>")
@needs("see_all_input")
def unit(round: m.Round, unit: m.Recommendation) -> ResponseReturnValue:
    """Lead to the point that holds a unit."""
    tag = queries.find_tag(read(), round, unit.id, facts_of(round))
    return redirect(url_for("chair.point", round_id=round.id, tag=tag), 303)


def show_point(round_: m.Round, tag: str, trouble: str = "", note: str = "") -> Response:
    """Draw the page of a point. trouble: what is wrong with the note that was typed; note: its words, kept."""
    page, view = queries.load_point(read(), round_, actor(), tag), chosen_view()
    choices = queries.load_choices(read(), actor(), round_.id)
    blocks = page.drawn.wording if view == "proposals" else draw_point_as(view, page.drawn.point, _hand_for(page, round_), choices)
    html = render_template(
        "chair/point.html",
        round=round_,
        page=page,
        tag=tag,
        view=view,
        html=draw(blocks, Sheet(shift=-2, href="#o{number}")) if blocks else "",
        choices=choices,
        trouble=trouble,
        note_typed=note,
        map=_draw_map(round_, page, tag),
    )
    return remember_view(make_response(html), view)


_maps: Kept[tuple[object, ...], tuple[list[queries.Place], Markup]] = Kept(500)


def _draw_map(round_: m.Round, page: queries.PointPage, tag: str) -> Markup:
    """Draw the map of the meeting: once in a process while nothing on it changes (the places are kept, so their id is no other's)."""
    places = page.places
    key = (id(places), round_.id, tag, language())
    _places, drawn = _maps.find(key, lambda: (places, Markup(render_template("chair/_map.html", round=round_, places=places, tag=tag))))
    return drawn


def _hand_for(page: queries.PointPage, round_: m.Round) -> Hand:
    """Give what the other views of one point are drawn with."""
    compilation, meeting = page.compiled.compilation, facts_of(round_)
    return Hand(lay_out(compilation, meeting, Numbering(page.known)), call_roll(compilation), meeting, BOLD)


from wgtracker.web.chair import acts, figures, papers  # noqa: E402, F401
