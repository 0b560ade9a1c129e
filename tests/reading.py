"""Readings in a database, with the acts of those who are in the room: what tests of the room begin with."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.papers import cases
from tests.papers.test_tracked import draft_of, typed
from tests.put import Held, put_round
from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.model import Compilation
from wgtracker.db import Database
from wgtracker.papers.status_paper import Markup, draw_status_paper
from wgtracker.queries.room import Room, load_room
from wgtracker.queries.snapshots import load_frozen
from wgtracker.room import model as r
from wgtracker.room.freeze import Frozen
from wgtracker.room.life import Status
from wgtracker.room.status import gather_status
from wgtracker.services import room as services
from wgtracker.services.open_negotiation import open_reading_of_round
from wgtracker.services.room import Deed
from wgtracker.services.rounds import close_round
from wgtracker.services.snapshots import take_snapshot
from wgtracker.text import diff

AT = datetime(2020, 9, 10, 16, 15, tzinfo=UTC)


class Reading:
    """A reading that was opened on the paper's first case; another session's rows lie beside it.

    prepare: what is to be changed in the round before it is closed, given the ids of its delegations.
    """

    def __init__(self, database: Database, prepare: Callable[[Any, dict[str, int]], None] | None = None) -> None:
        self.database, self.now = database, clock.now()
        with database.write() as db:
            put_round(db, cases.many_names(), code="OTHER")
            self.held: Held = put_round(db, cases.several_at_one_place())
            if prepare is not None:
                prepare(db, self.held.delegations)
                db.flush()
            round_ = db.get_one(m.Round, self.held.round_id)
            close_round(db, self.held.officer, round_id=round_.id, version=round_.version)
            self.id = open_reading_of_round(db, self.held.operator, round_id=round_.id).id

    def room(self, upto: int | None = None) -> Room:
        with self.database.read() as db:
            return load_room(db, db.get_one(m.Negotiation, self.id), upto=upto)

    def unit(self, label: str) -> Any:
        return next(one for one in self.room().units if one.label == label)

    def do(self, label: str, what: r.What, **more: Any) -> m.RoomAct:
        unit = self.unit(label)
        more.setdefault("seen", unit.state.last)
        with self.database.write() as db:
            actor = more.pop("actor", self.held.operator)
            return services.act(db, actor, negotiation_id=self.id, deed=Deed(unit.id, what, **more))

    def table(self, label: str, name: str, old: str, new: str) -> tuple[r.PieceId, ...]:
        """Table an oral amendment; give its changes."""
        text = self.unit(label).state.text
        proposed = text.replace(old, new)
        act = self.do(label, r.Tabled(r.Proposal("", name, "replace", 1, text, diff(text, proposed), proposed, r.Origin.FLOOR)))
        return tuple(piece.id for piece in self.unit(label).state.pieces if piece.id.proposal == f"f{act.number}")

    def of(self, label: str, name: str) -> list[r.PieceId]:
        return [piece.id for piece in self.unit(label).state.pieces if piece.by == name]


class Kept(Reading):
    """A reading of a draft that is a real Word file."""

    def __init__(self, database: Database, compilation: Compilation | None = None) -> None:
        self.database = database
        made = typed(compilation or cases.several_at_one_place())
        self.draft = draft_of([one.unit for one in made.units])
        with database.write() as db:
            self.held = put_round(db, made, self.draft)
            round_ = db.get_one(m.Round, self.held.round_id)
            close_round(db, self.held.officer, round_id=round_.id, version=round_.version)
            self.id = open_reading_of_round(db, self.held.operator, round_id=round_.id).id

    def say(self, label: str, by: str, old: str, new: str) -> None:
        """Table words from the floor."""
        text = self.unit(label).state.text
        wanted = text.replace(old, new)
        proposal = r.Proposal("", by, "replace", 1, text, diff(text, wanted), wanted, r.Origin.FLOOR)
        self.do(label, r.Tabled(proposal))

    def meet(self) -> None:
        """Take, bracket, reserve, agree, not retain and park, with something left that waits on words which were taken."""
        self.do("3.", r.Parked(tuple(self.of("3.", "Switzerland"))))
        self.do("3.", r.Took(tuple(self.of("3.", "Kenya"))), reason="Read out by the Chair.")
        self.say("3.", "Egypt", " and feasible", "")
        text = self.unit("3.").state.text
        at = text.index("not prosecuting")
        self.do("3.", r.Bracketed(text, at, at + 15, ("France",)))
        self.do("3.", r.Reserved(text, -1, -1, "Egypt"))
        self.do("4.", r.Moved(Status.PENDING, ("Egypt",), "plenary"))
        self.do("5.", r.Moved(Status.NOT_RETAINED))
        self.say("6.", "Chile", "should", "shall")
        self.do("6.", r.Parked(tuple(self.of("6.", "Chile"))))

    def keep(self) -> int:
        """Take a snapshot at a quarter past six in Vienna."""
        with clock.telling(AT), self.database.write() as db:
            return take_snapshot(db, self.held.operator, negotiation_id=self.id).id

    def frozen(self, snapshot_id: int) -> Frozen:
        """Load a snapshot."""
        with self.database.read() as db:
            return load_frozen(db, snapshot_id)

    def draw(self, snapshot_id: int, markup: Markup) -> bytes:
        """Draw a snapshot as a Word file."""
        return draw_status_paper(gather_status(self.frozen(snapshot_id)), markup, self.draft)


def put_case(database: Database) -> Held:
    """Put the paper's first case into an open round; another session's rows lie beside it."""
    with database.write() as db:
        put_round(db, cases.many_names(), code="OTHER")
        return put_round(db, cases.several_at_one_place())


def meet(database: Database) -> Kept:
    """Open a reading of a draft that is a real Word file, and let the meeting act."""
    made = Kept(database)
    made.meet()
    return made
