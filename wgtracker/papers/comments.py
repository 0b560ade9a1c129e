"""Draw the comments of a point: one closing block, delegation by delegation, replies said to be replies."""

from collections.abc import Iterable
from typing import NamedTuple

from wgtracker.compile.model import Comment, UnitComment
from wgtracker.papers.pen import NAME, NUMBER, is_right_to_left, put
from wgtracker.word.clean import close_turns
from wgtracker.word.model import Inline, ParagraphOut, Run

TOGETHER = 700
"""Characters up to which all comments of a point stand in one paragraph; beyond, each has its own."""


class Said(NamedTuple):
    """A comment ready to print. on: what it is on when it is not the point itself ("subparagraph (a)", "3 bis"), or "".

    whole: it is anchored on all words of that text.
    """

    delegation: str
    comment: Comment
    on: str
    whole: bool = False


def say(comments: Iterable[UnitComment], on: str, text: str) -> list[Said]:
    """Take the comments on a text with the name of what they are on; one anchored on all its words is on the whole."""
    return [Said(said.delegation, said.comment, on, is_whole(said.comment.anchor, text)) for said in comments]


def is_whole(anchor: str, text: str) -> bool:
    """Tell whether an anchor runs from the first words of a text (a label may stand before them) to its last."""
    if 2 * len(anchor) < len(text):
        return False
    covered, words = anchor.split(), text.split()
    return covered[-3:] == words[-3:] and words[:3] in (covered[:3], covered[1:4])


def draw_comments(said: list[Said], lead: str = "Comments.") -> list[ParagraphOut]:
    """Draw the block: Comments. Egypt, on “where appropriate”: “…” · Kenya, on the whole: “…”."""
    if not said:
        return []
    lines = [_draw_one(one) for one in said]
    opening: list[Inline] = [Run(lead, NUMBER), Run(" ")]
    if sum(len(one.comment.text) for one in said) <= TOGETHER and not any(is_right_to_left(one.comment.text) for one in said):
        for index, line in enumerate(lines):
            if index:
                opening.append(Run(" · "))
            opening.extend(line)
        return [ParagraphOut(tuple(opening), "WGComments")]
    lines[0] = [*opening, *lines[0]]
    return [paragraph for one, line in zip(said, lines) for paragraph in _draw_apart(one, line)]


def _draw_apart(said: Said, line: list[Inline]) -> list[ParagraphOut]:
    """Give a comment its own paragraph; one that reads from right to left is quoted in a second one, turned its way."""
    if not is_right_to_left(said.comment.text):
        return [ParagraphOut(tuple(line), "WGComments")]
    return [
        ParagraphOut(tuple(line[:-1]), "WGComments", keep_next=True),
        ParagraphOut(tuple(line[-1:]), "WGCommentsRight", bidi=True),
    ]


def target_of(said: Said) -> str:
    """Say what a comment is on: words, a subparagraph, the whole; a reply names what it replies to by its words only."""
    anchor = " ".join(said.comment.anchor.split())
    if said.comment.parent is not None:
        return ", in reply"
    if anchor and not said.whole:
        return f", on {said.on}, “{shorten(anchor)}”" if said.on else f", on “{shorten(anchor)}”"
    return f", on {said.on or 'the whole'}"


def shorten(anchor: str) -> str:
    """Keep an anchor readable: its first and last words where it is long."""
    words = anchor.split(" ")
    return anchor if len(words) <= 12 and len(anchor) <= 120 else f"{' '.join(words[:5])[:60]} … {' '.join(words[-4:])[-60:]}"


def _draw_one(said: Said) -> list[Inline]:
    line: list[Inline] = []
    put(line, said.delegation, NAME)
    put(line, f"{target_of(said)}: ")
    put(line, f"“{close_turns(said.comment.text.strip())}”")
    return line
