"""The Secretariat's desk from outside: the walk from an empty session to an open round, and hostile words in every field."""

import io
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.compile.factory import body
from tests.make import Stage
from tests.web.signing import client_of, token_of
from tests.word.files import make_docx
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.services.events import verify

HOSTILE = {
    "controls": "a\x00b\x07c\x1b[31m\x7f",
    "bidi": "abc\u202egnp.exe\u2066\u200f",
    "marks": "Z" + "\u0301" * 200,
    "lines": "a\r\nSet-Cookie: b\r\n\r\n<script>alert(1)</script>{{ 7*7 }}",
    "formula": '=HYPERLINK("http://x";"y")',
    "surrogates": "\\ud800 %ED%A0%80 \ufffe \uffff \U0010ffff",
    "large": "long " * 200_000,
}
SESSION = {
    "ordinal": "11", "word": "meeting", "opens_on": "2021-09-09", "closes_on": "10 September 2021", "place": "Vienna",
    "zone": "Europe/Vienna", "mode": "hybrid", "unit_name": "draft recommendation",
}  # fmt: skip


def send(client: FlaskClient, path: str, page: str = "", **fields: Any) -> TestResponse:
    """Send the form of a page as a browser does."""
    return client.post(path, data={"csrf_token": token_of(client.get(page or path).text), **fields})


def words_of(response: TestResponse) -> str:
    """Give a page's words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))


@pytest.fixture
def officer(app: Flask, database: Database, stage: Stage) -> FlaskClient:
    """Lend a client that the Secretariat's officer is signed in with."""
    return client_of(app, database, stage.officer)


def test_from_an_empty_session_to_an_open_round(officer: FlaskClient, database: Database, stage: Stage) -> None:
    made = send(officer, f"/bodies/{stage.body_id}/sessions/new", **SESSION)
    desk = made.headers["Location"]
    session = desk.removesuffix("/desk")
    assert made.status_code == 303
    assert "Eleventh meeting" in officer.get(desk).text
    preview = send(officer, f"{session}/drafts/new", file=(io.BytesIO(make_docx(body())), "../../the draft.docx")).headers["Location"]
    assert "the draft.docx" in officer.get(preview).text
    assert send(officer, f"{preview}/save", preview).headers["Location"] == desk
    added = send(officer, f"{session}/delegations/add", party=["France", "Ghana"], pasted="Deutschland\n", states_are="state_party")
    assert added.status_code == 303
    assert {"France", "Germany", "Ghana"} <= set(re.findall(r"<bdi>([^<]+)</bdi>", officer.get(added.headers["Location"]).text))
    planned = send(officer, f"{session}/rounds/new", draft_id=2, day="2031-10-01", time="18:00", zone="Europe/Vienna", takes_late="y")
    assert "years away" in planned.text or planned.status_code == 303
    with database.read() as db:
        assert list(verify(db)) == []
        assert db.scalars(select(m.Draft.state).where(m.Draft.id == 2)).one() == m.DraftState.SAVED


def test_a_round_is_closed_on_its_own_page_and_a_new_one_opened(officer: FlaskClient, stage: Stage) -> None:
    desk, year = f"/r/{stage.round_id}", clock.now().year + 1
    assert send(officer, f"{desk}/close", version=1).status_code == 303
    fields: dict[str, Any] = {"draft_id": stage.draft_id, "zone": "Europe/Vienna", "takes_late": "y"}
    refused = send(officer, f"/s/{stage.session_id}/rounds/new", day=f"{year}-02-30", time="18:00", **fields)
    assert (refused.status_code, "no such day" in refused.text) == (422, True)
    skipped = send(officer, f"/s/{stage.session_id}/rounds/new", day="2027-03-28", time="02:30", **fields)
    assert (skipped.status_code, "does not exist in Vienna" in skipped.text) == (422, True)
    made = send(officer, f"/s/{stage.session_id}/rounds/new", day=f"{year}-03-02", time="18:00", **fields).headers["Location"]
    new = made.removesuffix("/desk")
    assert send(officer, f"{new}/open", version=1).status_code == 303
    assert send(officer, f"{new}/open", f"{new}/close", version=1).status_code == 409
    calendar = officer.get(f"{new}/deadline.ics")
    assert calendar.text.startswith("BEGIN:VCALENDAR\r\n")
    assert f"DTSTART:{year}0302T170000Z\r\n" in calendar.text
    assert all(len(line.encode()) <= 75 for line in calendar.text.split("\r\n"))


def test_a_stale_form_shows_both_and_keeps_what_was_typed(officer: FlaskClient, stage: Stage) -> None:
    page = f"/s/{stage.session_id}/facts"
    fields = {**SESSION, "ordinal": "10", "version": "1"}
    assert send(officer, page, **{**fields, "place": "Geneva"}).status_code == 303
    stale = send(officer, page, **{**fields, "place": "Doha"})
    assert stale.status_code == 409
    assert "Geneva" in words_of(stale)
    assert 'value="Doha"' in stale.text
    assert send(officer, page, **{**fields, "place": "Doha", "version": "2"}).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # every field on both: test_every_form
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_in_every_field_are_cleaned_or_refused_with_a_sentence(officer: FlaskClient, stage: Stage, kind: str) -> None:
    evil, session = HOSTILE[kind], f"/s/{stage.session_id}"
    forms: list[tuple[str, dict[str, Any]]] = [
        (f"{session}/facts", {**dict.fromkeys((*SESSION, "chair", "mandate", "symbol", "title", "officer_address", "version"), evil)}),
        (f"{session}/facts", {**SESSION, "ordinal": "10", "version": "1", "chair": evil, "mandate": evil, "symbol": evil}),
        (f"{session}/agenda/new", {"number": evil, "title": evil}),
        (f"{session}/topics/new", {"title": evil, "kind": evil, "agenda_item_id": evil}),
        (f"{session}/topics/new", {"title": evil, "kind": "general", "agenda_item_id": "0"}),
        (f"{session}/delegations/add", {"party": evil, "pasted": evil, "states_are": "state_party"}),
        (f"/delegations/{stage.delegations['Brazil']}", {"name": evil, "category": evil, "standing": evil, "region": evil, "version": "1"}),
        (f"{session}/standings", {"standing": evil, "from_on": evil, "delegation": evil}),
        (f"{session}/groups", {"name": evil}),
        (f"{session}/rounds/new", {"draft_id": evil, "day": evil, "time": evil, "zone": evil}),
        (f"/r/{stage.round_id}/extend", {"day": "2027-01-01", "time": evil, "zone": "Europe/Vienna", "reason": evil, "version": "1"}),
        (f"/r/{stage.round_id}/close", {"version": evil}),
        (f"{session}/drafts/new", {"file": (io.BytesIO(evil.encode()), f"{evil[:200]}.docx")}),
    ]
    for path, fields in forms:
        answer = send(officer, path, **fields)
        assert answer.status_code in ((303, 409, 413, 422) if kind == "large" else (303, 409, 422)), (
            path,
            answer.status_code,
            words_of(answer)[:300],
        )
        assert "<script>alert" not in answer.text
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", answer.text), path
    for page in (f"{session}/desk", f"{session}/delegations", f"{session}/history", f"{session}/groups", "/secretariat"):
        shown = officer.get(page)
        assert (shown.status_code, "<script>alert" in shown.text) == (200, False)
    for page in (f"{session}/delegations", f"{session}/history", f"/r/{stage.round_id}/submissions"):
        asked = officer.get(
            page, query_string={"q": evil[:500], "sort": evil[:90], "page": evil[:90], "who": evil[:90], "category": evil[:90]}
        )
        assert asked.status_code == 200


def test_a_sheet_holds_what_is_shown_and_never_a_formula(officer: FlaskClient, stage: Stage) -> None:
    send(officer, f"/s/{stage.session_id}/delegations/add", pasted=f"{HOSTILE['formula']}\n", states_are="state_party")
    answer = officer.get(f"/s/{stage.session_id}/delegations?as=xlsx&sort=-name")
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    names = [str(row[0].value) for row in sheet.iter_rows(min_row=2)]
    shown = re.findall(r'<th scope="row"><a [^>]*><bdi>([^<]+)</bdi>', officer.get(f"/s/{stage.session_id}/delegations?sort=-name").text)
    assert names == [unescape(name) for name in shown]
    assert '=HYPERLINK("http://x"' in names
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_draft_is_put_right_before_it_is_saved_and_not_after(officer: FlaskClient, stage: Stage) -> None:
    page = f"/s/{stage.session_id}/drafts/new"
    preview = send(officer, page, file=(io.BytesIO(make_docx(body())), "draft.docx")).headers["Location"]
    before = officer.get(preview).text.count('<li id="unit-')
    assert send(officer, f"{preview}/u/1/join", f"{preview}/u/1", version=1).status_code == 303
    assert officer.get(preview).text.count('<li id="unit-') == before - 1
    assert send(officer, f"{preview}/u/1/join", f"{preview}/u/1", version=1).status_code == 409
    missing = send(officer, f"{preview}/u/1/split", f"{preview}/u/1", version=2, words="not there")
    assert (missing.status_code, "do not stand in the text" in missing.text) == (422, True)
    assert send(officer, f"{preview}/undo", preview, version=2).status_code == 303
    assert officer.get(preview).text.count('<li id="unit-') == before
    assert send(officer, f"{preview}/save", preview).status_code == 303
    assert officer.get(f"{preview}/u/1").status_code == 409


def test_nobody_else_reaches_the_desk(app: Flask, database: Database, stage: Stage) -> None:
    pages = (
        f"/s/{stage.session_id}/desk",
        f"/r/{stage.round_id}/desk",
        f"/r/{stage.round_id}/submissions",
        f"/s/{stage.session_id}/history",
    )
    for person in (stage.heads["Brazil"], stage.observer):
        client = client_of(app, database, person)
        assert [client.get(page).status_code for page in ("/secretariat", *pages)] == [403] * 5
    assert app.test_client().get("/secretariat").status_code == 303
