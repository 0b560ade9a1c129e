"""What the room does not let happen: words under a lost name, a freeze of what nobody reviewed, a withdrawal that others take back."""

import pytest

from tests.reading import Reading
from tests.services.test_floor import printed, say
from wgtracker import models as m
from wgtracker.errors import Conflict, Stale
from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.services.delegations import change_delegation
from wgtracker.services.freeze import freeze


def rename(reading: Reading, old: str, new: str) -> None:
    with reading.database.write() as db:
        row = db.get_one(m.Delegation, reading.held.delegations[old])
        change_delegation(
            db, reading.held.officer, delegation_id=row.id, version=row.version, name=new, category=row.category, standing=row.standing,
            region=row.region,
        )  # fmt: skip


def test_a_name_that_the_room_has_heard_stays(reading: Reading) -> None:
    text = reading.unit("4.").state.text
    say(reading, "Egypt", "4.", "wording", text + " Egyptian words.")
    with pytest.raises(Conflict, match="has heard “Egypt”"):
        rename(reading, "Egypt", "Arab Republic of Egypt")
    assert "Egyptian words" in printed(reading, "4.")


def test_words_under_a_name_that_nobody_has_now_are_printed(reading: Reading) -> None:
    text = reading.unit("4.").state.text
    say(reading, "Egypt", "4.", "wording", text + " Egyptian words.")
    with reading.database.write() as db:  # as a database could be that is older than the rule
        db.get_one(m.Delegation, reading.held.delegations["Egypt"]).name = "Arab Republic of Egypt"
    assert "Egyptian words" in printed(reading, "4.")
    assert "(Egypt)" in printed(reading, "4.")


def test_a_group_that_co_sponsors_is_named(reading: Reading) -> None:
    wanted = reading.of("3.", "Egypt")[0].proposal
    reading.do("3.", r.Stood("Group of 77 and China", r.Stand.CO_SPONSORS, wanted))
    assert "Group of 77 and China" in printed(reading, "3.")


def test_only_what_was_reviewed_is_frozen(reading: Reading) -> None:
    reading.do("4.", r.Moved(Status.AGREED))
    with reading.database.read() as db:
        row = db.get_one(m.Negotiation, reading.id)
        version, seen = row.version, row.last_act
    reading.do("4.", r.Moved(Status.REOPENED))
    with pytest.raises(Stale), reading.database.write() as db:
        freeze(db, reading.held.operator, negotiation_id=reading.id, version=version, seen=seen)


def test_a_withdrawal_is_not_undone_by_others(reading: Reading) -> None:
    wanted = reading.of("3.", "Egypt")[0].proposal
    done = reading.do("3.", r.Recalled(wanted), actor=reading.held.heads["Egypt"], delegation_id=reading.held.delegations["Egypt"])
    with pytest.raises(Conflict):
        reading.do("3.", r.Undone(done.number))


def test_what_was_adopted_by_mistake_is_undone_in_the_frozen_text(reading: Reading) -> None:
    agreed = reading.do("4.", r.Moved(Status.AGREED))
    with reading.database.write() as db:
        row = db.get_one(m.Negotiation, reading.id)
        freeze(db, reading.held.operator, negotiation_id=reading.id, version=row.version, seen=row.last_act)
    adopted = reading.do("4.", r.Moved(Status.ADOPTED))
    with pytest.raises(Conflict, match="frozen"):
        reading.do("4.", r.Undone(agreed.number))
    reading.do("4.", r.Undone(adopted.number))
    assert reading.unit("4.").state.status == Status.AGREED
