"""Write a bridging text: one merged wording made of several proposals, offered beside the text as *alt*, and take it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor
from wgtracker.queries.room import load_state
from wgtracker.room import model as r
from wgtracker.room.steps import step
from wgtracker.services.room import LONGEST, Deed, act, act_together, find_sent, lock_negotiation
from wgtracker.text import diff


class Bridge(NamedTuple):
    """A merged wording for a unit. sources: ids of the proposals that it is made of; rationale: why it should do for all of them."""

    unit_id: int
    text: str
    sources: tuple[str, ...]
    rationale: str = ""
    seen: int | None = None
    key: str = ""


def write_bridge(db: Session, actor: Actor, *, negotiation_id: int, bridge: Bridge) -> m.RoomAct:
    """Offer a bridging text. It is nobody's but the Chair's; whose the words in it are is traced."""
    negotiation = lock_negotiation(db, negotiation_id)
    done = find_sent(db, actor, negotiation, [bridge.key] if bridge.key else [])
    if done:
        return done[0]
    state = _load(db, negotiation, bridge.unit_id)
    text = " ".join(bridge.text.split())
    _check(state, text, bridge)
    row = db.get_one(m.Recommendation, bridge.unit_id)
    proposal = r.Proposal(
        "", r.CHAIR, "replace", row.revision, state.text, diff(state.text, text), text, r.Origin.BRIDGE,
        reason=bridge.rationale.strip(), sources=tuple(dict.fromkeys(bridge.sources)),
    )  # fmt: skip
    deed = Deed(bridge.unit_id, r.Tabled(proposal), bridge.seen, key=bridge.key)
    return act(db, actor, negotiation_id=negotiation_id, deed=deed)


def _load(db: Session, negotiation: m.Negotiation, unit_id: int) -> r.UnitState:
    state = load_state(db, negotiation, unit_id)
    if state is None:
        raise NotFound(_("There is no such paragraph in this reading."))
    return state


def _check(state: r.UnitState, text: str, bridge: Bridge) -> None:
    if not text or len(text) > LONGEST or len(bridge.rationale) > LONGEST:
        raise BadInput(_("Write the merged wording, in no more than %(most)s characters.", most=LONGEST))
    if text == state.text:
        raise BadInput(_("This wording changes nothing in the text."))
    if not bridge.sources:
        raise BadInput(_("Choose the proposals that this wording is made of."))
    found = [state.proposal(one) for one in bridge.sources]
    if any(one is None or one.origin == r.Origin.BRIDGE for one in found):
        raise NotFound(_("There is no such proposal on this paragraph."))


class Taking(NamedTuple):
    """A bridging text that is taken. settled: ids of those of its sources that are taken as modified by it; the others wait on."""

    unit_id: int
    bridge: str
    settled: tuple[str, ...] = ()
    seen: int | None = None
    reason: str = ""
    key: str = ""


def take_bridge(db: Session, actor: Actor, *, negotiation_id: int, taking: Taking) -> list[m.RoomAct]:
    """Take a bridging text into the text and settle the chosen sources by it: all of it or nothing."""
    negotiation = lock_negotiation(db, negotiation_id)
    keys = [f"{taking.key}:{number}" for number in range(2)] if taking.key else []
    done = find_sent(db, actor, negotiation, keys)
    if done:
        return done
    state = _load(db, negotiation, taking.unit_id)
    whats = _list_acts(state, taking, negotiation.last_act + 1)
    deeds = [
        Deed(taking.unit_id, what, None if number else taking.seen, taking.reason, keys[number] if keys else "")
        for number, what in enumerate(whats)
    ]
    return act_together(db, actor, negotiation_id=negotiation_id, deeds=deeds)


def _list_acts(state: r.UnitState, taking: Taking, number: int) -> Sequence[r.What]:
    """Work out the two acts: the bridging text is taken; what then still waits of the chosen sources is taken as modified by it."""
    bridge = state.proposal(taking.bridge)
    if bridge is None or bridge.origin != r.Origin.BRIDGE:
        raise NotFound(_("There is no such bridging text on this paragraph."))
    if not set(taking.settled) <= set(bridge.sources):
        raise BadInput(_("Only the proposals that a bridging text was made of are settled by it."))
    own = [piece for piece in state.pieces if piece.id.proposal == bridge.id]
    if any(piece.standing == r.Standing.CONTESTED for piece in own):
        raise Conflict(_("The text has changed since this bridging text was written. Write it anew on the text as it is now."))
    took = r.Took(tuple(piece.id for piece in own if piece.standing != r.Standing.ALREADY))
    after = step(state, r.Act(number, took))
    left = tuple(piece.id for piece in after.pieces if piece.id.proposal in taking.settled and _waits(piece))
    return [took, r.Took(left, r.Wording(after.text, ()))] if left else [took]


def _waits(piece: r.Piece) -> bool:
    return piece.standing in r.OPEN or piece.standing == r.Standing.PARKED
