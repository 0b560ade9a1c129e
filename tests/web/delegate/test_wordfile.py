"""The way through Word: the working copy comes down, goes up edited, is shown as it was understood, and is sent as it is."""

from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from tests.compile.factory import POINTS, body
from tests.make import Stage
from tests.web.delegate.desk import Seat, hidden, seat
from tests.word.files import make_docx
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.queries.compilation import compile_round
from wgtracker.word.package import open_package
from wgtracker.word.read import read as read_word

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # storing files is tried on both in tests/services
STRANGER = "Greetings from the capital, which belong to no paragraph of the text that is being consulted upon here"


def edited(points: dict[int, str] | None = None, more: str = "") -> bytes:
    """Give the draft as a delegation edited it, without tracking."""
    changed = {2: "<p>{2. " + POINTS[1].replace("where appropriate", "whenever possible") + "}</p>"}
    return make_docx(more + body(points or changed))


def upload(head: Seat, content: bytes, name: str = "Brazil edited.docx") -> str:
    """Upload a file; give the path that the page leads to."""
    page = head.read("/upload")
    response = head.client.post(f"/r/{head.round_id}/upload", data={**hidden(page), "file": (BytesIO(content), name)})
    assert response.status_code == 303, response.text
    return response.headers["Location"]


def send(head: Seat, path: str) -> int:
    """Send what was uploaded."""
    page = head.client.get(path).text
    response = head.client.post(path.replace("/check", "/send"), data={**hidden(page)})
    assert response.status_code == 303, response.text
    return int(response.headers["Location"].rsplit("/", 1)[-1])


def test_the_working_copy_is_the_draft_with_tracking_on_and_a_telling_name(app: Flask, database: Database, stage: Stage) -> None:
    response = seat(app, database, stage).client.get(f"/r/{stage.round_id}/working-copy.docx")
    assert "TIP tenth meeting, working copy, Brazil.docx" in response.headers["Content-Disposition"]
    reading = read_word(open_package(response.data, "copy.docx"))
    assert [text for text in reading.original if "judges" in text] == [f"1. {POINTS[0]}"]


def test_an_untouched_working_copy_says_nothing(app: Flask, database: Database, stage: Stage) -> None:
    head = seat(app, database, stage)
    path = upload(head, head.client.get(f"/r/{stage.round_id}/working-copy.docx").data)
    assert "Nothing to send yet" in head.client.get(path).text


def test_an_edited_file_is_shown_as_understood_and_sent_as_a_submission_of_its_own(app: Flask, database: Database, stage: Stage) -> None:
    head = seat(app, database, stage)
    content = edited()
    path = upload(head, content)
    page = head.client.get(path).text
    assert "whenever possible" in page
    assert "Brazil edited.docx" in page
    assert head.client.get(path.replace("/check", "/original.docx")).data == content
    number = send(head, path)
    with database.read() as db:
        row = db.get_one(m.Submission, number)
        assert (row.channel, row.state, row.number) == (m.Channel.WORD, m.SubmissionState.IN_FORCE, 1)
        compiled = compile_round(db, db.get_one(m.Round, stage.round_id), None).compilation
    assert [option.text for unit in compiled.units for place in unit.drawn.places for option in place.options] == ["whenever possible"]


def test_what_has_no_place_is_shown_goes_along_and_can_be_attached_as_a_comment(app: Flask, database: Database, stage: Stage) -> None:
    head = seat(app, database, stage)
    path = upload(head, edited(more=f"<p>{{{STRANGER}}}</p>"))
    page = head.client.get(path).text
    assert STRANGER in page
    assert "What was not placed" in page
    response = head.client.post(path.replace("/check", "/attach"), data=hidden(page))
    assert response.status_code == 303
    assert "What was not placed" not in head.client.get(path).text
    number = send(head, path)
    with database.read() as db:
        comments = db.scalars(select(m.Comment).where(m.Comment.submission_id == number)).all()
        assert [comment.text for comment in comments] == [STRANGER]
        account = db.get_one(m.Submission, number).account
        assert all(count[0] == sum(count[1:]) for count in account)
        assert [count[3] for count in account] == [0, 0, 0]


def test_a_file_may_replace_what_was_sent_by_page_or_stand_beside_it(app: Flask, database: Database, stage: Stage) -> None:
    head = seat(app, database, stage)
    first = send(head, upload(head, edited()))
    path = upload(head, edited({3: ""}), "second.docx")
    page = head.client.get(path).text
    assert "This replaces TIP10-1-BRA-1" in page
    assert "in addition" in page
    response = head.client.post(path.replace("/check", "/send"), data={**hidden(page), "replaces": str(first)})
    assert response.status_code == 303
    with database.read() as db:
        assert [str(row.state) for row in db.scalars(select(m.Submission).order_by(m.Submission.id))] == ["superseded", "in_force"]


def test_replacing_a_file_by_page_takes_over_its_proposals_and_what_has_no_place(app: Flask, database: Database, stage: Stage) -> None:
    head = seat(app, database, stage)
    first = send(head, upload(head, edited(more=f"<p>{{{STRANGER}}}</p>")))
    page = head.read()
    head.client.post(f"/r/{stage.round_id}/replace", data=hidden(page))
    second = head.submit({"replaces": str(first)})
    assert second != first
    with database.read() as db:
        row = db.get_one(m.Submission, second)
        assert [one.proposed for one in row.asides] == [STRANGER]
        assert ["whenever possible" in one.proposed for one in row.amendments] == [True]
        assert all(count[0] == sum(count[1:]) for count in row.account)
        assert row.account[0][3] == len(STRANGER.replace(" ", ""))


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "empty.docx", "empty"),
        (b"%PDF-1.4 not Word", "paper.docx", ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.doc", ""),
        (b"x" * 20_000_001, "large.docx", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_the_field(
    app: Flask, database: Database, stage: Stage, content: bytes, name: str, sentence: str
) -> None:
    head = seat(app, database, stage)
    page = head.read("/upload")
    response = head.client.post(f"/r/{head.round_id}/upload", data={**hidden(page), "file": (BytesIO(content), name)})
    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert sentence in response.text
    assert head.client.post(f"/r/{head.round_id}/upload", data=hidden(page)).status_code == 422
    with database.read() as db:
        assert db.scalars(select(m.Submission)).all() == []
