"""Everything of a session in one zip: valid by its schema, whole by its hashes, and nothing of another session or secret in it."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import jsonschema
from sqlalchemy import select

from tests.make import Stage, make_stage
from wgtracker import models as m
from wgtracker.compile.typed import write_amendment
from wgtracker.db import Database
from wgtracker.queries.compilation import load_text
from wgtracker.services.draft_input import Place, save_amendment
from wgtracker.services.export import export_session
from wgtracker.services.invite import Place as Where
from wgtracker.services.invite import invite

SCHEMA = json.loads((Path(__file__).resolve().parent.parent.parent / "docs" / "export.schema.json").read_text(encoding="utf-8"))


def export(database: Database, stage: Stage) -> zipfile.ZipFile:
    out = io.BytesIO()
    with database.read() as db:
        export_session(db, stage.session_id, out)
    return zipfile.ZipFile(out)


def test_an_export_is_valid_whole_and_of_one_session(database: Database) -> None:
    with database.write() as db:
        stage = make_stage(db)
        secret = "a-password-hash-to-be-kept"
        for user in db.scalars(select(m.User)):
            user.password_hash = secret
        unit = load_text(db, db.get_one(m.Draft, stage.draft_id)).draft.units[0]
        place = Place(stage.round_id, stage.delegations["Brazil"], 0)
        save_amendment(db, stage.heads["Brazil"], place=place, amendment=write_amendment(unit, unit.text + " As Brazil said."))
        made = invite(
            db, stage.officer, email="new@example.org", name="", roles=[m.Role.HEAD], place=Where(delegation_id=stage.delegations["Egypt"]),
            base_url="http://localhost",
        )  # fmt: skip
    package = export(database, stage)
    content = json.loads(package.read("session.json"))
    jsonschema.validate(content, SCHEMA)
    assert [row["name"] for row in content["delegations"]] == ["Brazil", "Egypt", "European Union"]
    assert [row["proposed"] for row in content["amendments"]] == [unit.text + " As Brazil said."]
    assert {row["ordinal"] for row in content["sessions"]} == {10}
    everything = b"".join(package.read(name) for name in package.namelist())
    assert secret.encode() not in everything
    assert made.url.rsplit("/", 1)[1].encode() not in everything
    assert b"Kenya" not in package.read("session.json")
    listed = {line[66:]: line[:64] for line in package.read("SHA256SUMS").decode().splitlines()}
    assert set(listed) == set(package.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(package.read(name)).hexdigest() == sha256 for name, sha256 in listed.items())
    assert any(name.startswith("originals/") for name in listed)
