"""The table: complete, dated without gaps, of one spelling, and quick to load."""

from datetime import date
from itertools import pairwise

import pytest

from wgtracker.countries import CATEGORIES, by_name
from wgtracker.countries.folding import fold, fold_cells
from wgtracker.countries.table import Name, load_table, name_party

ROWS = [Name(*row.split("\t")) for rows in load_table().rows.values() for row in rows]  # type: ignore[arg-type]
STATES = [row for row in ROWS if row.category == "State" and not row.valid_to]


def test_it_holds_193_members_the_two_observers_and_the_two_other_states() -> None:
    assert len(STATES) == 193 + 2 + 2
    assert len({row.iso2 for row in STATES}) == len({row.code for row in STATES}) == len({row.m49 for row in STATES}) == 197
    assert all(len(row.iso2) == 2 and len(row.code) == 3 and len(row.m49) == 3 and row.m49.isdigit() for row in STATES)


def test_every_category_is_known_and_the_european_union_is_an_organization_of_integration() -> None:
    assert {row.category for row in ROWS} <= set(CATEGORIES)
    assert [row.english for row in ROWS if row.category == "REIO" and not row.valid_to] == ["European Union"]
    assert list(CATEGORIES) == ["State", "REIO", "IGO", "UN", "NGO", "other"]


def test_the_periods_of_a_party_meet_without_gap_or_overlap() -> None:
    for code, rows in load_table().rows.items():
        names = sorted((Name(*row.split("\t")) for row in rows), key=lambda name: name.valid_from)  # type: ignore[arg-type]
        assert (names[0].valid_from, names[-1].valid_to) == ("", ""), code
        assert len({(name.category, name.iso2, name.m49) for name in names}) == 1, code
        for earlier, later in pairwise(names):
            assert earlier.valid_to == later.valid_from, code
            date.fromisoformat(later.valid_from)


def test_the_quick_folding_of_the_whole_table_is_the_folding_of_each_cell() -> None:
    with open("wgtracker/countries/parties.tsv", encoding="utf-8") as file:
        lines = file.read().split("\n")[1:]
    for line, folded in zip(lines[:-1], fold_cells("\n".join(lines)).split("\n")):
        names, quick = (text.split("\t", 6)[6].replace("\t", ";").split(";") for text in (line, folded))
        assert [name.strip() for name in quick] == [fold(name) for name in names]


def test_only_korea_is_ambiguous() -> None:
    assert {name for name, codes in load_table().names.items() if " " in codes} == {"korea", "coree", "corea"}


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("SWZ", date(2018, 4, 18), "Swaziland"),
        ("SWZ", date(2018, 4, 19), "Eswatini"),
        ("MKD", date(2019, 2, 11), "The former Yugoslav Republic of Macedonia"),
        ("MKD", date(2020, 9, 10), "North Macedonia"),
        ("TUR", date(2020, 9, 10), "Turkey"),
        ("TUR", date(2022, 6, 1), "Türkiye"),
        ("NLD", date(2020, 9, 10), "Netherlands"),
        ("NLD", date(2024, 1, 1), "Netherlands (Kingdom of the)"),
        ("CPV", date(2013, 1, 1), "Cape Verde"),
        ("CPV", date(2020, 1, 1), "Cabo Verde"),
        ("CZE", date(2016, 1, 1), "Czech Republic"),
        ("CZE", date(2017, 1, 1), "Czechia"),
        ("EU", date(2008, 1, 1), "European Community"),
        ("TUR", None, "Türkiye"),
    ],
)
def test_a_party_bears_the_name_of_the_day(code: str, day: date | None, name: str) -> None:
    assert name_party(code, day).name == name


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("Bahamas", "Bahrain"),
        ("Congo", "Costa Rica"),
        ("Costa Rica", "Côte d'Ivoire"),
        ("Côte d'Ivoire", "Croatia"),
        ("Democratic People's Republic of Korea", "Democratic Republic of the Congo"),
        ("Gambia", "Georgia"),
        ("Guinea", "Guinea-Bissau"),
        ("Iran (Islamic Republic of)", "Iraq"),
        ("Qatar", "Republic of Korea"),
        ("Republic of Korea", "Republic of Moldova"),
        ("Tunisia", "Türkiye"),
        ("Türkiye", "Turkmenistan"),
        ("United Kingdom of Great Britain and Northern Ireland", "United Republic of Tanzania"),
        ("Viet Nam", "Yemen"),
    ],
)
def test_the_alphabet_of_the_paper(name: str, before: str) -> None:
    earlier, later = by_name(name, None), by_name(before, None)
    assert earlier is not None
    assert later is not None
    assert earlier.sort_key < later.sort_key
