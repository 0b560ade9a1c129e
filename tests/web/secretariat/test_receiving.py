"""Staff drop files, look at what became of them and confirm; whatever is sent, there is a sentence and nothing is half-written."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.compile.factory import body
from tests.make import Stage
from tests.web.signing import client_of, token_of
from tests.word.files import make_docx
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.queries.compilation import compile_round
from wgtracker.word.gate import FILE_MOST

POINT_1 = "States parties should train judges and prosecutors on the principle of non-punishment."
POINT_2 = "States parties should consider, where appropriate, not prosecuting victims for offences."
CHANGED = {
    "Brazil.docx": make_docx(body({1: f"<p>{{1. }}<ins>{{Where needed, }}</ins>{{{POINT_1}}}</p>"})),
    "Egypt.docx": make_docx(body({2: f"<p>{{2. }}<ins>{{In all cases, }}</ins>{{{POINT_2}}}</p>"})),
}
BRAZIL = make_docx(body({1: f"<p>{{1. }}<ins>{{At once, }}</ins>{{{POINT_1}}}</p>"}))
EGYPT = make_docx(body({2: f"<p>{{2. }}<ins>{{Always, }}</ins>{{{POINT_2}}}</p>"}))


@pytest.fixture
def staff(app: Flask, database: Database, stage: Stage) -> FlaskClient:
    return client_of(app, database, stage.officer)


def drop(client: FlaskClient, round_id: int, files: Sequence[tuple[str, bytes]], key: str = "k1") -> TestResponse:
    """Drop files as the page's form does."""
    token = token_of(client.get(f"/r/{round_id}/files").text)
    data: dict[str, Any] = {"csrf_token": token, "key": key, "files": [(io.BytesIO(content), name) for name, content in files]}
    return client.post(f"/r/{round_id}/files", data=data, content_type="multipart/form-data")


def fields_of(page: str) -> dict[str, str]:
    """Give what the form of a batch would send as it stands."""
    out: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="(f\d+[^"]*|csrf_token)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            out[name.group(1)] = value.group(1) if value else ""
    for name, inner in re.findall(r'<select[^>]*name="(f\d+[^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'selected[^>]*value="([^"]*)"', inner) or re.search(r'value="([^"]*)"[^>]*selected', inner)
        out[name] = chosen.group(1) if chosen else ""
    return out


def act(client: FlaskClient, path: str, act: str, **more: object) -> TestResponse:
    """Press a button of the batch's page."""
    return client.post(path, data={**fields_of(client.get(path).text), "act": act, **more})


def names_in_force(database: Database, round_id: int) -> list[str]:
    with database.read() as db:
        found = compile_round(db, db.get_one(m.Round, round_id), None)
        return [one.file for one in found.compilation.submissions if one.superseded_by is None]


def test_files_are_dropped_looked_at_and_confirmed(staff: FlaskClient, database: Database, stage: Stage) -> None:
    answer = drop(staff, stage.round_id, list(CHANGED.items()))
    assert answer.status_code == 303
    page = staff.get(answer.location).text
    assert "2 files: 2 changes" in page
    assert page.count("balanced</span>") == 2
    assert names_in_force(database, stage.round_id) == []
    found = re.search(r"/received/\d+", page)
    assert found
    assert "Where needed" in staff.get(found.group(0)).text
    assert act(staff, answer.location, "confirm_balanced").status_code == 303
    assert names_in_force(database, stage.round_id) == ["Brazil.docx", "Egypt.docx"]
    with database.read() as db:
        assert list(db.scalars(select(m.Submission.number))) == [1, 1]  # each delegation counts its own
        assert db.get_one(m.Round, stage.round_id).texts == 2
        letters = {letter.to: letter.body for letter in db.scalars(select(m.OutboxLetter))}
    assert set(letters) == {stage.heads["Brazil"].email, stage.heads["Egypt"].email}
    assert "Where needed" in letters[stage.heads["Brazil"].email]
    assert "In all cases" not in letters[stage.heads["Brazil"].email]


def test_a_form_sent_twice_gives_one_batch_and_confirms_once(staff: FlaskClient, database: Database, stage: Stage) -> None:
    first, second = (drop(staff, stage.round_id, list(CHANGED.items())) for _ in range(2))
    assert first.location == second.location
    fields = fields_of(staff.get(first.location).text)
    codes = [staff.post(first.location, data={**fields, "act": "confirm_balanced"}).status_code for _ in range(2)]
    assert codes == [303, 303]
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(m.Batch)) == 1
        acts = list(db.scalars(select(m.Event.act)))
    assert acts.count("confirm_file") == 2


def test_a_zip_of_forty_files_comes_in_as_one_batch(staff: FlaskClient, database: Database, stage: Stage) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(40):
            archive.writestr(f"in/file {number:02}.docx", CHANGED["Brazil.docx" if number % 2 else "Egypt.docx"])
        archive.writestr("__MACOSX/._file.docx", b"x")
    answer = drop(staff, stage.round_id, [("all.zip", out.getvalue())])
    page = staff.get(answer.location).text
    assert "40 files" in page
    assert "__MACOSX/._file.docx" in page
    assert len(page.encode()) < 200_000


HOSTILE = {
    "nothing chosen": ([], "no Word file"),
    "two maps": ([("a.csv", b"file\n"), ("b.csv", b"file\n")], "more than one map"),
    "a map of strangers": ([("a.csv", b"file,delegation\nNobody.docx,Brazil\n"), ("Brazil.docx", BRAZIL)], "not among the returned files"),
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_taken_in_is_told_and_nothing_is_written(staff: FlaskClient, database: Database, stage: Stage, case: str) -> None:
    files, says = HOSTILE[case]
    answer = drop(staff, stage.round_id, files)
    assert answer.status_code == 422
    assert says in answer.text
    assert "<title>Error: " in answer.text
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(m.Submission)) == 0
        assert db.scalar(select(func.count()).select_from(m.Batch)) == 0


def test_a_file_that_cannot_be_read_stays_with_its_bytes(staff: FlaskClient, database: Database, stage: Stage) -> None:
    bad = b"PK\x03\x04 not a package"
    answer = drop(staff, stage.round_id, [("Brazil.docx", bad), ("\u202eEgypt<script>.docx", CHANGED["Egypt.docx"])])
    page = staff.get(answer.location).text
    assert "not readable" in page
    assert "<script>.docx" not in page
    assert "\u202e" not in page
    with database.read() as db:
        rows = {row.name: row for row in db.scalars(select(m.Submission))}
        kept = db.get_one(m.StoredFile, rows["Brazil.docx"].sha256)
        assert kept.content == bad
    assert act(staff, answer.location, "set_aside", pick=rows["Brazil.docx"].id).status_code == 303
    assert "set aside" in staff.get(answer.location).text
    assert act(staff, answer.location, "take_up", pick=rows["Brazil.docx"].id).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_too_large_a_file_is_named_and_the_others_come_in(staff: FlaskClient, database: Database, stage: Stage) -> None:
    answer = drop(staff, stage.round_id, [("Brazil.docx", b"PK\x03\x04" + bytes(FILE_MOST)), ("Egypt.docx", CHANGED["Egypt.docx"])])
    page = staff.get(answer.location).text
    assert "20 MB" in page
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(m.StoredFile).where(m.StoredFile.size > FILE_MOST)) == 0
        assert db.scalar(select(func.count()).select_from(m.Submission)) == 2


def test_a_file_without_a_delegation_waits_until_staff_say_whose_it_is(staff: FlaskClient, database: Database, stage: Stage) -> None:
    answer = drop(staff, stage.round_id, [("scan.docx", CHANGED["Egypt.docx"]), ("Kenya.docx", CHANGED["Brazil.docx"])])
    page = staff.get(answer.location).text
    assert "whose is it?" in page
    assert "Add Kenya to the delegations" in page
    with database.read() as db:
        ids = {row.name: row.id for row in db.scalars(select(m.Submission))}
    refused = act(staff, answer.location, "confirm", pick=ids["scan.docx"])
    assert refused.status_code == 422
    assert "Say whose file" in refused.text
    wrong = act(staff, answer.location, "save", **{f"f{ids['scan.docx']}-delegation": "Atlantis"})
    assert wrong.status_code == 422
    assert "Atlantis" in wrong.text
    assert act(staff, answer.location, f"add:{ids['Kenya.docx']}").status_code == 303
    changed = {f"f{ids['scan.docx']}-delegation": "Egypt", f"f{ids['scan.docx']}-received": "2020-09-12T10:30"}
    assert act(staff, answer.location, "confirm", pick=[ids["scan.docx"], ids["Kenya.docx"]], **changed).status_code == 303
    assert names_in_force(database, stage.round_id) == ["Kenya.docx", "scan.docx"]
    with database.read() as db:
        row = db.get_one(m.Submission, ids["scan.docx"])
        assert row.received_at is not None
        assert row.received_at.isoformat() == "2020-09-12T08:30:00+00:00"


def test_what_somebody_changed_meanwhile_is_not_written_over(staff: FlaskClient, database: Database, stage: Stage) -> None:
    answer = drop(staff, stage.round_id, [("scan.docx", CHANGED["Egypt.docx"])])
    fields = fields_of(staff.get(answer.location).text)
    number = next(name for name in fields if name.endswith("-delegation"))
    assert staff.post(answer.location, data={**fields, "act": "save", number: "Egypt"}).status_code == 303
    stale = staff.post(answer.location, data={**fields, "act": "save", number: "Brazil"})
    assert stale.status_code == 409
    with database.read() as db:
        row = db.scalars(select(m.Submission)).one()
        assert row.delegation_id == stage.delegations["Egypt"]


def test_one_file_replaces_another_in_either_order(staff: FlaskClient, database: Database, stage: Stage) -> None:
    old = drop(staff, stage.round_id, [("Brazil old.docx", BRAZIL)], "a")
    act(staff, old.location, "confirm_balanced")
    new = drop(staff, stage.round_id, [("Brazil.docx", CHANGED["Brazil.docx"])], "b")
    with database.read() as db:
        ids = {row.name: row.id for row in db.scalars(select(m.Submission))}
    act(staff, new.location, "confirm_balanced", **{f"f{ids['Brazil.docx']}-supersedes": ids["Brazil old.docx"]})
    assert names_in_force(database, stage.round_id) == ["Brazil.docx"]
    late = drop(staff, stage.round_id, [("Brazil oldest.docx", EGYPT)], "c")
    with database.read() as db:
        oldest = db.scalars(select(m.Submission).where(m.Submission.name == "Brazil oldest.docx")).one().id
    act(staff, late.location, "confirm", pick=oldest, **{f"f{oldest}-replaced_by": ids["Brazil old.docx"]})
    assert names_in_force(database, stage.round_id) == ["Brazil.docx"]
    with database.read() as db:
        states = {row.name: str(row.state) for row in db.scalars(select(m.Submission))}
    assert states == {"Brazil.docx": "in_force", "Brazil old.docx": "superseded", "Brazil oldest.docx": "superseded"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_delegations_find_no_such_page(app: Flask, database: Database, stage: Stage, staff: FlaskClient) -> None:
    answer = drop(staff, stage.round_id, list(CHANGED.items()))
    head = client_of(app, database, stage.heads["Brazil"])
    for path in (f"/r/{stage.round_id}/files", answer.location, "/received/1", f"/r/{stage.round_id}/placing"):
        assert head.get(path).status_code in (403, 404), path


def test_a_name_that_is_not_known_is_added_right_there_and_what_was_ticked_stays(
    staff: FlaskClient, database: Database, stage: Stage
) -> None:
    answer = drop(staff, stage.round_id, [("letter.docx", BRAZIL), ("Egypt.docx", EGYPT)])
    with database.read() as db:
        ids = {row.name: row.id for row in db.scalars(select(m.Submission))}
    number, other = ids["letter.docx"], ids["Egypt.docx"]
    typed = {f"f{number}-delegation": "Sisters Network", "pick": [str(other)]}
    wrong = act(staff, answer.location, "confirm", **typed)
    assert wrong.status_code == 422
    assert f'value="add:{number}"' in wrong.text
    assert re.search(rf'value="{other}" id="pick{other}" checked', wrong.text)
    assert names_in_force(database, stage.round_id) == []
    added = act(staff, answer.location, f"add:{number}", **typed, **{f"f{number}-category": "NGO"})
    assert added.status_code == 303
    assert f'id="pick{other}" checked' in staff.get(added.location).text
    with database.read() as db:
        row = db.get_one(m.Submission, number)
        assert row.delegation is not None
        assert (row.delegation.name, row.delegation.category, str(row.delegation.standing)) == ("Sisters Network", "NGO", "ngo")


def test_the_time_received_is_asked_for_and_makes_late_what_came_late(staff: FlaskClient, database: Database, stage: Stage) -> None:
    files = [(f"{name}.docx", BRAZIL) for name in ("Brazil", "Egypt 2020-09-12 1030", "scan", "letter")]
    answer = drop(staff, stage.round_id, files)
    page = staff.get(answer.location).text
    assert "Of 3 files it is not recorded when they came" in page
    assert page.count("time not recorded") == 3
    assert page.count("from the name</span>") >= 1
    with database.read() as db:
        rows = {row.name.split(".")[0]: row for row in db.scalars(select(m.Submission))}
        deadline = db.get_one(m.Round, stage.round_id).deadline_at
    ids = {name: row.id for name, row in rows.items()}
    named = rows["Egypt 2020-09-12 1030"]
    assert (named.received_at and named.received_at.isoformat(), named.late) == ("2020-09-12T08:30:00+00:00", False)
    nobody = act(staff, answer.location, "received", received_all="2020-09-12T10:30")
    assert nobody.status_code == 422
    late = f"{deadline + timedelta(days=2):%Y-%m-%dT%H:%M}"
    wrong = act(staff, answer.location, "received", received_all="yesterday", pick=ids["Brazil"])
    assert wrong.status_code == 422
    assert act(staff, answer.location, "received", received_all=late, pick=[ids["Brazil"], ids["scan"]]).status_code == 303
    with database.read() as db:
        found = {row.id: (row.received_at is not None, row.late) for row in db.scalars(select(m.Submission))}
    assert found == {ids["Brazil"]: (True, True), ids["scan"]: (True, True), ids["letter"]: (False, None), named.id: (True, False)}
    assert "Of 1 file it is not recorded" in staff.get(answer.location).text
    assert act(staff, answer.location, "received", received_all="", pick=[ids["scan"], named.id]).status_code == 303
    with database.read() as db:
        assert [db.get_one(m.Submission, one).received_at for one in (ids["scan"], named.id)] == [None, None]
    assert "from the name</span>" not in re.sub(r"(?s)Delegation of.*?</td>", "", staff.get(answer.location).text)


def test_saving_keeps_the_seconds_of_a_time_that_the_map_gave(staff: FlaskClient, database: Database, stage: Stage) -> None:
    table = b"file,received_at\nBrazil.docx,2020-09-12T10:30:41\n"
    answer = drop(staff, stage.round_id, [("map.csv", table), ("Brazil.docx", BRAZIL)])
    assert act(staff, answer.location, "save").status_code == 303
    with database.read() as db:
        at = db.scalars(select(m.Submission.received_at)).one()
    assert at is not None
    assert at.second == 41
