"""Show one's own account: name, zone, password, second factor, the places where one is signed in."""

import pyotp
from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import clock, passwords
from wgtracker import models as m
from wgtracker.errors import BadInput, Stale, TooMany
from wgtracker.i18n import gettext as _
from wgtracker.queries.accounts import list_places, list_roles
from wgtracker.services import account
from wgtracker.services import sign_in as places
from wgtracker.services.throttle import count_try, forget_tries, name_key
from wgtracker.web.account.forms import ChangePasswordForm, CodeForm, DetailsForm, EnrolForm, zone_choices
from wgtracker.web.account.views import bp
from wgtracker.web.account.ways import base_url, forget
from wgtracker.web.request import SIGNED_IN, actor, needs, read, write


def _me() -> m.User:
    return read().get_one(m.User, actor().user_id)


def _back(sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("account.show"), 303)


@bp.get("/account")
@needs(SIGNED_IN)
def show() -> ResponseReturnValue:
    """Show the account, what one is where, and where one is signed in."""
    me = _me()
    there = list_places(read(), me.id, clock.now(), g.sign_in_id)
    return render_template("account/show.html", me=me, places=there, roles=list_roles(read(), me.id))


@bp.route("/account/details", methods=["GET", "POST"])
@needs(SIGNED_IN)
def details() -> ResponseReturnValue:
    """Change name and zone."""
    me = _me()
    form = DetailsForm(obj=me)
    form.zone.choices = zone_choices()
    if request.method == "GET" or not form.validate():
        return render_template("account/details.html", form=form), 200 if request.method == "GET" else 422
    try:
        with write() as db:
            account.change_details(
                db, actor(), version=int(form.version.data or 0), name=str(form.name.data), zone=str(form.zone.data or "")
            )
    except (BadInput, Stale) as error:
        form.name.errors, form.version.raw_data = [error.sentence], [str(_me().version)]
        return render_template("account/details.html", form=form), 409 if isinstance(error, Stale) else 422
    return _back(_("Saved."))


@bp.route("/account/password", methods=["GET", "POST"])
@needs(SIGNED_IN)
def password() -> ResponseReturnValue:
    """Change the password; every other place ends."""
    me = _me()
    form = ChangePasswordForm()
    form.about = (me.name, me.email, base_url())
    if request.method == "GET" or not (form.validate() and _knows_present(me, form)):
        return render_template("account/password.html", form=form, me=me), 200 if request.method == "GET" else 422
    hashed = passwords.hash_password(str(form.password.data))
    with write() as db:
        ended = account.change_password(db, actor(), password_hash=hashed, sign_in_id=g.sign_in_id)
    return _back(_("The password is changed. Other places where you were signed in: %(count)s; they are signed out.", count=ended))


def _knows_present(me: m.User, form: ChangePasswordForm) -> bool:
    """Check the present password, where there is one; tries are counted as those at sign-in are."""
    if not me.password_hash:
        return True
    key = places.key_of(me.email)
    try:
        with write() as db:
            count_try(db, key)
    except TooMany as error:
        form.present.errors = [error.sentence]
        return False
    if not passwords.verify(me.password_hash, str(form.present.data or "")):
        form.present.errors = [_("This is not your present password.")]
        return False
    with write() as db:
        forget_tries(db, key)
    return True


@bp.post("/account/places/<int:place>/end")
@needs(SIGNED_IN)
def end_place(place: int) -> ResponseReturnValue:
    """Sign out at another place."""
    with write() as db:
        places.sign_out(db, actor(), sign_in_id=place)
    return _back(_("You are signed out there."))


@bp.route("/account/sign-out-everywhere", methods=["GET", "POST"])
@needs(SIGNED_IN)
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign out at every place, this one too; asks first."""
    if request.method == "GET":
        return render_template("account/everywhere.html", places=list_places(read(), _me().id, clock.now(), g.sign_in_id))
    with write() as db:
        places.sign_out_everywhere(db, actor())
    g.actor = g.sign_in_seen_at = None
    return forget(Response(render_template("account/signed_out.html", everywhere=True)))


@bp.route("/account/second-factor", methods=["GET", "POST"])
@needs(SIGNED_IN)
def second_factor() -> ResponseReturnValue:
    """Ask for a code at sign-in from now on: shows the key, takes the first code, shows the recovery codes once."""
    me = _me()
    if me.totp_secret:
        return render_template("account/second_factor_on.html", me=me, form=CodeForm(formdata=None))
    form = EnrolForm()
    if request.method == "GET":
        form.secret.data = pyotp.random_base32()
    elif form.validate():
        codes = account.make_recovery_codes()
        try:
            with write() as db:
                count_try(db, places.key_of(f"enrol {me.id}"))
                account.enrol_second_factor(db, actor(), secret=str(form.secret.data), code=str(form.code.data), recovery_codes=codes)
            return render_template("account/recovery_codes.html", codes=codes)
        except (BadInput, TooMany) as error:
            form.code.errors = [error.sentence]
    if not account.is_key(form.secret.data or ""):
        form.secret.data = pyotp.random_base32()
    link = pyotp.TOTP(str(form.secret.data)).provisioning_uri(name=me.email, issuer_name="wgtracker")
    return render_template("account/second_factor.html", form=form, link=link), 200 if request.method == "GET" else 422


@bp.post("/account/second-factor/off")
@needs(SIGNED_IN)
def drop_second_factor() -> ResponseReturnValue:
    """Ask for no code any more; one last code shows that it is the person who wishes so."""
    me, form = _me(), CodeForm()
    if form.validate():
        try:
            with write() as db:
                count_try(db, name_key("code", str(me.id)))
            with write() as db:
                if account.take_code(db, user_id=me.id, code=str(form.code.data)):
                    account.drop_second_factor(db, actor())
                    return _back(_("No code is asked for any more."))
            form.code.errors = [_("This code does not fit, or it was used already. Wait for the next one and type that.")]
        except TooMany as error:
            form.code.errors = [error.sentence]
    return render_template("account/second_factor_on.html", me=_me(), form=form), 422
