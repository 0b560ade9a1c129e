"""What the room and the Chair see: the same words as the operator, no private notes on the screen, live parts of every page."""

from flask import Flask

from tests.reading import Reading
from tests.web.pages import client_of
from wgtracker.db import Database
from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.services.notes import write_note


def test_the_screen_shows_the_point_and_no_note(app: Flask, database: Database, reading: Reading) -> None:
    with database.write() as db:
        write_note(
            db, reading.held.chair, session_id=reading.held.session_id, recommendation_id=reading.unit("3.").id, text="Ask Egypt alone."
        )
    client = client_of(app, database, reading.held.heads["Kenya"])
    for path in ("screen", "screen/part"):
        page = client.get(f"/n/{reading.id}/{path}").text
        assert "whenever possible" in page
        assert "Ask Egypt" not in page
    assert "data-live" in client.get(f"/n/{reading.id}/screen").text
    chair = client_of(app, database, reading.held.chair)
    assert "Ask Egypt alone." in chair.get(f"/n/{reading.id}/chair").text


def test_the_overview_counts_what_is_agreed(app: Flask, database: Database, reading: Reading) -> None:
    reading.do("4.", r.Moved(Status.AGREED))
    reading.do("5.", r.Moved(Status.PENDING, ("Brazil",)))
    client = client_of(app, database, reading.held.heads["Kenya"])
    for path in ("overview", "overview/part"):
        page = client.get(f"/n/{reading.id}/{path}").text
        assert "1 of 7 agreed" in page
        assert "pending" in page
        assert "6 (a)" in page


def test_the_chair_is_told_what_to_say_next(app: Flask, database: Database, reading: Reading) -> None:
    client = client_of(app, database, reading.held.chair)
    assert "Change 3.1, 3 proposals" in client.get(f"/n/{reading.id}/chair").text
    other = client.get(f"/n/{reading.id}/chair/u/{reading.unit('4.').id}").text
    assert "Nothing is proposed here" in other
    assert "<form" not in client.get(f"/n/{reading.id}/chair/part").text
    reading.do("3.", r.Took(tuple(reading.of("3.", "Kenya"))), reason="Broad support")
    page = client.get(f"/n/{reading.id}/chair/part").text
    assert "ask what they propose now: Egypt" in page
    assert "Broad support" in page


def test_delegations_have_the_screen_and_not_the_chairs_page(app: Flask, database: Database, reading: Reading) -> None:
    client = client_of(app, database, reading.held.heads["Kenya"])
    assert client.get(f"/n/{reading.id}/screen").status_code == 200
    assert client.get(f"/n/{reading.id}/chair").status_code == 403
    assert app.test_client().get(f"/n/{reading.id}/screen").status_code == 303


def test_the_way_to_the_room(app: Flask, database: Database, reading: Reading) -> None:
    officer = client_of(app, database, reading.held.officer)
    session, room = reading.held.session_id, f"/n/{reading.id}"
    for page in (f"/r/{reading.held.round_id}/desk", f"/s/{session}/desk", "/d/2", "/", "/chair"):
        assert room in officer.get(page).text, page
    assert f"{room}/screen" not in app.test_client().get("/").text
