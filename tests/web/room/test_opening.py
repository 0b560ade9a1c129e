"""Take a text into the room from the pages of a round and of a draft."""

from flask import Flask

from tests.make import Stage
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
