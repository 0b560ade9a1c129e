"""Hold what the text engine takes and returns: plain, frozen, ordered data.

Offsets are code points of the base. The exact meaning of every name stands in docs/interfaces.md.
"""

from typing import Literal, NamedTuple

Op = Literal["keep", "delete", "insert"]

ALTERNATIVE_BELOW = 0.35
"""Token similarity below which papers and pages show a rewrite as *alt* (an alternative version)."""

TOKENIZER = 1
"""Version stamp of the tokenizer; stored edits carry it, and a change of it needs a migration."""


class Edit(NamedTuple):
    """Replace base[start:end] by new; start == end is an insertion, new == "" a deletion."""

    start: int
    end: int
    new: str


Edits = tuple[Edit, ...]


class Segment(NamedTuple):
    """One run of the rolling text: kept, struck or inserted, by whom, through which edits (ids)."""

    op: Op
    text: str
    by: frozenset[str]
    edits: tuple[int, ...]


class Option(NamedTuple):
    """One way a place would read in full ("" = delete), and who asks for it."""

    text: str
    by: frozenset[str]


class Place(NamedTuple):
    """One spot as a reader is shown it: the base words once, then each option in full."""

    start: int
    end: int
    base_words: str
    options: tuple[Option, ...]


class Conflict(NamedTuple):
    """One connected group of clashing edits."""

    kind: str
    start: int
    end: int
    proposers: frozenset[str]


class Overlay(NamedTuple):
    """Every proposer's edits laid over one base, with nothing lost."""

    base: str
    segments: tuple[Segment, ...]
    places: tuple[Place, ...]
    conflicts: tuple[Conflict, ...]


class Rebased(NamedTuple):
    """Edits carried over to an adopted text: still open, already in it, in conflict.

    contested: the pending edits that stand in one of the conflicts, in offsets of the old base, as are `already` and the conflicts.
    """

    edits: Edits
    already: Edits
    conflicts: tuple[Conflict, ...]
    contested: Edits = ()
