"""Sign in, stay signed in, sign out."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import Stage
from tests.web.signing import SECRET, client_of, give_password, post, token_of
from wgtracker import clock, passwords
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.services.sign_in import ABSOLUTE


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

    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start)  # a slow machine must not wait the pause out between two tries
    codes = [attempt(email, "wrong") for _ in range(6)]
    assert codes[:4] == [422] * 4
    assert codes[4:] == [429] * 2
    assert attempt(other, SECRET) == 303
    assert attempt(email, SECRET) == 429
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(seconds=61))
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


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "wish",
    [
        "//evil.example/", "/\\evil.example", "\\\\evil.example", "https://evil.example/", "http:evil.example", "javascript:alert(1)",
        "/\t/evil.example", "\t//evil.example", "/\n/evil.example", " //evil.example", "///evil.example", "/%09/../\\evil", "evil.example",
        "//evil.example\\@localhost/", "http://localhost@evil.example/", "/" + "a" * 2000, "data:text/html,x", "?next=//x", "/é",
    ],
)  # fmt: skip
def test_next_leads_to_own_pages_only(client: FlaskClient, email: str, wish: str) -> None:
    answer = post(client, "/sign-in", {"email": email, "password": SECRET, "next": wish})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_page_that_needs_a_person_leads_back_after_signing_in(client: FlaskClient, email: str) -> None:
    asked = client.get("/account?x=1")
    assert asked.status_code == 303
    page = client.get(asked.headers["Location"]).text
    assert 'value="/account?x=1"' in page
    answer = post(client, "/sign-in", {"email": email, "password": SECRET, "next": "/account?x=1"}, asked.headers["Location"])
    assert answer.headers["Location"] == "/account?x=1"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_place_ends_when_it_stands_unused_and_at_the_latest_after_a_week(
    app: Flask, database: Database, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(app, database, stage.heads["Brazil"])
    start = clock.now()
    hours = 0
    while hours < ABSOLUTE.total_seconds() / 3600 - 10:
        hours += 10
        monkeypatch.setattr(clock, "now", lambda at=start + timedelta(hours=hours): at)
        assert client.get("/account").status_code == 200, hours
    monkeypatch.setattr(clock, "now", lambda: start + ABSOLUTE + timedelta(minutes=1))
    assert client.get("/account").status_code == 303
    other = client_of(app, database, stage.heads["Egypt"])
    later = start + ABSOLUTE + timedelta(hours=14)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert other.get("/account").status_code == 303


def test_a_password_made_with_older_settings_is_hashed_anew(client: FlaskClient, database: Database, stage: Stage) -> None:
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(SECRET)
    with database.write() as db:
        user = db.get_one(m.User, stage.heads["Brazil"].user_id)
        user.password_hash, email = old, user.email
    assert post(client, "/sign-in", {"email": email, "password": SECRET}).status_code == 303
    with database.read() as db:
        stored = db.get_one(m.User, stage.heads["Brazil"].user_id).password_hash
    assert stored != old
    assert passwords.verify(stored, SECRET)


def test_signing_out_everywhere_ends_all_places_of_one_person(app: Flask, database: Database, stage: Stage) -> None:
    here, there, other = (client_of(app, database, stage.heads[name]) for name in ("Brazil", "Brazil", "Egypt"))
    answer = post(here, "/account/sign-out-everywhere", {}, "/account/sign-out-everywhere")
    assert "You are signed out" in answer.text
    assert [client.get("/account").status_code for client in (here, there, other)] == [303, 303, 200]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_one_other_place_is_ended_and_nobody_elses(app: Flask, database: Database, stage: Stage) -> None:
    here, there, other = (client_of(app, database, stage.heads[name]) for name in ("Brazil", "Brazil", "Egypt"))
    with database.read() as db:
        first, second, third = [row.id for row in db.query(m.SignIn).order_by(m.SignIn.id)]
    assert post(here, f"/account/places/{second}/end", {}, "/account").status_code == 303
    assert post(here, f"/account/places/{third}/end", {}, "/account").status_code == 404
    assert [client.get("/account").status_code for client in (here, there, other)] == [200, 303, 200]
    assert first


def test_a_new_password_needs_the_present_one_and_ends_other_places(app: Flask, database: Database, stage: Stage, email: str) -> None:
    here, there = (client_of(app, database, stage.heads["Brazil"]) for _ in range(2))
    fresh = "violet tram sings quietly"
    wrong = {"present": "not this one at all", "password": fresh, "again": fresh}
    answer = post(here, "/account/password", wrong, "/account/password")
    assert answer.status_code == 422
    assert "This is not your present password." in answer.text
    assert fresh not in answer.text
    short = post(here, "/account/password", {"present": SECRET, "password": "short", "again": "short"}, "/account/password")
    assert "too short" in short.text
    unlike = post(here, "/account/password", {"present": SECRET, "password": fresh, "again": fresh + "x"}, "/account/password")
    assert "not the same" in unlike.text
    assert post(here, "/account/password", {**wrong, "present": SECRET}, "/account/password").status_code == 303
    assert [client.get("/account").status_code for client in (here, there)] == [200, 303]
    assert post(app.test_client(), "/sign-in", {"email": email, "password": fresh}).status_code == 303


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_name_and_zone_are_changed_and_a_stale_form_is_not(app: Flask, database: Database, stage: Stage) -> None:
    client = client_of(app, database, stage.heads["Brazil"])
    fields = {"name": "Ana\u202eSouza ", "zone": "America/Sao_Paulo", "version": "1"}
    assert post(client, "/account/details", fields, "/account").status_code == 303
    stale = post(client, "/account/details", {**fields, "name": "Another"}, "/account")
    assert stale.status_code == 409
    assert "Another" in stale.text
    assert post(client, "/account/details", {**fields, "zone": "Mars/Base"}, "/account").status_code == 422
    with database.read() as db:
        user = db.get_one(m.User, stage.heads["Brazil"].user_id)
        assert (user.name, user.zone) == ("Ana Souza", "America/Sao_Paulo")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_second_factor_is_asked_for_and_each_code_counts_once(
    app: Flask, client: FlaskClient, database: Database, stage: Stage, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import re

    import pyotp

    mine = client_of(app, database, stage.heads["Brazil"])
    page = mine.get("/account/second-factor").text
    secret = re.search(r'name="secret"[^>]*value="(\w+)"', page)
    assert secret
    totp = pyotp.TOTP(secret.group(1))
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start)
    code = totp.at(start)
    wrong = mine.post("/account/second-factor", data={"csrf_token": token_of(page), "secret": secret.group(1), "code": "000000"})
    assert wrong.status_code == 422
    kept = mine.post("/account/second-factor", data={"csrf_token": token_of(page), "secret": secret.group(1), "code": code}).text
    recovery = re.findall(r'"code">([\w-]+)<', kept)
    assert len(recovery) == 8

    def enter(code: str) -> int:
        fresh = app.test_client()
        answer = post(fresh, "/sign-in", {"email": email, "password": SECRET, "next": "/account"})
        assert answer.headers["Location"] == "/sign-in/code"
        assert fresh.get("/account").status_code == 303
        answer = fresh.post("/sign-in/code", data={"csrf_token": token_of(fresh.get("/sign-in/code").text), "code": code})
        if answer.status_code == 303:
            assert answer.headers["Location"] == "/account"
            assert fresh.get("/account").status_code == 200
        return answer.status_code

    assert enter(code) == 422  # used when it was enrolled
    assert enter(recovery[0]) == 303
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(seconds=60))
    assert enter(recovery[0]) == 422
    assert enter(totp.at(start + timedelta(seconds=60))) == 303
    assert client.get("/sign-in/code").status_code == 303
