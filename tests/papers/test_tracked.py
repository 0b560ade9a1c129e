"""The draft itself marked up: rejecting all gives it back, each proposal is there under its authors' names."""

import io
import re
import zipfile
from collections.abc import Sequence

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers import cases
from tests.papers.factory import Returned, comment, compile_by_hand, unit
from tests.papers.test_readback import changed, swap
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation, Unit
from wgtracker.papers.choices import Copy
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.readback import read_back
from wgtracker.word.accessibility import check
from wgtracker.word.lint import lint
from wgtracker.word.model import Document, ParagraphOut, Reading, Run
from wgtracker.word.package import open_package
from wgtracker.word.read import read
from wgtracker.word.write import write


def draft_of(units: Sequence[Unit]) -> bytes:
    """Write a draft with typed labels, one paragraph a unit, as the units' sources and offsets say."""
    body = tuple(ParagraphOut((Run(f"{unit.label} {unit.text}".strip()),), "WGText") for unit in units)
    return write(Document("Draft", "en-GB", body))


def typed(compilation: Compilation) -> Compilation:
    """Tell each unit where its text begins behind its typed label."""
    units = tuple(n._replace(unit=n.unit._replace(offset=len(n.unit.label) + bool(n.unit.label))) for n in compilation.units)
    return compilation._replace(units=units)


def mark_up(compilation: Compilation, copy: Copy = "issued") -> tuple[bytes, Compilation, bytes]:
    compilation = typed(compilation)
    draft = draft_of([n.unit for n in compilation.units])
    meeting = Meeting(symbol="CTOC/COP/2020/CRP.9")
    made = conference_room_paper(compilation, meeting, markup="tracked", order="paragraph", copy=copy, unplaced="print", draft=draft)
    return made.content, compilation, draft


def reading_of(content: bytes) -> Reading:
    return read(open_package(content, "paper.docx"))


@pytest.mark.parametrize("name", sorted(cases.CASES))
def test_every_case_is_marked_up_whole_and_rejecting_all_gives_the_draft(name: str) -> None:
    content, compilation, draft = mark_up(cases.CASES[name][0]())
    assert read_back(content, compilation, "tracked") == ()
    assert reading_of(content).original == reading_of(draft).original
    assert lint(content) == ()


def test_identical_changes_are_one_revision_with_both_authors_and_rivals_are_comments() -> None:
    reading = reading_of(mark_up(cases.several_at_one_place())[0])
    assert {revision.author for revision in reading.revisions if revision.source == 1} == {"Brazil; France"}
    said = {comment.author: comment for comment in reading.comments if comment.text.startswith("3.1")}
    assert said["Egypt"].text == "3.1: delete: “, where appropriate,”"
    assert said["Kenya"].text == "3.1: replace “, where appropriate,” by “, where appropriate and feasible,”"
    assert any(c.author == "Switzerland" and "3 alt: States parties should apply" in c.text for c in reading.comments)
    assert any(r.author == "Chile" and "train prosecutors" in r.text for r in reading.revisions)


def test_the_foreword_stands_in_comments_and_the_masthead_in_the_header() -> None:
    reading = reading_of(mark_up(cases.several_at_one_place())[0])
    notes = [comment.text for comment in reading.comments if comment.author == "Secretariat"]
    assert any("rejecting all changes gives the draft back" in note for note in notes)
    assert any("Submissions" in note and "Brazil: 24" in note.replace("\u00a0", " ") for note in notes)
    assert any(other.part == "header" and "CTOC/COP/2020/CRP.9" in other.final for other in reading.other)
    assert not any("at a glance" in note for note in notes)
    chair = reading_of(mark_up(cases.several_at_one_place(), "chair")[0])
    assert any("Discussion points at a glance" in comment.text for comment in chair.comments)


def test_more_names_than_an_author_holds_are_listed_in_a_comment() -> None:
    names = [f"Federated Republic of the {n} Islands" for n in range(12)]
    made = compile_by_hand(cases.UNITS, {name: Returned({2: cases.FOUR.replace("continue to ", "")}) for name in names})
    content, compilation, _ = mark_up(made)
    assert read_back(content, compilation, "tracked") == ()
    reading = reading_of(content)
    assert any(revision.author == "12 delegations" for revision in reading.revisions)
    assert any(all(name in comment.text for name in names) for comment in reading.comments)


def test_what_is_taken_away_from_the_marked_up_draft_is_named() -> None:
    content, compilation, _ = mark_up(cases.several_at_one_place())
    for change, named in (
        (swap("whenever", "wherever"), "Brazil, France"),
        (swap("train prosecutors", "train"), "3 bis"),
        (swap("Brazil; France", "Brazil"), "paragraph 3."),
    ):
        assert any(named in one for one in read_back(changed(content, change), compilation, "tracked"))


def test_a_paragraph_split_before_its_first_word_is_found_in_the_marked_up_draft() -> None:
    units = [unit(0, "Protection", kind="heading"), unit(1, "The Secretariat should report.", kind="text")]
    revised = Returned({0: "Design of services.\nProtection", 1: "New words.\nMore of them.\nThe Secretariat should report."})
    content, compilation, draft = mark_up(compile_by_hand(units, {"France": revised}))
    assert read_back(content, compilation, "tracked") == ()
    assert reading_of(content).original == reading_of(draft).original
    assert any("Design of" in one for one in read_back(changed(content, swap("Design", "Sign")), compilation, "tracked"))


def test_replies_stay_replies_and_comments_stand_on_their_words() -> None:
    said = [comment("0", 1, "Why?", "consider"), comment("1", 1, "As agreed.", "consider", parent="0")]
    content, compilation, _ = mark_up(compile_by_hand(cases.UNITS, {"Fiji": Returned(comments=said)}))
    assert read_back(content, compilation, "tracked") == ()
    found = {c.text: c for c in reading_of(content).comments if c.author == "Fiji"}
    assert found["Why?"].anchor == "consider"
    assert found["As agreed."].parent == found["Why?"].id


TEXTS = st.text(alphabet=st.sampled_from("ab ,.[]()/;“”\n\u00a0ع中é1&<"), min_size=1, max_size=20)


@given(base=TEXTS.filter(lambda text: text.strip() and "\n" not in text), revised=st.lists(TEXTS, min_size=1, max_size=3), said=TEXTS)
def test_no_text_makes_the_marked_up_draft_lose_a_word(base: str, revised: list[str], said: str) -> None:
    base = base.strip()
    returned = {f"Delegation {n}": Returned({0: text.strip() or base}, comments=[comment("0", 0, said)]) for n, text in enumerate(revised)}
    content, compilation, draft = mark_up(compile_by_hand([unit(0, base, "1."), unit(1, "The end of all.", "2.")], returned))
    assert read_back(content, compilation, "tracked") == ()
    assert reading_of(content).original == reading_of(draft).original


def test_arabic_words_and_comments_say_their_language_and_direction() -> None:
    arabic = "على الدول الأطراف أن تنظر في الأمر."
    returned = {
        "Egypt": Returned(new=[(1, arabic, "3 bis")], comments=[comment("0", 1, f"See: {arabic}", "where appropriate")]),
        "Iraq": Returned({4: cases.FIVE.replace("early", "early (فوري)")}, comments=[comment("0", 4, arabic)]),
    }
    content = mark_up(compile_by_hand(cases.UNITS, returned))[0]
    assert [line for line in check(content) if "right-to-left" in line] == []
    assert any(arabic in comment.text for comment in reading_of(content).comments)


def test_the_drafts_own_properties_name_nobody_in_the_paper() -> None:
    compilation = typed(cases.several_at_one_place())
    draft = docx.Document(io.BytesIO(draft_of([n.unit for n in compilation.units])))
    draft.core_properties.author = draft.core_properties.last_modified_by = "J. Doe"
    draft.core_properties.comments = "Seen by J. Doe"
    saved = io.BytesIO()
    draft.save(saved)
    meeting = Meeting(title="Status of consultations")
    for source in (saved.getvalue(), without_part(saved.getvalue(), "docProps/core.xml")):
        made = conference_room_paper(
            compilation, meeting, markup="tracked", order="paragraph", copy="issued", unplaced="print", draft=source
        ).content
        package = zipfile.ZipFile(io.BytesIO(made))
        assert not any(b"J. Doe" in package.read(name) for name in package.namelist())
        core = docx.Document(io.BytesIO(made)).core_properties
        assert (core.title, core.author, core.last_modified_by) == ("Status of consultations", "Secretariat", "Secretariat")
        assert lint(made) == ()


def without_part(content: bytes, part: str) -> bytes:
    """Take a part out of a package, and all that points to it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            if name != part:
                text = re.sub(rf'<[^<>]*"/?{re.escape(part)}"[^<>]*/>', "", before.read(name).decode())
                after.writestr(name, text)
    return out.getvalue()
