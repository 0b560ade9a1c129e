"""Sending by page: once for any number of clicks, looked at anew where it changed; replacing, withdrawing, undoing."""

import re

from flask import Flask
from sqlalchemy import func, select

from tests.make import Stage
from tests.web.delegate.desk import Seat, hidden, live, seat, units
from tests.web.signing import letters_to
from wgtracker import models as m
from wgtracker.db import Database


def begin(app: Flask, database: Database, stage: Stage) -> tuple[Seat, str]:
    """Write something; give the head's seat and the path of the check."""
    head = seat(app, database, stage)
    head.send(f"/p/{units(database, stage)['1.']}", {"text": "Otherwise.", "act": "next"})
    found = re.search(r"/sub/\d+/check", head.read())
    assert found
    return head, found.group(0)


def test_many_clicks_send_once_and_mail_one_receipt(app: Flask, database: Database, stage: Stage) -> None:
    head, path = begin(app, database, stage)
    fields = hidden(head.client.get(path).text)
    answers = {head.client.post(path.replace("check", "send"), data=fields).headers["Location"] for _click in range(5)}
    assert answers == {path.removesuffix("/check")}
    assert len(letters_to(database, stage.heads["Brazil"].email)) == 1
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(m.Event).where(m.Event.act == "submit")) == 1


def test_what_a_colleague_changed_is_looked_at_again_before_it_is_sent(app: Flask, database: Database, stage: Stage) -> None:
    head, path = begin(app, database, stage)
    fields = hidden(head.client.get(path).text)
    seat(app, database, stage, "drafters").send(f"/p/{units(database, stage)['2.']}", {"text": "A colleague’s.", "act": "next"})
    response = head.client.post(path.replace("check", "send"), data=fields)
    assert response.status_code == 409
    assert "A colleague’s." in response.text
    assert "Look at it again" in response.text
    again = head.client.post(path.replace("check", "send"), data=hidden(response.text))
    assert again.status_code == 303


def test_for_a_group_with_aligned_states(app: Flask, database: Database, stage: Stage) -> None:
    head, path = begin(app, database, stage)
    fields = {**hidden(head.client.get(path).text), "on_behalf_of": "the Group of 77", "aligned": "Chile\r\n\r\n Peru ; Kenya"}
    location = head.client.post(path.replace("check", "send"), data=fields).headers["Location"]
    page = head.client.get(location).text
    assert "the Group of 77" in page
    assert "Chile; Peru; Kenya" in page


def test_withdraw_asks_first_and_can_be_undone(app: Flask, database: Database, stage: Stage) -> None:
    head, _path = begin(app, database, stage)
    number = head.submit()
    asked = head.client.get(f"/sub/{number}/withdraw").text
    with database.read() as db:
        assert db.get_one(m.Submission, number).state == m.SubmissionState.IN_FORCE
    assert head.client.post(f"/sub/{number}/withdraw", data={**hidden(asked), "reason": "A mistake."}).status_code == 303
    receipt = head.client.get(f"/sub/{number}").text
    assert "Withdrawn: it has no voice" in receipt
    assert "Undo the withdrawal" in receipt
    assert head.client.post(f"/sub/{number}/undo", data=hidden(receipt)).status_code == 303
    assert "is in force" in head.client.get(f"/sub/{number}").text


def test_replace_begins_a_copy_that_can_be_set_aside(app: Flask, database: Database, stage: Stage) -> None:
    head, _path = begin(app, database, stage)
    number = head.submit()
    head.client.post(f"/r/{stage.round_id}/replace", data=hidden(head.client.get(f"/sub/{number}").text))
    assert [row.proposed for row in live(database)] == ["Otherwise.", "Otherwise."]
    found = re.search(r"/sub/(\d+)/check", head.read())
    assert found
    asked = head.client.get(f"/sub/{found.group(1)}/discard").text
    assert head.client.post(f"/sub/{found.group(1)}/discard", data=hidden(asked)).status_code == 303
    with database.read() as db:
        assert [str(row.state) for row in db.scalars(select(m.Submission).order_by(m.Submission.id))] == ["in_force", "set_aside"]


def test_nobody_else_withdraws_undoes_or_discards(app: Flask, database: Database, stage: Stage) -> None:
    head, _path = begin(app, database, stage)
    number = head.submit()
    fields = hidden(head.client.get(f"/sub/{number}/withdraw").text)
    for who, of, code in (("drafters", "Brazil", 403), ("heads", "Egypt", 404)):
        other = seat(app, database, stage, who, of)
        token = hidden(other.read())
        for act in ("withdraw", "undo"):
            assert other.client.post(f"/sub/{number}/{act}", data={**fields, **token}).status_code == code
    with database.read() as db:
        assert db.get_one(m.Submission, number).state == m.SubmissionState.IN_FORCE


def test_a_second_click_on_sending_a_new_version_leads_to_the_same_receipt(app: Flask, database: Database, stage: Stage) -> None:
    head, _path = begin(app, database, stage)
    head.submit()
    head.send(f"/p/{units(database, stage)['2.']}", {"text": "Otherwise again.", "act": "next"})
    found = re.search(r"/sub/\d+/check", head.read())
    assert found
    path = found.group(0)
    fields = hidden(head.client.get(path).text)
    checked = re.search(r'name="replaces"[^>]*value="(\d+)"', head.client.get(path).text)
    assert checked
    fields["replaces"] = checked.group(1)
    answers = [head.client.post(path.replace("check", "send"), data=fields) for _click in range(3)]
    assert [(one.status_code, one.headers.get("Location")) for one in answers] == [(303, path.removesuffix("/check"))] * 3
