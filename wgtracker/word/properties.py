"""Read a paragraph's properties: style, list, outline level, and what its mark does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.paragraphs import Physical
from wgtracker.word.revisions import MARK_KINDS, Found

if TYPE_CHECKING:
    from wgtracker.word.walk import Walker


def read_paragraph_properties(walker: Walker, now: Physical, properties: etree._Element) -> tuple[list[Found], bool]:
    """Fill `now` from a w:pPr; give the changes of its mark, and whether a section ends with it."""
    marks: list[Found] = []
    ends_section = changed = False
    for child in properties:
        tag = child.tag
        if tag == tags.P_STYLE:
            now.style = child.get(tags.VAL, "")
        elif tag == tags.R_PR:
            _read_mark(walker, now, child, marks)
        elif tag == tags.NUM_PR:
            now.numbering = _read_numbering(child)
            for change in child.iterchildren(tags.INS, tags.W + "numberingChange"):
                walker.note("format", change)
        elif tag == tags.OUTLINE:
            now.outline = child.get(tags.VAL)
        elif tag == tags.SECT_PR:
            ends_section = True
            walker.note_formats(child)
        elif tag == tags.P_PR_CHANGE:
            walker.note("format", child)
            changed = True
            _read_former(now, child.find(tags.P_PR))
    if not changed:
        now.was_style = now.style
        added = now.numbering is not None and properties.find(f"{tags.NUM_PR}/{tags.INS}") is not None
        now.was_numbering = None if added else now.numbering
    return marks, ends_section


def _read_mark(walker: Walker, now: Physical, properties: etree._Element, marks: list[Found]) -> None:
    for child in properties:
        kind = MARK_KINDS.get(child.tag)
        if kind is not None:
            number = walker.note(kind, child, mark=True)
            marks.append(walker.found[number])
            if child.tag in (tags.INS, tags.MOVE_TO):
                now.mark_inserted = number
            else:
                now.mark_deleted = number
        elif child.tag == tags.R_PR_CHANGE:
            walker.note("format", child)


def _read_former(now: Physical, former: etree._Element | None) -> None:
    """Take what the paragraph was before a tracked change of its properties; an absent property was absent."""
    if former is None:
        return
    style, numbering = former.find(tags.P_STYLE), former.find(tags.NUM_PR)
    now.was_style = "" if style is None else style.get(tags.VAL, "")
    now.was_numbering = None if numbering is None else _read_numbering(numbering)


def _read_numbering(numbering: etree._Element) -> tuple[str | None, str | None]:
    number, level = numbering.find(tags.NUM_ID), numbering.find(tags.ILVL)
    return (None if number is None else number.get(tags.VAL)), (None if level is None else level.get(tags.VAL))
