"""Say how a unit's text came from the draft: each word that came or went with the names behind it and the act that did it."""

from collections.abc import Iterator

from wgtracker.papers.trails import Change, Run, Trail, join, lay_on
from wgtracker.room import model as r
from wgtracker.room.compare import name_words
from wgtracker.text import diff


def follow(state: r.UnitState) -> Trail:
    """Give the way from the draft's text to the text of now. Words that came and went again in between stand in neither."""
    stayed = [span for span in state.spans if not span.act]
    text = _text_of_stayed(state)
    cuts = diff(state.base, text)
    if any(edit.new for edit in cuts) or not stayed:
        return _compare(state)
    return join(_walk(state, [(edit.start, edit.end) for edit in cuts]))


def follow_shown(state: r.UnitState) -> Trail:
    """Give the way from the draft's text to the text as it is shown, with its brackets, each by those who keep them there."""
    marks = [(one.start, 1, "[", one) for one in state.brackets if one.start < one.end]
    marks += [(one.end, 0, "]", one) for one in state.brackets if one.start < one.end]
    signs = [Change(at, at, sign, one.holders or (r.CHAIR,), one.act) for at, _, sign, one in sorted(marks, key=lambda mark: mark[:2])]
    return lay_on(follow(state), signs)


def _text_of_stayed(state: r.UnitState) -> str:
    out, at = [], 0
    for span in state.spans:
        if not span.act:
            out.append(state.text[at : at + span.length])
        at += span.length
    return "".join(out)


def _walk(state: r.UnitState, cuts: list[tuple[int, int]]) -> Iterator[Run]:
    """Walk through the text of now, and strike on the way what of the draft is gone."""
    gone = [one for one in state.struck if not one.since]
    base = at = 0
    for span in state.spans:
        end = at + span.length
        while not span.act and at < end:
            yield from _strike(state, cuts, base, gone)
            base = _skip(cuts, base)
            stop = min((start for start, _ in cuts if start > base), default=len(state.base))
            size = min(end - at, stop - base)
            yield Run("keep", state.text[at : at + size])
            at, base = at + size, base + size
        if span.act:
            yield from _strike(state, cuts, base, gone)
            base = _skip(cuts, base)
            yield Run("insert", state.text[at:end], span.by, span.act)
        at = end
    yield from _strike(state, cuts, base, gone)


def _skip(cuts: list[tuple[int, int]], base: int) -> int:
    return next((end for start, end in cuts if start == base), base)


def _strike(state: r.UnitState, cuts: list[tuple[int, int]], base: int, gone: list[r.Struck]) -> Iterator[Run]:
    """Strike what is cut at a place; whose doing it was is told by what the acts struck, run by run."""
    text = state.base[base : _skip(cuts, base)]
    while text:
        fitting = [one for one in gone if text.startswith(one.text)]
        if not fitting:
            inside = [one for one in gone if one.text in text or text in one.text]
            by = tuple(sorted({name for one in inside for name in one.by})) or (r.CHAIR,)
            yield Run("delete", text, by, max((one.act for one in inside), default=0))
            return
        found = max(fitting, key=lambda one: len(one.text))
        gone.remove(found)
        yield Run("delete", found.text, found.by, found.act)
        text = text[len(found.text) :]


def _compare(state: r.UnitState) -> Trail:
    """Compare the two texts where nothing of the draft's order is left to walk along."""
    out: list[Run] = []
    base = at = 0
    for edit in diff(state.base, state.text):
        out.append(Run("keep", state.base[base : edit.start]))
        at += edit.start - base
        out.extend(_strike(state, [(edit.start, edit.end)], edit.start, [one for one in state.struck if not one.since]))
        out.extend(run if run.by else run._replace(by=(r.CHAIR,)) for run in name_words(state, at, at + len(edit.new)))
        at, base = at + len(edit.new), edit.end
    return join([*out, Run("keep", state.base[base:])])
