"""Draw the text in the room with the paper's own functions: screen, desks, print and Word show the same paragraphs and numbers."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.meeting import Meeting
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _
from wgtracker.papers.numbers import ChangeNumber
from wgtracker.papers.points import DrawnPoint, PointName, draw_units
from wgtracker.queries.compilation import meeting_of
from wgtracker.queries.kept import Kept
from wgtracker.queries.naming import name_all
from wgtracker.queries.room import Room, load_room, writes
from wgtracker.room import model as r
from wgtracker.room.lay import Placed, lay_out_room
from wgtracker.room.numbers import Given, know_numbers, know_numbers_of
from wgtracker.room.steps import begin

_known: "Kept[tuple[int, int, int], tuple[r.UnitState, tuple[ChangeNumber, ...]]]" = Kept(4000)
_texts: "Kept[tuple[str, int, int], RoomText]" = Kept(8)
_drawn: "Kept[tuple[Any, ...], tuple[Any, DrawnPoint | None]]" = Kept(300)


class RoomText(NamedTuple):
    """The text of a reading, ready to be drawn. names: of all points, in order; known: the numbers given, where they stand now.

    known_by_tag: the same by the point that they were given in; mergers: the units (their ids) of each proposal to merge some.
    """

    room: Room
    meeting: Meeting
    draft: str
    names: tuple[PointName, ...]
    known: tuple[ChangeNumber, ...]
    known_by_tag: Mapping[str, Sequence[ChangeNumber]]
    mergers: tuple[frozenset[int], ...]

    def units_of(self, name: PointName) -> tuple[Placed, ...]:
        """Give the units of a point."""
        return tuple(self.room.units[at] for at in name.units)

    def find(self, unit_id: int) -> PointName:
        """Find the point that holds a unit. Raises NotFound."""
        for name in self.names:
            if any(self.room.units[at].id == unit_id for at in name.units):
                return name
        raise NotFound(_("There is no such paragraph in this reading."))


class Step(NamedTuple):
    """A point with its neighbours."""

    name: PointName
    previous: PointName | None
    following: PointName | None


def load_room_text(db: Session, negotiation: m.Negotiation, *, upto: int | None = None) -> RoomText:
    """Load the text of a reading as it is now, or as it was after an act.

    Hundreds fetch the same text after each act, so each process keeps it until anything at all changes: every change is an event.
    """
    if upto is not None or writes(db):
        return _load(db, negotiation, upto)
    newest = db.scalar(select(func.max(m.Event.id))) or 0
    return _texts.find((str(db.get_bind().engine.url), negotiation.id, newest), lambda: _load(db, negotiation, None))


def _load(db: Session, negotiation: m.Negotiation, upto: int | None) -> RoomText:
    room = load_room(db, negotiation, upto=upto)
    meeting = meeting_of(negotiation.session)
    known = know_numbers(room.units, room.given, _know)
    return make_text(room, meeting, negotiation.draft.name, known)


def make_text(room: Room, meeting: Meeting, draft: str, known: tuple[ChangeNumber, ...]) -> RoomText:
    """Make a text ready to be drawn."""
    by_tag: dict[str, list[ChangeNumber]] = {}
    for one in known:
        by_tag.setdefault(one.number.rpartition(".")[0], []).append(one)
    mergers = tuple(frozenset(one.units) for unit in room.units for one in unit.state.proposals if one.units)
    return RoomText(room, meeting, draft, name_units(room.units, meeting), known, by_tag, mergers)


def _know(state: r.UnitState, at: int, given: Sequence[Given]) -> tuple[ChangeNumber, ...]:
    """Give the known numbers of a unit, worked out once in a process for each of its states (which is kept, so its id is no other's)."""
    _state, known = _known.find((id(state), at, len(given)), lambda: (state, know_numbers_of(state, at, given)))
    return known


def name_units(placed: Sequence[Placed], meeting: Meeting) -> tuple[PointName, ...]:
    """Name the points of the text."""
    units = tuple(
        c.Unit(at, one.kind, one.label, one.heading, one.state.base if one.kind == "heading" else "", one.level, one.source, one.offset)
        for at, one in enumerate(placed)
    )
    return name_all(units, meeting)


def compile_text(text: RoomText, only: Collection[int]) -> c.Compilation:
    """Lay what waits over the texts. only: indexes of the units that matter; on the others nothing is laid."""
    return lay_out_room(text.draft, leave_plain(text.room.units, only), text.room.speakers, text.meeting.new_word)


def leave_plain(units: Sequence[Placed], but: Collection[int]) -> tuple[Placed, ...]:
    """Leave nothing on the units but on some (their indexes): names and order are those of the whole."""
    return tuple(one if at in but else one._replace(state=begin(one.state.text)) for at, one in enumerate(units))


def draw_point(text: RoomText, name: PointName) -> DrawnPoint | None:
    """Draw one point as the paper would print it now; None where it has no paragraph.

    Drawn once in a process for the same states, numbers and names; what is kept holds those states, so that their ids are no others'.
    """
    indexes, known = _find_related(text, name), tuple(text.known_by_tag.get(name.tag, ()))
    states = [text.room.units[at].state for at in indexes]
    key = (*map(id, states), id(text.names), name, known, text.room.speakers, text.meeting, text.draft)
    _held, drawn = _drawn.find(key, lambda: ((states, text.names), _draw(text, name, indexes, known)))
    return drawn


def _find_related(text: RoomText, name: PointName) -> tuple[int, ...]:
    """Find the units whose proposals are drawn in a point: its own, and those that are to be merged with one of them."""
    own = {unit.id for unit in text.units_of(name)}
    wanted = own.union(*(merger for merger in text.mergers if merger & own))
    return name.units if wanted == own else tuple(at for at, unit in enumerate(text.room.units) if unit.id in wanted)


def _draw(text: RoomText, name: PointName, indexes: Sequence[int], known: Sequence[ChangeNumber]) -> DrawnPoint | None:
    drawn = draw_units(compile_text(text, indexes), text.meeting, only=list(name.units), known=known)
    return drawn[0] if drawn else None


def draw_all(text: RoomText) -> tuple[DrawnPoint, ...]:
    """Draw every point in order; headings are points too."""
    return tuple([drawn for name in text.names if (drawn := draw_point(text, name)) is not None])


def find_step(text: RoomText, unit_id: int) -> Step:
    """Find the point of a unit among its neighbours. Raises NotFound."""
    name = text.find(unit_id)
    at = text.names.index(name)
    return Step(name, text.names[at - 1] if at else None, text.names[at + 1] if at + 1 < len(text.names) else None)
