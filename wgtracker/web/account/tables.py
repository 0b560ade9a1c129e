"""Give people, invitations and letters as the rows of a sheet, in the words that their pages show."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext as later
from wgtracker.queries.invitations import InvitationRow, InvitationState, Member
from wgtracker.web.filters import name_role
from wgtracker.web.sheets import name_times, show_time

INVITATION_WORDS = {
    InvitationState.WAITING: later("letter waits to be sent"),
    InvitationState.SENT: later("sent"),
    InvitationState.FAILED: later("mail failed"),
    InvitationState.ACCEPTED: later("accepted"),
    InvitationState.EXPIRED: later("expired"),
    InvitationState.REVOKED: later("revoked"),
}
LETTER_WORDS = {m.MailState.QUEUED: later("waiting to be sent"), m.MailState.SENT: later("sent"), m.MailState.FAILED: later("failed")}


class Table(NamedTuple):
    """A sheet to be written."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]


def _roles(roles: Iterable[m.Role]) -> str:
    return ", ".join(map(name_role, roles))


def list_invited(rows: Sequence[InvitationRow], zone: str) -> Table:
    """Give invitations; zone: of their times."""
    head = [_("Address"), _("Name"), _("Delegation"), _("Roles"), _("State"), _("What went wrong"), name_times(_("Invited"), zone)]
    cells = [
        [
            one.email, one.name, one.delegation, _roles(one.roles), str(INVITATION_WORDS[one.state]), one.trouble,
            show_time(one.created_at, zone),
        ]
        for one in rows
    ]  # fmt: skip
    return Table(_("Invitations"), head, cells)


def list_people(rows: Sequence[Member]) -> Table:
    """Give who takes part."""
    head = [_("Name"), _("Delegation"), _("Roles"), _("Address")]
    return Table(_("Who takes part"), head, [[one.name, one.delegation, _roles(one.roles), one.email] for one in rows])


def list_mail(rows: Sequence[m.OutboxLetter], zone: str) -> Table:
    """Give letters, without their words; zone: of their times."""
    head = [
        _("Subject"), _("To"), name_times(_("Written"), zone), _("State"), _("What went wrong"), _("Tries"), name_times(_("Sent"), zone),
    ]  # fmt: skip
    cells = [[one.subject, one.to, show_time(one.created_at, zone), *_what_became(one, zone)] for one in rows]
    return Table(_("Mail"), head, cells)


def _what_became(letter: m.OutboxLetter, zone: str) -> list[object]:
    trouble = letter.trouble if letter.state != m.MailState.SENT else ""
    return [str(LETTER_WORDS[letter.state]), trouble, letter.tries, _maybe(letter.sent_at, zone)]


def _maybe(at: datetime | None, zone: str) -> str:
    return show_time(at, zone) if at else ""
