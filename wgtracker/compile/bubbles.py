"""Place the comment bubbles of one file: on a unit, on a new paragraph, outside the body, or on the document as a whole."""

from collections.abc import Mapping, Sequence

from wgtracker.compile.ledger import SHARED
from wgtracker.compile.model import Amendment, Aside, Comment
from wgtracker.compile.place import Placed
from wgtracker.word.model import CommentIn, Reading

RESOLVED = "The comment was marked as resolved in the file"
HIDDEN = "The comment stands on hidden text"
NOT_THIS_DRAFT = "The file is not made on this draft"
NO_PARAGRAPH = "The comment stands on a paragraph that the draft does not have"


def place_comments(reading: Reading, placed: Placed, of_others: Mapping[str, str]) -> tuple[list[Comment], list[Aside], list[Aside]]:
    """Give every comment its place: (placed, held, unplaced). A reply goes where its thread is.

    of_others: comment id -> the delegation whose comment it is (the file was made on that delegation's).
    """
    by_id = {comment.id: comment for comment in reading.comments}
    on_new = [
        (number, finding.finals)
        for number, finding in enumerate(placed.placed)
        if isinstance(finding.item, Amendment) and finding.item.kind == "new" and finding.finals is not None
    ]
    moved_to = [
        (finding.item.unit, finding.finals)
        for finding in placed.placed
        if isinstance(finding.item, Amendment) and finding.item.kind == "move" and finding.finals is not None
    ]
    is_this_draft = bool(placed.units_at)
    kept: list[Comment] = []
    held: list[Aside] = []
    unplaced: list[Aside] = []
    for comment in reading.comments:
        root = _root(comment, by_id)
        source = comment.source if comment.source is not None else root.source
        amendment = next((n for n, span in on_new if source is not None and span[0] <= source <= span[1]), None)
        unit = next((u for u, span in moved_to if source is not None and span[0] <= source <= span[1]), None)
        if unit is None and amendment is None and source is not None:
            unit = _unit_at(source, reading, placed)
        where = "" if source is not None else (comment.where or root.where)
        if comment.resolved or root.resolved:
            held.append(_aside(comment, RESOLVED, unit))
        elif comment.hidden or root.hidden:
            held.append(_aside(comment, HIDDEN, unit))
        elif comment.id in of_others:
            held.append(_aside(comment, SHARED.format(of_others[comment.id]), unit))
        elif not is_this_draft:
            unplaced.append(_aside(comment, NOT_THIS_DRAFT, None))
        elif source is not None and unit is None and amendment is None:
            unplaced.append(_aside(comment, NO_PARAGRAPH, None))
        else:
            kept.append(_comment(comment, unit, amendment, "" if where == "document" else where))
    return kept, held, unplaced


def hold_comments(comments: Sequence[Comment], reason: str) -> list[Aside]:
    """Hold comments that were placed, for a reason that concerns the whole file."""
    return [Aside("comment", reason, c.unit, c.anchor, c.text, c.author, c.date, (), c.id) for c in comments]


def _root(comment: CommentIn, by_id: dict[str, CommentIn]) -> CommentIn:
    """Follow replies up to the comment that started the thread (a thread that runs in a circle stops at where it began)."""
    seen = {comment.id}
    while comment.parent is not None and comment.parent in by_id and comment.parent not in seen:
        comment = by_id[comment.parent]
        seen.add(comment.id)
    return comment


def _unit_at(source: int, reading: Reading, placed: Placed) -> int | None:
    """Give the unit of a physical paragraph; an empty one belongs to the unit above it."""
    if source in placed.units_at:
        return placed.units_at[source]
    while source >= 0 and not any(piece.text.strip() for piece in reading.paragraphs[source].pieces):
        source -= 1
        if source in placed.units_at:
            return placed.units_at[source]
    return None


def _comment(comment: CommentIn, unit: int | None, amendment: int | None, where: str) -> Comment:
    return Comment(
        id=comment.id,
        unit=unit if amendment is None else None,
        amendment=amendment,
        where=where,
        anchor=comment.anchor,
        author=comment.author,
        date=comment.date,
        text=comment.text,
        parent=comment.parent,
        resolved=comment.resolved,
    )


def _aside(comment: CommentIn, reason: str, unit: int | None) -> Aside:
    return Aside("comment", reason, unit, comment.anchor, comment.text, comment.author, comment.date, (), comment.id)
