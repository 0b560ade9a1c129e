"""The staff note: what waits for a hand, what is held and why, the account, the warnings."""

from tests.papers import cases
from tests.papers.factory import Returned, aside, compile_by_hand
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Account, Compilation, Count
from wgtracker.papers.pages import read_pages
from wgtracker.papers.staff_note import staff_note
from wgtracker.word.accessibility import check
from wgtracker.word.lint import lint


def words(compilation: Compilation) -> list[str]:
    content = staff_note(compilation, Meeting())
    assert lint(content) == ()
    assert check(content) == ()
    return ["".join(text for _, text in page.runs) for page in read_pages(content)]


def test_held_and_unplaced_items_stand_with_their_reasons_by_delegation() -> None:
    held = [aside("the comment was marked as resolved", "consider", "To check.", "comment", on=1)]
    unplaced = [aside("the words are not in the draft", "old words", "")]
    shown = words(compile_by_hand(cases.UNITS, {"Fiji": Returned(held=held), "Peru": Returned(unplaced=unplaced), "Chad": Returned()}))
    at = shown.index("Not placed: each item waits for a hand")
    assert shown[at + 1] == "Peru: old words – The words are not in the draft."
    assert "Fiji, discussion point 3: comment on “consider”: “To check.” – The comment was marked as resolved." in shown
    assert not any(line.startswith("Chad:") for line in shown)


def test_an_empty_note_says_so() -> None:
    shown = words(cases.brackets_only())
    for line in ("Everything that came in has its place.", "Nothing is held.", "No file gave cause for a warning.", "Nothing to remark."):
        assert line in shown


def test_the_account_and_the_warnings_of_each_file_are_there() -> None:
    made = cases.brackets_only()
    account = Account(Count(12, 10, 2, 0), Count(1_300, 1_300, 0, 0), Count(3, 1, 1, 1))
    own = made.submissions[0]._replace(
        account=account, warnings=("Another file of the same delegation is compiled too.",), format_changes=2
    )
    shown = words(made._replace(submissions=(own,), account=account, warnings=("The draft has tracked changes of its own.",)))
    assert "12 = 10 + 2 + 0" in shown
    assert "1,300 = 1,300 + 0 + 0" in shown
    assert "The draft has tracked changes of its own." in shown
    assert "Peru.docx: Another file of the same delegation is compiled too." in shown
    assert "Peru.docx: 2 changes of formatting alone, not compiled." in shown
