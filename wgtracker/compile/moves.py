"""Recognize a paragraph that was taken out at one place and put in, perhaps amended, at another."""

from collections.abc import Sequence

from wgtracker.compile.findings import Finding, authors_of, dates_of
from wgtracker.compile.folding import fold, respell
from wgtracker.compile.labels import split_label
from wgtracker.compile.model import Amendment, Unit
from wgtracker.text import diff, similarity

SAME_PARAGRAPH = 0.5
"""Least likeness of a paragraph tracked as moved to the one that left (its words may have been amended at the new place)."""


def join_moves(findings: Sequence[Finding], units: Sequence[Unit]) -> list[Finding]:
    """Join each deleted unit with the new paragraph that has its words into one move; leave the rest as it is."""
    gone = [f for f in findings if isinstance(f.item, Amendment) and f.item.kind == "delete"]
    come = [f for f in findings if isinstance(f.item, Amendment) and f.item.kind == "new"]
    if not gone or not come:
        return list(findings)
    joined: dict[int, Finding] = {}
    dropped: set[int] = set()
    for left in gone:
        unit = units[_unit_of(left)]
        arrived = _arrival(left, unit, [f for f in come if id(f) not in dropped])
        if arrived is not None:
            joined[id(left)] = _move(left, arrived, unit)
            dropped.add(id(arrived))
    return [joined.get(id(finding), finding) for finding in findings if id(finding) not in dropped]


def _unit_of(finding: Finding) -> int:
    if not isinstance(finding.item, Amendment) or finding.item.unit is None:
        raise TypeError("only an amendment of a unit can move")
    return finding.item.unit


def _arrival(left: Finding, unit: Unit, come: Sequence[Finding]) -> Finding | None:
    same = [f for f in come if fold(_words(f, unit)) == fold(unit.text)]
    if same:
        return same[0]
    if not _has(left, "move_from"):
        return None
    alike = [(similarity(unit.text, _words(f, unit)), -n, f) for n, f in enumerate(come) if _has(f, "move_to")]
    best = max(alike, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and best[0] >= SAME_PARAGRAPH else None


def _has(finding: Finding, kind: str) -> bool:
    return any(change.kind == kind for change in finding.item.changes)


def _words(finding: Finding, unit: Unit) -> str:
    """Give the new paragraph's text, without a typed label where the unit has one."""
    label, text = split_label(finding.item.proposed)
    return text if label and unit.label else finding.item.proposed


def _move(left: Finding, arrived: Finding, unit: Unit) -> Finding:
    proposed = respell(_words(arrived, unit), unit.text)
    changes = tuple(sorted({*left.item.changes, *arrived.item.changes}))
    amendment = Amendment(
        kind="move",
        unit=unit.index,
        units=(),
        after_unit=arrived.item.after_unit if isinstance(arrived.item, Amendment) else None,
        original=left.item.original,
        proposed=proposed,
        edits=diff(unit.text, proposed),
        authors=authors_of(changes),
        dates=dates_of(changes),
        tracked=bool(changes),
        by_hand=False,
        changes=changes,
    )
    untracked = (left.untracked[0] + arrived.untracked[0], left.untracked[1] + arrived.untracked[1])
    return Finding(amendment, untracked, left.at, arrived.finals)
