"""Work at the delegates' desk as a browser does: read a page, fill its form in, send it with all hidden fields."""

import html
import re
from collections.abc import Mapping
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.make import Stage, unit_ids
from tests.web.signing import client_of
from wgtracker import models as m
from wgtracker.db import Database

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NAME, _VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')
_AREA = re.compile(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', re.DOTALL)


def hidden(page: str) -> dict[str, str]:
    """Give the hidden fields of a page's forms."""
    found = {}
    for tag in _HIDDEN.findall(page):
        name, value = _NAME.search(tag), _VALUE.search(tag)
        if name:
            found[name.group(1)] = html.unescape(value.group(1)) if value else ""
    return found


def typed(page: str) -> str:
    """Give what stands in the field "text" as a browser has it: one line end after the tag is none of it, and each is CR LF when sent."""
    found = _AREA.search(page)
    assert found, page[:3000]
    words = html.unescape(found.group(1)).replace("\r\n", "\n")
    return words.removeprefix("\n").replace("\n", "\r\n")


class Seat(NamedTuple):
    """Somebody at the desk."""

    client: FlaskClient
    round_id: int

    def read(self, path: str = "") -> str:
        """Read a page of the round; it must be there."""
        response = self.client.get(f"/r/{self.round_id}{path}")
        assert response.status_code == 200, (path, response.status_code, response.text[:2000])
        return response.text

    def send(self, path: str, fields: Mapping[str, object], page: str | None = None) -> TestResponse:
        """Send the form of a page of the round, or the one of `page`."""
        shown = self.read(path) if page is None else page
        return self.client.post(f"/r/{self.round_id}{path}", data={**hidden(shown), **fields})

    def submit(self, extra: Mapping[str, object] | None = None) -> int:
        """Check and send what is written; give the id of the submission."""
        found = re.search(r"/sub/(\d+)/check", self.read())
        assert found
        page = self.client.get(f"/sub/{found.group(1)}/check").text
        response = self.client.post(f"/sub/{found.group(1)}/send", data={**hidden(page), **(extra or {})})
        assert response.status_code == 303, response.text
        return int(response.headers["Location"].rsplit("/", 1)[-1])


def seat(app: Flask, database: Database, stage: Stage, who: str = "heads", of: str = "Brazil") -> Seat:
    """Sit somebody down. who: heads | drafters | reviewers."""
    return Seat(client_of(app, database, getattr(stage, who)[of]), stage.round_id)


def units(database: Database, stage: Stage) -> dict[str, int]:
    """Give the ids of the units by label."""
    with database.read() as db:
        return unit_ids(db, stage.draft_id)


def live(database: Database) -> list[m.Amendment]:
    """List the amendments that are not ended, oldest first."""
    with database.read() as db:
        return list(db.scalars(select(m.Amendment).where(m.Amendment.ended_at.is_(None)).order_by(m.Amendment.id)))
