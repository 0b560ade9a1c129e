"""Give a delegation its own words in the room: every proposal of its own, unit by unit, with what became of it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.papers.points import PointName
from wgtracker.queries.room import list_acts
from wgtracker.queries.room_text import RoomText
from wgtracker.room import model as r
from wgtracker.room.alike import find_alike
from wgtracker.room.fates import Fate, tell_fates
from wgtracker.room.lay import Placed


class OwnUnit(NamedTuple):
    """A unit with the delegation's own words on it. fates: its proposals; stances: what it says of others' and of the unit, as it stands.

    remarks: its comments. acts: all acts on the unit, by number. alike: by the id of an own proposal, others' that say nearly the same.
    """

    unit: Placed
    name: PointName
    fates: tuple[Fate, ...]
    stances: tuple[r.Joined, ...]
    remarks: tuple[r.Anchored, ...]
    acts: dict[int, r.Act]
    alike: dict[str, list[r.Proposal]]

    @property
    def has_words(self) -> bool:
        """Tell whether the delegation has said anything here."""
        return bool(self.fates or self.stances or self.remarks)


def read_own(db: Session, text: RoomText, units: Sequence[Placed], by: str) -> list[OwnUnit]:
    """Read what became of a delegation's words on these units."""
    acts = list_acts(db, text.room.id, [unit.id for unit in units])
    return [_tell(text, unit, acts.get(unit.id, []), by) for unit in units]


def _tell(text: RoomText, unit: Placed, acts: Sequence[r.Act], by: str) -> OwnUnit:
    state = unit.state
    return OwnUnit(
        unit,
        text.find(unit.id),
        tell_fates(state, acts, by),
        tuple(one for one in state.stances if one.by == by and not one.until),
        tuple(one for one in state.remarks if one.remark.by == by),
        {act.number: act for act in acts},
        _list_alike(state, by),
    )


def _list_alike(state: r.UnitState, by: str) -> dict[str, list[r.Proposal]]:
    found: dict[str, list[r.Proposal]] = {}
    of = {one.id: one for one in state.proposals}
    for pair in find_alike(state, by):
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if of[own].by == by:
                found.setdefault(own, []).append(of[other])
    return found


def list_concerned(text: RoomText, by: str) -> list[Placed]:
    """List the units on which a delegation has said anything."""
    return [
        unit
        for unit in text.room.units
        if by
        in {
            *(one.by for one in unit.state.proposals),
            *(one.by for one in unit.state.stances),
            *(one.remark.by for one in unit.state.remarks),
        }
    ]


class Choice(NamedTuple):
    """A proposal that a position can be taken on. number: of its change, "" where it has none; words: what it asks for, cut short."""

    proposal: r.Proposal
    number: str
    words: str


def list_choices(text: RoomText, unit: Placed, besides: str = "") -> list[Choice]:
    """List the proposals on a unit that were not withdrawn. besides: a name whose own are left out."""
    alive = {piece.id.proposal for piece in unit.state.pieces if piece.standing != r.Standing.WITHDRAWN}
    here = [one for one in text.room.given if one.unit == unit.id]
    numbers = {piece.proposal: given.number for given in reversed(here) for piece in given.pieces}
    return [Choice(one, numbers.get(one.id, ""), say_briefly(one)) for one in unit.state.proposals if one.id in alive and one.by != besides]


def say_briefly(proposal: r.Proposal) -> str:
    """Say in few words what a proposal asks for: its new words, those it strikes, or the whole of a new paragraph."""
    words = " … ".join(edit.new.strip() for edit in proposal.edits if edit.new.strip())
    struck = " … ".join(proposal.on[edit.start : edit.end].strip() for edit in proposal.edits)
    found = words or struck or proposal.proposed
    return found if len(found) <= 60 else f"{found[:60].rstrip()} …"


def find_reading(db: Session, session_id: int) -> m.Negotiation | None:
    """Find the newest reading of a session."""
    n = m.Negotiation
    return db.scalars(select(n).where(n.session_id == session_id).order_by(n.number.desc()).limit(1)).first()
