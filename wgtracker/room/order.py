"""Work out in which order the units stand: as in the draft, with what came in and what was moved since."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Entry(NamedTuple):
    """A unit was put after another (None: first) by an act. Of a unit of the draft the first entry is its place there, act 0.

    inside: it is a sub-paragraph, and stands before paragraphs that came in at the same place.
    """

    act: int
    unit: int
    after: int | None
    inside: bool = False


def put_in_order(draft: Sequence[int], entries: Iterable[Entry]) -> tuple[int, ...]:
    """Give the ids of all units in order. What comes in after a unit stands behind what came in there earlier."""
    order = list(draft)
    followers: dict[int | None, list[int]] = {}
    inner: set[int] = set()
    for _act, unit, after, inside in sorted(entries, key=lambda entry: entry.act):
        if unit in order:
            order.remove(unit)
            for group in followers.values():
                if unit in group:
                    group.remove(unit)
        followers.pop(unit, None)  # what was put after it stays where it is, and does not stand behind it
        earlier = [one for one in followers.get(after, ()) if one in order and (not inside or one in inner)]
        behind = max(earlier, key=order.index) if earlier else after
        inner |= {unit} if inside else set()
        order.insert(order.index(behind) + 1 if behind in order else 0 if behind is None else len(order), unit)
        followers.setdefault(after, []).append(unit)
    return tuple(order)
