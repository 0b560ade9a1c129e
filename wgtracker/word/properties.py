"""Read a paragraph's properties: style, list, outline level, and what its mark does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.paragraphs import Physical
from wgtracker.word.revisions import MARK_KINDS, Found

if TYPE_CHECKING:
    from wgtracker.word.walk import Walker

_LIST_PLACE = (tags.NUM_ID, tags.ILVL)


def read_paragraph_properties(walker: Walker, now: Physical, properties: etree._Element, marks: list[Found]) -> None:
    """Fill `now` from a w:pPr; the changes of its mark go to `marks` as well."""
    changed = added = False
    for child in properties:
        tag = child.tag
        if tag == tags.P_STYLE:
            now.style = child.get(tags.VAL, "")
        elif tag == tags.R_PR:
            _read_mark(walker, now, child, marks)
        elif tag == tags.NUM_PR:
            now.numbering = read_numbering_properties(child)
            if len(child) and child[-1].tag not in _LIST_PLACE:
                for change in child.iterchildren(tags.INS, tags.NUMBERING_CHANGE):
                    walker.note("format", change)
                    added = added or change.tag == tags.INS
        elif tag == tags.OUTLINE:
            now.outline = child.get(tags.VAL)
        elif tag == tags.SECT_PR:
            now.ends_section = True
            walker.note_formats(child)
        elif tag == tags.P_PR_CHANGE:
            walker.note("format", child)
            changed = True
            _read_former(now, child.find(tags.P_PR))
    if not changed:
        now.was_style = now.style
        now.was_numbering = None if added else now.numbering


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
    now.was_numbering = None if numbering is None else read_numbering_properties(numbering)


def read_numbering_properties(properties: etree._Element) -> tuple[str | None, str | None]:
    """Read a w:numPr as (numId, ilvl), each None where it is not there."""
    number = level = None
    for child in properties:
        if child.tag == tags.NUM_ID:
            number = child.get(tags.VAL)
        elif child.tag == tags.ILVL:
            level = child.get(tags.VAL)
    return number, level
