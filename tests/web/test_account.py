"""Sign in, stay signed in, sign out."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import Stage
from wgtracker import clock, passwords
from wgtracker import models as m
from wgtracker.db import Database

SECRET = "ripe lanterns under oak"


def token_of(page: str) -> str:
    """Find the CSRF token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page[:2000]
    return found.group(1)


def post(client: FlaskClient, path: str, fields: dict[str, object], page: str = "/sign-in") -> object:
    """Send a form with the token of a page that shows one."""
    return client.post(path, data={"csrf_token": token_of(client.get(page).text), **fields})


def give_password(database: Database, user_id: int | None, password: str = SECRET) -> str:
    """Give a user a password; return the address."""
    hashed = passwords.hash_password(password)
    with database.write() as db:
        user = db.get_one(m.User, user_id)
        user.password_hash = hashed
        return user.email


@pytest.fixture
def email(database: Database, stage: Stage) -> str:
    """Lend the address of a head of delegation who has a password."""
    return give_password(database, stage.heads["Brazil"].user_id)


def test_sign_in_gives_a_place_and_a_safe_cookie(client: FlaskClient, database: Database, stage: Stage, email: str) -> None:
    page = client.get("/sign-in?next=/s/1").text
    answer = client.post("/sign-in", data={"csrf_token": token_of(page), "email": f" {email.upper()} ", "password": SECRET, "next": "/s/1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/s/1")
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("wgtracker="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Head of Brazil" in client.get("/").text
    with database.read() as db:
        place = db.query(m.SignIn).one()
        assert place.user_id == stage.heads["Brazil"].user_id
        assert place.token_hash not in cookie
        assert db.query(m.Event).filter_by(act="sign_in").count() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: FlaskClient, email: str) -> None:
    answers = []
    for address in (email, "nobody@example.org"):
        token = token_of(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"csrf_token": token, "email": address, "password": "quite another secret"})
        answers.append((answer.status_code, answer.text.replace(address, "").replace(token_of(answer.text), "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert "There is a problem" in answers[0][1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_tries_are_slowed_for_one_account_and_not_for_its_neighbours(
    client: FlaskClient, database: Database, stage: Stage, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = give_password(database, stage.heads["Egypt"].user_id)
    token = token_of(client.get("/sign-in").text)

    def attempt(address: str, password: str) -> int:
        return client.post("/sign-in", data={"csrf_token": token, "email": address, "password": password}).status_code

    codes = [attempt(email, "wrong") for _ in range(6)]
    assert codes[:4] == [422] * 4
    assert codes[4:] == [429] * 2
    assert attempt(other, SECRET) == 303
    assert attempt(email, SECRET) == 429
    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert attempt(email, SECRET) == 303


def test_signing_out_ends_the_place_even_for_a_copied_cookie(app: Flask, client: FlaskClient, email: str) -> None:
    post(client, "/sign-in", {"email": email, "password": SECRET})
    copied = client.get_cookie("wgtracker")
    assert copied
    post(client, "/sign-out", {}, "/")
    assert "Head of Brazil" not in client.get("/").text
    thief = app.test_client()
    thief.set_cookie("wgtracker", copied.value)
    assert "Head of Brazil" not in thief.get("/").text
