"""Find the tracked changes that a file took over from another delegation's file: a member worked on its group's file.

The same Word user, the same moment and the same words in two delegations' files are one change that was made once. Word splits a
change when someone works inside it, so where one change is plainly the same, a part of the words, of the same user and moment, is
enough for others (of a paragraph mark, which has no words, user and moment). Changes without a date (scrubbed files) or without a
name prove nothing and are never taken for shared.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from wgtracker.word.model import CommentIn, Reading, Revision

_Stamp = tuple[str, str, str]

NOBODY = frozenset(("", "Unknown Author"))
"""Names that programs write where nobody is named (the second is LibreOffice's)."""


class Bearer(NamedTuple):
    """One file: its delegation, its place when two files claim a change (the smallest owns it), its revisions."""

    delegation: str
    precedence: tuple[bool, bool, int, str]
    revisions: tuple[Revision, ...]
    comments: tuple[CommentIn, ...]


def find_shared(files: Sequence[Bearer]) -> list[dict[int, str]]:
    """Give for each file the revisions that are another delegation's: revision id -> that delegation.

    They are the group's (an organization's before a State's), else of the file that has the fewest changes, else of the earlier one.
    """
    words: dict[_Stamp, dict[int, list[str]]] = {}
    for number, file in enumerate(files):
        for revision in file.revisions:
            stamp = _stamp(revision)
            if stamp is not None:
                words.setdefault(stamp, {}).setdefault(number, []).append(revision.text.strip())
    found: list[dict[int, str]] = [{} for _ in files]
    shared = {stamp: held for stamp, held in words.items() if len(held) > 1 and len({files[n].delegation for n in held}) > 1}
    if not shared:
        return found
    owners = {stamp: min(held, key=lambda n: (files[n].precedence, n)) for stamp, held in shared.items()}
    proven = _find_proof(shared, owners)
    for number, file in enumerate(files):
        for revision in file.revisions:
            stamp = _stamp(revision)
            owner = None if stamp is None else owners.get(stamp)
            if owner is None or stamp is None or files[owner].delegation == file.delegation or (number, owner) not in proven:
                continue
            if _is_part(revision.text.strip(), shared[stamp][owner]):
                found[number][revision.id] = files[owner].delegation
    return found


def _find_proof(shared: Mapping[_Stamp, Mapping[int, Sequence[str]]], owners: Mapping[_Stamp, int]) -> set[tuple[int, int]]:
    """List the pairs (file, owner) of which one has words of the other whole: only then do parts of words count."""
    proven: set[tuple[int, int]] = set()
    for stamp, held in shared.items():
        owner = owners[stamp]
        whole = {*held[owner], "".join(held[owner])} - {""}
        for number, texts in held.items():
            if number != owner and not whole.isdisjoint((*texts, "".join(texts))):
                proven.add((number, owner))
    return proven


def leave_replacements(reading: Reading, of_others: Mapping[int, str]) -> Mapping[int, str]:
    """Take back shared deletions beside which only this file puts in words: the two are one replacement, and make sense only so."""
    own: set[int] = set()
    replaced: set[int] = set()
    for paragraph in reading.paragraphs:
        for left, right in pairwise(paragraph.pieces):
            for gone, come in ((left, right), (right, left)):
                if gone.deleted is None or gone.inserted is not None or come.inserted is None:
                    continue
                (replaced if come.inserted in of_others else own).add(gone.deleted)
    return {number: name for number, name in of_others.items() if number not in own or number in replaced}


def find_shared_comments(files: Sequence[Bearer]) -> list[dict[str, str]]:
    """Give for each file the comments that are another delegation's, by the same rule: comment id -> that delegation."""
    held: dict[tuple[str, str | None, str], list[int]] = {}
    for number, file in enumerate(files):
        for comment in file.comments:
            if comment.date is not None and comment.author not in NOBODY:
                held.setdefault((comment.author, comment.date, comment.text), []).append(number)
    found: list[dict[str, str]] = [{} for _ in files]
    owners = {key: min(numbers, key=lambda n: (files[n].precedence, n)) for key, numbers in held.items() if len(numbers) > 1}
    for number, file in enumerate(files) if owners else ():
        for comment in file.comments:
            owner = owners.get((comment.author, comment.date, comment.text))
            if owner is not None and files[owner].delegation != file.delegation:
                found[number][comment.id] = files[owner].delegation
    return found


def _stamp(revision: Revision) -> _Stamp | None:
    if revision.date is None or revision.author in NOBODY or revision.kind == "format":
        return None
    return revision.kind, revision.author, revision.date


def _is_part(words: str, owners: Sequence[str]) -> bool:
    """Tell whether a revision's words stand in the owner's of the same user and moment (pieces of one change follow each other)."""
    return words in "".join(owners) or any(words in one for one in owners)
