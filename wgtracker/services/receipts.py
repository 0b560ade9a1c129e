"""Send the receipt of a submission by mail, in the transaction that brings it into force."""

from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.queries.delegate import list_heads
from wgtracker.services.force import number_of
from wgtracker.services.outbox import queue

LONGEST = 200_000
"""Characters of text that a letter carries; a longer one is behind the link."""


def send_receipts(db: Session, submission: m.Submission, base_url: str, text: str) -> list[m.OutboxLetter]:
    """Queue a receipt for every head of the delegation; none where the letter is there already."""
    if submission.delegation_id is None or submission.delegation is None:
        return []
    number, session = number_of(submission), submission.round.session
    subject = _("Receipt %(number)s: input of %(name)s", number=number, name=submission.delegation.name)
    lines = [
        _("This is the receipt of what your delegation sent. Keep it."),
        _("Number: %(number)s", number=number),
        _("Received: %(time)s", time=_when(submission, session)),
        _("It came after the deadline and is marked as late.") if submission.late else "",
        _("SHA-256 of the text: %(hash)s", hash=submission.text_sha256),
        _("To read it, replace it or withdraw it: %(url)s", url=f"{base_url}/sub/{submission.id}"),
        _("The text, as it was sent:") + "\n\n" + (text if len(text) <= LONGEST else text[:LONGEST] + "\n…"),
    ]
    body = "\n\n".join(line for line in lines if line) + "\n"
    return [
        queue(db, to=head.email, subject=subject, body=body, session_id=session.id) for head in list_heads(db, submission.delegation_id)
    ]


def _when(submission: m.Submission, session: m.WorkingGroupSession) -> str:
    return clock.show_moment(submission.received_at, session.zone) if submission.received_at else _("not recorded")
