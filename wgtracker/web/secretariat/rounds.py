"""Rounds: plan, open, extend, close; and the start page of a round."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import Conflict
from wgtracker.i18n import gettext as _
from wgtracker.i18n import ngettext
from wgtracker.queries import history, progress, sessions
from wgtracker.queries.room_page import list_rooms
from wgtracker.services import rounds as acts
from wgtracker.web.request import actor, needs, read
from wgtracker.web.secretariat.calendar import write_calendar
from wgtracker.web.secretariat.forms import ExtendForm, NothingForm, RoundForm
from wgtracker.web.secretariat.views import bp, carry_out, show_form


def _draft_choices(page: sessions.SessionPage) -> list[tuple[int, str]]:
    saved = [draft for draft in page.drafts if draft.state == m.DraftState.SAVED]
    return [(draft.id, _("Draft %(number)s: %(name)s", number=draft.number, name=draft.name[:80])) for draft in saved]


@bp.route("/s/<int:session_id>/rounds/new", methods=["GET", "POST"])
@needs("manage_round")
def plan_round(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Plan a round."""
    number = session.id
    page = sessions.read_session(read(), number)
    form = RoundForm(data={"zone": session.zone, "time": "18:00", "takes_late": True})
    choices = form.draft_id.choices = _draft_choices(page)
    if not choices:
        flash(_("A round is held on a draft: import it and save it first."), "warn")
        return redirect(url_for(".session", session_id=number), 303)
    if form.validate_on_submit() and (deadline := form.deadline):
        typed = {"draft_id": form.draft_id.data, "takes_late": form.takes_late.data}
        made = carry_out(form, lambda db: acts.plan_round(db, actor(), deadline=deadline, **typed), "day")
        if made is not None:
            flash(_("Round %(number)s is planned. Look at it once more, then open it.", number=made.number))
            return redirect(url_for(".round", round_id=made.id), 303)
    page = sessions.read_session(read(), number)
    return show_form("secretariat/round_form.html", form, page=page, round=None)


@bp.route("/r/<int:round_id>/change", methods=["GET", "POST"])
@needs("manage_round")
def change_round(round: m.Round) -> ResponseReturnValue:
    """Change a round that is not open yet."""
    number, session_id = round.id, round.session_id
    choices = _draft_choices(sessions.read_session(read(), session_id))
    form = RoundForm(obj=round, data=_typed(round))
    form.draft_id.choices = choices
    if form.validate_on_submit() and (deadline := form.deadline):
        typed = {"draft_id": form.draft_id.data, "takes_late": form.takes_late.data}
        made = carry_out(
            form, lambda db: acts.change_round(db, actor(), round_id=number, version=form.made_on, deadline=deadline, **typed), "day"
        )
        if made is not None:
            return redirect(url_for(".round", round_id=number), 303)
    now = read().get_one(m.Round, number)
    current = RoundForm(formdata=None, obj=now, data=_typed(now)) if form.is_stale else None
    if current:
        current.draft_id.choices = choices
    page = sessions.read_session(read(), session_id)
    return show_form("secretariat/round_form.html", form, current, page=page, round=now)


def _typed(round_: m.Round) -> dict[str, object]:
    wall = clock.read_wall(round_.deadline)
    return {"day": wall.date(), "time": f"{wall:%H:%M}"}


@bp.get("/r/<int:round_id>/desk")
@needs("manage_round")
def round(round: m.Round) -> ResponseReturnValue:
    """Show the start page of a round: how far it is, and the one act that comes next."""
    page = sessions.read_session(read(), round.session_id)
    events = history.of_subject(read(), "round", round.id)
    shown = progress.read_progress(read(), round, clock.now())
    moved = progress.list_extensions(round)
    room = list_rooms(read(), actor(), [round.session]).get(round.session_id)
    return render_template("secretariat/round.html", page=page, round=round, shown=shown, events=events, moved=moved, room=room)


@bp.route("/r/<int:round_id>/open", methods=["GET", "POST"])
@needs("manage_round")
def open_round(round: m.Round) -> ResponseReturnValue:
    """Ask, then open a round."""
    form, number = NothingForm(obj=round), round.id
    if form.validate_on_submit():
        made = carry_out(form, lambda db: acts.open_round(db, actor(), round_id=number, version=form.made_on))
        if made is not None:
            flash(_("Round %(number)s is open. Delegations can answer now.", number=made.number))
            return redirect(url_for(".round", round_id=number), 303)
    return _ask("secretariat/round_open.html", form, number)


@bp.route("/r/<int:round_id>/extend", methods=["GET", "POST"])
@needs("manage_round")
def extend_round(round: m.Round) -> ResponseReturnValue:
    """Move the deadline, with a reason; everybody who was invited gets a letter."""
    number = round.id
    form = ExtendForm(obj=round, data={**_typed(round), "zone": round.zone})
    if form.validate_on_submit() and (deadline := form.deadline):
        reason = form.reason.data or ""
        made = carry_out(
            form,
            lambda db: acts.extend_round(db, actor(), round_id=number, version=form.made_on, deadline=deadline, reason=reason),
            "day",
        )
        if made is not None:
            letters = len(acts.invited_addresses(read(), number))
            told = ngettext("%(num)s letter is on its way.", "%(num)s letters are on their way.", letters)
            when = clock.show_deadline(made.deadline_at, made.zone)
            flash(_("The round is extended to %(when)s.", when=when) + " " + told)
            return redirect(url_for(".round", round_id=number), 303)
    now = read().get_one(m.Round, number)
    current = ExtendForm(formdata=None, obj=now, data=_typed(now)) if form.is_stale else None
    page = sessions.read_session(read(), now.session_id)
    letters = len(acts.invited_addresses(read(), number))
    return show_form("secretariat/round_extend.html", form, current, page=page, round=now, letters=letters)


@bp.route("/r/<int:round_id>/close", methods=["GET", "POST"])
@needs("manage_round")
def close_round(round: m.Round) -> ResponseReturnValue:
    """Ask, then close a round."""
    form, number = NothingForm(obj=round), round.id
    if form.validate_on_submit():
        made = carry_out(form, lambda db: acts.close_round(db, actor(), round_id=number, version=form.made_on))
        if made is not None:
            flash(_("Round %(number)s is closed.", number=made.number))
            return redirect(url_for(".round", round_id=number), 303)
    return _ask("secretariat/round_close.html", form, number)


def _ask(template: str, form: NothingForm, round_id: int) -> ResponseReturnValue:
    """Ask before a round is opened or closed, with what it holds now."""
    now = read().get_one(m.Round, round_id)
    current = NothingForm(formdata=None, obj=now) if form.is_stale else None
    page = sessions.read_session(read(), now.session_id)
    return show_form(template, form, current, page=page, round=now, shown=progress.read_progress(read(), now, clock.now()))


@bp.get("/r/<int:round_id>/deadline.ics")
@needs("see_session")
def deadline_calendar(round: m.Round) -> ResponseReturnValue:
    """Give the deadline as a file for calendars."""
    if round.state == m.RoundState.PLANNED:
        raise Conflict(_("The round is not open yet."))
    page = sessions.read_session(read(), round.session_id)
    content = write_calendar(round, f"{page.session.body.name}, {page.name}", url_for("public.home", _external=True))
    return Response(content, 200, {"Content-Disposition": "attachment; filename=deadline.ics"}, content_type="text/calendar; charset=utf-8")
