"""Show what everybody may see: the bodies and their sessions, the issued papers, what this is for."""

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.papers.pdf import has_office, make_pdf
from wgtracker.policy import CLEARING, MEMBERS, STAFF, Actor
from wgtracker.queries import public as queries
from wgtracker.queries.papers import load_file
from wgtracker.queries.room_page import list_rooms
from wgtracker.web.downloads import file_name, hand_out
from wgtracker.web.request import PUBLIC, actor, end_reading, needs, read

bp = Blueprint("public", __name__)


def list_desks(person: Actor) -> list[tuple[str, str]]:
    """List the desks that a person has, each with its address."""
    roles = {grant.role for grant in person.grants}
    desks = []
    for wanted, name, endpoint in (
        (STAFF, _("Secretariat’s desk"), "secretariat.home"),
        (CLEARING | STAFF, _("Chair’s desk"), "chair.home"),
        (MEMBERS, _("My delegation’s desk"), "delegate.home"),
    ):
        if roles & wanted and endpoint in current_app.view_functions:
            desks.append((name, url_for(endpoint)))
    return desks


@bp.route("/")
@needs(PUBLIC)
def home() -> ResponseReturnValue:
    """Show the start page."""
    bodies = queries.list_bodies(read())
    shown = [session for _body, its in bodies for session in its]
    sessions, rooms = [session.id for session in shown], list_rooms(read(), actor(), shown)
    return render_template(
        "public/home.html",
        person=actor(),
        desks=list_desks(actor()),
        bodies=bodies,
        issued=queries.list_issued(read(), sessions),
        rooms=rooms,
    )


@bp.get("/s/<int:session_id>")
@needs(PUBLIC)
def session(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Show a public session: its facts, agenda, topics and issued papers."""
    queries.require_public(session)
    loaded = queries.load_session(read(), session.id)
    papers = queries.list_issued(read(), [session.id]).get(session.id, [])
    room = list_rooms(read(), actor(), [session]).get(session.id)
    return render_template("public/session.html", session=loaded, papers=papers, room=room)


@bp.get("/papers/<int:paper_id>")
@needs(PUBLIC)
def paper(paper: m.Paper) -> ResponseReturnValue:
    """Show an issued paper: what it is, its files, its other editions."""
    queries.require_issued(paper)
    size = len(load_file(read(), paper.sha256))
    return render_template("public/paper.html", paper=paper, others=queries.list_editions(read(), paper), has_pdf=has_office(), size=size)


@bp.get("/papers/<int:paper_id>/download/<any(word, pdf):what>")
@needs(PUBLIC)
def download(paper: m.Paper, what: str) -> ResponseReturnValue:
    """Hand out the file of an issued paper."""
    queries.require_issued(paper)
    sha256, name = paper.sha256, file_name(paper)
    content = load_file(read(), sha256)
    end_reading()
    if what == "pdf":
        content = make_pdf(content, sha256)
    return hand_out(content, f"{name}.{'pdf' if what == 'pdf' else 'docx'}", actor())


from wgtracker.web.public import search  # noqa: E402, F401
