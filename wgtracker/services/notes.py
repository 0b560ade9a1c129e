"""Write private notes beside the text: for the Chair's desk and the Secretariat, never shown to delegations, never printed."""

from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput, NotAllowed, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.events import Subject, record, require

LONGEST = 5_000


def write_note(db: Session, actor: Actor, *, session_id: int, recommendation_id: int | None, text: str) -> m.Note:
    """Write a note on a unit, or on the whole session. text: clean already."""
    session = db.get(m.WorkingGroupSession, session_id)
    if session is None:
        raise NotFound(_("There is no such session."))
    require(actor, "write_note", Scope(session.body_id, session.id))
    if not text.strip():
        raise BadInput(_("Write the note before you save it."))
    if len(text) > LONGEST:
        raise BadInput(_("The note is too long: %(most)s characters at most.", most=f"{LONGEST:,}"))
    note = m.Note(session_id=session.id, recommendation_id=recommendation_id, user_id=actor.user_id, text=text.strip(), at=clock.now())
    db.add(note)
    db.flush()
    # The words stay out of the event: its history is shown to more people than the note.
    record(db, actor, "write_note", Subject("note", note.id, session.id), after={"recommendation": recommendation_id})
    return note


def end_note(db: Session, actor: Actor, *, note_id: int) -> m.Note:
    """Take one's own note away; its row stays."""
    note = db.get(m.Note, note_id)
    if note is None or note.ended_at is not None:
        raise NotFound(_("There is no such note, or it is gone already."))
    session = db.get_one(m.WorkingGroupSession, note.session_id)
    require(actor, "write_note", Scope(session.body_id, session.id))
    if note.user_id != actor.user_id:
        raise NotAllowed(_("Only the person who wrote a note can take it away."))
    note.ended_at = clock.now()
    note.advance()
    record(db, actor, "end_note", Subject("note", note.id, session.id))
    return note
