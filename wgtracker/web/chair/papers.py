"""Show one paper to those who work on it, take the Chair's clearance, and hand out its files."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.errors import Conflict, Stale
from wgtracker.i18n import gettext as _
from wgtracker.papers.pdf import has_office, make_pdf
from wgtracker.policy import can
from wgtracker.queries.papers import find_newer, list_events, load_file, name_people, name_unassigned
from wgtracker.services import papers as services
from wgtracker.web.chair.views import bp
from wgtracker.web.downloads import file_name, hand_out
from wgtracker.web.request import actor, end_reading, needs, read, scope_of, write


@bp.get("/papers/<int:paper_id>/desk")
@needs("read_paper")
def paper(paper: m.Paper) -> ResponseReturnValue:
    """Show a paper before and after it is issued: its facts, its hash, what is to be done with it next."""
    return show_paper(paper)


def show_paper(paper: m.Paper, trouble: str = "") -> str:
    """Draw the page of a paper. trouble: why what was asked for was not done."""
    person, scope = actor(), scope_of(paper)
    replaced = read().get(m.Paper, paper.replaces_id) if paper.replaces_id else None
    return render_template(
        "papers/paper.html",
        paper=paper,
        trouble=trouble,
        replaced=replaced,
        people=name_people(read(), [paper.built_by, paper.cleared_by, paper.issued_by]),
        newer=find_newer(read(), paper),
        unassigned=name_unassigned(paper),
        has_pdf=has_office(),
        events=list_events(read(), paper.id),
        may_clear=bool(can(person, "clear_paper", scope)),
        may_issue=bool(can(person, "issue_paper", scope)),
        size=len(load_file(read(), paper.sha256)),
        submissions=len(paper.snapshot.get("ids", ())),
    )


@bp.post("/papers/<int:paper_id>/clear")
@needs("clear_paper")
def clear_paper(paper: m.Paper) -> ResponseReturnValue:
    """Clear a paper, against the hash of the file that was looked at."""
    paper_id, texts = paper.id, request.form.get("texts", "")
    seen = int(texts) if texts.isascii() and texts.isdecimal() and len(texts) < 10 else -1
    try:
        with write() as db:
            services.clear_paper(db, actor(), paper_id=paper_id, sha256=request.form.get("sha256", ""), texts=seen)
    except (Conflict, Stale) as error:
        return show_paper(read().get_one(m.Paper, paper_id), error.sentence), 409
    flash(_("The paper is cleared for issue. The Secretariat can issue exactly this file now."))
    return redirect(url_for("chair.paper", paper_id=paper_id), 303)


@bp.get("/papers/<int:paper_id>/<any(word, pdf, note):what>")
@needs("read_paper")
def download_paper(paper: m.Paper, what: str) -> ResponseReturnValue:
    """Hand out a file of a paper; who took one that is not issued yet is recorded."""
    paper_id, issued, name, wanted = paper.id, paper.state == m.PaperState.ISSUED, file_name(paper), paper.note_sha256
    sha256 = wanted if what == "note" else paper.sha256
    content = load_file(read(), sha256)
    end_reading()
    if what == "pdf":
        content = make_pdf(content, sha256)
    if not issued:
        with write() as db:
            services.note_download(db, actor(), paper_id=paper_id, what=what)
    return hand_out(content, f"{name}{' staff note' if what == 'note' else ''}.{'pdf' if what == 'pdf' else 'docx'}", actor())
