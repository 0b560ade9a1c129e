"""Make small Word files for the tests: a body written in short marks, wrapped in a minimal package."""

import io
import re
import zipfile
from collections.abc import Mapping

from wgtracker.word.model import Reading
from wgtracker.word.package import open_package
from wgtracker.word.read import read

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "r": OFFICE,
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
        "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
        "w16du": "http://schemas.microsoft.com/office/word/2023/wordml/word16du",
        "w16cid": "http://schemas.microsoft.com/office/word/2016/wordml/cid",
        "w16cex": "http://schemas.microsoft.com/office/word/2018/wordml/cex",
    }.items()
)
KINDS = {
    "comments": OFFICE,
    "numbering": OFFICE,
    "styles": OFFICE,
    "footnotes": OFFICE,
    "endnotes": OFFICE,
    "header": OFFICE,
    "footer": OFFICE,
    "commentsExtended": "http://schemas.microsoft.com/office/2011/relationships",
    "commentsIds": "http://schemas.microsoft.com/office/2016/09/relationships",
    "commentsExtensible": "http://schemas.microsoft.com/office/2018/08/relationships",
}
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CHANGES = "ins|del|moveFrom|moveTo"
_STAMP = 'w:id="{}" w:author="{}" w:date="2020-09-01T10:00:00Z"'


def write_out(marks: str) -> str:
    """Give the XML of short marks: {text}, [struck text], <ins>…</ins>, <ins by="B">, <p>, <p ins>, <p del>, <p ins del>."""
    number = iter(range(100, 10_000))

    def change(found: re.Match[str]) -> str:
        return f"<w:{found[1]} {_STAMP.format(next(number), found[2] or 'A')}{found[3]}>"

    def paragraph(found: re.Match[str]) -> str:
        changes = "".join(f"<w:{kind} {_STAMP.format(next(number), 'A')}/>" for kind in found[1].split())
        return f"<w:p><w:pPr><w:rPr>{changes}</w:rPr></w:pPr>" if changes else "<w:p>"

    marks = re.sub(rf'<({_CHANGES})(?: by="(\w*)")?(/?)>', change, marks)
    marks = re.sub(rf"</({_CHANGES})>", r"</w:\1>", marks)
    marks = re.sub(rf"<p((?: (?:{_CHANGES}))*)>", paragraph, marks).replace("</p>", "</w:p>")
    marks = re.sub(r"\{([^{}]*)\}", r'<w:r><w:t xml:space="preserve">\1</w:t></w:r>', marks)
    return re.sub(r"\[([^\[\]]*)\]", r'<w:r><w:delText xml:space="preserve">\1</w:delText></w:r>', marks)


def make_parts(body: str, others: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """Give the parts of a package with this body; others: kind of part (header2 for a second one) to its whole XML."""
    others = others or {}
    links = "".join(
        f'<Relationship Id="r{number}" Type="{KINDS[kind.rstrip("23")]}/{kind.rstrip("23")}" Target="{kind}.xml"/>'
        for number, kind in enumerate(others)
    )
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relationships}"><Relationship Id="r" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{relationships}">{links}</Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{write_out(body)}</w:body></w:document>",
        **{f"word/{kind}.xml": xml for kind, xml in others.items()},
    }
    return {name: xml.encode() for name, xml in parts.items()}


def zip_parts(parts: Mapping[str, bytes]) -> bytes:
    """Zip parts into a file, always with the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def make_docx(body: str, others: Mapping[str, str] | None = None) -> bytes:
    """Give a whole Word file with this body and these other parts."""
    return zip_parts(make_parts(body, others))


def read_body(body: str, others: Mapping[str, str] | None = None) -> Reading:
    """Read a file with this body."""
    return read(open_package(make_docx(body, others), "test.docx"))


def part(tag: str, content: str) -> str:
    """Give the XML of another part, with every namespace declared."""
    return f"<w:{tag} {NAMES}>{write_out(content)}</w:{tag}>"
