"""Positions in the room: recorded and ended with their acts, for groups too, and seen again as at any act or time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.reading import Reading
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict, NotAllowed
from wgtracker.queries import room_matrix as queries
from wgtracker.room import model as r
from wgtracker.services import stances as services
from wgtracker.services.stances import Position


@pytest.fixture
def reading(database: Database, reading: Reading) -> Reading:
    with database.write() as db:
        db.add(m.Group(name="Group of 77 and China", members=[m.GroupMember(party="Kenya"), m.GroupMember(party="Egypt")]))
    return reading


def record(reading: Reading, by: str, label: str, how: r.Stand, proposal: str = "") -> m.RoomAct:
    """Let the operator record a stance."""
    unit = reading.unit(label)
    with reading.database.write() as db:
        return services.record_stance(
            db,
            reading.held.operator,
            negotiation_id=reading.id,
            position=Position(unit.id, by, proposal),
            how=how,
            seen=unit.state.last,
            key="",
        )


def end(reading: Reading, by: str, label: str, proposal: str = "") -> m.RoomAct:
    """Let the operator record that somebody left."""
    unit = reading.unit(label)
    with reading.database.write() as db:
        position = Position(unit.id, by, proposal)
        return services.end_stance(db, reading.held.operator, negotiation_id=reading.id, position=position, seen=unit.state.last, key="")


def cells(reading: Reading, label: str, typed: str = "", **filters: str) -> dict[str, tuple[str, ...]]:
    """Give what everybody says on a unit, as at a moment."""
    with reading.database.read() as db:
        negotiation = db.get_one(m.Negotiation, reading.id)
        found = queries.read_positions(db, negotiation, queries.find_moment(db, negotiation, typed), **filters)
    row = next((one for one in found.rows if one.unit.label == label), None)
    return {name: cell for name, cell in zip(found.names, row.cells) if cell} if row else {}


def test_joining_and_leaving_are_dated_and_the_matrix_is_as_it_was(reading: Reading) -> None:
    kenya = reading.of("3.", "Kenya")[0].proposal
    joined = record(reading, "Chile", "3.", r.Stand.CO_SPONSORS, kenya)
    record(reading, "Chile", "4.", r.Stand.OPPOSES)
    left = end(reading, "Chile", "3.", kenya)
    assert cells(reading, "3.", str(joined.number))["Chile"] == ("co_sponsors",)
    assert "Chile" not in cells(reading, "3.")
    assert "Chile" not in cells(reading, "3.", str(joined.number - 1))
    assert cells(reading, "4.")["Chile"] == ("opposes",)
    assert cells(reading, "3.")["Egypt"] == ("proposes", "comments")
    assert cells(reading, "3.", says="comments") == {"Egypt": ("comments",), "Kenya": ("comments",)}
    assert cells(reading, "3.", by="Egypt") == {"Egypt": ("proposes", "comments")}
    with reading.database.read() as db:
        negotiation = db.get_one(m.Negotiation, reading.id)
        room = reading.room()
        unit = room.find(reading.unit("3.").id)
        assert unit is not None
        (found,) = queries.list_standpoints(db, room, unit)
        assert found.since is not None
        assert found.ended is not None
        assert (found.by, found.since.number, found.ended.number) == ("Chile", joined.number, left.number)
        before = queries.find_moment(
            db, negotiation, clock.in_zone(clock.now() - timedelta(days=1), "Europe/Vienna").strftime("%Y-%m-%d %H:%M")
        )
        after = queries.find_moment(db, negotiation, clock.in_zone(clock.now(), "Europe/Vienna").strftime("%Y-%m-%dT%H:%M"))
        assert (before.act, after.act) == (0, left.number)
        for typed in ("yesterday", "2020-13-40 10:00", "²"):
            with pytest.raises(BadInput):
                queries.find_moment(db, negotiation, typed)


def test_a_group_speaks_for_its_members_and_is_not_counted_as_them(reading: Reading) -> None:
    record(reading, "Group of 77 and China", "5.", r.Stand.SUPPORTS)
    assert cells(reading, "5.") == {"Group of 77 and China": ("supports",)}
    with reading.database.read() as db:
        negotiation = db.get_one(m.Negotiation, reading.id)
        full = queries.name_in_full(db, negotiation, ["Group of 77 and China", "Kenya"])
        assert full == {"Group of 77 and China": "Group of 77 and China, on behalf of its members", "Kenya": "Kenya"}
        assert queries.list_names(db, reading.held.session_id)[-1] == "Group of 77 and China"


def test_whoever_is_no_delegation_takes_no_position(reading: Reading) -> None:
    with pytest.raises(BadInput):
        record(reading, "Atlantis", "4.", r.Stand.SUPPORTS)
    with pytest.raises(Conflict):
        end(reading, "Chile", "4.")
    with reading.database.write() as db, pytest.raises(NotAllowed):
        services.record_stance(
            db, reading.held.heads["Chile"], negotiation_id=reading.id, position=Position(reading.unit("4.").id, "Kenya"),
            how=r.Stand.OPPOSES, seen=None, key="",
        )  # fmt: skip


def test_the_switch_is_an_event_and_moves_the_pulse(reading: Reading) -> None:
    with reading.database.write() as db:
        pulse = db.get_one(m.Negotiation, reading.id).pulse
        services.show_stances(db, reading.held.operator, negotiation_id=reading.id)
        services.show_stances(db, reading.held.operator, negotiation_id=reading.id)
    with reading.database.write() as db:
        row = db.get_one(m.Negotiation, reading.id)
        assert (row.shows_stances, row.pulse) == (True, pulse + 1)
        services.hide_stances(db, reading.held.operator, negotiation_id=reading.id)
        assert not row.shows_stances
        acts = list(db.scalars(select(m.Event.act).where(m.Event.act.in_(["show_stances", "hide_stances"]))))
        assert acts == ["show_stances", "hide_stances"]
        with pytest.raises(NotAllowed):
            services.show_stances(db, reading.held.chair, negotiation_id=reading.id)
