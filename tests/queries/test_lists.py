"""Lists: chosen, sorted and cut in one way; what is exported is what is shown."""

from datetime import UTC, datetime

import pytest

from wgtracker.queries.lists import PAGE, Column, Line, Wish, show_list

COLUMNS = (
    Column("unit", "Unit"),
    Column("who", "Who", chosen=True),
    Column("count", "Count", "num"),
    Column("at", "At", "moment"),
    Column("never", "Never"),
)
ROWS = (
    Line(1, ("10.", "Türkiye", 5, None, "")),
    Line(2, ("2.", "Brazil", None, datetime(2020, 1, 2, tzinfo=UTC), "")),
    Line(3, ("2 bis", "Côte d’Ivoire", 11, datetime(2020, 1, 1, tzinfo=UTC), "")),
)


def ids(wish: Wish) -> list[int]:
    return [line.id for line in show_list("List", COLUMNS, ROWS, wish).rows]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(), [1, 2, 3]),
        (Wish(sort="unit"), [2, 3, 1]),
        (Wish(sort="who"), [2, 3, 1]),
        (Wish(sort="-count"), [2, 3, 1]),
        (Wish(sort="count"), [1, 3, 2]),
        (Wish(sort="at"), [3, 2, 1]),
        (Wish(sort="no such column"), [1, 2, 3]),
        (Wish(words="turkiye"), [1]),
        (Wish(words="COTE ivoire"), [3]),
        (Wish(where={"who": "Brazil"}), [2]),
        (Wish(where={"who": "Nobody"}), [1, 2, 3]),
        (Wish(where={"count": "5"}), [1, 2, 3]),
        (Wish(page=99), [1, 2, 3]),
    ],
)
def test_a_list_is_as_the_reader_wishes_and_whole_for_a_wish_that_means_nothing(wish: Wish, expected: list[int]) -> None:
    assert ids(wish) == expected


def test_columns_that_hold_nothing_are_left_out() -> None:
    assert [column.key for column in show_list("List", COLUMNS, ROWS, Wish()).columns] == ["unit", "who", "count", "at"]


def test_pages_cut_what_is_shown_and_not_what_is_exported() -> None:
    rows = [Line(n, (str(n), "A" if n % 2 else "B", n, None, "")) for n in range(PAGE * 3)]
    listing = show_list("List", COLUMNS, rows, Wish(where={"who": "A"}, page=2))
    assert (len(listing.rows), len(listing.all_rows), listing.whole, listing.pages) == (PAGE // 2, PAGE * 3 // 2, PAGE * 3, 2)
