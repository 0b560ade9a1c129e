"""Put the application together: settings, database, pages, errors, headers."""

import json
import logging
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, render_template, request, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config
from wgtracker import i18n
from wgtracker.db import Database
from wgtracker.errors import BadFile, BadInput, Closed, Conflict, NotAllowed, NotFound, Stale, TooMany, WgError
from wgtracker.i18n import gettext as _
from wgtracker.web import filters
from wgtracker.web.live.front import Front
from wgtracker.web.request import actor, end_reading
from wgtracker.web.states import status_of
from wgtracker.web.typed import typed_here
from wgtracker.web.uploads import Request

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = ROOT / "wgtracker" / "static"
DESKS = ("account", "public", "secretariat", "delegate", "chair", "room", "screen", "live", "record")
PAGE_LIMIT = 2 * 2**20
"""Bytes of a form; routes that take files set their own (wgtracker.web.uploads)."""
RETRY_AFTER = "30"
"""Seconds after which a browser or program may try again while the database is away."""
STATUS = {NotAllowed: 403, NotFound: 404, Closed: 409, Conflict: 409, Stale: 409, BadInput: 422, BadFile: 422, TooMany: 429}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
log = logging.getLogger("wgtracker")


def build(config: Config) -> Flask:
    """Make the application."""
    app = Flask("wgtracker", template_folder=str(ROOT / "templates"), static_folder=str(STATIC))
    app.request_class = Request
    app.config.update(
        WGTRACKER=config,
        WGTRACKER_HEADERS=_head(config),
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="__Host-form" if config.is_secure else "form",
        SESSION_COOKIE_SECURE=config.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=_name_hosts(config.host),
        MAX_CONTENT_LENGTH=PAGE_LIMIT,
        MAX_FORM_MEMORY_SIZE=PAGE_LIMIT,
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
    )
    app.extensions["wgtracker_db"] = Database(config.database_url)
    CSRFProtect(app)
    if config.trusted_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_hops, x_proto=config.trusted_hops)  # type: ignore[method-assign]
    _prepare_templates(app)
    for desk in DESKS:
        app.register_blueprint(import_module(f"wgtracker.web.{desk}.views").bp)
    app.add_url_rule("/healthz", "healthz", lambda: ("ok\n", {"Content-Type": "text/plain"}))
    _handle_errors(app)
    app.after_request(_name_next_page)
    app.after_request(_add_headers)
    app.teardown_appcontext(lambda error: end_reading())
    front = Front(app.wsgi_app, lambda: app.extensions["wgtracker_db"], app.config["WGTRACKER_HEADERS"])
    app.extensions["wgtracker_front"] = app.wsgi_app = front  # type: ignore[method-assign]
    return app


def _name_next_page(response: Response) -> Response:
    """Name the next page to a script that sends files (js/upload.js): it would follow the redirect itself, and the notice be lost."""
    if "X-Upload" in request.headers and response.status_code in (302, 303):
        response.headers["X-Next"] = response.headers.pop("Location")
        response.status_code = 200
        response.set_data("")
    return response


def _head(config: Config) -> dict[str, str]:
    """Give the headers of every answer; pages may also connect to the process of streams, where it has another origin."""
    found = urlsplit(config.live_url)
    origin = f"{found.scheme}://{found.netloc}"
    if not config.live_url or config.base_url == origin:
        return HEADERS
    return HEADERS | {
        "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace("connect-src 'self'", f"connect-src 'self' {origin}")
    }


def _name_hosts(host: str) -> list[str]:
    """Give the names that requests may call this server by: that of its address, and on one's own machine both of its names."""
    name = host if "[" in host else host.rsplit(":", 1)[0]
    return ["127.0.0.1", "localhost"] if name in ("127.0.0.1", "localhost") else [name]


def _prepare_templates(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    i18n.install(app.jinja_env)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    filters.install(app.jinja_env)
    app.jinja_env.globals["static_url"] = static_url
    app.jinja_env.globals["csrf_token"] = generate_csrf
    app.jinja_env.globals["status_of"] = status_of
    app.context_processor(lambda: {"site": filters.Site(g)})


@lru_cache(maxsize=64)
def _fingerprint(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """Give the address of a static file, with a mark of its content, so that browsers may keep it for ever."""
    return url_for("static", filename=name, v=_fingerprint(name))


def _add_headers(response: Response) -> Response:
    for name, value in current_app.config["WGTRACKER_HEADERS"].items():
        response.headers.setdefault(name, value)
    if actor_is_known() or "Cache-Control" not in response.headers:
        response.headers.setdefault("Cache-Control", "no-store")
    if request.endpoint != "static":
        response.vary.add("Cookie")
        if (
            actor_is_known() and response.cache_control.public
        ):  # a file is sent with the age of static ones; what is private is kept nowhere
            response.headers["Cache-Control"] = "no-store"
            response.headers.pop("Expires", None)
    return response


def actor_is_known() -> bool:
    """Tell whether somebody is signed in, without asking the database again."""
    person = g.get("actor")
    return person is not None and person.user_id is not None


def _handle_errors(app: Flask) -> None:
    app.register_error_handler(WgError, show_error)
    app.register_error_handler(CSRFError, _show_old_form)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(OperationalError, _show_unavailable)
    app.register_error_handler(Exception, _show_fault)


def show_error(error: WgError) -> tuple[str, int]:
    """Show what is wrong and what to do, in the error's own sentence."""
    return _page(next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400), error.sentence)


def _show_old_form(error: CSRFError) -> tuple[str, int]:
    return _page(400, _("This page is too old to be sent, or cookies are off. Go back, reload it and send it again; your words are kept."))


def _show_http_error(error: HTTPException) -> Any:
    code = error.code or 500
    if code < 400:
        return error
    if isinstance(error, SecurityError):  # the address that was asked for is not ours: no page of ours can be drawn for it
        return (
            _("This server is asked for under another address; use the one in your invitation.") + "\n",
            400,
            {"Content-Type": "text/plain"},
        )
    sentences = {
        404: _("There is no such page, or it is not for you."),
        405: _("This page cannot be asked for in that way."),
        413: _("What you sent is too large. A form takes 2 MB, a Word file 20 MB, a zip 200 MB."),
        400: _("The request could not be understood. Go back and try again."),
    }
    return _page(code, sentences.get(code, _("The request could not be carried out.")))


def _show_fault(error: Exception) -> tuple[str, int]:
    log.exception("fault in %s", json.dumps(request.path))
    return _page(
        500, _("Something is wrong on our side. Nothing was half-saved; please try again, and tell the Secretariat if it happens twice.")
    )


def _show_unavailable(error: OperationalError) -> Response:
    """Answer where the database cannot be reached or written (a full disk, a restart): nothing was saved, and it may soon be."""
    log.error("database unavailable in %s: %s", json.dumps(request.path), json.dumps(str(error.orig)))
    end_reading()
    page = _page(
        503,
        _("The database cannot be reached or written just now. Nothing of this was saved: go back to your words, and try again soon."),
    )
    response = current_app.make_response(page)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _page(code: int, sentence: str) -> tuple[str, int]:
    try:
        actor()
    except Exception:  # the database itself may be what is missing
        g.actor = None
    titles = {
        403: _("Not allowed"),
        404: _("Not found"),
        409: _("This has changed meanwhile"),
        413: _("Too large"),
        422: _("There is a problem"),
    }
    title = titles.get(code, _("There is a problem"))
    mine = typed_here(PAGE_LIMIT)
    page = render_template("errors/page.html", title=title, sentence=sentence, act="", back=None, reference="", failed=True, mine=mine)
    return page, code
