"""Remember up to where a reader has seen the text in the room. No Event: it concerns nobody else."""

from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import BadInput, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.queries.room_record import seen_key
from wgtracker.services.events import require
from wgtracker.services.scratch import keep_scratch


def remember_seen(db: Session, actor: Actor, *, negotiation_id: int, act: int) -> None:
    """Remember that this person has seen the text as it was after an act. Raises BadInput for an act that never was."""
    negotiation = db.get(m.Negotiation, negotiation_id)
    if negotiation is None:
        raise NotFound(_("There is no such reading."))
    require(actor, "follow_room", Scope(negotiation.session.body_id, negotiation.session_id))
    if not 0 <= act <= negotiation.last_act:
        raise BadInput(_("This page is not complete. Reload it; your words are kept."))
    keep_scratch(db, actor, key=seen_key(negotiation_id), fields={"act": str(act)})
