"""Decisions on words: what each leaves of the others', and what it must refuse."""

import pytest

from tests.room.floor import BASE, Floor
from wgtracker.errors import Conflict
from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.text import diff


def test_a_withdrawal_and_a_return_do_not_undo_what_the_meeting_decided() -> None:
    floor = Floor()
    own = floor.table("Kenya", BASE.replace("consider", "ensure"))
    floor.do(r.Left(own))
    with pytest.raises(Conflict):
        floor.do(r.Recalled(own[0].proposal))
    assert floor.standings("Kenya") == [r.Standing.NOT_RETAINED]


def test_a_delegation_replaces_its_own_proposal_alone() -> None:
    floor = Floor()
    other = floor.table("Egypt", BASE.replace("consider", "ensure"))[0].proposal
    with pytest.raises(Conflict):
        floor.table("Kenya", BASE.replace("consider", "endeavour"), instead=other)
    own = floor.table("Kenya", BASE.replace("consider", "endeavour"))[0].proposal
    floor.table("Kenya", BASE.replace("consider", "strive"), instead=own)
    assert floor.standings("Kenya") == [r.Standing.WITHDRAWN, r.Standing.PENDING]
    assert floor.standings("Egypt") == [r.Standing.PENDING]


def test_what_excludes_each_other_is_not_taken_together() -> None:
    floor = Floor()
    delete = floor.table("Egypt", "", kind="delete")
    change = floor.table("Kenya", BASE.replace("consider", "ensure"))
    one, other = (floor.table(name, text, kind="merge") for name, text in (("Brazil", "One text."), ("Chile", "Another text.")))
    for both in (delete + change, one + other):
        with pytest.raises(Conflict):
            floor.do(r.Took(both))
    assert set(floor.standings()) == {r.Standing.PENDING}


def test_the_same_change_is_in_the_text_already_even_where_it_was_taken_with_one_that_touches_it() -> None:
    floor = Floor()
    first = floor.table("Brazil", BASE.replace("should", "shall"))
    beside = floor.table("Chile", BASE.replace(" consider", " ensure"))
    floor.table("Egypt", BASE.replace("should", "shall"))
    touching = floor.table("Kenya", BASE.replace("should consider", "should, as a rule, consider"))
    floor.do(r.Took((*first, *beside, *touching)))
    assert floor.standings("Egypt") == [r.Standing.ALREADY]


def test_what_is_brought_back_after_others_brought_it_in_is_in_the_text_already() -> None:
    floor = Floor()
    own = floor.table("Kenya", BASE.replace("consider", "ensure"))[0].proposal
    same = floor.table("Egypt", BASE.replace("consider", "ensure"))
    floor.do(r.Recalled(own))
    floor.do(r.Took(same))
    floor.do(r.Returned(own))
    assert floor.standings("Kenya") == [r.Standing.ALREADY]


def test_taking_a_deletion_takes_the_new_paragraph_s_own_proposal_with_it() -> None:
    floor = Floor(by=("Chile",))
    floor.table("Chile", BASE, kind="new")
    floor.do(r.Moved(Status.PENDING, ("Kenya",)))
    floor.do(r.Took(floor.table("Kenya", "", kind="delete")))
    assert floor.state.status == Status.NOT_RETAINED
    assert floor.state.pending == ()
    assert floor.standings("Chile") == [r.Standing.NOT_RETAINED]


def test_words_taken_as_modified_are_traced_to_who_asked_for_them() -> None:
    floor = Floor()
    kenya = floor.table("Kenya", BASE.replace("consider", "endeavour to ensure"))
    egypt = floor.table("Egypt", BASE.replace("consider", "urgently ensure"))
    wording = BASE.replace("consider", "urgently endeavour to secure")
    floor.do(r.Took((*kenya, *egypt), r.Wording(BASE, diff(BASE, wording))))
    assert floor.state.text == wording
    assert {span.by for span in floor.state.spans if span.act} >= {("Kenya",), (r.CHAIR,)}
