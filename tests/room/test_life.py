"""The table of moves: every state is in it, can be left, and what is settled is left by reopening alone."""

from wgtracker.room.life import ALL_DECIDED, GONE, MOVES, NO_BRACKETS, SETTLED, Status, may_move


def test_every_state_is_in_the_table_and_can_be_left_and_reached() -> None:
    assert set(MOVES) == set(Status)
    assert all(MOVES.values())
    assert set().union(*MOVES.values()) == set(Status) - {Status.TABLED}


def test_only_what_is_agreed_is_adopted() -> None:
    assert [before for before in Status if may_move(before, Status.ADOPTED)] == [Status.AGREED]


def test_what_is_settled_or_gone_comes_back_by_reopening() -> None:
    assert all(may_move(one, Status.REOPENED) for one in SETTLED | GONE)
    assert not any(may_move(one, Status.UNDER_NEGOTIATION) for one in SETTLED | GONE)
    assert ALL_DECIDED <= NO_BRACKETS
