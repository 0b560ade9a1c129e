"""Work out once what every paper on a compilation is drawn from."""

from typing import NamedTuple

from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Comment, Compilation, UnitComment
from wgtracker.papers.comments import Said
from wgtracker.papers.names import Roll, call_roll
from wgtracker.papers.numbers import Numbering
from wgtracker.papers.outline import Outline, lay_out
from wgtracker.papers.tally import Tally, take_tally


class Sources(NamedTuple):
    """All that a paper is drawn from, worked out once."""

    compilation: Compilation
    meeting: Meeting
    outline: Outline
    roll: Roll
    tally: Tally
    general: tuple[Said, ...]


def gather(compilation: Compilation, meeting: Meeting, numbering: Numbering | None = None) -> Sources:
    """Work out what every paper on this compilation needs. numbering: with the change numbers printed before."""
    outline = lay_out(compilation, meeting, numbering)
    general = tuple(general_comments(compilation))
    return Sources(compilation, meeting, outline, call_roll(compilation), take_tally(compilation, outline), general)


def general_comments(compilation: Compilation) -> list[Said]:
    """List the comments that belong to no paragraph: on the text as a whole, or outside its body."""
    printed = {(said.submission, said.comment.id) for said in _placed_comments(compilation)}
    order = {delegation.name: index for index, delegation in enumerate(compilation.delegations)}
    found: list[tuple[int, int, Said]] = []
    for index, submission in enumerate(compilation.submissions):
        if submission.superseded_by or submission.unreadable:
            continue
        for comment in submission.comments:
            if (index, comment.id) not in printed:
                found.append((order.get(submission.delegation, len(order)), index, Said(submission.delegation, comment, _where(comment))))
    return [said for _, _, said in sorted(found, key=lambda item: item[:2])]


def _where(comment: Comment) -> str:
    return f"the {comment.where}" if comment.where not in ("", "document") else "the text as a whole"


def _placed_comments(compilation: Compilation) -> list[UnitComment]:
    on_units = [said for unit in compilation.units for said in unit.comments]
    return on_units + [said for new in compilation.new_paragraphs for said in new.comments]
