"""Walk what is changed in formulas: their changes stand in the properties of a run or a sign (ECMA-376 part 1, 22.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.revisions import RUN_KINDS

if TYPE_CHECKING:
    from wgtracker.word.walk import Walker


def note_formula_mark(walker: Walker, element: etree._Element) -> None:
    """Take down the changes of what has no letters in a formula, such as a fraction's bar."""
    for change in element.iter(tags.INS, tags.DEL):
        walker.note(RUN_KINDS[change.tag], change)


def walk_formula_run(walker: Walker, element: etree._Element) -> None:
    """Walk a run of a formula; its words belong to the changes that its own properties name."""
    held = walker.inserted, walker.deleted
    depth = len(walker.credit)
    properties = element.find(tags.R_PR)
    for change in properties if properties is not None else ():
        if change.tag in (tags.INS, tags.DEL):
            number = walker.note(RUN_KINDS[change.tag], change)
            walker.set_fate(change.tag == tags.INS, number)
            walker.credit.append(walker.found[number].texts)
    walker.walk_run(element)
    walker.inserted, walker.deleted = held
    del walker.credit[depth:]
