"""Find what a person may see: one box over texts, proposals, comments, delegations, papers and numbers."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from wgtracker.i18n import lazy_gettext as later
from wgtracker.policy import Scope, can
from wgtracker.queries.search import KINDS, MOST, PAGE, Hit, find_rounds, search
from wgtracker.web.public.views import bp
from wgtracker.web.request import SIGNED_IN, actor, needs, read
from wgtracker.word.clean import clean_line

NAMES = {
    "unit": later("Texts"),
    "amendment": later("Proposals"),
    "comment": later("Comments"),
    "delegation": later("Delegations"),
    "paper": later("Papers"),
}
LONGEST = 300


@bp.get("/search")
@needs(SIGNED_IN)
def find() -> ResponseReturnValue:
    """Show what is found."""
    typed, kind = clean_line(request.args.get("q", ""))[:LONGEST], request.args.get("kind", "")
    number = request.args.get("page", "1")
    page = int(number) if number.isascii() and number.isdecimal() and int(number[:4]) > 0 else 1
    kind = kind if kind in KINDS else ""
    found = search(read(), actor(), typed, kind=kind, page=min(page, MOST // PAGE))
    units = [hit.recommendation_id or hit.subject_id for hit in found.hits if hit.kind == "unit" or hit.recommendation_id]
    rounds = find_rounds(read(), units)
    return render_template(
        "public/search.html",
        typed=typed,
        kind=kind,
        page=page,
        pages=-(-found.total // PAGE),
        found=found,
        names=NAMES,
        links=[lead_to(hit, rounds) for hit in found.hits],
        most=MOST,
    )


def lead_to(hit: Hit, rounds: dict[int, int]) -> str:
    """Give the address of what was found, on the reader's own desk ("": it has no page for this reader)."""
    person, scope = actor(), Scope(hit.session.body_id, hit.session_id)
    on_desk = can(person, "see_all_input", scope)
    if hit.kind == "paper":
        return url_for("chair.paper", paper_id=hit.subject_id) if on_desk else url_for("public.paper", paper_id=hit.subject_id)
    if hit.kind == "delegation":
        return url_for("secretariat.delegation", delegation_id=hit.subject_id) if can(person, "manage_delegations", scope) else ""
    unit = hit.subject_id if hit.kind == "unit" else hit.recommendation_id
    round_id = hit.round_id or (rounds.get(unit) if unit else None)
    if round_id is None:
        return ""
    if on_desk:
        return url_for("chair.unit", round_id=round_id, unit_id=unit) if unit else url_for("chair.round", round_id=round_id)
    return url_for("delegate.point", round_id=round_id, unit_id=unit) if unit else url_for("delegate.round", round_id=round_id)
