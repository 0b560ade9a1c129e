"""The drawing: the paper's text and nothing else, with what each part means said in HTML."""

from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers import cases
from tests.papers.looking import draw as draw_point_named
from wgtracker.compile.model import Compilation
from wgtracker.papers.place import FOREIGN
from wgtracker.web.drawing import Sheet, draw, draw_words, place_id
from wgtracker.word.model import Block, Field, Inline, Link, ParagraphOut, Run, TableOut, Tracked

STYLES = ("", "", "WGAdded", "WGDeleted", "WGName", "WGChange", "WGNumber", "WGLatin", "WGQuiet", "WGLabel")
PARAGRAPHS = ("WGUnit", "WGUnitSub", "WGText", "WGLine", "WGList", "WGEntry", "WGComments", "Heading1", "Heading4", "Heading9", "WGOther")
SPOKEN = ("inserted:", "deleted:", "end of insertion", "end of deletion")
OURS = {"div", "p", "h2", "h3", "h4", "h5", "h6", "span", "bdi", "ins", "del", "a", "table", "thead", "tbody", "tr", "th", "td", "caption"}


class Reader(HTMLParser):
    """Read drawn HTML: the text of each paragraph, what is only heard, the elements with their attributes, what is left open."""

    def __init__(self, drawn: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.heard: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, bool]] = []
        self.feed(str(drawn))  # Markup joins what it is added to, escaped
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open.append((tag, dict(attrs).get("class") == "vh"))
        if tag == "p" or tag[1:].isdigit():
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(hidden for _, hidden in self.open):
            self.heard.append(data.strip())
        elif any(tag == "p" or tag[1:].isdigit() for tag, _ in self.open):
            self.texts[-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Give the attributes of every element of this name."""
        return [attributes for name, attributes in self.elements if name == tag]


def texts(blocks: Sequence[Block]) -> list[str]:
    return ["".join(i.text for i in block.inlines if isinstance(i, Run)) for block in blocks if isinstance(block, ParagraphOut)]


def shown(*runs: Inline, sheet: Sheet | None = None) -> str:
    """Draw one paragraph, without its frame."""
    return str(draw_words(runs, sheet or Sheet()))


any_run = st.builds(
    Run,
    st.one_of(
        st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
        st.sampled_from(
            ("(", " (", ")", "]", "[3.1 ", "[3.1 see below]", " / ", "9 delegations, list 3.1 A", "<b>", "&amp;", '"><script>', "{number}")
        ),
    ),
    st.sampled_from(STYLES),
    st.sampled_from(("", "", "ar-SA", "zh-CN", '"><i>')),
)
any_paragraph = st.builds(
    ParagraphOut,
    st.lists(any_run, max_size=12).map(tuple),
    st.sampled_from(PARAGRAPHS),
    bookmarks=st.sampled_from(((), ("wg_u1",), ('"<x>',))),
    bidi=st.booleans(),
)
any_sheet = st.builds(
    Sheet,
    st.integers(-3, 5),
    st.sampled_from(("", "p-", '"<x>')),
    st.sampled_from(("", "/c/{number}", '"><x>')),
    st.sampled_from(("", "fr")),
)


@given(st.lists(any_paragraph, max_size=6), any_sheet)
def test_the_text_of_the_drawing_is_the_text_of_the_paper(paragraphs: list[ParagraphOut], sheet: Sheet) -> None:
    read = Reader(draw(paragraphs, sheet))
    assert read.texts == texts(paragraphs)
    assert read.open == []
    assert set(read.heard) <= set(SPOKEN)
    assert {tag for tag, _ in read.elements} <= OURS | {"h1"}


@pytest.mark.parametrize(
    "compilation", [cases.several_at_one_place(), cases.many_names(), cases.lines_on_the_whole(), cases.chapeau_and_new_subparagraph()]
)
def test_every_case_of_the_paper_keeps_its_words(compilation: Compilation) -> None:
    blocks = draw_point_named(compilation)
    assert Reader(draw(blocks)).texts == texts(blocks)


def test_a_place_holds_its_number_its_words_and_its_names() -> None:
    drawn = str(draw(draw_point_named(cases.several_at_one_place(), "Discussion point 3")))
    assert (
        '<span class="place" id="c3.1">[<span class="n">3.1</span> <del><span class="vh">deleted: </span>, where appropriate,</del> / '
        '<ins><span class="vh">inserted: </span>, whenever possible,</ins> <span class="by">(<bdi>Brazil, France</bdi>)</span> / delete '
        '<span class="by">(<bdi>Egypt</bdi>)</span> / , where appropriate <ins><span class="vh">inserted: </span>and feasible'
        '<span class="vh"> end of insertion</span></ins>, <span class="by">(<bdi>Kenya</bdi>)</span>]</span> not prosecuting'
    ) in drawn


def test_the_end_of_a_change_is_heard_only_where_plain_words_go_on() -> None:
    assert Reader(shown(Run("a", "WGAdded"), Run(" (", ""), Run("Chad", "WGName"), Run(")"))).heard == ["inserted:"]
    assert Reader(shown(Run("a", "WGDeleted"), Run(" and more"))).heard == ["deleted:", "end of deletion"]


def test_a_printed_label_is_not_said_twice() -> None:
    blocks = draw_point_named(cases.by_hand(), says=FOREIGN)
    read = Reader(draw(blocks))
    assert {attributes.get("class") for attributes in read.all("bdi")} >= {"label"}
    assert "inserted:" not in read.heard


def test_options_under_the_paragraph_leave_a_place_that_can_be_linked() -> None:
    drawn = shown(
        Run("words"), Run(" "), Run("[3.1 see below]", "WGChange"), Run(" more"), sheet=Sheet(prefix="b-", href="/s/1/c/{number}")
    )
    assert drawn == 'words <span class="place" id="b-c3.1">[<a class="n" href="/s/1/c/3.1">3.1</a> see below]</span> more'
    assert place_id("3 (a).1", "b-") == "b-c3_(a).1"


def test_a_place_that_the_paper_leaves_open_is_closed_with_its_paragraph() -> None:
    assert shown(Run("[3.1 ", "WGChange"), Run("x")).endswith("x</span>")


@pytest.mark.parametrize(("shift", "expected"), [(1, ["h2", "h5"]), (-2, ["h2", "h2"]), (5, ["h6", "h6"])])
def test_headings_go_below_the_page_s_own(shift: int, expected: list[str]) -> None:
    blocks = [ParagraphOut((Run("Topic"),), "Heading1"), ParagraphOut((Run("Point"),), "Heading4")]
    assert [tag for tag, _ in Reader(draw(blocks, Sheet(shift=shift))).elements if tag[0] == "h"] == expected


def test_a_paragraph_that_reads_from_the_right_says_so_in_a_box_that_reads_from_the_left() -> None:
    read = Reader(draw([ParagraphOut((Run("ينبغي", "", "ar-SA"),), "WGUnit", bidi=True)], Sheet(lang="ar")))
    assert read.all("div") == [{"class": "paper", "dir": "ltr"}]
    assert read.all("p") == [{"class": "unit", "dir": "rtl", "lang": "ar"}]
    assert read.all("span") == [{"lang": "ar-SA", "dir": "rtl"}]


def test_many_names_point_to_their_list_in_the_small_letters_of_names() -> None:
    drawn = str(draw(draw_point_named(cases.many_names(), "Discussion point 4")))
    assert '<span class="by">(9 delegations, list 4.1 A)</span>' in drawn


def test_tables_scroll_inside_themselves_and_name_their_columns() -> None:
    rows = tuple(tuple((ParagraphOut((Run(words),), "WGTable"),) for words in row) for row in (("Name", "Received"), ("Chad", "1 May")))
    read = Reader(draw([TableOut((100, 100), rows, caption="Files <1>")]))
    assert read.texts == ["Name", "Received", "Chad", "1 May"]
    assert len(read.all("th")) == 2
    assert read.all("div")[1] == {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": "Files <1>"}


def test_fields_links_and_tracked_words_are_drawn_too() -> None:
    tracked = Tracked("insert", (Run("new"),), "Chad", "2020-10-01T00:00:00Z")
    drawn = shown(Field("PAGE", "7"), Link("wg_u1", (Run("point 3"),)), tracked)
    assert drawn == '7<a href="#wg_u1">point 3</a><ins><span class="vh">inserted: </span>new</ins>'
