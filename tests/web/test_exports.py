"""History, people and mail come as sheets and as print views that hold exactly what is chosen, on whatever page it stands."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.make import Stage
from tests.web.signing import client_of
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.policy import Actor
from wgtracker.services.events import Subject, record

MANY = 120
FORMULA = '=HYPERLINK("http://x";"y")'


@pytest.fixture
def staff(app: Flask, database: Database, stage: Stage) -> FlaskClient:
    return client_of(app, database, stage.officer)


def read_sheet(client: FlaskClient, path: str) -> list[tuple[str, ...]]:
    """Give the cells of a sheet, its head first; none of them may be a formula."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    return [tuple("" if cell.value is None else str(cell.value) for cell in row) for row in sheet.iter_rows()]


def write_letters(database: Database, stage: Stage) -> None:
    """Put many letters into the outbox, one of them failed; one of another session."""
    with database.write() as db:
        for number in range(MANY):
            state = m.MailState.FAILED if number == 7 else m.MailState.SENT
            at = clock.now() - timedelta(minutes=number)
            db.add(
                m.OutboxLetter(
                    session_id=stage.session_id, to=f"to{number}@example.org", subject=FORMULA, body="Secret words.", state=state,
                    trouble="no such mailbox" if number == 7 else "", next_try_at=at, created_at=at,
                )
            )  # fmt: skip
        elsewhere = m.OutboxLetter(session_id=None, to="x@example.org", subject="Other", body="", next_try_at=at, created_at=at)
        db.add(elsewhere)


def test_mail_comes_whole_and_as_it_is_filtered(staff: FlaskClient, database: Database, stage: Stage) -> None:
    write_letters(database, stage)
    path = f"/s/{stage.session_id}/mail"
    rows = read_sheet(staff, f"{path}?as=xlsx&page=2")
    assert [row[1] for row in rows[1:]] == [f"to{number}@example.org" for number in range(MANY)]
    assert "(Vienna)" in rows[0][2]
    assert not any("Secret" in cell for row in rows for cell in row)
    (failed,) = read_sheet(staff, f"{path}?as=xlsx&state=failed")[1:]
    assert failed[1:2] + failed[3:5] == ("to7@example.org", "failed", "no such mailbox")
    shown = staff.get(path).text
    assert f"{path}?as=xlsx" in shown
    assert shown.count("@example.org</bdi>") < MANY
    assert staff.get(f"{path}?as=print").text.count("@example.org</bdi>") == MANY


def test_people_and_invitations_come_in_the_words_of_the_page(staff: FlaskClient, database: Database, stage: Stage) -> None:
    with database.write() as db:
        for number in range(MANY):
            at = clock.now() - timedelta(days=1)
            db.add(
                m.Invitation(
                    email=f"new{number:03}@example.org", name=FORMULA, roles=["head"], delegation_id=stage.delegations["Brazil"],
                    token_hash=f"{number}", created_at=at, expires_at=at + timedelta(days=9), revoked_at=at if number == 7 else None,
                )
            )  # fmt: skip
    path = f"/s/{stage.session_id}/people"
    rows = read_sheet(staff, f"{path}?as=xlsx")
    assert len(rows) == MANY + 1
    (revoked,) = read_sheet(staff, f"{path}?as=xlsx&state=revoked")[1:]
    assert revoked[:5] == ("new007@example.org", FORMULA, "Brazil", "head of delegation", "revoked")
    people = read_sheet(staff, f"{path}?as=xlsx&list=members&state=revoked")
    assert ("Head of Brazil", "Brazil", "head of delegation") in [row[:3] for row in people]
    assert not any("Kenya" in cell for row in people for cell in row)
    assert f"{path}?as=xlsx" in staff.get(path).text
    printed = staff.get(f"{path}?as=print").text
    assert printed.count("new") >= MANY
    assert "Renew" not in printed


def test_the_history_comes_whole_and_as_it_is_filtered(staff: FlaskClient, database: Database, stage: Stage) -> None:
    with database.write() as db:
        for number in range(MANY):
            who = Actor(stage.chair.user_id, FORMULA if number == 7 else "A. Chairperson", "c@example.org", "", ())
            record(
                db,
                who,
                "change_session",
                Subject("session", stage.session_id, stage.session_id),
                before={"place": "a"},
                after={"place": str(number)},
            )
    path = f"/s/{stage.session_id}/history"
    rows = read_sheet(staff, f"{path}?as=xlsx&page=2")
    assert len(rows) > MANY
    assert [int(row[5]) for row in rows[1:]] == sorted((int(row[5]) for row in rows[1:]), reverse=True)
    (one,) = read_sheet(staff, f"{path}?as=xlsx&about=session&who={FORMULA}")[1:]
    assert one[1] == FORMULA
    assert one[4] == "place: a → 7"
    shown, printed = staff.get(path).text, staff.get(f"{path}?as=print&about=session").text
    assert "as=xlsx" in shown
    assert shown.count("<li><bdi>") == 50
    assert printed.count("<li><bdi>") >= MANY
    assert "<select" not in printed


def test_nobody_else_takes_them(app: Flask, database: Database, stage: Stage) -> None:
    for person in (stage.heads["Brazil"], stage.observer):
        client = client_of(app, database, person)
        for page in ("mail", "people", "history"):
            assert client.get(f"/s/{stage.session_id}/{page}?as=xlsx").status_code in (403, 404)
