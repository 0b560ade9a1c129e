"""Carry what stands on a text over to the text after it: changes, ranges of words, and whose the words are."""

from collections.abc import Sequence
from typing import NamedTuple

from wgtracker.room.model import Span, Struck
from wgtracker.text import Edits, diff, rebase


class Range(NamedTuple):
    """A range carried over. touched: some of its words changed, or words were put in between them."""

    start: int
    end: int
    touched: bool


def carry_range(start: int, end: int, edits: Edits) -> Range:
    """Carry a range of words over the edits. What is left of it may be empty (start == end).

    Words put in at its very ends stand outside it, so that a bracket does not swallow what is agreed beside it.
    """
    first, last = _carry_start(start, edits), _carry_end(end, edits)
    return Range(first, max(first, last), any(edit.start < end and edit.end > start for edit in edits))


def carry_words(start: int, end: int, edits: Edits) -> Range:
    """Carry marked words over the edits: from the first to the last that is left of them; empty where none is left.

    Words that replace the first or the last of them stand outside, so that brackets never stand on words that they were not put on.
    """
    last = len(edits) - 1
    for number, edit in enumerate(edits):
        if edit.start <= start < edit.end:
            start = edit.end
        back = edits[last - number]
        if back.start < end <= back.end:
            end = back.start
    return carry_range(start, end, edits) if start < end else Range(*_nothing_of(start, edits), True)


def _nothing_of(at: int, edits: Edits) -> tuple[int, int]:
    place = _carry_start(at, edits)
    return place, place


def _carry_start(at: int, edits: Edits) -> int:
    shift = 0
    for edit in edits:
        if edit.end <= at:
            shift += len(edit.new) - (edit.end - edit.start)
        elif edit.start < at:
            return edit.start + shift + len(edit.new)
        else:
            break
    return at + shift


def _carry_end(at: int, edits: Edits) -> int:
    shift = 0
    for edit in edits:
        if edit.start >= at:
            break
        if edit.end > at:
            return edit.start + shift
        shift += len(edit.new) - (edit.end - edit.start)
    return at + shift


def bring_over(wording: Edits, on: str, now: str) -> Edits | None:
    """Bring typed wording from the text it was made on to the text of now; None where part of it has lost its ground.

    Where the two texts differ, because something between was undone or done, what changed is worked out from the texts themselves.
    """
    if on == now:
        return wording
    rebased = rebase(wording, on, diff(on, now))
    return None if rebased.conflicts else rebased.edits


def splice(spans: Sequence[Span], edits: Edits, news: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """Give the spans of the text after the edits. news: for each edit the spans of its new words."""
    out: list[Span] = []
    done = 0
    for edit, new in zip(edits, news):
        out += cut(spans, done, edit.start)
        out += new
        done = edit.end
    out += cut(spans, done, sum(span.length for span in spans))
    return join_spans(out)


def cut(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Give the spans of a part of the text."""
    out: list[Span] = []
    at = 0
    for span in spans:
        length = min(end, at + span.length) - max(start, at)
        if length > 0:
            out.append(span._replace(length=length))
        at += span.length
        if at >= end:
            break
    return out


def trim_newer(spans: Sequence[Span], start: int, end: int, act: int) -> tuple[int, int]:
    """Leave out at both ends of a range what acts after this one put in."""
    inside = cut(spans, start, end)
    while inside and inside[0].act > act:
        start += inside.pop(0).length
    while inside and inside[-1].act > act:
        end -= inside.pop().length
    return start, end


def join_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join neighbours with the same history."""
    out: list[Span] = []
    for span in spans:
        if not span.length:
            continue
        if out and out[-1][1:] == span[1:]:
            out[-1] = out[-1]._replace(length=out[-1].length + span.length)
        else:
            out.append(span)
    return tuple(out)


def list_struck(text: str, spans: Sequence[Span], edits: Edits, act: int, by: tuple[str, ...]) -> list[Struck]:
    """List the words that edits take out, run by run of their history."""
    out: list[Struck] = []
    for edit in edits:
        at = edit.start
        for span in cut(spans, edit.start, edit.end):
            out.append(Struck(act, text[at : at + span.length], by, span.act, span.by))
            at += span.length
    return out
