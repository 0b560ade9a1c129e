"""Draw the paper point by point, for pages that show one point or all of them: the same paragraphs, tags and change numbers.

Give a whole compilation, or one that was assembled of the points in question only (compile.assemble.assemble_part).
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from wgtracker.compile.assemble import DraftText, assemble_part
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation, Unit
from wgtracker.papers.block import Hand, draw_wording, list_said
from wgtracker.papers.comments import Said, draw_comments
from wgtracker.papers.names import call_roll
from wgtracker.papers.numbers import ChangeNumber, Numbering
from wgtracker.papers.outline import Heading, Item, Point, lay_out, numbers_of
from wgtracker.papers.place import BOLD, Vocabulary
from wgtracker.word.model import ParagraphOut


class PointName(NamedTuple):
    """What a point is called. tag: leads its change numbers ("3", "B.3", "P1"); title: "Discussion point 3".

    kind: point | heading | start (what is proposed before the first paragraph). label: as printed before its text; depth: of a
    heading, 2 or 3, 0 for the draft's title. units: indexes of its units in order, () for the start.
    """

    tag: str
    title: str
    kind: str
    label: str
    depth: int
    units: tuple[int, ...]


class DrawnPoint(NamedTuple):
    """A point as it is printed. wording: its text with all proposals; comments: the block of comments, apart; said: one by one.

    proposers: in printing order, new paragraphs included; comment_count: replies included. point: what it was drawn from.
    """

    name: PointName
    wording: tuple[ParagraphOut, ...]
    comments: tuple[ParagraphOut, ...]
    said: tuple[Said, ...]
    proposers: tuple[str, ...]
    comment_count: int
    numbers: tuple[ChangeNumber, ...]
    point: Point

    @property
    def has_input(self) -> bool:
        """Tell whether anything was said here."""
        return self.point.has_input

    @property
    def blocks(self) -> tuple[ParagraphOut, ...]:
        """Give all paragraphs in the paper's order."""
        return self.wording + self.comments


def name_points(units: Sequence[Unit], meeting: Meeting) -> tuple[PointName, ...]:
    """List the points of a draft before anything is said on it; they are called the same whatever is."""
    nothing = assemble_part(DraftText("", "", tuple(units), ()), (), (), meeting.new_word, ())
    return tuple([_name(item) for item in lay_out(nothing, meeting).items])


def draw_units(
    compilation: Compilation,
    meeting: Meeting,
    *,
    only: Collection[int | None] | None = None,
    known: Iterable[ChangeNumber] = (),
    says: Vocabulary = BOLD,
) -> tuple[DrawnPoint, ...]:
    """Draw the points in order; headings are points too. only: those that hold one of these units (None: the start); without it, all.

    known: the numbers of the edition issued last. says: the words before the parts of a change.
    """
    outline = lay_out(compilation, meeting, Numbering(known))
    hand = Hand(outline, call_roll(compilation), meeting, says)
    return tuple([_draw(item, hand) for item in outline.items if only is None or _holds(item, only)])


def draw_unit_block(
    compilation: Compilation, meeting: Meeting, unit: int | None, *, known: Iterable[ChangeNumber] = ()
) -> list[ParagraphOut]:
    """Draw the point that holds a unit as the paper prints it, without its heading; nothing where there is no such point."""
    return [block for drawn in draw_units(compilation, meeting, only=(unit,), known=known) for block in drawn.blocks]


def _name(item: Item) -> PointName:
    point = item.point if isinstance(item, Heading) else item
    units = tuple([member.negotiated.unit.index for member in point.members])
    if isinstance(item, Heading):
        label = f"{point.tag}." if item.counted else item.letter
        return PointName(point.tag, point.title, "heading", label, item.depth, units)
    if not units:
        return PointName(point.tag, point.title, "start", "", 0, units)
    return PointName(point.tag, point.title, "point", point.members[0].ref.label, 0, units)


def _holds(item: Item, units: Collection[int | None]) -> bool:
    point = item.point if isinstance(item, Heading) else item
    if not point.members:
        return None in units
    return any(member.negotiated.unit.index in units for member in point.members)


def _draw(item: Item, hand: Hand) -> DrawnPoint:
    point = item.point if isinstance(item, Heading) else item
    said = list_said(point)
    return DrawnPoint(
        name=_name(item),
        wording=tuple(draw_wording(point, hand)),
        comments=tuple(draw_comments(said)),
        said=tuple(said),
        proposers=tuple(hand.roll.sort(point.proposers)),
        comment_count=point.comments,
        numbers=tuple(numbers_of(point)),
        point=point,
    )
