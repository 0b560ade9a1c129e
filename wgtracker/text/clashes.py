"""Find which edits of different proposers clash: the one set of rules that `overlay` and `rebase` both use.

Two edits of different proposers clash when (a) both cover a common character and are not identical; (b) both insert different text
at one offset; (c) one inserts at p and the other deletes [s, e) outright with s <= p < e; (d) one inserts at p and the other
replaces [s, e) with s < p < e. (The interfaces, "wgtracker.text".) Edits of one proposer never meet any of these: they are disjoint
and touching ones are joined.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
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
    reach = -1  # end of the ranges of the group that is still open
    for start, same_start in groupby(distinct, key=lambda edit: edit.start):
        here = list(same_start)
        insertions = [edit for edit in here if edit.end == start]
        ranges = here[len(insertions) :]
        is_open = reach > start
        if is_open:
            groups[-1] += here
        elif any(not edit.new for edit in ranges):
            groups.append(here)
        else:
            groups += [part for part in (insertions, ranges) if part]
        if ranges:
            reach = max(reach if is_open else -1, *(edit.end for edit in ranges))
    return [Clash(tuple(group)) for group in groups if len(group) > 1]
