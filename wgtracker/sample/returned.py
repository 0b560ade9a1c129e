"""Describe one returned file: its line of the map, what was put into it, and how its Word behaves."""

from dataclasses import dataclass, field

from wgtracker.sample.copy import Copy
from wgtracker.sample.markup import Shape
from wgtracker.sample.package import pack
from wgtracker.sample.sheet import Bit, Line, Sheet


@dataclass(frozen=True, slots=True)
class Returned:
    """One file that came back. copy: the changed draft, or None for a letter (its paragraphs). received_at: ISO 8601 with offset.

    bookmarks: "kept" where the delegation worked in the working copy, else "none". case: what this file is an example of.
    """

    file: str
    delegation: str
    category: str
    received_at: str
    case: str
    copy: Copy | None
    shape: Shape
    language: str = "en"
    on_behalf_of: str = ""
    bookmarks: str = "none"
    late: bool = False
    letter: tuple[str, ...] = field(default=())

    def to_docx(self, digest: str) -> bytes:
        """Return the file's bytes. digest: that of the draft's units."""
        if self.copy is None:
            letter = Sheet([Line("letter", None, [Bit(text)], bookmark="") for text in self.letter])
            return pack(letter, self.shape, title="Note", tracking="off")
        return pack(
            self.copy.sheet,
            self.shape,
            title=self.copy.draft.title,
            digest=digest if self.bookmarks == "kept" else "",
            tracking="on" if self.copy.ledger.way == "tracked" else "off",
        )
