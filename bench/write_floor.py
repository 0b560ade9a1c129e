"""Write the same paragraphs with lxml and zipfile alone: the floor that writing a paper is measured against.

No styles beyond ids, no comments' threads, no language, no check: what any writer of these words must do at least.
"""

import io
import zipfile

from lxml import etree

from wgtracker.word.model import Document, Field, Inline, Link, ParagraphOut, Run, TableOut, Tracked

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = "author body comment comments date del delText document id ins p pPr pStyle r rPr rStyle t tbl tc tr val"
_NAME = {name: f"{{{_W}}}{name}" for name in _NAMES.split()}
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    "</Types>"
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def floor(document: Document) -> bytes:
    """Return a bare .docx with the same paragraphs, runs, tracked changes and comments' words."""
    root = etree.Element(_NAME["document"], nsmap={"w": _W})
    body = etree.SubElement(root, _NAME["body"])
    for block in document.body:
        if isinstance(block, TableOut):
            _add_table(body, block)
        else:
            _add_paragraph(body, block)
    comments = etree.Element(_NAME["comments"], nsmap={"w": _W})
    for number, comment in enumerate(document.comments):
        entry = etree.SubElement(comments, _NAME["comment"], {_NAME["id"]: str(number), _NAME["author"]: comment.author})
        for text in comment.paragraphs:
            _add_run(etree.SubElement(entry, _NAME["p"]), Run(text), "t")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
        package.writestr("word/comments.xml", etree.tostring(comments, xml_declaration=True, encoding="UTF-8"))
    return out.getvalue()


def _add_table(parent: etree._Element, table: TableOut) -> None:
    element = etree.SubElement(parent, _NAME["tbl"])
    for row in table.rows:
        tr = etree.SubElement(element, _NAME["tr"])
        for cell in row:
            tc = etree.SubElement(tr, _NAME["tc"])
            for paragraph in cell:
                _add_paragraph(tc, paragraph)


def _add_paragraph(parent: etree._Element, paragraph: ParagraphOut) -> None:
    element = etree.SubElement(parent, _NAME["p"])
    properties = etree.SubElement(element, _NAME["pPr"])
    etree.SubElement(properties, _NAME["pStyle"], {_NAME["val"]: paragraph.style})
    for inline in paragraph.inlines:
        _add_inline(element, inline, "t")


def _add_inline(parent: etree._Element, inline: Inline, tag: str) -> None:
    if isinstance(inline, Run):
        _add_run(parent, inline, tag)
    elif isinstance(inline, Field):
        _add_run(parent, Run(inline.result, inline.style), tag)
    elif isinstance(inline, Link):
        for run in inline.runs:
            _add_run(parent, run, tag)
    elif isinstance(inline, Tracked):
        deleted = inline.kind == "delete"
        names = {_NAME["author"]: inline.author, _NAME["date"]: inline.date}
        element = etree.SubElement(parent, _NAME["del" if deleted else "ins"], names)
        for inner in inline.runs:
            _add_inline(element, inner, "delText" if deleted else tag)


def _add_run(parent: etree._Element, run: Run, tag: str) -> None:
    element = etree.SubElement(parent, _NAME["r"])
    if run.style:
        etree.SubElement(etree.SubElement(element, _NAME["rPr"]), _NAME["rStyle"], {_NAME["val"]: run.style})
    text = etree.SubElement(element, _NAME[tag])
    text.set(_XML_SPACE, "preserve")
    text.text = run.text
