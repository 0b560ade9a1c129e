"""Finding a delegation in file names as people give them, and finding none where there is none."""

import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtracker.countries import by_name, find, sort_key
from wgtracker.countries.finding import LANGUAGE_CODES, NEVER_CODES, WORDLIKE_CODES
from wgtracker.countries.table import Name, load_table

TENTH_MEETING = date(2020, 9, 10)
ROWS = [Name(*row.split("\t")) for rows in load_table().rows.values() for row in rows]  # type: ignore[arg-type]
STATES = [row for row in ROWS if row.category == "State"]
PRESENT = [row for row in ROWS if not row.valid_to]


def found(text: str, on: date | None = TENTH_MEETING) -> str | None:
    party = find(text, on).party
    return party.name if party else None


@pytest.mark.parametrize(
    "pattern",
    [
        "05_Comments from {} (final)",
        "{}",
        "WG10 draft - {} - track changes v2",
        "{}_comments_FR",
        "Commentaires {} (révisé) 2",
        "UNODC-draft_{}.docx",
    ],
)
def test_every_state_is_found_by_its_english_and_french_name(pattern: str) -> None:
    wrong = []
    for row in STATES:
        today = by_name(row.code, TENTH_MEETING)
        assert today is not None, row.english
        for name in (row.english, row.french):
            for spelling in (name, name.replace(" ", "_"), name.upper(), name.casefold(), unicodedata.normalize("NFD", name)):
                if found(pattern.format(spelling)) != today.name:
                    wrong.append(spelling)
        assert by_name(row.english, TENTH_MEETING) == by_name(row.french, TENTH_MEETING) == today, row.english
    assert wrong == []
    assert len(STATES) > 150


def test_every_party_is_found_by_each_of_its_other_names() -> None:
    wrong = []
    for row in PRESENT:
        for name in filter(None, (row.english, row.french, *row.also.split(";"))):
            if " " not in load_table().names.get(sort_key(name), "") and name not in {"AU"}:
                told = (getattr(by_name(name, None), "name", None), found(name, None))
                if told != (row.english, row.english):
                    wrong.append((name, row.english, told))
    assert wrong == []
    assert len(PRESENT) > 250


def code_cases(row: Name) -> Iterator[tuple[str, bool]]:
    """Give texts with a State's codes that name it, and whether each does."""
    yield f"{row.code}.docx", row.code not in NEVER_CODES
    yield f"{row.code.lower()}", row.code not in NEVER_CODES
    yield f"03 {row.code}", row.code not in NEVER_CODES | {"MAR"}
    for code in (row.code, row.iso2):
        yield f"03_{code}_comments", code not in NEVER_CODES | {"AU"}
        yield f"comments ({code})", code not in NEVER_CODES | {"AU"}
        yield f"Draft WG.4 {code} rev 2", code not in NEVER_CODES | WORDLIKE_CODES
        yield f"DRAFT {code} FINAL", code not in NEVER_CODES | WORDLIKE_CODES
        yield f"{code} comments {row.english}", code not in LANGUAGE_CODES | {"AU"}


def test_every_state_is_found_by_its_codes() -> None:
    rows = [row for row in STATES if not row.valid_to]
    cases = [(text, row.english) for row in rows for text, names_it in code_cases(row) if names_it]
    assert [(text, name, found(text, None)) for text, name in cases if found(text, None) != name] == []
    assert len(cases) > 11 * len(rows)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Niger", "Niger"),
        ("Nigeria comments", "Nigeria"),
        ("Comments Guinea Bissau", "Guinea-Bissau"),
        ("GuineaBissau", "Guinea-Bissau"),
        ("EquatorialGuinea_v2", "Equatorial Guinea"),
        ("guinea equatorial", "Equatorial Guinea"),
        ("Papua New Guinea", "Papua New Guinea"),
        ("Papúa Nueva Guinea", "Papua New Guinea"),
        ("Congo", "Congo"),
        ("Republic of the Congo", "Congo"),
        ("DR Congo", "Democratic Republic of the Congo"),
        ("Congo, Dem. Rep.", "Democratic Republic of the Congo"),
        ("Congo, The Democratic Republic of the", "Democratic Republic of the Congo"),
        ("DRC_comments", "Democratic Republic of the Congo"),
        ("Dominica", "Dominica"),
        ("Dominican Republic", "Dominican Republic"),
        ("Sudan", "Sudan"),
        ("South Sudan", "South Sudan"),
        ("Sudán del Sur", "South Sudan"),
        ("Mali", "Mali"),
        ("Somalia", "Somalia"),
        ("Oman", "Oman"),
        ("Romania", "Romania"),
        ("Ireland", "Ireland"),
        ("Great Britain and Northern Ireland", "United Kingdom of Great Britain and Northern Ireland"),
        ("uk comments", "United Kingdom of Great Britain and Northern Ireland"),
        ("U.K. reply", "United Kingdom of Great Britain and Northern Ireland"),
        ("USAComments", "United States of America"),
        ("US_comments", "United States of America"),
        ("Estados Unidos Mexicanos", "Mexico"),
        ("south-korea", "Republic of Korea"),
        ("Korea, Republic of", "Republic of Korea"),
        ("Korea (DPR)", "Democratic People's Republic of Korea"),
        ("Russia", "Russian Federation"),
        ("Laos", "Lao People's Democratic Republic"),
        ("Syria", "Syrian Arab Republic"),
        ("VietNam", "Viet Nam"),
        ("Turkey", "Turkey"),
        ("Türkiye", "Turkey"),
        ("Swaziland", "Eswatini"),
        ("Holland", "Netherlands"),
        ("the Netherlands", "Netherlands"),
        ("CoteDIvoire", "Côte d'Ivoire"),
        ("Côte d’Ivoire", "Côte d'Ivoire"),
        ("Commentaires de l'Égypte", "Egypt"),
        ("southafrica_final", "South Africa"),
        ("Brazil2", "Brazil"),
        ("BR_comments_FR", "Brazil"),
        ("BRAComments", "Brazil"),
        ("comments_FR", "France"),
        ("Comments EU and its member States", "European Union"),
        ("G77 and China", "Group of 77 and China"),
        ("Sovereign Order of Malta", "Sovereign Order of Malta"),
        ("UNODC_draft_Brazil", "Brazil"),
        ("UNODC_draft_BRA", "Brazil"),
        ("UNODC comments", "United Nations Office on Drugs and Crime"),
        ("WHO_comments", "World Health Organization"),
        ("CoE comments", "Council of Europe"),
        ("UNHCR_comments_FR", "Office of the United Nations High Commissioner for Refugees"),
        ("中国意见", "China"),
        ("تعليقات مصر", "Egypt"),
        ("Комментарии России", "Russian Federation"),
        ("México", "Mexico"),
        ("Perú", "Peru"),
        ("España", "Spain"),
    ],
)
def test_a_file_name_as_people_give_it(text: str, name: str) -> None:
    assert found(text) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Brazil and France joint", ("Brazil", "France")),
        ("Korea", ("Democratic People's Republic of Korea", "Republic of Korea")),
        ("AU", ("African Union", "Australia")),
        ("BRA_FRA", ("Brazil", "France")),
        ("BR CZ", ("Brazil", "Czechia")),
        ("African Group (Egypt)", ("African Group", "Egypt")),
    ],
)
def test_two_names_are_said_to_be_ambiguous(text: str, names: tuple[str, ...]) -> None:
    assert find(text, TENTH_MEETING) == (None, names)


WORDS_ONLY = """cover letter;comments on draft;no changes;NO changes;final version;Annex 2;reply;Comments and proposals
COMMENTS AND CHANGES;track changes accepted;draft recommendations REV 1;CTOC COP WG.4 2020 CRP.1;we support all;IN REVIEW;to do
AS SENT;let us see;what we can do;IT IS FINAL;AT THE MEETING;Comments (clean);note verbale;Note verbale No 12;per paragraph
PER PARAGRAPH;and more;ARE WE DONE;my comments;ME AND MY TEAM;is it so;so be it;TO BE SENT;WE CAN DO IT
réponse AU projet;REPONSE AU PROJET;projet de réponse;commentaires EN annexe;comentarios DE la delegacion;PROPUESTAS DE ENMIENDA
el texto final;LA RESPUESTA;05 MAR 2020;5 MAR;10 AM;18h PM;ID 4;doc AL 2;REV2;WG10;CRP 3;EN;Discussion points
discussion_points_tenth_meeting;WG TIP 2020;Recommendations (SOM);Permanent Mission;Statement by the Chair;working group GT 4
Copy of draft;Untitled;Document1;new text;scan 001;who should act;WHO SHOULD ACT;human rights HR;page 3 PT 2;guideline;no;to"""


@pytest.mark.parametrize("text", ["comments {}", "{} comments", "reply-{}-final", "05 {} (final)", "comments_{}_rev1"])
@pytest.mark.parametrize(("code", "name"), [("CHE", "Switzerland"), ("CAN", "Canada"), ("PER", "Peru"), ("DOM", "Dominican Republic")])
def test_a_code_of_three_letters_counts_among_small_letters(text: str, code: str, name: str) -> None:
    assert found(text.format(code), TENTH_MEETING) == name


@pytest.mark.parametrize("text", ["DE_comments", "comments-DE", "comments_DE_rev1", "reply (DE)"])
def test_a_code_of_two_letters_counts_where_it_is_set_off(text: str) -> None:
    assert found(text, TENTH_MEETING) == "Germany"


@pytest.mark.parametrize("text", [text for line in WORDS_ONLY.splitlines() for text in line.split(";")])
def test_words_name_nobody(text: str) -> None:
    assert find(text, TENTH_MEETING) == (None, ())


def test_a_day_decides_the_printed_name_and_none_is_today() -> None:
    assert [found("TUR", on) for on in (date(2022, 5, 31), date(2022, 6, 1), None)] == ["Turkey", "Türkiye", "Türkiye"]


def test_a_name_of_no_table_is_sorted_without_article_and_accents() -> None:
    assert [sort_key(name) for name in ("The Élan Network", "élan", "Zonta (Int'l)")] == ["elan network", "elan", "zonta int l"]
    assert [by_name(text, None) for text in ("Brazil comments", "", "Korea")] == [None, None, None]


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    answer = find(text, TENTH_MEETING)
    assert answer.party is None or not answer.ambiguous


@given(st.sampled_from(PRESENT), st.text("abc 12_-().", max_size=6), st.text("abc 12_-().", max_size=6))
def test_words_around_do_not_change_what_is_found(row: Name, before: str, after: str) -> None:
    assert found(f"{before} {row.english} {after}", None) == row.english
