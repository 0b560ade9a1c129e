"""Show the Secretariat's part of papers: build one and look at it, issue what is cleared, give up what is not wanted."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import Conflict, Stale, WgError
from wgtracker.i18n import gettext as _
from wgtracker.papers.prose import long_date
from wgtracker.queries.compilation import facts_of
from wgtracker.queries.papers import list_issued, list_papers, name_unassigned
from wgtracker.services import papers as services
from wgtracker.web.chair.papers import show_paper
from wgtracker.web.request import actor, end_reading, needs, read, write
from wgtracker.web.secretariat.paper_forms import PaperForm
from wgtracker.web.secretariat.views import bp


@bp.get("/r/<int:round_id>/papers")
@needs("build_paper")
def papers(round: m.Round) -> ResponseReturnValue:
    """List the papers of a round; build one."""
    issued = list_issued(read(), round)
    facts = facts_of(round)
    form = PaperForm(
        formdata=None,
        symbol="" if issued else (round.session.facts.get("symbol") or ""),
        edition=m.Edition.REVISION.value if issued else m.Edition.FIRST.value,
        paper_date=round.session.facts.get("paper_date") or long_date(clock.in_zone(clock.now(), facts.zone).date()),
    )
    return _show(round, form)


def _show(round_: m.Round, form: PaperForm, trouble: str = "") -> str:
    return render_template(
        "papers/list.html",
        form=form,
        round=round_,
        rows=list_papers(read(), round_id=round_.id),
        issued=list_issued(read(), round_),
        trouble=trouble,
    )


@bp.post("/r/<int:round_id>/papers")
@needs("build_paper")
def build_paper(round: m.Round) -> ResponseReturnValue:
    """Build a paper: read, draw, read back, and only then keep it."""
    form, round_id = PaperForm(), round.id
    if not form.validate():
        return _show(round, form), 422
    try:
        gathered = services.gather_paper(read(), actor(), round_id=round_id, wish=form.wish())
        end_reading()
        drawn = services.draw_paper(gathered)
        with write() as db:
            paper_id = services.build_paper(db, actor(), drawn=drawn).id
    except WgError as error:
        end_reading()
        return _show(read().get_one(m.Round, round_id), form, error.sentence), 422
    flash(_("The paper is built, and everything that came in was found in it."))
    return redirect(url_for("chair.paper", paper_id=paper_id), 303)


@bp.post("/papers/<int:paper_id>/issue")
@needs("issue_paper")
def issue_paper(paper: m.Paper) -> ResponseReturnValue:
    """Issue a cleared paper; one that prints "[to be assigned]", or of a round that is open, only where that was seen and is wanted."""
    paper_id = paper.id
    if paper.state == m.PaperState.CLEARED and name_unassigned(paper) and request.form.get("although") != "y":
        trouble = _(
            "Some facts of this paper read “[to be assigned]”. Tick that it is to be issued all the same, or build it again with them."
        )
        return show_paper(paper, trouble), 422
    if paper.state == m.PaperState.CLEARED and paper.round.state == m.RoundState.OPEN and request.form.get("while_open") != "y":
        trouble = _(
            "The round is open, and an issued paper is public. Close the round first, or tick that it is to be issued all the same."
        )
        return show_paper(paper, trouble), 422
    try:
        with write() as db:
            symbol = services.issue_paper(db, actor(), paper_id=paper_id, sha256=request.form.get("sha256", "")).symbol
    except (Conflict, Stale) as error:
        return show_paper(read().get_one(m.Paper, paper_id), error.sentence), 409
    flash(_("%(symbol)s is issued. Everybody can read it now.", symbol=symbol))
    return redirect(url_for("chair.paper", paper_id=paper_id), 303)


@bp.get("/papers/<int:paper_id>/drop")
@needs("build_paper")
def ask_drop_paper(paper: m.Paper) -> ResponseReturnValue:
    """Ask before a paper is given up."""
    return render_template("papers/drop.html", paper=paper)


@bp.post("/papers/<int:paper_id>/drop")
@needs("build_paper")
def drop_paper(paper: m.Paper) -> ResponseReturnValue:
    """Give up a paper that is not issued."""
    round_id = paper.round_id
    with write() as db:
        services.drop_paper(db, actor(), paper_id=paper.id)
    flash(_("The paper is given up. Its file and its history are kept."))
    return redirect(url_for("secretariat.papers", round_id=round_id), 303)
