"""Check what was written, send it, and show its receipt; replace it, withdraw it, undo that."""

from datetime import datetime
from io import BytesIO

from flask import current_app, flash, g, render_template, request, send_file
from flask.typing import ResponseReturnValue

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, Stale
from wgtracker.i18n import gettext as _
from wgtracker.papers.receipt import Contents, Facts, gather_contents, write_receipt, write_text
from wgtracker.policy import can
from wgtracker.queries.compilation import load_text
from wgtracker.queries.delegate import Sent, list_heads, list_own, load_sent, load_sheet, require_readable
from wgtracker.services import draft_input
from wgtracker.services.force import number_of
from wgtracker.services.receipts import send_receipts
from wgtracker.services.submit import Envelope, send_submission
from wgtracker.services.withdraw import undo_withdrawal, withdraw_submission
from wgtracker.web.delegate.blueprint import bp
from wgtracker.web.delegate.drawn import ShownPoint, list_items, show_points
from wgtracker.web.delegate.forms import PlainForm, SendForm, WithdrawForm
from wgtracker.web.delegate.keeping import go_to, keeps_words
from wgtracker.web.delegate.remark import own_sheet
from wgtracker.web.delegate.views import desk_of, grace, name_meeting, place_of
from wgtracker.web.request import actor, needs, read, scope_of, write

BESIDE = "beside"
"""Stands for "beside it" among what a submission may replace."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""Media type of a Word file."""


@bp.get("/sub/<int:submission_id>/check")
@needs("see_own_input")
def check(submission: m.Submission) -> ResponseReturnValue:
    """Show everything as it will be printed, before it is sent."""
    if submission.state != m.SubmissionState.DRAFTING:
        return go_to("receipt", submission_id=submission.id)
    form = SendForm(formdata=None)
    form.version.data = submission.version
    form.on_behalf_of.data, form.aligned.data = submission.on_behalf_of, "\n".join(map(str, submission.aligned))
    return _show_check(submission, form)


def _show_check(submission: m.Submission, form: SendForm, code: int = 200) -> ResponseReturnValue:
    round_, sent = submission.round, load_sent(read(), submission)
    assert submission.delegation is not None
    _offer_replaced(form, submission)
    contents = gather_contents(sent.compilation, sent.meeting, sent.notes)
    sheet = load_sheet(read(), round_, submission.delegation) if submission.channel == m.Channel.PAGE else None
    page = render_template(
        "delegate/check.html", submission=submission, round=round_, form=form, contents=contents, points=_show(contents, sent),
        heads=list_heads(read(), submission.delegation.id), desk=desk_of(round_), items=list_items(sheet) if sheet is not None else [],
        made=sent.made, sheet=sheet,
    )  # fmt: skip
    return page, code


def _offer_replaced(form: SendForm, submission: m.Submission) -> None:
    """Offer to replace what is in force, or to stand beside it."""
    assert submission.delegation_id is not None
    own, drafting = list_own(read(), submission.round_id, submission.delegation_id), submission.state == m.SubmissionState.DRAFTING
    # A second click names what the first one replaced.
    in_force = [one for one in own if one.state == m.SubmissionState.IN_FORCE or (not drafting and one.id == submission.supersedes_id)]
    form.replaces.choices = [(str(one.id), _("This replaces %(number)s", number=number_of(one))) for one in in_force]
    form.replaces.choices.append((BESIDE, _("This is sent in addition; what was sent before stands as well")))
    if form.replaces.data is None:
        first = (
            submission.supersedes_id if submission.supersedes_id in [one.id for one in in_force] else in_force[0].id if in_force else None
        )
        form.replaces.data = str(first) if first is not None else BESIDE


def _show(contents: Contents, sent: Sent) -> list[ShownPoint]:
    return show_points(contents.points, load_text(read(), sent.row.round.draft), {})


@bp.post("/sub/<int:submission_id>/send")
@keeps_words
@needs("submit_input")
def send(submission: m.Submission) -> ResponseReturnValue:
    """Send it. A second click, a retry and the back button lead to the same receipt."""
    at, form, submission_id = clock.now(), SendForm(), submission.id
    _offer_replaced(form, submission)
    if not form.validate():
        return _show_check(submission, form, 422)
    sent = load_sent(read(), submission)
    text = write_text(sent.compilation, sent.meeting, sent.notes)
    try:
        with write() as db:
            done = send_submission(
                db, actor(), submission_id=submission_id, version=form.made_on, envelope=_read_envelope(form), text=text,
                key=form.key.data or "", at=at, grace=grace(),
            )  # fmt: skip
            if done.received_at == at:  # carried out now, not by the click before
                send_receipts(db, done, base_url(), text)
            done_id = done.id
    except (BadInput, Stale) as error:
        form.form_errors = [*form.form_errors, error.sentence]
        again = read().get_one(m.Submission, submission_id)
        g.meeting = again.round.session
        form.version.data = again.version
        return _show_check(again, form, 409 if isinstance(error, Stale) else 422)
    return go_to("receipt", submission_id=done_id)


def _read_envelope(form: SendForm) -> Envelope:
    aligned = tuple(" ".join(line.split()) for line in (form.aligned.data or "").replace(";", "\n").split("\n") if line.strip())
    replaces = form.replaces.data
    return Envelope(form.on_behalf_of.data or "", aligned, int(replaces) if replaces and replaces != BESIDE else None)


def base_url() -> str:
    """Give the address that links in letters begin with."""
    return str(current_app.config["WGTRACKER"].base_url)


@bp.get("/sub/<int:submission_id>")
@needs("see_session")
def receipt(submission: m.Submission) -> ResponseReturnValue:
    """Show the receipt: number, times, hash and full text; Replace and Withdraw stand beside it."""
    require_readable(actor(), submission, scope_of(submission))
    if submission.number is None:
        if submission.state == m.SubmissionState.DRAFTING:
            return go_to("check", submission_id=submission.id)
        return go_to("round", round_id=submission.round_id)
    sent = load_sent(read(), submission)
    contents = gather_contents(sent.compilation, sent.meeting, sent.notes)
    round_ = submission.round
    return render_template(
        "delegate/receipt.html", submission=submission, round=round_, sent=sent, contents=contents, points=_show(contents, sent),
        number=number_of(submission), text=write_text(sent.compilation, sent.meeting, sent.notes), desk=desk_of(round_), form=PlainForm(),
        title=name_meeting(round_.session), own=submission.delegation_id in actor().delegations,
        replaced_by=_replaced_by(submission), may_send=bool(can(actor(), "submit_input", scope_of(submission))),
    )  # fmt: skip


def _replaced_by(submission: m.Submission) -> m.Submission | None:
    if submission.delegation_id is None or submission.state != m.SubmissionState.SUPERSEDED:
        return None
    own = list_own(read(), submission.round_id, submission.delegation_id)
    return next((one for one in own if one.supersedes_id == submission.id), None)


@bp.get("/sub/<int:submission_id>/receipt.docx")
@needs("see_session")
def receipt_word(submission: m.Submission) -> ResponseReturnValue:
    """Give the receipt as Word."""
    require_readable(actor(), submission, scope_of(submission))
    if submission.number is None:
        return go_to("check", submission_id=submission.id)
    sent = load_sent(read(), submission)
    content = write_receipt(_facts(sent), gather_contents(sent.compilation, sent.meeting, sent.notes))
    return send_file(BytesIO(content), WORD, as_attachment=True, download_name=f"Receipt {number_of(submission)}.docx")


def _facts(sent: Sent) -> Facts:
    row, number = sent.row, number_of(sent.row)
    zone, reader = row.round.session.zone, actor().zone or None
    lines = [
        (_("Delegation"), row.delegation.name if row.delegation else ""),
        (_("On behalf of"), row.on_behalf_of),
        (_("Aligned"), "; ".join(map(str, row.aligned))),
        (_("Received"), _moment(row.received_at, zone, reader)),
        (_("In force since"), _moment(row.sent_at, zone, reader)),
        (_("Deadline"), clock.show_deadline(row.round.deadline_at, zone, reader) + (_(" (received after it)") if row.late else "")),
        (_("Sent by"), sent.sender),
        (_("SHA-256 of the text"), row.text_sha256),
    ]
    return Facts(_("Receipt %(number)s", number=number), tuple(line for line in lines if line[1]))


def _moment(at: datetime | None, zone: str, reader: str | None) -> str:
    return clock.show_moment(at, zone, reader) if at is not None else _("not recorded")


@bp.get("/sub/<int:submission_id>/text.txt")
@needs("see_session")
def receipt_text(submission: m.Submission) -> ResponseReturnValue:
    """Give the very text whose hash the receipt prints."""
    require_readable(actor(), submission, scope_of(submission))
    if submission.number is None:
        return go_to("check", submission_id=submission.id)
    sent = load_sent(read(), submission)
    return write_text(sent.compilation, sent.meeting, sent.notes), 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.post("/r/<int:round_id>/replace")
@keeps_words
@needs("draft_input")
def replace(round: m.Round) -> ResponseReturnValue:
    """Begin a new version as a copy of what is in force."""
    delegation, round_id = own_sheet(round).delegation, round.id
    place = place_of(round_id, delegation)
    with write() as db:
        draft_input.begin_replacement(db, actor(), place=place)
    flash(_("This is a copy of what you sent. Change it here; what you sent stays in force until the new version is sent."))
    return go_to("round", round_id=round_id)


@bp.route("/sub/<int:submission_id>/withdraw", methods=["GET", "POST"])
@keeps_words
@needs("submit_input")
def withdraw(submission: m.Submission) -> ResponseReturnValue:
    """Ask, then withdraw; the words stay in the record."""
    at, form, submission_id = clock.now(), WithdrawForm(), submission.id
    older = read().get(m.Submission, submission.supersedes_id) if submission.supersedes_id is not None else None
    if older is not None and older.state != m.SubmissionState.SUPERSEDED:
        older = None
    form.stands.choices = [("", _("Nothing of ours"))]
    if older is not None:
        form.stands.choices.append((str(older.id), _("What we sent before, %(number)s, stands again", number=number_of(older))))
    if request.method == "POST" and form.validate():
        try:
            back_to = int(form.stands.data) if form.stands.data else None
            with write() as db:
                withdraw_submission(
                    db, actor(), submission_id=submission_id, version=form.made_on, reason=(form.reason.data or "").strip(),
                    back_to=back_to, at=at, grace=grace(),
                )  # fmt: skip
            flash(_("Withdrawn. You can undo this until the round closes."))
            return go_to("receipt", submission_id=submission_id)
        except (BadInput, Stale) as error:
            form.form_errors = [error.sentence]
        submission = read().get_one(m.Submission, submission_id)
        g.meeting = submission.round.session
    form.version.data = submission.version
    form.stands.data = form.stands.data or ""
    page = render_template(
        "delegate/withdraw.html", submission=submission, round=submission.round, form=form, number=number_of(submission), older=older
    )
    return page, 422 if request.method == "POST" else 200


@bp.post("/sub/<int:submission_id>/undo")
@keeps_words
@needs("submit_input")
def undo(submission: m.Submission) -> ResponseReturnValue:
    """Bring a withdrawn submission back into force."""
    submission_id, at = submission.id, clock.now()
    with write() as db:
        undo_withdrawal(db, actor(), submission_id=submission_id, at=at, grace=grace())
    flash(_("It is in force again, under the same number."))
    return go_to("receipt", submission_id=submission_id)


@bp.route("/sub/<int:submission_id>/discard", methods=["GET", "POST"])
@keeps_words
@needs("draft_input")
def discard(submission: m.Submission) -> ResponseReturnValue:
    """Ask, then set aside what was written and not sent."""
    form, round_id, submission_id = PlainForm(), submission.round_id, submission.id
    if request.method == "GET":
        form.version.data = submission.version
        if submission.state != m.SubmissionState.DRAFTING:
            raise Conflict(_("This was sent already; withdraw it instead."))
        return render_template("delegate/discard.html", submission=submission, round=submission.round, form=form)
    with write() as db:
        draft_input.discard_draft(db, actor(), submission_id=submission_id, version=form.made_on)
    flash(_("Set aside. Nothing of it was sent; what was sent before is as it was."))
    return go_to("round", round_id=round_id)
