"""Follow every letter of a unit by itself, without the room's own book-keeping: what the laws of the room are asked of."""

from typing import NamedTuple

from wgtracker.errors import Conflict
from wgtracker.room import model as r
from wgtracker.room.carry import bring_over
from wgtracker.room.steps import find_undone, step
from wgtracker.text import Edits, diff


class Letter(NamedTuple):
    """One letter. act: that put it in (0: the draft); number: counts the letters of that act."""

    act: int
    number: int
    sign: str


class Ledger:
    """The letters of a unit's text, those that were struck, and those that each bracket and comment was put on."""

    def __init__(self, start: r.UnitState) -> None:
        self.state = start
        self.text = [Letter(0, n, sign) for n, sign in enumerate(start.base)]
        self.given = list(self.text)
        self.struck: list[tuple[int, Letter]] = []
        self.under: dict[int, list[Letter]] = {}
        self.fallen: list[int] = []

    def do(self, act: r.Act) -> None:
        """Do one act on the letters, and compare with what the room makes of it."""
        try:
            after = step(self.state, act)
        except Conflict:
            self.fallen.append(act.number)
            return
        edits = self._edits_of(act) if isinstance(act.what, r.Took) else ()
        self._write(act.number, edits)
        self.state = after
        if isinstance(act.what, r.Bracketed | r.Reserved) and act.what.end >= 0:
            found = next(one for one in (*after.brackets, *after.reservations) if one.act == act.number)
            assert found.start < found.end
            self.under[act.number] = self.text[found.start : found.end]
            if act.what.on == after.text:
                assert (found.start, found.end) == (act.what.start, act.what.end)
        if isinstance(act.what, r.Remarked) and after.remarks[-1].how == "words":
            one = after.remarks[-1]
            self.under[act.number] = self.text[one.start : one.end]
        self.check()

    def _edits_of(self, act: r.Act) -> Edits:
        """Work out what a taking changes: the chosen changes on the text of now, each once, or the wording that was typed."""
        assert isinstance(act.what, r.Took)
        if act.what.wording is not None:
            brought = bring_over(act.what.wording.edits, act.what.wording.on, self.state.text)
            assert brought is not None
            return brought
        chosen = [piece for piece in self.state.pieces if piece.id in act.what.pieces]
        edits = {piece.ground for piece in chosen if piece.ground is not None}
        for piece in chosen:
            proposal = self.state.proposal(piece.id.proposal)
            assert proposal
            if proposal.kind == "merge":
                edits.update(diff(self.state.text, proposal.proposed))
        return tuple(sorted(edits))

    def _write(self, act: int, edits: Edits) -> None:
        text, done, count = [], 0, 0
        for start, end, new in edits:
            text += self.text[done:start]
            self.struck += [(act, letter) for letter in self.text[start:end]]
            put_in = [Letter(act, count + n, sign) for n, sign in enumerate(new)]
            count += len(new)
            text += put_in
            self.given += put_in
            done = end
        self.text = text + self.text[done:]

    def check(self) -> None:
        """Compare the letters with the room's own record."""
        state = self.state
        assert state.text == "".join(letter.sign for letter in self.text)
        assert sorted(self.given) == sorted([*self.text, *(letter for _, letter in self.struck)])
        acts = [act for length, act, _ in state.spans for _ in range(length)]
        assert acts == [letter.act for letter in self.text]
        assert all(span.length > 0 and (span.act == 0 or span.by) for span in state.spans)
        runs = [(one.act, one.since, sign) for one in state.struck for sign in one.text]
        assert runs == [(act, letter.act, letter.sign) for act, letter in self.struck]
        for one in (*state.brackets, *state.reservations):
            if one.end >= 0:
                self._check_marked(one.act, one.start, one.end, exact=False)
        for remark in state.remarks:
            if remark.how == "words":
                assert state.text[remark.start : remark.end] == remark.remark.anchor
                self._check_marked(int(remark.remark.id[1:]), remark.start, remark.end, exact=True)

    def _check_marked(self, act: int, start: int, end: int, exact: bool) -> None:
        """Marked words are those that were marked: what is left of them all, and nothing else at either end."""
        assert 0 <= start <= end <= len(self.text)
        put_on, inside = self.under[act], self.text[start:end]
        left = [letter for letter in self.text if letter in set(put_on)]
        if exact:
            assert inside == put_on
        elif not inside:
            assert not "".join(letter.sign for letter in left).strip()
        else:
            assert (inside[0], inside[-1]) == (left[0], left[-1])
            assert [letter for letter in inside if letter in set(put_on)] == left


def follow(start: r.UnitState, acts: list[r.Act]) -> Ledger:
    """Do all acts that count, one by one."""
    ledger, undone = Ledger(start), find_undone(acts)
    for act in acts:
        if act.number not in undone and not isinstance(act.what, r.Undone):
            ledger.do(act)
    return ledger
