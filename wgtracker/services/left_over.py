"""Keep what a wording placed by hand leaves out of its aside: an aside of its own on the list, or one recorded as not taken.

The account moves along, and goes back when the placing is undone. That a row is left over, and of which aside, its event says.
"""

import json
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.by_hand import Standing, settle_account
from wgtracker.compile.left_over import find_left_over
from wgtracker.errors import BadInput, Conflict
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor
from wgtracker.queries.stored import read_account, read_aside
from wgtracker.services.events import Subject, record
from wgtracker.services.keep import keep_aside

LONGEST_REASON = 1000
ACT = "leave_over"


class Rest(NamedTuple):
    """What is to become of words left over. place: where the others were placed; not_taken: why these are not taken, None: they wait."""

    place: str
    not_taken: str | None


def leave_over(db: Session, actor: Actor, aside: m.Aside, placed: c.Amendment, rest: Rest) -> m.Aside | None:
    """Store what the wording placed does not carry of an aside; None where it carries all. Raises BadInput without a reason."""
    left = find_left_over(read_aside(aside), placed)
    if left is None:
        return None
    left = left._replace(reason=_say(aside, actor, rest))
    last = db.scalar(select(func.max(m.Aside.position)).where(m.Aside.submission_id == aside.submission_id)) or 0
    row = keep_aside(aside.submission, left, held=rest.not_taken is not None, position=last + 1)
    if rest.not_taken is not None:
        row.settled_as, row.settled_by = _("not taken"), actor.user_id
    db.add(row)
    db.flush()
    db.refresh(row)
    move_account(row, "placed", standing_of(row))
    after = {"of": aside.id, "put_in": left.proposed, "struck": left.original, "not_taken": rest.not_taken, "reason": left.reason}
    record(db, actor, ACT, Subject("aside", row.id, row.submission.round.session_id, row.submission.delegation_id), after=after)
    return row


def _say(aside: m.Aside, actor: Actor, rest: Rest) -> str:
    if rest.not_taken is None:
        return _("Left over after placing on %(place)s by %(name)s", place=rest.place, name=actor.name)
    if not rest.not_taken:
        raise BadInput(_("Say why the words left over are not taken: the record and the staff note give the reason."))
    if len(rest.not_taken) > LONGEST_REASON:
        raise BadInput(_("The reason is longer than %(most)s letters.", most=LONGEST_REASON))
    day = clock.show_day(clock.in_zone(clock.now(), aside.submission.round.session.zone).date())
    return _(
        "Not taken when the rest was placed on %(place)s, by %(name)s on %(day)s: %(why)s",
        place=rest.place, name=actor.name, day=day, why=rest.not_taken,
    )  # fmt: skip


def find_rest(db: Session, aside: m.Aside) -> m.Aside | None:
    """Give what was left over of an aside when it was placed, where anything was."""
    a = m.Aside
    rows = db.scalars(select(a).where(a.submission_id == aside.submission_id, a.ended_at.is_(None)).order_by(a.id)).all()
    parents = list_left_over(db, [row.id for row in rows])
    return next((row for row in rows if parents.get(row.id) == aside.id), None)


def take_back(db: Session, aside: m.Aside) -> None:
    """End what was left over of an aside, whose placing is undone. Raises Conflict where a part of that was placed since."""
    row = find_rest(db, aside)
    if row is None:
        return
    if row.settled_at is not None:
        raise Conflict(_("What was left over of this has been placed since; undo that first."))
    move_account(row, standing_of(row), "placed")
    row.ended_at = clock.now()
    row.advance()


def list_left_over(db: Session, ids: Collection[int]) -> dict[int, int]:
    """Tell which of these asides were left over by hand, and of which aside each: no file says so, only the event of it."""
    e = m.Event
    events = db.execute(select(e.subject_id, e.after).where(e.subject == "aside", e.act == ACT, e.subject_id.in_(ids)))
    return {number: int(after["of"]) for number, after in events}


def standing_of(aside: m.Aside) -> Standing:
    """Tell where an aside that is not placed stands in the account."""
    return "held" if aside.held else "unplaced"


def move_account(aside: m.Aside, stood: Standing, stands: Standing) -> None:
    """Move the letters of an aside in the account of its submission."""
    row = aside.submission
    account = settle_account(read_account(row.account), read_aside(aside), stood, stands)
    row.account = json.loads(json.dumps(account))
    row.advance()
