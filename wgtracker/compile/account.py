"""Keep the account: every letter that a file inserts or deletes, and every comment, is placed, held or unplaced.

What is in the file is counted here on the raw XML, by a walk that shares no code with reading or placing; an error there cannot
hide itself here. White space does not count; a move counts at both ends (docs/interfaces.md, "Account").
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import etree

from wgtracker.compile.findings import Finding
from wgtracker.compile.model import Account, Amendment, Aside, Change, Count
from wgtracker.word.package import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMES = (_W + "ins", _W + "moveTo")
_GOES = (_W + "del", _W + "moveFrom")
_LETTERS = (_W + "t", _W + "delText")
_ONE_LETTER = (_W + "noBreakHyphen", _W + "sym")
_NESTED_PARTS = (_W + "txbxContent",)
_SECOND_COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


class Raw(NamedTuple):
    """What the raw XML holds: letters inserted and deleted by tracked changes, and comments."""

    inserted: int
    deleted: int
    comments: int


def count_raw(package: Package) -> Raw:
    """Walk the parts that hold text and count what their revision elements wrap."""
    inserted = deleted = 0
    parts = [package.main_name]
    for kind in ("footnotes", "endnotes", "header", "footer"):
        parts += package.related(kind)
    for part in parts:
        root = package.xml(part)
        if root is None:
            continue
        copies = next(root.iter(_SECOND_COPY), None) is not None
        for element in root.iter(*_COMES, *_GOES):
            if len(element) and not (copies and _is_second_copy(element)):
                letters = _letters_in(element)
                if element.tag in _COMES:
                    inserted += letters
                else:
                    deleted += letters
    comments = 0
    for part in package.related("comments"):
        root = package.xml(part)
        comments += 0 if root is None else sum(1 for _ in root.iter(_W + "comment"))
    return Raw(inserted, deleted, comments)


def _is_second_copy(element: etree._Element) -> bool:
    return any(True for _ in element.iterancestors(_SECOND_COPY))


def _letters_in(element: etree._Element) -> int:
    """Count the letters of the runs in a revision; a text box in it is a text of its own."""
    total = 0
    boxes = next(element.iter(*_NESTED_PARTS), None) is not None
    for text in element.iter(*_LETTERS, *_ONE_LETTER, _MATH):
        if boxes and any(True for _ in text.iterancestors(_SECOND_COPY, *_NESTED_PARTS)):
            continue
        if text.tag in _ONE_LETTER:
            total += 1
        elif text.text:
            total += len("".join(text.text.split()))
    return total


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


def _sum(findings: Iterable[Finding]) -> tuple[int, int]:
    inserted = deleted = 0
    for finding in findings:
        for change in finding.item.changes:
            letters = len("".join(change.text.split()))
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
