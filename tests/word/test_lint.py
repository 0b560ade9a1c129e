"""Each lint finds the fault it is there for, and finds none in a document that uses everything."""

import io
import re
import zipfile

import pytest

from tests.word.everything import everything
from wgtracker.word.lint import lint
from wgtracker.word.write import write


def changed(data: bytes, name: str, pattern: str, new: str, count: int = 1) -> bytes:
    """Return the package with the first matches of a pattern in one part replaced; the pattern must be there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.namelist():
            content = source.read(entry).decode()
            if entry == name:
                content, found = re.subn(pattern, new, content, count=count, flags=re.DOTALL)
                assert found, f"{pattern} is not in {name}"
            target.writestr(entry, content)
    return out.getvalue()


def without(data: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.namelist():
            if entry != name:
                target.writestr(entry, source.read(entry))
    return out.getvalue()


@pytest.fixture(scope="module")
def good() -> bytes:
    return write(everything())


def test_a_document_that_uses_everything_is_clean(good: bytes) -> None:
    assert lint(good) == ()


BODY, COMMENTS, SETTINGS = "word/document.xml", "word/comments.xml", "word/settings.xml"


@pytest.mark.parametrize(
    ("part", "pattern", "new", "sentence"),
    [
        (BODY, "<w:body>", "<w:body><", "is not well-formed"),
        (BODY, r'(<w:del w:id=")\d+', r"\g<1>1000", "revision id 1000 stands twice"),
        (BODY, r'<w:ins w:id="\d+"', "<w:ins", "a revision has no id"),
        (BODY, r'(<w:ins [^>]*w:author=")[^"]*', r"\1", "has no author"),
        (BODY, r'(<w:ins [^>]*w:author=")[^"]*', "\\1\u202eX", "invisible or direction characters"),
        (BODY, r'(<w:del [^>]*w:date=")[^"]*', r"\g<1>2020-09-20T10:00:00+02:00", "not YYYY-MM-DDThh:mm:ssZ"),
        (BODY, r' w:date="[^"]*"', "", 'has the date ""'),
        (BODY, r"w:delText( [^>]*>old)</w:delText>", r"w:t\1</w:t>", 'w:t under w:del: "old"'),
        (BODY, r"w:t( [^>]*>Second half\.)</w:t>", r"w:delText\1</w:delText>", "w:delText outside w:del"),
        (BODY, r'(<w:moveFromRangeStart [^>]*w:name=")[^"]*', r"\1", "a move has no name"),
        (BODY, r'(<w:moveToRangeStart [^>]*w:name=")[^"]*', r"\1other", 'the move "move1" has only one end'),
        (BODY, r"(<w:moveToRangeStart [^>]*/>)", r"\1\1", 'the name "move1" of a move stands twice'),
        (BODY, r"<w:moveToRangeEnd [^>]*/>", "", "the ranges of w:moveTo are not closed"),
        (BODY, r'<w:commentRangeEnd w:id="0"/>', "", "comment 0 is marked by"),
        (BODY, r'<w:commentReference w:id="2"/>', "", "comment 2 is marked by []"),
        (BODY, r'<w:commentReference w:id="2"/>', '<w:commentReference w:id="7"/>', "comment 7 is marked in the text but is not there"),
        (COMMENTS, r'<w:comment w:id="1"', '<w:comment w:id="0"', "comment id 0 stands twice"),
        (COMMENTS, r'w:author="France"', 'w:author=""', "comment 0 has no plain author"),
        (COMMENTS, r'w:date="[^"]*"', 'w:date="2020-09-20"', "comment 0 has the date"),
        (COMMENTS, "10000001", "10000009", "is no comment's last paragraph"),
        ("word/commentsExtended.xml", 'paraIdParent="10000000"', 'paraIdParent="10000007"', "which is not there"),
        ("word/commentsExtended.xml", 'paraId="10000001"', 'paraId="90000001"', "below 80000000"),
        ("word/commentsExtended.xml", 'paraId="10000001"', 'paraId="10000000"', "thread id 10000000 stands twice"),
        (BODY, r'(<w:footnoteReference w:id=")2', r"\g<1>1", "footnotes ['1', '2'] are referred to as"),
        (BODY, r'(<w:bookmarkStart w:id=")1', r"\g<1>0", "bookmark id 0 stands twice"),
        (BODY, 'w:name="_wg_3"', 'w:name="UNIT3"', 'bookmark "unit3" stands twice'),
        (BODY, r"<w:bookmarkEnd [^>]*/>", "", "bookmarks do not end one by one"),
        (BODY, 'w:anchor="unit3"', 'w:anchor="gone"', '"gone", which is no bookmark'),
        (BODY, "PAGEREF unit3", "PAGEREF lost", '"lost", which is no bookmark'),
        (BODY, r'<w:fldChar w:fldCharType="end"/>', "", "does not begin, separate and end"),
        (BODY, r' xml:space="preserve">Before ', ">Before ", 'white space may be lost at "Before "'),
        (BODY, r'<w:numId w:val="2"/>', '<w:numId w:val="9"/>', 'in list "9"'),
        (BODY, r'<w:ilvl w:val="1"/>', '<w:ilvl w:val="5"/>', "level 5, which is not there"),
        (BODY, r'w:pStyle w:val="WGUnit"', 'w:pStyle w:val="Nope"', 'the paragraph style "Nope" is used but not there'),
        (BODY, r'w:rStyle w:val="WGName"', 'w:rStyle w:val="WGUnit"', 'the character style "WGUnit" is used but not there'),
        (BODY, "<w:tblPr>", '<w:tblPr><w:tblStyle w:val="TableNormal"/>', "a table style under tracking"),
        (SETTINGS, "<w:compat>", '<w:updateFields w:val="true"/><w:compat>', "w:updateFields"),
        ("[Content_Types].xml", r'<Override PartName="/word/people.xml"[^>]*/>', "", "word/people.xml has no content type"),
        ("[Content_Types].xml", "/word/people.xml", "/word/thumbnail.xml", "word/thumbnail.xml has a content type but is not there"),
        ("word/_rels/document.xml.rels", 'Target="people.xml"', 'Target="men.xml"', "points to word/men.xml, which is not there"),
    ],
)  # fmt: skip
def test_a_fault_is_found(good: bytes, part: str, pattern: str, new: str, sentence: str) -> None:
    found = lint(changed(good, part, pattern, new))
    assert [s for s in found if sentence in s], found


def test_missing_and_foreign_parts_are_found(good: bytes) -> None:
    assert "the settings are missing" in lint(without(good, SETTINGS))
    assert lint(without(good, "[Content_Types].xml")) == ("[Content_Types].xml is missing",)
    out = io.BytesIO(good)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("word/vbaProject.bin", b"")
    found = lint(out.getvalue())
    assert "word/vbaProject.bin does not belong in a paper" in found
    assert "word/vbaProject.bin has no content type of its own" in found


def test_a_part_that_stands_twice_is_found(good: bytes) -> None:
    out = io.BytesIO(good)
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr(BODY, package.read(BODY))
    assert lint(out.getvalue()) == (f"{BODY} stands twice in the package",)
