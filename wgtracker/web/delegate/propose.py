"""Propose: a unit as it should read, a new paragraph, or something other than other words."""

from typing import NamedTuple

from flask import flash, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.model import Amendment, Unit
from wgtracker.errors import BadInput, NotAllowed, NotFound, Stale
from wgtracker.i18n import gettext as _
from wgtracker.papers.points import PointName
from wgtracker.queries.compilation import facts_of, load_text
from wgtracker.queries.delegate import Sheet, find_last_change, find_scratch, load_sheet, previous_wording
from wgtracker.services import draft_input
from wgtracker.services.draft_input import Reason
from wgtracker.services.scratch import LONGEST, drop_scratch, keep_scratch
from wgtracker.web.delegate.blueprint import bp
from wgtracker.web.delegate.drawn import UnitLink, draw_own, find_point, link_units, point_of, show_point
from wgtracker.web.delegate.forms import AskForm, CommentForm, NewForm, ProposeForm
from wgtracker.web.delegate.keeping import answers_json, go_to, keeps_words
from wgtracker.web.delegate.views import desk_of, place_of, show_counts
from wgtracker.web.delegate.wording import FIRST, Ask, read_ask, read_wording
from wgtracker.web.filters import show_moment
from wgtracker.web.request import actor, needs, read, write
from wgtracker.word.clean import clean_text

_KEPT = ("text", "reason", "words")


class Spot(NamedTuple):
    """Where a form of this desk stands: the round, the own sheet, the unit, its point, and what follows it."""

    round: m.Round
    delegation: m.Delegation
    sheet: Sheet
    unit: Unit
    unit_id: int
    point: PointName
    link: UnitLink
    row: m.Amendment | None
    after: UnitLink | None

    @property
    def counts(self) -> str:
        """Say how much the input under way holds."""
        return show_counts(self.sheet)


def find_spot(round_: m.Round, unit_id: int) -> Spot:
    """Load what a page about one unit shows. Raises NotFound where the draft of this round has no such unit."""
    desk = desk_of(round_)
    if desk.delegation is None:
        raise NotAllowed(_("You do not belong to a delegation of this session."))
    text = load_text(read(), round_.draft)
    if unit_id not in text.ids:
        raise NotFound(_("There is no such page, or it is not for you."))
    index = text.ids.index(unit_id)
    point = find_point(text.draft.units, facts_of(round_), index)
    sheet = load_sheet(read(), round_, desk.delegation, point)
    links = link_units(point, sheet.text, dict(sheet.rows))
    link = next(one for one in links if one.index == index)
    return Spot(round_, desk.delegation, sheet, sheet.units[index], unit_id, point, link, sheet.rows.get(index), _next(sheet, index))


def _next(sheet: Sheet, index: int) -> UnitLink | None:
    """Find the unit that a person goes on to: the next that is no heading."""
    for unit in sheet.units[index + 1 :]:
        if unit.kind != "heading":
            point = point_of(sheet, unit.index)
            return next(one for one in link_units(point, sheet.text, {}) if one.index == unit.index)
    return None


def scratch_key(form: str, round_id: int, subject: int) -> str:
    """Name a form and its subject."""
    return f"{form}:round {round_id}:{subject}"


def read_reason(form: ProposeForm | NewForm | AskForm) -> Reason:
    """Take the reason from a form."""
    return Reason((form.reason.data or "").strip(), bool(form.print_reason.data))


def show_preview(spot: Spot, amendment: Amendment | None) -> Markup:
    """Draw the point as it will be printed with an amendment."""
    drawn = draw_own(spot.sheet, amendment, spot.point.units)
    return Markup("").join([show_point(one, spot.sheet.text, {}).wording for one in drawn if one.name.kind != "start"])


@bp.get("/r/<int:round_id>/p/<int:unit_id>")
@needs("draft_input")
def point(round: m.Round, unit: m.Recommendation) -> ResponseReturnValue:
    """Show a unit to be written as it should read; words that were typed and not saved are filled in again."""
    spot = find_spot(round, unit.id)
    form = ProposeForm(formdata=None)
    form.version.data = spot.row.version if spot.row is not None else 0
    form.text.data = spot.row.proposed if spot.row is not None and spot.row.kind != "retain" else spot.unit.text
    if spot.row is not None:
        form.reason.data, form.print_reason.data = spot.row.reason, spot.row.print_reason
    found = fill_from_scratch(form, scratch_key("propose", round.id, unit.id))
    return _show_propose(spot, form, _typed(spot, form), found)


def _typed(spot: Spot, form: ProposeForm) -> Amendment | None:
    try:
        return _read(spot, form.text.data or "")
    except BadInput:
        return None


def _read(spot: Spot, typed: str) -> Amendment | None:
    row = spot.row
    if row is not None and typed == row.proposed:
        return previous_wording(read(), row)
    moved = previous_wording(read(), row) if row is not None and row.kind == "move" else None
    return read_wording(spot.unit, typed, moved)


def fill_from_scratch(form: ProposeForm | NewForm | CommentForm, key: str) -> m.Scratch | None:
    """Fill in what was typed and not saved; None where nothing was, or nothing else than what is saved."""
    scratch = find_scratch(read(), actor(), key)
    if scratch is None:
        return None
    fields = [form.text, form.words if isinstance(form, CommentForm) else form.reason]
    typed = [clean_text(scratch.fields.get(field.name, "")) for field in fields]
    if typed == [field.data or "" for field in fields]:
        return None
    for field, words in zip(fields, typed, strict=True):
        field.data = words
    return scratch


def _show_propose(
    spot: Spot, form: ProposeForm, amendment: Amendment | None, scratch: m.Scratch | None = None, code: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "delegate/propose.html", spot=spot, form=form, preview=show_preview(spot, amendment), scratch=scratch, round=spot.round,
        changed=amendment is not None, desk=desk_of(spot.round), links=link_units(spot.point, spot.sheet.text, dict(spot.sheet.rows)),
    )  # fmt: skip
    return page, code


@bp.post("/r/<int:round_id>/p/<int:unit_id>")
@keeps_words
@needs("draft_input")
def save_point(round: m.Round, unit: m.Recommendation) -> ResponseReturnValue:
    """Save a unit as it should read, or show how that will be printed."""
    spot, form = find_spot(round, unit.id), ProposeForm()
    if not form.validate():
        return _show_propose(spot, form, None, code=422)
    try:
        amendment = _read(spot, form.text.data or "")
    except BadInput as error:
        form.text.errors = [error.sentence]
        return _show_propose(spot, form, None, code=422)
    if request.form.get("act") == "preview":
        return _show_propose(spot, form, amendment)
    try:
        return _save(spot, form, amendment)
    except Stale as stale:
        return _show_stale(round.id, unit.id, form, stale)


def _save(spot: Spot, form: ProposeForm, amendment: Amendment | None) -> ResponseReturnValue:
    key = scratch_key("propose", spot.round.id, spot.unit_id)
    place, row, name, index = place_of(spot.round.id, spot.delegation), spot.row, spot.link.name, spot.unit.index
    with write() as db:
        if amendment is not None:
            draft_input.save_amendment(
                db, actor(), place=place, amendment=amendment, reason=read_reason(form), version=form.made_on, key=form.key.data or ""
            )
        elif row is not None:
            draft_input.take_back(db, actor(), place=place, unit=index, version=form.made_on)
        drop_scratch(db, actor(), key=key)
    flash(_say_saved(name, amendment, row))
    return _go_on(spot)


def _say_saved(name: str, amendment: Amendment | None, row: m.Amendment | None) -> str:
    if amendment is not None:
        return _("Saved: your change to %(name)s. It is not sent yet.", name=name)
    return (
        _("Your change to %(name)s is taken back: the text stands as in the draft.", name=name)
        if row
        else _("Nothing changed in %(name)s.", name=name)
    )


def _go_on(spot: Spot) -> ResponseReturnValue:
    if request.form.get("act") == "back" or spot.after is None:
        return go_to("round", round_id=spot.round.id, anchor=f"u{spot.unit_id}")
    return go_to("point", round_id=spot.round.id, unit_id=spot.after.unit_id)


def _show_stale(round_id: int, unit_id: int, form: ProposeForm, stale: Stale) -> ResponseReturnValue:
    """Show both texts: the one that a colleague saved, and the one that was typed."""
    round_ = read().get_one(m.Round, round_id)
    g.meeting = round_.session
    spot = find_spot(round_, unit_id)
    last = find_last_change(read(), spot.sheet.drafting, spot.unit.index)
    here = url_for("delegate.point", round_id=round_id, unit_id=unit_id)
    page = render_template(
        "errors/stale.html", mine=form.text.data, current=stale.current or spot.unit.text, changed_by=last.actor if last else "",
        changed_at=show_moment(last.at) if last else "", action=here,
        version=spot.row.version if spot.row is not None else 0, name="text", take=here,
        fields={"reason": form.reason.data or "", "key": form.key.data or "", **({"print_reason": "y"} if form.print_reason.data else {})},
    )  # fmt: skip
    return page, 409


@bp.post("/r/<int:round_id>/p/<int:unit_id>/preview")
@keeps_words
@needs("draft_input")
def preview(round: m.Round, unit: m.Recommendation) -> ResponseReturnValue:
    """Draw what is typed as it will be printed: a fragment of the page."""
    spot = find_spot(round, unit.id)
    typed, trouble, amendment = clean_text(request.form.get("text", "")), "", None
    try:
        if len(typed) > LONGEST:
            raise BadInput(_("This is too long to be shown."))
        amendment = _read(spot, typed)
    except BadInput as error:
        trouble = error.sentence
    return render_template("delegate/_preview.html", preview=show_preview(spot, amendment), changed=amendment is not None, trouble=trouble)


@bp.post("/r/<int:round_id>/scratch/<form>/<int:subject>")
@answers_json
@needs("draft_input")
def scratch(round: m.Round, form: str, subject: int) -> ResponseReturnValue:
    """Keep what is being typed."""
    fields = {name: clean_text(request.form[name]) for name in _KEPT if name in request.form}
    with write() as db:
        kept = keep_scratch(db, actor(), key=scratch_key(form[:20], round.id, subject), fields=fields)
        saved = kept.saved_at
    meeting = g.meeting
    return jsonify(saved=_("Saved %(time)s", time=clock.show_time(saved, meeting.zone)))


@bp.post("/r/<int:round_id>/scratch/<form>/<int:subject>/drop")
@needs("draft_input")
def forget(round: m.Round, form: str, subject: int) -> ResponseReturnValue:
    """Forget what was typed and not saved."""
    round_id = round.id
    with write() as db:
        drop_scratch(db, actor(), key=scratch_key(form[:20], round_id, subject))
    flash(_("The words that were not saved are gone; this is what is saved."))
    if form == "propose":
        return go_to("point", round_id=round_id, unit_id=subject)
    return go_to("round", round_id=round_id)


@bp.route("/r/<int:round_id>/p/<int:unit_id>/ask", methods=["GET", "POST"])
@keeps_words
@needs("draft_input")
def ask(round: m.Round, unit: m.Recommendation) -> ResponseReturnValue:
    """Ask to delete, retain, bracket or move."""
    spot, form = find_spot(round, unit.id), AskForm()
    form.act.choices = [
        ("delete", _("Delete it")), ("retain", _("Retain it as it is")), ("brackets", _("Put words in square brackets")),
        ("move", _("Move it")),
    ]  # fmt: skip
    form.after.choices = [(FIRST, _("To the very beginning")), *_places(spot)]
    if request.method == "GET":
        form.version.data = spot.row.version if spot.row is not None else 0
        return render_template("delegate/ask.html", spot=spot, form=form, round=round, desk=desk_of(round))
    if form.validate():
        try:
            asked = Ask(form.act.data, form.words.data or "", None if form.after.data in (None, FIRST) else form.after.data)
            amendment = read_ask(spot.unit, asked)
            place, name, reason = place_of(round.id, spot.delegation), spot.link.name, read_reason(form)
            with write() as db:
                draft_input.save_amendment(db, actor(), place=place, amendment=amendment, reason=reason, version=form.made_on)
            flash(_("Saved: your change to %(name)s. It is not sent yet.", name=name))
            return _go_back(spot)
        except (BadInput, Stale) as error:
            _put_error(form, error)
            round = read().get_one(m.Round, spot.round.id)
            spot = find_spot(round, spot.unit_id)
            form.version.data = spot.row.version if spot.row is not None else 0
    return render_template("delegate/ask.html", spot=spot, form=form, round=round, desk=desk_of(round)), 422


def _put_error(form: AskForm, error: BadInput | Stale) -> None:
    if isinstance(error, Stale):
        form.act.errors = [
            _("A colleague saved “%(words)s” meanwhile. Send this again to put yours in its place.", words=error.current[:300])
        ]
        return
    field = form.words if form.act.data == "brackets" else form.after if form.act.data == "move" else form.act
    field.errors = [error.sentence]


def _go_back(spot: Spot) -> ResponseReturnValue:
    return go_to("round", round_id=spot.round.id, anchor=f"u{spot.unit_id}")


def _places(spot: Spot) -> list[tuple[int, str]]:
    """List the units that this one can be moved to after."""
    names: list[tuple[int, str]] = []
    for unit in spot.sheet.units:
        if unit.index != spot.unit.index:
            start = unit.text if len(unit.text) <= 60 else f"{unit.text[:60]} …"
            names.append((unit.index, _("After %(words)s", words=f"{unit.label} {start}".strip())))
    return names
