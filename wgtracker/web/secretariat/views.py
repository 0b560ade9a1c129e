"""The Secretariat's start page and the pages of a session."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import BadFile, BadInput, Conflict, NoPaper, NotAllowed, Stale
from wgtracker.i18n import gettext as _
from wgtracker.queries import history, sessions
from wgtracker.queries.outside import is_in_room
from wgtracker.queries.room_page import list_rooms
from wgtracker.services import sessions as acts
from wgtracker.web.request import SIGNED_IN, actor, needs, read, write
from wgtracker.web.secretariat.forms import SessionForm

bp = Blueprint("secretariat", __name__)
Made = TypeVar("Made")


@bp.app_context_processor
def _links() -> dict[str, Any]:
    return {"link": link}


def link(endpoint: str, **ids: Any) -> str:
    """Give the address of a page, "" where this installation has no such page."""
    return url_for(endpoint, **ids) if endpoint in current_app.view_functions else ""


def carry_out(form: Any, act: Callable[[Session], Made], field: str = "") -> Made | None:
    """Carry out one act in one block of writing; None where it was refused: the sentence is then at the field, or heads the form."""
    try:
        with write() as db:
            return act(db)
    except Stale:
        form.is_stale = True
    except (BadInput, BadFile, Conflict, NoPaper) as error:
        if field:
            form[field].errors = [error.sentence]
        else:
            form.form_errors.append(error.sentence)
    return None


def warn_if_in_room(round_id: int) -> None:
    """Say after something came into a round that the room does not get it by itself, where its text is there already."""
    if is_in_room(read(), round_id):
        flash(_("The text is in the room already, and this is not: bring it in as from the floor. The room’s page lists it."), "warn")


def show_form(template: str, form: Any, current: Any = None, **shown: Any) -> ResponseReturnValue:
    """Show a form: 200 at first, 422 with its errors, 409 beside what stands now (current: the same form with what is saved)."""
    changes = []
    if form.is_stale and current is not None:
        changes = [
            (field.label.text, _words(current[field.name]), _words(field))
            for field in form
            if field.name not in ("csrf_token", "version") and field.data != current[field.name].data
        ]
        form.version.data = current.version.data
    code = 409 if form.is_stale else 422 if form.errors else 200
    return render_template(template, form=form, changes=changes, **shown), code


def _words(field: Any) -> str:
    """Give what a field holds, in words."""
    if field.type == "BooleanField":
        return _("yes") if field.data else _("no")
    choices = getattr(field, "choices", None)
    if isinstance(choices, list):
        return next((str(words) for value, words, *_other in choices if value == field.data), str(field.data or ""))
    return str(field.data or "")


@bp.get("/secretariat")
@needs(SIGNED_IN)
def home() -> ResponseReturnValue:
    """Show the bodies of this person with their sessions."""
    bodies = sessions.list_bodies(read(), actor())
    if not bodies:
        raise NotAllowed(_("This desk is the Secretariat’s. Ask the officer who invited you if you should have it."))
    return render_template("secretariat/home.html", bodies=bodies)


@bp.get("/s/<int:session_id>/desk")
@needs("manage_session")
def session(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Show a session: what comes next, its drafts, rounds, agenda and topics."""
    page = sessions.read_session(read(), session.id)
    events = history.of_session(read(), session.id, limit=12)
    room = list_rooms(read(), actor(), [session]).get(session.id)
    return render_template("secretariat/session.html", page=page, events=events, room=room)


@bp.route("/bodies/<int:body_id>/sessions/new", methods=["GET", "POST"])
@needs("manage_session")
def create_session(body: m.Body) -> ResponseReturnValue:
    """Create a session of a body."""
    form = SessionForm(data={"zone": "Europe/Vienna", "place": "Vienna", "unit_name": "draft recommendation"})
    if form.validate_on_submit():
        made = carry_out(form, lambda db: acts.create_session(db, actor(), body_id=body.id, facts=form.facts))
        if made is not None:
            flash(_("The session is created. Next: import its draft."))
            return redirect(url_for(".session", session_id=made.id), 303)
    return show_form("secretariat/session_form.html", form, body=body, session=None)


@bp.route("/s/<int:session_id>/facts", methods=["GET", "POST"])
@needs("manage_session")
def change_session(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Change the facts of a session."""
    form = SessionForm.showing(session)
    if form.validate_on_submit():
        facts, number = form.facts, session.id
        made = carry_out(form, lambda db: acts.change_session(db, actor(), session_id=number, version=form.made_on, facts=facts))
        if made is not None:
            flash(_("The facts of the session are saved."))
            return redirect(url_for(".session", session_id=number), 303)
    now = sessions.read_session(read(), session.id)
    current = SessionForm.showing(now.session, formdata=None) if form.is_stale else None
    return show_form("secretariat/session_form.html", form, current, body=now.session.body, session=now.session, name=now.name)


from wgtracker.web.secretariat import agenda, delegations, drafts, groups, lists, papers, reshaping, rounds  # noqa: E402, F401
