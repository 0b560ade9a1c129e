"""Write paragraphs and tables as XML text.

Strings are joined, not elements built: a paper of some thousand runs is written in a few milliseconds. Child order follows
the schema (ISO 29500-1, CT_PPr, CT_TblPr, CT_TrPr), for Word refuses a file over it.
"""

import re
from collections.abc import Iterable

from wgtracker.word.clean import attribute
from wgtracker.word.model import Block, Document, ParagraphOut, TableOut
from wgtracker.word.runs import script_of_language
from wgtracker.word.write_inline import REVISION_TAGS, InlineWriter
from wgtracker.word.write_look import Look, Template

TEXT_COLUMN = 680  # where the template's text stands, in twentieths of a point right of the margin
_NAME = re.compile(r"[^\W\d]\w{0,39}")
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="auto"'
_BORDERS = "".join(f"<w:{side} {_LINE}/>" for side in ("top", "bottom", "insideH"))  # as in UN tables, no upright rules


def _cell_margins(left: int) -> str:
    sides = (("top", 28), ("left", left), ("bottom", 28), ("right", 85))
    return "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)


_DATA_MARGINS, _LAYOUT_MARGINS = _cell_margins(85), _cell_margins(0)
_DATA_LOOK = '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
_LAYOUT_LOOK = '<w:tblLook w:val="0600" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
# Word joins two tables that touch, and wants a paragraph after the last: one that takes no height.
_HAIRLINE = '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'


class BodyWriter:
    """Turn blocks into XML. bookmarks: the names written so far."""

    __slots__ = ("_bookmark", "_document", "_inlines", "_look", "_text_width", "bookmarks")

    def __init__(self, document: Document, template: Template, look: Look, inlines: InlineWriter) -> None:
        self._document, self._look, self._inlines, self._text_width = document, look, inlines, template.text_width
        self._bookmark = 0
        self.bookmarks: set[str] = set()

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Write blocks in order."""
        out: list[str] = []
        after_table = False
        for block in blocks:
            if isinstance(block, TableOut):
                if after_table:
                    out.append(_HAIRLINE)
                self._table(block, out)
                after_table = True
            else:
                self.paragraph(block, block.style, out)
                after_table = False
        if after_table or not out:
            out.append(_HAIRLINE)
        return "".join(out)

    def paragraph(self, paragraph: ParagraphOut, style: str, out: list[str], lead: str = "") -> None:
        """Append one paragraph in the given style; lead: XML that stands before its own inlines."""
        out.append("<w:p>")
        self._properties(paragraph, style, out)
        self._inlines.in_bold = self._look.is_bold(style)
        rtl_here = paragraph.bidi and script_of_language(self._document.language) != "right"
        self._inlines.language = "ar" if rtl_here else self._document.language
        first = self._bookmark
        for name in paragraph.bookmarks:
            out.append(f'<w:bookmarkStart w:id="{self._bookmark}" w:name="{self._new_bookmark(name)}"/>')
            self._bookmark += 1
        out.append(lead)
        self._inlines.write(paragraph.inlines, out)
        out.extend(f'<w:bookmarkEnd w:id="{number}"/>' for number in range(self._bookmark - 1, first - 1, -1))
        out.append("</w:p>")

    def _properties(self, paragraph: ParagraphOut, style: str, out: list[str]) -> None:
        parts: list[str] = []
        if style:
            self._look.check_paragraph_style(style)
            parts.append(f'<w:pStyle w:val="{style}"/>')
        if paragraph.keep_next:
            parts.append("<w:keepNext/>")
        if paragraph.keep_lines:
            parts.append("<w:keepLines/>")
        if paragraph.page_break_before:
            parts.append("<w:pageBreakBefore/>")
        if paragraph.numbering is not None:
            number, level = paragraph.numbering
            if not (0 <= number < len(self._document.lists) and 0 <= level < len(self._document.lists[number].levels)):
                raise ValueError(f"the document has no list {number} with a level {level}")
            parts.append(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number + 1}"/></w:numPr>')
        if paragraph.bidi:
            parts.append("<w:bidi/>")
            if script_of_language(self._document.language) != "right":
                parts.append(self._look.mirrored_indent(style))
        if paragraph.mark is not None:
            kind, author, date = paragraph.mark
            parts.append(f"<w:rPr><{REVISION_TAGS[kind]} {self._inlines.revision_attributes(author, date)}/></w:rPr>")
        if parts:
            out.append(f"<w:pPr>{''.join(parts)}</w:pPr>")

    def _new_bookmark(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a bookmark: a letter or underscore, then letters, digits, underscores, 40 in all")
        if name in self.bookmarks:
            raise ValueError(f"the bookmark {name!r} stands twice")
        self.bookmarks.add(name)
        return name

    def _table(self, table: TableOut, out: list[str]) -> None:
        """Append a table: direct borders (never a table style, which LibreOffice shows as a tracked format change)."""
        if not table.widths or not table.rows or any(len(row) != len(table.widths) for row in table.rows):
            raise ValueError("a table needs rows, and each row one cell for each width")
        out.append(f"<w:tbl><w:tblPr>{self._table_properties(table)}</w:tblPr><w:tblGrid>")
        out.extend(f'<w:gridCol w:w="{width}"/>' for width in table.widths)
        out.append("</w:tblGrid>")
        for number, row in enumerate(table.rows):
            self._row(table, row, number < table.header_rows and not table.layout, out)
        out.append("</w:tbl>")

    def _table_properties(self, table: TableOut) -> str:
        whole = sum(table.widths)
        # A table that leaves the masthead's edge free stands in the text column.
        indent = TEXT_COLUMN if not table.layout and whole <= self._text_width - TEXT_COLUMN else 0
        directions = [paragraph.bidi for row in table.rows for cell in row for paragraph in cell]
        parts = ["<w:bidiVisual/>"] if 2 * sum(directions) > len(directions) else []
        parts.append(f'<w:tblW w:w="{whole}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>')
        if not table.layout:
            parts.append(f"<w:tblBorders>{_BORDERS}</w:tblBorders>")
        parts.append('<w:tblLayout w:type="fixed"/>')
        parts.append(f"<w:tblCellMar>{_LAYOUT_MARGINS if table.layout else _DATA_MARGINS}</w:tblCellMar>")
        parts.append(_LAYOUT_LOOK if table.layout else _DATA_LOOK)
        if caption := attribute(table.caption):
            parts.append(f'<w:tblCaption w:val="{caption}"/>')
        if description := attribute(table.description):
            parts.append(f'<w:tblDescription w:val="{description}"/>')
        return "".join(parts)

    def _row(self, table: TableOut, row: tuple[tuple[ParagraphOut, ...], ...], heads: bool, out: list[str]) -> None:
        out.append(f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heads else ''}</w:trPr>")
        usual = "" if table.layout else "WGTableHead" if heads else "WGTable"
        for width, cell in zip(table.widths, row):
            out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>')
            for paragraph in cell or (ParagraphOut(()),):
                self.paragraph(paragraph, paragraph.style or usual, out)
            out.append("</w:tc>")
        out.append("</w:tr>")
