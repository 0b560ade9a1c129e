"""Drop returned Word files on a round, see what became of them, and confirm them: nothing enters the text before that."""

from collections.abc import Sequence
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from wgtracker import models as m
from wgtracker.clock import city, read_zone
from wgtracker.compile.intake import Intake, name_apart, take_in_streams
from wgtracker.compile.returned_map import Row, normal_name, read_map
from wgtracker.countries import CATEGORIES
from wgtracker.errors import BadInput, NotFound, Stale, WgError
from wgtracker.i18n import gettext as _
from wgtracker.i18n import ngettext
from wgtracker.queries import receiving as queries
from wgtracker.queries.compilation import facts_of, load_text
from wgtracker.queries.received_words import show_words, write_words
from wgtracker.services import confirm as services
from wgtracker.services.delegations import add_delegations, set_category
from wgtracker.services.receive import heed_map, heed_names, rename_rows, stage_batch, take_returned
from wgtracker.web.account.ways import base_url
from wgtracker.web.request import actor, end_reading, needs, read, write
from wgtracker.web.secretariat.receiving_forms import FileForm, name_channels
from wgtracker.web.secretariat.views import bp, warn_if_in_room
from wgtracker.web.uploads import MANY_FILES, takes_files
from wgtracker.word.clean import plain_name

MAP_MOST = 1_000_000
TRIES = 3
"""How often a confirmation is computed anew where other files came into force meanwhile."""


@bp.get("/r/<int:round_id>/files")
@needs("receive_files")
def files(round: m.Round) -> ResponseReturnValue:
    """Show where files are dropped, and the batches that came."""
    return _show_files(round)


def _show_files(round_: m.Round, trouble: str = "") -> str:
    return render_template(
        "secretariat/files.html",
        round=round_,
        batches=queries.list_batches(read(), round_.id),
        trouble=trouble,
        failed=bool(trouble),
        key=str(uuid4()),
    )


@bp.post("/r/<int:round_id>/files")
@takes_files(MANY_FILES)
@needs("receive_files")
def take_files(round: m.Round) -> ResponseReturnValue:
    """Take in files and zips: read and compile them first, then store all of them in one go."""
    round_id, zone = round.id, round.session.zone
    try:
        ground = queries.load_ground(read(), round)
        end_reading()
        intake, rows = _read_uploads(ground, zone)
        ground = heed_map(ground, rows, intake.files)
        returned = take_returned(intake.files, heed_names(rows, intake.files, zone), ground)
        with write() as db:
            key = request.form.get("key", "")
            made = stage_batch(db, actor(), round_id=round_id, returned=returned, ignored=intake.ignored, ground=ground, key=key)
            batch_id = made.id
    except WgError as error:
        end_reading()
        return _show_files(read().get_one(m.Round, round_id), error.sentence), 422
    return redirect(url_for(".batch", batch_id=batch_id), 303)


def _read_uploads(ground: queries.Ground, zone: str) -> tuple[Intake, dict[str, Row]]:
    """Read the uploads of this request, and what the map (.csv) says that may lie among them, or in the zip."""
    intake = take_in_streams((plain_name(one.filename or "")[:250], one.stream) for one in request.files.getlist("files") if one.filename)
    maps = [file for file in intake.files if file.name.lower().endswith(".csv")]
    if len(maps) > 1:
        raise BadInput(_("There is more than one map (.csv) among the files; send one."))
    if maps and len(maps[0].content) > MAP_MOST:
        raise BadInput(_("The map is larger than 1 MB; a map has one line for each file."))
    came = [file for file in intake.files if file not in maps]
    files = tuple(name_apart(came, ground.names))
    if not maps:
        return Intake(files, intake.ignored), {}
    names = [file.name for file in came]
    rows = read_map(maps[0].content, [*names, *(name for name in sorted(ground.names) if name not in names)], read_zone(zone))
    return Intake(files, intake.ignored), rename_rows(rows, {normal_name(old): new.name for old, new in zip(names, files)})


@bp.get("/batches/<int:batch_id>")
@needs("receive_files")
def batch(batch: m.Batch) -> ResponseReturnValue:
    """Show what became of the files of a batch; whose they are can be changed here, and they are confirmed here."""
    return _show_batch(batch)


def _show_batch(batch_: m.Batch, forms: dict[int, FileForm] | None = None, trouble: str = "", code: int = 200) -> ResponseReturnValue:
    db = read()
    round_ = db.get_one(m.Round, batch_.round_id)
    lines = queries.list_batch(db, batch_)
    delegations = queries.list_delegations(db, round_.session_id)
    zone = round_.session.zone
    known = forms or {}
    shown = {one.row.id: known.get(one.row.id) or FileForm(one, delegations, zone) for one in lines}
    failed = bool(trouble) or any(form.errors for form in shown.values())
    page = render_template(
        "secretariat/batch.html", batch=batch_, round=round_, lines=lines, forms=shown, delegations=delegations, trouble=trouble,
        failed=failed, total=queries.add_up_lines(lines), open=_number(request.args.get("open")), channels=name_channels(),
        picked=request.values.getlist("pick"), city=city(zone), received_all=request.form.get("received_all", ""),
        untimed=sum(one.row.received_at is None and one.row.state == m.SubmissionState.STAGED for one in lines),
    )  # fmt: skip
    return page, 422 if failed and code == 200 else code


@bp.post("/batches/<int:batch_id>")
@needs("receive_files")
def change_batch(batch: m.Batch) -> ResponseReturnValue:
    """Save what staff recorded; then confirm, set aside or take up what they chose."""
    batch_id = batch.id
    lines = queries.list_batch(read(), batch)
    session = read().get_one(m.Round, batch.round_id).session
    delegations = queries.list_delegations(read(), session.id)
    staged = [one for one in lines if one.row.state == m.SubmissionState.STAGED and f"f{one.row.id}-version" in request.form]
    act, _colon, number = request.form.get("act", "save").partition(":")
    sent = _spread_time(request.form) if act == "received" else request.form
    forms = {one.row.id: FileForm(one, delegations, session.zone, sent) for one in staged}
    try:
        if act == "received" and not request.form.getlist("pick"):
            raise BadInput(_("Choose at least one file."))
        if act == "add":
            delegations = _add_delegation(session.id, next((one for one in staged if str(one.row.id) == number), None), forms)
        valid = [form.validate() for form in forms.values()]
        if not all(valid):
            return _show_batch(batch, forms)
        versions = _save_facts(batch_id, forms)
        return _carry_out(batch_id, act, versions, lines)
    except Stale as error:
        end_reading()
        return _show_batch(read().get_one(m.Batch, batch_id), None, error.sentence, 409)
    except WgError as error:
        end_reading()
        return _show_batch(read().get_one(m.Batch, batch_id), forms, error.sentence)


def _spread_time(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """Give the form as if the time for all chosen files had been written at each of them."""
    out = sent.copy()
    for number in map(_number, sent.getlist("pick")):
        out[f"f{number}-received"] = sent.get("received_all", "")
    return out


def _save_facts(batch_id: int, forms: dict[int, FileForm]) -> dict[int, int]:
    """Save the facts of all files; where they change what a file comes to, compile the batch anew. Gives the versions afterwards."""
    changed = False
    with write() as db:
        for number, form in forms.items():
            version = _number(form.version.data)
            row = services.record_facts(db, actor(), submission_id=number, version=version, facts=form.facts)
            changed |= row.version != version
        versions = {row.id: row.version for row in db.get_one(m.Batch, batch_id).submissions}
    if changed:
        _compile_again(batch_id, list(forms))
    return versions


def _compile_again(batch_id: int, staged: Sequence[int]) -> None:
    db = read()
    compiled = services.compile_chosen(db, db.get_one(m.Round, db.get_one(m.Batch, batch_id).round_id), staged)
    end_reading()
    with write() as db:
        services.restage_batch(db, actor(), batch_id=batch_id, compiled=compiled)


def _number(words: str | None) -> int:
    return int(words) if words and words.isdecimal() and len(words) < 9 else 0


def _carry_out(batch_id: int, act: str, versions: dict[int, int], lines: Sequence[queries.FileLine]) -> ResponseReturnValue:
    picked = {number: versions[number] for number in map(_number, request.form.getlist("pick")) if number in versions}
    if act in ("confirm_balanced", "confirm"):
        now = queries.list_batch(read(), read().get_one(m.Batch, batch_id))
        wanted = [one for one in now if (one.row.id in picked if act == "confirm" else one.balanced and one.row.delegation_id is not None)]
        left = {one.row.id: one.row.version for one in wanted if one.row.state != m.SubmissionState.IN_FORCE}
        if wanted and not left:
            flash(_("They are confirmed already, and in the text."))  # a second click
        else:
            _confirm(batch_id, left)
    elif act in ("set_aside", "take_up"):
        with write() as db:
            moved = getattr(services, act)(db, actor(), batch_id=batch_id, versions=picked)
        if act == "set_aside":
            flash(ngettext("%(num)s file is set aside. It stays here.", "%(num)s files are set aside. They stay here.", len(moved)))
        else:
            flash(ngettext("%(num)s file is taken up again.", "%(num)s files are taken up again.", len(moved)))
    elif act == "received":
        flash(ngettext("The time is recorded for %(num)s file.", "The time is recorded for %(num)s files.", len(picked)))
    elif act == "save":
        flash(_("Saved. Nothing is entered in the text until you confirm."))
    kept = [str(number) for number in picked] if act in ("save", "add", "received") else None
    return redirect(url_for(".batch", batch_id=batch_id, pick=kept), 303)


def _confirm(batch_id: int, versions: dict[int, int]) -> None:
    """Confirm files; compute again where others came into force meanwhile. Raises Stale in the end."""
    for left in reversed(range(TRIES)):
        db = read()
        round_ = db.get_one(m.Round, db.get_one(m.Batch, batch_id).round_id)
        compiled = services.compile_chosen(db, round_, list(versions))
        text, facts = load_text(db, round_.draft).draft, facts_of(round_)
        round_id = round_.id
        end_reading()
        texts = {number: write_words(text, one, facts) for number, one in compiled.made.items() if number in versions and one.delegation}
        receipts = services.Receipts(texts, base_url())
        try:
            with write() as db:
                confirmed, changed = services.confirm_files(
                    db, actor(), batch_id=batch_id, versions=versions, compiled=compiled, receipts=receipts
                )
                names = [row.name for row in changed]
        except Stale:
            if not left:
                raise
            continue
        flash(ngettext("%(num)s file is confirmed and in the text.", "%(num)s files are confirmed and in the text.", len(confirmed)))
        warn_if_in_room(round_id)
        if names:
            flash(_("Files confirmed before stand otherwise now, because of these: %(names)s.", names=", ".join(names)), "warn")
        return


def _add_delegation(session_id: int, one: queries.FileLine | None, forms: dict[int, FileForm]) -> dict[str, int]:
    """Add the delegation that staff typed for a file, or that the file names; all forms know it then, and the file's own names it."""
    form = forms.get(one.row.id) if one is not None else None
    typed = form.delegation.data if form is not None else ""
    named = one.row.intake.get("named") if one is not None else ""
    if form is not None and typed and typed not in form.delegations:
        named = typed
    if form is None or not named:
        raise NotFound(_("There is no such page, or it is not for you."))
    with write() as db:
        made = add_delegations(db, actor(), session_id=session_id, names=[named], states_are=m.Standing.STATE_PARTY)
        for row in made.added:
            if row.category == "other" and form.category.data in CATEGORIES:
                set_category(db, actor(), row=row, category=form.category.data)
        name = next(iter([*(row.name for row in made.added), *made.known, *made.again]))
        delegations = queries.list_delegations(db, session_id)
    for each in forms.values():
        each.delegations = delegations
    form.delegation.data = name
    flash(_("%(name)s is added to the delegations.", name=name))
    return delegations


@bp.get("/received/<int:submission_id>")
@needs("receive_files")
def received(submission: m.Submission) -> ResponseReturnValue:
    """Show what was placed where of one file, what is held and why; as a piece of the batch's page, or as a page of its own."""
    template = "secretariat/_received.html" if request.headers.get("HX-Request") else "secretariat/received.html"
    return render_template(template, submission=submission, words=show_words(read(), submission))


@bp.get("/received/<int:submission_id>/how")
@needs("receive_files")
def how_it_came(submission: m.Submission) -> ResponseReturnValue:
    """Give the fields of one file for its batch's page; without scripts, lead to that page with these fields open."""
    batch_ = submission.batch
    if batch_ is None:
        raise NotFound(_("There is no such page, or it is not for you."))
    if not request.headers.get("HX-Request"):
        return redirect(url_for(".batch", batch_id=batch_.id, open=submission.id, _anchor=f"how{submission.id}"), 303)
    one = next(one for one in queries.list_batch(read(), batch_) if one.row.id == submission.id)
    session = submission.round.session
    form = FileForm(one, queries.list_delegations(read(), session.id), session.zone)
    return render_template("secretariat/_how.html", one=one, form=form)
