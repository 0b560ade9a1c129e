"""Count what came in, once, for the introduction, the annexes and the staff note."""

from typing import NamedTuple

from wgtracker.compile.model import Compilation, Submission
from wgtracker.papers.outline import Outline

KINDS = (
    ("State", "State", "States"),
    ("REIO", "regional economic integration organization", "regional economic integration organizations"),
    ("IGO", "intergovernmental organization", "intergovernmental organizations"),
    ("UN", "United Nations entity", "United Nations entities"),
    ("NGO", "non-governmental organization", "non-governmental organizations"),
    ("other", "other participant", "other participants"),
)
"""Categories in printing order, with their names for one and for many."""
NAMES = {key: one for key, one, _ in KINDS}


class Tally(NamedTuple):
    """counted: submissions in force that could be read; kinds: (category, delegations) of theirs, in printing order."""

    counted: tuple[Submission, ...]
    late: tuple[Submission, ...]
    superseded: tuple[Submission, ...]
    unreadable: tuple[Submission, ...]
    kinds: tuple[tuple[str, int], ...]
    amended: int
    numbered: int
    new: int
    comments: int


def take_tally(compilation: Compilation, outline: Outline) -> Tally:
    """Count. A submission kept from publication counts nowhere in the paper."""
    published = [s for s in compilation.submissions if s.publish]
    superseded = tuple(s for s in published if s.superseded_by)
    unreadable = tuple(s for s in published if s.unreadable and not s.superseded_by)
    counted = tuple(s for s in published if not s.superseded_by and not s.unreadable)
    speakers: dict[str, set[str]] = {}
    for submission in counted:
        speakers.setdefault(submission.category if submission.category in NAMES else "other", set()).add(submission.delegation)
    heads = [(p, p.members[0]) for p in outline.points if p.members]
    points = [p for p, head in heads if head.ref.label and head.negotiated.unit.kind in ("recommendation", "chapeau")]
    return Tally(
        counted,
        tuple(s for s in counted if s.late),
        superseded,
        unreadable,
        tuple((key, len(speakers[key])) for key, _, _ in KINDS if key in speakers),
        sum(1 for point in points if point.proposers),
        len(points),
        len(compilation.new_paragraphs),
        sum(len(s.comments) for s in counted),
    )


def is_open(compilation: Compilation) -> list[Submission]:
    """List the submissions of which something is unplaced: the issued paper waits for them."""
    return [s for s in compilation.submissions if s.unplaced and not s.superseded_by]
