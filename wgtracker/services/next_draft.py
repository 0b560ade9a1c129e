"""Make the next consultation's draft of what was tabled and not agreed: an ordinary draft, linked to the reading it comes from."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile.assemble import DraftText
from wgtracker.compile.base import read_draft, take_in
from wgtracker.errors import Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.papers.report_chapter import Line
from wgtracker.policy import Actor, Scope
from wgtracker.services.drafts import preview_draft, save_draft
from wgtracker.services.events import Subject, record, require
from wgtracker.word.model import Block, Document, ParagraphOut, Run
from wgtracker.word.write import write


class NextDraft(NamedTuple):
    """A draft that was written, not yet kept: its Word file, and its units as they are read from it."""

    content: bytes
    text: DraftText


def write_next_draft(name: str, title: str, lines: tuple[Line, ...]) -> NextDraft:
    """Write the open points as a draft, numbered anew, and read it as any draft is read. Raises Conflict where none is open."""
    if not any(line.kind != "heading" for line in lines):
        raise Conflict(_("Everything that was tabled is settled: nothing is left for another consultation."))
    body: list[Block] = [ParagraphOut((Run(title),), "Title", keep_next=True)]
    body += [_draw(line) for line in lines]
    content = write(Document(title, "en-GB", tuple(body), creator="Secretariat"))
    return NextDraft(content, read_draft(take_in(name, content)))


def _draw(line: Line) -> ParagraphOut:
    if line.kind == "heading":
        return ParagraphOut((Run(line.text),), "Heading2", keep_next=True)
    return ParagraphOut((Run(f"{line.label} {line.text}".strip()),), "WGUnitSub" if line.kind == "subparagraph" else "WGUnit")


def keep_next_draft(db: Session, actor: Actor, *, negotiation_id: int, made: NextDraft) -> m.Draft:
    """Keep the draft as the session's next, and link it to the reading."""
    negotiation = db.get(m.Negotiation, negotiation_id)
    if negotiation is None:
        raise NotFound(_("There is no such reading."))
    require(actor, "import_draft", Scope(negotiation.session.body_id, negotiation.session_id))
    draft = preview_draft(db, actor, session_id=negotiation.session_id, content=made.content, text=made.text)
    save_draft(db, actor, draft_id=draft.id, text=made.text)
    draft.made_from_id = negotiation.id
    subject = Subject("draft", draft.id, negotiation.session_id)
    record(db, actor, "make_next_draft", subject, after={"name": draft.name, "negotiation": negotiation.id})
    return draft
