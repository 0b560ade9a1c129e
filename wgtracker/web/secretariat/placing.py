"""Place by hand, one item at a time: what came and the draft side by side."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField, ValidationError

from wgtracker import models as m
from wgtracker.errors import Stale, WgError
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.queries import placing as queries
from wgtracker.services import place_by_hand as services
from wgtracker.services.left_over import LONGEST_REASON, find_rest
from wgtracker.web.forms import WebForm
from wgtracker.web.request import actor, end_reading, needs, read, write
from wgtracker.web.secretariat.fields import at_most, lines, one_line
from wgtracker.web.secretariat.views import bp, warn_if_in_room

WORDS_MOST = 20_000
SHOWN = 120
FIELD_OF = {"unit": "reads", "new": "new_words", "hold": "reason"}
"""The field that an act reads: where something is wrong with it, this is the place to put it right."""


class PlacingForm(WebForm):
    """Where an item belongs and how it reads there."""

    version = HiddenField()
    unit = HiddenField()
    reads = TextAreaField(lazy_gettext("The paragraph should read"), [at_most(WORDS_MOST)], filters=[lines])
    new_words = TextAreaField(lazy_gettext("The new paragraph"), [at_most(WORDS_MOST)], filters=[lines])
    level = IntegerField()
    reason = StringField(lazy_gettext("Why it is held"), [at_most(LONGEST_REASON)], filters=[one_line])

    not_taken = BooleanField(lazy_gettext("What the wording leaves out is not taken"))
    why = StringField(lazy_gettext("Why it is not taken"), [at_most(LONGEST_REASON)], filters=[one_line])

    def validate_why(self, field: StringField) -> None:
        """Refuse a reason for something that was not said."""
        if field.data and not self.not_taken.data:
            raise ValidationError(_("Tick that what the wording leaves out is not taken, or take the reason away."))

    def wish(self, act: str) -> services.Wish:
        """Give what was wished for."""
        words = {"unit": self.reads.data, "new": self.new_words.data, "hold": self.reason.data}.get(act) or ""
        not_taken = (self.why.data or "") if self.not_taken.data else None
        return services.Wish(act, _index(self.unit.data), words, 1 if self.level.data == 1 else 0, not_taken)


def _index(words: str | None) -> int | None:
    return int(words) if words and words.isdecimal() and len(words) < 7 else None


def _tell_rest(rest: m.Aside | None) -> tuple[str, ...]:
    """Say what became of the words that the wording left out."""
    if rest is None:
        return ()
    words = " ".join(filter(None, (rest.original, rest.proposed)))
    shown = words if len(words) <= SHOWN else f"{words[:SHOWN]} …"
    if rest.held:
        return (_("Left out and recorded as not taken: “%(words)s”.", words=shown),)
    return (_("Left over, and still on the list: “%(words)s”.", words=shown),)


@bp.get("/r/<int:round_id>/placing")
@needs("place_by_hand")
def placing(round: m.Round) -> ResponseReturnValue:
    """Show the first item that waits, or the one asked for."""
    return _show(round, _index(request.args.get("item")), _index(request.args.get("unit")))


def _show(
    round_: m.Round, item_id: int | None, unit_index: int | None, form: PlacingForm | None = None, trouble: str = "", code: int = 200
) -> ResponseReturnValue:
    submission_id = _index(request.args.get("of"))
    desk = queries.load_desk(read(), round_, submission_id)
    item = queries.next_item(desk, item_id)
    units = desk.text.draft.units
    unit = None
    if item is not None:
        aside = queries.read_item(item)
        index = unit_index if unit_index is not None and unit_index < len(units) else queries.suggest_unit(aside, units)
        unit = units[index] if index is not None and index < len(units) else None
        if form is None:
            own = queries.read_alone(read(), round_, item.row) if unit is not None and unit.index == item.row.unit else None
            form = PlacingForm(
                formdata=None,
                version=str(item.row.version),
                unit="" if unit is None else str(unit.index),
                new_words=aside.proposed.strip(),
                reads=own if own is not None else "" if unit is None else queries.work_in(aside, unit),
                reason=item.row.reason if item.row.held else "",
            )
    page = render_template(
        "secretariat/placing.html",
        round=round_,
        desk=desk,
        item=item,
        unit=unit,
        units=units,
        form=form,
        trouble=trouble,
        of=submission_id,
        nearby=queries.nearby(units, unit.index if unit else None),
        failed=bool(trouble),
        wrong_field=FIELD_OF.get(request.form.get("act", ""), ""),
        at=desk.items.index(item) + 1 if item else 0,
    )
    return page, code


@bp.post("/asides/<int:aside_id>")
@needs("place_by_hand")
def place_aside(aside: m.Aside) -> ResponseReturnValue:
    """Place an item, hold it with a reason, or undo its placing; then show the next."""
    aside_id, round_id, submission_id = aside.id, aside.submission.round_id, request.args.get("of")
    form = PlacingForm()
    act = request.form.get("act", "")
    version = _index(form.version.data) or 0
    try:
        if not form.validate():
            end_reading()
            sentences = [words for errors in form.errors.values() for words in errors]
            return _show(read().get_one(m.Round, round_id), aside_id, _index(form.unit.data), form, " ".join(sentences), 422)
        with write() as db:
            if act == "undo":
                services.undo_placing(db, actor(), aside_id=aside_id, version=version)
                words = _("Undone: it waits to be placed again.")
            else:
                wish = form.wish(act if act in services.ACTS else "unit")
                done = services.place_aside(db, actor(), aside_id=aside_id, version=version, wish=wish)
                words = " ".join((done.settled_as[:1].upper() + done.settled_as[1:] + ".", *_tell_rest(find_rest(db, done))))
    except WgError as error:
        end_reading()
        code = 409 if isinstance(error, Stale) else 422
        return _show(read().get_one(m.Round, round_id), aside_id, _index(form.unit.data), form, error.sentence, code)
    flash(words)
    if act not in ("undo", "hold"):
        warn_if_in_room(round_id)
    return redirect(url_for(".placing", round_id=round_id, of=submission_id or None), 303)
