"""Clean hostile characters once, at the boundary of the written file, and escape what is left for XML.

XML 1.0 has no place for most C0 controls, lone surrogates, U+FFFE and U+FFFF; one of them in one comment would make the
whole paper unreadable.
"""

import re

_SPECIAL = re.compile("[\x00-\x1f<>&\ud800-\udfff\ufffe\uffff]")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c]")
_BLANKS = re.compile(r"\s+")
_PARTS = re.compile("([\t\n])")
# Bidi controls, zero-width characters, line and paragraph separators: in a name they can only mislead.
_MISLEADING = re.compile("[\x7f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_EMBEDS, _ISOLATES = frozenset("\u202a\u202b\u202d\u202e"), frozenset("\u2066\u2067\u2068")
_END_EMBEDDING, _END_ISOLATE = "\u202c", "\u2069"
_LONGEST_NAME, _LONGEST_INITIALS = 255, 9  # in UTF-16 units, as Word counts them


def clean_text(text: str) -> str:
    """Return text as a Word file can hold it: every line end a line feed, what XML cannot hold left out."""
    if not _SPECIAL.search(text):
        return text
    return _DROPPED.sub("", _BREAKS.sub("\n", text))


def close_turns(text: str) -> str:
    """Return text with every direction that it opens closed at its end, so that it does not turn what is written after it.

    What is added is PDF and PDI alone (Unicode Standard Annex 9, explicit directional embeddings, overrides and isolates).
    """
    if text.isascii() or not _TURNS.search(text):
        return text
    owed: list[str] = []
    for mark in _TURNS.findall(text):
        if mark in _EMBEDS:
            owed.append(_END_EMBEDDING)
        elif mark in _ISOLATES:
            owed.append(_END_ISOLATE)
        elif mark == _END_EMBEDDING:
            if owed and owed[-1] == mark:
                owed.pop()
        elif mark in owed:  # the end of an isolate ends the embeddings opened in it
            del owed[len(owed) - 1 - owed[::-1].index(mark) :]
    return text + "".join(reversed(owed))


def clean_line(text: str) -> str:
    """Return clean text on one line, for titles, captions and attributes: white space becomes single spaces."""
    return _BLANKS.sub(" ", clean_text(text)).strip()


def plain_name(name: str) -> str:
    """Return a name that shows what it is: one line, no bidi controls, nothing invisible; "" where nothing is left."""
    return clean_line(_MISLEADING.sub(" ", name))


def clean_name(name: str) -> str:
    """Return a plain name as an author's, 255 characters at most.

    A longer one ends in " …"; a name with nothing left is "Author", the word Word itself puts for a removed name.
    """
    line = plain_name(name)
    short = _first_units(line, _LONGEST_NAME)
    return (short if short == line else _first_units(line, _LONGEST_NAME - 2).rstrip() + " …") or "Author"


def clean_initials(initials: str) -> str:
    """Return initials as clean as a name, nine characters at most, "" where nothing is left."""
    return _first_units(clean_line(_MISLEADING.sub("", initials)), _LONGEST_INITIALS)


def _first_units(text: str, most: int) -> str:
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def escape(text: str) -> str:
    """Escape clean text for element content and for attributes in double quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def attribute(text: str) -> str:
    """Return any text as the value of an attribute: one line, clean, escaped."""
    return escape(clean_line(text))


def text_xml(text: str, tag: str = "w:t") -> str:
    """Return any text as the content of a w:r: w:t (or w:delText) elements, with w:tab and w:br between them."""
    if not _SPECIAL.search(text):
        return f'<{tag} xml:space="preserve">{text}</{tag}>' if text else ""
    clean = escape(clean_text(text))
    if "\n" not in clean and "\t" not in clean:
        return f'<{tag} xml:space="preserve">{clean}</{tag}>' if clean else ""
    out = []
    for part in _PARTS.split(clean):
        if part == "\n":
            out.append("<w:br/>")
        elif part == "\t":
            out.append("<w:tab/>")
        elif part:
            out.append(f'<{tag} xml:space="preserve">{part}</{tag}>')
    return "".join(out)
