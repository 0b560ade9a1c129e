"""Carry out the operator's acts on one paragraph: each is read back first, and done when it is confirmed."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotFound, Stale, WgError
from wgtracker.i18n import gettext as _
from wgtracker.queries.room import list_acts, list_speakers, load_room, load_state
from wgtracker.room import model as r
from wgtracker.services.room import Deed, act_together, find_sent, foresee
from wgtracker.text import diff
from wgtracker.web.app import STATUS as CODES
from wgtracker.web.request import actor, needs, read, write
from wgtracker.web.room import views, words
from wgtracker.web.room.deeds import Form, Ground, read_deeds, read_seen
from wgtracker.web.room.sent import sent_key
from wgtracker.web.room.views import bp

ON_WORDS = ("modify", "bracket", "reserve")
"""Acts that are typed on the words of the text as they stand."""
LEFT_OUT = ("csrf_token", "reason", "confirmed")


@bp.post("/n/<int:negotiation_id>/u/<int:unit_id>/act")
@needs("operate_room")
def act(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Read an act back; do it where it is confirmed."""
    negotiation_id, unit_id = negotiation.id, unit.id
    try:
        ground, key = _ground(negotiation, unit_id), sent_key()
        if not find_sent(read(), actor(), negotiation, [key]):
            _require_words_as_read(negotiation, ground)
        deeds = read_deeds(request.form, ground, key)
        if request.form.get("confirmed") != "yes":
            return _read_back(negotiation, unit_id, deeds)
        with write() as db:
            act_together(db, actor(), negotiation_id=negotiation_id, deeds=deeds)
    except (BadInput, Conflict, Stale) as error:
        return _refuse(read().get_one(m.Negotiation, negotiation_id), unit_id, error)
    flash(_("Done: %(what)s", what=_say(negotiation_id, unit_id, deeds)))
    return redirect(url_for("room.unit", negotiation_id=negotiation_id, unit_id=unit_id), 303)


def _ground(negotiation: m.Negotiation, unit_id: int) -> Ground:
    state = load_state(read(), negotiation, unit_id)
    if state is None:
        raise NotFound(_("There is no such paragraph in this reading."))
    return Ground(unit_id, state, [one.name for one in list_speakers(read(), negotiation.session_id)])


def _require_words_as_read(negotiation: m.Negotiation, ground: Ground) -> None:
    """Refuse words that were typed on another text: an act that waited for the network follows those before it, its words do not."""
    if request.form.get("do") not in ON_WORDS or not request.form.get("read"):
        return
    room = load_room(read(), negotiation, upto=read_seen(request.form, "read"))
    then = room.find(ground.unit_id)
    if then is None or then.state.text != ground.state.text:
        raise Stale(_("The text of this paragraph has changed since this was written. Nothing was done; look at it as it is now."))


def is_part() -> bool:
    """Tell whether a script of the page asks for a part of it alone."""
    return request.headers.get("X-Part") == "1"


def _refuse(negotiation: m.Negotiation, unit_id: int, error: WgError) -> ResponseReturnValue:
    """Show the paragraph as it is now, with what is wrong and what was typed."""
    code = CODES[type(error)]
    if is_part():
        return render_template("room/_trouble.html", trouble=error.sentence)  # nothing was to be done yet: it is an answer like others
    return views.show_unit(negotiation, unit_id, error.sentence, code)


class Run(NamedTuple):
    """A run of words of the text before and after. kind: "" | "ins" | "del"."""

    text: str
    kind: str


def mark_changes(before: str, after: str) -> list[Run]:
    """Mark what changes between two texts."""
    out, at = [], 0
    for edit in diff(before, after):
        out += [Run(before[at : edit.start], ""), Run(before[edit.start : edit.end], "del"), Run(edit.new, "ins")]
        at = edit.end
    return [run for run in (*out, Run(before[at:], "")) if run.text]


def _read_back(negotiation: m.Negotiation, unit_id: int, deeds: tuple[Deed, ...]) -> ResponseReturnValue:
    """Say what would be done and what would come of it."""
    seen = foresee(read(), negotiation, unit_id, deeds[0].what)
    if deeds[0].seen != seen.before.last:
        raise Stale(_("Somebody acted on this paragraph while you were looking at it. Nothing was done; look at it as it is now."))
    template = "room/_readback.html" if is_part() else "room/readback.html"
    known = {piece.id: piece.standing for piece in seen.before.pieces}
    acts = list_acts(read(), negotiation.id, [unit_id]).get(unit_id, [])
    fallen = [one for one in seen.after.fallen if one not in seen.before.fallen]
    return render_template(
        template,
        negotiation=negotiation,
        unit_id=unit_id,
        said=_say(negotiation.id, unit_id, deeds),
        before=seen.before,
        after=seen.after,
        runs=mark_changes(seen.before.text, seen.after.text) if seen.before.text != seen.after.text else [],
        contested=_newly(seen.after, known, r.Standing.CONTESTED),
        orphans=[one for one, old in zip(seen.after.remarks, seen.before.remarks) if one.how == "orphan" != old.how],
        fallen=[(words.say_act(seen.before, one.what, acts), lost.why) for lost in fallen for one in acts if one.number == lost.act],
        words=words,
        fields=_keep(request.form),
    )


def _newly(state: r.UnitState, known: dict[r.PieceId, r.Standing], standing: r.Standing) -> list[str]:
    return sorted({piece.by for piece in state.pieces if piece.standing == standing != known.get(piece.id)})


def _keep(form: Form) -> list[tuple[str, str]]:
    return [(name, value) for name, value in form.items(multi=True) if name not in LEFT_OUT]


def _say(negotiation_id: int, unit_id: int, deeds: tuple[Deed, ...]) -> str:
    """Say acts in words."""
    state = load_state(read(), read().get_one(m.Negotiation, negotiation_id), unit_id)
    acts = list_acts(read(), negotiation_id, [unit_id]).get(unit_id, [])
    assert state is not None
    return " · ".join(words.say_act(state, deed.what, acts) for deed in deeds)
