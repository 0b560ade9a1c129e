"""Take in what is said in the room: an oral amendment is written as the unit should read, under the name of its delegation."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.inserts import Labels
from wgtracker.compile.labels import is_sub, split_label
from wgtracker.compile.typed import write_amendment, write_deletion, write_move, write_new, write_retention
from wgtracker.errors import BadInput, NotFound, Stale
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.queries.compilation import meeting_of
from wgtracker.queries.room import Room, load_room
from wgtracker.room import model as r
from wgtracker.room.lay import Placed
from wgtracker.room.life import GONE
from wgtracker.services.contribute import bracket_words
from wgtracker.services.events import require
from wgtracker.services.open_negotiation import Incoming, add_unit
from wgtracker.services.room import LONGEST, Deed, act, lock_negotiation

KINDS = ("wording", "new", "delete", "retain", "move", "brackets")
"""What may be asked for in the room: other wording, a new paragraph after the unit, deletion, as it is, another place, brackets."""


class Said(NamedTuple):
    """What a delegation asks for. kind: of KINDS. text: the unit as it should read, the new paragraph, or the words for the brackets.

    after_id: of a move, the unit to stand after (None: first). level: 1 for a new sub-paragraph. instead: the own proposal it replaces.
    """

    unit_id: int
    kind: str
    text: str = ""
    after_id: int | None = None
    level: int = 0
    reason: str = ""
    instead: str = ""


class Sent(NamedTuple):
    """How it was sent. upto: the last act of the reading that the person had seen. key: the same key is the same act."""

    upto: int | None = None
    key: str = ""


def read_out(db: Session, actor: Actor, *, negotiation_id: int, delegation_id: int, said: Said, sent: Sent) -> m.RoomAct:
    """Take in for a delegation what was read from the floor; the delegation confirms it on its own page."""
    negotiation = lock_negotiation(db, negotiation_id)
    require(actor, "operate_room", Scope(negotiation.session.body_id, negotiation.session_id))
    name = _name(db, negotiation, delegation_id)
    return _take_in(db, actor, negotiation, Voice(delegation_id, name, False), said, sent)


def speak(db: Session, actor: Actor, *, negotiation_id: int, delegation_id: int, said: Said, sent: Sent) -> m.RoomAct:
    """Take in what a head of delegation types itself: it is confirmed at once."""
    negotiation = lock_negotiation(db, negotiation_id)
    require(actor, "speak_in_room", Scope(negotiation.session.body_id, negotiation.session_id, delegation_id))
    name = _name(db, negotiation, delegation_id)
    return _take_in(db, actor, negotiation, Voice(delegation_id, name, True), said, sent)


class Voice(NamedTuple):
    """Whose words they are. confirmed: by the delegation itself."""

    delegation_id: int
    name: str
    confirmed: bool


def _name(db: Session, negotiation: m.Negotiation, delegation_id: int) -> str:
    d = m.Delegation
    name = db.scalar(select(d.name).where(d.id == delegation_id, d.session_id == negotiation.session_id))
    if name is None:
        raise NotFound(_("There is no such delegation in this session."))
    return name


def _take_in(db: Session, actor: Actor, negotiation: m.Negotiation, voice: Voice, said: Said, sent: Sent) -> m.RoomAct:
    done = _find_done(db, actor, negotiation, sent.key)
    if done is not None:
        return done
    room = load_room(db, negotiation)
    unit = room.find(said.unit_id)
    if unit is None:
        raise NotFound(_("There is no such paragraph in this reading."))
    if sent.upto is not None and unit.state.last > sent.upto:
        raise Stale(
            _("Somebody acted on this paragraph while you were writing. Your words are kept; look at them on the text as it is now.")
        )
    proposal = write_proposal(room, said, voice)
    target = _find_target(db, negotiation, room, said, proposal) if said.kind == "new" else unit.id
    seen = unit.state.last if target == unit.id else None
    deed = Deed(target, r.Tabled(proposal), seen, key=sent.key, delegation_id=voice.delegation_id)
    return act(db, actor, negotiation_id=negotiation.id, deed=deed)


def _find_done(db: Session, actor: Actor, negotiation: m.Negotiation, key: str) -> m.RoomAct | None:
    """Find what the same form brought in already: a new paragraph must not be made twice."""
    a = m.RoomAct
    mine = (a.negotiation_id == negotiation.id, a.user_id == actor.user_id, a.key == key, a.kind == "table")
    return db.scalar(select(a).where(*mine)) if key else None


def write_proposal(room: Room, said: Said, voice: Voice) -> r.Proposal:
    """Make the proposal that what is said comes to. Raises BadInput with what is missing or changes nothing."""
    if len(said.text) > LONGEST:
        raise BadInput(_("This is too long: at most %(most)s letters.", most=f"{LONGEST:,}"))
    units = list_units(room)
    at = next((n for n, one in enumerate(room.units) if one.id == said.unit_id), None)
    if at is None:
        raise NotFound(_("There is no such paragraph in this reading."))
    amendment = _write(said, units, at, room)
    new = said.kind == "new"
    words = split_label(amendment.proposed)[1] if new else amendment.proposed
    after = room.units[find_last_part(room, at, said.level)].id if new else said.after_id
    return r.Proposal(
        id="", by=voice.name, kind=amendment.kind, revision=0, on=words if new else units[at].text, edits=() if new else amendment.edits,
        proposed=words, origin=r.Origin.FLOOR, after=after, reason=said.reason, instead="" if new else said.instead,
        confirmed=voice.confirmed,
    )  # fmt: skip


def _write(said: Said, units: Sequence[c.Unit], at: int, room: Room) -> c.Amendment:
    if said.kind == "new":
        return write_new(at, said.text, said.level)
    if said.kind == "delete":
        return write_deletion(units[at])
    if said.kind == "retain":
        return write_retention(units[at])
    if said.kind == "move":
        return write_move(units[at], _index(room, said.after_id))
    if said.kind == "brackets":
        return write_amendment(units[at], bracket_words(units[at].text, said.text))
    if said.kind != "wording":
        raise BadInput(_("Choose what is asked for."))
    if not said.text.strip():
        raise BadInput(_("Write how the paragraph should read; to have it deleted, choose “delete”."))
    return write_amendment(units[at], said.text)


def _index(room: Room, unit_id: int | None) -> int | None:
    if unit_id is None:
        return None
    found = next((at for at, one in enumerate(room.units) if one.id == unit_id), None)
    if found is None:
        raise BadInput(_("Choose the paragraph it should stand after."))
    return found


def list_units(room: Room) -> list[c.Unit]:
    """Give the units of the reading as the compiler has them, with the texts of now. A paragraph that opens a list counts as a number."""
    return [
        c.Unit(
            at,
            "recommendation" if one.kind == "chapeau" else one.kind,
            one.label,
            one.heading,
            one.state.text,
            one.level,
            one.source,
            one.offset,
        )
        for at, one in enumerate(room.units)
    ]


def find_last_part(room: Room, at: int, level: int) -> int:
    """Find where a new paragraph goes, as an index: behind the sub-paragraphs of the one it follows, and behind its bis, ter ..."""
    if level == 0:
        while at + 1 < len(room.units) and (room.units[at + 1].kind == "subparagraph" or room.units[at + 1].by):
            at += 1
    return at


def _find_target(db: Session, negotiation: m.Negotiation, room: Room, said: Said, proposal: r.Proposal) -> int:
    """Find the unit of a new paragraph: the same words at the same place are there once, with both names; else it is made."""
    first = next(at for at, one in enumerate(room.units) if one.id == said.unit_id)
    for unit in room.units[first : find_last_part(room, first, 0) + 1]:
        if unit.by and unit.state.base == proposal.proposed and unit.state.status not in GONE:
            return unit.id
    above = next(one for one in room.units if one.id == proposal.after)
    label = label_new(room, above, said, meeting_of(negotiation.session).new_word)
    heading = above.state.text if above.kind == "heading" else above.heading
    level = above.level if said.level else 0
    incoming = Incoming(proposal.proposed, label, heading, _kind_of(label, said.level), level, (proposal.by,))
    return add_unit(db, negotiation, incoming, after_id=above.id, entered=negotiation.last_act + 1, position=len(room.units)).id


def _kind_of(label: str, level: int) -> m.UnitKind:
    if level or is_sub(label):
        return m.UnitKind.SUBPARAGRAPH
    return m.UnitKind.RECOMMENDATION if label else m.UnitKind.TEXT


def label_new(room: Room, above: Placed, said: Said, new_word: str) -> str:
    """Give a new paragraph the label it is negotiated under: 3 bis, 3 ter, or the next letter of a list; none is given twice."""
    units = list_units(room)
    at = next(n for n, one in enumerate(room.units) if one.id == above.id)
    labels, known = Labels(units, new_word), {unit.label for unit in units if unit.label}
    amendment = write_new(at, said.text, said.level)
    label = labels.give(units[at], amendment)
    while label and label in known and not is_sub(label):
        label = labels.give(units[at], amendment)
    return label
