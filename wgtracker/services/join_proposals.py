"""Join a proposal to another that says nearly the same, on the word of its proposer: all names are kept."""

from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor
from wgtracker.queries.room import load_state
from wgtracker.room import model as r
from wgtracker.room.alike import find_alike
from wgtracker.services.room import Deed, act_together, find_sent, lock_negotiation


def join_proposals(db: Session, actor: Actor, *, negotiation_id: int, deed: Deed, first: str, second: str) -> list[m.RoomAct]:
    """Let the proposer of the second co-sponsor the first, which replaces its own; who co-sponsored the second goes with it.

    deed: the unit, what was seen, the key and the delegation of whoever acts, as for any act; its `what` is not looked at.
    """
    negotiation = lock_negotiation(db, negotiation_id)
    done = find_sent(db, actor, negotiation, [f"{deed.key}:0", f"{deed.key}:1"] if deed.key else [])
    if done:
        return done
    state = load_state(db, negotiation, deed.unit_id)
    own = state.proposal(second) if state is not None else None
    if state is None or own is None:
        raise NotFound(_("There is no such proposal on this paragraph."))
    if not any({one.first, one.second} == {first, second} for one in find_alike(state, own.by)):
        raise Conflict(_("These two proposals do not say nearly the same, or one of them was decided on. Look at them as they are now."))
    whats: list[r.What] = [r.Stood(own.by, r.Stand.CO_SPONSORS, first), r.Recalled(second, first)]
    return act_together(
        db,
        actor,
        negotiation_id=negotiation_id,
        deeds=[
            deed._replace(what=what, seen=None if number else deed.seen, key=f"{deed.key}:{number}" if deed.key else "")
            for number, what in enumerate(whats)
        ],
    )
