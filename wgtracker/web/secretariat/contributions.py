"""Enter what came by e-mail or was read out, with the keyboard alone; and type wordings for comments."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import DateTimeLocalInput

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.errors import BadInput, NotFound, WgError
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.queries.compilation import facts_of, load_text
from wgtracker.queries.received_words import Words, draw_words_of, read_submission, show_words, write_words
from wgtracker.queries.receiving import list_delegations
from wgtracker.queries.wordings import list_waiting
from wgtracker.services import contribute as services
from wgtracker.services import propose_from_comment as proposing
from wgtracker.services.receive import parse_received
from wgtracker.web.account.ways import base_url
from wgtracker.web.forms import WebForm
from wgtracker.web.request import actor, end_reading, needs, read, write
from wgtracker.web.secretariat.fields import at_most, line, lines
from wgtracker.web.secretariat.receiving_forms import name_channels
from wgtracker.web.secretariat.views import bp, warn_if_in_room

TEXT_MOST = 20_000
KIND_WORDS = {
    "wording": lazy_gettext("The paragraph as it should read"),
    "new": lazy_gettext("A new paragraph after it"),
    "delete": lazy_gettext("Delete it"),
    "retain": lazy_gettext("Retain it as is"),
    "brackets": lazy_gettext("Put words in brackets"),
    "comment": lazy_gettext("A comment"),
    "supports": lazy_gettext("Supports the text as a whole"),
}


class ContributionForm(WebForm):
    """One item of a contribution, with whose it is and how it came."""

    received_at: datetime | None = None
    key = HiddenField()
    delegation = line(lazy_gettext("Delegation"), required=lazy_gettext("Choose the delegation."))
    channel = SelectField(lazy_gettext("How it came"))
    received = StringField(lazy_gettext("Received"), widget=DateTimeLocalInput())
    on_behalf_of = line(lazy_gettext("On behalf of"))
    unit = SelectField(lazy_gettext("Paragraph"), validate_choice=True)
    kind = SelectField(lazy_gettext("What is asked for"))
    sub = BooleanField(lazy_gettext("The new paragraph is a sub-paragraph"))
    text = TextAreaField(lazy_gettext("Text"), [at_most(TEXT_MOST)], filters=[lines])
    reason = TextAreaField(lazy_gettext("Reason"), [at_most(TEXT_MOST)], filters=[lines])

    def __init__(self, round_: m.Round, units: tuple[c.Unit, ...], delegations: dict[str, int], **given: Any) -> None:
        super().__init__(**given)
        self.delegations, self.zone = delegations, round_.session.zone
        ways = (m.Channel.EMAIL, m.Channel.FLOOR, m.Channel.NOTE_VERBALE, m.Channel.CHAT)
        self.channel.choices = [(str(way), name_channels()[way]) for way in ways]
        self.unit.choices = [(str(unit.index), f"{unit.label} {unit.text[:60]}".strip()) for unit in units]
        self.unit.choices.insert(0, ("", _("the text as a whole, or its beginning")))
        self.kind.choices = [(kind, KIND_WORDS[kind]) for kind in services.KINDS]
        self.received.label.text = _("Received (%(city)s time)", city=clock.city(self.zone))

    def validate_delegation(self, field: Any) -> None:
        """Take only delegations of the session."""
        if field.data not in self.delegations:
            raise ValidationError(_("“%(name)s” is not among the session's delegations: choose one of them.", name=field.data))

    def validate_received(self, field: Any) -> None:
        """Read the time."""
        try:
            self.received_at = parse_received(field.data or "", self.zone)
        except BadInput as error:
            raise ValidationError(error.sentence) from None

    @property
    def envelope(self) -> services.Envelope:
        """Give whose it is and how it came."""
        number = self.delegations[self.delegation.data or ""]
        return services.Envelope(number, m.Channel(self.channel.data), self.received_at, self.on_behalf_of.data or "")

    @property
    def item(self) -> services.Item:
        """Give the item."""
        unit = int(self.unit.data) if self.unit.data else None
        return services.Item(self.kind.data, unit, self.text.data or "", self.reason.data or "", 1 if self.sub.data else 0)


@bp.get("/r/<int:round_id>/contribute")
@needs("enter_contribution")
def contribute(round: m.Round) -> ResponseReturnValue:
    """Show the form: empty, or with whose it is where more items follow (to)."""
    entered = _find(round, request.args.get("to") or request.args.get("for"))
    form = _make_form(round, entered, formdata=None)
    return _show(round, form, entered)


def _make_form(round_: m.Round, entered: m.Submission | None, **given: Any) -> ContributionForm:
    units = load_text(read(), round_.draft).draft.units
    at = entered.received_at if entered else clock.now()
    data = {
        "key": str(uuid4()),
        "delegation": entered.delegation.name if entered and entered.delegation else "",
        "channel": str(entered.channel) if entered else str(m.Channel.EMAIL),
        "received": clock.in_zone(at, round_.session.zone).strftime("%Y-%m-%dT%H:%M") if at else "",
        "on_behalf_of": entered.on_behalf_of if entered else "",
        "unit": request.args.get("unit", ""),
    }
    return ContributionForm(round_, units, list_delegations(read(), round_.session_id), data=data, **given)


def _find(round_: m.Round, number: str | None) -> m.Submission | None:
    """Find what is being entered."""
    if not number:
        return None
    row = read().get(m.Submission, int(number)) if number.isdecimal() and len(number) < 9 else None
    if row is None or row.round_id != round_.id or row.state != m.SubmissionState.STAGED:
        raise NotFound(_("There is no such contribution, or it is confirmed already."))
    return row


def _show(
    round_: m.Round, form: ContributionForm, entered: m.Submission | None, trouble: str = "", preview: Words | None = None
) -> ResponseReturnValue:
    page = render_template(
        "secretariat/contribute.html", round=round_, form=form, entered=entered, trouble=trouble, preview=preview,
        words=show_words(read(), entered) if entered else None, failed=bool(trouble or form.errors),
        units=load_text(read(), round_.draft).draft.units,
    )  # fmt: skip
    return page, 422 if trouble or form.errors else 200


@bp.post("/r/<int:round_id>/contribute")
@needs("enter_contribution")
def enter_item(round: m.Round) -> ResponseReturnValue:
    """Save an item and go on, show how it will be printed, or fill in the paragraph's present text."""
    round_id = round.id
    entered = _find(round, request.args.get("to"))
    form = _make_form(round, entered)
    act = request.form.get("act", "next")
    entered_id = entered.id if entered else None
    if act == "take":
        _take_text(form, round)
        return _show(round, form, entered)
    if not form.validate():
        return _show(round, form, entered)
    try:
        if act == "preview":
            return _show(round, form, entered, preview=_preview(round, form))
        with write() as db:
            row = services.enter_item(
                db, actor(), round_id=round_id, envelope=form.envelope, item=form.item, submission_id=entered_id, key=form.key.data or ""
            )
            number = row.id
    except WgError as error:
        end_reading()
        again = read().get_one(m.Round, round_id)
        form.key.data = str(uuid4())  # what is sent next is another form
        return _show(again, form, _find(again, str(entered_id) if entered_id else None), error.sentence)
    flash(_("Saved. It enters the text when you confirm it."))
    return redirect(url_for(".contribute", round_id=round_id, to=number), 303)


def _take_text(form: "ContributionForm | WordingForm", round_: m.Round) -> None:
    """Fill in the paragraph's present text, to be changed."""
    units = load_text(read(), round_.draft).draft.units
    number = form.unit.data
    if number and number.isdecimal() and int(number) < len(units):
        form.text.data = units[int(number)].text


def _preview(round_: m.Round, form: ContributionForm) -> Words:
    text = load_text(read(), round_.draft)
    made = services.write_item(form.item, text.draft.units)
    amendments = (made,) if isinstance(made, c.Amendment) else ()
    comments = (made,) if isinstance(made, c.Comment) else ()
    nothing = c.Account(*(c.Count(0, 0, 0, 0),) * 3)
    alone = c.Submission(
        "", form.delegation.data or "", "State", "", "", True, "", None, None, None, amendments, comments, (), (), nothing, 0, ()
    )  # fmt: skip
    return draw_words_of(text.draft, alone, facts_of(round_), ())


@bp.get("/r/<int:round_id>/contribute/text")
@needs("enter_contribution")
def unit_text(round: m.Round) -> ResponseReturnValue:
    """Give the field with the paragraph's present text, for the form to be filled in without a new page."""
    form = _make_form(round, None, formdata=request.args)
    if form.kind.data == "wording":
        _take_text(form, round)
    return render_template("secretariat/_contribute_text.html", form=form, round=round)


@bp.post("/r/<int:round_id>/contribute/preview")
@needs("enter_contribution")
def preview_item(round: m.Round) -> ResponseReturnValue:
    """Draw an item as it will be printed, while it is typed."""
    form = _make_form(round, None)
    try:
        words, trouble = _preview(round, form), ""
    except BadInput as error:
        words, trouble = None, error.sentence
    return render_template("secretariat/_preview.html", words=words, trouble=trouble)


@bp.post("/contributions/<int:submission_id>")
@needs("enter_contribution")
def finish_contribution(submission: m.Submission) -> ResponseReturnValue:
    """Confirm what was entered, or set it aside."""
    number, round_id, version = submission.id, submission.round_id, request.form.get("version", "0")
    made_on = int(version) if version.isdecimal() and len(version) < 9 else 0
    draft, facts = load_text(read(), submission.round.draft).draft, facts_of(submission.round)
    text = write_words(draft, read_submission(submission), facts)
    with write() as db:
        if request.form.get("act") == "discard":
            services.discard_contribution(db, actor(), submission_id=number, version=made_on)
            words = _("It is set aside. What was typed is kept in the history.")
        else:
            row = services.confirm_contribution(db, actor(), submission_id=number, version=made_on, text=text, base_url=base_url())
            words = _("%(name)s is confirmed and in the text, number %(number)s.", name=row.name, number=row.number)
    flash(words)
    if request.form.get("act") != "discard":
        warn_if_in_room(round_id)
    return redirect(url_for(".contribute", round_id=round_id), 303)


class WordingForm(WebForm):
    """The wording that staff make of a comment."""

    unit = SelectField(lazy_gettext("Paragraph"))
    kind = SelectField(lazy_gettext("What the comment asks for"))
    text = TextAreaField(lazy_gettext("Wording"), [at_most(TEXT_MOST)], filters=[lines])


@bp.route("/comments/<int:comment_id>/wording", methods=["GET", "POST"])
@needs("place_by_hand")
def word_comment(comment: m.Comment) -> ResponseReturnValue:
    """Type the wording that a comment asks for; its delegation confirms it."""
    round_, comment_id = comment.submission.round, comment.id
    units = load_text(read(), round_.draft).draft.units
    at = comment.unit if comment.unit is not None else 0
    form = WordingForm(data={"unit": str(at), "kind": "wording", "text": units[at].text})
    form.unit.choices = [(str(unit.index), f"{unit.label} {unit.text[:60]}".strip()) for unit in units]
    form.kind.choices = [(kind, KIND_WORDS[kind]) for kind in ("wording", "new", "delete", "retain", "brackets")]
    trouble = ""
    if request.form.get("act") == "take":
        _take_text(form, round_)
    elif form.validate_on_submit():
        try:
            made = services.write_item(services.Item(form.kind.data, int(form.unit.data), form.text.data or ""), units)
            assert isinstance(made, c.Amendment)
            round_id = round_.id
            with write() as db:
                proposing.propose_from_comment(db, actor(), comment_id=comment_id, amendment=made)
            flash(_("The wording is kept. It has a voice once its delegation confirms it."))
            return redirect(url_for(".wordings", round_id=round_id), 303)
        except WgError as error:
            trouble = error.sentence
            end_reading()
            comment = read().get_one(m.Comment, comment_id)
    page = render_template(
        "secretariat/word_comment.html", form=form, comment=comment, round=comment.submission.round, trouble=trouble,
        failed=bool(trouble or form.errors),
    )  # fmt: skip
    return page, 422 if trouble or form.errors else 200


@bp.get("/r/<int:round_id>/wordings")
@needs("place_by_hand")
def wordings(round: m.Round) -> ResponseReturnValue:
    """List the wordings that wait for their delegations."""
    return _show_wordings(round, Typed())


class Typed(NamedTuple):
    """What was typed beside one wording and could not be recorded, with the reason; it stays in its fields."""

    trouble: str = ""
    amendment_id: int = 0
    how: str = ""
    at: str = ""


def _show_wordings(round_: m.Round, typed: Typed) -> ResponseReturnValue:
    units = load_text(read(), round_.draft).draft.units
    page = render_template(
        "secretariat/wordings.html", round=round_, waiting=list_waiting(read(), round_.id, None), units=units, typed=typed,
        failed=bool(typed.trouble), now=clock.in_zone(clock.now(), round_.session.zone).strftime("%Y-%m-%dT%H:%M"),
    )  # fmt: skip
    return page, 422 if typed.trouble else 200


@bp.post("/wordings/<int:amendment_id>")
@needs("place_by_hand")
def settle_wording(amendment: m.Amendment) -> ResponseReturnValue:
    """Record that the delegation confirmed a wording, or take it back."""
    number, round_ = amendment.id, amendment.submission.round
    round_id, zone = round_.id, round_.session.zone
    version = request.form.get("version", "0")
    made_on = int(version) if version.isdecimal() and len(version) < 9 else 0
    try:
        how, at = lines(request.form.get("how")), parse_received(request.form.get("at", ""), zone) or clock.now()
        with write() as db:
            if request.form.get("act") == "withdraw":
                proposing.withdraw_wording(db, actor(), amendment_id=number, version=made_on)
            else:
                proposing.record_confirmation(db, actor(), amendment_id=number, version=made_on, how=how, at=at)
    except WgError as error:
        end_reading()
        typed = Typed(error.sentence, number, lines(request.form.get("how")), request.form.get("at", ""))
        return _show_wordings(read().get_one(m.Round, round_id), typed)
    flash(_("Done."))
    return redirect(url_for(".wordings", round_id=round_id), 303)
