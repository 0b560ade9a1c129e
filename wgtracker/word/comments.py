"""Read the comments of a file: what they say, where they stand, and which answers which."""

from typing import NamedTuple

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.content import BREAKS, SIGNS
from wgtracker.word.model import CommentIn
from wgtracker.word.package import Package
from wgtracker.word.paragraphs import CommentPlace, Story
from wgtracker.word.revisions import RUN_KINDS
from wgtracker.word.walk import Walker

_INITIALS = tags.W + "initials"
_TANGLED = (
    *(*RUN_KINDS, tags.DEL_TEXT, tags.FLD_CHAR, tags.ALTERNATE, tags.SYM, tags.TXBX, tags.RUBY, tags.M_T, tags.SDT),
    *SIGNS,
)
"""What makes a comment's words more than its w:t, one after the other."""
_COMMENT = tags.W + "comment"
_PARA_ID = tags.W14 + "paraId"


class Thread(NamedTuple):
    """What commentsExtended.xml says of one comment: paraId of the one it answers ("" = none), and whether it is done."""

    parent: str
    done: bool


class Raw(NamedTuple):
    """One w:comment as it stands. paras: the paraId of each paragraph; lines: their words; tangled: what else than plain runs it holds."""

    element: etree._Element
    paras: list[str]
    lines: list[str]
    tangled: list[str]


def read_comments(package: Package, walker: Walker, body: Story, finals: list[int | None]) -> tuple[CommentIn, ...]:
    """Read every comment of the file, replies and those without any anchor included, in the order of the part.

    finals: for each physical paragraph of the body its index into Reading.final. A reply without marks of its own stands
    where its parent stands.
    """
    raws = [raw for part in package.related("comments") if (root := package.xml(part)) is not None for raw in _list_raws(root)]
    if not raws:
        return ()
    threads = _read_threads(package)
    instants = _read_instants(package)
    ids = {para: element.get(tags.ID, "") for element, paras, _, _ in raws for para in paras if para}
    reader = Walker()
    comments: list[CommentIn] = []
    for raw in raws:
        element, paras = raw.element, raw.paras
        number = element.get(tags.ID, "")
        thread = next((threads[para] for para in reversed(paras) if para in threads), Thread("", False))
        parent = ids.get(thread.parent) if ids.get(thread.parent) != number else None
        date_utc = element.get(tags.DATE_UTC) or next((instants[para] for para in reversed(paras) if para in instants), None)
        spot = _find_spot(walker.places, number, parent, body)
        comments.append(
            CommentIn(
                id=number,
                author=element.get(tags.AUTHOR, ""),
                initials=element.get(_INITIALS, ""),
                date=element.get(tags.DATE),
                date_utc=date_utc,
                text=_read_text(reader, raw),
                anchor=spot.anchor,
                paragraph=None if spot.source is None else finals[spot.source],
                parent=parent,
                resolved=thread.done,
                hidden=spot.hidden,
                where=spot.where,
                source=spot.source,
            )
        )
    return tuple(comments)


class Spot(NamedTuple):
    """Where a comment stands; the names as in CommentIn."""

    anchor: str
    hidden: bool
    where: str
    source: int | None


def _find_spot(places: dict[str, CommentPlace], number: str, parent: str | None, body: Story) -> Spot:
    place = places.get(number)
    anchor, hidden = _read_anchor(place)
    if place is None and parent is not None:
        place = places.get(parent)
    at = None if place is None else place.start or place.reference or place.end
    if at is None:
        return Spot("", False, "", None)
    source = min(at[1], len(body.physical) - 1) if at[0] is body and body.physical else None
    return Spot(anchor, hidden, at[0].part, source)


def _list_raws(root: etree._Element) -> list[Raw]:
    """List the comments of a part in one pass."""
    raws: list[Raw] = []
    for node in root.iter(_COMMENT, tags.P, tags.T, *_TANGLED):
        tag = node.tag
        if tag == _COMMENT:
            raws.append(Raw(node, [], [], []))
        elif not raws:
            continue
        elif tag == tags.P:
            raws[-1].paras.append(node.get(_PARA_ID, ""))
            raws[-1].lines.append("")
        elif tag == tags.T and raws[-1].lines:
            raws[-1].lines[-1] += node.text or ""
        else:
            raws[-1].tangled.append(tag)
    return raws


def _read_text(reader: Walker, raw: Raw) -> str:
    """Give a comment's words with its own tracked changes accepted, paragraphs joined by a line feed."""
    if not raw.tangled:
        return "\n".join([line.translate(BREAKS) for line in raw.lines])
    lines: list[str] = []
    held = ""
    for paragraph in reader.walk_story(raw.element, "comments").physical:
        held += "".join([piece[0] for piece in paragraph.pieces if piece[2] is None])
        if not paragraph.runs_on_final:
            lines.append(held)
            held = ""
    return "\n".join(lines)


def _read_anchor(place: CommentPlace | None) -> tuple[str, bool]:
    """Give the words between start and end (accepted; if there are none, rejected), and whether all of them are hidden.

    Without an end the range goes to its reference, else to the end of its first paragraph.
    """
    if place is None or place.start is None:
        return "", False
    story, first, begin = place.start
    end = place.end or place.reference
    if end is None or end[0] is not story or end[1:] < (first, begin):
        end = (story, first + 1, 0)
    _, last, stop = end
    for fate in (2, 1):
        lines: list[str] = []
        held = ""
        hidden = True
        for index in range(first, min(last + 1, len(story.physical))):
            paragraph = story.physical[index]
            offset = 0
            for piece in paragraph.pieces:
                text = piece[0]
                low = begin - offset if index == first else 0
                high = stop - offset if index == last else len(text)
                offset += len(text)
                if piece[fate] is None and high > 0 and (text := text[max(low, 0) : high]):
                    held += text
                    hidden = hidden and (piece.hidden or text.isspace())
            if not (paragraph.runs_on_final if fate == 2 else paragraph.runs_on_original) or index == last:
                lines += [held] if held else []
                held = ""
        anchor = "\n".join(lines)
        if anchor.strip():
            return anchor, hidden
    return "", False


def _read_threads(package: Package) -> dict[str, Thread]:
    """Read commentsExtended.xml by paraId ([MS-DOCX] 2.5.4.3)."""
    return {
        element.get(tags.W15 + "paraId", ""): Thread(
            element.get(tags.W15 + "paraIdParent", ""), element.get(tags.W15 + "done", "0") not in tags.OFF
        )
        for part in package.related("commentsExtended")
        if (root := package.xml(part)) is not None
        for element in root.iterchildren(tags.W15 + "commentEx")
    }


def _read_instants(package: Package) -> dict[str, str]:
    """Read the true UTC instants by paraId, through the durable ids of commentsIds.xml and commentsExtensible.xml."""
    extensible = package.related("commentsExtensible")
    if not extensible:
        return {}
    instants = {
        element.get(tags.W16CEX + "durableId", ""): element.get(tags.W16CEX + "dateUtc", "")
        for part in extensible
        if (root := package.xml(part)) is not None
        for element in root.iterchildren(tags.W16CEX + "commentExtensible")
    }
    return {
        element.get(tags.W16CID + "paraId", ""): instant
        for part in package.related("commentsIds")
        if (root := package.xml(part)) is not None
        for element in root.iterchildren(tags.W16CID + "commentId")
        if (instant := instants.get(element.get(tags.W16CID + "durableId", "")))
    }
