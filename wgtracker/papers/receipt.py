"""Write the receipt of a submission: what was sent, point by point, as it will be printed, as plain words and as Word."""

from collections.abc import Sequence
from typing import NamedTuple

from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.papers.comments import Said, draw_comments
from wgtracker.papers.masthead import page_footer
from wgtracker.papers.pen import NUMBER, put
from wgtracker.papers.place import BOLD, LABELS, Vocabulary
from wgtracker.papers.points import DrawnPoint, draw_units
from wgtracker.papers.sources import general_comments
from wgtracker.word.clean import clean_text
from wgtracker.word.model import Block, Document, Inline, Link, ParagraphOut, Run
from wgtracker.word.write import write


class Note(NamedTuple):
    """Something beside the text: what it is on ("Discussion point 3"), what it is ("Reason, not printed"), its words."""

    on: str
    what: str
    words: str


class Contents(NamedTuple):
    """What a submission says: the points with input as they are printed, what is said on the whole, and notes beside it."""

    points: tuple[DrawnPoint, ...]
    general: tuple[Said, ...]
    notes: tuple[Note, ...] = ()

    @property
    def general_blocks(self) -> list[ParagraphOut]:
        """Draw what is said on the text as a whole."""
        return draw_comments(list(self.general))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was said."""
        return not self.points and not self.general


class Facts(NamedTuple):
    """What heads a receipt: its title, and lines of (what, words)."""

    title: str
    lines: tuple[tuple[str, str], ...]


def gather_contents(compilation: Compilation, meeting: Meeting, notes: Sequence[Note] = (), says: Vocabulary = BOLD) -> Contents:
    """Gather what a compilation of one delegation's own submissions says, in the order of the draft."""
    points = tuple([drawn for drawn in draw_units(compilation, meeting, says=says) if drawn.has_input])
    return Contents(points, tuple(general_comments(compilation)), tuple(notes))


def write_text(compilation: Compilation, meeting: Meeting, notes: Sequence[Note] = ()) -> str:
    """Write what was sent as plain words, each change labelled, so that it reads, and is hashed, without any look."""
    contents = gather_contents(compilation, meeting, notes, LABELS)
    lines: list[str] = []
    for drawn in contents.points:
        lines.append(drawn.name.title)
        lines += [read_words(block) for block in drawn.blocks]
        lines.append("")
    lines += [read_words(block) for block in contents.general_blocks]
    lines += [f"{note.on}. {note.what}: {note.words}" for note in contents.notes]
    return clean_text("\n".join(lines).strip("\n") + "\n")


def read_words(block: ParagraphOut) -> str:
    """Give the words of a paragraph."""
    return "".join(_words(inline) for inline in block.inlines)


def _words(inline: Inline) -> str:
    if isinstance(inline, Run):
        return inline.text
    return "".join(run.text for run in inline.runs) if isinstance(inline, Link) else ""


def write_receipt(facts: Facts, contents: Contents, language: str = "en-GB") -> bytes:
    """Make the receipt as a Word file."""
    body: list[Block] = [ParagraphOut((Run(facts.title),), "Title", keep_next=True)]
    body += [_fact(what, words) for what, words in facts.lines]
    for drawn in contents.points:
        body.append(ParagraphOut((Run(drawn.name.title),), "Heading1", keep_next=True))
        body += drawn.blocks
    if contents.general:
        body.append(ParagraphOut((Run("On the text as a whole"),), "Heading1", keep_next=True))
        body += contents.general_blocks
    if contents.notes:
        body.append(ParagraphOut((Run("Beside the text"),), "Heading1", keep_next=True))
        body += [_fact(f"{note.on}. {note.what}", note.words) for note in contents.notes]
    return write(Document(facts.title, language, tuple(body), creator="wgtracker", footer=page_footer()))


def _fact(what: str, words: str) -> ParagraphOut:
    line: list[Inline] = [Run(f"{what}: ", NUMBER)]
    put(line, words)
    return ParagraphOut(tuple(line), "WGEntry")
