"""Draw the block of a point as the paper prints it: text with its changes, lines on the whole unit, versions, comments.

Order: base and options, whole-unit lines, alt, alt 2, bis, ter, comments. All plain paragraphs under a heading, no table.
"""

from collections.abc import Callable
from typing import NamedTuple

from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Alternative, NewParagraph
from wgtracker.papers.comments import Said, draw_comments, say
from wgtracker.papers.editions import is_addendum
from wgtracker.papers.names import Roll
from wgtracker.papers.outline import Member, Outline, Point, number_in
from wgtracker.papers.pen import ADDED, LATIN, NUMBER, QUIET, NameLists, begins_a_word, is_right_to_left, put
from wgtracker.papers.place import FOREIGN, Vocabulary, draw_spot
from wgtracker.papers.prose import figures
from wgtracker.papers.whole import whole_unit_lines
from wgtracker.word.model import Inline, ParagraphOut, Run
from wgtracker.word.runs import is_mixed

TOGETHER = 1500
"""Characters of a block that is kept on one page; a longer one may break."""
BOOKMARK = "wg_u"


Excerpt = Callable[[str, bool, bool], str]
"""Shorten words of the text: (words, do they follow a spot, does one follow them) -> what is printed of them."""


def in_full(words: str, after_spot: bool, before_spot: bool) -> str:
    """Print all words."""
    return words


class Hand(NamedTuple):
    """What every block is drawn with."""

    outline: Outline
    roll: Roll
    meeting: Meeting
    says: Vocabulary


def draw_point(point: Point, hand: Hand, level: int = 4, notes: tuple[ParagraphOut, ...] = ()) -> list[ParagraphOut]:
    """Draw the heading and all that stands under it. notes: what only the Chair's copy says, under the heading.

    level: heading level, one below the heading it stands under, so that none is skipped (screen readers count them); 0 = no heading,
    for what stands before the first topic.
    """
    body = draw_body(point, hand)
    if not point.has_input and not _is_numbered(point):
        return body
    blocks = [draw_title(point, level, hand.meeting), *notes, *body]
    return keep_together(blocks) if len(blocks) <= 12 else blocks


def draw_title(point: Point, level: int, meeting: Meeting) -> ParagraphOut:
    """Draw "Discussion point 3 (proposals: 6 delegations; comments: 2)"; an addendum counts only what is new in it, and says so."""
    proposers, comments = len(point.proposers), point.comments
    new = "new " if is_addendum(meeting.symbol) else ""
    proposals = f"{new}proposals: {figures(proposers, 'delegation')}" if proposers else f"no {new}proposals"
    counts = f" ({proposals}; {new}comments: {comments or 'none'})"
    if not level:
        return ParagraphOut((Run(point.title, NUMBER), Run(counts, QUIET)), "WGText", keep_next=True)
    return ParagraphOut((Run(point.title), Run(counts, QUIET)), f"Heading{level}", keep_next=True)


def keep_together(blocks: list[ParagraphOut]) -> list[ParagraphOut]:
    """Keep a short block on one page."""
    size = sum(len(inline.text) for block in blocks for inline in block.inlines if isinstance(inline, Run))
    # LibreOffice leaves a heading behind where a chain of kept paragraphs holds one that reads from right to left.
    if size > TOGETHER or any(block.bidi for block in blocks):
        return blocks
    return [*(_kept(block, keep_next=True) for block in blocks[:-1]), _kept(blocks[-1], keep_next=False)]


def _kept(block: ParagraphOut, *, keep_next: bool) -> ParagraphOut:
    return ParagraphOut(block.inlines, block.style, bookmarks=block.bookmarks, keep_next=keep_next, keep_lines=True)


def _is_numbered(point: Point) -> bool:
    first = point.members[0] if point.members else None
    return first is not None and first.negotiated.unit.kind in ("recommendation", "chapeau") and bool(first.ref.label)


def draw_body(point: Point, hand: Hand) -> list[ParagraphOut]:
    """Draw what stands under the heading of a point."""
    return [*draw_wording(point, hand), *draw_comments(list_said(point))]


def draw_wording(point: Point, hand: Hand) -> list[ParagraphOut]:
    """Draw the text of a point with all that is proposed on it, and the new paragraphs; no comments."""
    out: list[ParagraphOut] = []
    names = NameLists(hand.roll)
    for new in point.news_before:
        out.append(draw_new(new, point.tag, names))
        out.extend(names.take_lists())
    for member in point.members:
        out.extend(draw_text(member, hand, names))
        out.extend(draw_requests(member, point.tag, hand, names))
        for new in member.news:
            out.append(draw_new(new, point.tag, names))
            out.extend(names.take_lists())
    return out


def list_said(point: Point) -> list[Said]:
    """List the comments on a point, on its subparagraphs and on what is new there, in the order of the paper."""
    said: list[Said] = []
    for new in point.news_before:
        said.extend(say(new.comments, _name_of_new(new), new.text))
    for index, member in enumerate(point.members):
        name = "" if index == 0 else f"subparagraph {member.ref.label.rstrip('.;')}".strip()
        said.extend(say(member.negotiated.comments, name, member.negotiated.unit.text))
        for new in member.news:
            said.extend(say(new.comments, _name_of_new(new), new.text))
    return said


def draw_requests(member: Member, tag: str, hand: Hand, names: NameLists) -> list[ParagraphOut]:
    """Draw what is asked for a unit as a whole, and its other versions."""
    unit = member.negotiated
    out: list[ParagraphOut] = []
    label = number_in(member.ref.label) if unit.unit.kind != "subparagraph" else member.ref.label.rstrip(".;")
    for text in whole_unit_lines(member, hand.outline, hand.roll):
        line: list[Inline] = [Run("[")]
        put(line, text.words)
        for words, new in text.text:
            put(line, words, ADDED if new else "")
        names.put_names(line, text.by, tag)
        line.append(Run("]"))
        out.append(ParagraphOut(tuple(line), "WGLine"))
        out.extend(names.take_lists())
    alternatives = sorted(unit.alternatives, key=lambda version: hand.roll.first(version.by))
    for index, version in enumerate(alternatives):
        out.append(_draw_alternative(version, label or tag, index, hand.meeting.alternative_word, tag, names))
        out.extend(names.take_lists())
    return out


def draw_text(member: Member, hand: Hand, names: NameLists, cut: Excerpt = in_full) -> list[ParagraphOut]:
    """Draw the unit's text with its spots, in brackets where another version of it exists. cut: shortens what stands between spots.

    A new paragraph that the meeting has not decided on stands in brackets with the names of those who ask for it, its words as new ones.
    """
    unit = member.negotiated.unit
    text = unit.text
    says = FOREIGN if hand.says.base == "" and is_mixed(text) else hand.says
    inline: list[Inline] = []
    below: list[ParagraphOut] = []
    asked = member.negotiated.asked_by
    framed, style_of_words = bool(member.negotiated.alternatives or asked), ADDED if asked else ""
    if framed:
        inline.append(Run("["))
    if member.ref.label or asked:
        label = _label_of_new(member.ref.label) if asked else [Run(member.ref.label, NUMBER)]
        inline.extend((*label, Run("\t" if unit.kind == "subparagraph" else " ")))
    at = 0
    for index, (number, spot) in enumerate(zip(member.numbers, member.spots)):
        put(inline, cut(text[at : spot.start], index > 0, True), style_of_words)
        below.extend(draw_spot(spot, number, says, names, inline))
        below.extend(names.take_lists())
        at = spot.end
        if begins_a_word(text[at : at + 2]):
            inline.append(Run(" "))
    put(inline, cut(text[at:], bool(member.spots), False), style_of_words)
    if asked:
        names.put_names(inline, asked, member.ref.tag)
    if framed:
        inline.append(Run("]"))
    below.extend(names.take_lists())
    style = "WGUnitSub" if unit.kind == "subparagraph" else "WGUnit" if member.ref.label or member.spots else "WGText"
    drawn = ParagraphOut(tuple(inline), style, bookmarks=(f"{BOOKMARK}{unit.index}",), bidi=is_right_to_left(text))
    return [drawn, *below]


def _draw_alternative(version: Alternative, label: str, index: int, word: str, tag: str, names: NameLists) -> ParagraphOut:
    """Draw "[3 alt. text (Switzerland)]"; a second one is alt 2."""
    nth = f" {index + 1}" if index else ""
    line: list[Inline] = [
        Run("["),
        Run(f"{label}\u00a0", NUMBER),
        Run(f"{word}{nth}", LATIN),
        Run("" if label.startswith("(") else ".", NUMBER),
        Run(" "),
    ]
    put(line, version.text, ADDED)
    names.put_names(line, version.by, tag)
    line.append(Run("]"))
    return ParagraphOut(tuple(line), "WGLine", bidi=is_right_to_left(version.text))


def _name_of_new(new: NewParagraph) -> str:
    return new.label or "the new paragraph"


def _label_of_new(label: str) -> list[Inline]:
    """Draw "3 bis.", its Latin in italics; "New paragraph." where there is none."""
    label = label.removesuffix(".")
    number, _, latin = label.rpartition(" ")
    dot = "" if label.startswith("(") else "."
    if latin and number:
        return [Run(f"{number}\u00a0", NUMBER), Run(latin, LATIN), Run(dot, NUMBER)]
    return [Run(f"{label or 'New paragraph'}{dot}", NUMBER)]


def draw_new(new: NewParagraph, tag: str, names: NameLists) -> ParagraphOut:
    """Draw "[3 bis. text (Chile)]", or "[New paragraph. text (Chile)]" where nothing around it is numbered."""
    line: list[Inline] = [Run("["), *_label_of_new(new.label), Run(" ")]
    put(line, new.text, ADDED)
    names.put_names(line, new.by, tag)
    line.append(Run("]"))
    return ParagraphOut(tuple(line), "WGLine", bidi=is_right_to_left(new.text))
