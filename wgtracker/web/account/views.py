"""Show the pages of signing in and out. Links, invitations, the own account, mail and the map of rights have modules of their own."""

from flask import Blueprint, Response, g, render_template, request
from flask.typing import ResponseReturnValue

from wgtracker import clock, passwords
from wgtracker import models as m
from wgtracker.errors import TooMany
from wgtracker.i18n import gettext as _
from wgtracker.queries.accounts import find_user
from wgtracker.queries.people import actor_of
from wgtracker.services import sign_in as places
from wgtracker.services.account import take_code
from wgtracker.services.throttle import count_try, name_key
from wgtracker.web.account.forms import CodeForm, SignInForm
from wgtracker.web.account.ways import bring_in, forget, idle, lead_on, let_in, own_path, waiting_for_code
from wgtracker.web.request import PUBLIC, actor, needs, read, write

bp = Blueprint("account", __name__)


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
    return bring_in(actor_of(read(), user), str(form.next.data or ""), renewed)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@needs(PUBLIC)
def code() -> ResponseReturnValue:
    """Ask for the code of the second factor."""
    form, waiting = CodeForm(), waiting_for_code()
    if waiting is None:
        return lead_on("/sign-in")
    user_id, wish = waiting
    if request.method == "GET":
        return render_template("account/code.html", form=form)
    status = 422
    if form.validate():
        try:
            with write() as db:
                count_try(db, name_key("code", str(user_id)))
            with write() as db:
                taken = take_code(db, user_id=user_id, code=str(form.code.data))
            if taken:
                return let_in(actor_of(read(), read().get_one(m.User, user_id)), wish)
            form.code.errors = [_("This code does not fit, or it was used already. Wait for the next one and type that.")]
        except TooMany as error:
            status, form.code.errors = 429, [error.sentence]
    return render_template("account/code.html", form=form), status


@bp.post("/sign-out")
@needs(PUBLIC)
def sign_out() -> ResponseReturnValue:
    """Sign out here."""
    person = actor()
    if g.sign_in_id is not None:
        with write() as db:
            places.sign_out(db, person, sign_in_id=g.sign_in_id)
    g.actor = g.sign_in_seen_at = None
    return forget(Response(render_template("account/signed_out.html", everywhere=False)))


@bp.after_app_request
def keep_place(response: Response) -> Response:
    """Record now and then that this place is used; a person who works is not signed out."""
    seen_at = g.get("sign_in_seen_at")
    if seen_at is not None and response.status_code < 400 and clock.now() - seen_at > places.SEEN_EVERY:
        with write() as db:
            places.mark_seen(db, sign_in_id=g.sign_in_id, idle=idle())
    return response


from wgtracker.web.account import invitations, letters, links, own, rights  # noqa: E402, F401
