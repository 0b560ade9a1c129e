"""Turn the draft into its units: every paragraph of the body, in order, with its kind, label and topic."""

import re
from collections.abc import Iterable

from wgtracker.compile.labels import is_heading, is_number, is_sub, split_label
from wgtracker.compile.model import Unit
from wgtracker.compile.sides import Side
from wgtracker.errors import UnusableDraft
from wgtracker.word.model import ParagraphIn, Reading

_UNFINISHED = re.compile(r"[.;:!?؛؟。；：]\s*$")


def read_units(reading: Reading, sides: Iterable[Side]) -> tuple[Unit, ...]:
    """List the draft's units. Raises UnusableDraft where no paragraph is numbered.

    sides: the draft's paragraphs as they read (its own tracked changes taken as accepted).
    """
    units: list[Unit] = []
    topics: list[tuple[int, str]] = []
    under_number = 0
    for side in sides:
        first = reading.paragraphs[side.first]
        label, text, offset = label_of(side, first)
        kind, level = _kind(label, text, first, under_number)
        if kind == "heading":
            topics = [topic for topic in topics if topic[0] < level]
        topic = topics[-1][1] if topics else ""
        if kind == "heading":
            topics.append((level, text))
        if kind in ("heading", "recommendation"):
            under_number = 1 if kind == "recommendation" else 0
        units.append(Unit(len(units), kind, label, topic, text, level, first.source, offset))
    if not any(unit.kind == "recommendation" for unit in units):
        raise UnusableDraft(
            "The draft has no numbered paragraph, so there is nothing that a proposal could refer to. "
            "Number its recommendations (1., 2., ...; typed or automatic) and give the file again."
        )
    return tuple(_with_chapeaux(units))


def label_of(side: Side, first: ParagraphIn) -> tuple[str, str, int]:
    """Split a paragraph into (label as shown, text, offset of the text); an automatic number is not part of the text."""
    stripped = side.text.strip()
    lead = len(side.text) - len(side.text.lstrip())
    if first.label:
        return first.label, stripped, lead
    label, rest = split_label(stripped)
    return label, rest, lead + len(stripped) - len(rest)


def _kind(label: str, text: str, first: ParagraphIn, under_number: int) -> tuple[str, int]:
    if first.heading:
        return "heading", first.heading
    if first.cell:
        return "cell", 0
    if is_heading(label) and not first.plain and not first.level and (not first.label or _looks_like_heading(text, first)):
        return "heading", 1 if label[:-1] in ("I", "II", "III", "IV", "VI", "VII", "VIII") else 2
    if is_number(label) and not first.level:
        return "recommendation", 0
    if is_sub(label) or (first.level and (label or under_number)):
        return "subparagraph", first.level or 1
    if is_number(label):
        return "recommendation", first.level or 0
    if not label and not first.plain and _looks_like_heading(text, first):
        return "heading", 2
    return "text", 0


def _looks_like_heading(text: str, first: ParagraphIn) -> bool:
    """Take a short line, all of it bold or underlined and without a full stop, for a heading typed without a style."""
    words = [piece for piece in first.pieces if piece.text.strip() and piece.deleted is None]
    return len(text) <= 160 and bool(words) and all(piece.hand == "mark" for piece in words) and not _UNFINISHED.search(text)


def _with_chapeaux(units: list[Unit]) -> Iterable[Unit]:
    """Name as chapeau a text that leads into numbered paragraphs: directly before one, or ending with a colon before one."""
    for unit in units:
        after = units[unit.index + 1] if unit.index + 1 < len(units) else None
        leads = after is not None and after.kind in ("recommendation", "subparagraph")
        if unit.kind == "text" and leads:
            yield Unit(unit.index, "chapeau", unit.label, unit.topic, unit.text, unit.level, unit.source, unit.offset)
        else:
            yield unit
