"""The same compilation gives the same bytes, whatever order Python's sets happen to have."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import hashlib
from tests.papers import cases
from tests.papers.test_tracked import mark_up
from wgtracker.compile.meeting import Meeting
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.staff_note import staff_note

digest = hashlib.sha256()
for name in sorted(cases.CASES):
    compilation = cases.CASES[name][0]()
    for markup in ("bold", "labels", "clean"):
        for copy in ("issued", "chair"):
            made = conference_room_paper(
                compilation, Meeting(), markup=markup, order="paragraph", copy=copy, unplaced="print", draft=b""
            )
            digest.update(made.content)
    digest.update(mark_up(compilation, "chair")[0])
    digest.update(staff_note(compilation, Meeting()))
print(digest.hexdigest())
"""


def made_under(seed: str) -> str:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    return subprocess.run([sys.executable, "-c", SCRIPT], env=environment, cwd=root, capture_output=True, text=True, check=True).stdout


def test_no_byte_hangs_on_the_order_of_sets() -> None:
    first = made_under("1")
    assert len(first.strip()) == 64
    assert first == made_under("4711")
