"""Bring together the new paragraphs that delegations propose, and give each the label it is negotiated under."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from wgtracker.compile.labels import bare, is_sub, latin, split_label
from wgtracker.compile.model import Amendment, NewParagraph, Submission, Unit, UnitComment


class _Proposal(NamedTuple):
    amendment: Amendment
    by: list[str]
    comments: list[UnitComment]


def gather_new(
    units: Sequence[Unit],
    submissions: Sequence[Submission],
    rank: Mapping[str, int],
    new_word: str = "bis",
    below: Collection[int | None] | None = None,
) -> tuple[NewParagraph, ...]:
    """List the new paragraphs in reading order; identical ones at one place are one with all names.

    rank: each name's place in the paper's alphabet, which orders what stands at one place. new_word: "bis", or another first word.
    below: units whose new paragraphs are wanted (None: those before the first); without it, all.
    """
    labelled = None if below is None else list_related(units, below)
    proposals: dict[tuple[int | None, str], _Proposal] = {}
    for number, submission in enumerate(submissions):
        if submission.superseded_by is not None:
            continue
        on_amendment: dict[int, list[UnitComment]] = {}
        for comment in submission.comments:
            if comment.amendment is not None:
                on_amendment.setdefault(comment.amendment, []).append(UnitComment(submission.delegation, number, comment))
        for place, amendment in enumerate(submission.amendments):
            if amendment.kind == "new" and (labelled is None or amendment.after_unit in labelled):
                key = (amendment.after_unit, split_label(amendment.proposed)[1])
                proposal = proposals.setdefault(key, _Proposal(amendment, [], []))
                if submission.delegation not in proposal.by:
                    proposal.by.append(submission.delegation)
                proposal.comments.extend(on_amendment.get(place, ()))
    ordered = sorted(
        enumerate(proposals.items()),
        key=lambda one: (-1 if one[1][0][0] is None else one[1][0][0], min(rank.get(name, 0) for name in one[1][1].by), one[0]),
    )
    labels = Labels(units, new_word)
    made = [_label(units, after, text, proposal, labels) for _, ((after, text), proposal) in ordered]
    return tuple(made if below is None else [one for one in made if one.after_unit in below])


def _label(units: Sequence[Unit], after: int | None, text: str, proposal: _Proposal, labels: "Labels") -> NewParagraph:
    above = None if after is None else units[after]
    label = "" if above is None else labels.give(above, proposal.amendment)
    topic = "" if above is None else above.text if above.kind == "heading" else above.topic
    return NewParagraph(after, topic, text, frozenset(proposal.by), label, tuple(proposal.comments))


def list_related(units: Sequence[Unit], below: Collection[int | None]) -> set[int | None]:
    """Widen units to the whole of the numbered paragraphs they belong to: the labels of what is new there depend on one another.

    None among them stands for what is new before the first unit.
    """
    spread: set[int | None] = set(below)
    for index in below:
        if index is None:
            continue
        first = index
        while first > 0 and units[first].kind not in ("recommendation", "heading"):
            first -= 1
        spread.add(first)
        for unit in units[first + 1 :]:
            if unit.kind in ("recommendation", "heading"):
                break
            spread.add(unit.index)
    return spread


class Labels:
    """Give new paragraphs the labels under which they are negotiated; none is given twice, and none that the draft has."""

    def __init__(self, units: Sequence[Unit], new_word: str) -> None:
        self.units, self.new_word = units, new_word
        self.own = {" ".join(unit.label.rstrip(".):").split()) for unit in units if unit.label}
        self.taken: dict[tuple[int, str], int] = {}

    def give(self, above: Unit, amendment: Amendment) -> str:
        """Label a paragraph: the next letter at the end of a list of sub-paragraphs, else bis, ter ... of the one above; "" in no point."""
        number = next((unit for unit in reversed(self.units[: above.index + 1]) if unit.kind in ("recommendation", "heading")), None)
        if number is None or number.kind == "heading":
            return ""
        typed = split_label(amendment.proposed)[0]
        subs = [unit for unit in self.units[number.index + 1 : above.index + 1] if unit.kind == "subparagraph"]
        if amendment.level == 0 and not is_sub(typed):
            return self._count(number, bare(number.label))
        if not subs:
            return f"{bare(number.label)} {typed}" if typed else self._count(number, bare(number.label))
        following = self.units[above.index + 1] if above.index + 1 < len(self.units) else None
        if following is None or following.kind != "subparagraph":
            position = self.taken.get((number.index, ""), 0) + 1
            label = _follow([sub.label for sub in subs], position)
            if label:
                self.taken[number.index, ""] = position
                return label
        return self._count(number, f"{bare(number.label)} {subs[-1].label}")

    def _count(self, number: Unit, label: str) -> str:
        """Count from a label: bis, ter ..., beyond those that the draft itself has."""
        position = self.taken.get((number.index, label), 0)
        while f"{label} {latin(position)}" in self.own:
            position += 1
        self.taken[number.index, label] = position + 1
        return f"{label} {self.new_word if position == 0 else latin(position)}"


_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()


def _follow(labels: Sequence[str], steps: int) -> str:
    """Give the label so many steps after the last of a list: (c) after (b), (iv) after (iii); "" where the list cannot go on so."""
    letter = labels[-1].strip("().")
    before = labels[-2].strip("().") if len(labels) > 1 else ""
    is_letter = len(letter) == 1 and "a" <= letter <= "z"
    if letter in _ROMAN and not (is_letter and before == chr(ord(letter) - 1)) and (letter != "v" or before == "iv"):
        at = _ROMAN.index(letter) + steps
        return f"({_ROMAN[at]})" if at < len(_ROMAN) else ""
    if is_letter and ord(letter) + steps <= ord("z"):
        return f"({chr(ord(letter) + steps)})"
    return ""
