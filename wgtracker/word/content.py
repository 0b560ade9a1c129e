"""Say which elements of a body are characters, which hold no words, and which of two alternatives is read."""

from collections.abc import Iterator

from lxml import etree

from wgtracker.word import tags

_W = tags.W

SIGNS = {
    _W + "tab": " ",
    _W + "ptab": " ",
    _W + "br": " ",
    _W + "cr": " ",
    _W + "noBreakHyphen": "\u2011",
    _W + "softHyphen": "\u00ad",
}
"""Elements of a run that are one character (ECMA-376 part 1, 17.3.3); tab and break are one space here."""

BREAKS = str.maketrans("\n\t\r", "   ")
PASSED = frozenset(
    _W + name
    for name in (
        *("rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr"),
        *("sectPr", "dirPr", "instrText", "delInstrText", "fldData", "ffData", "rt", "proofErr", "permStart", "permEnd", "bookmarkEnd"),
        *("lastRenderedPageBreak", "footnoteReference", "endnoteReference", "annotationRef"),
    )
)
_USABLE = (tags.T, tags.DEL_TEXT, tags.M_T, tags.P, tags.R_, tags.TXBX, *SIGNS, tags.SYM)


def choose_alternative(alternate: etree._Element) -> list[etree._Element]:
    """Give the content of the first choice that holds words or shapes with words, else of the fallback (never both)."""
    for choice in alternate.findall(tags.CHOICE):
        if next(choice.iter(*_USABLE), None) is not None:
            return list(choice)
    fallback = alternate.find(tags.FALLBACK)
    return [] if fallback is None else list(fallback)


def find_boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """Give the text boxes of a drawing, of two alternatives only those of the one that is read; not those within a box."""
    if drawing.tag == tags.TXBX:
        yield drawing
    elif next(drawing.iter(tags.TXBX), None) is not None:
        for child in choose_alternative(drawing) if drawing.tag == tags.ALTERNATE else drawing:
            yield from find_boxes(child)
