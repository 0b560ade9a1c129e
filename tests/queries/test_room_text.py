"""What a process keeps of the text in the room is what it would work out anew: after every act, undone or not, in every point."""

from contextlib import suppress
from random import Random
from typing import Any

import pytest

from tests.reading import Reading
from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict
from wgtracker.queries import naming, room, room_text
from wgtracker.queries.room_text import draw_all, draw_point, load_room_text
from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.text import diff

KEPT = (room._states, room._acts, room._given, naming._names, room_text._texts, room_text._drawn, room_text._known)


def tell(reading: Reading) -> list[Any]:
    """Tell all that is drawn of the text: as a whole, and point by point."""
    with reading.database.read() as db:
        text = load_room_text(db, db.get_one(m.Negotiation, reading.id))
    alone = [draw_point(text, name) for name in text.names]
    return [(one.name, one.blocks, one.numbers, one.proposers) for drawn in (draw_all(text), alone) for one in drawn if one is not None]


def act_at_random(reading: Reading, dice: Random, opened: int) -> None:
    """Do something to one unit, or undo the last act."""
    units = reading.room().units
    unit = dice.choice([one for one in units if one.label])
    waiting = [piece.id for piece in unit.state.pieces if piece.standing == r.Standing.PENDING]
    last = reading.room().last
    text = unit.state.text
    merger = r.Proposal("", "Kenya", "merge", 1, text, (), f"{text} And more.", r.Origin.FLOOR, units=(units[0].id, unit.id))
    new = text.replace("should", "shall")
    made: list[r.What] = [
        r.Tabled(merger),
        r.Tabled(r.Proposal("", "Egypt", "replace", 1, text, diff(text, new), new, r.Origin.FLOOR)),
        r.Bracketed(text, 0, len(text), ("Kenya",)),
        r.Placed(units[0].id),
        r.Moved(Status.REOPENED if unit.state.status == Status.AGREED else Status.UNDER_NEGOTIATION),
        *(r.Took((piece,)) for piece in waiting[:1]),
        *(r.Left((piece,)) for piece in waiting[-1:]),
        *([r.Undone(last)] if last > opened and unit.state.last == last else []),
    ]
    with suppress(Conflict, BadInput):
        reading.do(unit.label, dice.choice(made))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_is_what_would_be_worked_out(reading: Reading, seed: int) -> None:
    dice, opened = Random(seed), reading.room().last
    for _ in range(14):
        act_at_random(reading, dice, opened)
        kept = tell(reading)
        for one in KEPT:
            one.clear()
        assert tell(reading) == kept
    assert reading.room().last > opened + 6
