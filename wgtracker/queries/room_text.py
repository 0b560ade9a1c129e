"""Draw the text in the room with the paper's own functions: screen, desks, print and Word show the same paragraphs and numbers."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.meeting import Meeting
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _
from wgtracker.papers.numbers import ChangeNumber
from wgtracker.papers.points import DrawnPoint, PointName, draw_units, name_points
from wgtracker.queries.compilation import meeting_of
from wgtracker.queries.room import Room, load_room
from wgtracker.room.lay import Placed, lay_out_room
from wgtracker.room.numbers import know_numbers
from wgtracker.room.steps import begin

_KEPT = 32
_names: "OrderedDict[tuple[Any, ...], tuple[PointName, ...]]" = OrderedDict()
_lock = Lock()


class RoomText(NamedTuple):
    """The text of a reading, ready to be drawn. names: of all points, in order; known: the numbers given, where they stand now."""

    room: Room
    meeting: Meeting
    draft: str
    names: tuple[PointName, ...]
    known: tuple[ChangeNumber, ...]

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
    """Load the text of a reading as it is now, or as it was after an act."""
    room = load_room(db, negotiation, upto=upto)
    meeting = meeting_of(negotiation.session)
    return RoomText(room, meeting, negotiation.draft.name, name_units(room.units, meeting), know_numbers(room.units, room.given))


def name_units(placed: Sequence[Placed], meeting: Meeting) -> tuple[PointName, ...]:
    """Name the points; the same units under the same facts are named once in a process."""
    units = tuple(
        c.Unit(at, one.kind, one.label, one.heading, one.state.base if one.kind == "heading" else "", one.level, one.source, one.offset)
        for at, one in enumerate(placed)
    )
    key = (units, meeting)
    with _lock:
        found = _names.get(key)
    if found is None:
        found = name_points(units, meeting)
        with _lock:
            _names[key] = found
            while len(_names) > _KEPT:
                _names.popitem(last=False)
    return found


def compile_text(text: RoomText, only: Collection[int] | None = None) -> c.Compilation:
    """Lay what waits over the texts. only: indexes of the units that matter; on the others nothing is laid."""
    units = text.room.units
    if only is not None:
        units = leave_plain(units, only)
    return lay_out_room(text.draft, units, text.room.speakers, text.meeting.new_word)


def leave_plain(units: Sequence[Placed], but: Collection[int]) -> tuple[Placed, ...]:
    """Leave nothing on the units but on some (their indexes): names and order are those of the whole."""
    return tuple(one if at in but else one._replace(state=begin(one.state.text)) for at, one in enumerate(units))


def draw_point(text: RoomText, name: PointName) -> DrawnPoint | None:
    """Draw one point as the paper would print it now; None where it has no paragraph."""
    drawn = draw_units(compile_text(text, name.units), text.meeting, only=list(name.units), known=text.known)
    return drawn[0] if drawn else None


def draw_all(text: RoomText) -> tuple[DrawnPoint, ...]:
    """Draw every point in order; headings are points too."""
    return draw_units(compile_text(text), text.meeting, known=text.known)


def find_step(text: RoomText, unit_id: int) -> Step:
    """Find the point of a unit among its neighbours. Raises NotFound."""
    name = text.find(unit_id)
    at = text.names.index(name)
    return Step(name, text.names[at - 1] if at else None, text.names[at + 1] if at + 1 < len(text.names) else None)
