"""Whatever is done in the room in whatever order: no word is lost, no state is outside the table, and the acts alone give it all again."""

import json
import os
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from tests.room.letters import Ledger, follow
from wgtracker.compile import model as c
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.negotiate import read_as
from wgtracker.errors import Conflict
from wgtracker.papers.numbers import Numbering
from wgtracker.papers.outline import lay_out
from wgtracker.room import model as r
from wgtracker.room.codec import decode, encode
from wgtracker.room.lay import Placed, lay_out_room, list_offers, show
from wgtracker.room.life import MOVES, NO_BRACKETS, Status, may_move
from wgtracker.room.numbers import Given, give_numbers, know_numbers
from wgtracker.room.steps import begin, find_undone, replay, step
from wgtracker.room.words import count_words
from wgtracker.text import Edit, diff

NAMES = ("Brazil", "Chile", "Egypt", "Kenya")
SPEAKERS = tuple(c.Delegation(name, "other", name) for name in NAMES)
WORDS = "States parties should, where appropriate, consider (the) protection of victims; État du droit 各国 应当 الدول".split(" ")
BASES = (
    "States parties should consider, where appropriate, the protection of victims.",
    "各国 应当 consider the State’s own (domestic) law; the law of the State, and the law.",
)
MEETING = Meeting()
OFTEN = {"table": 4, "take": 5, "modify": 2, "undo": 3}
KINDS = (
    "leave", "park", "resume", "recall", "return", "move", "bracket", "leave", "park", "resume", "recall", "return", "move", "bracket",
    "confirm", "overtake", "object", "remark", "answer", "reserve", "lift", "place", "stand", "leave_stance",
)  # fmt: skip
ACTS = [*KINDS, *(kind for kind, times in OFTEN.items() for _ in range(times))]
DECISIONS: dict[str, type] = {"leave": r.Left, "park": r.Parked, "overtake": r.Overtaken, "resume": r.Resumed}
NEVER_UNDONE = (r.Tabled, r.Remarked, r.Confirmed, r.Objected, r.Stood, r.Stepped, r.Returned)
FOLLOWING = {
    r.Standing.PENDING: {r.Standing.PENDING, r.Standing.CONTESTED, r.Standing.ALREADY},
    r.Standing.PARKED: {r.Standing.PARKED, r.Standing.ALREADY},
}
"""What an act may make of words that it is not about; all others stay what they are."""


class Unit:
    """One unit of the room: its acts, the states after each, and its ledger."""

    def __init__(self, id: int, base: str, by: tuple[str, ...] = ()) -> None:
        self.id, self.by, self.start = id, by, begin(base, by)
        self.acts: list[r.Act] = []
        self.states = [self.start]
        self.ledger = Ledger(self.start)

    @property
    def state(self) -> r.UnitState:
        return self.states[-1]

    def do(self, act: r.Act) -> bool:
        """Do an act as the services do: what cannot be done is refused and leaves nothing."""
        before = self.state
        try:
            after = step(before, act) if not isinstance(act.what, r.Undone) else replay(self.start, [*self.acts, act])
        except Conflict:
            assert self.state == before
            return False
        self.acts.append(act)
        self.states.append(after)
        if isinstance(act.what, r.Undone):
            self.ledger = follow(self.start, self.acts)
        else:
            self.ledger.do(act)
        return True


class Room(RuleBasedStateMachine):
    """Anybody acts on any unit; after each act the laws are asked."""

    @initialize()
    def begin(self) -> None:
        self.number = 0
        self.units = [Unit(1, BASES[0]), Unit(2, BASES[1]), Unit(3, "States parties should train judges.", ("Chile", "Egypt"))]
        self.given: dict[str, Given] = {}
        self.asked = 0
        for name in self.units[2].by:
            self.number += 1
            new = r.Proposal(f"a{self.number}", name, "new", 1, "", (), self.units[2].start.base, after=2)
            assert self.units[2].do(r.Act(self.number, r.Tabled(new)))

    @rule(kind=st.sampled_from(ACTS), dice=st.randoms(use_true_random=True))
    def act(self, kind: str, dice: Random) -> None:
        unit = dice.choice(self.units)
        what = getattr(self, f"make_{kind}", self.decide)(unit, dice, kind)
        if what is not None:
            before = unit.state
            if unit.do(r.Act(self.number + 1, what)):
                self.number += 1
                self.changes_only_what_it_is_about(unit, before, what)
        self.asked = self.number

    # what is done

    def make_table(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        at = dice.randrange(len(unit.states)) if dice.random() < 0.4 else len(unit.states) - 1
        on, by = unit.states[at].text, dice.choice(NAMES)
        kind = dice.choice(["replace"] * 8 + ["split", "delete", "retain", "move", "merge"])
        proposed = {"delete": "", "retain": on, "move": on}.get(kind, revise(dice, on))
        edits = diff(on, proposed) if kind in ("replace", "split") else ()
        own = [one.id for one in unit.state.proposals if one.by == by and one.kind != "new"]
        origin = dice.choice([r.Origin.WRITING, r.Origin.FLOOR, r.Origin.FLOOR, r.Origin.BRIDGE])
        return r.Tabled(
            r.Proposal(
                f"f{self.number + 1}", r.CHAIR if origin == r.Origin.BRIDGE else by, kind, at + 1, on, edits, proposed, origin,
                after=dice.choice([None, 1, 2]) if kind == "move" else None, units=(unit.id, unit.id % 3 + 1) if kind == "merge" else (),
                instead=dice.choice(own) if own and dice.random() < 0.2 and origin != r.Origin.BRIDGE else "",
                confirmed=origin != r.Origin.FLOOR,
                sources=tuple(one.id for one in unit.state.proposals if origin == r.Origin.BRIDGE and one.origin != r.Origin.BRIDGE),
            )
        )  # fmt: skip

    def choose(self, unit: Unit, dice: Random, *standings: r.Standing) -> tuple[r.PieceId, ...]:
        """Choose some changes, mostly such as the act asks for."""
        pieces = [piece for piece in unit.state.pieces if not standings or piece.standing in standings or dice.random() < 0.05]
        return tuple(piece.id for piece in dice.sample(pieces, min(len(pieces), dice.choice([1, 1, 2, 3]))))

    def make_take(self, unit: Unit, dice: Random, _kind: str) -> r.What | None:
        chosen = self.choose(unit, dice, r.Standing.PENDING, r.Standing.PARKED)
        return r.Took(chosen) if chosen else None

    def make_modify(self, unit: Unit, dice: Random, _kind: str) -> r.What | None:
        chosen = self.choose(unit, dice, r.Standing.PENDING, r.Standing.CONTESTED, r.Standing.PARKED)
        on = dice.choice(unit.states).text if dice.random() < 0.2 else unit.state.text
        if dice.random() < 0.1:
            return r.Took(chosen, r.Wording(unit.state.text, ())) if chosen else None
        wordings = [proposal.proposed for proposal in unit.state.proposals if proposal.proposed] + [on]
        return r.Took(chosen, r.Wording(on, diff(on, revise(dice, dice.choice(wordings))))) if chosen else None

    def decide(self, unit: Unit, dice: Random, kind: str) -> r.What | None:
        wanted = [r.Standing.PARKED] if kind == "resume" else [r.Standing.PENDING, r.Standing.CONTESTED, r.Standing.PARKED]
        chosen = self.choose(unit, dice, *wanted)
        made: r.What | None = DECISIONS[kind](chosen) if chosen else None
        return made

    def proposal(self, unit: Unit, dice: Random) -> str:
        return dice.choice([one.id for one in unit.state.proposals] or ["f0"])

    def make_confirm(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        return r.Confirmed(self.proposal(unit, dice))

    def make_recall(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        waiting = [piece.id.proposal for piece in unit.state.pieces if piece.standing in r.OPEN]
        return r.Recalled(dice.choice(waiting) if waiting else self.proposal(unit, dice))

    def make_return(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        gone = [piece.id.proposal for piece in unit.state.pieces if piece.standing == r.Standing.WITHDRAWN]
        return r.Returned(dice.choice(gone) if gone else self.proposal(unit, dice))

    def make_object(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        return r.Objected(self.choose(unit, dice), dice.choice(NAMES))

    def make_remark(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        words = dice.choice([*unit.state.text.split(), "", "nowhere"])
        return r.Remarked(r.Remark(f"r{self.number + 1}", dice.choice(NAMES), words, "Why?"))

    def make_answer(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        known = [one.remark.id for one in unit.state.remarks] or ["r0"]
        return r.Answered(dice.choice(known), dice.choice(["noted", "taken", "not_retained"]))

    def range(self, unit: Unit, dice: Random) -> tuple[str, int, int]:
        on = dice.choice(unit.states).text if dice.random() < 0.2 else unit.state.text
        start, end = sorted((dice.randint(0, len(on)), dice.randint(0, len(on))))
        return on, start, end

    def make_bracket(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        return r.Bracketed(*self.range(unit, dice), (dice.choice(NAMES),))

    def make_reserve(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        on, start, end = self.range(unit, dice)
        return r.Reserved(on, start, end, dice.choice(NAMES)) if dice.random() < 0.8 else r.Reserved(on, -1, -1, dice.choice(NAMES))

    def make_lift(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        return r.Lifted(dice.choice([one.act for one in (*unit.state.brackets, *unit.state.reservations)] or [0]))

    def make_move(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        likely = sorted(MOVES[unit.state.status])
        if Status.REOPENED in likely and dice.random() < 0.6:
            likely = [Status.REOPENED]
        return r.Moved(dice.choice(likely if dice.random() < 0.8 else list(Status)), dice.choice([(), ("Kenya",)]), "plenary")

    def make_place(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        return r.Placed(dice.choice([None, 1, 2, 3]))

    def make_stand(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        return r.Stood(dice.choice(NAMES), dice.choice(list(r.Stand)), dice.choice(["", self.proposal(unit, dice)]))

    def make_leave_stance(self, unit: Unit, dice: Random, _kind: str) -> r.What:
        return r.Stepped(dice.choice(NAMES), dice.choice(["", self.proposal(unit, dice)]))

    def make_undo(self, unit: Unit, dice: Random, _kind: str) -> r.What | None:
        done = find_undone(unit.acts)
        open_ones = [one.number for one in unit.acts if one.number not in done and not isinstance(one.what, NEVER_UNDONE)]
        if not open_ones:
            return None
        return r.Undone(open_ones[-1] if dice.random() < 0.5 else dice.choice(open_ones))

    # the laws

    def changes_only_what_it_is_about(self, unit: Unit, before: r.UnitState, what: r.What) -> None:
        """Words that an act is not about are contested or in the text already at most; nobody else withdraws them."""
        after = {piece.id: piece for piece in unit.state.pieces}
        if isinstance(what, r.Undone):
            assert set(after) == {piece.id for piece in before.pieces}
            return
        about = set(getattr(what, "pieces", ()))
        recalled = {what.proposal} if isinstance(what, r.Recalled | r.Returned) else set()
        if isinstance(what, r.Tabled) and what.proposal.instead:
            recalled = {what.proposal.instead}
        for piece in before.pieces:
            now = after[piece.id]
            assert now[:3] == piece[:3]
            if piece.id.proposal in recalled or piece.id in about or unit.by:
                continue
            assert now.standing in FOLLOWING.get(piece.standing, {piece.standing}), (what, piece, now)
        for piece in before.pieces:
            if after[piece.id].standing == r.Standing.WITHDRAWN != piece.standing and not unit.by:
                assert piece.id.proposal in recalled
        if isinstance(what, r.Took):
            for wanted in about:
                assert after[wanted].standing == (r.Standing.TAKEN if what.wording is None else r.Standing.MODIFIED)
            if what.wording is None:
                taken = {piece.ground for piece in before.pieces if piece.id in about and piece.ground is not None}
                same = [piece.id for piece in before.pieces if piece.ground in taken and piece.standing == r.Standing.PENDING]
                assert {after[one].standing for one in same} <= {r.Standing.TAKEN, r.Standing.ALREADY}

    @invariant()
    @precondition(lambda self: hasattr(self, "units"))
    def holds(self) -> None:
        words = count_words([unit.state for unit in self.units])
        assert words.balances
        for unit in self.units:
            self.every_change_has_one_standing(unit.state)
            self.states_are_of_the_table(unit)
            self.acts_alone_give_it_again(unit)
            assert unit.ledger.state._replace(last=unit.state.last, fallen=unit.state.fallen) == unit.state
            assert unit.ledger.fallen == [one.act for one in unit.state.fallen]
        self.it_is_drawn()

    def every_change_has_one_standing(self, state: r.UnitState) -> None:
        wanted = [(proposal.id, n) for proposal in state.proposals for n in range(len(proposal.edits) or 1)]
        assert sorted(tuple(piece.id) for piece in state.pieces) == sorted(wanted)
        for piece in state.pieces:
            proposal = state.proposal(piece.id.proposal)
            assert proposal
            assert isinstance(piece.standing, r.Standing)
            if piece.ground is not None:
                assert piece.edit is not None
                asked = proposal.on[piece.edit.start : piece.edit.end]
                assert state.text[piece.ground.start : piece.ground.end] == asked, "it would strike other words than were meant"
                assert piece.ground.new == piece.edit.new
            elif piece.edit is not None:
                assert piece.place is not None
                assert 0 <= piece.place[0] <= piece.place[1] <= len(state.text)
                assert piece.standing != r.Standing.PENDING

    def states_are_of_the_table(self, unit: Unit) -> None:
        state, before = unit.state, unit.states[-2:][0]
        assert state.status in MOVES
        if state.status in NO_BRACKETS:
            assert not [one for one in state.brackets if one.start < one.end]
        if before.status != state.status and not isinstance(unit.acts[-1].what, r.Undone):
            assert may_move(before.status, state.status)

    def acts_alone_give_it_again(self, unit: Unit) -> None:
        stored = [(act.number, *encode(act.what)) for act in unit.acts]
        read = [r.Act(number, decode(kind, content)) for number, kind, content in json.loads(json.dumps(stored))]
        assert read == unit.acts
        assert replay(unit.start, read) == unit.state
        if unit.acts and not isinstance(unit.acts[-1].what, NEVER_UNDONE):
            last = unit.acts[-1].number
            undone = replay(unit.start, [*unit.acts, r.Act(last + 1, r.Undone(last))])
            assert undone == unit.states[-2]._replace(last=last + 1)
            again = [*unit.acts, r.Act(last + 1, r.Undone(last)), r.Act(last + 2, r.Undone(last + 1))]
            assert replay(unit.start, again) == unit.state._replace(last=last + 2)

    def it_is_drawn(self) -> None:
        placed = [Placed(u.id, "recommendation", f"{u.id}.", "", 0, u.state, u.by) for u in self.units]
        compilation = lay_out_room("draft", placed, SPEAKERS)
        for unit, drawn in zip(self.units, compilation.units):
            shown = show(unit.state)
            assert bare(shown.text) == unit.state.text
            assert read_as(drawn.overlay, "nobody") == shown.text
            beside = {one.id for one in list_offers(unit.state)}
            for name in NAMES:
                mine = [p for p in unit.state.proposals if name in (p.by, *unit.state.sponsors(p.id)) and p.id not in beside]
                own = [p.id for p in mine if p.id in shown.edits]
                if len(own) == 1:
                    grounds = [p.ground for p in unit.state.pieces if p.id.proposal == own[0] and p.standing == r.Standing.PENDING]
                    assert bare(read_as(drawn.overlay, name)) == write(unit.state.text, [one for one in grounds if one])
        self.numbers_stay(placed, compilation)

    def numbers_stay(self, placed: list[Placed], compilation: c.Compilation) -> None:
        outline = lay_out(compilation, MEETING, Numbering(know_numbers(placed, self.given.values())))
        for one in give_numbers(placed, outline, self.given):
            assert one.number not in self.given
            self.given[one.number] = one


def revise(dice: Random, text: str) -> str:
    """Strike, replace and put in a few words, mostly where others do so too."""
    words = text.split(" ")
    for _ in range(dice.randint(1, 3)):
        at = dice.randint(0, len(words)) if dice.random() < 0.4 else min(len(words), dice.randint(2, 5))
        words[at : at + dice.choice((0, 1, 1, 2))] = dice.choices(WORDS, k=dice.choice((0, 1, 1, 2)))
    return " ".join(words)


def write(text: str, edits: list[Edit]) -> str:
    """Make edits from the last to the first: another way than `apply` goes."""
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


def bare(text: str) -> str:
    """Leave the brackets out."""
    return text.replace("[", "").replace("]", "")


PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
RUNS = max(20, int(os.environ.get("WGTRACKER_LAWS", "0")) // 4)
ACTS_EACH = 50 if "WGTRACKER_LAWS" in os.environ else 25


@pytest.mark.laws
def test_no_word_is_lost_whatever_is_done_in_the_room() -> None:
    run_state_machine_as_test(
        Room,
        settings=settings(
            max_examples=RUNS, stateful_step_count=ACTS_EACH, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES
        ),
    )
