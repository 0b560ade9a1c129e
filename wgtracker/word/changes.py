"""Hold what is to be written into an existing Word file as tracked changes: the input of `revise`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wgtracker.word.model import CommentOut


class Stamp(NamedTuple):
    """Who makes a change, and when."""

    author: str
    date: str = ""


class Stretch(NamedTuple):
    """One stretch of a paragraph's text: op keep | delete | insert. author: as printed in Word; date: ISO 8601, "" = none.

    keep and delete together are the text that is there; "\\t" and "\\n" in inserted text become a tab and a line break.
    struck: of inserted words, who deletes them again.
    """

    op: str
    text: str
    author: str = ""
    date: str = ""
    struck: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What becomes of one paragraph. start: offset of the first stretch in its text (a typed label stands before it).

    struck: who deletes the paragraph itself, its mark included; None where it stays a paragraph.
    """

    stretches: tuple[Stretch, ...]
    start: int = 0
    struck: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new paragraph after a paragraph of the file (its index, as ParagraphIn.source; None: before the first of the body).

    It takes over the properties, numbering included, of the paragraph `like` (None: of the one it stands at).
    """

    after: int | None
    text: str
    author: str
    date: str = ""
    like: int | None = None


@dataclass(frozen=True, slots=True)
class Bubble:
    """A comment and its anchor: characters start..end of a paragraph's text, all of it (both None), or a fresh paragraph.

    source: index as ParagraphIn.source, or None; fresh: index into the fresh paragraphs, or None. start == end takes what is
    inserted there. An answer (comment.parent) shares its parent's anchor and needs none; neither anchor: it has none.
    """

    comment: CommentOut
    source: int | None = None
    start: int | None = None
    end: int | None = None
    fresh: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All that is to be written. rewrites: by paragraph index. CommentOut.parent counts in `bubbles`.

    header: lines of a masthead for the first page, in the place of its header ("" lines are left out).
    title, creator: of the file from now on ("" leaves its properties as they are).
    """

    rewrites: Mapping[int, Rewrite] = field(default_factory=dict)
    fresh: Sequence[Fresh] = ()
    bubbles: Sequence[Bubble] = ()
    header: Sequence[str] = ()
    title: str = ""
    creator: str = ""
