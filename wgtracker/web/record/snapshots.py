"""Show the snapshots of a reading, and hand them out as Word files."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.papers.status_paper import MARKUPS, draw_status_paper
from wgtracker.policy import can
from wgtracker.queries.papers import load_file
from wgtracker.queries.snapshots import list_snapshots, load_frozen, open_frozen
from wgtracker.room.status import gather_status
from wgtracker.services.snapshots import take_snapshot
from wgtracker.web.downloads import hand_out
from wgtracker.web.record.drawn import draw_points
from wgtracker.web.record.views import bp
from wgtracker.web.request import actor, end_reading, needs, read, scope_of, write


@bp.get("/n/<int:negotiation_id>/snapshots")
@needs("follow_room")
def snapshot_list(negotiation: m.Negotiation) -> ResponseReturnValue:
    """List the snapshots."""
    may_take = bool(can(actor(), "operate_room", scope_of(negotiation)))
    return render_template(
        "record/snapshots.html", negotiation=negotiation, snapshots=list_snapshots(read(), negotiation.id), may_take=may_take
    )


@bp.post("/n/<int:negotiation_id>/snapshots")
@needs("operate_room")
def take(negotiation: m.Negotiation) -> ResponseReturnValue:
    """Keep the text as it stands now."""
    negotiation_id = negotiation.id
    with write() as db:
        snapshot_id = take_snapshot(db, actor(), negotiation_id=negotiation_id).id
    return redirect(url_for("record.snapshot", snapshot_id=snapshot_id), 303)


@bp.get("/snap/<int:snapshot_id>")
@needs("follow_room")
def snapshot(snapshot: m.Snapshot) -> ResponseReturnValue:
    """Show a snapshot, drawn from what was stored alone."""
    frozen = load_frozen(read(), snapshot.id)
    points = draw_points(open_frozen(frozen, snapshot.negotiation))
    return render_template("record/snapshot.html", snapshot=snapshot, negotiation=snapshot.negotiation, frozen=frozen, points=points)


@bp.get("/snap/<int:snapshot_id>/lines")
@needs("follow_room")
def snapshot_lines(snapshot: m.Snapshot) -> ResponseReturnValue:
    """Show a snapshot in its numbered lines, which were stored with it."""
    frozen = load_frozen(read(), snapshot.id)
    return render_template("record/lines.html", negotiation=snapshot.negotiation, lines=frozen.lines, snapshot=snapshot, act=frozen.act)


@bp.get("/snap/<int:snapshot_id>/word/<any(clean, marked, tracked, lines):markup>")
@needs("follow_room")
def download(snapshot: m.Snapshot, markup: str) -> ResponseReturnValue:
    """Hand out a snapshot as a Word file."""
    frozen, number = load_frozen(read(), snapshot.id), snapshot.number
    draft = load_file(read(), frozen.draft_sha256) if markup == "tracked" else b""
    end_reading()
    chosen = next(one for one in MARKUPS if one == markup)
    content = draw_status_paper(gather_status(frozen), chosen, draft)
    return hand_out(content, f"status-{number}-{markup}.docx", actor())
