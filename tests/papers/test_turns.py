"""A direction that one delegation's words open and leave open ends with them: nobody else's words are turned, and none is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers import cases
from tests.papers.factory import Returned, comment, compile_by_hand
from tests.papers.test_tracked import mark_up
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.papers.choices import Markup
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.pages import read_pages
from wgtracker.papers.pen import put
from wgtracker.papers.points import draw_units
from wgtracker.papers.readback import read_back
from wgtracker.papers.receipt import write_text
from wgtracker.web.drawing import draw
from wgtracker.word.clean import close_turns
from wgtracker.word.model import Inline

OVERRIDE, EMBED, ISOLATE, END, END_ISOLATE = "\u202e", "\u202a", "\u2067", "\u202c", "\u2069"
TURNED = f"{OVERRIDE}whenever possible"


def turning() -> Compilation:
    """Brazil leaves an override open, Egypt an embedding in a comment, Chile an isolate in a new paragraph and another proposal."""
    three = cases.THREE
    returned = {
        "Brazil": Returned({1: three.replace("where appropriate", TURNED)}),
        "Chile": Returned(
            {1: three.replace("where appropriate", f"{ISOLATE}in all cases")}, new=[(1, f"States {ISOLATE}should.", "3 bis")]
        ),
        "Egypt": Returned(comments=[comment("0", 1, f"It {EMBED}weakens it.", "where appropriate")]),
        "Switzerland": Returned(alternatives={1: f"States parties should {OVERRIDE}apply it."}),
    }
    return compile_by_hand(cases.UNITS, returned)


def owed(text: str) -> list[str]:
    """Tell what a text leaves open, by counting alone."""
    found: list[str] = []
    for mark in text:
        if mark in "\u202a\u202b\u202d\u202e":
            found.append(END)
        elif mark in "\u2066\u2067\u2068":
            found.append(END_ISOLATE)
        elif found and found[-1] == mark:
            found.pop()
    return found


def turned_names(content: bytes) -> list[str]:
    """List the names, and ends of paragraphs, that stand where a direction is still open."""
    found = []
    for page in read_pages(content):
        before = ""
        for style, text in page.runs:
            found += [text] if style == "WGName" and owed(before) else []
            before += text
        found += [before] if owed(before) else []
    return found


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("plain", "plain"),
        ("مصر", "مصر"),
        (f"{OVERRIDE}abc", f"{OVERRIDE}abc{END}"),
        (f"{OVERRIDE}abc{END} d", f"{OVERRIDE}abc{END} d"),
        (f"{ISOLATE}a{EMBED}b", f"{ISOLATE}a{EMBED}b{END}{END_ISOLATE}"),
        (f"{ISOLATE}a{EMBED}b{END_ISOLATE}c", f"{ISOLATE}a{EMBED}b{END_ISOLATE}c"),
        (f"{EMBED}a{END_ISOLATE}b", f"{EMBED}a{END_ISOLATE}b{END}"),
        (f"a{END}{END_ISOLATE}b", f"a{END}{END_ISOLATE}b"),
    ],
)
def test_what_is_left_open_is_closed_and_nothing_else_is_added(text: str, closed: str) -> None:
    assert close_turns(text) == closed


@given(st.text(alphabet="ab \u202a\u202e\u2066\u2068\u202c\u2069م", max_size=12))
def test_closing_adds_at_the_end_and_closes_all(text: str) -> None:
    closed = close_turns(text)
    assert closed.startswith(text)
    assert set(closed[len(text) :]) <= {END, END_ISOLATE}
    assert close_turns(closed) == closed


def test_the_pen_closes_each_run() -> None:
    out: list[Inline] = []
    put(out, TURNED, "WGAdded")
    put(out, "Egypt", "WGName")
    assert [getattr(run, "text", "") for run in out] == [TURNED + END, "Egypt"]


@pytest.mark.parametrize("markup", ["bold", "labels", "clean"])
def test_the_paper_holds_all_words_and_no_run_turns_the_next(markup: Markup) -> None:
    made = turning()
    paper = conference_room_paper(made, Meeting(), markup=markup, order="paragraph", copy="issued", unplaced="print", draft=b"")
    assert read_back(paper.content, made, markup) == ()
    other = conference_room_paper(made, Meeting(), markup=markup, order="delegation", copy="chair", unplaced="print", draft=b"")
    for content in (paper.content, other.content):
        assert OVERRIDE in "".join(text for page in read_pages(content) for _, text in page.runs), "the words stand as they were typed"
        assert turned_names(content) == []


def test_pages_and_receipts_are_closed_too() -> None:
    made = turning()
    drawn = [block for point in draw_units(made, Meeting()) for block in point.blocks]
    html = str(draw(drawn))
    assert f"{TURNED}{END}" in html
    assert html.count(OVERRIDE) + html.count(EMBED) == html.count(END)
    assert html.count(ISOLATE) == html.count(END_ISOLATE)
    text = write_text(made, Meeting())
    assert f"{TURNED}{END}" in text
    assert f"“It {EMBED}weakens it.{END}”" in text, "before the quotation mark"


def test_words_that_are_lost_are_still_noticed_beside_what_was_closed() -> None:
    made = turning()
    paper = conference_room_paper(made, Meeting(), markup="bold", order="paragraph", copy="issued", unplaced="print", draft=b"")
    more = compile_by_hand(cases.UNITS, {"Brazil": Returned({1: cases.THREE.replace("where appropriate", f"{TURNED} indeed")})})
    assert read_back(paper.content, more, "bold") != ()


def test_an_insertion_in_tracked_changes_is_closed() -> None:
    paper, made, _draft = mark_up(turning())
    assert read_back(paper, made, "tracked") == ()
    assert turned_names(paper) == []
    assert TURNED in "".join(text for page in read_pages(paper) for _, text in page.runs)
