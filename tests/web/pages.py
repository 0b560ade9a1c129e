"""Look at pages as tests do: a signed-in client, forms sent with their token, statements counted."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.make import sign_in
from wgtracker.db import Database
from wgtracker.policy import Actor

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def client_of(app: Flask, database: Database, actor: Actor) -> FlaskClient:
    """Give a client that this person is signed in with."""
    with database.write() as db:
        token = sign_in(db, actor)
    client = app.test_client()
    client.set_cookie("wgtracker", token)
    return client


def send(client: FlaskClient, page: str, action: str, fields: Mapping[str, str]) -> TestResponse:
    """Send a form to an address, with the token that a page shows."""
    found = _TOKEN.search(client.get(page).text)
    assert found is not None, f"{page} has no form"
    return client.post(action, data={"csrf_token": found[1], **fields})


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """List the statements that are sent to the application's database meanwhile."""
    statements: list[str] = []
    engine = app.extensions["wgtracker_db"].engine

    def note(connection: object, cursor: object, statement: str, *others: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
