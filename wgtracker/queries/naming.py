"""Name the points of a draft, or of the text in the room: the same units under the same facts are named once in a process."""

from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Unit
from wgtracker.papers.points import PointName, name_points
from wgtracker.queries.kept import Kept

_names: Kept[tuple[tuple[Unit, ...], Meeting], tuple[PointName, ...]] = Kept(64)


def name_all(units: tuple[Unit, ...], meeting: Meeting) -> tuple[PointName, ...]:
    """Name the points of a draft."""
    return _names.find((units, meeting), lambda: name_points(units, meeting))
