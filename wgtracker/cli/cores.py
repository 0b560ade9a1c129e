"""Go through many items on all processors: each process takes its share of them and sends back what it made."""

import os
import pickle
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

LEAST = 8
"""Fewer items than this a process are not worth one of its own."""

MOST = 8


def run_on_cores(work: Callable[[Item], Result], items: Sequence[Item], /) -> list[Result]:
    """Do the work for every item on as many processors as there are; results in the items' order, the first error raised.

    The work of a process that dies is done again here, so that nothing depends on how many there were.
    """
    count = min(_processors(), MOST, len(items) // LEAST)
    if count < 2:
        return [work(item) for item in items]
    shares = [range(first, len(items), count) for first in range(count)]
    children = [_start(work, items, share) for share in shares[1:]]
    results: dict[int, Result] = {}
    try:
        results.update((at, work(items[at])) for at in shares[0])
    finally:
        answers = [_collect(*child) for child in children]
    for share, answer in zip(shares[1:], answers, strict=True):
        if isinstance(answer, Exception):
            raise answer
        results.update(zip(share, answer if answer is not None else [work(items[at]) for at in share]))
    return [results[at] for at in range(len(items))]


def _processors() -> int:
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start(work: Callable[[Item], Result], items: Sequence[Item], share: range) -> tuple[int, int]:
    """Start a process on its share; give its number and the end of the pipe on which it will answer."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _answer(work, items, share, writer)
    os.close(writer)
    return child, reader


def _answer(work: Callable[[Item], Result], items: Sequence[Item], share: range, writer: int) -> NoReturn:
    """Do the share, send the results or the error, and leave without any of the parent's cleaning up."""
    code = 1
    try:
        answer: Any
        try:
            answer = [work(items[at]) for at in share]
        except Exception as error:
            answer = error
        with os.fdopen(writer, "wb") as stream:
            pickle.dump(answer, stream, pickle.HIGHEST_PROTOCOL)
        code = 0
    finally:
        os._exit(code)


def _collect(child: int, reader: int) -> Any:
    """Read what a process sends until it ends; None where it died on the way."""
    with os.fdopen(reader, "rb") as stream:
        content = stream.read()
    _, status = os.waitpid(child, 0)
    return pickle.loads(content) if os.waitstatus_to_exitcode(status) == 0 else None
