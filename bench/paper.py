"""Measure the writing of one paper beside the lxml-and-zip floor of the same paragraphs, imports excluded.

    python -m bench.paper

The paper has 300 units, 500 amendments (25 files that change 20 units each) and 200 comments. Prints one JSON line:
median milliseconds of drawing and writing it from the compilation, of writing alone, and of the floor.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from bench.fixture import Size, make_workload
from bench.write_floor import floor
from wgtracker.compile.base import take_in
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation
from wgtracker.papers import conference_room_paper as papers
from wgtracker.word.model import Document
from wgtracker.word.write import write

_ROUNDS = 7


def time_rounds(work: Callable[[], object]) -> float:
    """Return the median milliseconds of some rounds, after one that is not counted."""
    work()
    taken = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def compile_workload(folder: Path) -> tuple[Compilation, bytes]:
    """Compile 25 files on a draft of 300 units; return the compilation and the draft."""
    workload = make_workload(folder, 25, Size(units=300, changed=20, comments=8))
    draft = workload.draft.read_bytes()
    files = [take_in(path.name, path.read_bytes()) for path in workload.returned]
    return consolidate(take_in("draft.docx", draft), files, {}, Terms(None, None, "bis")), draft


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        compilation, draft = compile_workload(Path(folder))

    def draw_and_write() -> bytes:
        paper = papers.conference_room_paper(
            compilation, Meeting(), markup="bold", order="paragraph", copy="issued", unplaced="print", draft=draft
        )
        return paper.content

    with patch.object(papers, "write", wraps=write) as seen:  # only to get hold of what is written
        content = draw_and_write()
    document: Document = seen.call_args.args[0]
    figures = {
        "units": len(compilation.units),
        "amendments": sum(len(one.amendments) for one in compilation.submissions),
        "comments": sum(len(one.comments) for one in compilation.submissions),
        "kilobytes": round(len(content) / 1000),
        "draw_and_write_ms": time_rounds(draw_and_write),
        "write_ms": time_rounds(lambda: write(document)),
        "floor_ms": time_rounds(lambda: floor(document)),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
