"""Show staff the log of mail, and let them send a letter again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.errors import Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.queries.invitations import count_letters, find_letter, list_letters
from wgtracker.services import outbox
from wgtracker.web.account.tables import list_mail
from wgtracker.web.account.views import bp
from wgtracker.web.downloads import hand_out
from wgtracker.web.paging import PAGE, Cut, asked_page, count_pages, exports
from wgtracker.web.request import actor, needs, read, write
from wgtracker.web.sheets import write_sheet


@bp.get("/s/<int:session_id>/mail")
@needs("see_mail")
def mail(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Show the letters of a session, the newest first."""
    wanted = request.args.get("state", "")
    state = wanted if wanted in set(m.MailState) else ""
    counts = count_letters(read(), session)
    total = counts[state] if state else sum(counts.values())
    pages = count_pages(total)
    page = asked_page(pages)
    kind = request.args.get("as", "")
    if kind in ("xlsx", "print"):
        letters = Cut(list_letters(read(), session, state=state, limit=total), 1, 1, "page")
    else:
        letters = Cut(list_letters(read(), session, state=state, limit=PAGE, offset=(page - 1) * PAGE), page, pages, "page")
    if kind == "xlsx":
        return hand_out(write_sheet(*list_mail(letters.rows, session.zone)), f"mail-{session.id}.xlsx", actor())
    return render_template(
        "account/mail.html", session=session, letters=letters, found=total, counts=counts, state=state, printing=kind == "print",
        exports=exports(),
    )  # fmt: skip


@bp.get("/s/<int:session_id>/mail/<int:letter>")
@needs("see_mail")
def letter(session: m.WorkingGroupSession, letter: int) -> ResponseReturnValue:
    """Show one letter. A link that has not been sent yet is not shown either: it is somebody else's."""
    found = find_letter(read(), session, letter)
    if found is None:
        raise NotFound(_("There is no such page, or it is not for you."))
    return render_template(
        "account/letter.html", session=session, letter=found, body=outbox.blank_links(found.body), dead=outbox.holds_blanked_link(found)
    )


@bp.post("/s/<int:session_id>/mail/<int:letter>/resend")
@needs("see_mail")
def resend(session: m.WorkingGroupSession, letter: int) -> ResponseReturnValue:
    """Send a letter again."""
    if find_letter(read(), session, letter) is None:
        raise NotFound(_("There is no such page, or it is not for you."))
    try:
        with write() as db:
            outbox.resend(db, actor(), session_id=session.id, letter_id=letter)
        flash(_("The letter will be sent again within a few seconds."))
    except Conflict as error:
        flash(error.sentence, "bad")
    return redirect(url_for("account.mail", session_id=session.id), 303)
