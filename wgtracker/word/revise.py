"""Write tracked changes, new paragraphs and comments into an existing Word file, so that rejecting all gives the file back.

What the file holds stays: runs are split where a change begins or ends and wrapped in w:del, new runs stand in w:ins beside
them (ECMA-376 part 1, 17.13.5). revise_runs.py works inside a paragraph, revise_blocks.py on paragraphs, revise_comments.py
on comments. The input's dataclasses stand in changes.py and are offered here.
"""

from wgtracker.word.altered import Altered
from wgtracker.word.changes import Bubble, Changes, Fresh, Rewrite, Stamp, Stretch
from wgtracker.word.clean import clean_line
from wgtracker.word.revise_blocks import add_header, add_paragraphs, strike_mark
from wgtracker.word.revise_comments import add_comments
from wgtracker.word.revise_properties import set_properties
from wgtracker.word.revise_runs import Line
from wgtracker.word.revise_text import Stamps
from wgtracker.word.tags import P

__all__ = ["Bubble", "Changes", "Fresh", "Rewrite", "Stamp", "Stretch", "revise"]


def revise(data: bytes, changes: Changes, name: str = "draft.docx") -> bytes:
    """Return the file with the changes written into it as tracked changes; the same input gives the same bytes.

    Text and offsets are those of a paragraph with the file's own tracked changes accepted (the concatenation of
    ParagraphIn.pieces that are not deleted, goes on over deleted paragraph marks); those changes stay as they are.
    Raises BadFile for an unreadable file, ValueError where kept and deleted text is not what the file says there.
    """
    file = Altered(data, name)
    stamps = Stamps(file.main)
    paragraphs = list(file.main.iter(P))
    touched = sorted({*changes.rewrites, *(b.source for b in changes.bubbles if b.source is not None)})
    lines = {source: Line(paragraphs[source], stamps) for source in touched}
    for source, rewrite in sorted(changes.rewrites.items()):
        lines[source].rewrite(rewrite.start, rewrite.stretches)
        if rewrite.struck is not None:
            strike_mark(paragraphs[source], rewrite.struck.author, rewrite.struck.date, stamps)
    ends = {source: line.chain[-1] for source, line in lines.items()}
    fresh = add_paragraphs(file.main, paragraphs, ends, changes.fresh, stamps)
    add_comments(file, lines, fresh, changes.bubbles)
    if any(changes.header):
        add_header(file, [line for line in changes.header if line])
    if changes.title:
        set_properties(file, clean_line(changes.title), clean_line(changes.creator))
    file.touch_main()
    file.turn_tracking_on()
    return file.to_bytes()
