"""Walk tables, their rows and cells, with what tracked changes do to each as a whole (ECMA-376 part 1, 17.13.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from wgtracker.word import tags

if TYPE_CHECKING:
    from wgtracker.word.walk import Walker

_ROW_KINDS = {tags.INS: "row_insert", tags.DEL: "row_delete"}
_CELL_INS = tags.W + "cellIns"


def walk_table(walker: Walker, element: etree._Element) -> None:
    """Walk a table; nothing is joined over its edges."""
    walker.last = None
    for child in element:
        if child.tag in (tags.TBL_PR, tags.TBL_GRID):
            walker.note_formats(child)
    held = walker.in_cell
    walker.in_cell = True
    walker.walk_blocks(element)
    walker.in_cell = held
    walker.last = None


def walk_row(walker: Walker, element: etree._Element) -> None:
    """Walk a row. Of an inserted one no text is in the original, of a deleted one none in the final, even where its runs are unmarked."""
    held = walker.inserted, walker.deleted, walker.in_row
    for child in element:
        if child.tag == tags.TBL_PR_EX:
            walker.note_formats(child)
        elif child.tag == tags.TR_PR:
            for change in child:
                if (kind := _ROW_KINDS.get(change.tag)) is not None:
                    walker.set_fate(change.tag == tags.INS, walker.note(kind, change))
            walker.note_formats(child)
    walker.in_row = walker.in_row or walker.inserted is not None
    walker.walk_blocks(element)
    walker.inserted, walker.deleted, walker.in_row = held


def walk_cell(walker: Walker, element: etree._Element) -> None:
    """Walk a cell; an inserted or deleted one is like such a row."""
    held = walker.inserted, walker.deleted
    walker.last = None
    properties = element.find(tags.TC_PR)
    if properties is not None:
        for change in properties:
            if change.tag in tags.CELL_CHANGES:
                number = walker.note("cell", change)
                if change.tag != tags.W + "cellMerge":
                    walker.set_fate(change.tag == _CELL_INS, number)
        walker.note_formats(properties)
    walker.walk_blocks(element)
    walker.inserted, walker.deleted = held
    walker.last = None
