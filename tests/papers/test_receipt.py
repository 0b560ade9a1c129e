"""The receipt says everything that was sent, in words that need no look, and as a Word file that opens."""

from tests.compile.factory import POINTS, body, compile_bodies
from wgtracker.compile.meeting import Meeting
from wgtracker.papers.receipt import Facts, Note, gather_contents, write_receipt, write_text
from wgtracker.word.package import open_package
from wgtracker.word.read import read

CHANGED = body({2: "<p>{2. " + POINTS[1].replace("where appropriate", "whenever possible") + "}</p>"})
NOTE = Note("Discussion point 2", "Reason, not printed", "It says more.")


def test_the_text_names_each_change_in_words_and_keeps_reasons_beside_it() -> None:
    text = write_text(compile_bodies({"Brazil.docx": CHANGED}), Meeting(unit_name="discussion point"), [NOTE])
    assert "[2.1 text: where appropriate / replace by: whenever possible (Brazil)]" in text
    assert text.startswith("Discussion point 2\n")
    assert text.endswith("Discussion point 2. Reason, not printed: It says more.\n")
    assert POINTS[0] not in text


def test_the_word_file_holds_the_facts_the_text_and_the_notes() -> None:
    contents = gather_contents(compile_bodies({"Brazil.docx": CHANGED}), Meeting(unit_name="discussion point"), [NOTE])
    facts = Facts("Receipt TIP10-1-BRA-1", (("Delegation", "Brazil"), ("SHA-256 of the text", "ab" * 32)))
    file = write_receipt(facts, contents)
    words = "\n".join(read(open_package(file, "receipt.docx")).original)
    for part in ("Receipt TIP10-1-BRA-1", "Delegation: Brazil", "ab" * 32, "whenever possible", "It says more."):
        assert part in words
    assert write_receipt(facts, contents) == file


def test_nothing_said_is_empty() -> None:
    assert gather_contents(compile_bodies({"Brazil.docx": body()}), Meeting()).is_empty
