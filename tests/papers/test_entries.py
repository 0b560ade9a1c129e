"""A delegation's changes as its annex shows them: readable, with context, and whole."""

import pytest
from hypothesis import given

from tests.papers.factory import Returned, compile_by_hand, unit
from tests.papers.looking import show
from tests.papers.test_block import texts_with_proposals
from wgtracker.compile.meeting import Meeting
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.entries import put_edits
from wgtracker.papers.place import LABELS
from wgtracker.papers.readback import read_back
from wgtracker.text import diff
from wgtracker.word.model import Inline, ParagraphOut, Run

LONG = (
    "States parties are encouraged to grant presumed victims a period of recovery and reflection, during which no decision is taken on "
    "charges against them and no measure is taken for their removal from the territory, and to inform them of it."
)


def entry(base: str, revised: str) -> str:
    line: list[Inline] = []
    put_edits(line, base, diff(base, revised))
    return show(ParagraphOut(tuple(line)))


@pytest.mark.parametrize(
    ("base", "revised", "shown"),
    [
        (
            "to weigh, where appropriate, this.",
            "to weigh, whenever possible, this.",
            "to weigh, ~~where appropriate~~ **whenever possible**, this.",
        ),
        ("without delay or cost.", "without delay and free of charge.", "without delay ~~or cost~~ **and free of charge**."),
        ("repeated interviews, by making", "repeated interviews and by making", "repeated interviews~~,~~ **and** by making"),
        ("one sentence. Another one.", "one sentence. \nAnother one.", "one sentence. [¶ new paragraph begins here] Another one."),
        ("it was applied, and should end", "it was applied.\nParties should end", "it was applied~~, and~~ **. ¶ Parties** should end"),
    ],
)
def test_changes_read_as_they_were_made(base: str, revised: str, shown: str) -> None:
    assert entry(base, revised) == shown


def test_what_stands_between_two_distant_changes_is_left_out_once() -> None:
    shown = entry(LONG, LONG.replace("during", "[during").replace("territory", "territory]"))
    assert shown == (
        "… period of recovery and reflection, **[**during which no decision is taken … for their removal from the territory**]**, and to "
        "inform them of …"
    )


def test_another_version_is_quoted_whole() -> None:
    compilation = compile_by_hand([unit(0, LONG, "1.")], {"Chile": Returned(alternatives={0: "Victims shall be given time to recover."})})
    made = conference_room_paper(compilation, Meeting(), markup="clean", order="paragraph", copy="issued", unplaced="print", draft=b"")
    assert read_back(made.content, compilation, "clean") == ()


@given(texts_with_proposals())
def test_no_space_stands_twice_and_no_word_is_lost(sample: tuple[str, list[str]]) -> None:
    text, revised = sample
    for one in revised:
        line: list[Inline] = []
        put_edits(line, text, diff(text, one))
        plain = "".join(inline.text for inline in line if isinstance(inline, Run))
        assert "  " not in plain or "  " in text + one, plain


def test_with_labels_and_in_arabic_and_chinese_words_say_what_looks_say() -> None:
    line: list[Inline] = []
    base, revised = "to weigh, where appropriate, this or that.", "to weigh, whenever possible, all of this."
    put_edits(line, base, diff(base, revised), LABELS)
    assert "".join(inline.text for inline in line if isinstance(inline, Run)) == (
        "to weigh, [text: where appropriate / replace by: whenever possible], [add: all of] this [text: or that / delete]."
    )
    assert entry("缔约国应考虑酌情不起诉受害人。", "缔约国应考虑尽可能不起诉受害人。") == (
        "缔约国应考虑 [**delete:** ~~酌情~~ / **add:** **尽可能**] 不起诉受害人。"
    )
