"""Bring together the new paragraphs that delegations propose, and give each the label it is negotiated under."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wgtracker.compile.labels import bare, is_sub, latin, split_label
from wgtracker.compile.model import Amendment, NewParagraph, Submission, Unit, UnitComment


class _Proposal(NamedTuple):
    amendment: Amendment
    by: list[str]
    comments: list[UnitComment]


def gather_new(
    units: Sequence[Unit], submissions: Sequence[Submission], rank: Mapping[str, int], new_word: str = "bis"
) -> tuple[NewParagraph, ...]:
    """List the new paragraphs in reading order; identical ones at one place are one with all names.

    rank: each name's place in the paper's alphabet, which orders what stands at one place. new_word: "bis", or another first word.
    """
    proposals: dict[tuple[int | None, str], _Proposal] = {}
    for number, submission in enumerate(submissions):
        if submission.superseded_by is not None:
            continue
        on_amendment: dict[int, list[UnitComment]] = {}
        for comment in submission.comments:
            if comment.amendment is not None:
                on_amendment.setdefault(comment.amendment, []).append(UnitComment(submission.delegation, number, comment))
        for place, amendment in enumerate(submission.amendments):
            if amendment.kind == "new":
                key = (amendment.after_unit, split_label(amendment.proposed)[1])
                proposal = proposals.setdefault(key, _Proposal(amendment, [], []))
                if submission.delegation not in proposal.by:
                    proposal.by.append(submission.delegation)
                proposal.comments.extend(on_amendment.get(place, ()))
    ordered = sorted(
        enumerate(proposals.items()),
        key=lambda one: (-1 if one[1][0][0] is None else one[1][0][0], min(rank.get(name, 0) for name in one[1][1].by), one[0]),
    )
    taken: dict[str, int] = {}
    return tuple(_label(units, after, text, proposal, taken, new_word) for _, ((after, text), proposal) in ordered)


def _label(units: Sequence[Unit], after: int | None, text: str, proposal: _Proposal, taken: dict[str, int], new_word: str) -> NewParagraph:
    above = None if after is None else units[after]
    label = "" if above is None else _label_after(units, above, proposal.amendment, taken, new_word)
    topic = "" if above is None else above.text if above.kind == "heading" else above.topic
    return NewParagraph(after, topic, text, frozenset(proposal.by), label, tuple(proposal.comments))


def _label_after(units: Sequence[Unit], above: Unit, amendment: Amendment, taken: dict[str, int], new_word: str) -> str:
    """Label a new paragraph: the next letter at the end of a list of sub-paragraphs, else bis, ter ... of the one above."""
    number = next((unit for unit in reversed(units[: above.index + 1]) if unit.kind in ("recommendation", "heading")), None)
    if number is None or number.kind == "heading":
        return ""
    typed = split_label(amendment.proposed)[0]
    is_below = amendment.level > 0 or is_sub(typed)
    if not is_below:
        return _count(bare(number.label), taken, new_word)
    subs = [unit for unit in units[number.index + 1 : above.index + 1] if unit.kind == "subparagraph"]
    if not subs:
        return f"{bare(number.label)} {typed}" if typed else _count(bare(number.label), taken, new_word)
    following = units[above.index + 1] if above.index + 1 < len(units) else None
    is_last = following is None or following.kind != "subparagraph"
    letter = subs[-1].label.strip("().")
    if is_last and len(letter) == 1 and letter.islower() and letter < "z":
        parent = f"{number.index}{subs[-1].label}"
        position = taken[parent] = taken.get(parent, 0) + 1
        return f"({chr(ord(letter) + position)})" if ord(letter) + position <= ord("z") else _count(subs[-1].label, taken, new_word)
    return _count(f"{bare(number.label)} {subs[-1].label}", taken, new_word)


def _count(label: str, taken: dict[str, int], new_word: str) -> str:
    position = taken.get(label, 0)
    taken[label] = position + 1
    return f"{label} {new_word if position == 0 else latin(position)}"
