"""Another edition of a paper has its symbol, says why it is there, and shows whose state it is."""

import io

import docx
import pytest

from tests.papers import cases
from wgtracker.compile.meeting import Meeting
from wgtracker.errors import BadInput
from wgtracker.papers.choices import Markup
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.editions import Edition, next_symbol, symbol_of_first
from wgtracker.papers.introduction import draw_introduction
from wgtracker.papers.masthead import draw_masthead, footnotes, lines_of_masthead
from wgtracker.papers.readback import read_back
from wgtracker.papers.sources import gather
from wgtracker.word.lint import lint
from wgtracker.word.model import NoteMark, ParagraphOut, Run

BASE = "CTOC/COP/WG.4/2020/CRP.1"


@pytest.mark.parametrize(
    ("symbol", "edition", "issued", "next_one"),
    [
        (BASE, "Add", (), f"{BASE}/Add.1"),
        (BASE, "Rev", (), f"{BASE}/Rev.1"),
        (BASE, "Corr", (BASE, f"{BASE}/Corr.1"), f"{BASE}/Corr.2"),
        (f"{BASE}/Rev.1", "Rev", (BASE,), f"{BASE}/Rev.2"),
        (f"{BASE}/Rev.1", "Add", (BASE, f"{BASE}/Add.1*"), f"{BASE}/Add.2"),
        (BASE, "*", (), f"{BASE}*"),
        (f"{BASE}*", "*", (BASE,), f"{BASE}**"),
        (f"{BASE}*", "Rev", (BASE,), f"{BASE}/Rev.1"),
    ],
)
def test_the_next_edition_takes_the_next_free_symbol(symbol: str, edition: Edition, issued: tuple[str, ...], next_one: str) -> None:
    assert next_symbol(symbol, edition, issued) == next_one
    assert symbol_of_first(next_one) == BASE


def test_a_paper_without_a_symbol_has_no_further_edition() -> None:
    with pytest.raises(BadInput, match="no symbol yet"):
        next_symbol(Meeting().symbol, "Rev", ())


def words(paragraphs: list[ParagraphOut]) -> list[str]:
    return ["".join(inline.text for inline in one.inlines if isinstance(inline, Run)) for one in paragraphs]


def introduce(meeting: Meeting) -> list[str]:
    return words(draw_introduction(meeting, gather(cases.several_at_one_place(), meeting).tally, []))


def test_a_revision_says_in_the_introduction_why_it_is_issued() -> None:
    reason = "Reissued to include proposals received after 25 September 2020"
    revised = introduce(Meeting(symbol=f"{BASE}/Rev.1", reissued=reason))
    assert revised[1] == f"{reason}."
    assert introduce(Meeting(symbol=BASE)) == [revised[0], *revised[2:]]


def test_an_asterisk_has_its_footnote_and_the_agenda_one_asterisk_more() -> None:
    meeting = Meeting(symbol=f"{BASE}*", agenda_item="2", agenda_symbol="CTOC/COP/WG.4/2020/1")
    marks = [inline for paragraph in draw_masthead(meeting) for inline in paragraph.inlines if isinstance(inline, NoteMark)]
    assert marks == [NoteMark(0, "*"), NoteMark(1, "**")]
    assert [words(list(note)) for note in footnotes(meeting)] == [["Reissued for technical reasons."], ["CTOC/COP/WG.4/2020/1."]]
    assert lines_of_masthead(meeting)[0] == f"{BASE}*"
    assert not any("Reissued" in line for line in introduce(meeting))


@pytest.mark.parametrize(
    ("as_at", "printed"),
    [
        ("2020-10-08T15:05 Europe/Vienna", "8 October 2020, 3.05 p.m. (Vienna time)"),
        ("2020-10-08T13:05:00+00:00", "8 October 2020, 3.05 p.m. (Vienna time)"),
        ("2020-10-08T15:05", "8 October 2020, 3.05 p.m. (Vienna time)"),
    ],
)
def test_a_paper_says_whose_state_it_shows(as_at: str, printed: str) -> None:
    meeting = Meeting(as_at=as_at)
    assert words(draw_masthead(meeting))[-1].replace("\u00a0", " ") == f"As at {printed}"
    assert (
        introduce(meeting)[-1]
        .replace("\u00a0", " ")
        .startswith(f"The present paper shows the status of the consultations as at {printed} and")
    )
    assert len(draw_masthead(Meeting())) == len(draw_masthead(meeting)) - 1


@pytest.mark.parametrize("markup", ["bold", "labels", "clean"])
def test_a_reissued_paper_is_whole(markup: Markup) -> None:
    compilation = cases.several_at_one_place()
    meeting = Meeting(symbol=f"{BASE}**", reissued="Reissued for technical reasons on 9 October 2020.", as_at="2020-10-08")
    paper = conference_room_paper(compilation, meeting, markup=markup, order="paragraph", copy="issued", unplaced="refuse", draft=b"")
    assert read_back(paper.content, compilation, markup) == ()
    assert lint(paper.content) == ()
    assert docx.Document(io.BytesIO(paper.content)).paragraphs[0].text == f"{BASE}**"
