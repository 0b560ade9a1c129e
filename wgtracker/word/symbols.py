"""Give the character that a w:sym element stands for (ECMA-376 part 1, 17.3.3.30)."""

from lxml import etree

from wgtracker.word import tags

_CHAR = tags.W + "char"


def read_symbol(element: etree._Element) -> str:
    """Give the symbol as a character: its code point as written, "" where the code is none."""
    try:
        code = int(element.get(_CHAR, ""), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""
