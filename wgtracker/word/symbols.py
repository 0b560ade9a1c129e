"""Give the character that a w:sym element stands for (ECMA-376 part 1, 17.3.3.30).

Codes F020..F0FF are places in a symbol font, not characters: those of Symbol and the common ones of Wingdings become the
Unicode characters that a reader sees; any other stays as it is written.
"""

from lxml import etree

from wgtracker.word import tags

_CHAR = tags.W + "char"
_FONT = tags.W + "font"


def _row(first: int, characters: str) -> dict[int, str]:
    return {first + at: character for at, character in enumerate(characters) if character != " "}


_SYMBOL = {
    **_row(0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    **_row(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    **_row(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    **_row(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"),
    **_row(0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈"),
    **_row(0xE5, "∑"),
    **_row(0xF1, "〉∫"),
    0x20: " ",
}
_WINGDINGS = {
    0x20: " ",
    **_row(0x6C, "●❍■□"),
    **_row(0x70, "❐❑❒⬧⧫◆"),
    0x9E: "·",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "◻",
    0xD8: "➢",
    **_row(0xDF, "←→↑↓"),
    0xE8: "➔",
    **_row(0xFB, "✗✓☒☑"),
}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def read_symbol(element: etree._Element) -> str:
    """Give the symbol as a character, "" where its code is none."""
    try:
        code = int(element.get(_CHAR, ""), 16)
    except ValueError:
        return ""
    place = code - 0xF000 if 0xF020 <= code <= 0xF0FF else code
    known = _FONTS.get(element.get(_FONT, "").lower(), {}).get(place) if place < 0x100 else None
    if known is not None:
        return known
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""
