"""Everybody may try a file; nothing of it is kept, and nobody's work waits for it."""

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.compile.factory import body
from tests.make import Stage
from tests.web.signing import token_of
from tests.word.files import make_docx
from wgtracker.db import Database
from wgtracker.models import Base
from wgtracker.web.public import trying
from wgtracker.word.gate import FILE_MOST

DRAFT = make_docx(body())
POINT = "States parties should train judges and prosecutors on the principle of non-punishment"
RETURNED = make_docx(body({1: f"<p>{{1. {POINT}}}<ins>{{, by 2025}}</ins>{{.}}</p>"}))


def send(client: FlaskClient, returned: bytes | None, draft: bytes | None = DRAFT, chosen: str = "") -> tuple[int, str]:
    data: dict[str, object] = {"csrf_token": token_of(client.get("/try").text), "draft_id": chosen}
    if draft is not None:
        data["draft"] = (io.BytesIO(draft), "draft.docx")
    if returned is not None:
        data["returned"] = (io.BytesIO(returned), "Brazil.docx")
    answer = client.post("/try", data=data, content_type="multipart/form-data")
    return answer.status_code, answer.text


def count_rows(database: Database) -> dict[str, int]:
    with database.read() as db:
        return {name: db.scalar(select(func.count()).select_from(table)) or 0 for name, table in Base.metadata.tables.items()}


def test_what_was_found_is_drawn_and_nothing_is_kept(client: FlaskClient, database: Database, stage: Stage, tmp_path: Path) -> None:
    rows, files = count_rows(database), sorted(tmp_path.rglob("*.docx"))
    status, page = send(client, RETURNED)
    assert status == 200
    assert "1 change, 0 comments found; 1 shown below; 0 not placed" in page
    assert "by 2025" in page
    assert count_rows(database) == rows
    assert sorted(tmp_path.rglob("*.docx")) == files


def test_the_draft_of_a_public_session_may_be_chosen(client: FlaskClient, stage: Stage) -> None:
    status, page = send(client, RETURNED, None, str(stage.draft_id))
    assert status == 200
    assert "1 shown below" in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("returned", "draft", "chosen", "says"),
    [
        (None, DRAFT, "", "Choose the Word file"),
        (RETURNED, None, "", "Choose the draft"),
        (RETURNED, None, "999", "not in the list"),
        (RETURNED, None, "x", "Choose the draft"),
        (b"%PDF-1.4", DRAFT, "", "PDF"),
        (RETURNED, b"PK\x03\x04", "", "draft cannot be used"),
        (b"PK" + bytes(FILE_MOST), DRAFT, "", "20 MB"),
    ],
    ids=range(7),
)
def test_what_cannot_be_read_is_told(
    client: FlaskClient, stage: Stage, returned: bytes | None, draft: bytes | None, chosen: str, says: str
) -> None:
    status, page = send(client, returned, draft, chosen)
    assert status in (200, 422)
    assert says in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_who_comes_while_it_is_busy_is_told_so(client: FlaskClient, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "PATIENCE", 0.05)
    with trying.take_turn():
        status, page = send(client, RETURNED)
    assert status == 503
    assert "try again in a minute" in page
    assert send(client, RETURNED)[0] == 200
