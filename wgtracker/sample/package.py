"""Pack a sheet as a .docx the way Word does: its own styles, numbering and settings parts, not those of wgtracker's writer.

The files of a consultation come from other programs than ours; the sample must not test our reader on our writer's habits alone.
"""

import io
import zipfile
from importlib import resources
from xml.sax.saxutils import escape

from wgtracker.sample.markup import Shape, comments_extended_xml, comments_xml, document_xml, people_xml
from wgtracker.sample.sheet import Sheet

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_EPOCH = (1980, 1, 1, 0, 0, 0)

# part name -> (content type suffix, relationship type, relationship id)
_PARTS = {
    "styles.xml": ("styles", f"{_OFFICE}/styles", "rId1"),
    "settings.xml": ("settings", f"{_OFFICE}/settings", "rId2"),
    "numbering.xml": ("numbering", f"{_OFFICE}/numbering", "rId3"),
    "footer1.xml": ("footer", f"{_OFFICE}/footer", "rId20"),
    "comments.xml": ("comments", f"{_OFFICE}/comments", "rId4"),
    "commentsExtended.xml": ("commentsExtended", f"{_MICROSOFT}/commentsExtended", "rId5"),
    "people.xml": ("people", f"{_MICROSOFT}/people", "rId6"),
}


def pack(sheet: Sheet, shape: Shape, *, title: str, digest: str = "", tracking: str = "on") -> bytes:
    """Return the bytes of a .docx. digest: of the draft's units, for hidden bookmarks ("" = none). tracking: on | off."""
    sheet.reorder_notes()
    parts = {
        "styles.xml": _static("styles.xml"),
        "numbering.xml": _static("numbering.xml"),
        "footer1.xml": _static("footer1.xml"),
        "settings.xml": _static("settings.xml").replace("<!--tracking-->", "<w:trackRevisions/>" if tracking == "on" else ""),
    }
    if sheet.notes:
        parts["comments.xml"] = comments_xml(sheet.notes)
        parts["commentsExtended.xml"] = comments_extended_xml(sheet.notes)
        parts["people.xml"] = people_xml(sorted({note.pen.author for note in sheet.notes}))
    files = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _package_relationships(),
        "word/document.xml": document_xml(sheet, shape, digest),
        "word/_rels/document.xml.rels": _document_relationships(parts),
        **{f"word/{name}": text for name, text in parts.items()},
        "docProps/core.xml": _core(title),
    }
    return _zip(files)


def _static(name: str) -> str:
    return resources.files("wgtracker.sample").joinpath("parts", name).read_text(encoding="utf-8")


def _content_types(parts: dict[str, str]) -> str:
    rows = [
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        '<Default Extension="xml" ContentType="application/xml"/>',
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>',
        *(f'<Override PartName="/word/{name}" ContentType="{_WORD}.{_PARTS[name][0]}+xml"/>' for name in parts),
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>',
    ]
    return f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{"".join(rows)}</Types>'


def _package_relationships() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return _relationships(
        [
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", core, "docProps/core.xml"),
        ]
    )


def _document_relationships(parts: dict[str, str]) -> str:
    return _relationships([(_PARTS[name][2], _PARTS[name][1], name) for name in parts])


def _relationships(rows: list[tuple[str, str, str]]) -> str:
    body = "".join(f'<Relationship Id="{number}" Type="{kind}" Target="{target}"/>' for number, kind, target in rows)
    return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{body}</Relationships>'


def _core(title: str) -> str:
    when = '<dcterms:{0} xsi:type="dcterms:W3CDTF">2020-09-11T16:00:00Z</dcterms:{0}>'
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>en-GB</dc:language>{when.format('created')}{when.format('modified')}"
        "</cp:coreProperties>"
    )


def _zip(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return out.getvalue()
