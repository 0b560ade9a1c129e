"""Staff enter what came by e-mail, and place by hand, through pages that work without scripts."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.make import Stage
from tests.web.secretariat.test_receiving import act, drop, names_in_force
from tests.web.signing import client_of, token_of
from tests.word.files import make_docx
from wgtracker import models as m
from wgtracker.db import Database

STRANGER = make_docx("<p>{Dear colleagues,}</p><p><ins>{Please add labour inspectors.}</ins></p>")
WORDING = "States parties must strengthen the early identification of victims of trafficking."


@pytest.fixture
def staff(app: Flask, database: Database, stage: Stage) -> FlaskClient:
    return client_of(app, database, stage.officer)


def enter(staff: FlaskClient, path: str, **fields: str) -> tuple[int, str, str]:
    """Send the form of a contribution; give the status, where it leads, and the page."""
    page = staff.get(path).text
    key = re.search(r'name="key"[^>]*value="([^"]*)"', page)
    assert key
    data = {
        "csrf_token": token_of(page), "key": key.group(1), "delegation": "Egypt", "channel": "email", "received": "2020-09-12T10:30",
        "unit": "4", "kind": "wording", "act": "next", **fields,
    }  # fmt: skip
    answer = staff.post(path, data=data)
    return answer.status_code, answer.location or "", answer.text


def test_an_item_is_previewed_saved_and_confirmed(staff: FlaskClient, database: Database, stage: Stage) -> None:
    path = f"/r/{stage.round_id}/contribute"
    status, _where, page = enter(staff, path, text=WORDING, act="preview")
    assert (status, "must" in page) == (200, True)
    status, where, _page = enter(staff, path, text=WORDING)
    assert status == 303
    assert names_in_force(database, stage.round_id) == []
    page = staff.get(where).text
    found = re.search(r'action="(/contributions/\d+)".*?name="version" value="(\d+)"', page, re.S)
    assert found
    done = staff.post(found.group(1), data={"csrf_token": token_of(page), "version": found.group(2), "act": "confirm"})
    assert done.status_code == 303
    assert names_in_force(database, stage.round_id) == ["Egypt (e-mail)"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": WORDING, "delegation": "Atlantis"}, "Atlantis"),
        ({"text": WORDING, "received": "yesterday"}, "yesterday"),
        ({"text": ""}, "Write how the paragraph should read"),
        ({"text": WORDING, "unit": "999"}, "There is a problem"),
        ({"text": "x" * 30_000}, "too long"),
        ({"text": WORDING, "kind": "nonsense"}, "There is a problem"),
    ],
    ids=range(6),
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(staff: FlaskClient, stage: Stage, fields: dict[str, str], says: str) -> None:
    status, _where, page = enter(staff, f"/r/{stage.round_id}/contribute", **fields)
    assert status == 422
    assert says in page
    assert fields["text"] in page


def test_what_has_no_place_is_placed_and_undone(staff: FlaskClient, database: Database, stage: Stage) -> None:
    batch = drop(staff, stage.round_id, [("Brazil.docx", STRANGER)])
    with database.read() as db:
        number = db.scalars(select(m.Submission)).one().id
    act(staff, batch.location, "confirm", pick=number)
    path = f"/r/{stage.round_id}/placing"
    with database.read() as db:
        asides = [row.id for row in db.scalars(select(m.Aside)) if "inspectors" in row.proposed]
    page = staff.get(f"{path}?item={asides[0]}&unit=4").text
    fields = {"csrf_token": token_of(page), "version": "1", "unit": "4", "new_words": "Please add labour inspectors.", "act": "new"}
    assert staff.post(f"/asides/{asides[0]}", data=fields).status_code == 303
    assert "placed as a new paragraph after 4" in staff.get(path).text
    assert staff.post(f"/asides/{asides[0]}", data=fields).status_code == 409
    assert staff.post(f"/asides/{asides[0]}", data={**fields, "version": "2", "act": "undo"}).status_code == 303
    assert "placed as a new paragraph" not in staff.get(path).text


@pytest.mark.parametrize(
    ("more", "says"),
    [({}, "Left over, and still on the list: “Please”"), ({"not_taken": "y", "why": "A request"}, "recorded as not taken: “Please”")],
    ids=["stays", "not taken"],
)
def test_words_left_out_are_told_when_the_rest_is_placed(
    staff: FlaskClient, database: Database, stage: Stage, more: dict[str, str], says: str
) -> None:
    batch = drop(staff, stage.round_id, [("Brazil.docx", STRANGER)])
    with database.read() as db:
        number = db.scalars(select(m.Submission)).one().id
    act(staff, batch.location, "confirm", pick=number)
    with database.read() as db:
        aside = next(row.id for row in db.scalars(select(m.Aside)) if "inspectors" in row.proposed)
    path = f"/r/{stage.round_id}/placing"
    page = staff.get(f"{path}?item={aside}&unit=4").text
    assert "Words that the wording leaves out" in page
    fields = {"csrf_token": token_of(page), "version": "1", "unit": "4", "new_words": "Add labour inspectors.", "act": "new"}
    for wrong in ({"not_taken": "y"}, {"why": "A request"}):
        answer = staff.post(f"/asides/{aside}", data={**fields, **wrong})
        assert answer.status_code == 422
        assert "not taken" in answer.text
    assert staff.post(f"/asides/{aside}", data={**fields, **more}).status_code == 303
    assert says in staff.get(path).text


def test_an_unreadable_file_is_entered_by_hand_and_confirmed(staff: FlaskClient, database: Database, stage: Stage) -> None:
    batch = drop(staff, stage.round_id, [("Egypt.docx", b"%PDF-1.4 a scan")])
    with database.read() as db:
        number = db.scalars(select(m.Submission)).one().id
    status, _where, _page = enter(staff, f"/r/{stage.round_id}/contribute?to={number}", text=WORDING)
    assert status == 303
    assert act(staff, batch.location, "confirm", pick=number).status_code == 303
    with database.read() as db:
        row = db.get_one(m.Submission, number)
        assert (str(row.state), [one.proposed for one in row.amendments]) == ("in_force", [WORDING])
        assert row.account[0][0] == row.account[0][1] > 0
