"""Carry pending edits over to a newly adopted text."""

from wgtracker.text.clashes import find_clashes
from wgtracker.text.edits import check, join_touching
from wgtracker.text.model import Edit, Edits, Rebased

PENDING = "pending"
ADOPTED = "adopted"


def rebase(edits: Edits, base: str, adopted: Edits) -> Rebased:
    """Carry the pending edits from `base` over to apply(base, adopted). Each is in exactly one of three answers.

    edits: what composes, in offsets of the adopted text (touching ones joined); already: what was adopted just so, in offsets of
    the base; contested: what clashes with an adopted edit, in offsets of the base, each within one of `conflicts` (same offsets),
    whose proposers are "pending" and "adopted". ValueError where a set is not sorted, disjoint and within the base.
    """
    check(edits, len(base))
    check(adopted, len(base))
    pending, taken = join_touching(edits), join_touching(adopted)
    already = tuple(edit for edit in pending if edit in set(taken))
    by = dict.fromkeys(taken, frozenset((ADOPTED,))) | dict.fromkeys(pending, frozenset((PENDING,)))
    by |= dict.fromkeys(already, frozenset((ADOPTED, PENDING)))
    clashes = find_clashes(sorted(by))
    clashing = {edit for clash in clashes for edit in clash.edits}
    contested = tuple(edit for edit in pending if edit in clashing)
    settled = clashing.union(already)
    carried = _carry(tuple(edit for edit in pending if edit not in settled), taken)
    return Rebased(carried, already, tuple(clash.conflict(by) for clash in clashes), contested)


def _carry(edits: Edits, adopted: Edits) -> Edits:
    """Move edits that clash with none of the adopted ones by what those before them have added.

    An adopted change that ends where an edit starts stands before it, an insertion at that offset too; an adopted change that
    starts where the edit ends, or where an insertion is made, stands after it.
    """
    carried: list[Edit] = []
    passed = 0
    added = 0
    for start, end, new in edits:
        while passed < len(adopted) and adopted[passed].end <= start:
            added += len(adopted[passed].new) - (adopted[passed].end - adopted[passed].start)
            passed += 1
        carried.append(Edit(start + added, end + added, new))
    return join_touching(tuple(carried))
