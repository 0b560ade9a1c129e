"""Look back at a reading: the text as at an act or an instant, the origin of each word, two moments compared, what is new to a reader."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor
from wgtracker.queries.room import list_acts, load_room
from wgtracker.queries.sentences import SENTENCES
from wgtracker.queries.snapshots import Listed, find_snapshot, load_frozen
from wgtracker.room import model as r
from wgtracker.room.compare import Changed, compare
from wgtracker.room.lay import Placed
from wgtracker.room.steps import begin, replay
from wgtracker.room.words import tell_fate

AROUND = 3
"""Acts that are listed before and after the one whose text is shown."""
_ACT = re.compile(r"a?(\d{1,9})", re.ASCII)
_SNAPSHOT = re.compile(r"s(\d{1,9})", re.ASCII)


class ActLine(NamedTuple):
    """An act in words: what was done, after the name of the meeting."""

    number: int
    at: datetime
    sentence: str
    reason: str


class Moment(NamedTuple):
    """A moment of a reading. act: the last one that counts; at: when it was done (None: before all); is_now: it is the last there is."""

    act: int
    at: datetime | None
    is_now: bool
    around: tuple[ActLine, ...]


class Side(NamedTuple):
    """One side of a comparison. value: as in the address; words: what it is; at: when."""

    value: str
    words: str
    at: datetime | None
    act: int
    units: tuple[Placed, ...]


class Compared(NamedTuple):
    """Two moments, and the units that changed between them."""

    old: Side
    new: Side
    changed: tuple[Changed, ...]


class WordRun(NamedTuple):
    """A run of words of one history. act 0: it stood there from the beginning. taken: when and why, None for act 0."""

    text: str
    by: tuple[str, ...]
    act: int
    taken: ActLine | None


class StruckRun(NamedTuple):
    """Words that were taken out: who asked for it, whose words they had been, by which act they had come in."""

    text: str
    by: tuple[str, ...]
    wrote: tuple[str, ...]
    since: int
    taken: ActLine | None


class Origins(NamedTuple):
    """Where each word of a unit comes from."""

    unit: Placed
    runs: tuple[WordRun, ...]
    struck: tuple[StruckRun, ...]


class News(NamedTuple):
    """What happened since somebody last looked. seen: the act they had seen (None: they never said); acts, units: how many since."""

    seen: int | None
    acts: int
    units: int


def find_moment(db: Session, negotiation: m.Negotiation, at: str) -> Moment:
    """Find the moment that an address names: an act ("17"), an instant (ISO 8601; without an offset in the meeting's zone), "" = now."""
    act = _read_at(db, negotiation, at.strip())
    if act > negotiation.last_act:
        raise NotFound(_("There was no such act in this reading; the last one is %(last)s.", last=negotiation.last_act))
    when = db.scalar(select(m.RoomAct.at).where(m.RoomAct.negotiation_id == negotiation.id, m.RoomAct.number == act))
    return Moment(act, when, act == negotiation.last_act, tuple(_list_around(db, negotiation.id, act)))


def _read_at(db: Session, negotiation: m.Negotiation, at: str) -> int:
    if not at or at == "now":
        return negotiation.last_act
    if at == "start":
        return 0
    if found := _ACT.fullmatch(at):
        return int(found[1])
    instant = _read_instant(at, negotiation.session.zone)
    a = m.RoomAct
    return db.scalar(select(func.max(a.number)).where(a.negotiation_id == negotiation.id, a.at <= instant)) or 0


def _read_instant(at: str, zone: str) -> datetime:
    try:
        instant = datetime.fromisoformat(at.replace(" ", "+") if "T" in at else at)
    except ValueError:
        raise BadInput(_("“%(text)s” is no moment; give the number of an act, or a time such as 2020-09-10T18:15.", text=at[:40])) from None
    return clock.local_to_utc(instant, zone) if instant.tzinfo is None else instant


def _list_around(db: Session, negotiation_id: int, act: int) -> list[ActLine]:
    a, u = m.RoomAct, m.Recommendation
    rows = db.execute(
        select(a.number, a.at, a.kind, a.reason, u.label)
        .join(u, u.id == a.recommendation_id)
        .where(a.negotiation_id == negotiation_id, a.number.between(act - AROUND, act + AROUND))
        .order_by(a.number)
    )
    return [ActLine(row.number, row.at, say_act(row.kind, row.label), row.reason) for row in rows]


def say_act(kind: str, label: str) -> str:
    """Say an act in words; a paragraph without a number has none to be named by."""
    words = str(SENTENCES[f"room_{kind}"]) % {"label": label.rstrip(".")}
    return " ".join(words.split())


def tell_origins(db: Session, negotiation: m.Negotiation, unit_id: int, act: int) -> Origins:
    """Say of each word of a unit who proposed it, by which act it was taken, when and why; and what was struck. Raises NotFound."""
    room = load_room(db, negotiation, upto=act)
    unit = room.find(unit_id)
    if unit is None:
        raise NotFound(_("There is no such paragraph in this reading."))
    acts = {one.number: _line(one, unit.label) for one in list_acts(db, negotiation.id, [unit_id]).get(unit_id, [])}
    runs = [WordRun(fate.text, fate.by, fate.act, acts.get(fate.act)) for fate in tell_fate(unit.state)]
    struck = [StruckRun(one.text, one.by, one.wrote, one.since, acts.get(one.act)) for one in unit.state.struck]
    return Origins(unit, tuple(runs), tuple(struck))


def _line(act: r.Act, label: str) -> ActLine:
    from wgtracker.room.codec import encode

    return ActLine(act.number, datetime.fromisoformat(act.at), say_act(encode(act.what)[0], label), act.reason)


def compare_moments(db: Session, negotiation: m.Negotiation, old: str, new: str) -> Compared:
    """Compare two moments: snapshots ("s2"), acts ("17"), instants, "start" (the draft) or "now"."""
    before, after = load_side(db, negotiation, old), load_side(db, negotiation, new)
    if before.act > after.act:
        before, after = after, before
    return Compared(before, after, compare(before.units, after.units))


def load_side(db: Session, negotiation: m.Negotiation, value: str) -> Side:
    """Load the text of a moment. Raises NotFound, BadInput."""
    if found := _SNAPSHOT.fullmatch(value):
        row = find_snapshot(db, negotiation.id, int(found[1]))
        if row is None:
            raise NotFound(_("There is no such snapshot of this reading."))
        return Side(value, row.title, row.made_at, row.act, load_frozen(db, row.id).units)
    moment = find_moment(db, negotiation, value)
    words = _("the text now") if value in ("", "now") else _("act %(number)s", number=moment.act) if moment.act else _("the draft")
    units = load_room(db, negotiation, upto=moment.act).units if moment.act else _load_draft(db, negotiation)
    return Side(value or "now", words, moment.at, moment.act, units)


def _load_draft(db: Session, negotiation: m.Negotiation) -> tuple[Placed, ...]:
    """Give the text before anything was said on it."""
    room = load_room(db, negotiation, upto=0)
    return tuple(unit._replace(state=replay(begin(unit.state.base, unit.by), ())) for unit in room.units)


def count_news(db: Session, actor: Actor, negotiation: m.Negotiation) -> News:
    """Count what happened since a reader last said that the text was seen."""
    found = db.scalar(select(m.Scratch.fields).where(m.Scratch.user_id == actor.user_id, m.Scratch.key == seen_key(negotiation.id)))
    if not found:
        return News(None, 0, 0)
    seen, a = int(found["act"]), m.RoomAct
    counts = select(func.count(), func.count(a.recommendation_id.distinct())).where(a.negotiation_id == negotiation.id, a.number > seen)
    acts, units = db.execute(counts).one()
    return News(seen, acts, units)


def seen_key(negotiation_id: int) -> str:
    """Name the row in which a reader's last look at a reading is kept."""
    return f"seen:reading {negotiation_id}"


def list_sides(snapshots: Sequence[Listed]) -> list[tuple[str, str]]:
    """List what can be compared: the draft, each snapshot from the oldest, the text now."""
    kept = [(f"s{one.number}", f"{one.title} ({_('act %(number)s', number=one.act)})") for one in reversed(snapshots)]
    return [("start", _("the draft")), *kept, ("now", _("the text now"))]
