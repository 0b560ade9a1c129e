"""Joining a proposal to one that says nearly the same: on the proposer's word alone, once, all names kept."""

from typing import Any

import pytest

from tests.reading import Reading
from wgtracker.errors import Conflict
from wgtracker.policy import Actor
from wgtracker.room import model as r
from wgtracker.room.alike import find_alike
from wgtracker.services.join_proposals import join_proposals
from wgtracker.services.room import Deed


def join(reading: Reading, actor: Actor, first: str, second: str, **more: Any) -> list[int]:
    unit = reading.unit("4.")
    deed = Deed(unit.id, r.Recalled(second), unit.state.last, key="j")._replace(**more)
    with reading.database.write() as db:
        acts = join_proposals(db, actor, negotiation_id=reading.id, deed=deed, first=first, second=second)
        return [one.number for one in acts]


def test_the_second_proposer_co_sponsors_the_first(reading: Reading) -> None:
    first = reading.table("4.", "Kenya", "Secretariat", "UN Secretariat")[0].proposal
    second = reading.table("4.", "Egypt", "Secretariat", "un secretariat")[0].proposal
    egypt, own = reading.held.heads["Egypt"], reading.held.delegations["Egypt"]
    assert [(one.first, one.second) for one in find_alike(reading.unit("4.").state, "Egypt")] == [(first, second)]
    with pytest.raises(Conflict):
        join(reading, reading.held.heads["Brazil"], first, second, delegation_id=reading.held.delegations["Brazil"])
    done = join(reading, egypt, first, second, delegation_id=own)
    assert join(reading, egypt, first, second, delegation_id=own) == done
    state = reading.unit("4.").state
    assert state.sponsors(first) == ("Egypt",)
    assert {piece.id.proposal: piece.standing for piece in state.pieces} == {first: r.Standing.PENDING, second: r.Standing.WITHDRAWN}
    with pytest.raises(Conflict):
        join(reading, reading.held.operator, first, second, key="")


def test_what_is_not_alike_is_not_joined(reading: Reading) -> None:
    first = reading.table("4.", "Kenya", "Secretariat", "UN Secretariat")[0].proposal
    second = reading.table("4.", "Egypt", "continue to ", "")[0].proposal
    with pytest.raises(Conflict):
        join(reading, reading.held.operator, first, second)
