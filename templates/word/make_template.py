"""Make the base template of papers: python templates/word/make_template.py [OUT].

A4, Times New Roman 10 pt, every style by an id that wgtracker.word.write knows. Based on Word's built-in styles where one
exists, so that the navigation pane, screen readers and pandoc find headings, notes and comments. The same script gives the
same bytes.
"""

import datetime as dt
import io
import sys
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

TEXT_COLUMN = 680  # 1.2 cm: where the text stands, right of the masthead's and the headings' edge
PAGE = (
    f'<w:sectPr {nsdecls("w")}><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1304" w:right="1440" w:bottom="1304" w:left="1440" w:header="652" w:footer="652" w:gutter="0"/>'
    '<w:cols w:space="720"/></w:sectPr>'
)
DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun" '
    'w:cs="Times New Roman"/><w:sz w:val="20"/><w:szCs w:val="22"/><w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="252" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
)
LATENT = (
    '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" w:defUnhideWhenUsed="0" w:defQFormat="0" w:count="376"/>'
)
SETTINGS = (
    f'<w:settings {nsdecls("w")}><w:defaultTabStop w:val="567"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)
BOLD = "<w:b/><w:bCs/>"
NINE = '<w:sz w:val="18"/><w:szCs w:val="20"/>'
RULE = 'w:val="single" w:sz="{}" w:space="{}" w:color="auto"'


def spacing(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def indent(left: int, hanging: int = 0) -> str:
    return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>' if hanging else f'<w:ind w:left="{left}"/>'


def size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points + 2}"/>'


KEEP = "<w:keepNext/><w:keepLines/>"
# Headings have no hanging indent of their own: a numbered one takes its list's, an unnumbered one ("Annex I") needs none.
# Headings 3 and 4 look alike, so that a unit's heading can follow its topic's without skipping a level.
# id, name, next style, pPr, rPr: paragraph styles in the order of the page. Children in the order of the schema.
PARAGRAPHS = (
    ("Title", "Title", "Subtitle", KEEP + spacing(240, 200) + '<w:ind w:left="680" w:right="680"/>', BOLD + size(34)),
    ("Subtitle", "Subtitle", "WGText", KEEP + spacing(0, 200) + indent(TEXT_COLUMN), BOLD),
    ("Heading1", "heading 1", "WGText", KEEP + spacing(300, 160) + '<w:outlineLvl w:val="0"/>', BOLD + size(28)),
    ("Heading2", "heading 2", "WGText", KEEP + spacing(260, 120) + '<w:outlineLvl w:val="1"/>', BOLD + size(24)),
    ("Heading3", "heading 3", "WGText", KEEP + spacing(220, 60) + indent(TEXT_COLUMN) + '<w:outlineLvl w:val="2"/>', BOLD),
    ("Heading4", "heading 4", "WGUnit", KEEP + spacing(220, 60) + indent(TEXT_COLUMN) + '<w:outlineLvl w:val="3"/>', BOLD),
    ("WGSymbol", "WG Symbol", "WGSymbol", indent(5783), ""),
    ("WGSymbolLong", "WG Symbol Long", "WGSymbolLong", indent(4820), ""),
    (
        "WGBodyName", "WG Body Name", "WGSession",
        f'<w:pBdr><w:top {RULE.format(6, 5)}/></w:pBdr>' + spacing(100, 120), BOLD,
    ),
    ("WGSession", "WG Session", "WGSession", "", ""),
    ("WGText", "WG Text", "WGText", spacing(0, 120) + indent(TEXT_COLUMN), ""),
    ("WGUnit", "WG Unit", "WGUnit", spacing(0, 100) + indent(TEXT_COLUMN), ""),
    ("WGUnitSub", "WG Unit Subparagraph", "WGUnitSub", spacing(0, 100) + indent(1247, 567), ""),
    ("WGLine", "WG Line", "WGLine", spacing(0, 100) + indent(TEXT_COLUMN), ""),
    ("WGList", "WG List of Names", "WGUnit", spacing(0, 100) + indent(1077), ""),
    (
        "WGComments", "WG Comments", "WGUnit",
        f'<w:pBdr><w:left {RULE.format(8, 5)}/></w:pBdr>' + spacing(0, 120) + indent(1077), "",
    ),
    (
        # What is quoted from right to left has its rule on the other side.
        "WGCommentsRight", "WG Comments Right to Left", "WGUnit",
        f'<w:pBdr><w:right {RULE.format(8, 5)}/></w:pBdr><w:bidi/>' + spacing(0, 120) + indent(1077), "",
    ),
    ("WGEntry", "WG Entry", "WGEntry", spacing(0, 80) + indent(TEXT_COLUMN), ""),
    ("WGNote", "WG Note", "WGNote", spacing(0, 60) + indent(1077), NINE),
    ("WGTable", "WG Table", "WGTable", spacing(30, 30), NINE),
    ("WGTableHead", "WG Table Head", "WGTable", "<w:keepNext/>" + spacing(40, 40), BOLD + NINE),
    (
        "Header", "header", "Header",
        f'<w:pBdr><w:bottom {RULE.format(4, 3)}/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="9026"/></w:tabs>', BOLD + NINE,
    ),
    ("Footer", "footer", "Footer", '<w:tabs><w:tab w:val="right" w:pos="9026"/></w:tabs>', NINE),
    ("FootnoteText", "footnote text", "FootnoteText", spacing(0, 40) + indent(TEXT_COLUMN), NINE),
    ("CommentText", "annotation text", "CommentText", "", ""),
    ("BalloonText", "Balloon Text", "BalloonText", "", NINE),
)  # fmt: skip
# id, name, rPr. Meaning never by colour: bold, strike and words carry it, so a grey print and a reader's own colours lose nothing.
CHARACTERS = (
    ("WGAdded", "WG Added", BOLD),
    ("WGDeleted", "WG Deleted", "<w:strike/>"),
    ("WGName", "WG Name", "<w:i/>"),
    ("WGChange", "WG Change", BOLD),
    ("WGNumber", "WG Number", BOLD),
    ("WGLatin", "WG Latin", BOLD + "<w:i/>"),
    ("WGQuiet", "WG Quiet", NINE),
    ("WGLabel", "WG Label", BOLD),
    ("CommentReference", "annotation reference", NINE),
    ("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
    ("Hyperlink", "Hyperlink", '<w:color w:val="0B4A8F"/><w:u w:val="single"/>'),
)


def paragraph_style(style_id: str, name: str, following: str, p_pr: str, r_pr: str) -> str:
    custom = ' w:customStyle="1"' if style_id.startswith("WG") else ""
    p_pr = f"<w:pPr>{p_pr}</w:pPr>" if p_pr else ""
    r_pr = f"<w:rPr>{r_pr}</w:rPr>" if r_pr else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="{following}"/><w:qFormat/>{p_pr}{r_pr}</w:style>'
    )


def character_style(style_id: str, name: str, r_pr: str) -> str:
    custom = ' w:customStyle="1"' if style_id.startswith("WG") else ""
    return (
        f'<w:style w:type="character"{custom} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/><w:rPr>{r_pr}</w:rPr></w:style>'
    )


def styles_xml() -> str:
    """Write the styles part: defaults, Word's four base styles, then ours."""
    base = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
    )
    ours = "".join(paragraph_style(*style) for style in PARAGRAPHS) + "".join(character_style(*style) for style in CHARACTERS)
    return f"<w:styles {nsdecls('w')}>{DEFAULTS}{LATENT}{base}{ours}</w:styles>"


def keep_only_what_papers_use(document: Document) -> None:
    """Drop from python-docx's own template its thumbnail, theme, fonts, numbering and stylesWithEffects parts."""
    wanted = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS}
    for rel_id, relation in list(document.part.rels.items()):
        if relation.reltype not in wanted:
            del document.part.rels[rel_id]
    package = document.part.package
    assert package is not None
    for rel_id, relation in list(package.rels.items()):
        if relation.reltype in (RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES):
            del package.rels[rel_id]


def make() -> bytes:
    """Return the template as a .docx with fixed dates."""
    document = docx.Document()
    keep_only_what_papers_use(document)
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in list(parse_xml(styles_xml())):
        styles.append(child)
    body = document.element.body
    for child in list(body):
        body.remove(child)
    body.append(parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="WGText"/></w:pPr></w:p>'))
    body.append(parse_xml(PAGE))
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    for child in list(parse_xml(SETTINGS)):
        settings.append(child)
    core = document.core_properties
    core.created = core.modified = dt.datetime(2020, 1, 1)
    core.author = core.last_modified_by = "wgtracker"
    core.title, core.language, core.comments, core.keywords = "Base of a paper", "en-GB", "", ""
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def with_fixed_dates(data: bytes) -> bytes:
    """Rewrite the zip without the clock in it, entries in the order of their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).with_name("paper.docx")).write_bytes(make())
