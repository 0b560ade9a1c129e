"""Brackets, states and the fate of new paragraphs."""

import pytest

from tests.room.floor import BASE, Floor
from wgtracker.errors import Conflict
from wgtracker.room import model as r
from wgtracker.room.life import NO_BRACKETS, Status


def bracket(floor: Floor, words: str) -> int:
    start = floor.state.text.index(words)
    return floor.do(r.Bracketed(floor.state.text, start, start + len(words), ("Kenya",)))


def bracketed(floor: Floor) -> list[str]:
    return [floor.state.text[one.start : one.end] for one in floor.state.brackets]


def test_brackets_never_stand_on_words_that_they_were_not_put_on() -> None:
    floor = Floor()
    bracket(floor, "where appropriate")
    bracket(floor, "the protection of victims")
    floor.do(r.Took(floor.table("Egypt", BASE.replace("where appropriate", "whenever possible"))))
    now = floor.state.text
    floor.do(r.Took(floor.table("Egypt", now.replace("protection of victims", "care of victims and witnesses"))))
    assert bracketed(floor) == ["", "the care of victims"]


def test_words_put_in_between_stand_outside_once_the_marked_words_beside_them_are_gone() -> None:
    floor = Floor()
    bracket(floor, "should consider, where appropriate")
    floor.do(r.Took(floor.table("Egypt", BASE.replace("where appropriate", "where it is appropriate"))))
    assert bracketed(floor) == ["should consider, where it is appropriate"]
    floor.do(r.Took(floor.table("Kenya", floor.state.text.replace("appropriate, the", "possible, the"))))
    assert [words.strip() for words in bracketed(floor)] == ["should consider, where"]


def test_brackets_on_words_that_are_gone_do_not_keep_a_paragraph_from_being_agreed() -> None:
    floor = Floor()
    bracket(floor, "where appropriate")
    with pytest.raises(Conflict):
        floor.do(r.Moved(Status.AGREED))
    floor.do(r.Took(floor.table("Egypt", BASE.replace(", where appropriate", ""))))
    floor.do(r.Moved(Status.AGREED))
    assert floor.state.status == Status.AGREED


@pytest.mark.parametrize("status", sorted(NO_BRACKETS - {Status.ADOPTED}))
def test_agreed_words_are_put_in_brackets_only_once_they_are_reopened(status: Status) -> None:
    floor = Floor()
    floor.do(r.Moved(status))
    with pytest.raises(Conflict):
        bracket(floor, "consider")
    floor.do(r.Moved(Status.REOPENED))
    bracket(floor, "consider")
    assert floor.state.status == Status.UNDER_NEGOTIATION


def test_a_new_paragraph_that_its_proposer_withdrew_stays_withdrawn_whatever_becomes_of_the_paragraph() -> None:
    floor = Floor(by=("Chile", "Egypt"))
    own = floor.table("Chile", BASE, kind="new")[0].proposal
    floor.table("Egypt", BASE, kind="new")
    floor.do(r.Recalled(own))
    for to in (Status.UNDER_NEGOTIATION, Status.AGREED, Status.ADOPTED, Status.REOPENED):
        floor.do(r.Moved(to))
        assert floor.standings("Chile") == [r.Standing.WITHDRAWN]
        settled = to in (Status.AGREED, Status.ADOPTED)
        assert floor.standings("Egypt") == [r.Standing.TAKEN if settled else r.Standing.PENDING]


def test_a_paragraph_that_was_withdrawn_and_is_reopened_is_before_the_meeting_again() -> None:
    floor = Floor(by=("Chile",))
    floor.table("Chile", BASE, kind="new")
    for to, standing in ((Status.WITHDRAWN, r.Standing.WITHDRAWN), (Status.REOPENED, r.Standing.PENDING)):
        floor.do(r.Moved(to))
        assert floor.standings("Chile") == [standing]


def test_lifting_what_an_undone_act_put_there_falls_and_is_named() -> None:
    floor = Floor()
    put = bracket(floor, "consider")
    lifted = floor.do(r.Lifted(put))
    floor.do(r.Undone(put))
    assert [one.act for one in floor.state.fallen] == [lifted]
    floor.do(r.Undone(len(floor.acts)))
    assert floor.state.fallen == ()
    assert floor.state.brackets == ()
