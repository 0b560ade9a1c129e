"""A symbol is read as the character that a reader sees."""

import pytest

from tests.word.files import read_body


@pytest.mark.parametrize(
    ("font", "code", "character"),
    [
        ("Symbol", "F061", "α"),
        ("Symbol", "F057", "Ω"),
        ("Symbol", "F0B7", "•"),
        ("Symbol", "F0A3", "≤"),
        ("Symbol", "F0AE", "→"),
        ("Symbol", "F0C0", "ℵ"),
        ("Symbol", "F0DE", "⇒"),
        ("Symbol", "F0E5", "∑"),
        ("symbol", "0062", "β"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0E0", "→"),
        ("MS Gothic", "2612", "☒"),
        ("Own", "F041", "\uf041"),
        ("Symbol", "", ""),
        ("Symbol", "D800", ""),
        ("Symbol", "FFFFFFFFFF", ""),
        ("Symbol", "-1", ""),
    ],
)
def test_symbol(font: str, code: str, character: str) -> None:
    reading = read_body(f'<p>{{a}}<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r></p>')
    assert reading.final == ("a" + character,)
