"""Show the pages of links that came by mail: to sign in, to set a new password, to accept an invitation. GET shows, POST takes."""

from flask import current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from wgtracker import clock, passwords
from wgtracker import models as m
from wgtracker.errors import BadInput, TooMany
from wgtracker.queries.accounts import name_of
from wgtracker.services import accept as accepting
from wgtracker.services import links
from wgtracker.services.invite import is_open, name_place, name_roles
from wgtracker.web.account.forms import AcceptForm, LinkForm, NewPasswordForm, zone_choices
from wgtracker.web.account.views import bp
from wgtracker.web.account.ways import base_url, bring_in
from wgtracker.web.request import PUBLIC, find_meeting, needs, read, write

GONE = 410


@bp.route("/sign-in/link", methods=["GET", "POST"])
@needs(PUBLIC)
def ask_for_link() -> ResponseReturnValue:
    """Send a link to an address; the answer is the same whether anybody has it."""
    form = LinkForm(purpose="reset" if request.args.get("for") == "reset" else "sign_in")
    if request.method == "GET" or not form.validate():
        return render_template("account/ask_for_link.html", form=form), 200 if request.method == "GET" else 422
    email = str(form.email.data)
    try:
        with write() as db:
            links.send_link(db, email=email, purpose=m.LinkPurpose(form.purpose.data), base_url=base_url())
    except TooMany as error:
        form.email.errors = [error.sentence]
        return render_template("account/ask_for_link.html", form=form), 429
    return render_template("account/link_asked.html", email=email)


@bp.get("/l/<token>")
@needs(PUBLIC)
def link(token: str) -> ResponseReturnValue:
    """Show what a link does, with a button: a program that only looks at letters does not use it up."""
    found = links.find_link(read(), token)
    if found is None:
        return render_template("account/link_gone.html"), GONE
    return render_template("account/link.html", link=found, form=NewPasswordForm(), host=current_app.config["WGTRACKER"].host)


@bp.post("/l/<token>")
@needs(PUBLIC)
def take_link(token: str) -> ResponseReturnValue:
    """Use a link up: sign in, or set the new password and sign in."""
    found = links.find_link(read(), token)
    if found is None:
        return render_template("account/link_gone.html"), GONE
    form = NewPasswordForm()
    if found.purpose == m.LinkPurpose.SIGN_IN:
        with write() as db:
            person = links.take_link(db, token=token, purpose=m.LinkPurpose.SIGN_IN)
        return bring_in(person)
    form.about = (found.user.name, found.user.email, base_url())
    if not form.validate():
        return render_template("account/link.html", link=found, form=form), 422
    hashed = passwords.hash_password(str(form.password.data))
    with write() as db:
        person = links.set_new_password(db, token=token, password_hash=hashed)
    return bring_in(person)


@bp.get("/i/<token>")
@needs(PUBLIC)
def invitation(token: str) -> ResponseReturnValue:
    """Show who invites whom to what."""
    form = AcceptForm(name="")
    return _show_invitation(token, form, 200)


@bp.post("/i/<token>")
@needs(PUBLIC)
def accept(token: str) -> ResponseReturnValue:
    """Accept an invitation and sign in."""
    found = accepting.find_invitation(read(), token)
    if found is None or not is_open(read(), found):
        return render_template("account/invitation_gone.html", token=token), GONE
    values = {"name": "", "password_hash": "", "zone": ""}
    form = AcceptForm()
    if accepting.find_invited(read(), found) is None:
        form.zone.choices, form.about = zone_choices(), (str(form.name.data), found.email, base_url())
        if not form.validate():
            return _show_invitation(token, form, 422)
        hashed = passwords.hash_password(str(form.password.data))
        values = {"name": str(form.name.data), "password_hash": hashed, "zone": str(form.zone.data or "")}
    try:
        with write() as db:
            person = accepting.accept(db, token=token, **values)
    except BadInput as error:
        form.name.errors = [error.sentence]
        return _show_invitation(token, form, 422)
    return bring_in(person)


def _show_invitation(token: str, form: AcceptForm, status: int) -> ResponseReturnValue:
    found = accepting.find_invitation(read(), token)
    if found is None or not is_open(read(), found):
        return render_template("account/invitation_gone.html", token=token), GONE
    form.zone.choices = zone_choices()
    if request.method == "GET":
        form.name.data = found.name
    g.meeting = find_meeting(found)
    shown = {
        "invitation": found,
        "place": name_place(read(), found),
        "roles": name_roles([m.Role(role) for role in found.roles]),
        "inviter": name_of(read(), found.invited_by),
        "has_account": accepting.find_invited(read(), found) is not None,
        "expired": found.expires_at <= clock.now(),
    }
    return render_template("account/invitation.html", form=form, token=token, **shown), status


@bp.post("/i/<token>/again")
@needs(PUBLIC)
def ask_again(token: str) -> ResponseReturnValue:
    """Send an invitation that expired once more, to the address that it was sent to; the answer is always the same."""
    try:
        with write() as db:
            accepting.ask_again(db, token=token, base_url=base_url())
    except TooMany:
        pass
    return render_template("account/invitation_asked.html")
