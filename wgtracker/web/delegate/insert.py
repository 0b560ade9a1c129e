"""Write new paragraphs, and change them before they are sent."""

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.compile.model import Unit
from wgtracker.compile.typed import write_new
from wgtracker.errors import BadInput, Conflict, NotAllowed, Stale
from wgtracker.i18n import gettext as _
from wgtracker.services import draft_input
from wgtracker.services.scratch import drop_scratch
from wgtracker.web.delegate.blueprint import bp
from wgtracker.web.delegate.forms import NewForm
from wgtracker.web.delegate.keeping import go_to, keeps_words
from wgtracker.web.delegate.propose import fill_from_scratch, find_spot, read_reason, scratch_key
from wgtracker.web.delegate.views import desk_of, place_of
from wgtracker.web.request import actor, needs, read, write


@bp.route("/r/<int:round_id>/p/<int:unit_id>/new", methods=["GET", "POST"])
@keeps_words
@needs("draft_input")
def new_after(round: m.Round, unit: m.Recommendation) -> ResponseReturnValue:
    """Write a new paragraph after a unit."""
    spot = find_spot(round, unit.id)
    return _write_new(spot.round, spot.delegation, spot.unit, spot.link.name, spot.unit_id)


@bp.route("/r/<int:round_id>/new", methods=["GET", "POST"])
@keeps_words
@needs("draft_input")
def new_first(round: m.Round) -> ResponseReturnValue:
    """Write a new paragraph before the first."""
    delegation = desk_of(round).delegation
    if delegation is None:
        raise NotAllowed(_("You do not belong to a delegation of this session."))
    return _write_new(round, delegation, None, "", 0)


def _write_new(round_: m.Round, delegation: m.Delegation, unit: Unit | None, name: str, subject: int) -> ResponseReturnValue:
    form, round_id, key = NewForm(), round_.id, scratch_key("new", round_.id, subject)
    if request.method == "GET":
        return _show_new(round_, form, name, subject, fill_from_scratch(form, key))
    if not form.validate():
        return _show_new(round_, form, name, subject, None, 422)
    try:
        amendment = write_new(
            None if unit is None else unit.index, form.text.data or "", 1 if unit is not None and unit.kind == "subparagraph" else 0
        )
        place, reason = place_of(round_id, delegation), read_reason(form)
        with write() as db:
            draft_input.save_amendment(db, actor(), place=place, amendment=amendment, reason=reason, key=form.key.data or "")
            drop_scratch(db, actor(), key=key)
    except BadInput as error:
        form.text.errors = [error.sentence]
        form.renew()
        again = read().get_one(m.Round, round_id)
        g.meeting = again.session
        return _show_new(again, form, name, subject, None, 422)
    flash(_("Saved: your new paragraph. It is not sent yet."))
    return go_to("round", round_id=round_id, anchor=f"u{subject}" if subject else None)


def _show_new(round_: m.Round, form: NewForm, name: str, subject: int, found: m.Scratch | None, code: int = 200) -> ResponseReturnValue:
    page = render_template(
        "delegate/new.html", round=round_, form=form, name=name, subject=subject, scratch=found, desk=desk_of(round_), item=None
    )
    return page, code


@bp.route("/r/<int:round_id>/items/<int:amendment_id>", methods=["GET", "POST"])
@keeps_words
@needs("draft_input")
def change_new(round: m.Round, amendment: m.Amendment) -> ResponseReturnValue:
    """Change a new paragraph that was saved before."""
    if amendment.submission.state != m.SubmissionState.DRAFTING or amendment.unit is not None:
        raise Conflict(_("This was sent already. Begin a new version of your submission to change it."))
    form, item_id, round_id, delegation_id = NewForm(), amendment.id, round.id, amendment.submission.delegation_id
    if request.method == "GET":
        form.text.data, form.reason.data, form.version.data = amendment.proposed, amendment.reason, amendment.version
        form.print_reason.data = amendment.print_reason
        return render_template(
            "delegate/new.html", round=round, form=form, name="", subject=0, scratch=None, desk=desk_of(round), item=amendment
        )
    stale = None
    if form.validate():
        try:
            made = write_new(amendment.after_unit, form.text.data or "", amendment.level)
            place, reason = place_of(round_id, read().get_one(m.Delegation, delegation_id)), read_reason(form)
            with write() as db:
                draft_input.change_new_paragraph(
                    db, actor(), place=place, item_id=item_id, amendment=made, reason=reason, version=form.made_on
                )
            flash(_("Saved: your new paragraph. It is not sent yet."))
            return go_to("round", round_id=round_id)
        except BadInput as error:
            form.text.errors = [error.sentence]
        except Stale as error:
            stale = error
    again = read().get_one(m.Amendment, item_id)
    opened = read().get_one(m.Round, round_id)
    if stale is not None:
        here = url_for("delegate.change_new", round_id=round_id, amendment_id=item_id)
        return render_template(
            "errors/stale.html", mine=form.text.data, current=stale.current, changed_by="", changed_at="", action=here,
            version=again.version, name="text", take=here, fields={"reason": form.reason.data or "", "key": form.key.data or ""},
        ), 409  # fmt: skip
    return render_template(
        "delegate/new.html", round=opened, form=form, name="", subject=0, scratch=None, desk=desk_of(opened), item=again
    ), 422
