"""Read the base of a compilation: the draft, with all that placing the returned files on it needs."""

import hashlib
from typing import NamedTuple

from wgtracker.compile.align import index_units
from wgtracker.compile.assemble import DraftText
from wgtracker.compile.place import Draft, signature
from wgtracker.compile.sides import read_blocks
from wgtracker.compile.units import read_units
from wgtracker.errors import BadFile, UnusableDraft
from wgtracker.word.package import open_package
from wgtracker.word.read import read
from wgtracker.word.workcopy import units_digest


class InputFile(NamedTuple):
    """A file as it was given: its name (without folders), its bytes, its sha256.

    content: of a file beyond the limit of size only so much that it is refused; sha256 is always the whole file's.
    """

    name: str
    content: bytes
    sha256: str


def take_in(name: str, content: bytes) -> InputFile:
    """Take in a file that was read whole."""
    return InputFile(name, content, hashlib.sha256(content).hexdigest())


def read_draft(draft: InputFile) -> DraftText:
    """Read a draft and list its units. Raises UnusableDraft where it cannot be read or numbers nothing."""
    base, warnings = read_base(draft)
    return DraftText(draft.name, draft.sha256, base.units, tuple(warnings))


def read_base(draft: InputFile) -> tuple[Draft, list[str]]:
    """Read a draft as placing needs it, with the warnings on it. Raises UnusableDraft."""
    try:
        reading = read(open_package(draft.content, draft.name))
    except BadFile as error:
        raise UnusableDraft(f"The draft cannot be used. {error.sentence}") from error
    everything = frozenset(revision.id for revision in reading.revisions)
    sides = [side for block in read_blocks(reading, everything) for side in block.originals if side.text.strip()]
    units = read_units(reading, sides)
    strikes = frozenset(
        piece.text.strip()
        for paragraph in reading.paragraphs
        for piece in paragraph.pieces
        if piece.hand == "strike" and piece.text.strip()
    )
    warnings = list(reading.warnings)
    if any(revision.kind != "format" for revision in reading.revisions):
        warnings.append(
            "The draft itself has tracked changes; they are taken as accepted. Accept or reject them before you circulate a draft."
        )
    return Draft(units, index_units(units), units_digest(reading.original), frozenset(map(signature, reading.revisions)), strikes), warnings
