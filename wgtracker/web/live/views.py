"""Tell pages that are open what changed in the room: by polling, with an ETag; and answer the acts that their scripts send."""

import json

from flask import Blueprint, Response, current_app, g, jsonify, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from wgtracker import clock
from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.queries.live import find_acts_of_form, list_followers
from wgtracker.services.tokens import hash_token
from wgtracker.web.filters import meeting_zone
from wgtracker.web.live.front import Front
from wgtracker.web.request import actor, cookie_name, end_reading, needs, read

bp = Blueprint("live", __name__)


@needs("follow_room")
def _by_the_usual_way(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Refuse as every page does; who may follow after all (the right was given this moment) asks again."""
    return Response(status=503, headers={"Retry-After": "1"})


@bp.get("/n/<int:negotiation_id>/live")
def pulse(negotiation_id: int) -> ResponseReturnValue:
    """Say how far the reading is, and which units were acted on after the act `since`; 304 where nothing changed.

    Hundreds ask every two seconds, so that it takes one statement, and the place of the sign-in is not touched; who was let in is
    answered for a while before it comes here (wgtracker.web.live.front).
    """
    token = hash_token(request.cookies.get(cookie_name(), ""))
    follower = list_followers(read(), [token], clock.now(), negotiation_id).get(token)
    if follower is None:
        return _by_the_usual_way(negotiation_id=negotiation_id)
    g.actor = follower.actor
    end_reading()  # what waits its turn behind the door holds no connection
    front: Front = current_app.extensions["wgtracker_front"]
    answer = front.let_in(request.environ, negotiation_id, token, follower.moment)
    return Response(answer.body, answer.status, answer.headers)


pulse.permission = "follow_room"  # type: ignore[attr-defined]


@bp.get("/n/<int:negotiation_id>/live/acts")
@needs("follow_room")
def acts(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Say which acts one's own form did: [[unit, number], ...]; none where it never arrived."""
    user_id = actor().user_id
    assert user_id is not None
    return jsonify({"acts": find_acts_of_form(read(), negotiation.id, user_id, request.args.get("key", ""))})


@bp.before_app_request
def check_who() -> ResponseReturnValue | None:
    """Take what a page kept for somebody under no other sign-in."""
    who = request.headers.get("X-Who")
    if who is None or request.method != "POST" or who == _who():
        return None
    return jsonify({"sentence": _("Somebody else is signed in here.")}), 401


@bp.after_app_request
def say_where(response: Response) -> Response:
    """Tell a script that sent an act where the page would go next, instead of leading it there."""
    if request.headers.get("X-Act") and response.status_code in (302, 303):
        response.set_data(json.dumps({"to": response.headers.pop("Location")}))
        response.status_code, response.mimetype = 200, "application/json"
    return response


def stream_url(negotiation_id: int) -> str:
    """Give the address of a reading's stream, "" where there is no process of streams."""
    base = current_app.config["WGTRACKER"].live_url
    return f"{base}/n/{negotiation_id}/stream" if base else ""


@bp.record_once
def lend(state: BlueprintSetupState) -> None:
    """Lend the macros of templates/macros/live.html what they show."""
    state.app.jinja_env.globals["live"] = {"stream_url": stream_url, "now": _now, "zone": meeting_zone, "who": _who}


def _now() -> tuple[str, str]:
    """Give this moment: for machines, and as a time of day at the meeting."""
    at = clock.now()
    return clock.stamp(at), clock.in_zone(at, meeting_zone()).strftime("%H:%M:%S")


def _who() -> str:
    """Number the person who is signed in, so that what one typed is never sent as another."""
    return str(actor().user_id or "")
