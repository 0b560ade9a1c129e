"""Each check for readers of screens finds the fault it is there for, and none in a document that uses everything."""

import pytest

from tests.word.everything import everything
from tests.word.test_lint import changed
from wgtracker.word.accessibility import check, contrast
from wgtracker.word.write import write


@pytest.fixture(scope="module")
def good() -> bytes:
    return write(everything())


def test_a_document_that_uses_everything_is_open_to_all(good: bytes) -> None:
    assert check(good) == ()


BODY, CORE, STYLES = "word/document.xml", "docProps/core.xml", "word/styles.xml"
_P = '<w:p><w:pPr><w:pStyle w:val="WGText"/></w:pPr>'


def _text(words: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


_BARE_LINK = r"\1" + _text("https://un.example/a") + "</w:hyperlink>"
_DARK_ON_DARK = "<w:body>" + _P + _text("x", '<w:rPr><w:color w:val="404040"/><w:shd w:fill="000080"/></w:rPr>') + "</w:p>"


@pytest.mark.parametrize(
    ("part", "pattern", "new", "sentence"),
    [
        (BODY, "<w:body>", "<w:body><", "is not well-formed"),
        (CORE, "<dc:title>[^<]*", "<dc:title> ", "the document has no title"),
        (CORE, "<dc:language>[^<]*", "<dc:language>", "the document has no language"),
        (STYLES, ' w:eastAsia="zh-CN"', "", "no default language for ['eastAsia']"),
        (BODY, r"<w:rtl/>", "", "right-to-left words without direction"),
        (BODY, r'<w:lang w:bidi="ar-SA"/>', "", "right-to-left words without direction or language"),
        (BODY, r'<w:lang w:eastAsia="zh-CN"/>', "", "East Asian words without their language"),
        (BODY, r"<w:bidi/>", "", "a right-to-left paragraph is set from the left"),
        (BODY, r'<w:pStyle w:val="(WGTable\w*)"/>', r'<w:pStyle w:val="\1"/><w:bidi/>', "columns from the left"),
        (BODY, 'w:val="Title"', 'w:val="Heading1"', "2 titles, not one"),
        (BODY, 'w:val="Heading2"', 'w:val="WGText"', "is of level 3 under level 1"),
        (BODY, r'(w:val="Title"/>.*?<w:t [^>]*>)[^<]*', r"\1", "a heading of level 0 is empty"),
        (BODY, "<w:tblHeader/>", "", "is not repeated as its head"),
        (BODY, "<w:cantSplit/>", "", "may break over two pages"),
        (BODY, r"<w:tblCaption [^>]*/>", "", "no caption or no description"),
        (BODY, ">Received<", "><", "a head cell of a table is empty"),
        (BODY, r"(<w:tcPr><w:tcW [^>]*/>)", r'\1<w:gridSpan w:val="2"/>', "a table has merged cells"),
        (BODY, r'<w:tblDescription w:val="Two blocks side by side"/>', "", "for layout does not say what it is"),
        (BODY, r"(<w:tc>)", r"\1<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", "a table stands inside a table"),
        (BODY, "<w:body>", '<w:body><w:p><w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
         '<wp:inline><wp:docPr id="1" name="x"/></wp:inline></w:drawing></w:r></w:p>', "a picture has no description"),
        (BODY, "<w:body>", '<w:body><w:p><w:pPr><w:framePr w:w="10"/></w:pPr></w:p>', "floats outside the order of reading"),
        (BODY, "<w:body>", f"<w:body>{_P}{_text('1. one')}</w:p>{_P}{_text('2. two')}</w:p>", 'a list is typed, not made: "2. two"'),
        (BODY, "<w:body>", "<w:body><w:p/><w:p/>", "empty paragraphs make space"),
        (BODY, r"(<w:hyperlink [^>]*>).*?</w:hyperlink>", _BARE_LINK, "does not say where it leads"),
        (STYLES, '<w:color w:val="[^"]*"/>', '<w:color w:val="00B0F0"/>', "the colour 00B0F0 on FFFFFF has too little contrast"),
        (BODY, "<w:body>", _DARK_ON_DARK, "the colour 404040 on 000080"),
        (STYLES, r'(w:styleId="WGTable">.*?)<w:sz w:val="18"/>', r'\1<w:sz w:val="16"/>', "text of 8 points is too small"),
        ("word/footer1.xml", " PAGE ", " DATE ", ""),
    ],
)  # fmt: skip
def test_a_fault_is_found(good: bytes, part: str, pattern: str, new: str, sentence: str) -> None:
    found = check(changed(good, part, pattern, new, count=0 if "WGTable" in pattern else 1))
    if sentence:
        assert [s for s in found if sentence in s], found
    else:
        assert found == ()  # the first page's footer still shows it


def test_a_document_without_page_numbers_is_found(good: bytes) -> None:
    bare = changed(changed(good, "word/footer1.xml", " PAGE ", " DATE "), "word/footer2.xml", " PAGE ", " DATE ")
    assert check(bare) == ("no header or footer shows the page number",)


def test_a_label_quoted_from_the_draft_is_no_typed_list(good: bytes) -> None:
    number = '<w:rPr><w:rStyle w:val="WGNumber"/></w:rPr>'
    labels = "".join(f"{_P}{_text(label, number)}{_text(' words')}</w:p>" for label in ("(a)", "(b)"))
    assert check(changed(good, BODY, "<w:body>", f"<w:body>{labels}")) == ()


def test_the_small_print_of_bubbles_is_no_text(good: bytes) -> None:
    small = changed(good, STYLES, r'(w:styleId="CommentReference">.*?)<w:sz w:val="18"/>', r'\1<w:sz w:val="16"/>')
    assert check(small) == ()


def test_contrast_is_that_of_the_guidelines() -> None:
    assert round(contrast("000000"), 1) == 21.0
    assert round(contrast("767676"), 2) == 4.54
    assert round(contrast("FFFFFF", "0000FF"), 2) == 8.59
