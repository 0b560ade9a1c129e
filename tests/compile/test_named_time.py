"""A day with a time in a file's name is read; a day alone, two moments or other numbers are not."""

import pytest

from wgtracker.compile.named_time import read_named_time


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("2020-09-25 1745 Brazil.docx", "2020-09-25T17:45"),
        ("Brazil 20200925T174530.docx", None),
        ("Brazil_20200925_1745.docx", "2020-09-25T17:45"),
        ("Egypt (2020.09.25 at 17.45).docx", "2020-09-25T17:45"),
        ("2020-09-25 Brazil.docx", None),
        ("CTOC-COP-WG.4-2020-1.docx", None),
        ("2020-13-25 1745.docx", None),
        ("2020-02-31 1745.docx", None),
        ("2020-09-25 1745 2020-09-26 1800.docx", None),
        ("2020-09-25 1745, again 2020-09-25 1745.docx", "2020-09-25T17:45"),
        ("١٢٣ 2020-09-25 ١٧٤٥.docx", None),
        ("", None),
    ],
)
def test_a_moment_in_a_name(name: str, moment: str | None) -> None:
    found = read_named_time(name)
    assert (found.isoformat(timespec="minutes") if found else None) == moment
