"""Say acts of the meeting in words: what was done, and what is about to be done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.room import model as r
from wgtracker.room.life import Status

STATUS: Mapping[Status, Any] = {
    Status.TABLED: lazy_gettext("tabled"),
    Status.UNDER_NEGOTIATION: lazy_gettext("under negotiation"),
    Status.AGREED_IN_INFORMALS: lazy_gettext("agreed in informals"),
    Status.AD_REFERENDUM: lazy_gettext("agreed ad referendum"),
    Status.PENDING: lazy_gettext("pending"),
    Status.PACKAGE: lazy_gettext("linked to a package"),
    Status.AGREED: lazy_gettext("agreed"),
    Status.ADOPTED: lazy_gettext("adopted"),
    Status.REOPENED: lazy_gettext("reopened"),
    Status.DEFERRED: lazy_gettext("deferred"),
    Status.NOT_RETAINED: lazy_gettext("not retained"),
    Status.WITHDRAWN: lazy_gettext("withdrawn"),
    Status.FUTURE: lazy_gettext("discussion point for future consideration"),
}
"""The states of a paragraph in words."""
FORUMS = {"plenary": lazy_gettext("plenary"), "informals": lazy_gettext("informals")}
STANDS: Mapping[r.Stand, Any] = {
    r.Stand.SUPPORTS: lazy_gettext("supports"),
    r.Stand.CO_SPONSORS: lazy_gettext("co-sponsors"),
    r.Stand.CAN_LIVE_WITH: lazy_gettext("can live with"),
    r.Stand.OPPOSES: lazy_gettext("opposes"),
    r.Stand.RESERVES: lazy_gettext("reserves its position on"),
}


def join_names(names: Sequence[str]) -> str:
    """Join names as the paper does: semicolons where one of them holds a comma or brackets."""
    sign = "; " if any("," in name or "(" in name for name in names) else ", "
    return sign.join(dict.fromkeys(names))


def say_status(state: r.UnitState) -> str:
    """Say where a unit stands: "pending Brazil, Kenya"."""
    words = str(STATUS[state.status])
    return f"{words} {join_names(state.pending)}" if state.status == Status.PENDING and state.pending else words


def say_act(state: r.UnitState, what: r.What, acts: Sequence[r.Act] = ()) -> str:
    """Say an act as a short phrase, which stands for what was done and for what is about to be: "Take: Brazil, France"."""
    return _SAY[type(what)](state, what, acts)


def _names_of(state: r.UnitState, pieces: Sequence[r.PieceId]) -> str:
    by = {proposal.id: proposal.by for proposal in state.proposals}
    return join_names(sorted({by.get(piece.proposal, "") for piece in pieces} - {""}))


def _by(state: r.UnitState, proposal: str) -> str:
    return next((one.by for one in state.proposals if one.id == proposal), "")


def _say_took(state: r.UnitState, what: r.Took, acts: Sequence[r.Act]) -> str:
    names = _names_of(state, what.pieces)
    return _("Take as modified: %(names)s", names=names) if what.wording is not None else _("Take: %(names)s", names=names)


def _say_moved(state: r.UnitState, what: r.Moved, acts: Sequence[r.Act]) -> str:
    words = say_status(state._replace(status=what.to, pending=what.pending))
    return _("State: %(words)s (%(forum)s)", words=words, forum=FORUMS.get(what.forum, what.forum)) if what.forum else _("State: %(words)s", words=words)  # fmt: skip  # noqa: E501


def _say_bracketed(state: r.UnitState, what: r.Bracketed, acts: Sequence[r.Act]) -> str:
    words = what.on[what.start : what.end]
    if what.holders:
        return _("Brackets: “%(words)s” (%(names)s)", words=words, names=join_names(what.holders))
    return _("Brackets: “%(words)s”", words=words)


def _say_reserved(state: r.UnitState, what: r.Reserved, acts: Sequence[r.Act]) -> str:
    if what.end < 0:
        return _("Reservation: %(name)s, on the paragraph", name=what.by)
    return _("Reservation: %(name)s, on “%(words)s”", name=what.by, words=what.on[what.start : what.end])


def _say_of_act(state: r.UnitState, number: int, acts: Sequence[r.Act]) -> str:
    found = next((one for one in acts if one.number == number), None)
    return say_act(state, found.what, acts) if found is not None else str(number)


def _say_answered(state: r.UnitState, what: r.Answered, acts: Sequence[r.Act]) -> str:
    by = next((one.remark.by for one in state.remarks if one.remark.id == what.remark), "")
    words = {"noted": _("Comment noted: %(name)s", name=by), "taken": _("Comment taken: %(name)s", name=by)}
    return words.get(what.how, _("Comment not retained: %(name)s", name=by))


_Say = Callable[[r.UnitState, Any, Sequence[r.Act]], str]
_SAY: Mapping[type, _Say] = {
    r.Tabled: lambda s, w, a: _("Proposal of %(name)s", name=w.proposal.by),
    r.Confirmed: lambda s, w, a: _("Wording confirmed by %(name)s", name=_by(s, w.proposal)),
    r.Recalled: lambda s, w, a: _("Withdrawn by %(name)s", name=_by(s, w.proposal)),
    r.Returned: lambda s, w, a: _("Brought back by %(name)s", name=_by(s, w.proposal)),
    r.Remarked: lambda s, w, a: _("Comment of %(name)s", name=w.remark.by),
    r.Answered: _say_answered,
    r.Took: _say_took,
    r.Left: lambda s, w, a: _("Not retained: %(names)s", names=_names_of(s, w.pieces)),
    r.Parked: lambda s, w, a: _("Park: %(names)s", names=_names_of(s, w.pieces)),
    r.Overtaken: lambda s, w, a: _("Overtaken: %(names)s", names=_names_of(s, w.pieces)),
    r.Resumed: lambda s, w, a: _("Take up again: %(names)s", names=_names_of(s, w.pieces)),
    r.Objected: lambda s, w, a: _("Objection of %(name)s", name=w.by),
    r.Bracketed: _say_bracketed,
    r.Reserved: _say_reserved,
    r.Lifted: lambda s, w, a: _("Lift: %(what)s", what=_say_of_act(s, w.act, a)),
    r.Moved: _say_moved,
    r.Placed: lambda s, w, a: _("Put at another place"),
    r.Stood: lambda s, w, a: f"{w.by} {STANDS[w.how]} {_by(s, w.proposal) if w.proposal else _('the paragraph')}",
    r.Stepped: lambda s, w, a: _("%(name)s takes its position back", name=w.by),
    r.Undone: lambda s, w, a: _("Undo: %(what)s", what=_say_of_act(s, w.act, a)),
}
"""Kind of act -> how it is said. Stances are said as their own words."""
