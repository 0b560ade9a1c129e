"""Show the pages of one's own account: sign in, sign out, the places where one is signed in."""

from datetime import timedelta

from flask import Blueprint, Response, current_app, g, render_template, request
from flask import session as form_session
from flask.typing import ResponseReturnValue

from wgtracker import clock, passwords
from wgtracker.errors import TooMany
from wgtracker.queries.accounts import find_user
from wgtracker.queries.people import actor_of
from wgtracker.services import sign_in as places
from wgtracker.services.throttle import count_try
from wgtracker.web.account.forms import SignInForm
from wgtracker.web.account.ways import agent, forget, lead_on, own_path, remember
from wgtracker.web.request import PUBLIC, actor, needs, read, write

bp = Blueprint("account", __name__)


def idle() -> timedelta:
    """Give how long a place may stand unused."""
    return timedelta(hours=current_app.config["WGTRACKER"].sign_in_hours)


@bp.route("/sign-in", methods=["GET", "POST"])
@needs(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Sign in with address and password."""
    form = SignInForm(next=own_path(request.args.get("next", "")))
    if request.method == "GET":
        return render_template("account/sign_in.html", form=form)
    code = 422
    if form.validate():
        try:
            response = _try_to_sign_in(form)
            if response is not None:
                return response
            form.refuse()
        except TooMany as error:
            code, form.email.errors = 429, [error.sentence]
    return render_template("account/sign_in.html", form=form), code


def _try_to_sign_in(form: SignInForm) -> Response | None:
    """Count the try, check the password, and sign in where it is right. The answer takes the same time for unknown addresses."""
    email = str(form.email.data)
    with write() as db:
        count_try(db, places.key_of(email))
    user = find_user(read(), email)
    stored, typed = user.password_hash if user else "", str(form.password.data)
    right = passwords.verify(stored, typed) if stored else passwords.verify_nobody(typed)
    if user is None or not right:
        return None
    renewed = passwords.hash_password(typed) if passwords.needs_rehash(stored) else ""
    person = actor_of(read(), user)
    with write() as db:
        token = places.sign_in(db, person, idle=idle(), agent=agent(), password_hash=renewed)
    return remember(lead_on(str(form.next.data or "")), token)


@bp.post("/sign-out")
@needs(PUBLIC)
def sign_out() -> ResponseReturnValue:
    """Sign out here."""
    person = actor()
    if g.sign_in_id is not None:
        with write() as db:
            places.sign_out(db, person, sign_in_id=g.sign_in_id)
    form_session.clear()
    g.actor = None
    return forget(Response(render_template("account/signed_out.html", everywhere=False)))


@bp.after_app_request
def keep_place(response: Response) -> Response:
    """Record now and then that this place is used; a person who works is not signed out."""
    seen_at = g.get("sign_in_seen_at")
    if seen_at is not None and response.status_code < 400 and clock.now() - seen_at > places.SEEN_EVERY:
        with write() as db:
            places.mark_seen(db, sign_in_id=g.sign_in_id, idle=idle())
    return response
