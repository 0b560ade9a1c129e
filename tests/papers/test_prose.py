"""Dates, numbers and series as United Nations English writes them."""

from datetime import date

import pytest

from wgtracker.papers import prose


def test_numbers_under_ten_are_words_and_thousands_have_commas() -> None:
    assert [prose.in_words(n) for n in (0, 1, 9, 10, 1204)] == ["no", "one", "nine", "10", "1,204"]
    assert prose.count(1, "comment") == "one comment"
    assert prose.count(2, "entity", "entities") == "two entities"


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (date(2020, 9, 10), date(2020, 9, 11), "on 10 and 11 September 2020"),
        (date(2010, 1, 27), date(2010, 1, 29), "from 27 to 29 January 2010"),
        (date(2020, 9, 30), date(2020, 10, 2), "from 30 September to 2 October 2020"),
        (date(2020, 12, 31), date(2021, 1, 2), "from 31 December 2020 to 2 January 2021"),
        (date(2020, 9, 10), date(2020, 9, 10), "on 10 September 2020"),
    ],
)
def test_spans_of_days_read_as_prose(start: date, end: date, written: str) -> None:
    assert prose.span_in_prose(start, end).replace("\u00a0", " ") == written


@pytest.mark.parametrize(
    ("stamp", "written"),
    [
        ("2020-10-25T00:30:00+00:00", "25 October 2020, 2.30 a.m."),  # before the clocks go back in Vienna
        ("2020-10-25T01:30:00+00:00", "25 October 2020, 2.30 a.m."),  # after
        ("2020-09-25T16:00:00+00:00", "25 September 2020, 6 p.m."),
        ("2020-09-25T10:00:00+00:00", "25 September 2020, noon"),
        ("yesterday", "yesterday"),
    ],
)
def test_times_are_those_of_the_meeting(stamp: str, written: str) -> None:
    assert prose.local_time(stamp, "Europe/Vienna").replace("\u00a0", " ") == written


def test_a_deadline_is_written_with_its_zone_or_as_typed() -> None:
    assert prose.deadline_in_full("2020-09-25T18:00 Europe/Vienna").replace("\u00a0", " ") == "25 September 2020, 6 p.m. (Vienna time)"
    assert prose.deadline_in_full("end of September") == "end of September"
    assert prose.deadline_day("2020-09-25T18:00 Europe/Vienna").replace("\u00a0", " ") == "25 September 2020"


def test_series_have_no_comma_before_and() -> None:
    assert [prose.series(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
