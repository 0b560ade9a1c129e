"""One clock, and every instant shown where the meeting is and where the reader is."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from wgtracker import clock, i18n
from wgtracker.errors import BadInput

ROOT = Path(__file__).resolve().parent.parent
SIX = ("en", "ar", "es", "fr", "ru", "zh")
FORTY = """Africa/Abidjan Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos Africa/Nairobi Africa/Windhoek
    America/Adak America/Argentina/Buenos_Aires America/Bogota America/Caracas America/Chicago America/Havana America/La_Paz
    America/Mexico_City America/New_York America/Santiago America/Sao_Paulo America/St_Johns Antarctica/Troll Asia/Dhaka Asia/Dubai
    Asia/Gaza Asia/Jerusalem Asia/Kathmandu Asia/Kolkata Asia/Pyongyang Asia/Shanghai Asia/Tehran Asia/Tokyo Atlantic/Azores
    Australia/Lord_Howe Australia/Sydney Europe/Dublin Europe/London Europe/Vienna Pacific/Apia Pacific/Auckland Pacific/Chatham
    Pacific/Kiritimati""".split()
ZONES = st.sampled_from(FORTY)
WALLS = st.datetimes(datetime(1950, 1, 1), datetime(2060, 1, 1)).map(lambda wall: wall.replace(microsecond=0))
OPENING = datetime(2020, 10, 1, 16, 0, tzinfo=UTC)


@time_machine.travel(datetime(2020, 10, 1, 16, 0, tzinfo=UTC), tick=False)
def test_the_clock_can_be_stopped() -> None:
    assert clock.now() == OPENING
    assert clock.now().utcoffset() == timedelta()
    assert clock.show_interval(OPENING + timedelta(days=2)) == "in 2 days"


@given(WALLS, ZONES)
def test_a_wall_time_is_one_instant_or_refused(wall: datetime, zone: str) -> None:
    instants = {at for fold in (0, 1) if (at := wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)) and _wall(at, zone) == wall}
    if len(instants) == 1:
        assert clock.local_to_utc(wall, zone) == instants.pop()
    else:
        with pytest.raises(BadInput, match="comes twice" if instants else "does not exist"):
            clock.local_to_utc(wall, zone)


@given(WALLS, ZONES)
def test_every_instant_comes_back_from_what_the_clocks_show(at: datetime, zone: str) -> None:
    instant = at.replace(tzinfo=UTC)
    wall = _wall(instant, zone)
    if _offset(wall, zone, 0) == _offset(wall, zone, 1):
        assert clock.local_to_utc(wall, zone) == instant
    else:
        assert clock.show_offset(instant, zone) in clock.show_moment(instant, zone)


@pytest.mark.parametrize("zone", FORTY)
def test_each_change_of_the_clocks_is_told_from_other_times(zone: str) -> None:
    """Walk through the days of four years on which the clocks are changed: what is refused is what the clocks skip or repeat."""
    refused, unclear = [], []
    for day in range(4 * 365):
        start = datetime(2018, 1, 1) + timedelta(days=day)
        if _offset(start - timedelta(hours=12), zone) != _offset(start + timedelta(hours=36), zone):
            for wall in (start + timedelta(minutes=30 * half) for half in range(48)):
                if _offset(wall, zone, 0) != _offset(wall, zone, 1):
                    unclear.append(wall)
                try:
                    clock.local_to_utc(wall, zone)
                except BadInput:
                    refused.append(wall)
    assert refused == unclear


def _offset(wall: datetime, zone: str, fold: int = 0) -> timedelta | None:
    return wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset()


def _wall(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


@pytest.mark.parametrize(
    ("wall", "zone", "sentence"),
    [
        (
            datetime(2021, 3, 28, 2, 30),
            "Europe/Vienna",
            "02:30 on Sunday 28 March 2021 does not exist in Vienna: the clocks go forward from 02:00 to 03:00. Choose another time.",
        ),
        (
            datetime(2021, 4, 4, 1, 45),
            "Australia/Lord_Howe",
            "01:45 on Sunday 4 April 2021 comes twice in Lord Howe Island: the clocks go back from 02:00 to 01:30. Choose another time.",
        ),
    ],
)
def test_the_sentence_says_how_the_clocks_change(wall: datetime, zone: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        clock.local_to_utc(wall, zone)
    assert refused.value.sentence == sentence


def test_a_moment_is_shown_where_the_meeting_is_and_then_where_the_reader_is() -> None:
    assert clock.show_moment(OPENING, "Europe/Vienna") == "Thursday 1 October 2020, 18:00 Vienna"
    assert clock.show_moment(OPENING, "Europe/Vienna", "Europe/Vienna") == "Thursday 1 October 2020, 18:00 Vienna"
    assert clock.show_moment(OPENING, "Europe/Vienna", "America/Sao_Paulo") == "Thursday 1 October 2020, 18:00 Vienna (13:00 São Paulo)"
    assert (
        clock.show_moment(OPENING, "Europe/Vienna", "Asia/Tokyo")
        == "Thursday 1 October 2020, 18:00 Vienna (Friday 2 October 2020, 01:00 Tokyo)"
    )


def test_in_the_hour_that_comes_twice_the_offset_is_said() -> None:
    first = datetime(2021, 10, 31, 0, 30, tzinfo=UTC)
    assert clock.show_moment(first, "Europe/Vienna") == "Sunday 31 October 2021, 02:30 Vienna, UTC+2"
    assert clock.show_moment(first + timedelta(hours=1), "Europe/Vienna") == "Sunday 31 October 2021, 02:30 Vienna, UTC+1"
    assert clock.show_time(first, "Europe/Vienna") == "02:30 (Vienna, UTC+2)"


def test_a_deadline_at_midnight_belongs_to_the_day_that_ends() -> None:
    midnight = clock.local_to_utc(clock.read_wall("2020-09-25", "24:00"), "Europe/Vienna")
    assert midnight == datetime(2020, 9, 25, 22, tzinfo=UTC)
    assert clock.show_deadline(midnight, "Europe/Vienna") == "Friday 25 September 2020, 24:00 Vienna"
    assert clock.show_moment(midnight, "Europe/Vienna") == "Saturday 26 September 2020, 00:00 Vienna"
    assert clock.show_deadline(midnight, "Europe/Vienna", "America/Bogota").endswith(
        "24:00 Vienna (Friday 25 September 2020, 17:00 Bogotá)"
    )
    assert clock.show_deadline(OPENING, "Europe/Vienna") == clock.show_moment(OPENING, "Europe/Vienna")


@given(WALLS, ZONES, ZONES, st.sampled_from(SIX))
def test_every_moment_can_be_shown_in_every_language_with_western_digits(at: datetime, zone: str, other: str, tag: str) -> None:
    instant = at.replace(tzinfo=UTC)
    with i18n.use(tag):
        shown = clock.show_deadline(instant, zone, other)
        shown += clock.show_short(instant, zone) + clock.show_time(instant, zone) + clock.show_interval(instant, OPENING)
        assert clock.city(zone) in shown
    assert f"{instant.astimezone(ZoneInfo(zone)):%H:%M}" in shown
    assert not any(sign.isdigit() and not sign.isascii() for sign in shown)


def test_names_come_in_the_language_in_use() -> None:
    said = {}
    for tag in SIX:
        with i18n.use(tag):
            said[tag] = (
                clock.city("Europe/Vienna"),
                clock.show_day(date(2020, 10, 1)),
                clock.show_interval(OPENING + timedelta(hours=3), OPENING),
            )
    assert said["en"] == ("Vienna", "Thursday 1 October 2020", "in 3 hours")
    assert said["fr"] == ("Vienne", "jeudi 1 octobre 2020", "dans 3 heures")
    assert said["zh"] == ("维也纳", "2020年10月1日星期四", "3小时后")
    assert len(set(said.values())) == 6


def test_days_are_written_as_un_documents_write_them() -> None:
    assert clock.show_days(date(2020, 10, 1), date(2020, 10, 1)) == "1 October 2020"
    assert clock.show_days(date(2020, 10, 1), date(2020, 10, 2)) == "1 and 2 October 2020"
    assert clock.show_days(date(2020, 10, 12), date(2020, 10, 16)) == "12–16 October 2020"
    assert clock.show_days(date(2020, 9, 30), date(2020, 10, 2)) == "30 September–2 October 2020"
    assert clock.show_days(date(2020, 12, 30), date(2021, 1, 2)) == "30 December 2020–2 January 2021"
    with i18n.use("fr"):
        assert clock.show_days(date(2020, 10, 12), date(2020, 10, 16)) == "12–16 oct. 2020"
    assert clock.show_short(OPENING, "Europe/Vienna") == "1 Oct 2020, 18:00"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "now"),
        (59, "in less than a minute"),
        (-1, "less than a minute ago"),
        (-4 * 60 - 30, "4 minutes ago"),
        (59 * 60 + 59, "in 59 minutes"),
        (3600, "in 1 hour"),
        (47 * 3600 + 3599, "in 47 hours"),
        (71 * 3600, "in 2 days"),
        (59 * 86400, "in 59 days"),
        (89 * 86400, "in 2 months"),
        (-700 * 86400, "23 months ago"),
        (3 * 365 * 86400, "in 3 years"),
    ],
)
def test_an_interval_never_promises_more_than_is_left(seconds: int, shown: str) -> None:
    assert clock.show_interval(OPENING + timedelta(seconds=seconds), OPENING) == shown


def test_offsets_and_stamps_are_exact() -> None:
    zones = ["Europe/Vienna", "America/St_Johns", "Asia/Kathmandu", "America/Sao_Paulo", "UTC", "Africa/Abidjan"]
    assert [clock.show_offset(OPENING, zone) for zone in zones] == ["UTC+2", "UTC−2:30", "UTC+5:45", "UTC−3", "UTC", "UTC"]
    assert clock.stamp(OPENING.astimezone(ZoneInfo("Asia/Tokyo"))) == "2020-10-01T16:00:00Z"


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        clock.show_moment(datetime(2020, 10, 1), "Europe/Vienna")


@pytest.mark.parametrize(
    ("day", "time", "wall"),
    [
        ("2020-09-25", "18:00", datetime(2020, 9, 25, 18)),
        ("2020-09-25T18:00", "", datetime(2020, 9, 25, 18)),
        ("2020-09-25T18:00:30", "", datetime(2020, 9, 25, 18)),
        (" 25 September 2020 ", "9.05", datetime(2020, 9, 25, 9, 5)),
        ("Friday, 25 sept 2020", "0:00", datetime(2020, 9, 25)),
        ("25.9.2020", "", datetime(2020, 9, 25)),
        ("2020-12-31", "24:00", datetime(2021, 1, 1)),
        ("2020-02-29", "23:59", datetime(2020, 2, 29, 23, 59)),
    ],
)
def test_days_and_times_are_read_as_people_write_them(day: str, time: str, wall: datetime) -> None:
    assert clock.read_wall(day, time) == wall


@pytest.mark.parametrize(
    ("day", "time", "says"),
    [
        ("", "", "is not a date"),
        ("25/09/2020", "", "is not a date"),
        ("soon", "", "is not a date"),
        ("25 Brumaire 2020", "", "no such day"),
        ("2021-02-29", "", "no such day"),
        ("20200-09-25", "", "is not a date"),
        ("0020-09-25", "", "The year 0020 cannot be meant"),
        ("2020-09-25", "24:01", "is not a time of day"),
        ("2020-09-25", "12:60", "is not a time of day"),
        ("2020-09-25", "6 pm", "is not a time of day"),
        ("2020-09-25T", "25:00", "is not a time of day"),
        ("٢٠٢٠-٠٩-٢٥", "\u0661\u0668:٠٠ x", "is not a"),
    ],
)
def test_what_is_no_day_or_time_says_how_to_write_one(day: str, time: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        clock.read_wall(day, time)


@given(st.text(max_size=30), st.text(max_size=10))
def test_anything_typed_is_read_or_refused_with_a_sentence(day: str, time: str) -> None:
    try:
        wall = clock.read_wall(day, time)
    except BadInput:
        return
    assert wall.tzinfo is None


def test_the_zones_to_choose_from_have_one_name_each() -> None:
    zones = clock.zones(OPENING)
    assert zones[0].name == "UTC"
    assert len({(zone.region, zone.city) for zone in zones}) == len(zones) > 400
    vienna = next(zone for zone in zones if zone.name == "Europe/Vienna")
    assert vienna == ("Europe/Vienna", "Vienna", "Europe", "UTC+2")
    for zone in zones:
        assert clock.read_zone(zone.name)
    assert {"São Paulo", "Bogotá", "N’Djamena", "Río Gallegos"} <= {zone.city for zone in zones}


@pytest.mark.parametrize("name", ["", "../etc/passwd", "/etc/localtime", "Europe", "\0", "Vienna"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="is not a time zone"):
        clock.read_zone(name)


def test_a_machine_without_zones_says_what_to_install() -> None:
    # The package tzdata, which a library may have brought along, is taken away too.
    code = (
        "import sys\nsys.modules['tzdata'] = None\nfrom wgtracker.clock import read_zone\n"
        "try:\n    read_zone('Europe/Vienna')\nexcept Exception as e:\n    print(e)"
    )
    environment = {**os.environ, "PYTHONTZPATH": "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=True)
    assert "apt install tzdata" in done.stdout
