"""A deadline is a local time in a named zone."""

from datetime import UTC, datetime

import pytest

from wgtracker.compile.deadline import read_deadline
from wgtracker.errors import BadInput


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2020-09-25T18:00 Europe/Vienna", datetime(2020, 9, 25, 16, tzinfo=UTC)),
        ("2020-09-25 18:00 Europe/Vienna", datetime(2020, 9, 25, 16, tzinfo=UTC)),
        ("2020-12-25T18:00 Europe/Vienna", datetime(2020, 12, 25, 17, tzinfo=UTC)),
        ("2020-09-25T18:00 America/New_York", datetime(2020, 9, 25, 22, tzinfo=UTC)),
        ("2020-09-25T18:00+02:00", datetime(2020, 9, 25, 16, tzinfo=UTC)),
        ("2020-09-25T24:00 Europe/Vienna", datetime(2020, 9, 25, 22, tzinfo=UTC)),
        ("2020-09-25T18:00", datetime(2020, 9, 25, 9, tzinfo=UTC)),
    ],
)
def test_a_deadline_is_read_in_its_zone_or_the_meetings(text: str, instant: datetime) -> None:
    assert read_deadline(text, "Asia/Tokyo") == instant


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Friday", "is not a deadline"),
        ("2020-09-25T18:00 Vienna", "“Vienna” is not a time zone"),
        ("2020-09-25T25:00", "is not a deadline"),
        ("9999-12-31T24:00", "is not a deadline"),
        ("2021-03-28T02:30 Europe/Vienna", "does not exist in Vienna"),
        ("2021-10-31T02:30 Europe/Vienna", "comes twice in Vienna"),
    ],
)
def test_what_is_no_deadline_says_how_to_write_one(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_deadline(text, "Europe/Vienna")
