"""Measure how long the tracker takes to take in a zip of forty files, beside `compile` of the same files.

    python -m bench.intake

Both in one process, imports excluded, CPU time: what the page does between the upload and the confirmation screen (read the zip, compile,
store), and what the command does (read, compile, draw the paper, the staff note and the report, read it back). Prints one JSON line.
"""

import io
import json
import statistics
import tempfile
import time
import zipfile
from pathlib import Path

from bench.fixture import Workload, make_workload
from tests.make import make_actor, make_body, make_round, make_session
from wgtracker import models as m
from wgtracker.cli.making import Wish, make
from wgtracker.compile.base import read_draft, take_in
from wgtracker.compile.intake import take_in_streams
from wgtracker.db import Database
from wgtracker.queries.receiving import load_ground
from wgtracker.services.drafts import preview_draft, save_draft
from wgtracker.services.receive import stage_batch, take_returned

RUNS = 3


def measure(workload: Workload, folder: Path) -> dict[str, float | str]:
    """Take both in turn; give the medians in seconds and their ratio."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        for path in workload.returned:
            package.write(path, path.name)
    pages, commits, commands = [], [], []
    for number in range(RUNS):
        one, commit = _import(workload, archive.getvalue(), folder / f"{number}.db")
        pages.append(one)
        commits.append(commit)
        commands.append(_compile(workload, folder))
    seconds, command = statistics.median(pages), statistics.median(commands)
    return {
        "what": "a zip of 40 files to the confirmation screen, to compile of the same files",
        "seconds": round(seconds, 3), "of_that_storing": round(statistics.median(commits), 3), "compile": round(command, 3),
        "ratio": round(seconds / command, 2),
    }  # fmt: skip


def _import(workload: Workload, archive: bytes, path: Path) -> tuple[float, float]:
    database = Database(f"sqlite:///{path}")
    m.Base.metadata.create_all(database.engine)
    with database.write() as db:
        body = make_body(db)
        officer = make_actor(db, m.Role.SECRETARIAT, of=body)
        draft_file = take_in("draft.docx", workload.draft.read_bytes())
        text = read_draft(draft_file)
        draft = preview_draft(db, officer, session_id=make_session(db, body).id, content=draft_file.content, text=text)
        round_id = make_round(db, save_draft(db, officer, draft_id=draft.id, text=text)).id
    start = time.process_time()
    intake = take_in_streams([("returned.zip", io.BytesIO(archive))])
    with database.read() as db:
        ground = load_ground(db, db.get_one(m.Round, round_id))
    returned = take_returned(intake.files, {}, ground)
    middle = time.process_time()
    with database.write() as db:
        stage_batch(db, officer, round_id=round_id, returned=returned, ignored=intake.ignored, ground=ground, key="bench")
    end = time.process_time()
    database.close()
    return end - start, end - middle


def _compile(workload: Workload, folder: Path) -> float:
    wish = Wish(
        workload.draft, tuple(workload.returned), folder / "p.docx", folder / "r.json", None, None, "", "bold", "paragraph", "chair", False
    )
    start = time.process_time()
    make(wish)
    return time.process_time() - start


if __name__ == "__main__":
    import contextlib
    import os

    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(open(os.devnull, "w")) as _silent:
        found = measure(make_workload(Path(name) / "40", 40), Path(name))
    print(json.dumps(found))
