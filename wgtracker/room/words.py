"""Account for words: every letter of every proposal is in the text, not retained, waiting, or withdrawn by its proposer; nothing else."""

from collections.abc import Iterable
from typing import NamedTuple

from wgtracker.room import model as r


class Words(NamedTuple):
    """Letters (white space aside) that proposals put in and struck, by where they are now.

    in_text: taken, taken as modified, or in the text already. waiting: before the meeting, parked or contested. out: not retained or
    overtaken. withdrawn: by their proposers alone.
    """

    submitted: int = 0
    in_text: int = 0
    waiting: int = 0
    out: int = 0
    withdrawn: int = 0

    @property
    def balances(self) -> bool:
        """Tell whether the words that came in are the words that are somewhere."""
        return self.submitted == self.in_text + self.waiting + self.out + self.withdrawn


_WHERE = {
    r.Standing.PENDING: "waiting",
    r.Standing.CONTESTED: "waiting",
    r.Standing.PARKED: "waiting",
    r.Standing.TAKEN: "in_text",
    r.Standing.MODIFIED: "in_text",
    r.Standing.ALREADY: "in_text",
    r.Standing.NOT_RETAINED: "out",
    r.Standing.OVERTAKEN: "out",
    r.Standing.WITHDRAWN: "withdrawn",
}


def count_words(states: Iterable[r.UnitState]) -> Words:
    """Count the letters of all proposals by where they are. submitted is counted from the proposals, the rest from the changes."""
    total = dict.fromkeys(Words._fields, 0)
    for state in states:
        total["submitted"] += sum(_letters_of(proposal) for proposal in state.proposals)
        texts = {proposal.id: proposal for proposal in state.proposals}
        for piece in state.pieces:
            proposal = texts[piece.id.proposal]
            size = _letters_of(proposal) if piece.edit is None else _letters(piece.edit.new, proposal.on[piece.edit.start : piece.edit.end])
            total[_WHERE[piece.standing]] += size
    return Words(**total)


def _letters_of(proposal: r.Proposal) -> int:
    if proposal.kind in ("delete", "retain", "move"):
        return len("".join(proposal.on.split())) if proposal.kind == "delete" else 0
    if proposal.kind == "merge" or not proposal.edits:
        return len("".join(proposal.proposed.split()))
    return sum(_letters(edit.new, proposal.on[edit.start : edit.end]) for edit in proposal.edits)


def _letters(*texts: str) -> int:
    return sum(len("".join(text.split())) for text in texts)


class Fate(NamedTuple):
    """What became of one run of words of the text: who wrote it and by which act it came in (0: it stood in the draft)."""

    text: str
    by: tuple[str, ...]
    act: int


def tell_fate(state: r.UnitState) -> tuple[Fate, ...]:
    """Say of every word of the text who proposed it and by which act it was taken."""
    out, at = [], 0
    for span in state.spans:
        out.append(Fate(state.text[at : at + span.length], span.by, span.act))
        at += span.length
    return tuple(out)
