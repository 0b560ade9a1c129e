"""Act in the room: the one place where an act of the meeting is kept, and what it comes to is worked out."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotFound, Stale
from wgtracker.i18n import gettext as _
from wgtracker.papers.numbers import Numbering
from wgtracker.papers.outline import lay_out
from wgtracker.policy import Actor, Scope, can
from wgtracker.queries.compilation import meeting_of
from wgtracker.queries.room import list_acts, list_speakers, load_given_of, load_room, load_state, load_units
from wgtracker.queries.room_text import leave_plain, name_units
from wgtracker.room import model as r
from wgtracker.room.codec import encode
from wgtracker.room.lay import lay_out_room
from wgtracker.room.life import Status
from wgtracker.room.numbers import Given, give_numbers, know_numbers
from wgtracker.room.steps import begin, find_undone, replay, step
from wgtracker.services.events import Subject, record, require
from wgtracker.services.indexing import index_unit

LONGEST = 20_000
"""Characters of what is typed in the room for one unit."""
OF_DELEGATIONS = (r.Tabled, r.Confirmed, r.Recalled, r.Returned, r.Objected, r.Stood, r.Stepped, r.Remarked)
"""What a delegation may do itself, for its own words; everything else is an act of the Chair, which an officer carries out."""
NEVER_UNDONE = (r.Tabled, r.Remarked, r.Confirmed, r.Objected, r.Stood, r.Stepped, r.Recalled, r.Returned)
"""What was said was said: a proposal is withdrawn, and brought back, by its proposer, a stance is left; none of it is undone."""


class Deed(NamedTuple):
    """One act to be done on a unit. seen: the last act on that unit which the person had before the eyes (None: whatever it is now).

    key: of the form or device that sends it; the same key is the same act. delegation_id: whose words it brings.
    """

    unit_id: int
    what: r.What
    seen: int | None = None
    reason: str = ""
    key: str = ""
    delegation_id: int | None = None


def lock_negotiation(db: Session, negotiation_id: int) -> m.Negotiation:
    """Load a reading so that nobody else acts in it until this transaction ends."""
    found = db.scalar(select(m.Negotiation).where(m.Negotiation.id == negotiation_id).with_for_update(of=m.Negotiation))
    if found is None:
        raise NotFound(_("There is no such reading."))
    return found


def act(db: Session, actor: Actor, *, negotiation_id: int, deed: Deed) -> m.RoomAct:
    """Do one act. Raises Stale where the unit has changed since it was seen, Conflict where it cannot be done."""
    return act_together(db, actor, negotiation_id=negotiation_id, deeds=(deed,))[0]


def act_together(db: Session, actor: Actor, *, negotiation_id: int, deeds: Sequence[Deed]) -> list[m.RoomAct]:
    """Do several acts as one: all of them or none. Each is undone by itself."""
    negotiation = lock_negotiation(db, negotiation_id)
    done = _find_done(db, actor, negotiation, deeds)
    if done:
        return done
    if not deeds:
        raise BadInput(_("Choose at least one paragraph."))
    for deed in deeds:
        _require_right(db, actor, negotiation, deed)
        if len(deed.reason) > LONGEST:
            raise BadInput(_("The reason is too long: %(most)s characters at most.", most=f"{LONGEST:,}"))
    if negotiation.state != m.NegotiationState.LIVE and not all(_adopts(db, negotiation, deed.what) for deed in deeds):
        raise Conflict(_("The text is frozen. Take the freeze back before anything is changed in it."))
    rows, first = [], negotiation.last_act + 1
    for deed in deeds:
        bloc = first if len(deeds) > 1 else None
        rows.append(_do(db, actor, negotiation, deed, bloc))
    if _changes_order(db, negotiation, rows):
        number_changes(db, negotiation)
    else:
        number_units(db, negotiation, {deed.unit_id for deed in deeds})
    return rows


def _adopts(db: Session, negotiation: m.Negotiation, what: r.What) -> bool:
    """Tell whether an act adopts, or undoes an adoption: a slip of the hand must not stay."""
    if isinstance(what, r.Moved):
        return what.to == Status.ADOPTED
    if not isinstance(what, r.Undone):
        return False
    undone = db.scalar(select(m.RoomAct).where(m.RoomAct.negotiation_id == negotiation.id, m.RoomAct.number == what.act))
    return undone is not None and undone.kind == "move" and undone.content.get("to") == Status.ADOPTED


def _changes_order(db: Session, negotiation: m.Negotiation, rows: Sequence[m.RoomAct]) -> bool:
    """Tell whether units may stand elsewhere now: what follows them may be of another point, and is numbered there."""
    a = m.RoomAct
    undone = [row.recommendation_id for row in rows if row.kind == "undo"]
    placed = select(a.id).where(a.negotiation_id == negotiation.id, a.recommendation_id.in_(undone), a.kind == "place").limit(1)
    return any(row.kind == "place" for row in rows) or (bool(undone) and db.scalar(placed) is not None)


def _find_done(db: Session, actor: Actor, negotiation: m.Negotiation, deeds: Sequence[Deed]) -> list[m.RoomAct]:
    """Find what the same form did already: a second click or a retry is answered with it."""
    rows = find_sent(db, actor, negotiation, [deed.key for deed in deeds if deed.key])
    by_key = {row.key: row for row in rows}
    for deed in deeds:
        row = by_key.get(deed.key)
        if row is not None and (row.kind, row.recommendation_id) != (encode(deed.what)[0], deed.unit_id):
            raise BadInput(_("This form was carried out already, for something else. Reload the page."))
    return rows


def find_sent(db: Session, actor: Actor, negotiation: m.Negotiation, keys: Sequence[str]) -> list[m.RoomAct]:
    """Find the acts that this person sent under these keys."""
    a = m.RoomAct
    if not keys:
        return []
    own = (a.negotiation_id == negotiation.id, a.user_id == actor.user_id, a.key.in_(keys))
    return list(db.scalars(select(a).where(*own).order_by(a.number)))


def _require_right(db: Session, actor: Actor, negotiation: m.Negotiation, deed: Deed) -> None:
    session = negotiation.session
    scope = Scope(session.body_id, session.id)
    if can(actor, "operate_room", scope):
        return
    if isinstance(deed.what, r.Tabled) and deed.what.proposal.origin == r.Origin.BRIDGE:
        require(actor, "write_bridge", scope)
        return
    if isinstance(deed.what, OF_DELEGATIONS) and deed.delegation_id is not None:
        require(actor, "speak_in_room", scope._replace(delegation_id=deed.delegation_id))
        name = db.execute(select(m.Delegation.name).where(m.Delegation.id == deed.delegation_id)).scalar_one()
        if _speaker_of(db, negotiation, deed) == name:
            return
        raise Conflict(_("A delegation acts on its own words alone."))
    require(actor, "operate_room", scope)


def _speaker_of(db: Session, negotiation: m.Negotiation, deed: Deed) -> str:
    """Name whose words an act of a delegation is about."""
    what = deed.what
    if isinstance(what, r.Tabled):
        return what.proposal.by
    if isinstance(what, r.Remarked):
        return what.remark.by
    if isinstance(what, r.Objected | r.Stood | r.Stepped):
        return what.by
    acts = list_acts(db, negotiation.id, [deed.unit_id]).get(deed.unit_id, [])
    wanted = what.proposal if isinstance(what, r.Confirmed | r.Recalled | r.Returned) else ""
    return next((one.what.proposal.by for one in acts if isinstance(one.what, r.Tabled) and one.what.proposal.id == wanted), "")


def _do(db: Session, actor: Actor, negotiation: m.Negotiation, deed: Deed, bloc: int | None) -> m.RoomAct:
    unit = _find_unit(db, negotiation, deed.unit_id)
    if deed.seen is not None and deed.seen != unit.last_act:
        raise Stale(_("Somebody acted on this paragraph while you were looking at it. Nothing was done; look at it as it is now."))
    before, after, what = _foresee(db, negotiation, unit, deed.what)
    number = negotiation.last_act + 1
    kind, content = _store(what, deed)
    row = m.RoomAct(
        negotiation_id=negotiation.id, number=number, recommendation_id=deed.unit_id, kind=kind, content=content, reason=deed.reason,
        bloc=bloc, at=clock.now(), user_id=actor.user_id, actor=actor.name, delegation_id=deed.delegation_id, key=deed.key,
    )  # fmt: skip
    db.add(row)
    negotiation.last_act, unit.last_act = number, number
    negotiation.pulse += 1
    label = _project(db, deed.unit_id, before, after)
    told = {"number": number, "unit": deed.unit_id, "label": label, "kind": kind, "content": content, "reason": deed.reason, "bloc": bloc}
    record(
        db, actor, f"room_{kind}", Subject("negotiation", negotiation.id, negotiation.session_id, deed.delegation_id),
        before=_tell_before(before, after), after=told,
    )  # fmt: skip
    return row


class Foreseen(NamedTuple):
    """A unit before and after an act. what: the act, with the id of what it brings in."""

    before: r.UnitState
    after: r.UnitState
    what: r.What


def foresee(db: Session, negotiation: m.Negotiation, unit_id: int, what: r.What) -> Foreseen:
    """Work out what an act comes to, and change nothing. Raises Conflict where it cannot be done."""
    return _foresee(db, negotiation, _find_unit(db, negotiation, unit_id), what)


def _find_unit(db: Session, negotiation: m.Negotiation, unit_id: int) -> m.RoomUnit:
    unit = db.scalar(select(m.RoomUnit).where(m.RoomUnit.negotiation_id == negotiation.id, m.RoomUnit.recommendation_id == unit_id))
    if unit is None:
        raise NotFound(_("There is no such paragraph in this reading."))
    return unit


def _foresee(db: Session, negotiation: m.Negotiation, unit: m.RoomUnit, what: r.What) -> Foreseen:
    before = load_state(db, negotiation, unit.recommendation_id)
    assert before is not None  # it has a unit
    number = negotiation.last_act + 1
    named = _name_floor(what, number)
    return Foreseen(before, _work_out(db, unit, before, r.Act(number, named)), named)


def _name_floor(what: r.What, number: int) -> r.What:
    """Give what was said in the room the number of its act: "f12"."""
    if isinstance(what, r.Tabled) and not what.proposal.id:
        return r.Tabled(what.proposal._replace(id=f"f{number}"))
    if isinstance(what, r.Remarked) and not what.remark.id:
        return r.Remarked(what.remark._replace(id=f"r{number}"))
    return what


def _store(what: r.What, deed: Deed) -> tuple[str, Mapping[str, Any]]:
    """Write an act as stored: what came in by writing is named by its id, and the name that it came in under is kept."""
    kind, content = encode(what)
    if isinstance(what, r.Tabled) and what.proposal.id.startswith("a"):
        return kind, {"proposal": what.proposal.id, "name": what.proposal.by}
    if isinstance(what, r.Remarked) and what.remark.id.startswith("c"):
        return kind, {"remark": what.remark.id, "name": what.remark.by}
    return kind, content


def _work_out(db: Session, unit: m.RoomUnit, before: r.UnitState, done: r.Act) -> r.UnitState:
    if not isinstance(done.what, r.Undone):
        return step(before, done)
    acts = list_acts(db, unit.negotiation_id, [unit.recommendation_id]).get(unit.recommendation_id, [])
    wanted = next((one for one in acts if one.number == done.what.act), None)
    if wanted is None or isinstance(wanted.what, NEVER_UNDONE):
        raise Conflict(_("This cannot be undone: what was said stays said. A proposal is withdrawn by its proposer."))
    if wanted.number in find_undone(acts):
        raise Conflict(_("This was undone already."))
    return replay(begin(before.base, tuple(unit.by)), [*acts, done])


def _project(db: Session, unit_id: int, before: r.UnitState, after: r.UnitState) -> str:
    """Keep what others ask for often: the text in force and the status. An undone change comes back as a new revision."""
    row = db.get_one(m.Recommendation, unit_id)
    if after.text != before.text:
        put_text(db, row, after.text)
    row.status = after.status
    row.advance()
    return row.label


def put_text(db: Session, row: m.Recommendation, text: str) -> None:
    """Keep a text of a unit as a new revision, in force from now on, and let it be found."""
    last = db.execute(select(func.max(m.Revision.number)).where(m.Revision.recommendation_id == row.id)).scalar_one()
    db.add(m.Revision(recommendation_id=row.id, number=last + 1, text=text, created_at=clock.now()))
    row.revision = last + 1
    db.flush()
    index_unit(db, row, text)


def _tell_before(before: r.UnitState, after: r.UnitState) -> dict[str, Any]:
    """Say what an act changed: the text and the status as they were, where they are others now."""
    told: dict[str, Any] = {}
    if before.text != after.text:
        told["text"] = before.text
    if before.status != after.status:
        told["status"] = str(before.status)
    return told


def number_changes(db: Session, negotiation: m.Negotiation) -> None:
    """Give numbers to the changes that have none yet, and keep them."""
    db.flush()
    room = load_room(db, negotiation)
    meeting = meeting_of(negotiation.session)
    compilation = lay_out_room(negotiation.draft.name, room.units, room.speakers, meeting.new_word)
    outline = lay_out(compilation, meeting, Numbering(know_numbers(room.units, room.given)))
    for one in give_numbers(room.units, outline, {given.number: given for given in room.given}):
        db.add(_given(negotiation, one))
    db.flush()


def number_units(db: Session, negotiation: m.Negotiation, unit_ids: Collection[int]) -> None:
    """Number the new changes of some units: those of all others are numbered already, and are not looked at."""
    db.flush()
    units, meeting = load_units(db, negotiation), meeting_of(negotiation.session)
    wanted = [at for at, one in enumerate(units) if one.id in unit_ids and any(_has_ground(piece) for piece in one.state.pieces)]
    if not wanted:
        return
    tags = {name.tag for name in name_units(units, meeting) if not set(wanted).isdisjoint(name.units)}
    given = [one for tag in sorted(tags) for one in load_given_of(db, negotiation.id, tag)]
    plain = leave_plain(units, wanted)
    compilation = lay_out_room(negotiation.draft.name, plain, list_speakers(db, negotiation.session_id), meeting.new_word)
    outline = lay_out(compilation, meeting, Numbering(know_numbers(plain, given)))
    for one in give_numbers(plain, outline, {one.number: one for one in given}):
        db.add(_given(negotiation, one))
    db.flush()


def _has_ground(piece: r.Piece) -> bool:
    return piece.standing == r.Standing.PENDING and piece.ground is not None


def _given(negotiation: m.Negotiation, one: Given) -> m.GivenNumber:
    pieces = sorted([piece.proposal, piece.index] for piece in one.pieces)
    return m.GivenNumber(negotiation_id=negotiation.id, recommendation_id=one.unit, number=one.number, pieces=pieces)


def focus_on(db: Session, actor: Actor, *, negotiation_id: int, unit_id: int) -> m.Negotiation:
    """Take the room to a unit. It is no act: nothing is decided by looking."""
    negotiation = lock_negotiation(db, negotiation_id)
    require(actor, "operate_room", Scope(negotiation.session.body_id, negotiation.session_id))
    known = select(m.RoomUnit.id).where(m.RoomUnit.negotiation_id == negotiation.id, m.RoomUnit.recommendation_id == unit_id)
    if db.scalar(known) is None:
        raise NotFound(_("There is no such paragraph in this reading."))
    if negotiation.focus_id != unit_id:
        negotiation.focus_id = unit_id
        negotiation.pulse += 1
        subject = Subject("negotiation", negotiation.id, negotiation.session_id)
        record(db, actor, "room_focus", subject, after={"unit": unit_id})
    return negotiation
