"""Take what the Chair's desk writes: private notes, and the options that a person wants to read the text with."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.queries import chair as queries
from wgtracker.queries.compilation import facts_of, load_text
from wgtracker.queries.options import START
from wgtracker.services.notes import end_note, write_note
from wgtracker.services.scratch import drop_scratch, keep_scratch
from wgtracker.web.chair import views
from wgtracker.web.chair.views import bp
from wgtracker.web.request import actor, needs, read, write
from wgtracker.word.clean import clean_text

KINDS = ("spot ", "version ", "delete ", "new ")


@bp.post("/r/<int:round_id>/chair/note/<path:tag>")
@needs("write_note")
def add_note(round: m.Round, tag: str) -> ResponseReturnValue:
    """Keep a note on a point."""
    round_id, session_id = round.id, round.session_id
    names, at = queries.find_point(read(), round, tag, facts_of(round))
    ids = load_text(read(), round.draft).ids
    text = clean_text(request.form.get("text", ""))
    try:
        with write() as db:
            write_note(
                db, actor(), session_id=session_id, recommendation_id=ids[names[at].units[0]] if names[at].units else None, text=text
            )
    except BadInput as error:
        response = views.show_point(read().get_one(m.Round, round_id), tag, error.sentence, text)
        response.status_code = 422
        return response
    flash(_("Your note is kept."))
    return redirect(url_for("chair.point", round_id=round_id, tag=tag) + "#notes", 303)


@bp.post("/r/<int:round_id>/chair/unnote/<int:note>/<path:tag>")
@needs("write_note")
def remove_note(round: m.Round, note: int, tag: str) -> ResponseReturnValue:
    """Take one's own note away."""
    round_id = round.id
    with write() as db:
        end_note(db, actor(), note_id=note)
    flash(_("The note is gone."))
    return redirect(url_for("chair.point", round_id=round_id, tag=tag) + "#notes", 303)


@bp.post("/r/<int:round_id>/chair/choose/<path:tag>")
@needs("see_all_input")
def choose(round: m.Round, tag: str) -> ResponseReturnValue:
    """Keep what this person wants to read a point with. It is theirs alone and decides nothing, so it is no event."""
    round_id = round.id
    names, at = queries.find_point(read(), round, tag, facts_of(round))
    kept = {key: value for key, value in queries.load_choices(read(), actor(), round_id).items() if not _is_of(key, tag, names[at].units)}
    given = {key: clean_text(value) for key, value in request.form.items() if key.startswith(KINDS) and value and len(key) <= 80}
    kept.update((key, value) for key, value in given.items() if _is_of(key, tag, names[at].units))
    with write() as db:
        keep_scratch(db, actor(), key=queries.choices_key(round_id), fields=kept)
    return redirect(url_for("chair.point", round_id=round_id, tag=tag, view="reading"), 303)


def _is_of(key: str, tag: str, units: tuple[int, ...]) -> bool:
    """Tell whether a choice belongs to this point."""
    kind, _space, rest = key.partition(" ")
    place = rest.split(" ")[0]
    if kind == "spot":
        return place.rpartition(".")[0] == tag
    return place in {str(unit) for unit in units} or (not units and place == START)


@bp.post("/r/<int:round_id>/chair/forget")
@needs("see_all_input")
def forget_choices(round: m.Round) -> ResponseReturnValue:
    """Forget all choices: the text reads as in the draft again."""
    round_id = round.id
    with write() as db:
        drop_scratch(db, actor(), key=queries.choices_key(round_id))
    flash(_("All your choices are taken back; the text reads as in the draft."))
    return redirect(url_for("chair.round", round_id=round_id, view="reading"), 303)
