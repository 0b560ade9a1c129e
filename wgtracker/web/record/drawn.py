"""Draw all points of a text for a page, each with the states of its paragraphs."""

from typing import NamedTuple

from markupsafe import Markup

from wgtracker.papers.points import PointName
from wgtracker.queries.room_text import RoomText, draw_all
from wgtracker.room.lay import Placed
from wgtracker.web.drawing import Sheet, draw


class ShownPoint(NamedTuple):
    """A point as a page shows it."""

    name: PointName
    units: tuple[Placed, ...]
    html: Markup
    said: Markup


def draw_points(text: RoomText) -> list[ShownPoint]:
    """Draw the text as the paper prints it, with all that waits."""
    return [
        ShownPoint(
            drawn.name,
            text.units_of(drawn.name),
            draw(drawn.wording, Sheet(shift=1)),
            draw(drawn.comments, Sheet(shift=1)) if drawn.comments else Markup(""),
        )
        for drawn in draw_all(text)
    ]
