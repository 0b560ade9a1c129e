"""Take a text into the room from the pages of a round and of a draft."""

from flask import Flask
from sqlalchemy import select

from tests.make import Stage
from tests.put import Held, close
from tests.reading import Reading
from tests.web.forms import find_form, read_forms
from tests.web.signing import client_of, post
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.services.rounds import close_round


def test_a_closed_rounds_page_takes_its_text_into_the_room(app: Flask, database: Database, stage: Stage) -> None:
    staff = client_of(app, database, stage.officer)
    path = f"/r/{stage.round_id}/room"
    early = post(staff, path)
    assert early.status_code == 409
    assert "Close the round first" in early.text
    with database.write() as db:
        close_round(db, stage.officer, round_id=stage.round_id, version=db.get_one(m.Round, stage.round_id).version)
    assert f'action="{path}"' in staff.get(f"/r/{stage.round_id}/desk").text
    opened = post(staff, path)
    assert opened.status_code == 303
    assert staff.get(opened.location).status_code == 200
    assert post(staff, path).status_code == 409


def test_a_drafts_page_takes_it_into_the_room_without_a_round(app: Flask, database: Database, stage: Stage) -> None:
    staff = client_of(app, database, stage.officer)
    path = f"/d/{stage.draft_id}/room"
    assert f'action="{path}"' in staff.get(f"/d/{stage.draft_id}").text
    assert post(staff, path).status_code == 303
    with database.read() as db:
        assert db.query(m.Negotiation).count() == 1


def test_nothing_that_waits_to_be_confirmed_is_left_behind(app: Flask, database: Database, case: Held) -> None:
    """What is not confirmed stops the opening; what comes into the round later is listed as not in the room."""
    close(database, case)
    with database.write() as db:
        late = db.scalars(select(m.Submission).where(m.Submission.round_id == case.round_id)).first()
        assert late is not None
        late.state, late_id, name = m.SubmissionState.STAGED, late.id, late.delegation.name if late.delegation else ""
    staff = client_of(app, database, case.officer)
    answer = post(staff, f"/r/{case.round_id}/room")
    assert (answer.status_code, "1 submission waits to be confirmed" in answer.text) == (409, True)
    with database.write() as db:
        db.get_one(m.Submission, late_id).state = m.SubmissionState.SET_ASIDE
    opened = post(staff, f"/r/{case.round_id}/room")
    assert "Not in the room" not in staff.get(opened.location).text
    with database.write() as db:
        db.get_one(m.Submission, late_id).state = m.SubmissionState.IN_FORCE
    for page in (opened.location, f"{opened.location}/freeze"):
        text = staff.get(page).text
        assert "Not in the room" in text
        assert f"<strong><bdi>{name}</bdi></strong>" in text


def test_who_enters_something_later_is_told_that_the_room_has_it_not(app: Flask, database: Database, reading: Reading) -> None:
    staff = client_of(app, database, reading.held.officer)
    desk = find_form(staff, f"/r/{reading.held.round_id}/contribute", "delegation")
    entered = desk.send(staff, {"delegation": "Kenya", "unit": "1", "kind": "comment", "text": "Late words.", "act": "next"})
    form = next(one for one in read_forms(staff.get(entered.location).text, entered.location) if "/contributions/" in one.action)
    done = form.send(staff, {"act": "confirm"})
    assert done.status_code == 303, done.text
    assert "The text is in the room already, and this is not" in staff.get(done.location).text
    assert "Not in the room" in client_of(app, database, reading.held.operator).get(f"/n/{reading.id}").text
