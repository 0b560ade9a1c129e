"""Reshape a draft before it is imported: join two paragraphs, split one, make one a heading or plain text.

The words, runs, bookmarks and comments stay what they are; only paragraph ends and outline levels change, without tracking. `source` is
the index of a paragraph among all w:p of the main part, as Unit.source. What cannot be done without moving words is refused.
"""

from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from wgtracker.errors import BadInput
from wgtracker.word import tags
from wgtracker.word.altered import Altered
from wgtracker.word.revise_marks import copy_properties, next_paragraph, own_mark, properties_of, set_mark
from wgtracker.word.revise_runs import Line, is_in_field
from wgtracker.word.revise_text import Stamps, make_run

DEEPEST = 9
_BODY_TEXT = "9"
# What follows w:outlineLvl in w:pPr (ECMA-376 part 1, 17.3.1.26, CT_PPr).
_AFTER_OUTLINE = frozenset((*(tags.W + name for name in ("divId", "cnfStyle")), tags.R_PR, tags.SECT_PR, tags.P_PR_CHANGE))
_NO_SUCH = "The draft has no such paragraph any more: open its list of paragraphs anew and try again."
_TRACKED = (
    "The end of this paragraph is itself a tracked change: accept or reject the draft's tracked changes in Word, then import it again."
)
_APART = (
    "These two paragraphs cannot be joined: between them ends a table cell, a content control, a section or a text box. "
    "Join them in Word and import the draft again."
)
_BETWEEN = "Other words stand between these two paragraphs: join them one after the other."
_INSIDE = (
    "The paragraph cannot be split here, inside a link, a field, a content control or a formula. Split it in Word and import it again."
)
_AT_END = "The paragraph can be split only between its words."


def join_paragraphs(data: bytes, first: int, second: int, label: int = 0, name: str = "draft.docx") -> bytes:
    """Join a paragraph with the next one that has words; it keeps the form of the first. Empty paragraphs between them go.

    label: characters at the start of the second that stand before its words (a typed number), which are left out. Raises BadInput
    where the two are not neighbours in one container, BadFile for an unreadable file.
    """
    file = Altered(data, name)
    paragraphs = list(file.main.iter(tags.P))
    stamps = Stamps(file.main)
    upper = Line(_pick(paragraphs, first), stamps)
    head, tail = upper.chain[-1], _pick(paragraphs, second)
    lower = Line(tail, stamps)
    between = _paragraphs_between(head, tail)
    blank = "".join(Line(one, stamps).text for one in between)
    if blank.strip():
        raise BadInput(_BETWEEN)
    if any(own_mark(one) is not None for one in (head, *between)):
        raise BadInput(_TRACKED)
    if any(one.find(f"{tags.P_PR}/{tags.SECT_PR}") is not None for one in (head, *between)):
        raise BadInput(_APART)
    if label:
        _leave_out(lower, label)
    if _needs_space(upper.text + blank, lower.text[label:]):
        head.extend(make_run(" ", upper.slices[-1].run if upper.slices else None))
    _hand_on_end(tail, head)
    for one in (*between, tail):
        head.extend([child for child in one if child.tag != tags.P_PR])
        parent = one.getparent()
        assert parent is not None
        parent.remove(one)
    file.touch_main()
    return file.to_bytes()


def split_paragraph(data: bytes, source: int, offset: int, name: str = "draft.docx") -> bytes:
    """Split a paragraph before the words that begin at an offset (code points of its text, the draft's own changes accepted).

    Both halves have its form; where it is numbered automatically both have a number. Raises BadInput where no paragraph can end,
    BadFile for an unreadable file.
    """
    file = Altered(data, name)
    line = Line(_pick(list(file.main.iter(tags.P)), source), Stamps(file.main))
    while offset < len(line.text) and line.text[offset].isspace():
        offset += 1
    if not line.text[:offset].strip() or not line.text[offset:].strip():
        raise BadInput(_AT_END)
    line.cut(offset)
    following = next((piece for piece in line.slices if piece.start == offset), None)
    if following is None:
        raise BadInput(_INSIDE)
    first = line.before(following)
    whole = first.getparent()
    if whole is None or whole.tag != tags.P or is_in_field(first):
        raise BadInput(_INSIDE)
    head = etree.Element(tags.P)
    properties = copy_properties(whole)
    if properties is not None:
        head.append(properties)
    head.extend([child for child in first.itersiblings(preceding=True) if child.tag != tags.P_PR][::-1])
    whole.addprevious(head)
    file.touch_main()
    return file.to_bytes()


def retitle(data: bytes, source: int, level: int, name: str = "draft.docx") -> bytes:
    """Make a paragraph a heading of level 1..9, or plain text (0), by its outline level; its look stays.

    Raises BadInput for another level, BadFile for an unreadable file.
    """
    if not 0 <= level <= DEEPEST:
        raise BadInput(f"A heading has a level from 1 to {DEEPEST}; 0 makes the paragraph plain text.")
    file = Altered(data, name)
    properties = properties_of(_pick(list(file.main.iter(tags.P)), source))
    outline = properties.find(tags.OUTLINE)
    if outline is None:
        outline = etree.Element(tags.OUTLINE)
        place = next((n for n, child in enumerate(properties) if child.tag in _AFTER_OUTLINE), len(properties))
        properties.insert(place, outline)
    outline.set(tags.VAL, str(level - 1) if level else _BODY_TEXT)
    file.touch_main()
    return file.to_bytes()


def _pick(paragraphs: Sequence[etree._Element], source: int) -> etree._Element:
    if not 0 <= source < len(paragraphs):
        raise BadInput(_NO_SUCH)
    return paragraphs[source]


def _paragraphs_between(head: etree._Element, tail: etree._Element) -> list[etree._Element]:
    """List the paragraphs between two of one container. Raises BadInput where one does not follow the other there."""
    between: list[etree._Element] = []
    one = next_paragraph(head)
    while one is not None and one is not tail:
        between.append(one)
        one = next_paragraph(one)
    if one is None:
        raise BadInput(_APART)
    return between


def _leave_out(line: Line, length: int) -> None:
    """Take the first characters of a paragraph away."""
    line.cut(length)
    for piece in [piece for piece in line.slices if piece.end <= length]:
        parent = piece.run.getparent()
        if parent is not None:
            parent.remove(piece.run)


def _needs_space(before: str, after: str) -> bool:
    """Tell whether words would run together; Chinese, Japanese and the like have no spaces."""
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return False
    return before[-1] < "\u2e80" and after[0] < "\u2e80"


def _hand_on_end(tail: etree._Element, head: etree._Element) -> None:
    """Give the joined paragraph what the end of the second one says: its tracked mark and the section that ends there."""
    properties = tail.find(tags.P_PR)
    if properties is None:
        return
    section = properties.find(tags.SECT_PR)
    if section is not None:
        own = properties_of(head)
        change = own.find(tags.P_PR_CHANGE)
        own.insert(len(own) if change is None else list(own).index(change), section)
    look = properties.find(tags.R_PR)
    marks = [] if look is None else [mark for mark in look if mark.tag in (tags.INS, tags.DEL, tags.MOVE_FROM, tags.MOVE_TO)]
    for mark in marks:
        set_mark(head, deepcopy(mark))
