"""Many double clicks make each thing once; five hundred rows are shown a page at a time, quickly."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.make import Stage
from tests.web.forms import find_form
from tests.web.pages import counted
from tests.web.signing import client_of
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database

CLICKS = int(os.environ.get("WGTRACKER_CLICKS", "25"))
"""Pairs of clicks; 500 for the figure in the report."""
ROWS = 500


def test_two_clicks_at_once_enter_one_contribution(app: Flask, database: Database, stage: Stage) -> None:
    first = client_of(app, database, stage.officer)
    form = find_form(first, f"/r/{stage.round_id}/contribute", "delegation")
    cookies = [first.get_cookie(name) for name in ("wgtracker", "form")]

    def click(number: int) -> str:
        client = app.test_client()
        for cookie in cookies:
            assert cookie is not None
            client.set_cookie(cookie.key, cookie.value)
        words = {
            "delegation": "Brazil",
            "unit": "1",
            "kind": "comment",
            "text": f"Comment {number}.",
            "key": f"key-{number}",
            "act": "next",
        }
        answer = form.send(client, {**words, "key": f"key-{number}", "act": "next"})
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, [number for number in range(CLICKS) for _twice in range(2)]))
    assert answers[::2] == answers[1::2]
    assert len(set(answers)) == CLICKS
    with database.read() as db:
        assert db.scalar(select(func.count(m.Submission.id))) == CLICKS
        assert db.scalar(select(func.count(m.Event.id)).where(m.Event.act == "enter_item")) in (0, CLICKS)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_five_hundred_rows_are_shown_a_page_at_a_time(app: Flask, database: Database, stage: Stage) -> None:
    at = clock.now()
    with database.write() as db:
        for number in range(ROWS):
            name = f"Organization {number:03}"
            db.add(
                m.Delegation(session_id=stage.session_id, name=name, category="NGO", sort_key=name, standing=m.Standing.NGO, created_at=at)
            )
            db.add(
                m.OutboxLetter(
                    to=f"a{number}@example.org", subject=f"Letter {number}", body="Words.", session_id=stage.session_id, created_at=at,
                    next_try_at=at,
                )
            )  # fmt: skip
            db.add(m.Invitation(
                token_hash=f"h{number}", email=f"b{number}@example.org", name="N", roles=["head"], session_id=stage.session_id,
                created_at=at, expires_at=at + timedelta(days=3), delegation_id=stage.delegations["Brazil"],
            ))  # fmt: skip
            db.add(m.Note(session_id=stage.session_id, user_id=stage.officer.user_id, text=f"Note {number}", at=at, recommendation_id=1))
    officer = client_of(app, database, stage.officer)
    session, round_ = f"/s/{stage.session_id}", f"/r/{stage.round_id}"
    pages = ("desk", "delegations", "history", "people", "mail", "standings", "people/invite")
    for page in (*(f"{session}/{one}" for one in pages), f"{round_}/desk", f"{round_}/matrix"):
        began = time.process_time()
        with counted(app) as statements:
            answer = officer.get(page)
        spent = time.process_time() - began
        assert answer.status_code == 200, page
        assert len(answer.data) < 100_000, (page, len(answer.data))
        assert len(statements) < 60, (page, len(statements))
        assert spent < 2, (page, spent)
