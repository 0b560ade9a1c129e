"""Measure `diff` and `overlay` on paragraphs of 120 words, `diff` beside node-diff3's diffIndices in the same run.

    python -m bench.diff_words

Prints one JSON line a figure: median milliseconds, and the median of the ratios, the two programs taking turns round by round. Ours
includes cutting the revised text into tokens and settling the edits; node-diff3 is given its words already split. Without Node.js or
the package its line says why it is absent.
"""

import json
import random
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from wgtracker.text import Edits, diff, overlay

_FOLDER = Path(__file__).resolve().parent
_ROUNDS = 25
_WARM = 3  # rounds that are not counted
_WORDS = 120
_COMMON = ("the", "of", "and", "to", "in", "States", "parties", "victims", "trafficking", "persons")
_PROSE = (
    "{a} should consider {b} the protection of {c} and the {d} of assistance, where appropriate, in {e} with national law; "
    "they are encouraged to {f} {g} between competent {h} and to {i} the {j} of {k} in {l} (see paragraph {m}). "
)


def make_paragraph(source: random.Random) -> str:
    """Return 120 words in the manner of a draft recommendation: about a third of them come again and again."""
    text = ""
    while len(text.split(" ")) < _WORDS:
        text += _PROSE.format_map({letter: _word(source) for letter in "abcdefghijklm"})
    return " ".join(text.split(" ")[:_WORDS])


def _word(source: random.Random) -> str:
    if source.random() < 0.3:
        return source.choice(_COMMON)
    return "".join(source.choice("abcdefghilmnoprstuv") for _ in range(source.randint(4, 11)))


def revise(source: random.Random, base: str, changes: int) -> str:
    """Replace, insert or strike so many single words."""
    words = base.split(" ")
    for _ in range(changes):
        at = source.randrange(len(words))
        words[at : at + source.choice((0, 1, 1))] = [_word(source)] * source.choice((0, 1, 1))
    return " ".join(words)


def time_once(work: Callable[[], object], pieces: int) -> float:
    """Return milliseconds a piece."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000 / pieces


def time_rounds(work: Callable[[], object], pieces: int) -> list[float]:
    """Return milliseconds a piece, one number a round, after rounds that are not counted."""
    return [time_once(work, pieces) for _ in range(_WARM + _ROUNDS)][_WARM:]


def start_node(pairs: list[tuple[str, str]]) -> subprocess.Popen[str] | str:
    """Start node-diff3 with the pairs in hand; or return the sentence that says why it cannot be."""
    node = shutil.which("node")
    if node is None:
        return "skipped: Node.js is not installed"
    if not (_FOLDER.parent / "node_modules" / "node-diff3").is_dir():
        return "skipped: node-diff3 is not installed (npm ci)"
    started = subprocess.Popen([node, str(_FOLDER / "node_diff3.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    ask(started, json.dumps(pairs))
    return started


def ask(node: subprocess.Popen[str], line: str) -> float:
    """Send one line and return the number that answers it."""
    assert node.stdin
    assert node.stdout
    node.stdin.write(line + "\n")
    node.stdin.flush()
    return float(node.stdout.readline())


def time_diff(changes: int, pairs: list[tuple[str, str]]) -> None:
    """Time both programs round by round in turn, so that a busy machine slows both alike; report both and the median of the ratios."""
    node = start_node(pairs)
    ours, theirs = [], []
    for number in range(_WARM + _ROUNDS):
        taken = time_once(lambda: [diff(*pair) for pair in pairs], len(pairs))
        other = 0.0 if isinstance(node, str) else ask(node, "")
        if number >= _WARM:
            ours.append(taken)
            theirs.append(other)
    report(f"diff, {changes} changes in {_WORDS} words", ours)
    if isinstance(node, str):
        print(json.dumps({"what": "node-diff3", "note": node}))
        return
    node.communicate()
    report(f"node-diff3 diffIndices, {changes} changes in {_WORDS} words", theirs)
    ratio = statistics.median(one / two for one, two in zip(ours, theirs, strict=True))
    print(json.dumps({"what": f"diff / node-diff3, {changes} changes", "ratio": round(ratio, 2)}))


def report(what: str, taken: list[float]) -> None:
    print(json.dumps({"what": what, "median_ms": round(statistics.median(taken), 4), "rounds": len(taken)}))


def main() -> None:
    source = random.Random(20200925)
    bases = [make_paragraph(source) for _ in range(20)]
    for changes in (2, 10):
        pairs = [(base, revise(source, base, changes)) for base in bases for _ in range(40)]
        time_diff(changes, pairs)
    many = _proposals(source, bases[0], 50, 10)
    report("overlay, 50 proposers with 10 changes on one paragraph", time_rounds(lambda: overlay(bases[0], many), 1))
    units = [(base, _proposals(source, base, 8, 3)) for base in (make_paragraph(source) for _ in range(100))]
    report("overlay, 8 proposers with 3 changes, each of 100 paragraphs", time_rounds(lambda: [overlay(*unit) for unit in units], 100))


def _proposals(source: random.Random, base: str, proposers: int, changes: int) -> dict[str, Edits]:
    return {f"State {number}": diff(base, revise(source, base, changes)) for number in range(proposers)}


if __name__ == "__main__":
    main()
