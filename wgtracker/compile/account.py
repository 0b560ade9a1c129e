"""Keep the account: every letter that a file inserts or deletes, and every comment, is placed, held or unplaced."""

from collections.abc import Iterable, Sequence

from wgtracker.compile.findings import Finding
from wgtracker.compile.folding import count_letters
from wgtracker.compile.model import Account, Amendment, Aside, Change, Count
from wgtracker.compile.raw import Raw
from wgtracker.word.model import Reading, Revision


def draw_up(
    raw: Raw,
    placed: Sequence[Finding],
    held: Sequence[Finding],
    unplaced: Sequence[Finding],
    comments: tuple[int, int, int],
) -> Account:
    """Draw up one file's account. comments: how many are placed, held, unplaced.

    in_file is the raw count plus the letters that only the comparison with the draft shows (untracked, by hand).
    """
    sums = [_sum(findings) for findings in (placed, held, unplaced)]
    untracked = [(sum(f.untracked[0] for f in findings), sum(f.untracked[1] for f in findings)) for findings in (placed, held, unplaced)]
    counts = [
        Count(
            total + sum(letters[side] for letters in untracked),
            *(tracked[side] + letters[side] for tracked, letters in zip(sums, untracked)),
        )
        for side, total in ((0, raw.inserted), (1, raw.deleted))
    ]
    return Account(counts[0], counts[1], Count(raw.comments, *comments))


def count_read(reading: Reading) -> Raw:
    """Count what was read of a file as the raw count does: letters of its tracked changes, and comments."""
    inserted, deleted = count_changes(reading.revisions)
    return Raw(inserted, deleted, len(reading.comments))


def _sum(findings: Iterable[Finding]) -> tuple[int, int]:
    return count_changes(change for finding in findings for change in finding.item.changes)


def count_changes(changes: Iterable[Change | Revision]) -> tuple[int, int]:
    """Count the letters that raw revisions insert and delete."""
    inserted = deleted = 0
    for change in changes:
        letters = count_letters(change.text)
        if change.kind in ("insert", "move_to"):
            inserted += letters
        elif change.kind in ("delete", "move_from"):
            deleted += letters
    return inserted, deleted


def imbalance(account: Account, ids: Iterable[int], items: Iterable[Amendment | Aside]) -> str:
    """Say what does not balance in a file's account, or "" where all does. ids: every revision that must stand exactly once."""
    for name, count in (("inserted", account.inserted), ("deleted", account.deleted), ("comments", account.comments)):
        if count.in_file != count.placed + count.held + count.unplaced:
            return f"{name}: {count.in_file} in the file, {count.placed} placed, {count.held} held, {count.unplaced} unplaced"
    standing = sorted(change.id for item in items for change in _changes(item))
    if standing != sorted(ids):
        return "a tracked change stands nowhere, or twice"
    return ""


def _changes(item: Amendment | Aside) -> tuple[Change, ...]:
    return item.changes


def add_up(accounts: Sequence[Account]) -> Account:
    """Add the accounts of all files."""
    return Account(*(_add([getattr(account, name) for account in accounts]) for name in ("inserted", "deleted", "comments")))


def _add(counts: Sequence[Count]) -> Count:
    return Count(
        sum(count.in_file for count in counts),
        sum(count.placed for count in counts),
        sum(count.held for count in counts),
        sum(count.unplaced for count in counts),
    )
