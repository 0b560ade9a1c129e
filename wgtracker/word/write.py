"""Write a Document as a Word file: the same Document gives the same bytes, always.

The parts are put together here; write_body, write_inline and write_parts write them, write_look knows the base template.
"""

import io
import zipfile
from typing import NamedTuple

from wgtracker.word.model import Block, Document
from wgtracker.word.runs import script_of_language
from wgtracker.word.write_body import BodyWriter
from wgtracker.word.write_inline import InlineWriter
from wgtracker.word.write_look import Look, Template, load_template, styles_in_language
from wgtracker.word.write_parts import (
    APP_XML,
    HEAD,
    R,
    W,
    comments_xml,
    core_xml,
    footnotes_xml,
    numbering_xml,
    people_xml,
    settings_xml,
    threads_xml,
)

_COMPRESSION = 3  # measured: two thirds of level 6's time, an eighth more bytes
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships/"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"


class Part(NamedTuple):
    """One part of the package: its name, content type, kind of relationship, and XML. place: "first", "default" or ""."""

    name: str
    content_type: str
    relation: str
    xml: str
    place: str = ""


def write(document: Document) -> bytes:
    """Return a complete .docx.

    Raises ValueError where the Document contradicts itself: a style that the template lacks, a list, comment or note that
    does not exist, a comment or note that stands nowhere, a link to no bookmark, a bookmark used twice. Never over text.
    """
    template = load_template()
    look = Look(template, document.language)
    inlines = InlineWriter(document, look)
    body = BodyWriter(document, template, look, inlines)
    content = body.blocks(document.body)
    notes = footnotes_xml(document, body, inlines) if document.footnotes else ""
    inlines.check_comments()
    inlines.in_margin = True
    parts = [
        Part("styles", "styles", "styles", styles_in_language(template, document.language)),
        Part("settings", "settings", "settings", settings_xml(document)),
        *_parts_if_needed(document, look, notes),
        *_margins(document, body),
    ]
    if astray := sorted(inlines.links - body.bookmarks):
        raise ValueError(f"links point to bookmarks that are not there: {astray}")
    main = f"{HEAD}<w:document {W} {R}><w:body>{content}{_section(document, template, parts)}</w:body></w:document>"
    return _zip(
        [
            *_package_parts(parts),
            ("word/document.xml", main),
            *((f"word/{part.name}.xml", part.xml) for part in parts),
            *_properties(document),
        ]
    )


def _parts_if_needed(document: Document, look: Look, notes: str) -> list[Part]:
    """Return numbering, notes and comments: a part that holds nothing is left out."""
    parts = []
    if document.lists:
        parts.append(Part("numbering", "numbering", "numbering", numbering_xml(document.lists)))
    if notes:
        parts.append(Part("footnotes", "footnotes", "footnotes", notes))
    if document.comments:
        comments = document.comments
        parts.append(Part("comments", "comments", "comments", comments_xml(comments, look)))
        parts.append(Part("commentsExtended", "commentsExtended", _MICROSOFT + "commentsExtended", threads_xml(comments)))
        parts.append(Part("people", "people", _MICROSOFT + "people", people_xml(comments)))
    return parts


def _margins(document: Document, body: BodyWriter) -> list[Part]:
    """Return header and footer parts; where only one of the two differs on the first page, the other is repeated there."""
    parts = []
    first_differs = document.header_first is not None or document.footer_first is not None
    for kind, tag, usual, first in (
        ("header", "hdr", document.header, document.header_first),
        ("footer", "ftr", document.footer, document.footer_first),
    ):
        places: list[tuple[str, tuple[Block, ...]]] = [("default", usual)]
        if first_differs:
            places.append(("first", usual if first is None else first))
        for number, (place, blocks) in enumerate(places, start=1):
            if blocks or first_differs:
                xml = f"{HEAD}<w:{tag} {W} {R}>{body.blocks(blocks)}</w:{tag}>"
                parts.append(Part(f"{kind}{number}", kind, kind, xml, place))
    return parts


def _section(document: Document, template: Template, parts: list[Part]) -> str:
    references = "".join(
        f'<w:{part.relation}Reference w:type="{part.place}" r:id="rId{number}"/>'
        for number, part in enumerate(parts, start=1)
        if part.place
    )
    title_page = "<w:titlePg/>" if any(part.place == "first" for part in parts) else ""
    bidi = "<w:bidi/>" if script_of_language(document.language) == "right" else ""
    return f"<w:sectPr>{references}{template.page}{title_page}{bidi}</w:sectPr>"


def _package_parts(parts: list[Part]) -> list[tuple[str, str]]:
    """Return the content types and the relationships of the package and of the main part."""
    types = "".join(f'<Override PartName="/word/{part.name}.xml" ContentType="{_WORD_TYPE}{part.content_type}+xml"/>' for part in parts)
    kinds = [part.relation if ":" in part.relation else _OFFICE + part.relation for part in parts]
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{part.name}.xml"/>'
        for number, (kind, part) in enumerate(zip(kinds, parts), start=1)
    )
    return [
        (
            "[Content_Types].xml",
            f'{HEAD}<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}document.main+xml"/>{types}'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
            '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
            "</Types>",
        ),
        (
            "_rels/.rels",
            f'{HEAD}<Relationships xmlns="{_PACKAGE}relationships"><Relationship Id="rId1" Type="{_OFFICE}officeDocument" '
            f'Target="word/document.xml"/><Relationship Id="rId2" Type="{_PACKAGE}relationships/metadata/core-properties" '
            f'Target="docProps/core.xml"/><Relationship Id="rId3" Type="{_OFFICE}extended-properties" Target="docProps/app.xml"/>'
            "</Relationships>",
        ),
        ("word/_rels/document.xml.rels", f'{HEAD}<Relationships xmlns="{_PACKAGE}relationships">{relations}</Relationships>'),
    ]


def _properties(document: Document) -> list[tuple[str, str]]:
    return [("docProps/core.xml", core_xml(document)), ("docProps/app.xml", APP_XML)]


def _zip(parts: list[tuple[str, str]]) -> bytes:
    """Pack parts in the given order with the zip format's first date: no clock, no machine in the bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, xml in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            package.writestr(info, xml.encode(), compresslevel=_COMPRESSION)
    return out.getvalue()
