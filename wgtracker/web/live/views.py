"""Tell pages that are open what changed in the room: by polling, with an ETag; and answer the acts that their scripts send."""

import json
import time
from typing import NamedTuple

from flask import Blueprint, Response, current_app, g, jsonify, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from wgtracker import clock
from wgtracker import models as m
from wgtracker.policy import Actor, can
from wgtracker.queries.live import Follower, find_acts_of_form, find_follower, list_changed_units, read_pulse
from wgtracker.services.tokens import hash_token
from wgtracker.web.filters import meeting_zone
from wgtracker.web.request import actor, cookie_name, database, needs, read

bp = Blueprint("live", __name__)
NUMBERS = 2**31
GOOD_FOR = 20.0
"""Seconds for which who was let in is told "not changed" without being looked at again."""
SAME_FOR = 0.1
"""Seconds for which one reading of a pulse answers all who ask."""
MOST_KEPT = 5000


class _Lately(NamedTuple):
    """Who was let in lately, and until when that counts (of the monotonic clock)."""

    actor: Actor
    until: float


class _Pulse(NamedTuple):
    """A pulse that was read, and until when it is told."""

    pulse: int | None
    until: float


_pulses: dict[tuple[str, int], _Pulse] = {}
_lately: dict[tuple[str, str, int], _Lately] = {}


@needs("follow_room")
def _by_the_usual_way(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Refuse as every page does; who may follow after all (the right was given this moment) is answered."""
    token = hash_token(request.cookies.get(cookie_name(), ""))
    follower = find_follower(read(), token, clock.now(), negotiation.id)
    assert follower is not None
    return _tell(negotiation.id, follower)


@bp.get("/n/<int:negotiation_id>/live")
def pulse(negotiation_id: int) -> ResponseReturnValue:
    """Say how far the reading is, and which units were acted on after the act `since`; 304 where nothing changed.

    Hundreds ask every two seconds, so that it takes one statement, and the place of the sign-in is not touched.
    """
    token = hash_token(request.cookies.get(cookie_name(), ""))
    key = (database().url, token, negotiation_id)
    unchanged = _find_unchanged(key)
    if unchanged is not None:
        return unchanged
    follower = find_follower(read(), token, clock.now(), negotiation_id)
    if follower is None or not can(follower.actor, "follow_room", follower.scope):
        _lately.pop(key, None)
        return _by_the_usual_way(negotiation_id=negotiation_id)
    g.actor = follower.actor
    _lately[key] = _Lately(follower.actor, time.monotonic() + GOOD_FOR)
    while len(_lately) > MOST_KEPT:
        _lately.pop(next(iter(_lately)), None)
    return _tell(negotiation_id, follower)


def _find_unchanged(key: tuple[str, str, int]) -> Response | None:
    """Answer "not changed" to who was let in a moment ago. It tells nothing; with any news the person is looked at anew."""
    known = _lately.get(key)
    if known is None or known.until < time.monotonic() or not request.if_none_match:
        return None
    found = _read_pulse(key[0], key[2])
    if found is None or not request.if_none_match.contains(str(found)):
        return None
    g.actor = known.actor
    return _mark(Response(status=304), found)


def _read_pulse(url: str, negotiation_id: int) -> int | None:
    """Read the pulse; those who ask within the same tenth of a second are told the same."""
    found = _pulses.get((url, negotiation_id))
    if found is None or found.until < time.monotonic():
        with database().engine.connect() as connection:
            found = _Pulse(read_pulse(connection, negotiation_id), time.monotonic() + SAME_FOR)
        _pulses[url, negotiation_id] = found
    return found.pulse


pulse.permission = "follow_room"  # type: ignore[attr-defined]


def _tell(negotiation_id: int, follower: Follower) -> Response:
    moment = follower.moment
    if request.if_none_match.contains(str(moment.pulse)):
        return _mark(Response(status=304), moment.pulse)
    since = request.args.get("since", 0, type=int)
    if 0 <= since < NUMBERS:
        moment = moment._replace(since=since, units=list_changed_units(read(), negotiation_id, since))
    return _mark(Response(json.dumps(moment.as_data(), separators=(",", ":")), mimetype="application/json"), moment.pulse)


def _mark(response: Response, pulse: int) -> Response:
    response.set_etag(str(pulse))
    return response


@bp.get("/n/<int:negotiation_id>/live/acts")
@needs("follow_room")
def acts(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Say which acts one's own form did: [[unit, number], ...]; none where it never arrived."""
    user_id = actor().user_id
    assert user_id is not None
    return jsonify({"acts": find_acts_of_form(read(), negotiation.id, user_id, request.args.get("key", ""))})


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
