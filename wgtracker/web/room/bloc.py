"""Decide on several paragraphs at once: a review page where each can be dropped, then one act together."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, Stale
from wgtracker.i18n import gettext as _
from wgtracker.i18n import ngettext
from wgtracker.queries.room_page import list_walk
from wgtracker.queries.room_text import RoomText, load_room_text
from wgtracker.room import model as r
from wgtracker.room.lay import Placed, who_asks_for
from wgtracker.room.life import ALL_DECIDED, NO_BRACKETS, Status, may_move
from wgtracker.services.room import Deed, act_together
from wgtracker.web.app import STATUS as CODES
from wgtracker.web.request import actor, needs, read, write
from wgtracker.web.room import views, words
from wgtracker.web.room.deeds import read_reason, read_seen
from wgtracker.web.room.sent import sent_key
from wgtracker.web.room.views import bp

GOALS = (Status.AGREED, Status.AD_REFERENDUM, Status.ADOPTED, Status.AGREED_IN_INFORMALS)
"""States that several paragraphs can be brought to at once."""


class Line(NamedTuple):
    """A paragraph on the review page. why: what stands against it, "" where nothing does; waiting: changes that wait for a decision.

    asked: who asks for it, where it is new and nothing was decided on it; confirmed: whether they have confirmed what was said for them.
    """

    unit: Placed
    why: str
    waiting: int
    asked: tuple[str, ...] = ()
    confirmed: bool = True

    @property
    def is_quiet(self) -> bool:
        """Tell whether it is offered from the start: nothing waits on it and nothing stands against it."""
        return not self.why and not self.waiting and not self.asked


@bp.get("/n/<int:negotiation_id>/bloc")
@needs("operate_room")
def review(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show which paragraphs could be agreed together."""
    return _show(negotiation, read_goal(request.args.get("to", "")), None, 200)


@bp.post("/n/<int:negotiation_id>/bloc")
@needs("operate_room")
def together(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Read back what was chosen; do all of it or nothing where it is confirmed."""
    negotiation_id, goal, chosen = negotiation.id, read_goal(request.form.get("to", "")), _read_chosen()
    try:
        deeds = _read_deeds(goal, chosen)
        if request.form.get("confirmed") != "yes":
            return _show(negotiation, goal, chosen, 200, reads_back=True)
        with write() as db:
            act_together(db, actor(), negotiation_id=negotiation_id, deeds=deeds)
    except (BadInput, Conflict, Stale) as error:
        return _show(read().get_one(m.Negotiation, negotiation_id), goal, chosen, CODES[type(error)], error.sentence)
    count = ngettext("%(num)s paragraph", "%(num)s paragraphs", len(deeds))
    flash(_("Done together: %(count)s, %(status)s.", count=count, status=words.STATUS[goal]))
    return redirect(url_for("room.home", negotiation_id=negotiation_id), 303)


def read_goal(word: str) -> Status:
    """Read the state that the paragraphs shall be brought to."""
    return Status(word) if word in {str(one) for one in GOALS} else Status.AGREED


def _read_chosen() -> list[int]:
    return [int(word) for word in request.form.getlist("unit") if word.isascii() and word.isdigit() and len(word) < 10]


def _read_deeds(goal: Status, chosen: list[int]) -> list[Deed]:
    reason, key = read_reason(request.form), sent_key()
    if not chosen:
        raise BadInput(_("Choose at least one paragraph."))
    return [
        Deed(unit, r.Moved(goal, (), ""), read_seen(request.form, f"seen-{unit}"), reason, f"{key}-{unit}" if key else "")
        for unit in dict.fromkeys(chosen)
    ]


def list_lines(text: RoomText, goal: Status) -> list[Line]:
    """List the paragraphs with what stands against bringing them there."""
    return [_line(unit, goal) for unit in list_walk(text) if unit.state.status != goal]


def _line(unit: Placed, goal: Status) -> Line:
    new = [one for one in unit.state.proposals if one.kind == "new"]
    asked = tuple(sorted(who_asks_for(unit.state)))
    return Line(unit, _why_not(unit.state, goal), _count_open(unit.state), asked, all(one.confirmed for one in new))


def _count_open(state: r.UnitState) -> int:
    return sum(piece.standing in r.OPEN and _kind(state, piece) != "new" for piece in state.pieces)


def _kind(state: r.UnitState, piece: r.Piece) -> str:
    return next(one.kind for one in state.proposals if one.id == piece.id.proposal)


def _why_not(state: r.UnitState, goal: Status) -> str:
    if not may_move(state.status, goal):
        return _("from “%(before)s” it cannot become “%(after)s”", before=words.STATUS[state.status], after=words.STATUS[goal])
    if goal in NO_BRACKETS and state.brackets:
        return _("words are in brackets")
    if goal in ALL_DECIDED and (count := _count_open(state)):
        return ngettext("%(num)s change waits for a decision", "%(num)s changes wait for a decision", count)
    return ""


def _show(
    negotiation: m.Negotiation, goal: Status, chosen: list[int] | None, code: int, trouble: str = "", *, reads_back: bool = False
) -> ResponseReturnValue:
    """Draw the review page. chosen: what was chosen on it, None at the start."""
    text = load_room_text(read(), negotiation)
    lines = list_lines(text, goal)
    picked = {one.unit.id for one in lines if (one.is_quiet if chosen is None else one.unit.id in chosen and not one.why)}
    page = render_template(
        "room/bloc.html",
        negotiation=negotiation,
        lines=lines,
        goal=goal,
        goals=GOALS,
        picked=picked,
        trouble=trouble,
        reads_back=reads_back,
        words=words,
        reason=request.form.get("reason", ""),
        **views.helps(text),
    )
    return page, code
