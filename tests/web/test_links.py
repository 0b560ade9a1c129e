"""Links that came by mail: looking does not use them up, a button does, once."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import Stage
from tests.web.signing import SECRET, client_of, give_password, letters_to, link_in, post, token_of
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.services.links import make_sign_in_link


def ask(client: FlaskClient, email: str, purpose: str) -> str:
    """Ask for a link; give the page."""
    answer = post(client, "/sign-in/link", {"email": email, "purpose": purpose}, "/sign-in/link")
    assert answer.status_code == 200
    return answer.text


def test_a_link_signs_in_by_its_button_once(client: FlaskClient, app: Flask, database: Database, stage: Stage) -> None:
    email = stage.heads["Brazil"].email
    ask(client, email, "sign_in")
    [letter] = letters_to(database, email)
    link = link_in(letter)
    for _ in range(3):  # a mail scanner looks first
        assert "Head of Brazil" in app.test_client().get(link).text
    assert post(client, link, {}, link).status_code == 303
    assert client.get("/account").status_code == 200
    other = app.test_client()
    assert other.get(link).status_code == 410
    assert other.post(link, data={"csrf_token": token_of(other.get("/sign-in").text)}).status_code == 410
    assert other.get("/account").status_code == 303


def test_a_new_password_by_mail_ends_every_place_and_link(client: FlaskClient, app: Flask, database: Database, stage: Stage) -> None:
    email = give_password(database, stage.heads["Brazil"].user_id)
    there, neighbour = client_of(app, database, stage.heads["Brazil"]), client_of(app, database, stage.heads["Egypt"])
    ask(client, email, "reset")
    ask(client, email, "sign_in")
    reset, sign_in = [link_in(letter) for letter in letters_to(database, email)]
    fresh = "violet tram sings quietly"
    weak = post(client, reset, {"password": "passwordpassword1", "again": "passwordpassword1"}, reset)
    assert weak.status_code == 422
    assert post(client, reset, {"password": fresh, "again": fresh}, reset).status_code == 303
    assert client.get("/account").status_code == 200
    assert [there.get("/account").status_code, neighbour.get("/account").status_code] == [303, 200]
    assert app.test_client().get(sign_in).status_code == 410
    assert post(app.test_client(), "/sign-in", {"email": email, "password": SECRET}).status_code == 422
    assert post(app.test_client(), "/sign-in", {"email": email, "password": fresh}).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_link_expires(client: FlaskClient, database: Database, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.write() as db:
        user = db.get_one(m.User, stage.chair.user_id)
        url = make_sign_in_link(db, user, base_url="http://localhost", valid_for=timedelta(minutes=30))
    path = url.removeprefix("http://localhost")
    assert client.get(path).status_code == 200
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_address_that_nobody_has_gets_the_same_answer_and_no_letter(client: FlaskClient, database: Database, stage: Stage) -> None:
    known = ask(client, stage.chair.email, "reset").replace(stage.chair.email, "")
    unknown = ask(client, "nobody@example.org", "reset").replace("nobody@example.org", "")
    assert known == unknown
    assert letters_to(database, "nobody@example.org") == []
    with database.read() as db:
        assert db.query(m.MailedLink).count() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_letters_to_one_address_are_few(client: FlaskClient, database: Database, stage: Stage) -> None:
    codes = [post(client, "/sign-in/link", {"email": stage.chair.email, "purpose": "reset"}, "/sign-in/link").status_code for _ in range(7)]
    assert codes[0] == 200
    assert codes[-1] == 429
    assert len(letters_to(database, stage.chair.email)) <= 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_links_lead_to_the_set_address_whatever_the_request_says(client: FlaskClient, database: Database, stage: Stage) -> None:
    page = client.get("/sign-in/link").text
    fields = {"csrf_token": token_of(page), "email": stage.chair.email, "purpose": "reset"}
    assert client.post("/sign-in/link", data=fields, headers={"Host": "evil.example"}).status_code == 400
    client.post("/sign-in/link", data=fields, headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})
    [letter] = letters_to(database, stage.chair.email)
    assert "evil" not in letter.body
    assert "http://localhost/l/" in letter.body
