"""What a wording placed by hand does not carry of an aside is found, word by word, and nothing that it carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtracker.compile.by_hand import count_letters_of, place_as_new, place_on_unit
from wgtracker.compile.left_over import LEFT_OVER, find_left_over
from wgtracker.compile.model import Aside, Change, Unit
from wgtracker.errors import BadInput

BASE = "States parties should consider, where appropriate, not prosecuting victims for offences."
UNIT = Unit(2, "recommendation", "2.", "", BASE, 0, 2)


def change(number: int, kind: str, text: str) -> Change:
    return Change(number, kind, "Ana", "2020-09-20T10:00:00Z", text)


def aside(*changes: Change, original: str = "", proposed: str = "", untracked: tuple[int, int] = (0, 0)) -> Aside:
    return Aside("change", "unknown", None, original, proposed, "Ana", None, changes, "", untracked)


INSERTED = aside(change(1, "insert", "promptly and always, "), proposed="promptly and always,")
STRUCK = aside(change(1, "delete", "where appropriate, "), original="where appropriate,")
SWAPPED = aside(change(1, "delete", "where"), change(2, "insert", "where legally"), original="where", proposed="where legally")
LETTER = aside(proposed="Please strike the word promptly.", untracked=(28, 0))
WHOLE = aside(proposed=BASE.replace("consider", "promptly consider"), untracked=(len("".join(BASE.split())) + 8, 0))


@pytest.mark.parametrize(
    ("one", "wording", "original", "proposed"),
    [
        (INSERTED, BASE.replace("consider", "promptly and always, consider"), "", ""),
        (INSERTED, BASE.replace("consider", "Promptly consider"), "", "and always"),
        (INSERTED, BASE.replace("consider", "always and promptly, consider"), "", ""),
        (STRUCK, BASE.replace("where appropriate, ", ""), "", ""),
        (STRUCK, BASE.replace("where ", ""), "appropriate,", ""),
        (STRUCK, BASE.replace("States", "All States"), "where appropriate,", ""),
        (SWAPPED, BASE.replace("where", "where legally"), "", ""),
        (SWAPPED, BASE.replace("States", "All States"), "", "legally"),
        (LETTER, BASE.replace("consider", "promptly consider"), "", "Please strike the word"),
        (WHOLE, BASE.replace("consider", "promptly consider"), "", ""),
        (WHOLE, BASE.replace("consider", "soon consider"), "", "promptly"),
        (INSERTED, "", "", "promptly and always,"),
    ],
)
def test_what_is_left_over(one: Aside, wording: str, original: str, proposed: str) -> None:
    left = find_left_over(one, place_on_unit(one, UNIT, wording))
    assert ((left.original, left.proposed) if left else ("", "")) == (original, proposed)
    if left is not None:
        assert (left.kind, left.unit, left.changes, left.author, left.reason) == ("difference", 2, (), "Ana", LEFT_OVER)


def test_a_new_paragraph_strikes_nothing_of_the_text() -> None:
    left = find_left_over(STRUCK, place_as_new(STRUCK, 2, "Of no weight."))
    assert left is not None
    assert (left.original, left.unit, count_letters_of(left)) == ("where appropriate,", 2, (0, 17))
    assert find_left_over(SWAPPED, place_as_new(SWAPPED, 2, "Where legally.")) is None, "it reads as the change made it"


def test_a_word_said_twice_and_carried_once_is_left_once() -> None:
    twice = aside(change(1, "insert", "very very "), proposed="very very")
    left = find_left_over(twice, place_on_unit(twice, UNIT, BASE.replace("not", "very not")))
    assert left is not None
    assert (left.proposed, count_letters_of(left)) == ("very", (4, 0))


words = st.lists(st.sampled_from(["States", "not", "victims", "promptly", "zeal", "[", "]", "بعض", "三"]), max_size=5).map(" ".join)


@given(came=words, went=words, wording=words, foreign=words)
def test_what_is_left_never_has_more_letters_than_came(came: str, went: str, wording: str, foreign: str) -> None:
    changes = (change(1, "insert", came), change(2, "delete", went))
    one = aside(*changes, original=f"{foreign} {went}", proposed=f"{foreign} {came}", untracked=(len("".join(foreign.split())), 0))
    try:
        placed = place_on_unit(one, UNIT, f"{BASE} {wording}")
    except BadInput:
        return
    left = find_left_over(one, placed)
    all_in, all_out = count_letters_of(one)
    inserted, deleted = count_letters_of(left) if left else (0, 0)
    assert 0 <= inserted <= all_in
    assert 0 <= deleted <= all_out
    if left is None:
        assert not (set(came.split()) - set(placed.proposed.split())), "a word that came stands nowhere"
