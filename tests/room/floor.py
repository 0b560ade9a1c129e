"""One unit on the floor, for tests: acts are numbered, what is refused is raised."""

from typing import Any

from wgtracker.room import model as r
from wgtracker.room.steps import begin, replay, step
from wgtracker.text import diff

BASE = "States parties should consider, where appropriate, the protection of victims."


class Floor:
    """A unit and its acts."""

    def __init__(self, base: str = BASE, by: tuple[str, ...] = ()) -> None:
        self.start = self.state = begin(base, by)
        self.acts: list[r.Act] = []

    def do(self, what: r.What) -> int:
        act = r.Act(len(self.acts) + 1, what)
        self.state = replay(self.start, [*self.acts, act]) if isinstance(what, r.Undone) else step(self.state, act)
        self.acts.append(act)
        return act.number

    def table(self, by: str, proposed: str, kind: str = "replace", **more: Any) -> tuple[r.PieceId, ...]:
        """Table a proposal on the text of now; give its changes."""
        on = more.pop("on", self.state.text)
        edits = diff(on, proposed) if kind == "replace" else ()
        name = f"f{len(self.acts) + 1}"
        self.do(r.Tabled(r.Proposal(name, by, kind, 1, on, edits, proposed, r.Origin.FLOOR, **more)))
        return tuple(piece.id for piece in self.state.pieces if piece.id.proposal == name)

    def standings(self, name: str = "") -> list[r.Standing]:
        return [piece.standing for piece in self.state.pieces if name in ("", piece.by)]
