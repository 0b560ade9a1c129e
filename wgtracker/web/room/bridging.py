"""Write bridging texts: one wording made of several proposals, each word traced; and the concordance that comes out of them."""

from collections.abc import Sequence
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotFound, WgError
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.papers import concordance as paper
from wgtracker.policy import can
from wgtracker.queries import bridges as queries
from wgtracker.queries.room_page import name_unit
from wgtracker.queries.room_text import RoomText, load_room_text
from wgtracker.room import model as r
from wgtracker.room.lay import Placed
from wgtracker.services.bridge import Bridge, Taking, take_bridge, write_bridge
from wgtracker.web.app import STATUS
from wgtracker.web.downloads import hand_out
from wgtracker.web.request import actor, end_reading, needs, read, scope_of, write
from wgtracker.web.room.deeds import read_reason
from wgtracker.web.room.saying import read_number
from wgtracker.web.room.sent import sent_key
from wgtracker.web.room.views import bp
from wgtracker.web.sheets import write_sheet
from wgtracker.word.clean import clean_text

APPROACHES = {
    queries.Approach.AS_DRAFTED: lazy_gettext("as in the draft"),
    queries.Approach.BRIDGED: lazy_gettext("bridging text"),
    queries.Approach.TAKEN: lazy_gettext("proposals taken"),
    queries.Approach.NEW: lazy_gettext("new paragraph"),
    queries.Approach.GONE: lazy_gettext("not retained"),
}
LONGEST_KEY = 64


@bp.get("/n/<int:negotiation_id>/u/<int:unit_id>/bridge")
@needs("write_bridge")
def bridge(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Show the bridging texts of a paragraph, and the form for another."""
    return _show(negotiation, unit.id)


def _show(negotiation: m.Negotiation, unit_id: int, trouble: str = "", code: int = 200) -> ResponseReturnValue:
    text = load_room_text(read(), negotiation)
    unit = _find(text, unit_id)
    sources = [one for one in unit.state.proposals if one.origin != r.Origin.BRIDGE and _is_open(unit.state, one.id)]
    page = render_template(
        "room/bridge.html",
        negotiation=negotiation,
        unit=unit,
        name=name_unit(text, unit),
        sources=sources,
        rows=queries.list_bridges(unit),
        trouble=trouble,
        typed=request.form if trouble else {},
        chosen=request.form.getlist("source") if trouble else [],
        key=uuid4().hex,
        operates=bool(can(actor(), "operate_room", scope_of(negotiation))),
    )
    return page, code


def _find(text: RoomText, unit_id: int) -> Placed:
    found = text.room.find(unit_id)
    if found is None:
        raise NotFound(_("There is no such paragraph in this reading."))
    return found


def _is_open(state: r.UnitState, proposal: str) -> bool:
    return any(piece.id.proposal == proposal and piece.standing in r.OPEN | {r.Standing.PARKED} for piece in state.pieces)


@bp.post("/n/<int:negotiation_id>/u/<int:unit_id>/bridge")
@needs("write_bridge")
def write_bridge_text(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Offer a bridging text beside the paragraph."""
    negotiation_id, unit_id, form = negotiation.id, unit.id, request.form
    words, why = clean_text(form.get("text", "")), clean_text(form.get("rationale", ""))
    made = Bridge(unit_id, words, tuple(form.getlist("source")[:200]), why, read_number(form.get("seen", "")), sent_key())
    try:
        with write() as db:
            write_bridge(db, actor(), negotiation_id=negotiation_id, bridge=made)
    except (BadInput, Conflict, NotFound) as error:
        return _refuse(negotiation_id, unit_id, error)
    flash(_("The bridging text is offered beside the paragraph."))
    return redirect(url_for("room.bridge", negotiation_id=negotiation_id, unit_id=unit_id), 303)


@bp.post("/n/<int:negotiation_id>/u/<int:unit_id>/bridge/take")
@needs("operate_room")
def take_bridge_text(negotiation: m.Negotiation, unit: m.Recommendation) -> ResponseReturnValue:
    """Take a bridging text into the text, and settle by it the proposals that were chosen."""
    negotiation_id, unit_id, form = negotiation.id, unit.id, request.form
    try:
        wish = Taking(
            unit_id,
            form.get("bridge", "")[:20],
            tuple(form.getlist("settled")[:200]),
            read_number(form.get("seen", "")),
            read_reason(form),
            sent_key(),
        )
        with write() as db:
            take_bridge(db, actor(), negotiation_id=negotiation_id, taking=wish)
    except (BadInput, Conflict, NotFound) as error:
        return _refuse(negotiation_id, unit_id, error)
    flash(_("The bridging text is taken."))
    return redirect(url_for("room.unit", negotiation_id=negotiation_id, unit_id=unit_id), 303)


def _refuse(negotiation_id: int, unit_id: int, error: WgError) -> ResponseReturnValue:
    end_reading()
    code = next(found for kind, found in STATUS.items() if isinstance(error, kind))
    return _show(read().get_one(m.Negotiation, negotiation_id), unit_id, error.sentence, code)


@bp.get("/n/<int:negotiation_id>/concordance")
@needs("follow_room")
def concordance(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show where each paragraph comes from, in four columns."""
    text = load_room_text(read(), negotiation)
    return render_template("room/concordance.html", negotiation=negotiation, rows=_list_rows(text))


@bp.get("/n/<int:negotiation_id>/concordance.<any(docx, xlsx):kind>")
@needs("follow_room")
def concordance_file(negotiation: m.Negotiation, kind: str) -> ResponseReturnValue:
    """Give the concordance as Word or as a spreadsheet."""
    text = load_room_text(read(), negotiation)
    rows = _list_rows(text)
    name = f"concordance-{negotiation.session.body.code}{negotiation.session.ordinal}.{kind}"
    if kind == "docx":
        return hand_out(paper.concordance(text.meeting, rows), name, actor())
    cells = [(row.label, "".join(run.text for run in row.new), "; ".join(row.contributors), row.original, row.approach) for row in rows]
    head = (_("Paragraph"), _("New paragraph"), _("Contributors"), _("Original paragraph"), _("Approach and rationale"))
    return hand_out(write_sheet(_("Concordance"), head, cells), name, actor())


def _list_rows(text: RoomText) -> Sequence[paper.Row]:
    return [_tell(row) for row in queries.list_concordance(text.room)]


def _tell(row: queries.Row) -> paper.Row:
    runs = tuple(
        paper.Stretch(run.text, run.whose != queries.Whose.ORIGINAL, "; ".join(run.by) if run.by else _note(run)) for run in row.new
    )
    approach = str(APPROACHES[row.approach])
    return paper.Row(row.unit.label, runs, row.contributors, row.original, f"{approach}. {row.rationale}" if row.rationale else approach)


def _note(run: queries.Words) -> str:
    return _("new words") if run.whose == queries.Whose.NEW and run.text.strip() else ""
