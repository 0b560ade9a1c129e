"""What is written is found by what people type, in every language, on both databases; nothing typed is an operator."""

import unicodedata
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from wgtracker.db import Database
from wgtracker.searching import FTS5_TOKENIZER, WORDS_AS_VECTOR, normal, query_terms, to_fts5, to_tsquery

TEXTS = {
    "en": "States consider funding for the Conference (CTOC/COP/2020/CRP.3, paragraph 3 bis), as the State’s Anti-Corruption policy.",
    "es": "Los Estados deberían considerar la AMPLIACIÓN de la cooperación en 3.1 y 31.",
    "fr": "Le financement de l’adaptation : voir l'annexe A12 et la Côte d’Ivoire (point 3 (a)).",
    "ru": "Финансирование помощи ещё обсуждается; см. пункт 3 ter.",
    "ar": "ينبغي للدول أن تنظر في التمويل والمساعدة الإلتزام رقم ٤٧",
    "zh": "各国应考虑气候适应供资第5条",
    "th": "รัฐควรพิจารณาการเงิน",
}
Find = Callable[[str], set[str]]


@pytest.fixture
def find(empty_database_url: str) -> Iterator[Find]:
    """Search the texts above with the database itself."""
    database = Database(empty_database_url)
    lite = database.engine.dialect.name == "sqlite"
    with database.write() as db:
        if lite:
            db.execute(sql(f"CREATE VIRTUAL TABLE found USING fts5(name UNINDEXED, words, tokenize='{FTS5_TOKENIZER}')"))
        else:
            db.execute(sql("CREATE TABLE found (name text, words text)"))
            db.execute(sql(f"CREATE INDEX found_words ON found USING gin (({WORDS_AS_VECTOR}))"))
        for name, written in {**TEXTS, "empty": ""}.items():
            db.execute(sql("INSERT INTO found VALUES (:name, :words)"), {"name": name, "words": normal(written)})
    where = "found MATCH :query" if lite else f"{WORDS_AS_VECTOR} @@ CAST(:query AS tsquery)"

    def search(typed: str) -> set[str]:
        query = to_fts5(typed) if lite else to_tsquery(typed)
        if not query:
            return set()
        with database.read() as db:
            return {str(row[0]) for row in db.execute(sql(f"SELECT name FROM found WHERE {where}"), {"query": query})}

    yield search
    database.close()


QUERIES = [
    *[("funding", "en"), ("ampliacion", "es"), ("ФИНАНСИРОВАНИЕ", "ru"), ("تمويل", "ar"), ("التمويل", "ar"), ("气候", "zh")],
    *[("气候适应", "zh"), ("适应", "zh"), ("l'adaptation", "fr"), ("financement", "fr")],
    *[
        ("CRP.3", "en"),
        ("crp3", "en"),
        ("CTOC/COP/2020/CRP.3", "en"),
        ("COP/2020", "en"),
        ("3 bis", "en"),
        ("3bis", "en"),
        ("3\u00a0BIS", "en"),
    ],
    *[("3 ter", "ru"), ("3.1", "es"), ("31", "es"), ("A12", "fr"), ("a12", "fr"), ("3 (a)", "fr"), ("3(a)", "fr")],
    *[("state", "en"), ("states", "en"), ("the State's", "en"), ("confer", "en"), ("anti-corruption", "en"), ("anticorruption", "en")],
    *[
        ("anti corruption", "en"),
        ("Cote d'Ivoire", "fr"),
        ("Ivoire", "fr"),
        ("annexe", "fr"),
        ("l’annexe", "fr"),
        ("еще", "ru"),
        ("пункт", "ru"),
    ],
    *[("التزام", "ar"), ("الالتزام", "ar"), ("مساعدة", "ar"), ("والمساعده", "ar"), ("الدول", "ar"), ("47", "ar"), ("٤٧", "ar")],
    *[("应", "zh"), ("条", "zh"), ("第5条", "zh"), ("５", "zh"), ("การเงิน", "th"), ("cooperacion ampliacion", "es")],
]


def test_each_query_finds_its_text_and_no_other(find: Find) -> None:
    assert [(typed, find(typed)) for typed, _ in QUERIES] == [(typed, {language}) for typed, language in QUERIES]


NOTHING = ["", " ", "!!!", '"', "'", "*", "👍", "\0", "\ud800", "()", "--", "\u202e", "_"]
NOT_THERE = [
    "30",
    "CRP.4",
    "CRP.31",
    "3 quater",
    "2 bis",
    "A1",
    "A 1",
    "3.11",
    "气应",
    "候气",
    "fun ding",
    "ampliación Ausencia",
    "2020/3",
]
HOSTILE = ["funding' | 'x", 'funding" OR "x', "NOT funding", "words:funding", "funding AND", "NEAR(funding, 2)", "{words}: x", "funding:*"]


def test_what_is_not_there_is_not_found(find: Find) -> None:
    assert {typed: find(typed) for typed in [*NOTHING, *NOT_THERE] if find(typed)} == {}
    assert all(query_terms(typed) for typed in NOT_THERE)
    assert not any(query_terms(typed) for typed in NOTHING)


def test_operators_are_words_like_others(find: Find) -> None:
    assert find("funding*") == find("^funding") == find("+funding -") == find("'funding':*") == find('"funding"') == {"en"}
    for typed in HOSTILE:
        assert find(typed) <= {"en"}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60))
def test_anything_typed_is_a_query_that_both_databases_take(find: Find, typed: str) -> None:
    assert find(typed) <= set(TEXTS)


def _matches(words: str, typed: str) -> bool:
    """Compare as the databases do."""
    have = words.split()

    def has(word: str, prefix: bool = False) -> bool:
        return any(other.startswith(word) if prefix else other == word for other in have)

    return all(has(term.word, term.prefix) or (bool(term.parts) and all(has(part) for part in term.parts)) for term in query_terms(typed))


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_a_text_is_found_by_itself_wherever_it_stands(typed: str, before: str, after: str) -> None:
    assert _matches(normal(f"{before}\n{typed}\n{after}"), typed)


@given(st.text(max_size=80))
def test_case_and_marks_and_spelling_in_unicode_do_not_matter(typed: str) -> None:
    for form in ("NFC", "NFD"):
        assert normal(unicodedata.normalize(form, typed)) == normal(typed)
    for other in (typed.casefold(), typed.upper(), typed.title()):
        if other.casefold() == typed.casefold():
            assert normal(other) == normal(typed)


@given(st.text(max_size=200))
def test_words_are_letters_and_digits_only(written: str) -> None:
    words = normal(written).split(" ") if normal(written) else []
    assert all(word.isalnum() and len(word) <= 60 and word == word.casefold() for word in words)


def test_the_words_of_a_symbol_stand_by_their_parts_and_neighbours() -> None:
    assert normal("CRP.3") == "crp crp3 3"
    assert normal("3.1 / 31") == "3 3z1 1 31"
    assert normal("3 bis or 3") == "3 3bis bis or 3"
    assert normal("气候适应") == "气候 候适 适应 应"
    assert normal("L’État d'Ivoire, les États") == "etat ivoire les etat"


def test_very_long_input_takes_no_time_and_few_terms() -> None:
    assert len(query_terms("word " * 10_000 + "a b c d " * 10_000)) <= 24
    assert len(normal("x" * 100_000)) == 60
    assert _matches(normal("x" * 100_000), "x" * 100_000)
