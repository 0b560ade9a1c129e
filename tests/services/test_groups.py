"""Groups and their dated members."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.make import Stage
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict
from wgtracker.services.groups import add_members, create_group, end_membership


def test_a_group_that_is_known_begins_with_its_members_of_that_day(database: Database, stage: Stage) -> None:
    with database.write() as db:
        made = create_group(db, stage.officer, session_id=stage.session_id, name="European Union")
        other = create_group(db, stage.officer, session_id=stage.session_id, name="Friends of Order")
    assert (made.members, other.members) == (27, 0)


def test_members_are_added_once_and_ended_by_day(database: Database, stage: Stage) -> None:
    with database.write() as db:
        group = create_group(db, stage.officer, session_id=stage.session_id, name="Friends of Order").group
        few = {"session_id": stage.session_id, "group_id": group.id, "until_on": None}
        assert add_members(db, stage.officer, names=["brésil", "Brazil", "Egypt"], from_on=None, **few) == 2  # type: ignore[arg-type]
        assert add_members(db, stage.officer, names=["Brazil"], from_on=None, **few) == 0  # type: ignore[arg-type]
        member = db.scalars(select(m.GroupMember).where(m.GroupMember.party == "Brazil")).one()
        end_membership(db, stage.officer, session_id=stage.session_id, member_id=member.id, until_on=date(2020, 9, 1))
        assert add_members(db, stage.officer, names=["Brazil"], from_on=date(2021, 1, 1), **few) == 1  # type: ignore[arg-type]
    with pytest.raises(Conflict), database.write() as db:
        end_membership(db, stage.officer, session_id=stage.session_id, member_id=member.id, until_on=date(2022, 1, 1))
    with pytest.raises(BadInput, match="before it begins"), database.write() as db:
        add_members(
            db, stage.officer, session_id=stage.session_id, group_id=group.id, names=["Fiji"], from_on=date(2021, 1, 1),
            until_on=date(2020, 1, 1),
        )  # fmt: skip
