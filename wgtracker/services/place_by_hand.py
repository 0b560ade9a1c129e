"""Place by hand what is held or has no place: a person says where it belongs, and it can be undone as a new fact.

The aside stays as it came, with what became of it; what it became is a row of origin "hand" beside it, and the account moves along.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.by_hand import place_as_comment, place_as_new, place_on_unit
from wgtracker.errors import BadInput, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor
from wgtracker.queries.compilation import Text, load_text, scope_of
from wgtracker.queries.stored import read_amendment, read_aside
from wgtracker.services.events import Subject, record, require
from wgtracker.services.force import lock_round
from wgtracker.services.keep import keep_amendment, keep_comment
from wgtracker.services.left_over import LONGEST_REASON, Rest, leave_over, move_account, standing_of, take_back
from wgtracker.services.versions import require_version

WITH_VOICE = (m.SubmissionState.STAGED, m.SubmissionState.IN_FORCE, m.SubmissionState.DRAFTING)


class Wish(NamedTuple):
    """Where something belongs. act: unit | new | comment | general | hold. unit: its index (new: the one above, None at the start).

    words: how the unit should read, the new paragraph, or the reason for holding it. level: of a new paragraph.
    not_taken: why what the wording leaves out is not taken; None where that stays on the list.
    """

    act: str
    unit: int | None = None
    words: str = ""
    level: int = 0
    not_taken: str | None = None


def place_aside(db: Session, actor: Actor, *, aside_id: int, version: int, wish: Wish) -> m.Aside:
    """Place an aside as wished; what the wording leaves out of it stays on the list, or is recorded as not taken.

    Raises BadInput where it cannot stand there, Stale where somebody dealt with it meanwhile.
    """
    aside, round_ = _load(db, actor, aside_id)
    require_version(aside, version)
    if aside.settled_at is not None:
        raise Conflict(_("This has its place already; undo that first."))
    if wish.act == "hold":
        return _hold(db, actor, aside, round_, wish.words)
    text = load_text(db, round_.draft)
    row, words = _PLACING[wish.act](db, aside, text, wish)
    db.add(row)
    stood = standing_of(aside)
    decided = aside.settled_as
    move_account(aside, stood, "placed")
    aside.settled_at, aside.settled_by, aside.settled_as = clock.now(), actor.user_id, words
    aside.advance()
    db.flush()
    kind = "amendment" if isinstance(row, m.Amendment) else "comment"
    _finish(db, actor, aside, round_, "place_by_hand", {"stood": stood, "as": decided}, {"as": words, "kind": kind, "row": row.id})
    if isinstance(row, m.Amendment):
        where = _place_name(text, wish, round_.session.unit_name)
        leave_over(db, actor, aside, read_amendment(row), Rest(where, wish.not_taken))
    return aside


def undo_placing(db: Session, actor: Actor, *, aside_id: int, version: int) -> m.Aside:
    """Undo what was placed by hand: the row ends, and the aside waits again, where it stood before."""
    aside, round_ = _load(db, actor, aside_id)
    require_version(aside, version)
    if aside.settled_at is None:
        raise Conflict(_("This is not placed, so there is nothing to undo."))
    row, decided = _find_placed(db, aside)
    take_back(db, aside)
    row.ended_at = clock.now()
    before = {"as": aside.settled_as, "row": row.id}
    move_account(aside, "placed", standing_of(aside))
    aside.settled_at, aside.settled_by, aside.settled_as = None, None, decided
    aside.advance()
    _finish(db, actor, aside, round_, "undo_placing", before, {})
    return aside


def _place_on_unit(db: Session, aside: m.Aside, text: Text, wish: Wish) -> tuple[m.Amendment, str]:
    unit = _unit(text, wish.unit)
    found = place_on_unit(read_aside(aside), unit, wish.words)
    return _keep_amendment(db, aside, found, text), _("placed on %(unit)s", unit=_name(unit))


def _place_as_new(db: Session, aside: m.Aside, text: Text, wish: Wish) -> tuple[m.Amendment, str]:
    above = None if wish.unit is None else _unit(text, wish.unit)
    found = place_as_new(read_aside(aside), wish.unit, wish.words, wish.level)
    words = (
        _("placed as a new paragraph at the beginning")
        if above is None
        else _("placed as a new paragraph after %(unit)s", unit=_name(above))
    )
    return _keep_amendment(db, aside, found, text), words


def _place_as_comment(db: Session, aside: m.Aside, text: Text, wish: Wish) -> tuple[m.Comment, str]:
    unit = None if wish.act == "general" else _unit(text, wish.unit)
    found = place_as_comment(read_aside(aside), None if unit is None else unit.index)
    position = _next(db, m.Comment, aside.submission_id)
    row = keep_comment(aside.submission, found, dict(enumerate(text.ids)), m.Origin.HAND, position, [])
    return row, _("placed as a general comment") if unit is None else _("placed as a comment on %(unit)s", unit=_name(unit))


_PLACING: Mapping[str, Callable[[Session, m.Aside, Text, Wish], tuple[m.Amendment | m.Comment, str]]] = {
    "unit": _place_on_unit,
    "new": _place_as_new,
    "comment": _place_as_comment,
    "general": _place_as_comment,
}
ACTS = (*_PLACING, "hold")


def _keep_amendment(db: Session, aside: m.Aside, found: c.Amendment, text: Text) -> m.Amendment:
    position = _next(db, m.Amendment, aside.submission_id)
    return keep_amendment(aside.submission, found, dict(enumerate(text.ids)), m.Origin.HAND, position)


def _next(db: Session, kind: type[m.Amendment] | type[m.Comment], submission_id: int) -> int:
    return (db.scalar(select(func.max(kind.position)).where(kind.submission_id == submission_id)) or 0) + 1


def _hold(db: Session, actor: Actor, aside: m.Aside, round_: m.Round, reason: str) -> m.Aside:
    if not reason:
        raise BadInput(_("Say why it is held: the staff note prints the reason."))
    if len(reason) > LONGEST_REASON:
        raise BadInput(_("The reason is longer than %(most)s letters.", most=LONGEST_REASON))
    before = {"held": aside.held, "reason": aside.reason}
    if not aside.held:
        move_account(aside, "unplaced", "held")
    aside.held, aside.reason, aside.settled_as = True, reason, _("kept held")
    aside.advance()
    _finish(db, actor, aside, round_, "hold_aside", before, {"held": True, "reason": reason})
    return aside


def _find_placed(db: Session, aside: m.Aside) -> tuple[m.Amendment | m.Comment, str]:
    """Find the row that an aside became, and what was decided on the aside before: the event of its placing names both."""
    e = m.Event
    event = db.scalar(
        select(e).where(e.subject == "aside", e.subject_id == aside.id, e.act == "place_by_hand").order_by(e.id.desc()).limit(1)
    )
    if event is None:
        raise Conflict(_("Nobody placed this by hand, so it cannot be undone here."))
    number, decided = event.after["row"], str(event.before.get("as", ""))
    row = db.get_one(m.Amendment, number) if event.after["kind"] == "amendment" else db.get_one(m.Comment, number)
    return row, decided


def _unit(text: Text, index: int | None) -> c.Unit:
    if index is None or not 0 <= index < len(text.draft.units):
        raise BadInput(_("Choose the paragraph that it belongs to."))
    return text.draft.units[index]


def _name(unit: c.Unit) -> str:
    return unit.label.rstrip(".") or f"“{unit.text[:40]}”"


def _place_name(text: Text, wish: Wish, unit_name: str) -> str:
    """Name the place that was wished for in full: "discussion point 9", "a new paragraph after discussion point 9"."""
    if wish.unit is None:
        return _("a new paragraph at the beginning")
    unit = text.draft.units[wish.unit]
    name = f"{unit_name} {_name(unit)}" if unit.kind == "recommendation" and unit.label else _name(unit)
    return name if wish.act == "unit" else _("a new paragraph after %(unit)s", unit=name)


def _load(db: Session, actor: Actor, aside_id: int) -> tuple[m.Aside, m.Round]:
    aside = db.get(m.Aside, aside_id)
    if aside is None or aside.ended_at is not None:
        raise NotFound(_("There is no such item any more: other files changed what became of it."))
    round_ = lock_round(db, aside.submission.round_id)
    require(actor, "place_by_hand", scope_of(round_))
    if aside.submission.state not in WITH_VOICE:
        raise Conflict(_("This file has no voice any more, so nothing of it is placed."))
    return aside, round_


def _finish(
    db: Session, actor: Actor, aside: m.Aside, round_: m.Round, act: str, before: Mapping[str, object], after: Mapping[str, object]
) -> None:
    if aside.submission.state == m.SubmissionState.IN_FORCE:
        round_.texts += 1
    record(db, actor, act, Subject("aside", aside.id, round_.session_id, aside.submission.delegation_id), before=before, after=after)
