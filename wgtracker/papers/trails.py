"""Hold how a text came from another one, run by run with names, and lay further changes on it: what tracked changes are written from."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Run(NamedTuple):
    """A run of one history. op: keep | delete | insert. by: whose change. act: its number, or 0. struck: who asks to strike new words.

    keep and delete together are the text as it was, keep and insert without the struck ones the text as it is.
    """

    op: str
    text: str
    by: tuple[str, ...] = ()
    act: int = 0
    struck: tuple[str, ...] = ()


Trail = tuple[Run, ...]


class Change(NamedTuple):
    """A change to be laid on the text as it is: its place there, the new words, whose it is."""

    start: int
    end: int
    new: str
    by: tuple[str, ...]
    act: int = 0


def before_of(trail: Iterable[Run]) -> str:
    """Give the text as it was."""
    return "".join(run.text for run in trail if run.op != "insert")


def after_of(trail: Iterable[Run]) -> str:
    """Give the text as it is."""
    return "".join(run.text for run in trail if _stands(run))


def _stands(run: Run) -> bool:
    return run.op != "delete" and not run.struck


def lay_on(trail: Sequence[Run], changes: Sequence[Change]) -> Trail:
    """Lay changes (sorted, disjoint, by their places in the text as it is) on a trail: struck words first, then the new ones."""
    waiting = list(changes)
    out: list[Run] = []
    at = 0
    for run in trail:
        if not _stands(run):
            out.append(run)
            continue
        end = at + len(run.text)
        for piece, change in _cut(run, at, waiting):
            out.append(_strike(piece, change) if change is not None and piece.text else piece)
            if change is not None and change.end <= at + len(run.text):
                _finish(out, waiting, change)
        at = end
    for change in waiting:
        out.append(Run("insert", change.new, change.by, change.act))
    return join(out)


def _cut(run: Run, at: int, waiting: list[Change]) -> Iterator[tuple[Run, Change | None]]:
    """Cut a run where changes begin and end. A change without length stands at the head of the run behind it."""
    done, end = at, at + len(run.text)
    for change in list(waiting):
        if change.start >= end:
            break
        first, last = max(change.start, done), min(change.end, end)
        if first > done:
            yield run._replace(text=run.text[done - at : first - at]), None
        yield run._replace(text=run.text[first - at : last - at]), change
        done = max(last, done)
    if done < end:
        yield run._replace(text=run.text[done - at :]), None


def _strike(piece: Run, change: Change) -> Run:
    if piece.op == "keep":
        return Run("delete", piece.text, change.by, change.act)
    return piece._replace(struck=change.by)


def _finish(out: list[Run], waiting: list[Change], change: Change) -> None:
    waiting.remove(change)
    if change.start == change.end:
        out.pop()  # the empty piece that marked the spot
    if change.new:
        out.append(Run("insert", change.new, change.by, change.act))


def join(runs: Iterable[Run]) -> Trail:
    """Join neighbours with the same history; runs without words go."""
    out: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if out and out[-1]._replace(text="") == run._replace(text=""):
            out[-1] = run._replace(text=out[-1].text + run.text)
        else:
            out.append(run)
    return tuple(out)


def place_before(trail: Iterable[Run], at: int) -> int:
    """Give where a place of the text as it is lies in the text as it was."""
    before = after = 0
    for run in trail:
        if after >= at and run.op != "delete":
            break
        size = len(run.text)
        if run.op == "delete":
            before += size
        elif run.op == "keep":
            before += min(size, at - after)
            after += min(size, at - after)
        elif _stands(run):
            after += min(size, at - after)
    return before
