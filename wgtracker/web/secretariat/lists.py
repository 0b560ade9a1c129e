"""The Secretariat's lists: each is filtered, sorted, cut into pages, exported and printed in one way."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wgtracker import models as m
from wgtracker.i18n import gettext as _
from wgtracker.policy import can
from wgtracker.queries import history, listed, sessions
from wgtracker.queries.lists import Column, Line, Listing, Wish, show_list
from wgtracker.web.downloads import hand_out
from wgtracker.web.request import actor, needs, read, scope_of
from wgtracker.web.secretariat.fields import one_line
from wgtracker.web.secretariat.views import bp, link
from wgtracker.web.sheets import name_times, show_time, write_sheet

Read = tuple[Sequence[Column], Sequence[Line]]


def _read_wish() -> Wish:
    """Read what the reader asks for; what cannot be meant is passed over."""
    page = request.args.get("page", "1")
    where = {key: one_line(value)[:300] for key, value in request.args.items() if key not in ("q", "sort", "page", "as")}
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return Wish(one_line(request.args.get("q"))[:200], where, request.args.get("sort", "")[:40], number)


def _answer(title: str, found: Read, part: str, session_id: int, href: Callable[[Line], str], **shown: Any) -> ResponseReturnValue:
    """Show a list, or give what it shows as a sheet."""
    listing = show_list(title, *found, _read_wish())
    page = sessions.read_session(read(), session_id)
    kind = request.args.get("as")
    if kind == "xlsx":
        content = write_sheet(title, _heads(listing, page.session.zone), _cells(listing, page.session.zone))
        return hand_out(content, f"{part}-{session_id}.xlsx", actor())
    rows = listing.all_rows if kind == "print" else listing.rows
    return render_template(
        "secretariat/list.html", page=page, listing=listing, rows=rows, part=part, href=href, printing=kind == "print",
        address=lambda **change: _address(listing, **change), to_page=lambda number: _address(listing, page=str(number)), **shown,
    )  # fmt: skip


def _heads(listing: Listing, zone: str) -> list[str]:
    return [name_times(column.label, zone) if column.kind == "moment" else column.label for column in listing.columns]


def _cells(listing: Listing, zone: str) -> list[list[object]]:
    """Give every row that is chosen, on whatever page, as the sheet takes it: times in the meeting's zone, which the head names."""
    return [[show_time(cell, zone) if isinstance(cell, datetime) else cell for cell in line.cells] for line in listing.all_rows]


def _address(listing: Listing, **change: str) -> str:
    """Give the address of this list with something changed; what is empty falls out of it."""
    wish = listing.wish
    values = {**wish.where, "q": wish.words, "sort": wish.sort, **change}
    kept = {key: value for key, value in values.items() if value and value != "1"}
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def _to_submission(line: Line) -> str:
    number = line.links["submission_id"]
    return link("secretariat.received", submission_id=number) or link("delegate.receipt", submission_id=number)


def _to_wording(line: Line) -> str:
    return link("secretariat.word_comment", comment_id=line.id)


def _to_aside(line: Line) -> str:
    return link("secretariat.place", aside_id=line.links["aside_id"]) or _to_submission(line)


@bp.get("/s/<int:session_id>/delegations")
@needs("manage_delegations")
def delegation_list(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """List the delegations of a session."""
    found = listed.read_delegations(read(), session)
    return _answer(_("Delegations"), found, "delegations", session.id, lambda line: link("secretariat.delegation", delegation_id=line.id))


@bp.get("/r/<int:round_id>/submissions")
@needs("see_all_input")
def submission_list(round: m.Round) -> ResponseReturnValue:
    """List the submissions of a round."""
    found = listed.read_submissions(read(), round)
    return _answer(_("Submissions"), found, "submissions", round.session_id, _to_submission, round=round)


@bp.get("/r/<int:round_id>/amendments")
@needs("see_all_input")
def amendment_list(round: m.Round) -> ResponseReturnValue:
    """List the amendments of a round."""
    found = listed.read_amendments(read(), round)
    return _answer(_("Amendments"), found, "amendments", round.session_id, _to_submission, round=round)


@bp.get("/r/<int:round_id>/comments")
@needs("see_all_input")
def comment_list(round: m.Round) -> ResponseReturnValue:
    """List the comments of a round."""
    found = listed.read_comments(read(), round)
    to_wording = _to_wording if can(actor(), "place_by_hand", scope_of(round)) else None
    return _answer(_("Comments"), found, "comments", round.session_id, _to_submission, round=round, to_wording=to_wording)


@bp.get("/r/<int:round_id>/held")
@needs("see_all_input")
def aside_list(round: m.Round) -> ResponseReturnValue:
    """List what is held or has no place."""
    found = listed.read_asides(read(), round)
    return _answer(_("Held and without a place"), found, "held", round.session_id, _to_aside, round=round)


@bp.get("/s/<int:session_id>/history")
@needs("see_history")
def session_history(session: m.WorkingGroupSession) -> ResponseReturnValue:
    """Tell all that happened in a session."""
    wish = _read_wish()
    subject, who = one_line(request.args.get("about"))[:40], one_line(request.args.get("who"))[:300]
    kind = request.args.get("as", "")
    if kind == "xlsx":
        told = history.whole_of_session(read(), session.id, subject=subject, who=who)
        return hand_out(_history_sheet(told, session.zone), f"history-{session.id}.xlsx", actor())
    if kind == "print":
        told = history.whole_of_session(read(), session.id, subject=subject, who=who)
    else:
        told = history.page_of_session(read(), session.id, subject=subject, who=who, page=wish.page)
    page = sessions.read_session(read(), session.id)
    people = history.people_of_session(read(), session.id)
    return render_template(
        "secretariat/history.html", page=page, told=told, subject=subject, who=who, people=people, subjects=history.SUBJECTS,
        address=lambda number: _history_address(subject, who, page=number), printing=kind == "print",
        xlsx=_history_address(subject, who, **{"as": "xlsx"}), to_print=_history_address(subject, who, **{"as": "print"}),
    )  # fmt: skip


def _history_address(subject: str, who: str, **more: object) -> str:
    return f"{request.path}?{urlencode({'about': subject, 'who': who, **more})}"


def _history_sheet(told: history.Page, zone: str) -> bytes:
    head = [name_times(_("When"), zone), _("Who"), _("What happened"), _("About"), _("What was changed"), _("Event")]
    rows = [
        [
            show_time(one.at, zone), one.who, one.sentence, str(history.SUBJECTS.get(one.subject, one.subject)),
            "\n".join(f"{what}: {before} → {after}" for what, before, after in one.details), one.id,
        ]
        for one in told.events
    ]  # fmt: skip
    return write_sheet(_("History"), head, rows)
