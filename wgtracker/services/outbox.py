"""Write letters in the transaction of what they tell, and send them afterwards: none is lost, at most one is sent twice.

A letter is claimed first (its next try is set ahead, and committed), then sent, then marked. Who dies between sending and marking leaves
it to be sent once more after that time, with the same Message-ID, which mail programs show once.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock, mail
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.events import Subject, record, require

MOST_TRIES = 8
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (3, 5, 15, 60, 180, 360, 720, 720))
"""How long after each try the next may come; the first is longer than one sending can take."""
_SECRET_LINK = re.compile(r"(https?://\S+/[il]/)[A-Za-z0-9_-]{40,}")
BLANKED = "…"


def queue(
    db: Session,
    *,
    to: str,
    subject: str,
    body: str,
    attachments: Sequence[tuple[str, str, str]] = (),
    session_id: int | None = None,
) -> m.OutboxLetter:
    """Put a letter into the outbox. to: one address. attachments: (name, sha256 of a stored file, media type) each."""
    at = clock.now()
    letter = m.OutboxLetter(
        session_id=session_id,
        to=to,
        subject=subject,
        body=body,
        attachments=[list(one) for one in attachments],
        next_try_at=at,
        created_at=at,
    )
    db.add(letter)
    db.flush()
    return letter


def holds_blanked_link(letter: m.OutboxLetter) -> bool:
    """Tell whether a letter had a secret link that was taken out when it was sent: then it is of no use any more."""
    return bool(re.search(rf"/[il]/{BLANKED}", letter.body))


def blank_links(body: str) -> str:
    """Take the secret part of each link out of a letter."""
    return _SECRET_LINK.sub(rf"\1{BLANKED}", body)


def resend(db: Session, actor: Actor, *, session_id: int, letter_id: int) -> m.OutboxLetter:
    """Send a letter again, at once. Letters of the session, and those of no session, are in the hands of its Secretariat."""
    session = db.get(m.WorkingGroupSession, session_id)
    letter = db.get(m.OutboxLetter, letter_id)
    if session is None or letter is None or letter.session_id not in (None, session_id):
        raise NotFound(_("There is no such letter."))
    require(actor, "see_mail", Scope(session.body_id, session.id))
    if letter.state == m.MailState.SENT and holds_blanked_link(letter):
        raise Conflict(_("The link of this letter was taken out when it was sent. Renew the invitation, or ask for a new link."))
    before = {"state": str(letter.state), "tries": letter.tries}
    letter.state, letter.tries, letter.trouble, letter.next_try_at = m.MailState.QUEUED, 0, "", clock.now()
    record(db, actor, "resend_letter", Subject("letter", letter.id, session_id), before=before, after={"to": letter.to})
    return letter


def send_due(database: Database, settings: mail.Settings) -> int:
    """Send every letter that is due; give how many were sent. No letter is sent inside a transaction."""
    sent = 0
    while True:
        claimed = _claim(database)
        if claimed is None:
            return sent
        letter_id, letter = claimed
        result = mail.send(letter, settings)
        _mark(database, letter_id, result)
        sent += result.sent


def _claim(database: Database) -> tuple[int, mail.Letter] | None:
    """Take the letter that has waited longest, so that no other sender takes it meanwhile."""
    o, at = m.OutboxLetter, clock.now()
    due = select(o).where(o.state == m.MailState.QUEUED, o.next_try_at <= at).order_by(o.next_try_at, o.id).limit(1)
    with database.read() as db:  # most of the time nothing is due: then nobody has to wait for a writer
        if db.scalar(due.with_only_columns(o.id)) is None:
            return None
    with database.write() as db:
        letter = db.scalar(due.with_for_update(skip_locked=True))
        if letter is None:
            return None
        letter.next_try_at = at + PAUSES[min(letter.tries, len(PAUSES) - 1)]
        letter.tries += 1
        return letter.id, _write(db, letter)


def _write(db: Session, letter: m.OutboxLetter) -> mail.Letter:
    files = []
    for name, sha256, kind in letter.attachments:
        stored = db.get_one(m.StoredFile, sha256)
        files.append(mail.Attachment(name, stored.content, kind))
    officer = db.scalar(select(m.WorkingGroupSession.officer_address).where(m.WorkingGroupSession.id == letter.session_id)) or ""
    return mail.Letter(letter.to, letter.subject, letter.body, tuple(files), reply_to=_usable(officer), key=f"outbox {letter.id}")


def _usable(address: str) -> str:
    """Give an address to answer to, "" where it is none: the letter itself shall not fail for it."""
    try:
        return mail.read_address(address) if address else ""
    except BadInput:
        return ""


def _mark(database: Database, letter_id: int, result: mail.Result) -> None:
    with database.write() as db:
        letter = db.get_one(m.OutboxLetter, letter_id)
        letter.trouble = result.sentence
        if result.sent:
            letter.state, letter.sent_at = m.MailState.SENT, clock.now()
            letter.body = blank_links(letter.body)
        elif letter.tries >= MOST_TRIES or not result.again:
            letter.state = m.MailState.FAILED
