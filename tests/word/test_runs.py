"""Runs by script: nothing lost, Arabic and Chinese found, neutrals where a reader expects them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtracker.word.model import Run
from wgtracker.word.runs import is_mixed, locale, reads_right_to_left, runs, script_of_language


@pytest.mark.parametrize(
    ("text", "lang", "parts"),
    [
        ("plain “text” No. 12", "", [("plain “text” No. 12", "")]),
        ("see مادة 12، فقرة (3).", "", [("see ", ""), ("مادة 12، فقرة", "ar-SA"), (" (3).", "")]),
        ("اتفاقية (UNODC) رقم 5.", "ar", [("اتفاقية (", "ar"), ("UNODC", ""), (") رقم 5.", "ar")]),
        ("建议第12条，UNODC。", "zh", [("建议第12条，", "zh"), ("UNODC", ""), ("。", "zh")]),
        ("the word 建议 in French", "fr", [("the word ", "fr"), ("建议", "zh-CN"), (" in French", "fr")]),
        ("かな and 한국어 and שלום", "", [("かな", "ja-JP"), (" and ", ""), ("한국어", "ko-KR"), (" and ", ""), ("שלום", "he-IL")]),
        ("e\u0301 وً", "", [("e\u0301 ", ""), ("وً", "ar-SA")]),
        ("(12)", "ar", [("(12)", "ar")]),
        ("", "ar", []),
    ],
)
def test_text_is_split_by_script(text: str, lang: str, parts: list[tuple[str, str]]) -> None:
    assert [(run.text, run.lang) for run in runs(text, "WGName", lang)] == parts
    assert {run.style for run in runs(text, "WGName", lang)} <= {"WGName"}


@given(
    st.text(st.sampled_from("abc \u0301\u200d12.,(é建议かوفقاש_\n😀\U0001e900\ud800") | st.characters(exclude_categories=())),
    st.sampled_from(["", "en", "ar", "zh"]),
)
def test_nothing_is_lost_and_neighbours_differ(text: str, lang: str) -> None:
    parts = runs(text, "", lang)
    assert "".join(part.text for part in parts) == text
    assert all(part.text for part in parts)
    scripts = [script_of_language(part.lang) for part in parts]
    assert all(a != b for a, b in pairwise(scripts))
    if lang == "" and not is_mixed(text):
        assert parts == ((Run(text),) if text else ())


def test_a_long_mixed_text_is_split_at_once() -> None:
    text = "word, " * 50_000 + "وفقا"
    assert [len(part.text) for part in runs(text)] == [300_000, 4]


def test_the_first_letter_gives_a_paragraph_its_direction() -> None:
    assert reads_right_to_left("12. «وفقا» and English")
    assert not reads_right_to_left("Egypt: وفقا")
    assert not reads_right_to_left("12…")


def test_a_bare_language_gets_its_usual_region() -> None:
    assert [locale(lang) for lang in ("fr", "zh-Hant", "fr-CA", "")] == ["fr-FR", "zh-TW", "fr-CA", ""]
