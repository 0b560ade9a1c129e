"""Reading back notices whatever is taken away: one option, one name, one comment, one line; and cries for nothing else."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.papers import cases
from tests.papers.factory import Returned, comment, compile_by_hand, unit
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.papers.choices import Markup
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.readback import read_back


def paper(compilation: Compilation, markup: Markup = "bold") -> bytes:
    return conference_room_paper(
        compilation, Meeting(), markup=markup, order="paragraph", copy="issued", unplaced="print", draft=b""
    ).content


def changed(content: bytes, change: Callable[[str], str]) -> bytes:
    """Change document.xml of a paper by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name == "word/document.xml":
                new = change(text.decode())
                assert new != text.decode(), "nothing was changed"
                text = new.encode()
            after.writestr(name, text)
    return out.getvalue()


def remove(words: str) -> Callable[[str], str]:
    """Take the first run with exactly these words away."""
    return lambda xml: re.sub(rf"<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t[^>]*>{re.escape(words)}</w:t></w:r>", "", xml, count=1)


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(old, new, 1)


SEVERAL = [
    (remove(", whenever possible,"), ", whenever possible,"),
    (swap(">Brazil, France<", ">Brazil<"), "Brazil, France"),
    (swap(">delete<", "><"), "Egypt"),
    (swap(" and feasible", " feasible"), "Kenya"),
    (swap(">Egypt<", ">Egipt<"), "Egypt"),
    (remove("States parties should apply the principle of non-punishment."), "Switzerland"),
    (remove("States parties should train prosecutors accordingly."), "new paragraph 3 bis"),
    (swap("The words weaken it.", "The words."), "comment 0 of Egypt"),
    (remove("“Supports the text.”"), "comment 0 of Kenya"),
    (swap("not prosecuting victims for offences", "not prosecuting for offences"), "its words"),
]


@pytest.mark.parametrize(("change", "named"), SEVERAL, ids=[str(n) for n in range(len(SEVERAL))])
@pytest.mark.parametrize("markup", ["bold", "labels"])
def test_whatever_is_taken_away_is_named(change: Callable[[str], str], named: str, markup: Markup) -> None:
    compilation = cases.several_at_one_place()
    content = paper(compilation, markup)
    assert read_back(content, compilation, markup) == ()
    missing = read_back(changed(content, change), compilation, markup)
    assert len(missing) >= 1
    assert any(named in one for one in missing)


def test_a_name_taken_from_a_list_is_noticed() -> None:
    compilation = cases.many_names()
    missing = read_back(changed(paper(compilation), swap("Mexico; ", "")), compilation, "bold")
    assert len(missing) == 1
    assert "Mexico" in missing[0]


def test_lines_on_the_whole_taken_away_are_noticed() -> None:
    compilation = cases.lines_on_the_whole()
    content = paper(compilation)
    for words, named in (
        ("Delete discussion point 3", "deletion"),
        ("Retain as is", "retention"),
        ("Move discussion point 3 to after discussion point 5", "move"),
        ("act", "merger"),
    ):
        missing = read_back(changed(content, remove(words)), compilation, "bold")
        assert any(named in one for one in missing)


def test_an_option_below_the_paragraph_taken_away_is_noticed() -> None:
    compilation = cases.long_and_many()
    assert any("State F" in one for one in read_back(changed(paper(compilation), remove("aim at")), compilation, "bold"))


def test_brackets_put_in_taken_away_are_noticed() -> None:
    compilation = cases.brackets_only()
    assert read_back(changed(paper(compilation), swap(">put in brackets<", ">delete<")), compilation, "bold")


def test_a_comment_on_the_text_as_a_whole_taken_away_is_noticed() -> None:
    compilation = cases.support_only()
    missing = read_back(changed(paper(compilation), swap("We support all discussion points.", "We support.")), compilation, "bold")
    assert missing == ("comment 0 of Zambia on the text as a whole",)


def test_two_equal_comments_must_both_be_there() -> None:
    twice = [comment("0", 1, "Agreed."), comment("1", 1, "Agreed.")]
    compilation = compile_by_hand(cases.UNITS, {"Fiji": Returned(comments=twice)})
    content = paper(compilation)
    assert read_back(content, compilation, "bold") == ()
    assert read_back(changed(content, remove("“Agreed.”")), compilation, "bold")


def test_an_entry_of_annex_one_taken_away_from_a_clean_paper_is_noticed() -> None:
    compilation = cases.several_at_one_place()
    content = paper(compilation, "clean")
    missing = read_back(changed(content, remove("and feasible")), compilation, "clean")
    assert any("Kenya" in one for one in missing)
    assert read_back(changed(content, swap("The words weaken it.", "")), compilation, "clean")


TEXTS = st.text(alphabet=st.sampled_from("ab ,.[]()/;“” ¶\n\u00a0\u200fع中é1&<"), min_size=1, max_size=24)


@given(base=TEXTS.filter(str.strip), revised=st.lists(TEXTS, min_size=1, max_size=4), said=TEXTS, anchor=TEXTS)
def test_no_text_makes_it_cry_for_nothing(base: str, revised: list[str], said: str, anchor: str) -> None:
    base = base.strip()
    returned = {
        f"Delegation {n} ({n})": Returned({0: text.strip() or base}, comments=[comment("0", 0, said, anchor)])
        for n, text in enumerate(revised)
    }
    compilation = compile_by_hand([unit(0, base, "1.")], returned)
    for markup in ("bold", "labels", "clean"):
        assert read_back(paper(compilation, markup), compilation, markup) == ()


def test_a_file_that_was_replaced_is_no_part_of_the_last_entry() -> None:
    """The list of replaced files follows the entries; it once ran on into the last of them, and the paper was refused."""
    made = compile_by_hand(
        (unit(0, "States parties should act.", "1."),),
        {
            "Brazil": Returned(comments=[comment("0", 0, "First.")], superseded_by="Brazil#2.docx"),
            "Brazil#2": Returned(comments=[comment("0", 0, "One line\nand another.")]),
            "Egypt": Returned(comments=[comment("0", 0, "Last.")]),
        },
    )
    assert read_back(paper(made, "clean"), made, "clean") == ()
