"""Compare the text of a reading at two moments: what changed in each unit, with the names behind it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wgtracker.papers.trails import Run, Trail, join
from wgtracker.room import model as r
from wgtracker.room.lay import Placed
from wgtracker.room.life import GONE
from wgtracker.text import diff


class Decided(NamedTuple):
    """What became of a delegation's words between the two moments; before: None where they were not tabled yet."""

    by: str
    before: r.Standing | None
    after: r.Standing


class Changed(NamedTuple):
    """A unit that is not as it was. kind: new | gone | changed. runs: from the one text to the other; () where the words are the same.

    before, after: its state (None: it was not there). moved: it stands at another place.
    """

    unit: Placed
    kind: str
    runs: Trail
    before: r.UnitState | None
    after: r.UnitState
    decided: tuple[Decided, ...]
    moved: bool

    @property
    def changes_state(self) -> bool:
        """Tell whether it moved from one state to another, or waits for others."""
        return self.before is None or _state_of(self.before) != _state_of(self.after)


def compare(old: Sequence[Placed], new: Sequence[Placed]) -> tuple[Changed, ...]:
    """List the units that changed, in the order of the new text."""
    known = {unit.id: unit.state for unit in old}
    return tuple(one for unit in new if (one := _compare(unit, known.get(unit.id))) is not None)


def _compare(unit: Placed, before: r.UnitState | None) -> Changed | None:
    after = unit.state
    if before is None:
        return Changed(unit, "new", (Run("insert", after.text, unit.by),), None, after, tuple(_decide(None, after)), False)
    runs = tuple(_name_runs(before, after)) if before.text != after.text else ()
    decided, moved = tuple(_decide(before, after)), before.placed != after.placed
    kind = "gone" if after.status in GONE and before.status not in GONE else "changed"
    marks = (before.brackets, before.reservations) != (after.brackets, after.reservations)
    if not (runs or decided or moved or marks or _state_of(before) != _state_of(after)):
        return None
    return Changed(unit, kind, join(runs), before, after, decided, moved)


def _state_of(state: r.UnitState) -> tuple[object, ...]:
    return state.status, state.pending, state.forum


def _name_runs(before: r.UnitState, after: r.UnitState) -> Iterator[Run]:
    """Draw the difference as the house draws changes; each word that came or went with its names, where an act tells them."""
    at = done = 0
    struck = [one for one in after.struck if one not in before.struck]
    for start, end, new in diff(before.text, after.text):
        yield Run("keep", before.text[done:start])
        at += start - done
        if end > start:
            words = before.text[start:end]
            found = [one for one in struck if one.text in words or words in one.text]
            by = tuple(sorted({name for one in found for name in one.by}))
            yield Run("delete", words, by, max((one.act for one in found), default=0))
        yield from name_words(after, at, at + len(new))
        at, done = at + len(new), end
    yield Run("keep", before.text[done:])


def name_words(state: r.UnitState, start: int, end: int) -> Iterator[Run]:
    """Give a stretch of the text as insertions, run by run of its history."""
    at = 0
    for span in state.spans:
        first, last = max(start, at), min(end, at + span.length)
        if first < last:
            yield Run("insert", state.text[first:last], span.by, span.act)
        at += span.length


def _decide(before: r.UnitState | None, after: r.UnitState) -> Iterator[Decided]:
    """Say of each delegation's words whether they stand elsewhere now; many pieces with one fate are said once."""
    known = {} if before is None else {piece.id: piece.standing for piece in before.pieces}
    told = [Decided(piece.by, known.get(piece.id), piece.standing) for piece in after.pieces if known.get(piece.id) != piece.standing]
    yield from dict.fromkeys(told)
