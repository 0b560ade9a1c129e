"""Answer what is asked of a delegation: confirm a wording that staff typed for it, settle what of its file has no place."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.services.own_file import attach_asides
from wgtracker.services.propose_from_comment import confirm_wording, decline_wording
from wgtracker.web.delegate.blueprint import bp
from wgtracker.web.delegate.forms import PlainForm
from wgtracker.web.delegate.keeping import go_to, keeps_words
from wgtracker.web.request import actor, needs, write


@bp.post("/r/<int:round_id>/items/<int:amendment_id>/confirm")
@keeps_words
@needs("submit_input")
def confirm(round: m.Round, amendment: m.Amendment) -> ResponseReturnValue:
    """Confirm or decline a wording that the Secretariat made of a comment."""
    round_id, item_id, form = round.id, amendment.id, PlainForm()
    yes = request.form.get("answer") == "confirm"
    with write() as db:
        (confirm_wording if yes else decline_wording)(db, actor(), amendment_id=item_id, version=form.made_on)
    flash(_("Confirmed: it is your delegation’s proposal now.") if yes else _("Declined: your comment stands as it was."))
    return go_to("round", round_id=round_id)


@bp.post("/sub/<int:submission_id>/attach")
@keeps_words
@needs("draft_input")
def attach(submission: m.Submission) -> ResponseReturnValue:
    """Attach what of an uploaded file was not placed as comments on the whole."""
    submission_id, form = submission.id, PlainForm()
    with write() as db:
        count = attach_asides(db, actor(), submission_id=submission_id, version=form.made_on)
    flash(
        _("%(n)s pieces are comments on the text as a whole now.", n=count)
        if count != 1
        else _("It is a comment on the text as a whole now.")
    )
    return go_to("check", submission_id=submission_id)
