"""Comment on words, a unit or the whole; take back what was written and not sent."""

from flask import flash, g, render_template, request
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from wgtracker.i18n import gettext as _
from wgtracker.queries.delegate import Sheet, load_sheet
from wgtracker.services import draft_input
from wgtracker.services.scratch import drop_scratch
from wgtracker.web.delegate.blueprint import bp
from wgtracker.web.delegate.drawn import make_comment, point_of
from wgtracker.web.delegate.forms import CommentForm, PlainForm
from wgtracker.web.delegate.keeping import go_to, keeps_words
from wgtracker.web.delegate.propose import fill_from_scratch, scratch_key
from wgtracker.web.delegate.views import desk_of, place_of
from wgtracker.web.delegate.wording import find_words
from wgtracker.web.request import actor, needs, read, write


def own_sheet(round_: m.Round) -> Sheet:
    """Load the own sheet of a round. Raises NotAllowed for who belongs to no delegation."""
    delegation = desk_of(round_).delegation
    if delegation is None:
        raise NotAllowed(_("You do not belong to a delegation of this session."))
    return load_sheet(read(), round_, delegation)


@bp.route("/r/<int:round_id>/p/<int:unit_id>/comment", methods=["GET", "POST"])
@keeps_words
@needs("draft_input")
def comment_on(round: m.Round, unit: m.Recommendation) -> ResponseReturnValue:
    """Comment on a unit, or on words of it."""
    return _write_comment(round, unit.id)


@bp.route("/r/<int:round_id>/comment", methods=["GET", "POST"])
@keeps_words
@needs("draft_input")
def comment_whole(round: m.Round) -> ResponseReturnValue:
    """Comment on the text as a whole, or say that the delegation supports it."""
    return _write_comment(round, 0)


def _write_comment(round_: m.Round, unit_id: int) -> ResponseReturnValue:
    form, round_id, sheet = CommentForm(), round_.id, own_sheet(round_)
    key = scratch_key("comment", round_id, unit_id)
    if request.method == "GET":
        scratch = fill_from_scratch(form, key)
        if not form.text.data and not unit_id and request.args.get("supports"):
            form.text.data, form.supports.data = _("We support the text as a whole."), True
        return _show(round_, sheet, unit_id, form, scratch)
    if not form.validate():
        return _show(round_, sheet, unit_id, form, None, 422)
    try:
        index, anchor = _anchor(sheet, unit_id, form.words.data or "")
        kind = draft_input.SUPPORT if form.supports.data and index is None else ""
        place, made = place_of(round_id, sheet.delegation), make_comment(index, anchor, form.text.data or "", kind)
        with write() as db:
            draft_input.save_comment(db, actor(), place=place, comment=made, key=form.key.data or "")
            drop_scratch(db, actor(), key=key)
    except BadInput as error:
        return _refuse(round_id, unit_id, form, error)
    flash(_("Saved: your comment. It is not sent yet."))
    return go_to("round", round_id=round_id, anchor=f"u{unit_id}" if unit_id else "whole")


def _refuse(round_id: int, unit_id: int, form: CommentForm, error: BadInput) -> ResponseReturnValue:
    field = form.words if form.words.data else form.text
    field.errors = [error.sentence]
    form.renew()
    round_ = read().get_one(m.Round, round_id)
    g.meeting = round_.session
    return _show(round_, own_sheet(round_), unit_id, form, None, 422)


def _anchor(sheet: Sheet, unit_id: int, words: str) -> tuple[int | None, str]:
    """Find what a comment is on: the unit's index, and the words as the draft has them. Raises BadInput, NotFound."""
    if not unit_id:
        return None, ""
    if unit_id not in sheet.text.ids:
        raise NotFound(_("There is no such page, or it is not for you."))
    index = sheet.text.ids.index(unit_id)
    if not words.strip():
        return index, ""
    text = sheet.units[index].text
    start, end = find_words(text, words)
    return index, text[start:end]


def _show(
    round_: m.Round,
    sheet: Sheet,
    unit_id: int,
    form: CommentForm,
    scratch: m.Scratch | None,
    code: int = 200,
    item: m.Comment | None = None,
) -> ResponseReturnValue:
    if unit_id and unit_id not in sheet.text.ids:
        raise NotFound(_("There is no such page, or it is not for you."))
    index = sheet.text.ids.index(unit_id) if unit_id else None
    page = render_template(
        "delegate/comment.html", round=round_, form=form, unit_id=unit_id, unit=None if index is None else sheet.units[index],
        name=_("the text as a whole") if index is None else point_of(sheet, index).title, scratch=scratch, item=item, desk=desk_of(round_),
    )  # fmt: skip
    return page, code


@bp.route("/r/<int:round_id>/comments/<int:comment_id>", methods=["GET", "POST"])
@keeps_words
@needs("draft_input")
def change_comment(round: m.Round, comment: m.Comment) -> ResponseReturnValue:
    """Change a comment that was saved before."""
    if comment.submission.state != m.SubmissionState.DRAFTING:
        raise Conflict(_("This was sent already. Begin a new version of your submission to change it."))
    form, round_id, item_id, sheet = CommentForm(), round.id, comment.id, own_sheet(round)
    unit_id = sheet.text.ids[comment.unit] if comment.unit is not None else 0
    if request.method == "GET":
        form.text.data, form.words.data, form.version.data = comment.text, comment.anchor, comment.version
        return _show(round, sheet, unit_id, form, None, item=comment)
    if form.validate():
        try:
            _index, anchor = _anchor(sheet, unit_id, form.words.data or "")
            place = place_of(round_id, sheet.delegation)
            with write() as db:
                draft_input.change_comment(
                    db, actor(), place=place, item_id=item_id, anchor=anchor, text=(form.text.data or "").strip(), version=form.made_on
                )
            flash(_("Saved: your comment. It is not sent yet."))
            return go_to("round", round_id=round_id)
        except BadInput as error:
            form.words.errors = [error.sentence]
        except Stale as error:
            form.text.errors = [
                _("A colleague saved this meanwhile: “%(words)s”. Send yours again to put it in its place.", words=error.current[:1000])
            ]
    round_, again = read().get_one(m.Round, round_id), read().get_one(m.Comment, item_id)
    g.meeting = round_.session
    form.version.data = again.version
    return _show(round_, own_sheet(round_), unit_id, form, None, 422, again)


@bp.route("/r/<int:round_id>/items/<int:amendment_id>/remove", methods=["GET", "POST"])
@keeps_words
@needs("draft_input")
def remove_amendment(round: m.Round, amendment: m.Amendment) -> ResponseReturnValue:
    """Ask, then take a proposal back that was not sent."""
    return _remove(round, "amendment", amendment, amendment.proposed)


@bp.route("/r/<int:round_id>/comments/<int:comment_id>/remove", methods=["GET", "POST"])
@keeps_words
@needs("draft_input")
def remove_comment(round: m.Round, comment: m.Comment) -> ResponseReturnValue:
    """Ask, then take a comment back that was not sent."""
    return _remove(round, "comment", comment, comment.text)


def _remove(round_: m.Round, kind: str, row: m.Amendment | m.Comment, words: str) -> ResponseReturnValue:
    sheet, round_id, item_id = own_sheet(round_), round_.id, row.id
    if request.method == "GET":
        name = point_of(sheet, row.unit).title if row.unit is not None else ""
        asked = row.kind if isinstance(row, m.Amendment) else ""
        return render_template("delegate/remove.html", round=round_, kind=kind, words=words, name=name, asked=asked, form=PlainForm())
    place = place_of(round_id, sheet.delegation)
    with write() as db:
        draft_input.remove_item(db, actor(), place=place, kind=kind, item_id=item_id)
    flash(_("Taken back. Nothing of it is sent."))
    return go_to("round", round_id=round_id)
