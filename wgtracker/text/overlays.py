"""Lay every proposer's edits over one base: the rolling text, the places a reader is shown, and what clashes."""

from collections.abc import Mapping

from wgtracker.text.clashes import find_clashes
from wgtracker.text.edits import check, join_touching
from wgtracker.text.model import Edit, Edits, Overlay, Segment
from wgtracker.text.places import find_places

_NOBODY: frozenset[str] = frozenset()


def overlay(base: str, proposals: Mapping[str, Edits]) -> Overlay:
    """Lay the proposals over the base. The same for every order of proposers; nothing is lost.

    segments: in reading order; keep and delete together are the base. Choosing one proposer (leave out inserts that are not by it,
    keep what it does not delete) gives exactly its text; choosing none gives the base. Edit ids are the index of the distinct edit
    among all, sorted by (start, end, new). ValueError where edits are not sorted, disjoint and within the base.
    """
    makers: dict[Edits, set[str]] = {}
    for name, edits in proposals.items():
        check(edits, len(base))
        joined = join_touching(edits)
        if joined:
            makers.setdefault(joined, set()).add(name)
    by = _names_of_edits(makers)
    distinct = sorted(by)
    clashes = find_clashes(distinct) if len(makers) > 1 else ()  # what one proposes never clashes with itself
    return Overlay(
        base,
        _segments(base, distinct, by),
        find_places(base, {edits: frozenset(names) for edits, names in makers.items()}),
        tuple([clash.conflict(by) for clash in clashes]),
    )


def _names_of_edits(makers: Mapping[Edits, set[str]]) -> dict[Edit, frozenset[str]]:
    names_of: dict[Edit, set[str]] = {}
    for edits, names in makers.items():
        for edit in edits:
            names_of.setdefault(edit, set()).update(names)
    return {edit: frozenset(names) for edit, names in names_of.items()}


def _segments(base: str, distinct: list[Edit], by: Mapping[Edit, frozenset[str]]) -> tuple[Segment, ...]:
    """Write the rolling text. At one offset: new words of replacements that end there, insertions there, then the base goes on."""
    insertions: dict[int, list[int]] = {}
    starting: dict[int, list[int]] = {}
    ending: dict[int, list[int]] = {}
    for number, edit in enumerate(distinct):
        if edit.start == edit.end:
            insertions.setdefault(edit.start, []).append(number)
        else:
            starting.setdefault(edit.start, []).append(number)
            ending.setdefault(edit.end, []).append(number)
    segments: list[Segment] = []
    striking: set[int] = set()
    done = 0
    for at in sorted({*insertions, *starting, *ending}):
        if at > done:
            segments.append(_base_words(base[done:at], striking, distinct, by))
            done = at
        ended = ending.get(at, ())
        for number in (*ended, *insertions.get(at, ())):
            edit = distinct[number]
            if edit.new:
                segments.append(Segment("insert", edit.new, by[edit], (number,)))
        striking.difference_update(ended)
        striking.update(starting.get(at, ()))
    if done < len(base):
        segments.append(Segment("keep", base[done:], _NOBODY, ()))
    return _join_alike(segments)


def _base_words(text: str, striking: set[int], distinct: list[Edit], by: Mapping[Edit, frozenset[str]]) -> Segment:
    if not striking:
        return Segment("keep", text, _NOBODY, ())
    numbers = tuple(sorted(striking))
    return Segment("delete", text, by[distinct[numbers[0]]].union(*[by[distinct[number]] for number in numbers[1:]]), numbers)


def _join_alike(segments: list[Segment]) -> tuple[Segment, ...]:
    """Join neighbours that say the same of their words: kept words on both sides of a point where nothing was written."""
    joined: list[Segment] = []
    last: Segment | None = None
    for segment in segments:
        if last and last.edits == segment.edits and last.op == segment.op:
            last = joined[-1] = last._replace(text=last.text + segment.text)
        else:
            joined.append(segment)
            last = segment
    return tuple(joined)
