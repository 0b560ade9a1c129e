"""Add whole paragraphs to an existing Word file, strike a paragraph's mark, and head its first page with a masthead."""

from collections.abc import Mapping, Sequence
from copy import deepcopy

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.altered import OFFICE, Altered
from wgtracker.word.changes import Fresh
from wgtracker.word.clean import clean_line
from wgtracker.word.revise_marks import copy_properties, next_paragraph, own_mark, properties_of, set_mark
from wgtracker.word.revise_text import Stamps, make_run
from wgtracker.word.runs import reads_right_to_left

# What follows w:bidi in w:pPr (ECMA-376 part 1, 17.3.1.26, CT_PPr).
_AFTER_BIDI = frozenset(
    tags.W + name
    for name in (
        "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ).split()
)
# What stands before w:titlePg in w:sectPr (17.6.17, CT_SectPr).
_BEFORE_TITLE_PAGE = frozenset(
    tags.W + name
    for name in (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt "
        "vAlign noEndnote"
    ).split()
)
_TYPE = tags.W + "type"
_R_ID = tags.R + "id"


def strike_mark(paragraph: etree._Element, author: str, date: str, stamps: Stamps) -> None:
    """Mark a paragraph's end as deleted, where Word could join it with the next one; else the mark stays."""
    properties = paragraph.find(tags.P_PR)
    if next_paragraph(paragraph) is None or (properties is not None and properties.find(tags.SECT_PR) is not None):
        return
    if own_mark(paragraph) is None:
        set_mark(paragraph, stamps.make(tags.DEL, author, date))


def add_paragraphs(
    main: etree._Element,
    paragraphs: Sequence[etree._Element],
    ends: Mapping[int, etree._Element],
    fresh: Sequence[Fresh],
    stamps: Stamps,
) -> list[etree._Element]:
    """Add the fresh paragraphs, those after one paragraph in their order; give their elements.

    ends: by index of a rewritten paragraph, the last paragraph that it now consists of.
    """
    tails = dict(ends)
    body = main.find(tags.BODY)
    top = None if body is None else body.find(tags.P)
    made: list[etree._Element] = []
    for one in fresh:
        model = paragraphs[one.like if one.like is not None else one.after or 0]
        if one.after is None:
            new = _make_paragraph(one, model, stamps)
            set_mark(new, stamps.make(tags.INS, one.author, one.date))
            (paragraphs[0] if top is None else top).addprevious(new)
        else:
            new = _add_after(tails.get(one.after, paragraphs[one.after]), one, model, stamps)
            tails[one.after] = new
        made.append(new)
    return made


def _add_after(above: etree._Element, one: Fresh, model: etree._Element, stamps: Stamps) -> etree._Element:
    """Add one paragraph below another.

    Its own mark is the inserted one where a paragraph follows with which a rejection can join it. At the end of a cell, a
    section or the body it is the mark above, as Word itself does it when Enter is pressed there; it then ends like the one above.
    """
    while own_mark(above) in (tags.DEL, tags.MOVE_FROM) and (following := next_paragraph(above)) is not None:
        above = following
    section = above.find(f"{tags.P_PR}/{tags.SECT_PR}")
    if section is None and next_paragraph(above) is not None:
        new = _make_paragraph(one, model, stamps)
        set_mark(new, stamps.make(tags.INS, one.author, one.date))
    else:
        new = _make_paragraph(one, above, stamps)
        if section is not None:
            properties_of(new).append(section)
        if own_mark(above) is None:
            set_mark(above, stamps.make(tags.INS, one.author, one.date))
    above.addnext(new)
    return new


def _make_paragraph(one: Fresh, model: etree._Element, stamps: Stamps) -> etree._Element:
    """Make a paragraph with a model's properties (no section, no tracked change) and the text as inserted."""
    new = etree.Element(tags.P)
    properties = copy_properties(model)
    if properties is not None:
        new.append(properties)
    if reads_right_to_left(one.text):
        _set_bidi(properties_of(new))
    like = next((run for run in model.iter(tags.R_) if run.find(tags.T) is not None or run.find(tags.DEL_TEXT) is not None), None)
    if run := make_run(one.text, like, new):
        inserted = stamps.make(tags.INS, one.author, one.date)
        inserted.extend(run)
        new.append(inserted)
    return new


def _set_bidi(properties: etree._Element) -> None:
    if properties.find(tags.W + "bidi") is None:
        place = next((n for n, child in enumerate(properties) if child.tag in _AFTER_BIDI), len(properties))
        properties.insert(place, etree.Element(tags.W + "bidi"))


def add_header(file: Altered, lines: Sequence[str]) -> None:
    """Head the first page with lines of text, in the place of the header it has; the other pages keep theirs."""
    section = next(file.main.iter(tags.SECT_PR), None)
    if section is None:
        body = file.main.find(tags.BODY)
        if body is None:
            return
        section = etree.SubElement(body, tags.SECT_PR)
    root = etree.Element(tags.W + "hdr", nsmap={"w": tags.W[1:-1]})
    for line in lines:
        paragraph = etree.SubElement(root, tags.P)
        if reads_right_to_left(line):
            _set_bidi(properties_of(paragraph))
        for run in make_run(clean_line(line), None):
            paragraph.append(run)
    number = file.add("header.xml", "header", OFFICE + "header", root)
    _refer_first(section, number)


def _refer_first(section: etree._Element, number: str) -> None:
    header, footer = tags.W + "headerReference", tags.W + "footerReference"
    title_page = section.find(tags.W + "titlePg")
    is_on = title_page is not None and title_page.get(tags.VAL, "1") not in tags.OFF
    for reference in section.findall(header):
        if reference.get(_TYPE) == "first":
            section.remove(reference)
    if not is_on:
        for reference in section.findall(footer):
            if reference.get(_TYPE) == "first":
                section.remove(reference)
        # The first page now has margins of its own: it keeps the footer of the others.
        usual = next((each for each in section.findall(footer) if each.get(_TYPE, "default") == "default"), None)
        if usual is not None:
            first = deepcopy(usual)
            first.set(_TYPE, "first")
            usual.addnext(first)
        if title_page is not None:
            section.remove(title_page)
        place = sum(1 for child in section if child.tag in _BEFORE_TITLE_PAGE)
        section.insert(place, etree.Element(tags.W + "titlePg"))
    section.insert(0, etree.Element(header, {_TYPE: "first", _R_ID: number}))
