"""The laws of the room on the real services: everybody acts, late and twice, and at the end every word that was ever sent is somewhere."""

import os
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from tests.papers.cases import FIVE, FOUR, THREE, UNITS
from tests.papers.factory import Returned, aside, comment, compile_by_hand
from tests.put import Held, put_round
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import Stale, WgError
from wgtracker.queries.room import Room, load_room
from wgtracker.room import model as r
from wgtracker.room.lay import Placed
from wgtracker.room.life import MOVES, Status
from wgtracker.room.words import count_words
from wgtracker.services import room as services
from wgtracker.services.audit import audit
from wgtracker.services.open_negotiation import open_reading_of_round
from wgtracker.services.replays import replay_events
from wgtracker.services.room import Deed
from wgtracker.services.rounds import close_round
from wgtracker.text import diff

NAMES = ("Brazil", "Chile", "Egypt", "Kenya")
WRITTEN = compile_by_hand(
    UNITS,
    {
        "Brazil": Returned({1: THREE.replace("where appropriate", "whenever possible"), 2: FOUR.replace("continue to ", "")}, moved={4: 1}),
        "Chile": Returned({4: FIVE.replace("early", "prompt")}, new=[(1, "States parties should train prosecutors accordingly.", "3 bis")]),
        "Egypt": Returned({1: THREE.replace(", where appropriate,", "")}, deleted=[2], comments=[comment("0", 1, "Weak.", "appropriate")]),
        "Kenya": Returned(
            {1: THREE.replace("consider", "endeavour"), 4: FIVE.replace("strengthen", "ensure")}, merged={(1, 2): "All should act."},
            comments=[comment("1", 2, "We support it.")],
            held=[aside("made on another version of the draft", FIVE, FIVE.replace("early", "timely"), "difference", on=4)],
            unplaced=[aside("the file is not made on this draft", "", "Kenya presents its compliments.", "difference")],
        ),
    },
)  # fmt: skip
ACTS = (
    "table", "table", "take", "take", "take", "modify", "leave", "park", "resume", "undo", "undo", "recall", "return", "move", "bracket",
    "stand",
)  # fmt: skip
RUNS = max(1, int(os.environ.get("WGTRACKER_LAWS", "100")) // 100)


class Meeting:
    """A reading with everything in writing, and what is done in it."""

    def __init__(self, database: Database, dice: Random) -> None:
        self.database, self.dice = database, dice
        self.said: list[r.Proposal] = []
        self.keys: list[tuple[Any, Deed, int]] = []
        with database.write() as db:
            self.held: Held = put_round(db, WRITTEN, b"test")
            round_ = db.get_one(m.Round, self.held.round_id)
            close_round(db, self.held.officer, round_id=round_.id, version=round_.version)
            self.id = open_reading_of_round(db, self.held.operator, round_id=round_.id).id

    def room(self) -> Room:
        with self.database.read() as db:
            return load_room(db, db.get_one(m.Negotiation, self.id))

    def step(self) -> None:
        """Let somebody do something; now and then late, now and then twice."""
        unit = self.dice.choice([one for one in self.room().units if one.kind != "heading"])
        kind, name = self.dice.choice(ACTS), self.dice.choice(NAMES)
        what = self.make(unit, kind, name)
        if what is None:
            return
        own = kind in ("table", "recall", "return", "stand") and self.dice.random() < 0.8
        actor = self.held.heads[name] if own else self.held.operator
        deed = Deed(unit.id, what, unit.state.last, "", str(uuid4()), self.held.delegations[name] if own else None)
        if self.dice.random() < 0.2 and unit.state.last:
            with pytest.raises(Stale), self.database.write() as db:
                services.act(db, actor, negotiation_id=self.id, deed=deed._replace(seen=unit.state.last - 1, key=""))
        self.send(actor, deed)
        if self.keys and self.dice.random() < 0.2:
            self.send_again()

    def send(self, actor: Any, deed: Deed) -> None:
        try:
            with self.database.write() as db:
                number = services.act(db, actor, negotiation_id=self.id, deed=deed).number
        except WgError:
            return
        self.keys.append((actor, deed, number))
        if isinstance(deed.what, r.Tabled):
            self.said.append(deed.what.proposal)

    def send_again(self) -> None:
        actor, deed, number = self.dice.choice(self.keys)
        before = self.room().last
        with self.database.write() as db:
            assert services.act(db, actor, negotiation_id=self.id, deed=deed).number == number
        assert self.room().last == before

    def make(self, unit: Placed, kind: str, name: str) -> r.What | None:
        state, dice = unit.state, self.dice
        if kind == "table":
            proposed = state.text.replace(dice.choice(state.text.split()), dice.choice(["shall", "urgently", ""]), 1)
            return r.Tabled(r.Proposal("", name, "replace", 1, state.text, diff(state.text, proposed), proposed, r.Origin.FLOOR))
        if kind in ("recall", "return"):
            ids = [one.id for one in state.proposals if one.by == name]
            made = r.Recalled if kind == "recall" else r.Returned
            return made(dice.choice(ids)) if ids else None
        if kind == "move":
            return r.Moved(dice.choice(sorted(MOVES[state.status] - {Status.ADOPTED})), ("Kenya",))
        if kind == "bracket":
            return r.Bracketed(state.text, 0, len(state.text.split()[0]), (name,))
        if kind == "stand":
            return r.Stood(name, dice.choice(list(r.Stand)), dice.choice([one.id for one in state.proposals] or [""]))
        if kind == "undo":
            return r.Undone(dice.choice(self.keys)[2]) if self.keys else None
        return self.decide(unit, kind)

    def decide(self, unit: Placed, kind: str) -> r.What | None:
        state = unit.state
        chosen = [piece.id for piece in state.pieces if (piece.standing == r.Standing.PARKED) == (kind == "resume")]
        some = tuple(self.dice.sample(chosen, min(len(chosen), self.dice.choice([1, 1, 2]))))
        if not some:
            return None
        if kind == "modify":
            return r.Took(some, r.Wording(state.text, diff(state.text, state.text.replace("should", "should, as far as possible,", 1))))
        made: r.What = {"take": r.Took, "leave": r.Left, "park": r.Parked, "resume": r.Resumed}[kind](some)
        return made

    def bloc(self) -> None:
        """Agree en bloc whatever can be; where one cannot, none is."""
        units = [one for one in self.room().units if one.kind != "heading" and one.state.status == Status.TABLED]
        before = self.room().last
        try:
            with self.database.write() as db:
                deeds = [Deed(one.id, r.Moved(Status.AGREED), one.state.last) for one in units]
                done = len(services.act_together(db, self.held.operator, negotiation_id=self.id, deeds=deeds))
        except WgError:
            done = 0
        assert self.room().last == before + done


def letters(text: str) -> int:
    return len("".join(text.split()))


def count_submitted(database: Database, meeting: Meeting) -> tuple[int, int]:
    """Count the letters of everything that came in, from the rows of what was sent and from what was said; and the comments."""
    a, s, k = m.Amendment, m.Submission, m.Comment
    total = 0
    with database.read() as db:
        live = (s.round_id == meeting.held.round_id, s.state == m.SubmissionState.IN_FORCE)
        for row in db.scalars(select(a).join(s, s.id == a.submission_id).where(*live, a.ended_at.is_(None))):
            if row.kind == "replace":
                total += sum(letters(new) + letters(row.original[start:end]) for start, end, new in row.edits)
            elif row.kind in ("merge", "new", "delete"):
                total += letters(row.original if row.kind == "delete" else row.proposed)
        comments = db.scalar(select(func.count(k.id)).join(s, s.id == k.submission_id).where(*live, k.ended_at.is_(None))) or 0
    said = sum(letters(edit.new) + letters(one.on[edit.start : edit.end]) for one in meeting.said for edit in one.edits)
    return total + said, comments


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(RUNS))
def test_every_word_is_somewhere_and_the_events_alone_give_it_all_again(database: Database, seed: int) -> None:
    dice = Random(seed)
    meeting = Meeting(database, dice)
    with database.read() as db:
        asides = db.execute(select(m.Aside.kind, m.Aside.proposed).order_by(m.Aside.id)).all()
    meeting.bloc()
    for _ in range(30):
        meeting.step()
    meeting.bloc()
    room = meeting.room()
    words = count_words([unit.state for unit in room.units])
    submitted, comments = count_submitted(database, meeting)
    assert words.balances
    assert words.submitted == submitted
    assert sum(len(unit.state.remarks) for unit in room.units) == comments
    with database.read() as db:
        assert db.execute(select(m.Aside.kind, m.Aside.proposed).order_by(m.Aside.id)).all() == asides, "what is held stays held"
        negotiation = db.get_one(m.Negotiation, meeting.id)
        assert replay_events(db, negotiation) == {unit.id: unit.state for unit in room.units}
        assert audit(db).faults == ()


def test_verify_names_each_break(database: Database) -> None:
    meeting = Meeting(database, Random(1))
    unit = next(one for one in meeting.room().units if one.label == "3.")
    chosen = tuple(piece.id for piece in unit.state.pieces if piece.by == "Brazil")
    meeting.send(meeting.held.operator, Deed(unit.id, r.Took(chosen)))

    def spoil(change: Any) -> list[str]:
        with database.read() as db:
            change(db)
            db.flush()
            return [fault for fault in audit(db).faults if fault.startswith("Reading")]

    def row(db: Any) -> Any:
        return db.get_one(m.Recommendation, unit.id)

    def act(db: Any) -> Any:
        return db.scalar(select(m.RoomAct).where(m.RoomAct.kind == "take"))

    assert spoil(lambda db: None) == []
    assert "the text in force" in spoil(lambda db: setattr(row(db).revisions[-1], "text", "Other words."))[0]
    assert "is marked" in spoil(lambda db: setattr(row(db), "status", Status.AGREED))[0]
    assert "stored otherwise" in spoil(lambda db: setattr(act(db), "content", {"pieces": [], "wording": None}))[0]
    assert "not stored" in spoil(lambda db: db.delete(act(db)))[0]
    assert "one of its texts is missing" in spoil(lambda db: db.delete(row(db).revisions[0]))[0]
