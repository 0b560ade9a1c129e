"""What comes back from a field as it was put there is no change; what was changed stays as it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtracker.compile.model import Unit
from wgtracker.errors import BadInput
from wgtracker.text import apply
from wgtracker.web.delegate.forms import clean
from wgtracker.web.delegate.wording import Ask, find_words, read_ask, read_wording

_SPACES = st.sampled_from(["\u00a0", "\u202f", "\u2009", "\u00ad", "\u200f", "  ", "\t", "\n", "‘", "’", "“", "«", "e\u0301", "ة", "。"])
_TEXTS = st.lists(st.one_of(_SPACES, st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=12)), max_size=12).map("".join)


def unit(text: str) -> Unit:
    """Make a unit of the draft."""
    return Unit(0, "recommendation", "1.", "", text, 0, 0)


def as_browser_sends(text: str) -> str:
    """Give a text as a browser sends it back from a field of several lines: every line end as CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


@given(_TEXTS)
def test_a_text_that_nobody_edited_is_no_change(text: str) -> None:
    assert read_wording(unit(text), clean(as_browser_sends(text))) is None


@given(_TEXTS)
def test_spaces_at_the_ends_and_line_ends_are_no_change(text: str) -> None:
    assert read_wording(unit(text), clean("\r\n " + as_browser_sends(text) + " \r\n")) is None


@pytest.mark.parametrize(
    "spaced", ["States\u00a0parties should act.", "States parties  should act. ", " States parties should\u202fact.\r\n"]
)
def test_kinds_of_spaces_that_a_browser_changes_are_no_change(spaced: str) -> None:
    assert read_wording(unit("States parties should act."), clean(spaced)) is None


@given(st.text(alphabet="abcde “”’\u00a0\u00ad-.", min_size=1, max_size=40).filter(lambda text: bool(text.strip())))
def test_what_is_changed_stays_as_it_was_typed(typed: str) -> None:
    amendment = None
    try:
        amendment = read_wording(unit("States parties should act."), typed)
    except BadInput:
        return
    assert amendment is not None
    assert amendment.proposed == typed.strip()
    assert apply("States parties should act.", amendment.edits) == amendment.proposed


def test_joining_two_words_is_asked_back_not_dropped_in_silence() -> None:
    with pytest.raises(BadInput, match="Only spaces differ"):
        read_wording(unit("any one"), "anyone")


def test_an_empty_field_asks_for_deletion_and_a_line_end_splits() -> None:
    deletion, split = read_wording(unit("One. Two."), "  "), read_wording(unit("One. Two."), clean("One.\r\nTwo."))
    assert deletion is not None
    assert deletion.kind == "delete"
    assert split is not None
    assert (split.kind, split.proposed) == ("split", "One.\nTwo.")


def test_words_are_found_whatever_spaces_and_quotes_they_are_typed_with() -> None:
    text = "Consider “all\u00a0measures” and the victim’s rights."
    for words in ('"all measures"', "“all  measures”", "all measures"):
        start, end = find_words(text, words)
        assert "all\u00a0measures" in text[start:end]
    start, end = find_words(text, "victim's")
    assert text[start:end] == "victim’s"


@pytest.mark.parametrize(("words", "sentence"), [("", "Copy the words"), ("nowhere", "do not stand"), ("the", "more than once")])
def test_words_that_cannot_be_found_are_asked_for(words: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        find_words("In the text the words stand.", words)


def test_words_are_put_in_brackets() -> None:
    amendment = read_ask(unit("Consider all measures now."), Ask("brackets", "all measures"))
    assert amendment.proposed == "Consider [all measures] now."
