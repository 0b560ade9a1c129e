"""Show a delegate's start page, and a round: the whole draft with the own delegation's input in it."""

from datetime import timedelta
from typing import NamedTuple

from flask import current_app, g, render_template
from flask.typing import ResponseReturnValue

from wgtracker import clock
from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.papers.points import draw_units
from wgtracker.policy import Scope, can
from wgtracker.queries.compilation import name_ordinal, scope_of, seen_by
from wgtracker.queries.delegate import Sheet, find_readings, list_desk, list_own, list_uploads, load_sheet, own_delegations
from wgtracker.services.draft_input import Place
from wgtracker.services.force import is_late
from wgtracker.web.delegate.blueprint import bp
from wgtracker.web.delegate.deeds import Deeds
from wgtracker.web.delegate.drawn import list_items, show_points
from wgtracker.web.delegate.reading import draw_general, draw_reading
from wgtracker.web.request import SIGNED_IN, actor, needs, read

__all__ = ["bp"]


class Desk(NamedTuple):
    """What a person may do in a round, as the pages ask it.

    may_write: propose and comment now; may_send: submit now; may_see: the own delegation's input; late: what comes now is late.
    """

    delegation: m.Delegation | None
    may_see: bool
    may_write: bool
    may_send: bool
    late: bool


def grace() -> int:
    """Give the seconds after a deadline that still count as in time."""
    return int(current_app.config["WGTRACKER"].grace)


def desk_of(round_: m.Round) -> Desk:
    """Say what the person of this request may do in a round."""
    person = actor()
    delegation = next(iter(own_delegations(read(), person, round_.session_id)), None)
    if delegation is None:
        return Desk(None, False, False, False, False)
    scope = scope_of(round_)._replace(delegation_id=delegation.id)
    late = is_late(round_, clock.now(), grace())
    taking = round_.state == m.RoundState.OPEN and (not late or round_.takes_late)
    return Desk(
        delegation,
        bool(can(person, "see_own_input", scope)),
        taking and bool(can(person, "draft_input", scope)),
        taking and bool(can(person, "submit_input", scope)),
        late,
    )


def place_of(round_id: int, delegation: m.Delegation) -> Place:
    """Say where what is written goes."""
    return Place(round_id, delegation.id, grace())


def name_meeting(session: m.WorkingGroupSession) -> str:
    """Name a session as the breadcrumbs do: "Tenth meeting"."""
    return f"{name_ordinal(session.ordinal)} {session.word}".capitalize()


@bp.get("/delegate")
@needs(SIGNED_IN)
def home() -> ResponseReturnValue:
    """Show what is open, what is one's own, and what is due."""
    rows = list_desk(read(), actor())
    soon = clock.now() + timedelta(days=3)
    if rows:
        g.meeting = rows[0].round.session
    return render_template("delegate/home.html", rows=rows, soon=soon, meeting_name=name_meeting, roles=_roles())


def _roles() -> dict[int, list[m.Role]]:
    roles: dict[int, list[m.Role]] = {}
    for grant in actor().grants:
        if grant.delegation_id is not None:
            roles.setdefault(grant.delegation_id, []).append(grant.role)
    return roles


@bp.get("/r/<int:round_id>")
@needs("see_session")
def round(round: m.Round) -> ResponseReturnValue:
    """Show the draft as a text, with the own delegation's input in it; after the round, with everybody's."""
    desk = desk_of(round)
    everybody = seen_by(actor(), round) is None and round.state == m.RoundState.CLOSED
    if everybody or desk.delegation is None or not desk.may_see:
        return _show_reading(round, desk, everybody)
    sheet = load_sheet(read(), round, desk.delegation)
    compilation = sheet.compile()
    points = show_points(draw_units(compilation, sheet.meeting), sheet.text, dict(sheet.rows))
    return render_template(
        "delegate/round.html",
        round=round,
        desk=desk,
        sheet=sheet,
        points=points,
        deeds=Deeds(round.id, sheet.drafting.id if sheet.drafting else 0) if desk.may_write else None,
        general=draw_general(compilation),
        items=list_items(sheet),
        counts=show_counts(sheet),
        reading=find_readings(read(), [round.session_id]).get(round.session_id),
        sent=list_own(read(), round.id, desk.delegation.id),
        uploads=list_uploads(read(), round.id, desk.delegation.id),
        title=name_meeting(round.session),
    )


def _show_reading(round_: m.Round, desk: Desk, everybody: bool) -> ResponseReturnValue:
    """Show the draft to those who only read: without input, or with everybody's once the round is closed."""
    reading = draw_reading(read(), round_, None if everybody else frozenset[int]())
    own = list_own(read(), round_.id, desk.delegation.id) if desk.delegation is not None and desk.may_see else []
    return render_template(
        "delegate/reading.html",
        round=round_,
        desk=desk,
        points=reading.points,
        general=reading.general,
        everybody=everybody,
        title=name_meeting(round_.session),
        sent=own,
    )


def show_counts(sheet: Sheet) -> str:
    """Say how much the input under way holds: "4 changes, 1 comment"."""
    changes, comments = sheet.counts
    parts = [_("%(n)s changes", n=changes) if changes != 1 else _("1 change")] if changes or not comments else []
    if comments:
        parts.append(_("%(n)s comments", n=comments) if comments != 1 else _("1 comment"))
    return ", ".join(parts)


def scope_in(round_: m.Round, delegation: m.Delegation) -> Scope:
    """Give the scope that rights over a delegation's input are asked in."""
    return scope_of(round_)._replace(delegation_id=delegation.id)


from wgtracker.web.delegate import asked, insert, propose, remark, room, room_saying, sending, wordfile  # noqa: E402, F401  # their routes
