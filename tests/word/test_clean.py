"""What may be written: the traps that break Word files, one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from wgtracker.word.clean import attribute, clean_initials, clean_line, clean_name, clean_text, text_xml


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\r\nb\rc\x0bd\x0ce", "a\nb\nc\nd\ne"),
        ("a\x00\x01\x08\x0e\x1fb", "ab"),
        ("a\ud800b\udfffc\ufffed\uffff", "abcd"),
        ("\t  keep \u00a0 and \u200d 😀 \ufdd0", "\t  keep \u00a0 and \u200d 😀 \ufdd0"),
    ],
)
def test_text_is_cleaned(text: str, clean: str) -> None:
    assert clean_text(text) == clean


def test_a_line_is_one_line() -> None:
    assert clean_line(" a\r\n\tb\x0bc ") == "a b c"


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("\u2066مصر\u2069", "مصر"),
        ("Bra\u200bzil", "Bra zil"),
        ("  \ufeff ", "Author"),
        ("Iran (Islamic Republic of)", "Iran (Islamic Republic of)"),
    ],
)
def test_names_show_what_they_are(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_names_and_initials_are_as_long_as_word_reads_them() -> None:
    for name in ("A" * 300, "😀" * 200):
        clean = clean_name(name)
        assert clean.endswith(" …")
        assert len(clean.encode("utf-16-le")) in (2 * 254, 2 * 255)
    assert clean_initials("\u202eA\x00B C😀😀😀😀") == "AB C😀😀"


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_makes_well_formed_xml_and_comes_back_clean(text: str) -> None:
    element = etree.fromstring(f'<x xmlns:w="w" a="{attribute(text)}">{text_xml(text)}</x>')
    back = "".join({"{w}tab": "\t", "{w}br": "\n"}.get(str(e.tag), e.text or "") for e in element)
    assert back == clean_text(text) == clean_text(clean_text(text))
    assert element.get("a") == clean_line(text)
