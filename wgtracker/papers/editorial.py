"""Look at the draft's text with an editor's eye: warn, never alter. For the staff note only.

Rules: United Nations Editorial Manual on headings, numbers and length; "States parties" as current texts of the Conference write it.
"""

import re
from collections.abc import Iterator

from wgtracker.compile.model import Compilation, NegotiatedUnit
from wgtracker.papers.outline import Heading, Outline

SECRETARIAT_WORDS = 8_500
OTHER_WORDS = 10_700
_PAIRS = {")": "(", "]": "[", "}": "{"}
_BRACKETS = re.compile(r"[()\[\]{}]")
_ENUMERATION = re.compile(r"(?:^|(?<=\s))(?:[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\)")


def check_draft(compilation: Compilation, outline: Outline) -> list[str]:
    """List what an editor would ask about, in the order of the draft."""
    warnings = list(_lone_headings(outline))
    for unit in compilation.units:
        ref = outline.refs.get(unit.unit.index)
        name = ref.name if ref else f"paragraph {unit.unit.index + 1}"
        warnings.extend(f"{name}: {what}" for what in _check_text(unit))
    warnings.extend(_length(compilation))
    return warnings


def _check_text(unit: NegotiatedUnit) -> Iterator[str]:
    text = unit.unit.text
    lone = unbalanced(text)
    if lone:
        yield f"the bracket “{lone}” has no partner"
    if "%" in text and unit.unit.kind != "cell":
        yield "“%” stands for “per cent” outside a table"
    if "States Parties" in text or "State Party" in text:
        yield "“States Parties” is written “States parties” in current texts"


def unbalanced(text: str) -> str:
    """Give the first bracket without its partner, or "". The bracket of "a)" that opens an item is none."""
    if "(" not in text and "[" not in text and ")" not in text and "]" not in text:
        return ""
    open_ones: list[str] = []
    for found in _BRACKETS.finditer(_ENUMERATION.sub("", text) if text.count(")") > text.count("(") else text):
        sign = found.group()
        if sign in _PAIRS.values():
            open_ones.append(sign)
        elif not open_ones or open_ones.pop() != _PAIRS[sign]:
            return sign
    return open_ones[-1] if open_ones else ""


def _lone_headings(outline: Outline) -> Iterator[str]:
    """Warn of a subheading that stands alone under its heading."""
    below: list[Heading] = []
    headings = [item for item in outline.items if isinstance(item, Heading) and item.depth]
    topics = [heading for heading in headings if heading.depth == 2]
    if len(topics) == 1:
        yield f"the heading “{topics[0].text}” stands alone: a heading A needs a heading B"
    for heading in [*headings, None]:
        if heading is not None and heading.depth > 2:
            below.append(heading)
            continue
        if len(below) == 1:
            yield f"the subheading “{below[0].text}” stands alone under its heading"
        below = []


def _length(compilation: Compilation) -> Iterator[str]:
    words = sum(len(unit.unit.text.split()) for unit in compilation.units)
    if words > OTHER_WORDS:
        yield f"the draft has {words:,} words; the limit is {OTHER_WORDS:,} ({SECRETARIAT_WORDS:,} for a text of the Secretariat)"
    elif words > SECRETARIAT_WORDS:
        yield f"the draft has {words:,} words; the limit for a text of the Secretariat is {SECRETARIAT_WORDS:,}"
