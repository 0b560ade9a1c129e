"""Draw the text of a closed round with everybody's input, and keep what was drawn while nothing changes."""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile.model import Compilation
from wgtracker.i18n import language
from wgtracker.papers.comments import draw_comments
from wgtracker.papers.points import draw_units
from wgtracker.papers.sources import general_comments
from wgtracker.queries.compilation import facts_of, read_round
from wgtracker.queries.papers import known_numbers, list_issued
from wgtracker.web.delegate.drawn import ShownPoint, show_points
from wgtracker.web.drawing import draw

_KEPT = 4
_drawn: "OrderedDict[tuple[object, ...], Reading]" = OrderedDict()
_lock = Lock()


class Reading(NamedTuple):
    """The text to read: its points, and what is said on the whole."""

    points: tuple[ShownPoint, ...]
    general: Markup


def draw_reading(db: Session, round_: m.Round, seen: frozenset[int] | None) -> Reading:
    """Give the text of a round. seen: whose input, None for everybody's. Change numbers are those of the paper issued last."""
    issued = list_issued(db, round_)
    key = (
        str(db.get_bind().engine.url), round_.id, round_.texts, round_.version, round_.session.version, seen, language(),
        tuple(paper.id for paper in issued),
    )  # fmt: skip
    with _lock:
        found = _drawn.get(key)
        if found is not None:
            _drawn.move_to_end(key)
            return found
    compiled = read_round(db, round_, seen)
    drawn = draw_units(compiled.compilation, facts_of(round_), known=known_numbers(issued))
    made = Reading(tuple(show_points(drawn, compiled.text, {})), draw_general(compiled.compilation))
    with _lock:
        _drawn[key] = made
        while len(_drawn) > _KEPT:
            _drawn.popitem(last=False)
    return made


def draw_general(compilation: Compilation) -> Markup:
    """Draw what is said on the text as a whole, "" where nothing is."""
    blocks = draw_comments(general_comments(compilation))
    return draw(blocks) if blocks else Markup("")
