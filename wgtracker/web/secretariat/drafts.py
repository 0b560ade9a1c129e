"""Import a draft from Word: look through its units, put them right, save."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.compile.assemble import DraftText
from wgtracker.compile.base import read_draft, take_in
from wgtracker.errors import BadFile, Conflict, NoPaper, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.queries import compilation, history, sessions
from wgtracker.queries.files import read_file
from wgtracker.queries.room_page import list_rooms
from wgtracker.services import drafts as acts
from wgtracker.web.request import actor, end_reading, needs, read, write
from wgtracker.web.secretariat.forms import DraftForm, NothingForm
from wgtracker.web.secretariat.views import bp, carry_out, show_form
from wgtracker.web.uploads import ONE_FILE, take_upload, takes_files


@bp.route("/s/<int:session_id>/drafts/new", methods=["GET", "POST"])
@needs("import_draft")
@takes_files(ONE_FILE)
def import_draft(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Take a draft in, to be looked through."""
    form, number = DraftForm(), session.id
    if form.validate_on_submit():
        end_reading()  # reading a large file must not hold a reading session
        try:
            file = take_upload(form.file.data)
            text = read_draft(file)
        except (BadFile, NoPaper) as error:
            form.file.errors = [error.sentence]
        else:
            made = carry_out(form, lambda db: acts.preview_draft(db, actor(), session_id=number, content=file.content, text=text), "file")
            if made is not None:
                return redirect(url_for(".draft", draft_id=made.id), 303)
    page = sessions.read_session(read(), number)
    return show_form("secretariat/draft_form.html", form, page=page)


@bp.get("/d/<int:draft_id>")
@needs("import_draft")
def draft(draft: m.Draft) -> ResponseReturnValue:
    """Show the units of a draft, saved or not."""
    page = sessions.read_session(read(), draft.session_id)
    events = history.of_subject(read(), "draft", draft.id)
    if draft.state == m.DraftState.PREVIEW:
        text = read_again(draft)
        return render_template("secretariat/draft_preview.html", page=page, draft=draft, text=text, events=events)
    saved = compilation.load_text(read(), draft).draft if draft.state == m.DraftState.SAVED else None
    rooms = list_rooms(read(), actor(), [draft.session])
    return render_template("secretariat/draft.html", page=page, draft=draft, text=saved, events=events, room=rooms.get(draft.session_id))


def read_again(draft: m.Draft) -> DraftText:
    """Read a draft that is looked through from its file as it stands."""
    return read_draft(take_in(draft.name, read_file(read(), draft.sha256)))


@bp.post("/d/<int:draft_id>/save")
@needs("import_draft")
def save_draft(draft: m.Draft) -> ResponseReturnValue:
    """Save a draft that was looked through."""
    number, session_id = draft.id, draft.session_id
    _require_preview(draft)
    text = read_again(draft)
    with write() as db:
        saved = acts.save_draft(db, actor(), draft_id=number, text=text)
    flash(_("The draft is saved with %(count)s units.", count=len(text.units)))
    return redirect(url_for(".session", session_id=session_id if saved else 0), 303)


@bp.post("/d/<int:draft_id>/discard")
@needs("import_draft")
def discard_draft(draft: m.Draft) -> ResponseReturnValue:
    """Give up a draft that was not saved; its file is kept."""
    form, number, session_id = NothingForm(), draft.id, draft.session_id
    carry_out(form, lambda db: acts.discard_draft(db, actor(), draft_id=number))
    flash(form.form_errors[0] if form.form_errors else _("The draft is discarded. Its file is kept in the history."))
    return redirect(url_for(".session", session_id=session_id), 303)


@bp.get("/d/<int:draft_id>/<any(original,current):which>.docx")
@needs("import_draft")
def download_draft(draft: m.Draft, which: str) -> ResponseReturnValue:
    """Give the draft's Word file, as it came or as it stands."""
    content = read_file(read(), draft.original_sha256 if which == "original" else draft.sha256)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    name = f"draft-{draft.session_id}-{draft.number}-{which}.docx"
    return content, 200, {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'}


def _require_preview(draft: m.Draft) -> None:
    if draft.state == m.DraftState.SAVED:
        raise Conflict(_("This draft is saved already."))
    if draft.state == m.DraftState.DISCARDED:
        raise NotFound(_("This draft was discarded."))
