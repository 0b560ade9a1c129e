"""Know where to lead a person next, only to pages of this site; and bring a person in, with the second factor where there is one."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, redirect, request, url_for
from flask import session as form_session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.policy import CLEARING, MEMBERS, STAFF, Actor
from wgtracker.queries.delegate import list_desk
from wgtracker.services import sign_in as places
from wgtracker.services.tokens import Token
from wgtracker.web.request import cookie_name, read, write

_PLAIN = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
_LONGEST = 1000
WAIT_FOR_CODE = timedelta(minutes=10)
_PENDING = "second"


def own_path(wish: str) -> str:
    """Give a path of this site as it was wished, "" for anything else.

    Browsers read "//host", "/\\host" and "/<tab>/host" as addresses of other hosts: only visible ASCII without backslashes passes.
    """
    if len(wish) > _LONGEST or not _PLAIN.fullmatch(wish):
        return ""
    parts = urlsplit(wish)
    return "" if parts.scheme or parts.netloc else wish


def lead_on(wish: str = "") -> Response:
    """Lead to the page that was asked for before, else to the start page."""
    response = redirect(own_path(wish) or url_for("public.home"), 303)
    assert isinstance(response, Response)
    return response


def find_desk(person: Actor) -> str:
    """Give the address where a person's work is: the desk, or for a delegate the one round that is open."""
    roles = {grant.role for grant in person.grants}
    if roles & STAFF:
        return url_for("secretariat.home")
    if roles & CLEARING:
        return url_for("chair.home")
    if not roles & MEMBERS:
        return url_for("public.home")
    rounds = {row.round.id for row in list_desk(read(), person) if row.round.state == m.RoundState.OPEN}
    return url_for("delegate.round", round_id=rounds.pop()) if len(rounds) == 1 else url_for("delegate.home")


def idle() -> timedelta:
    """Give how long a place may stand unused."""
    return timedelta(hours=current_app.config["WGTRACKER"].sign_in_hours)


def base_url() -> str:
    """Give the address that links begin with; never what a request says of itself."""
    return str(current_app.config["WGTRACKER"].base_url)


def bring_in(person: Actor, wish: str = "", renewed: str = "") -> Response:
    """Sign a person in here, or ask for the code first. renewed: the password hashed anew ("" leaves it)."""
    user = read().get_one(m.User, person.user_id)
    if user.totp_secret:
        until = (clock.now() + WAIT_FOR_CODE).timestamp()
        form_session[_PENDING] = {"user": user.id, "until": until, "next": own_path(wish)}
        return lead_on(url_for("account.code"))
    return let_in(person, wish, renewed)


def let_in(person: Actor, wish: str = "", renewed: str = "") -> Response:
    """Sign a person in here, with a new token; lead where they wished to go, else to their desk."""
    with write() as db:
        token = places.sign_in(db, person, idle=idle(), agent=request.headers.get("User-Agent", ""), password_hash=renewed)
    form_session.pop(_PENDING, None)
    return remember(lead_on(wish or find_desk(person)), token)


def waiting_for_code() -> tuple[int, str] | None:
    """Tell who has to show a code here, and where they wish to go."""
    pending = form_session.get(_PENDING)
    if not pending or pending["until"] < clock.now().timestamp():
        return None
    return int(pending["user"]), str(pending["next"])


def remember(response: Response, token: Token) -> Response:
    """Give the browser the cookie of its new place."""
    response.set_cookie(
        cookie_name(),
        token.plain,
        max_age=int(places.ABSOLUTE.total_seconds()),
        secure=current_app.config["WGTRACKER"].is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def forget(response: Response) -> Response:
    """Take the cookie away, and what the forms of this browser are checked with."""
    form_session.clear()
    response.delete_cookie(cookie_name(), path="/", secure=current_app.config["WGTRACKER"].is_secure, httponly=True, samesite="Lax")
    return response
