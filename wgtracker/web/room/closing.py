"""Close a reading in the browser: freeze and renumber, adopt, the report's chapter, the next consultation's draft."""

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.errors import BadInput, NotBalanced
from wgtracker.i18n import gettext as _
from wgtracker.papers.report_chapter import draw_chapter, find_missing, report_chapter
from wgtracker.policy import can
from wgtracker.queries import closing as queries
from wgtracker.queries.outside import list_outside
from wgtracker.queries.room_text import load_room_text
from wgtracker.room.life import Status
from wgtracker.services import freeze as services
from wgtracker.services.next_draft import keep_next_draft, write_next_draft
from wgtracker.web.downloads import hand_out
from wgtracker.web.drawing import Sheet, draw
from wgtracker.web.request import actor, needs, read, scope_of, write
from wgtracker.web.room.sent import sent_key
from wgtracker.web.room.views import bp
from wgtracker.word.clean import clean_text


@bp.get("/n/<int:negotiation_id>/freeze")
@needs("freeze_text")
def freeze(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show what freezing comes to: the numbers, the references that follow, what is left over."""
    text = load_room_text(read(), negotiation)
    numbering = queries.plan_freeze(text, negotiation)
    units = {unit.id: unit for unit in text.room.units}
    return render_template("room/freeze.html", negotiation=negotiation, text=text, numbering=numbering, units=units,
        labels={unit.id: queries.full_label(text.room.units, unit) or unit.heading for unit in text.room.units},
        outside=list_outside(read(), negotiation),
    )  # fmt: skip


@bp.post("/n/<int:negotiation_id>/freeze")
@needs("freeze_text")
def do_freeze(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Freeze the text."""
    negotiation_id = negotiation.id
    with write() as db:
        services.freeze(db, actor(), negotiation_id=negotiation_id, version=_version(), seen=_number(request.form.get("seen", "")))
    flash(_("The text is frozen under its final numbers. What is agreed can be adopted now."))
    return redirect(url_for("room.adopt", negotiation_id=negotiation_id), 303)


@bp.post("/n/<int:negotiation_id>/unfreeze")
@needs("freeze_text")
def unfreeze(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Take the freeze back, with a reason."""
    negotiation_id = negotiation.id
    reason = clean_text(request.form.get("reason", ""))
    with write() as db:
        services.take_freeze_back(db, actor(), negotiation_id=negotiation_id, version=_version(), reason=reason)
    flash(_("The freeze is taken back; the text is read again under the numbers it had."))
    return redirect(url_for("room.home", negotiation_id=negotiation_id), 303)


@bp.get("/n/<int:negotiation_id>/adopt")
@needs("freeze_text")
def adopt(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Review what can be adopted together: all that is agreed, by topic; each paragraph can be left out."""
    text = load_room_text(read(), negotiation)
    labels = services.read_labels(negotiation)
    topics = queries.group_by_topic([unit for unit in text.room.units if unit.state.status == Status.AGREED])
    return render_template("room/adopt.html", negotiation=negotiation, topics=topics, labels=labels, key=uuid4().hex)


@bp.post("/n/<int:negotiation_id>/adopt")
@needs("freeze_text")
def do_adopt(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Adopt the paragraphs that were left in."""
    negotiation_id = negotiation.id
    seen = {unit: _number(request.form.get(f"seen-{unit}", "")) for unit in map(_number, request.form.getlist("unit"))}
    with write() as db:
        done = services.adopt(db, actor(), negotiation_id=negotiation_id, seen=seen, key=sent_key())
    flash(_("%(number)s paragraphs are adopted.", number=len(done)) if len(done) != 1 else _("One paragraph is adopted."))
    return redirect(url_for("room.report", negotiation_id=negotiation_id), 303)


@bp.get("/n/<int:negotiation_id>/report")
@needs("follow_room")
def report(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Show the report's chapter, and what is left for another consultation."""
    text = load_room_text(read(), negotiation)
    chapter = queries.write_chapter(negotiation, text)
    following = queries.find_next_draft(read(), negotiation.id)
    html = draw(draw_chapter(chapter), Sheet(shift=1))
    may_draft = bool(can(actor(), "import_draft", scope_of(negotiation)))
    return render_template(
        "room/report.html", negotiation=negotiation, chapter=chapter, html=html, following=following, may_draft=may_draft
    )


@bp.get("/n/<int:negotiation_id>/report.docx")
@needs("follow_room")
def report_word(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Give the chapter as Word; it is read back first."""
    text = load_room_text(read(), negotiation)
    chapter = queries.write_chapter(negotiation, text)
    content = report_chapter(text.meeting, chapter)
    missing = find_missing(content, chapter)
    if missing:
        raise NotBalanced(_("The report was read back and does not hold all it should. Missing: %(what)s.", what=missing[0][:200]))
    return hand_out(content, f"report-{negotiation.session.body.code}{negotiation.session.ordinal}.docx", actor())


@bp.post("/n/<int:negotiation_id>/next-draft")
@needs("import_draft")
def next_draft(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Make the next consultation's draft of what was tabled and not agreed."""
    negotiation_id, session = negotiation.id, negotiation.session
    text = load_room_text(read(), negotiation)
    title = _("Points tabled at the %(meeting)s and not agreed", meeting=f"{text.meeting.ordinal} {text.meeting.meeting_word}")
    made = write_next_draft(f"open-points-{session.body.code}{session.ordinal}.docx", title, queries.list_next_lines(text.room.units))
    with write() as db:
        draft_id = keep_next_draft(db, actor(), negotiation_id=negotiation_id, made=made).id
    flash(_("The open points are a draft now. Plan a round on it when you are ready."))
    return redirect(url_for("secretariat.draft", draft_id=draft_id), 303)


def _version() -> int:
    return _number(request.form.get("version", ""))


def _number(typed: str) -> int:
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 9:
        raise BadInput(_("This page is not complete. Reload it and send it again."))
    return int(typed)
