"""Import a draft from Word: look through its units first, then save them as the text that a round is held on."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.assemble import DraftText
from wgtracker.errors import Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.events import Subject, record, require
from wgtracker.services.keep import keep_file
from wgtracker.services.versions import require_version


def preview_draft(db: Session, actor: Actor, *, session_id: int, content: bytes, text: DraftText) -> m.Draft:
    """Keep a draft that was read, for staff to look through. text: read from content beforehand (compile.base.read_draft)."""
    session = _session(db, session_id)
    require(actor, "import_draft", Scope(session.body_id, session.id))
    keep_file(db, content, text.sha256)
    last = db.scalar(select(func.max(m.Draft.number)).where(m.Draft.session_id == session.id)) or 0
    draft = m.Draft(
        session_id=session.id,
        number=last + 1,
        name=text.file,
        original_sha256=text.sha256,
        sha256=text.sha256,
        warnings=list(text.warnings),
        edited=[],
        created_at=clock.now(),
    )
    db.add(draft)
    db.flush()
    record(db, actor, "preview_draft", Subject("draft", draft.id, session.id), after={"name": draft.name, "sha256": draft.sha256})
    return draft


def save_draft(db: Session, actor: Actor, *, draft_id: int, text: DraftText) -> m.Draft:
    """Save a draft that was looked through: each of its units becomes a recommendation with a first revision.

    text: read from the draft's file as it stands. Topics are made of its headings where the session has none of that title.
    """
    draft = db.get(m.Draft, draft_id)
    if draft is None:
        raise NotFound(_("There is no such draft."))
    require(actor, "import_draft", Scope(draft.session.body_id, draft.session_id))
    if draft.state != m.DraftState.PREVIEW:
        raise Conflict(_("This draft is saved already."))
    if text.sha256 != draft.sha256:
        raise Conflict(_("The draft has been changed meanwhile; look through it again."))
    draft.state, draft.saved_at = m.DraftState.SAVED, clock.now()
    draft.advance()
    topics = _topics(db, draft, [unit.topic for unit in text.units if unit.topic])
    for unit in text.units:
        row = m.Recommendation(
            session_id=draft.session_id,
            draft_id=draft.id,
            topic_id=topics.get(unit.topic),
            position=unit.index,
            kind=m.UnitKind(unit.kind),
            label=unit.label,
            heading=unit.topic,
            level=unit.level,
            source=unit.source,
            offset=unit.offset,
        )
        row.revisions.append(m.Revision(number=1, text=unit.text, created_at=clock.now()))
        db.add(row)
    db.flush()
    record(db, actor, "save_draft", Subject("draft", draft.id, draft.session_id), after={"units": len(text.units), "sha256": draft.sha256})
    return draft


def discard_draft(db: Session, actor: Actor, *, draft_id: int) -> m.Draft:
    """Give up a draft that was not saved. Its row and its files stay; nobody is shown it any more."""
    draft = load_draft(db, actor, draft_id)
    draft.state = m.DraftState.DISCARDED
    draft.advance()
    record(db, actor, "discard_draft", Subject("draft", draft.id, draft.session_id), before={"name": draft.name, "sha256": draft.sha256})
    return draft


def edit_draft(db: Session, actor: Actor, *, draft_id: int, version: int, content: bytes, text: DraftText, what: str) -> m.Draft:
    """Put a draft right before it is saved. content: its Word file afterwards, text: read from it; what: the act, in words."""
    draft = load_draft(db, actor, draft_id)
    require_version(draft, version)
    before = draft.sha256
    keep_file(db, content, text.sha256)
    draft.sha256, draft.edited, draft.warnings = text.sha256, [*draft.edited, what], list(text.warnings)
    draft.advance()
    subject = Subject("draft", draft.id, draft.session_id)
    record(db, actor, "edit_draft", subject, before={"sha256": before}, after={"sha256": text.sha256, "what": what})
    return draft


def undo_draft_edits(db: Session, actor: Actor, *, draft_id: int, version: int, text: DraftText) -> m.Draft:
    """Take back all edits: the draft is its original file again. text: read from that."""
    draft = load_draft(db, actor, draft_id)
    require_version(draft, version)
    if text.sha256 != draft.original_sha256:
        raise Conflict(_("This is not the original file of the draft."))
    before = {"sha256": draft.sha256, "edited": draft.edited}
    draft.sha256, draft.edited, draft.warnings = draft.original_sha256, [], list(text.warnings)
    draft.advance()
    record(db, actor, "undo_draft_edits", Subject("draft", draft.id, draft.session_id), before=before, after={"sha256": draft.sha256})
    return draft


def load_draft(db: Session, actor: Actor, draft_id: int) -> m.Draft:
    """Load a draft that is still looked through. Raises NotFound, NotAllowed, Conflict."""
    draft = db.get(m.Draft, draft_id)
    if draft is None:
        raise NotFound(_("There is no such draft."))
    require(actor, "import_draft", Scope(draft.session.body_id, draft.session_id))
    if draft.state != m.DraftState.PREVIEW:
        raise Conflict(_("This draft is saved or discarded already; it does not change any more."))
    return draft


def _topics(db: Session, draft: m.Draft, titles: list[str]) -> dict[str, int]:
    """Give the topic of each heading; make those that are missing, in the order of the draft."""
    found = {topic.title: topic for topic in draft.session.topics}
    for title in dict.fromkeys(titles):
        if title not in found:
            found[title] = m.Topic(session_id=draft.session_id, position=len(found), title=title, kind=m.TopicKind.SPECIFIC)
            db.add(found[title])
    db.flush()
    return {title: topic.id for title, topic in found.items()}


def _session(db: Session, session_id: int) -> m.WorkingGroupSession:
    session: Any = db.get(m.WorkingGroupSession, session_id)
    if session is None:
        raise NotFound(_("There is no such session."))
    return session  # type: ignore[no-any-return]
