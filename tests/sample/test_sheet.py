"""Hold the sheet to its arithmetic: words found once, bits cut at their ends, struck words invisible."""

import pytest

from wgtracker.sample.sheet import Bit, Line, Note, Pen, Sheet, cut

PEN = Pen("A", "2020-09-01T10:00:00Z")


def line() -> Line:
    """Return a line that reads "one three four", with "two " struck inside."""
    return Line("point", 0, [Bit("one "), Bit("two ", dele=PEN), Bit("three "), Bit("four", ins=PEN)])


def test_struck_words_are_not_seen() -> None:
    """What its author sees is the accepted text."""
    assert line().visible() == "one three four"


def test_a_cut_stands_on_the_asked_side_of_what_is_struck() -> None:
    """At a border, new words go before the struck ones or behind them."""
    assert cut(line(), 4, after=False) == 1
    assert cut(line(), 4, after=True) == 2
    inside = line()
    assert cut(inside, 6, after=True) == 3
    assert [bit.text for bit in inside.bits] == ["one ", "two ", "th", "ree ", "four"]


def test_words_must_stand_exactly_once() -> None:
    """A sample's writer must not guess."""
    sheet = Sheet([line()])
    assert sheet.find(0, "three").first == 2
    for words in ("two", "o", "five"):
        with pytest.raises(ValueError, match="exactly once"):
            sheet.find(0, words)


def test_comments_are_numbered_in_the_order_of_their_marks() -> None:
    """Answers go with their comment."""
    first, second = Bit("", note=("point", 1)), Bit("", note=("point", 0))
    sheet = Sheet([Line("point", 0, [first, Bit("text"), second])], [Note(PEN, "later", parent=1), Note(PEN, "sooner")])
    sheet.reorder_notes()
    assert [(note.text, note.parent) for note in sheet.notes] == [("sooner", None), ("later", 0)]
    assert [bit.note for bit in sheet.lines[0].bits if bit.note] == [("point", 0), ("point", 1)]
