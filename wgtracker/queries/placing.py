"""Show what staff have to place by hand: one item at a time, with the draft near it and the words worked in."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile.base import InputFile
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.model import Aside, Unit
from wgtracker.errors import WgError
from wgtracker.queries.compilation import Text, load_text
from wgtracker.queries.stored import read_aside
from wgtracker.text import similarity

NEARBY = 3
LIKE_ENOUGH = 0.25


class Item(NamedTuple):
    """Something to place: its row, its submission's name and delegation, whether that is confirmed."""

    row: m.Aside
    file: str
    delegation: str
    state: m.SubmissionState


class Desk(NamedTuple):
    """What the page shows. items: all that wait; done: what was placed by hand, the newest first; units: of the draft."""

    items: tuple[Item, ...]
    done: tuple[Item, ...]
    text: Text


def load_desk(db: Session, round_: m.Round, submission_id: int | None) -> Desk:
    """Load what waits to be placed in a round, or of one submission: without a place first, then held."""
    x, s, d = m.Aside, m.Submission, m.Delegation
    states = (m.SubmissionState.STAGED, m.SubmissionState.IN_FORCE)
    query = (
        select(x, s.name, d.name.label("delegation"), s.state)
        .join(s, s.id == x.submission_id)
        .outerjoin(d, d.id == s.delegation_id)
        .where(s.round_id == round_.id, s.state.in_(states), x.ended_at.is_(None))
    )
    if submission_id is not None:
        query = query.where(s.id == submission_id)
    rows = db.execute(query.order_by(x.held, s.name, s.id, x.position)).all()
    items = [Item(row[0], row[1], row[2] or "", row[3]) for row in rows]
    waiting = tuple(one for one in items if one.row.settled_at is None)
    done = sorted((one for one in items if one.row.settled_at is not None), key=lambda one: str(one.row.settled_at), reverse=True)
    return Desk(waiting, tuple(done), load_text(db, round_.draft))


def suggest_unit(aside: Aside, units: Sequence[Unit]) -> int | None:
    """Suggest where something belongs: where compile would put it, else the most similar unit, if any is like it."""
    if aside.unit is not None:
        return aside.unit
    words = aside.original.strip() or aside.proposed.strip()
    if not words or not units:
        return None
    best = max(units, key=lambda unit: similarity(unit.text, words))
    return best.index if similarity(best.text, words) >= LIKE_ENOUGH else None


def work_in(aside: Aside, unit: Unit) -> str:
    """Write how a unit would read with the words of an aside: its own text where they do not fit in by themselves."""
    original, proposed = aside.original.strip(), aside.proposed.strip()
    if original and unit.text.count(original) == 1:
        return unit.text.replace(original, proposed)
    if similarity(unit.text, proposed) >= LIKE_ENOUGH:
        return proposed
    return unit.text


def read_alone(db: Session, round_: m.Round, row: m.Aside) -> str | None:
    """Give how the unit of a held change reads in its file, compiled as if no other file had any of its changes; None where unknown.

    What is held as another's is stored as loose words; how they stand in the paragraph only the file tells.
    """
    stored = db.get(m.StoredFile, row.submission.sha256)
    if row.unit is None or row.kind == "comment" or not row.held or stored is None:
        return None
    draft = db.get_one(m.StoredFile, round_.draft.sha256)
    name = row.submission.name
    ground = InputFile(round_.draft.name, draft.content, draft.sha256)
    terms = Terms(round_.session.opens_on, None, "bis")
    try:
        alone = consolidate(ground, [InputFile(name, stored.content, stored.sha256)], {}, terms).submissions[0]
    except WgError:
        return None
    ids = {change[0] for change in row.changes}
    return next((one.proposed for one in alone.amendments if one.unit == row.unit and ids & {change.id for change in one.changes}), None)


def nearby(units: Sequence[Unit], index: int | None) -> list[Unit]:
    """Give the units around one, or the first ones."""
    at = 0 if index is None else index
    return list(units[max(0, at - NEARBY) : at + NEARBY + 1])


def next_item(desk: Desk, after: int | None) -> Item | None:
    """Give the item that is to be shown: the asked one, else the first; None where nothing waits."""
    asked = next((one for one in desk.items if one.row.id == after), None)
    return asked or (desk.items[0] if desk.items else None)


def read_item(item: Item) -> Aside:
    """Give an item as compile's aside."""
    return read_aside(item.row)
