"""The order of the units: every unit stands in it once, whatever came in and was moved."""

from hypothesis import given
from hypothesis import strategies as st

from wgtracker.room.order import Entry, put_in_order

UNITS = st.integers(1, 6)
MOVES = st.lists(st.tuples(UNITS, st.none() | st.integers(1, 8)), max_size=8)


@given(MOVES)
def test_every_unit_stands_in_it_once(moves: list[tuple[int, int | None]]) -> None:
    entries = [Entry(n, unit, after) for n, (unit, after) in enumerate(moves, 1)]
    order = put_in_order([1, 2, 3, 4], entries)
    assert sorted(order) == sorted({1, 2, 3, 4} | {unit for unit, _ in moves})
    if moves and moves[-1][1] is not None and moves[-1][1] != moves[-1][0] and moves[-1][1] in order:
        unit, after = moves[-1]
        assert order.index(unit) > order.index(after)


def test_what_comes_in_later_stands_behind_what_came_in_there_earlier() -> None:
    assert put_in_order([1, 2], [Entry(4, 8, 1), Entry(3, 7, 1), Entry(5, 9, None)]) == (9, 1, 7, 8, 2)


def test_what_comes_in_after_a_unit_that_was_moved_stands_behind_it_where_it_is_now() -> None:
    moved = [Entry(1, 2, 1), Entry(2, 1, 2), Entry(3, 3, 1)]
    assert put_in_order([1, 2, 3, 4], moved) == (2, 1, 3, 4)
