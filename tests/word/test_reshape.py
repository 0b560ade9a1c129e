"""A draft is put in order before it is imported: paragraphs joined, split, made headings; all else of the file stays."""

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from tests.compile.deeds import draw_draft, write_draft
from tests.word.files import make_docx
from wgtracker.compile.base import read_draft, take_in
from wgtracker.compile.model import Unit
from wgtracker.errors import BadInput
from wgtracker.text import tokens
from wgtracker.word.model import Reading
from wgtracker.word.package import open_package
from wgtracker.word.read import read
from wgtracker.word.reshape import join_paragraphs, retitle, split_paragraph

T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def units_of(data: bytes) -> tuple[Unit, ...]:
    return read_draft(take_in("draft.docx", data)).units


def reading_of(data: bytes) -> Reading:
    return read(open_package(data, "draft.docx"))


FORMS = frozenset("p pPr rPr i r t numPr ilvl numId pStyle".split())


def all_elements(data: bytes) -> list[str]:
    """List what stands in the main part besides paragraphs, runs and their forms: bookmarks, comments, tables, fields."""
    names = (etree.QName(element).localname for element in open_package(data, "draft.docx").main.iter())
    return [name for name in names if name not in FORMS]


@given(seed=st.integers(0, 2**32))
def test_joined_paragraphs_are_one_unit_and_the_others_stay(seed: int) -> None:
    source = random.Random(seed)
    points = draw_draft(source)
    data = write_draft(points)
    units = units_of(data)
    pairs = [n for n in range(len(units) - 1) if {units[n].kind, units[n + 1].kind}.isdisjoint({"cell", "heading"}) and len(units) > 7]
    assume(pairs)
    at = source.choice(pairs)
    first, second = units[at], units[at + 1]
    after = units_of(join_paragraphs(data, first.source, second.source, second.offset))
    space = "" if points[at].space == "" else " "
    assert after[at].text == f"{first.text}{space}{second.text}"
    assert after[at].kind.replace("chapeau", "text") == first.kind.replace("chapeau", "text")
    assert [unit.text for unit in after] == [*(u.text for u in units[:at]), after[at].text, *(u.text for u in units[at + 2 :])]


@given(seed=st.integers(0, 2**32))
def test_split_paragraphs_are_two_units_and_joining_them_gives_the_draft_back(seed: int) -> None:
    source = random.Random(seed)
    data = write_draft(draw_draft(source))
    units = units_of(data)
    long_ones = [one for one in units if len(one.text) > 20]
    assume(long_ones)
    unit = source.choice(long_ones)
    ends = [0]
    for token in tokens(unit.text):
        ends.append(ends[-1] + len(token))
    at = source.choice([end for end in ends[1:-1] if unit.text[:end].strip() and unit.text[end:].strip()])
    split = split_paragraph(data, unit.source, unit.offset + at)
    after = units_of(split)
    assert [one.text for one in after] == [
        *(one.text for one in units[: unit.index]),
        unit.text[:at].strip(),
        unit.text[at:].strip(),
        *(one.text for one in units[unit.index + 1 :]),
    ]
    joined = join_paragraphs(split, after[unit.index].source, after[unit.index + 1].source)
    assert [one.text.replace(" ", "") for one in units_of(joined)] == [one.text.replace(" ", "") for one in units]


@given(seed=st.integers(0, 2**32), level=st.integers(1, 9))
def test_a_paragraph_becomes_a_heading_and_plain_again(seed: int, level: int) -> None:
    source = random.Random(seed)
    data = write_draft(draw_draft(source))
    units = units_of(data)
    numbered = sum(1 for one in units if one.kind == "recommendation")
    unit = source.choice([one for one in units if one.kind not in ("cell", "heading") and (one.kind != "recommendation" or numbered > 1)])
    titled = retitle(data, unit.source, level)
    after = units_of(titled)[unit.index]
    assert (after.kind, after.level, after.text) == ("heading", level, unit.text)
    assert units_of(retitle(titled, unit.source, 0))[unit.index].kind == unit.kind
    following = units_of(titled)[unit.index + 1 : unit.index + 2]
    assert all(one.topic == unit.text for one in following if one.kind != "heading")


def test_a_bold_line_taken_for_a_heading_is_made_plain() -> None:
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>A bold sentence that is no heading</w:t></w:r>"
    data = make_docx(f"<p>{bold}</p><p>{{1. States parties should act.}}</p>")
    assert [one.kind for one in units_of(data)] == ["heading", "recommendation"]
    plain = retitle(data, 0, 0)
    assert [one.kind for one in units_of(plain)] == ["chapeau", "recommendation"]
    assert [piece.hand for piece in reading_of(plain).paragraphs[0].pieces] == ["mark"]


MARKED = (
    '<p><w:bookmarkStart w:id="1" w:name="one"/>{1. States }<w:commentRangeStart w:id="0"/>'
    "<w:r><w:rPr><w:i/></w:rPr><w:t>parties</w:t></w:r>"
    '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>{ should act. They should report.}<w:bookmarkEnd w:id="1"/></p>'
    "<p></p><p>{ }</p><p>{2. The Secretariat should help.}</p><p>{3. All should meet.}</p>"
)


def test_bookmarks_comments_and_looks_stay_and_empty_lines_between_go() -> None:
    data = make_docx(MARKED)
    joined = join_paragraphs(data, 0, 3, label=3)
    assert [one.text for one in units_of(joined)] == [
        "States parties should act. They should report. The Secretariat should help.",
        "All should meet.",
    ]
    assert all_elements(joined) == all_elements(data)
    split = split_paragraph(data, 0, len("1. States parties should act."))
    assert [one.text for one in units_of(split)][:2] == ["States parties should act.", "They should report."]
    assert all_elements(split) == all_elements(data)
    assert "".join(text.text or "" for text in open_package(split, "d").main.iter(T)) == "".join(
        text.text or "" for text in open_package(data, "d").main.iter(T)
    )


def test_a_split_may_fall_inside_a_run_with_a_look_and_inside_a_comment() -> None:
    split = reading_of(split_paragraph(make_docx(MARKED), 0, len("1. States par")))
    assert list(split.final[:2]) == ["1. States par", "ties should act. They should report."]


@pytest.mark.parametrize(
    ("body", "first", "second", "says"),
    [
        ("<p>{1. One.}</p><p>{2. Two.}</p><p>{3. Three.}</p>", 0, 2, "Other words stand between"),
        ("<p>{1. One.}</p><w:tbl><w:tr><w:tc><p>{Two.}</p></w:tc></w:tr></w:tbl>", 0, 1, "cannot be joined"),
        ("<w:tbl><w:tr><w:tc><p>{1. One.}</p></w:tc><w:tc><p>{Two.}</p></w:tc></w:tr></w:tbl>", 0, 1, "cannot be joined"),
        ("<p>{1. One.}</p><w:sdt><w:sdtContent><p>{Two.}</p></w:sdtContent></w:sdt>", 0, 1, "cannot be joined"),
        ("<p><w:pPr><w:sectPr/></w:pPr>{1. One.}</p><p>{Two.}</p>", 0, 1, "cannot be joined"),
        ("<p ins>{1. One.}</p><p>{Two.}</p>", 0, 1, "tracked change"),
        ("<p>{1. One.}</p><p>{2. Two.}</p>", 1, 0, "cannot be joined"),
        ("<p>{1. One.}</p><p>{2. Two.}</p>", 0, 0, "cannot be joined"),
        ("<p>{1. One.}</p><p>{2. Two.}</p>", 0, 9, "no such paragraph"),
    ],
)
def test_what_cannot_be_joined_is_refused(body: str, first: int, second: int, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        join_paragraphs(make_docx(body), first, second)


@pytest.mark.parametrize(
    ("body", "offset", "says"),
    [
        ("<p>{1. One two.}</p>", 0, "only between its words"),
        ("<p>{1. One two.}</p>", 99, "only between its words"),
        ("<p>{1. One }<w:sdt><w:sdtContent>{two three}</w:sdtContent></w:sdt></p>", 11, "cannot be split here"),
        ('<p>{1. One }<w:hyperlink w:anchor="x">{two three}</w:hyperlink></p>', 11, "cannot be split here"),
        (
            '<p>{1. One }<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{two three}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r></p>',
            11,
            "cannot be split here",
        ),
    ],
)
def test_what_cannot_be_split_is_refused(body: str, offset: int, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        split_paragraph(make_docx(body), 0, offset)


def test_the_section_that_ends_with_the_second_paragraph_ends_with_the_joined_one() -> None:
    data = make_docx("<p>{1. One.}</p><p><w:pPr><w:sectPr/></w:pPr>{Two.}</p><p>{3. Three.}</p>")
    joined = join_paragraphs(data, 0, 1)
    assert [one.text for one in units_of(joined)] == ["One. Two.", "Three."]
    assert all_elements(joined) == all_elements(data)


@pytest.mark.parametrize("level", [-1, 10])
def test_a_level_that_no_heading_has_is_refused(level: int) -> None:
    with pytest.raises(BadInput, match="level from 1 to 9"):
        retitle(make_docx("<p>{1. One.}</p>"), 0, level)
