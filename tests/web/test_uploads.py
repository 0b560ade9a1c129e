"""Routes that take files take more than a form, and only from those who are signed in, unless they are public."""

import io

from flask import Flask

from tests.make import Stage
from tests.web.signing import client_of, token_of
from wgtracker.db import Database

LARGE = b"x" * (3 * 2**20)


def test_a_route_for_files_takes_what_a_form_may_not_hold(app: Flask, database: Database, stage: Stage) -> None:
    client = client_of(app, database, stage.officer)
    page = f"/s/{stage.session_id}/drafts/new"
    token = token_of(client.get(page).text)
    taken = client.post(page, data={"csrf_token": token, "file": (io.BytesIO(LARGE), "large.docx")})
    refused = client.post(f"/s/{stage.session_id}/groups", data={"csrf_token": token, "file": (io.BytesIO(LARGE), "large.docx")})
    assert (taken.status_code, "large.docx" in taken.text) == (422, True)
    assert refused.status_code == 413


def test_a_stranger_uploads_no_more_than_a_form(app: Flask, stage: Stage) -> None:
    answer = app.test_client().post(f"/s/{stage.session_id}/drafts/new", data={"file": (io.BytesIO(LARGE), "large.docx")})
    assert answer.status_code == 413
