"""Find which edits of different proposers clash: the one set of rules that `overlay` and `rebase` both use.

Two edits of different proposers clash when (a) both cover a common character and are not identical; (b) both insert different text
at one offset; (c) one inserts at p and the other deletes [s, e) outright with s <= p < e; (d) one inserts at p and the other
replaces [s, e) with s < p < e. (The interfaces, "wgtracker.text".) Edits of one proposer never meet any of these: they are disjoint
and touching ones are joined.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wgtracker.text.model import Conflict, Edit

DELETE_AGAINST_EDIT = "delete_against_edit"
RIVAL_INSERTIONS = "rival_insertions"
OVERLAP = "overlap"


class Clash(NamedTuple):
    """One connected group of clashing edits, in order."""

    edits: tuple[Edit, ...]

    def conflict(self, by: Mapping[Edit, frozenset[str]]) -> Conflict:
        """Name the clash: its kind, its range and everyone who takes part."""
        if any(edit.start < edit.end and not edit.new for edit in self.edits):
            kind = DELETE_AGAINST_EDIT
        elif all(edit.start == edit.end for edit in self.edits):
            kind = RIVAL_INSERTIONS
        else:
            kind = OVERLAP
        start, end = min(edit.start for edit in self.edits), max(edit.end for edit in self.edits)
        return Conflict(kind, start, end, frozenset().union(*(by[edit] for edit in self.edits)))


def find_clashes(distinct: Sequence[Edit]) -> list[Clash]:
    """Return the clashing groups among distinct edits sorted by (start, end, new); each edit must stand once.

    One pass suffices: of the groups already seen only one, the latest with a range that reaches beyond this offset, can go on.
    """
    if len(distinct) < 2:
        return []
    groups: list[list[Edit]] = []
    reach = -1  # end of the ranges of the group that may still go on
    at = 0
    while at < len(distinct):
        start = distinct[at].start
        ranges = at
        while ranges < len(distinct) and distinct[ranges].start == start == distinct[ranges].end:
            ranges += 1
        after = ranges
        outright = False
        while after < len(distinct) and distinct[after].start == start:
            outright = outright or not distinct[after].new
            after += 1
        if reach > start:
            groups[-1] += distinct[at:after]
        elif outright or ranges in (at, after):
            groups.append([*distinct[at:after]])
            reach = -1
        else:
            groups += [[*distinct[at:ranges]], [*distinct[ranges:after]]]
            reach = -1
        for edit in distinct[ranges:after]:
            reach = max(reach, edit.end)
        at = after
    return [Clash(tuple(group)) for group in groups if len(group) > 1]
