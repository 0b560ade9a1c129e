"""The way through Word: download the working copy, upload it edited, see what was understood, send it."""

from io import BytesIO

from flask import flash, g, render_template, request, send_file
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.compile.base import InputFile
from wgtracker.compile.consolidate import Terms
from wgtracker.errors import BadFile, NotBalanced
from wgtracker.i18n import gettext as _
from wgtracker.queries.compilation import load_text, name_ordinal
from wgtracker.queries.delegate import load_file
from wgtracker.services.receive import read_own, stage_own
from wgtracker.web.delegate.blueprint import bp
from wgtracker.web.delegate.forms import UploadForm
from wgtracker.web.delegate.keeping import go_to, keeps_words
from wgtracker.web.delegate.remark import own_sheet
from wgtracker.web.delegate.sending import WORD
from wgtracker.web.delegate.views import desk_of, grace
from wgtracker.web.request import actor, end_reading, needs, read, write
from wgtracker.web.uploads import take_upload, takes_files
from wgtracker.word.workcopy import make_workcopy


@bp.get("/r/<int:round_id>/working-copy.docx")
@needs("see_session")
def working_copy(round: m.Round) -> ResponseReturnValue:
    """Give the draft as a Word file to edit, with hidden marks by which its paragraphs are found again."""
    delegation, session = desk_of(round).delegation, round.session
    who = f", {delegation.name}" if delegation is not None else ""
    name = f"{session.body.code} {name_ordinal(session.ordinal)} {session.word}, working copy{who}.docx"
    draft_name, content = round.draft.name, load_file(read(), round.draft.sha256)
    end_reading()
    return send_file(BytesIO(make_workcopy(content, draft_name)), WORD, as_attachment=True, download_name=name)


@bp.route("/r/<int:round_id>/upload", methods=["GET", "POST"])
@takes_files()
@keeps_words
@needs("draft_input")
def upload(round: m.Round) -> ResponseReturnValue:
    """Take in the edited file and show what was understood; nothing is sent by that."""
    form, round_id = UploadForm(), round.id
    if request.method == "GET":
        return render_template("delegate/upload.html", round=round, form=form, desk=desk_of(round))
    if form.file.data is None or not form.file.data.filename:
        form.file.errors = [_("Choose the Word file that you edited.")]
        return render_template("delegate/upload.html", round=round, form=form, desk=desk_of(round)), 422
    delegation, session = own_sheet(round).delegation, round.session
    try:
        file = take_upload(form.file.data)
        terms = Terms(session.opens_on, None, session.facts.get("new_word", "bis"))
        draft = InputFile(round.draft.name, load_file(read(), round.draft.sha256), round.draft.sha256)
        units = dict(enumerate(load_text(read(), round.draft).ids))
        made = read_own(file, draft, delegation, terms)
        if made.unreadable:
            raise BadFile(made.unreadable)
        with write() as db:
            row_id = stage_own(
                db, actor(), round_id=round_id, delegation_id=delegation.id, file=file, made=made, units=units, grace=grace()
            ).id
    except (BadFile, NotBalanced) as error:
        form.file.errors = [error.sentence]
        again = read().get_one(m.Round, round_id)
        g.meeting = again.session
        return render_template("delegate/upload.html", round=again, form=form, desk=desk_of(again)), 422
    flash(_("Read. This is what was understood; nothing is sent yet."))
    return go_to("check", submission_id=row_id)


@bp.get("/sub/<int:submission_id>/original.docx")
@needs("see_own_input")
def original(submission: m.Submission) -> ResponseReturnValue:
    """Give the file back as it was uploaded."""
    if submission.state == m.SubmissionState.STAGED or not submission.sha256:
        return go_to("receipt", submission_id=submission.id)
    return send_file(BytesIO(load_file(read(), submission.sha256)), WORD, as_attachment=True, download_name=submission.name)
