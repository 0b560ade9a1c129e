"""Read and set what a paragraph's mark is tracked as, and copy a paragraph's properties for a new one."""

from copy import deepcopy

from lxml import etree

from wgtracker.word import tags

_MARKS = (tags.INS, tags.DEL, tags.MOVE_FROM, tags.MOVE_TO)
# What follows w:rPr in w:pPr (ECMA-376 part 1, 17.3.1.26, CT_PPr).
_AFTER_R_PR = frozenset((tags.SECT_PR, tags.P_PR_CHANGE))


def next_paragraph(paragraph: etree._Element) -> etree._Element | None:
    """Give the paragraph that directly follows in the same container, over marks that hold no text."""
    for sibling in paragraph.itersiblings():
        if sibling.tag == tags.P:
            return sibling
        if len(sibling) or sibling.tag == tags.SECT_PR:
            return None
    return None


def copy_properties(paragraph: etree._Element) -> etree._Element | None:
    """Copy a paragraph's properties without its section and without tracked changes; None where it has none."""
    properties = paragraph.find(tags.P_PR)
    if properties is None:
        return None
    properties = deepcopy(properties)
    marks = (f"{tags.R_PR}/{mark}" for mark in (*_MARKS, tags.R_PR_CHANGE))
    for path in (tags.SECT_PR, tags.P_PR_CHANGE, f"{tags.NUM_PR}/{tags.INS}", *marks):
        for child in properties.findall(path):
            parent = child.getparent()
            if parent is not None:
                parent.remove(child)
    return properties


def properties_of(paragraph: etree._Element) -> etree._Element:
    """Give a paragraph's properties, made where it has none."""
    properties = paragraph.find(tags.P_PR)
    if properties is None:
        properties = etree.Element(tags.P_PR)
        paragraph.insert(0, properties)
    return properties


def own_mark(paragraph: etree._Element) -> str | None:
    """Give the tag of the tracked change of a paragraph's mark, or None."""
    look = paragraph.find(f"{tags.P_PR}/{tags.R_PR}")
    return None if look is None else next((str(child.tag) for child in look if child.tag in _MARKS), None)


def set_mark(paragraph: etree._Element, change: etree._Element) -> None:
    """Put a tracked change on a paragraph's mark (the first child of its w:rPr)."""
    properties = properties_of(paragraph)
    look = properties.find(tags.R_PR)
    if look is None:
        look = etree.Element(tags.R_PR)
        place = next((n for n, child in enumerate(properties) if child.tag in _AFTER_R_PR), len(properties))
        properties.insert(place, look)
    look.insert(0, change)
