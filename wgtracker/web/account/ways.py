"""Know where to lead a person next: only to pages of this site, whatever an address says."""

import re
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, redirect, request, url_for

from wgtracker.services.sign_in import ABSOLUTE
from wgtracker.services.tokens import Token
from wgtracker.web.request import cookie_name

_PLAIN = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
_LONGEST = 1000


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


def remember(response: Response, token: Token) -> Response:
    """Give the browser the cookie of its new place."""
    response.set_cookie(
        cookie_name(),
        token.plain,
        max_age=int(ABSOLUTE.total_seconds()),
        secure=current_app.config["WGTRACKER"].is_secure,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def forget(response: Response) -> Response:
    """Take the cookie away."""
    response.delete_cookie(cookie_name(), path="/", secure=current_app.config["WGTRACKER"].is_secure, httponly=True, samesite="Lax")
    return response


def agent() -> str:
    """Give what the browser says of itself."""
    return request.headers.get("User-Agent", "")


def answer(page: str, code: int = 200) -> Response:
    """Make a response of a page."""
    return make_response(page, code)
