"""Word the letters that bring somebody a link. Plain text; whoever reads one knows who writes, about what, and until when."""

from typing import NamedTuple

from wgtracker import clock
from wgtracker import models as m
from wgtracker.i18n import gettext as _


class Words(NamedTuple):
    """Subject and body of a letter."""

    subject: str
    body: str


def word_invitation(
    invitation: m.Invitation, place: str, roles: str, session: m.WorkingGroupSession | None, url: str, round_: m.Round | None = None
) -> Words:
    """Word an invitation. place: what it is for, such as "the delegation of Brazil to the tenth meeting of the Working Group …".

    round_: the round to which whoever is invited can write, or None.
    """
    zone = session.zone if session else "UTC"
    lines = [
        _("Dear %(name)s,", name=invitation.name) if invitation.name else _("Dear colleague,"),
        _("you are invited to %(place)s, as %(roles)s.", place=place, roles=roles),
        _("Open this link and press the button there:") + f"\n{url}",
        _(
            "There stands the draft. Your delegation can propose changes and comment on the page or in Word; the deadline is %(time)s.",
            time=clock.show_deadline(round_.deadline_at, zone),
        )
        if round_
        else "",
        _("The link is meant for you alone and works until %(time)s.", time=clock.show_deadline(invitation.expires_at, zone))
        + " "
        + _("If it has expired, that page sends you a new one."),
    ]
    return Words(_("Invitation: %(place)s", place=place), _close([line for line in lines if line], session))


def word_link(link: m.MailedLink, url: str) -> Words:
    """Word a letter with a link to sign in or to set a new password."""
    until = clock.show_moment(link.expires_at, "UTC", link.user.zone or None)
    if link.purpose == m.LinkPurpose.RESET:
        subject, what = _("Set a new password"), _("somebody, probably you, asked for a link to set a new password:")
    else:
        subject, what = _("Your link to sign in"), _("somebody, probably you, asked for a link to sign in:")
    lines = [
        _("Dear %(name)s,", name=link.user.name),
        f"{what}\n{url}",
        _("It works once, until %(time)s.", time=until),
        _("If you did not ask for it, do nothing: without the link nothing changes."),
    ]
    return Words(subject, _close(lines, None))


def word_extension(round_: m.Round, session: m.WorkingGroupSession, reason: str) -> Words:
    """Word the letter that tells everybody who was invited of a later deadline."""
    when = clock.show_deadline(round_.deadline_at, session.zone)
    word = _("session") if session.word == m.MeetingWord.SESSION else _("meeting")
    lines = [
        _("Dear colleague,"),
        _(
            "the deadline of the written consultation (%(body)s, %(word)s %(number)s) is extended. It is now %(when)s.",
            body=session.body.name,
            word=word,
            number=session.ordinal,
            when=when,
        ),
        _("Reason: %(reason)s", reason=reason),
        _("Your invitation works as long. What you sent already counts; you can replace it until the deadline."),
    ]
    return Words(_("Deadline extended to %(when)s", when=when), _close(lines, session))


def _close(lines: list[str], session: m.WorkingGroupSession | None) -> str:
    if session and session.officer:
        lines = [*lines, _("Questions? Answer this letter.") + f"\n\n{session.officer}\n{session.officer_address}".rstrip()]
    return "\n\n".join(lines) + "\n"
