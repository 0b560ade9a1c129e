"""Hold what was found in one file while it is being placed: each finding with the letters that no tracked change records."""

from collections.abc import Iterable
from typing import NamedTuple

from wgtracker.compile.model import Amendment, Aside, Change
from wgtracker.word.model import Revision

TEXT_KINDS = frozenset(("insert", "delete", "move_from", "move_to"))


class Finding(NamedTuple):
    """An amendment or an aside. untracked: letters (inserted, deleted) by comparison or by hand, beside its tracked changes.

    at: physical paragraph where it stands; finals: physical paragraphs of its new text (a comment there belongs to it).
    """

    item: Amendment | Aside
    untracked: tuple[int, int]
    at: int
    finals: tuple[int, int] | None = None


def changes_of(revisions: Iterable[Revision]) -> tuple[Change, ...]:
    """Take raw revisions over as changes, in the file's order."""
    return tuple(Change(r.id, r.kind, r.author, r.date, r.text) for r in sorted(revisions, key=lambda r: r.id))


def authors_of(changes: Iterable[Change]) -> tuple[str, ...]:
    """Name the Word users behind changes, sorted, each once."""
    return tuple(sorted({change.author for change in changes if change.author}))


def dates_of(changes: Iterable[Change]) -> tuple[str, ...]:
    """List the raw dates of changes, sorted, each once."""
    return tuple(sorted({change.date for change in changes if change.date is not None}))


def set_aside(kind: str, reason: str, original: str, proposed: str, changes: tuple[Change, ...] = (), unit: int | None = None) -> Aside:
    """Make an aside of changes or of a difference; its author and date are those of its changes where they are one."""
    authors, dates = authors_of(changes), dates_of(changes)
    date = dates[0] if len(dates) == 1 else None
    return Aside(kind, reason, unit, original, proposed, "; ".join(authors), date, changes, "")


def hold(amendment: Amendment, reason: str) -> Aside:
    """Turn an amendment into something held, with nothing of it lost."""
    unit = amendment.unit if amendment.unit is not None else amendment.after_unit
    kind = "change" if amendment.changes else "difference"
    return set_aside(kind, reason, amendment.original, amendment.proposed, amendment.changes, unit)
