"""A deadline is a local time in a named zone."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wgtracker.compile.deadline import read_deadline, read_zone
from wgtracker.errors import BadInput

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2020-09-25T18:00 Europe/Vienna", datetime(2020, 9, 25, 16, tzinfo=UTC)),
        ("2020-09-25 18:00 Europe/Vienna", datetime(2020, 9, 25, 16, tzinfo=UTC)),
        ("2020-12-25T18:00 Europe/Vienna", datetime(2020, 12, 25, 17, tzinfo=UTC)),
        ("2020-09-25T18:00 America/New_York", datetime(2020, 9, 25, 22, tzinfo=UTC)),
        ("2020-09-25T18:00+02:00", datetime(2020, 9, 25, 16, tzinfo=UTC)),
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
    ],
)
def test_what_is_no_deadline_says_how_to_write_one(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_deadline(text, "Europe/Vienna")


@pytest.mark.parametrize("name", ["", "../etc/passwd", "/etc/localtime", "Europe", "\0", "Vienna"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="is not a time zone"):
        read_zone(name)


def test_a_machine_without_zones_says_what_to_install() -> None:
    # The package tzdata, which a library may have brought along, is taken away too.
    code = (
        "import sys\nsys.modules['tzdata'] = None\nfrom wgtracker.compile.deadline import read_zone\n"
        "try:\n    read_zone('Europe/Vienna')\nexcept Exception as e:\n    print(e)"
    )
    environment = {**os.environ, "PYTHONTZPATH": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert "apt install tzdata" in done.stdout
