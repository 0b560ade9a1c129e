"""Close a reading: freeze the text under its final numbers, adopt what is agreed, and take the freeze back where something is amiss."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, Stale
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.queries.compilation import meeting_of
from wgtracker.queries.room import load_room
from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.room.renumber import Numbering, renumber
from wgtracker.services.events import Subject, record, require
from wgtracker.services.room import Deed, act_together, lock_negotiation, put_text
from wgtracker.services.versions import require_version

REASON_MOST = 2_000


def freeze(db: Session, actor: Actor, *, negotiation_id: int, version: int, seen: int) -> m.Negotiation:
    """Freeze the text: final numbers, references that follow, and the list of what is left over. Freezing twice is refused.

    seen: the last act of the reading when the numbers were reviewed. Raises Stale where the meeting has acted since.
    """
    negotiation = lock_negotiation(db, negotiation_id)
    require(actor, "freeze_text", Scope(negotiation.session.body_id, negotiation.session_id))
    if negotiation.state == m.NegotiationState.FROZEN:
        raise Conflict(_("The text is frozen and renumbered already. Take the freeze back first, if it has to be done anew."))
    require_version(negotiation, version)
    if negotiation.last_act != seen:
        raise Stale(_("The meeting acted while you were looking at the numbers. Nothing was frozen; look at them as they are now."))
    room = load_room(db, negotiation)
    numbering = renumber(room.units, meeting_of(negotiation.session).unit_name)
    if not numbering.units:
        raise Conflict(_("Nothing is agreed yet, so there is nothing to be frozen."))
    now = {unit.id: unit.state.text for unit in room.units}
    _put_texts(db, {one.unit: one.text for one in numbering.units if one.text != now[one.unit]})
    negotiation.state, negotiation.frozen_at = m.NegotiationState.FROZEN, clock.now()
    negotiation.numbering = store_numbering(numbering)
    negotiation.pulse += 1
    negotiation.advance()
    record(db, actor, "freeze_text", _subject(negotiation), after={"act": negotiation.last_act, "numbering": negotiation.numbering})
    return negotiation


def take_freeze_back(db: Session, actor: Actor, *, negotiation_id: int, version: int, reason: str) -> m.Negotiation:
    """Let the text be read again, under the numbers it had. Not while something of it is adopted: what was adopted by mistake is undone."""
    negotiation = lock_negotiation(db, negotiation_id)
    require(actor, "freeze_text", Scope(negotiation.session.body_id, negotiation.session_id))
    if negotiation.state != m.NegotiationState.FROZEN:
        raise Conflict(_("The text is not frozen."))
    require_version(negotiation, version)
    if not reason.strip():
        raise BadInput(_("Write why the freeze is taken back; it stays in the record."))
    room = load_room(db, negotiation)
    if any(unit.state.status == Status.ADOPTED for unit in room.units):
        raise Conflict(_("Paragraphs of this text are adopted: undo first what was adopted by mistake."))
    frozen = read_texts(negotiation)
    _put_texts(db, {unit.id: unit.state.text for unit in room.units if frozen.get(unit.id, unit.state.text) != unit.state.text})
    before = {"numbering": negotiation.numbering}
    negotiation.state, negotiation.frozen_at, negotiation.numbering = m.NegotiationState.LIVE, None, {}
    negotiation.pulse += 1
    negotiation.advance()
    record(db, actor, "take_freeze_back", _subject(negotiation), before=before, after={"reason": reason[:REASON_MOST]})
    return negotiation


def adopt(db: Session, actor: Actor, *, negotiation_id: int, seen: Mapping[int, int], key: str = "") -> list[m.RoomAct]:
    """Adopt agreed paragraphs together. seen: the last act on each that the person had before the eyes."""
    negotiation = lock_negotiation(db, negotiation_id)
    require(actor, "freeze_text", Scope(negotiation.session.body_id, negotiation.session_id))
    deeds = [Deed(unit, r.Moved(Status.ADOPTED, (), "plenary"), last, key=f"{key}-{unit}" if key else "") for unit, last in seen.items()]
    return act_together(db, actor, negotiation_id=negotiation_id, deeds=deeds)


def store_numbering(numbering: Numbering) -> dict[str, Any]:
    """Give the numbering as JSON values."""
    return {name: [list(one) for one in getattr(numbering, name)] for name in Numbering._fields}


def read_texts(negotiation: m.Negotiation) -> dict[int, str]:
    """Give the final texts of a frozen reading, by unit."""
    return {unit: text for unit, _old, _new, text in negotiation.numbering.get("units", ())}


def read_labels(negotiation: m.Negotiation) -> dict[int, str]:
    """Give the final labels of a frozen reading, by unit, in the order of the text."""
    return {unit: new for unit, _old, new, _text in negotiation.numbering.get("units", ())}


def _put_texts(db: Session, texts: Mapping[int, str]) -> None:
    for unit_id, text in texts.items():
        row = db.get_one(m.Recommendation, unit_id)
        put_text(db, row, text)
        row.advance()


def _subject(negotiation: m.Negotiation) -> Subject:
    return Subject("negotiation", negotiation.id, negotiation.session_id)
