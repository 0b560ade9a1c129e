"""Show staff whom they invited, and let them invite, renew and revoke."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.countries import by_name
from wgtracker.errors import BadInput, Conflict
from wgtracker.i18n import gettext as _
from wgtracker.i18n import ngettext
from wgtracker.queries.invitations import Choices, InvitationState, list_choices, list_invitations, list_members
from wgtracker.services import invite as inviting
from wgtracker.services.invitation_lines import Line, Trouble, read_lines
from wgtracker.web.account.invitation_forms import InviteForm, InviteManyForm, InviteOfficerForm
from wgtracker.web.account.tables import INVITATION_WORDS, list_invited, list_people
from wgtracker.web.account.views import bp
from wgtracker.web.account.ways import base_url
from wgtracker.web.downloads import hand_out
from wgtracker.web.paging import cut, exports, whole
from wgtracker.web.request import actor, needs, read, write
from wgtracker.web.sheets import write_sheet


@bp.get("/s/<int:session_id>/people")
@needs("invite")
def people(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Show who takes part, who is invited, and what became of each invitation."""
    rows = list_invitations(read(), session, clock.now())
    wanted = request.args.get("state", "")
    counts = {state: sum(row.state == state for row in rows) for state in InvitationState}
    shown = [row for row in rows if not wanted or row.state == wanted]
    members = list_members(read(), session)
    kind = request.args.get("as", "")
    if kind == "xlsx":
        of_members = request.args.get("list") == "members"
        table = list_people(members) if of_members else list_invited(shown, session.zone)
        return hand_out(write_sheet(*table), f"{'people' if of_members else 'invitations'}-{session.id}.xlsx", actor())
    part = whole if kind == "print" else cut
    return render_template(
        "account/people.html",
        session=session,
        listed=part(shown),
        found=len(shown),
        counts=counts,
        state=wanted,
        total=len(rows),
        members=part(members, "people"),
        members_found=len(members),
        words=INVITATION_WORDS,
        printing=kind == "print",
        exports=exports(),
        members_sheet=exports(list="members")[0],
    )


def _back(session: m.WorkingGroupSession, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for("account.people", session_id=session.id), 303)


@bp.route("/s/<int:session_id>/people/invite", methods=["GET", "POST"])
@needs("invite")
def invite(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Invite one person to a delegation."""
    choices, form = list_choices(read(), session), InviteForm()
    form.delegation.choices = [("", _("Choose a delegation")), *((str(key), name) for key, name in choices.delegations)]
    if request.method == "GET":
        form.delegation.data = request.args.get("delegation", "")
    elif form.validate():
        try:
            roles, place = [m.Role(role) for role in form.roles.data or []], inviting.Place(delegation_id=int(form.delegation.data))
            with write() as db:
                _invite(db, str(form.email.data), str(form.name.data or ""), roles, place, choices.round_id)
            return _back(session, _("The invitation to %(email)s is on its way.", email=form.email.data))
        except (BadInput, Conflict) as error:
            (form.roles if "observer" in (form.roles.data or []) else form.email).errors = [error.sentence]
    status = 200 if request.method == "GET" else 422
    return render_template("account/invite.html", form=form, session=session, none=not choices.delegations), status


@bp.route("/s/<int:session_id>/people/officers", methods=["GET", "POST"])
@needs("invite")
def invite_officer(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Invite the Chair, an operator, or a colleague."""
    form = InviteOfficerForm()
    if request.method == "POST" and form.validate():
        role = m.Role(form.role.data)
        place = inviting.Place(body_id=session.body_id) if role == m.Role.SECRETARIAT else inviting.Place(session_id=session.id)
        try:
            with write() as db:
                _invite(db, str(form.email.data), str(form.name.data or ""), [role], place, None)
            return _back(session, _("The invitation to %(email)s is on its way.", email=form.email.data))
        except (BadInput, Conflict) as error:
            form.email.errors = [error.sentence]
    return render_template("account/invite_officer.html", form=form, session=session), 200 if request.method == "GET" else 422


@bp.route("/s/<int:session_id>/people/list", methods=["GET", "POST"])
@needs("invite")
def invite_many(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Invite many people from a list; nobody is invited while a line is wrong."""
    choices, form = list_choices(read(), session), InviteManyForm()
    troubles: list[Trouble] = []
    if request.method == "POST" and form.validate():
        lines, troubles = read_lines(str(form.lines.data))
        placed = _place_lines(lines, session, choices, troubles)
        if not troubles:
            sent, known = _invite_all(placed, choices.round_id)
            words = ngettext("%(num)s invitation is on its way.", "%(num)s invitations are on their way.", sent)
            again = ngettext(" %(num)s person was invited before.", " %(num)s people were invited before.", known) if known else ""
            return _back(session, words + again)
        troubles.sort()
        form.lines.errors = [_("Line %(number)s: %(what)s", number=one.number, what=one.sentence) for one in troubles[:50]]
    status = 200 if request.method == "GET" else 422
    return render_template("account/invite_many.html", form=form, session=session, none=not choices.delegations), status


def _place_lines(lines: list[Line], session: m.WorkingGroupSession, choices: Choices, troubles: list[Trouble]) -> list[tuple[Line, int]]:
    """Find the delegation of each line, by any of its names; what is not found is added to the troubles."""
    by_words = {name.casefold(): key for key, name in choices.delegations}
    placed = []
    for line in lines:
        party = by_name(line.delegation, session.opens_on)
        key = by_words.get(line.delegation.casefold()) or by_words.get(party.name.casefold() if party else "")
        if key is None:
            sentence = _("there is no delegation “%(name)s” at this session; add it first.", name=line.delegation[:60])
            troubles.append(Trouble(line.number, sentence))
        elif m.Role.OBSERVER in line.roles and len(line.roles) > 1:
            troubles.append(Trouble(line.number, _("an observer only reads and has no other role.")))
        else:
            placed.append((line, key))
    return placed


def _invite_all(placed: list[tuple[Line, int]], round_id: int | None) -> tuple[int, int]:
    """Invite everybody in one transaction; give how many were invited, and how many had been before."""
    sent = known = 0
    with write() as db:
        for line, key in placed:
            try:
                _invite(db, line.email, line.name, line.roles, inviting.Place(delegation_id=key), round_id)
                sent += 1
            except Conflict:
                known += 1
    return sent, known


def _invite(
    db: Session, email: str, name: str, roles: list[m.Role] | tuple[m.Role, ...], place: inviting.Place, round_id: int | None
) -> inviting.Invited:
    return inviting.invite(db, actor(), email=email, name=name, roles=roles, place=place, base_url=base_url(), round_id=round_id)


@bp.post("/invitations/<int:invitation_id>/renew")
@needs("invite")
def renew(invitation: m.Invitation) -> ResponseReturnValue:
    """Send an invitation anew; the link before it works no longer."""
    with write() as db:
        inviting.renew_invitation(db, actor(), invitation_id=invitation.id, base_url=base_url())
    flash(_("A new invitation is on its way to %(email)s; the link before it works no longer.", email=invitation.email))
    return redirect(_list_of(invitation), 303)


@bp.route("/invitations/<int:invitation_id>/revoke", methods=["GET", "POST"])
@needs("invite")
def revoke(invitation: m.Invitation) -> ResponseReturnValue:
    """Ask first, then make an invitation useless."""
    if request.method == "GET":
        place = inviting.name_place(read(), invitation)
        return render_template("account/revoke.html", invitation=invitation, place=place, back=_list_of(invitation))
    back = _list_of(invitation)
    with write() as db:
        inviting.revoke_invitation(db, actor(), invitation_id=invitation.id)
    flash(_("The invitation of %(email)s is revoked; its link works no longer.", email=invitation.email))
    return redirect(back, 303)


def _list_of(invitation: m.Invitation) -> str:
    """Give the address of the list that shows an invitation; that of a body has no session of its own."""
    place = inviting.Place(invitation.body_id, invitation.session_id, invitation.delegation_id)
    session_id = inviting.locate(read(), place).session_id
    session_id = session_id or request.values.get("session", 0, type=int)
    return url_for("account.people", session_id=session_id) if session_id else url_for("public.home")
