"""Replay a unit's acts: the one place where it is worked out what became of its text and of every word that came in."""

from collections.abc import Callable, Sequence
from typing import Any

from wgtracker.errors import Conflict
from wgtracker.i18n import gettext as _
from wgtracker.room import decide, marks
from wgtracker.room import model as r
from wgtracker.room.life import AT_REST, GONE, Status


def begin(base: str, by: tuple[str, ...] = ()) -> r.UnitState:
    """Give a unit before any act. by: who proposed it, where it is a new paragraph; none: it stands in the draft."""
    return r.UnitState(base, base, (r.Span(len(base), 0, by),) if base else ())


def replay(start: r.UnitState, acts: Sequence[r.Act]) -> r.UnitState:
    """Do the acts in their order, those that were undone left out. What finds no ground any more is named in `fallen`, never dropped."""
    undone = find_undone(acts)
    state = start
    for act in acts:
        if act.number not in undone and not isinstance(act.what, r.Undone):
            try:
                state = step(state, act)
            except Conflict as lost:
                state = state._replace(fallen=(*state.fallen, r.Fallen(act.number, lost.sentence)))
    return state._replace(last=acts[-1].number if acts else start.last)


def find_undone(acts: Sequence[r.Act]) -> frozenset[int]:
    """Name the acts that do not count: those undone by an act that itself was not undone."""
    undone: set[int] = set()
    for act in reversed(acts):
        if isinstance(act.what, r.Undone) and act.number not in undone:
            undone.add(act.what.act)
    return frozenset(undone)


def step(state: r.UnitState, act: r.Act) -> r.UnitState:
    """Do one act. Raises Conflict, in a sentence for the person, where it cannot be done on this state."""
    if isinstance(act.what, _STIRRING):
        state = _take_up(state, act)
    return _STEPS[type(act.what)](state, act.what, act.number)._replace(last=act.number)


_STIRRING = (r.Took, r.Left, r.Parked, r.Overtaken, r.Resumed, r.Bracketed)
"""Acts by which the meeting takes a unit up."""


def _take_up(state: r.UnitState, act: r.Act) -> r.UnitState:
    if state.status in AT_REST and not _concerns_gone(state, act):
        raise Conflict(_("These words are %(status)s. Reopen the paragraph first.", status=str(state.status).replace("_", " ")))
    if state.status in (Status.TABLED, Status.REOPENED):
        return state._replace(status=Status.UNDER_NEGOTIATION, moved=act.number, pending=(), forum="")
    return state


def _concerns_gone(state: r.UnitState, act: r.Act) -> bool:
    """Tell whether proposals on a paragraph that is gone are decided on: that is open at any time, since they change no text."""
    return state.status in GONE and isinstance(act.what, r.Left | r.Overtaken)


_Step = Callable[[r.UnitState, Any, int], r.UnitState]
_STEPS: dict[type, _Step] = {
    r.Tabled: decide.table,
    r.Confirmed: decide.confirm,
    r.Recalled: decide.recall,
    r.Returned: decide.give_back,
    r.Took: decide.take,
    r.Left: decide.leave,
    r.Parked: decide.park,
    r.Overtaken: decide.overtake,
    r.Resumed: decide.resume,
    r.Objected: decide.object_to,
    r.Remarked: marks.remark,
    r.Answered: marks.answer,
    r.Bracketed: marks.bracket,
    r.Reserved: marks.reserve,
    r.Lifted: marks.lift,
    r.Moved: marks.move,
    r.Placed: marks.place,
    r.Stood: marks.stand,
    r.Stepped: marks.step_out,
}
