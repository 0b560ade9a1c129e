"""Show figures: what the Conference hears of the sessions, and who says what on which point; as pages, spreadsheets and a Word table."""

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wgtracker import clock
from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext as later
from wgtracker.papers.briefing_table import briefing_table
from wgtracker.queries.briefing import Briefing, SessionFigures, read_briefing
from wgtracker.queries.matrix import Matrix, list_speakers, read_matrix
from wgtracker.web.chair.views import bp
from wgtracker.web.downloads import hand_out
from wgtracker.web.filters import name_meeting
from wgtracker.web.request import actor, needs, read
from wgtracker.web.sheets import write_sheet

MODES = {m.Mode.IN_PERSON: later("in person"), m.Mode.HYBRID: later("hybrid"), m.Mode.ONLINE: later("online")}
SAYS = {
    "proposes": later("proposes other wording"),
    "delete": later("asks to delete"),
    "retain": later("retain as is"),
    "new": later("new paragraph after it"),
    "comments": later("comments"),
    "supports": later("supports"),
    "co_sponsors": later("co-sponsors"),
    "can_live_with": later("can live with it"),
    "opposes": later("opposes"),
    "reserves": later("reserves its position"),
}
SIGNS = {"proposes": "P", "delete": "D", "retain": "R", "new": "N", "comments": "C", "supports": "+", "co_sponsors": "++"}


@bp.get("/s/<int:session_id>/figures")
@needs("see_stances")
def briefing(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Show the figures for the Conference."""
    found, trouble, typed = _read_briefing(session)
    form = request.args.get("as", "")
    if form == "xlsx":
        return hand_out(write_sheet(_("Sessions"), _head(), [_cells(one) for one in found.sessions]), "figures.xlsx", actor())
    if form == "docx":
        lead = _("%(total)s recommendations were adopted in the period.", total=found.total)
        rows = [[str(cell) for cell in _cells(one)[:6]] + [sum_up(one)] for one in found.sessions]
        head = [*_head()[:6], _("Recommendations adopted")]
        return hand_out(briefing_table(_("Sessions of the %(body)s", body=session.body.name), lead, head, rows), "figures.docx", actor())
    page = render_template("chair/briefing.html", session=session, found=found, sum_up=sum_up, modes=MODES, trouble=trouble, typed=typed)
    return page, 422 if trouble else 200


def _read_briefing(session: m.WorkingGroupSession) -> tuple[Briefing, str, str]:
    """Read the figures since the day that was typed; a sentence where it is no day."""
    typed, since, trouble = request.args.get("since", "").strip(), None, ""
    if typed:
        try:
            since = date.fromisoformat(typed)
        except ValueError:
            trouble = _("Write the day as 2018-10-15.")
    found = read_briefing(read(), session, since)
    return found, trouble, typed or (found.since.isoformat() if found.since else "")


def sum_up(one: SessionFigures) -> str:
    """Write the sum as the Chair says it: "18 general + 8 (crime prevention) + 13 (diplomatic personnel) = 39"."""
    if not one.total:
        return _("none")
    parts = [_("%(number)s general", number=one.general)] if one.general else []
    named = [topic for topic in one.topics if topic.kind == m.TopicKind.SPECIFIC and topic.adopted]
    parts += [f"{topic.adopted} ({topic.title})" for topic in named]
    rest = one.specific - sum(topic.adopted for topic in named)
    parts += [_("%(number)s without a topic", number=rest)] if rest else []
    return f"{' + '.join(parts)} = {one.total}" if len(parts) > 1 else parts[0]


def _head() -> list[str]:
    return [
        _("Session"), _("Dates"), _("Chair"), _("Format"), _("Participants"), _("Topics"), _("General recommendations"),
        _("Topic-specific recommendations"), _("All recommendations adopted"),
    ]  # fmt: skip


def _cells(one: SessionFigures) -> list[object]:
    session = one.session
    chair = f"{session.chair} ({session.chair_state})" if session.chair_state else session.chair
    topics = "; ".join(topic.title for topic in one.topics if topic.kind == m.TopicKind.SPECIFIC)
    days = clock.show_days(session.opens_on, session.closes_on)
    return [
        name_meeting(session), days, chair, MODES[session.mode], session.participants, topics, one.general, one.specific, one.total,
    ]  # fmt: skip


@bp.get("/r/<int:round_id>/matrix")
@needs("see_stances")
def matrix(round: m.Round) -> ResponseReturnValue:
    """Show who says what on which point."""
    delegation, says = request.args.get("delegation", ""), request.args.get("says", "")
    says = says if says in SAYS else ""
    found = read_matrix(read(), round, delegation=delegation, says=says)
    if request.args.get("as") == "xlsx":
        return hand_out(_matrix_sheet(found), "matrix.xlsx", actor())
    speakers = list_speakers(read(), round.id)
    return render_template(
        "chair/matrix.html", round=round, found=found, speakers=speakers, delegation=delegation, chosen=says, says=SAYS, signs=SIGNS
    )


def _matrix_sheet(found: Matrix) -> bytes:
    rows = [[row.tag, row.title, *(", ".join(str(SAYS[one]) for one in cell) for cell in row.cells)] for row in found.rows]
    return write_sheet(_("Matrix"), [_("Point"), _("Title"), *found.delegations], rows)
