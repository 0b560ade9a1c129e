"""En bloc: paragraphs without open proposals are offered, each can be dropped, all are done together or none."""

from flask import Flask

from tests.reading import Reading
from tests.web.forms import Form, read_forms
from tests.web.pages import client_of
from wgtracker.db import Database
from wgtracker.room import model as r
from wgtracker.room.life import Status


def form_of(page: str) -> Form:
    return next(one for one in read_forms(page, "/") if "to" in one.names())


def test_what_is_quiet_is_chosen_read_back_and_done_together(app: Flask, database: Database, reading: Reading) -> None:
    client = client_of(app, database, reading.held.operator)
    form = form_of(client.get(f"/n/{reading.id}/bloc").text)
    chosen = form.data()["unit"]
    assert str(reading.unit("4.").id) in chosen
    assert str(reading.unit("3.").id) not in chosen
    back = form.send(client, {"unit": [one for one in chosen if one != str(reading.unit("5.").id)]})
    assert "This will be done together" in back.text
    assert reading.unit("4.").state.status == Status.TABLED
    assert form_of(back.text).send(client, {"reason": "No proposals"}).status_code == 303
    assert reading.unit("4.").state.status == Status.AGREED
    assert reading.unit("5.").state.status == Status.TABLED


def test_one_that_changed_meanwhile_stops_all(app: Flask, database: Database, reading: Reading) -> None:
    client = client_of(app, database, reading.held.operator)
    form = form_of(client.get(f"/n/{reading.id}/bloc?to=agreed_ad_referendum").text)
    reading.do("5.", r.Moved(Status.UNDER_NEGOTIATION))
    answer = form.send(client, {"confirmed": "yes"})
    assert answer.status_code == 409
    assert "Nothing was done" in answer.text
    assert reading.unit("4.").state.status == Status.TABLED


def test_nothing_chosen_is_refused(app: Flask, database: Database, reading: Reading) -> None:
    client = client_of(app, database, reading.held.operator)
    answer = form_of(client.get(f"/n/{reading.id}/bloc").text).send(client, {"unit": None})
    assert answer.status_code == 422


def test_a_new_paragraph_is_not_chosen_from_the_start_and_says_who_asks_for_it(app: Flask, database: Database, reading: Reading) -> None:
    client = client_of(app, database, reading.held.operator)
    page = client.get(f"/n/{reading.id}/bloc").text
    assert str(reading.unit("3 bis").id) not in form_of(page).data()["unit"]
    assert "new, asked for by " in page
