"""Trace words to those who wrote them: which words of a merged text come from which proposal, and which are new."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wgtracker.room.model import CHAIR, Span
from wgtracker.text import diff, tokens


class Traced(NamedTuple):
    """A run of words with its sources, sorted; none: new words."""

    text: str
    sources: tuple[str, ...]


def trace(text: str, sources: Mapping[str, str]) -> tuple[Traced, ...]:
    """Trace every word of a text to the sources that have it in the same order (as diff finds it).

    sources: name -> its text. White space goes with the word before it, so that runs read well.
    """
    pieces = tokens(text)
    found: list[set[str]] = [set() for _ in pieces]
    for name in sorted(sources):
        for number in _kept(sources[name], text, pieces):
            found[number].add(name)
    for number, piece in enumerate(pieces):
        if number and piece.isspace():
            found[number] = found[number - 1]
    runs: list[tuple[str, set[str]]] = []
    for piece, names in zip(pieces, found):
        if runs and runs[-1][1] == names:
            runs[-1] = (runs[-1][0] + piece, names)
        else:
            runs.append((piece, names))
    return tuple(Traced(run, tuple(sorted(names))) for run, names in runs)


def _kept(source: str, text: str, pieces: Sequence[str]) -> list[int]:
    """Give the numbers of the tokens of a text that diff leaves as they are in the source."""
    new: list[tuple[int, int]] = []
    shift = 0
    for edit in diff(source, text):
        new.append((edit.start + shift, edit.start + shift + len(edit.new)))
        shift += len(edit.new) - (edit.end - edit.start)
    kept, at, passed = [], 0, 0
    for number, piece in enumerate(pieces):
        while passed < len(new) and new[passed][1] <= at:
            passed += 1
        inside = passed < len(new) and new[passed][0] <= at < new[passed][1]
        if not inside:
            kept.append(number)
        at += len(piece)
    return kept


def span_new(words: str, act: int, sources: Mapping[str, str]) -> tuple[Span, ...]:
    """Give the spans of words typed in the room: each run by those of whose proposal it is part, the rest the Chair's."""
    return tuple(Span(len(run.text), act, run.sources or (CHAIR,)) for run in trace(words, sources)) if words else ()
