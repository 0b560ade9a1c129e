"""Groups that speak for their members, with the days of each membership."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _
from wgtracker.i18n import ngettext
from wgtracker.queries import delegations as rows
from wgtracker.queries import history, sessions
from wgtracker.services import groups as acts
from wgtracker.web.request import actor, needs, read
from wgtracker.web.secretariat.forms import GroupForm, MemberForm, NothingForm, split_names
from wgtracker.web.secretariat.views import bp, carry_out, show_form


@bp.route("/s/<int:session_id>/groups", methods=["GET", "POST"])
@needs("manage_delegations")
def groups(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """List all groups, and make one."""
    form, number = GroupForm(), session.id
    if form.validate_on_submit():
        name = form.name.data or ""
        made = carry_out(form, lambda db: acts.create_group(db, actor(), session_id=number, name=name), "name")
        if made is not None:
            flash(ngettext("The group is there, with %(num)s member.", "The group is there, with %(num)s members.", made.members))
            return redirect(url_for(".group", session_id=number, group=made.group.id), 303)
    page = sessions.read_session(read(), number)
    listed = rows.list_groups(read())
    return show_form("secretariat/groups.html", form, page=page, listed=listed, is_member=rows.is_member)


@bp.route("/s/<int:session_id>/groups/<int:group>", methods=["GET", "POST"])
@needs("manage_delegations")
def group(session: m.WorkingGroupSession, group: int) -> ResponseReturnValue:
    """Show a group and add members."""
    form, number = MemberForm(), session.id
    _find(group)
    if form.validate_on_submit():
        names, days = split_names(form.pasted.data or ""), {"from_on": form.from_on.data, "until_on": form.until_on.data}
        made = carry_out(form, lambda db: acts.add_members(db, actor(), session_id=number, group_id=group, names=names, **days), "pasted")
        if made is not None:
            flash(ngettext("%(num)s member was added.", "%(num)s members were added.", made))
            return redirect(url_for(".group", session_id=number, group=group), 303)
    page = sessions.read_session(read(), number)
    events = history.of_subject(read(), "group", group)
    return show_form("secretariat/group.html", form, page=page, group=_find(group), events=events, is_member=rows.is_member)


@bp.post("/s/<int:session_id>/groups/<int:group>/members/<int:member>/end")
@needs("manage_delegations")
def end_membership(session: m.WorkingGroupSession, group: int, member: int) -> ResponseReturnValue:
    """End a membership today."""
    form, number = NothingForm(), session.id
    today = clock.in_zone(clock.now(), session.zone).date()
    carry_out(form, lambda db: acts.end_membership(db, actor(), session_id=number, member_id=member, until_on=today))
    if form.form_errors:
        flash(form.form_errors[0], "bad")
    return redirect(url_for(".group", session_id=number, group=group), 303)


@bp.route("/s/<int:session_id>/groups/<int:group>/name", methods=["GET", "POST"])
@needs("manage_delegations")
def change_group(session: m.WorkingGroupSession, group: int) -> ResponseReturnValue:
    """Change the name of a group."""
    form, number = GroupForm(obj=_find(group)), session.id
    if form.validate_on_submit():
        version, name = form.made_on, form.name.data or ""
        if carry_out(
            form, lambda db: acts.change_group(db, actor(), session_id=number, group_id=group, version=version, name=name), "name"
        ):
            return redirect(url_for(".group", session_id=number, group=group), 303)
    current = GroupForm(formdata=None, obj=_find(group)) if form.is_stale else None
    page = sessions.read_session(read(), number)
    return show_form("secretariat/group_form.html", form, current, page=page, group=_find(group), path=request.path)


def _find(number: int) -> m.Group:
    found = rows.find_group(read(), number) if number < 2**31 else None
    if found is None:
        raise NotFound(_("There is no such group."))
    return found
