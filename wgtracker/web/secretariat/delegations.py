"""The delegations of a session: add many at once, say what they are, take one from the list."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.countries.groups import REGIONS, parties
from wgtracker.i18n import gettext as _
from wgtracker.i18n import ngettext
from wgtracker.queries import delegations as rows
from wgtracker.queries import history, sessions
from wgtracker.services import delegations as acts
from wgtracker.web.request import actor, needs, read
from wgtracker.web.secretariat.fields import one_line
from wgtracker.web.secretariat.forms import AddForm, DelegationForm, NothingForm, StandingForm, split_names
from wgtracker.web.secretariat.views import bp, carry_out, show_form


@bp.route("/s/<int:session_id>/delegations/add", methods=["GET", "POST"])
@needs("manage_delegations")
def add_delegations(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Add delegations: from the list, or pasted."""
    form, number = AddForm(), session.id
    chosen = frozenset(code for code in request.form.getlist("party")[:1000])
    if form.validate_on_submit():
        listed, all_states = parties(session.opens_on), "all_states" in request.form
        names = [party.name for party in listed if party.name in chosen or (all_states and party.category == "State")]
        names += split_names(form.pasted.data or "")
        standing = m.Standing(form.states_are.data)
        made = carry_out(form, lambda db: acts.add_delegations(db, actor(), session_id=number, names=names, states_are=standing))
        if made is not None:
            _tell_added(made)
            return redirect(url_for(".delegation_list", session_id=number), 303)
    page = sessions.read_session(read(), number)
    region = one_line(request.args.get("region"))[:60]
    choices = rows.list_choices(read(), page.session)
    return show_form(
        "secretariat/delegations_add.html", form, page=page, choices=choices, chosen=chosen, region=region, regions=list(REGIONS.values())
    )


def _tell_added(made: acts.Added) -> None:
    words = ngettext("%(num)s delegation was added.", "%(num)s delegations were added.", len(made.added) + len(made.again))
    unknown = [row.name for row in made.added if row.category == "other"]
    if made.known:
        words += " " + ngettext("%(num)s was there already.", "%(num)s were there already.", len(made.known))
    flash(words)
    if unknown:
        flash(
            _(
                "Not on the list of States and organizations, so kept as written: %(names)s. Check their category.",
                names="; ".join(unknown[:20]),
            ),
            "warn",
        )


@bp.route("/delegations/<int:delegation_id>", methods=["GET", "POST"])
@needs("manage_delegations")
def delegation(delegation: m.Delegation) -> ResponseReturnValue:
    """Show a delegation and change what it is at this session."""
    form, number, session_id = DelegationForm(obj=delegation), delegation.id, delegation.session_id
    if form.validate_on_submit():
        typed = {"name": form.name.data, "category": form.category.data, "region": form.region.data}
        standing = m.Standing(form.standing.data)
        made = carry_out(
            form,
            lambda db: acts.change_delegation(db, actor(), delegation_id=number, version=form.made_on, standing=standing, **typed),
        )
        if made is not None:
            flash(_("%(name)s is saved.", name=made.name))
            return redirect(url_for(".delegation_list", session_id=session_id), 303)
    now = read().get_one(m.Delegation, number)
    current = DelegationForm(formdata=None, obj=now) if form.is_stale else None
    page = sessions.read_session(read(), session_id)
    events = history.of_subject(read(), "delegation", number)
    spoke = acts.has_input(read(), number)
    return show_form("secretariat/delegation.html", form, current, page=page, delegation=now, events=events, spoke=spoke)


@bp.route("/delegations/<int:delegation_id>/remove", methods=["GET", "POST"])
@needs("manage_delegations")
def remove_delegation(delegation: m.Delegation) -> ResponseReturnValue:
    """Ask, then take a delegation from the list."""
    form, number, session_id, name = NothingForm(obj=delegation), delegation.id, delegation.session_id, delegation.name
    if form.validate_on_submit():
        gone = carry_out(form, lambda db: acts.remove_delegation(db, actor(), delegation_id=number, version=form.made_on))
        if gone is not None:
            flash(
                _("%(name)s is removed.", name=name) if gone else _("%(name)s is off the list; all that belongs to it is kept.", name=name)
            )
            return redirect(url_for(".delegation_list", session_id=session_id), 303)
    now = read().get_one(m.Delegation, number)
    current = NothingForm(formdata=None, obj=now) if form.is_stale else None
    page = sessions.read_session(read(), session_id)
    spoke = acts.has_input(read(), number)
    return show_form("secretariat/delegation_remove.html", form, current, page=page, delegation=now, spoke=spoke)


@bp.route("/s/<int:session_id>/standings", methods=["GET", "POST"])
@needs("manage_delegations")
def standings(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Record what delegations are under the instrument, many at once."""
    form, number = StandingForm(), session.id
    chosen = frozenset(request.form.getlist("delegation")[:1000])
    listed = rows.list_delegations(read(), number)
    if form.validate_on_submit():
        parties = [row.name for row in listed if str(row.id) in chosen]
        standing, from_on = m.Standing(form.standing.data), form.from_on.data
        made = carry_out(
            form, lambda db: acts.record_standings(db, actor(), session_id=number, parties=parties, standing=standing, from_on=from_on)
        )
        if made is not None:
            flash(ngettext("%(num)s status is recorded.", "%(num)s statuses are recorded.", made))
            return redirect(url_for(".delegation_list", session_id=number), 303)
    page = sessions.read_session(read(), number)
    listed = rows.list_delegations(read(), number)
    return show_form("secretariat/standings.html", form, page=page, listed=listed, chosen=chosen)
