"""Use the site as a person does: forms with the token of a page that shows one, letters read from the outbox."""

import re
from collections.abc import Mapping

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.make import sign_in
from wgtracker import models as m
from wgtracker import passwords
from wgtracker.db import Database
from wgtracker.policy import Actor

SECRET = "ripe lanterns under oak"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def token_of(page: str) -> str:
    """Find the CSRF token of a page."""
    found = _TOKEN.search(page)
    assert found, page[:2000]
    return found.group(1)


def post(client: FlaskClient, path: str, fields: Mapping[str, object] | None = None, page: str = "/sign-in") -> TestResponse:
    """Send a form with the token of a page that shows one."""
    return client.post(path, data={"csrf_token": token_of(client.get(page).text), **(fields or {})})


def client_of(app: Flask, database: Database, person: Actor) -> FlaskClient:
    """Give a client that somebody is signed in with."""
    with database.write() as db:
        token = sign_in(db, person)
    client = app.test_client()
    client.set_cookie("wgtracker", token)
    return client


def give_password(database: Database, user_id: int | None, password: str = SECRET) -> str:
    """Give a user a password; return the address."""
    hashed = passwords.hash_password(password)
    with database.write() as db:
        user = db.get_one(m.User, user_id)
        user.password_hash = hashed
        return user.email


def letters_to(database: Database, address: str) -> list[m.OutboxLetter]:
    """Give the letters to an address, the oldest first."""
    with database.read() as db:
        return list(db.query(m.OutboxLetter).filter_by(to=address).order_by(m.OutboxLetter.id))


def link_in(letter: m.OutboxLetter) -> str:
    """Give the path of the link in a letter."""
    found = re.search(r"http://localhost(/[il]/[\w-]+)", letter.body)
    assert found, letter.body
    return found.group(1)
