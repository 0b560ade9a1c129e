"""What comes through the web in any order of batches comes to what the command line makes of the same files at once."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from tests.compile.factory import body, compile_bodies
from tests.make import Stage, make_actor, make_body, make_delegation, make_session
from tests.word.files import make_docx
from wgtracker import clock
from wgtracker import models as m
from wgtracker.clock import read_zone
from wgtracker.compile.base import InputFile, read_draft, take_in
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.report import report
from wgtracker.compile.returned_map import read_map
from wgtracker.countries import CATEGORIES
from wgtracker.db import Database
from wgtracker.policy import Actor
from wgtracker.queries.compilation import compile_round
from wgtracker.queries.receiving import load_ground
from wgtracker.sample.consultation import write_standard
from wgtracker.services.confirm import compile_chosen, confirm_files
from wgtracker.services.drafts import preview_draft, save_draft
from wgtracker.services.receive import heed_map, stage_batch, take_returned

VIENNA = read_zone("Europe/Vienna")


def receive(database: Database, officer: Actor, round_id: int, files: Sequence[InputFile], map_csv: bytes = b"") -> int:
    """Drop files on a round, as the page does; give the batch's id."""
    with database.read() as db:
        ground = load_ground(db, db.get_one(m.Round, round_id))
    rows = read_map(map_csv, [*ground.names, *(file.name for file in files)], VIENNA) if map_csv else {}
    ground = heed_map(ground, rows, files)
    returned = take_returned(files, rows, ground)
    with database.write() as db:
        return stage_batch(db, officer, round_id=round_id, returned=returned, ignored=[], ground=ground, key=str(uuid4())).id


def confirm(database: Database, officer: Actor, batch_id: int, names: Sequence[str] = ()) -> list[str]:
    """Confirm files of a batch (all, unless named); give the files whose outcome changed with them."""
    with database.read() as db:
        batch = db.get_one(m.Batch, batch_id)
        chosen = {row.id: row.version for row in batch.submissions if not names or row.name in names}
        compiled = compile_chosen(db, db.get_one(m.Round, batch.round_id), list(chosen))
    with database.write() as db:
        _confirmed, changed = confirm_files(db, officer, batch_id=batch_id, versions=chosen, compiled=compiled)
        return [row.name for row in changed]


def compiled_of(database: Database, round_id: int) -> dict[str, object]:
    """Give the report of what stands in a round."""
    with database.read() as db:
        return report(compile_round(db, db.get_one(m.Round, round_id), None).compilation)


class Consultation:
    """The sample's files, and a round on its draft in a database."""

    def __init__(self, database: Database, folder: Path) -> None:
        write_standard(folder, 12)
        self.map = (folder / "map.csv").read_bytes()
        self.draft = take_in("draft.docx", (folder / "draft.docx").read_bytes())
        self.files = [take_in(path.name, path.read_bytes()) for path in sorted((folder / "returned").iterdir())]
        deadline = datetime(2020, 9, 25, 18, tzinfo=VIENNA)
        rows = read_map(self.map, [file.name for file in self.files], VIENNA)
        self.expected = consolidate(self.draft, self.files, rows, Terms(date(2020, 9, 10), deadline, "bis"))
        with database.write() as db:
            group = make_body(db)
            session = make_session(db, group)
            self.officer = make_actor(db, m.Role.SECRETARIAT, of=group)
            text = read_draft(self.draft)
            draft = preview_draft(db, self.officer, session_id=session.id, content=self.draft.content, text=text)
            save_draft(db, self.officer, draft_id=draft.id, text=text)
            row = m.Round(
                session_id=session.id, draft_id=draft.id, number=1, state=m.RoundState.OPEN, deadline="2020-09-25T18:00",
                zone="Europe/Vienna", deadline_at=deadline.astimezone(UTC), opened_at=clock.now(), created_at=clock.now(),
            )  # fmt: skip
            db.add(row)
            db.flush()
            self.round_id = row.id
            for one in self.expected.delegations:
                if "(" not in one.name or one.category == "NGO":
                    made = make_delegation(db, session, one.name)
                    made.category, made.sort_key = one.category, one.sort_key
            assert set(CATEGORIES) >= {one.category for one in self.expected.delegations}


@pytest.mark.parametrize("order", ["two halves", "the other half first", "every second"])
def test_the_web_comes_to_what_the_command_line_does(database: Database, tmp_path: Path, order: str) -> None:
    sample = Consultation(database, tmp_path)
    half = len(sample.files) // 2
    parts = {
        "two halves": (sample.files[:half], sample.files[half:]),
        "the other half first": (sample.files[half:], sample.files[:half]),
        "every second": (sample.files[1::2], sample.files[::2]),
    }[order]
    for part in parts:
        lines = sample.map.decode().splitlines()
        own = [lines[0], *(line for line in lines[1:] if line.split(",")[0] in {file.name for file in part})]
        confirm(database, sample.officer, receive(database, sample.officer, sample.round_id, part, "\n".join(own).encode()))
    assert json.dumps(compiled_of(database, sample.round_id)) == json.dumps(report(sample.expected))


GROUP = "<p>{1. States parties should train judges and prosecutors on the principle of non-punishment}<ins>{, by 2025}</ins>{.}</p>"


def test_changes_turn_out_to_be_the_groups_and_become_its_own_again(database: Database, stage: Stage) -> None:
    with database.write() as db:
        make_delegation(db, db.get_one(m.WorkingGroupSession, stage.session_id), "France")
    france, union = take_in("France.docx", make_docx(body({1: GROUP}))), take_in("European Union.docx", make_docx(body({1: GROUP}) + " "))
    confirm(database, stage.officer, receive(database, stage.officer, stage.round_id, [france]))
    with database.read() as db:
        alone = compile_round(db, db.get_one(m.Round, stage.round_id), None).compilation.submissions[0]
    assert [len(alone.amendments), len(alone.held)] == [1, 0]
    changed = confirm(database, stage.officer, receive(database, stage.officer, stage.round_id, [union]))
    assert changed == ["France.docx"]
    expected = compile_bodies({"France.docx": france.content, "European Union.docx": union.content})
    with database.read() as db:
        stored = compile_round(db, db.get_one(m.Round, stage.round_id), None).compilation
        ended = [row for row in db.query(m.Amendment) if row.ended_at is not None]
        acts = [event.act for event in db.query(m.Event)]
    assert [one.held for one in stored.submissions] == [one.held for one in expected.submissions]
    assert [one.account for one in stored.submissions] == [one.account for one in expected.submissions]
    assert len(ended) == 1
    assert acts.count("recompile_submission") == 1
