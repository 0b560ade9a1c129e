"""The delegates' desk: the draft with one's own input in it, from the first word to the receipt, and what nobody else sees."""

import hashlib
import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.make import Stage
from tests.web.delegate.desk import hidden, live, seat, typed, units
from tests.web.signing import client_of, letters_to
from wgtracker import models as m
from wgtracker.db import Database

CANARY = "zanzibarquartz"


def test_a_proposal_is_shown_as_printed_sent_by_the_head_and_has_a_receipt(app: Flask, database: Database, stage: Stage) -> None:
    drafter, head, ids = seat(app, database, stage, "drafters"), seat(app, database, stage), units(database, stage)
    text = typed(drafter.read(f"/p/{ids['2.']}")).replace("where appropriate", "whenever possible")
    preview = drafter.send(f"/p/{ids['2.']}", {"text": text, "act": "preview"}).text
    assert re.search(r"<del>.*?where appropriate.*?</del> <ins>.*?whenever possible</ins> <span class=\"by\">\(<bdi>Brazil", preview)
    assert not live(database)  # a preview saves nothing
    saved = drafter.send(f"/p/{ids['2.']}", {"text": text, "reason": "It says more.", "act": "next"})
    assert saved.headers["Location"] == f"/r/{stage.round_id}/p/{ids['3.']}"
    drafter.send(f"/p/{ids['1.']}/new", {"text": "States parties should train prosecutors."})
    drafter.send(f"/p/{ids['1.']}/comment", {"text": "Rather short.", "words": "train judges"})
    drafter.send("/comment", {"text": "We support the text as a whole.", "supports": "y"})
    drafter.send(f"/p/{ids['4.']}/ask", {"act": "delete"})
    drafter.send(f"/p/{ids['5.']}/ask", {"act": "brackets", "words": "number of victims"})
    page = drafter.read()
    assert re.sub(r"<aside.*", "", page, flags=re.DOTALL).count("Rather short.") == 1
    for words in ("whenever possible", "train prosecutors", "Rather short.", "Delete discussion point 4"):
        assert words in re.sub(r"<[^>]+>", "", page), words
    assert live(database)[-1].proposed == "States parties should collect data on the [number of victims] who were not prosecuted."
    number = head.submit()
    receipt = head.client.get(f"/sub/{number}").text
    assert "TIP10-1-BRA-1" in receipt
    assert "It says more." in receipt
    assert "We support the text as a whole." in receipt
    sent = head.client.get(f"/sub/{number}/text.txt").data
    assert hashlib.sha256(sent).hexdigest() in receipt
    assert head.client.get(f"/sub/{number}/receipt.docx").data[:2] == b"PK"
    letters = letters_to(database, stage.heads["Brazil"].email)
    assert [letter.subject for letter in letters] == ["Receipt TIP10-1-BRA-1: input of Brazil"]
    assert "It says more." in letters[0].body
    with database.read() as db:
        row = db.get_one(m.Submission, number)
        assert (row.state, row.late, row.number) == (m.SubmissionState.IN_FORCE, False, 1)
        assert all(count[0] == sum(count[1:]) for count in row.account)
        assert row.account[2] == [2, 2, 0, 0]
        stance = db.scalars(select(m.Stance)).one()
        assert (stance.kind, stance.delegation_id, stance.left_at) == (m.StanceKind.SUPPORTS, stage.delegations["Brazil"], None)


def test_a_drafter_is_told_who_sends_and_cannot_send(app: Flask, database: Database, stage: Stage) -> None:
    drafter, ids = seat(app, database, stage, "drafters"), units(database, stage)
    drafter.send(f"/p/{ids['1.']}", {"text": "Otherwise.", "act": "next"})
    found = re.search(r"/sub/(\d+)/check", drafter.read())
    assert found
    page = drafter.client.get(f"/sub/{found.group(1)}/check").text
    assert "Head of Brazil" in page
    assert "Send to the Secretariat" not in page
    assert drafter.client.post(f"/sub/{found.group(1)}/send", data=hidden(page)).status_code == 403


def test_a_reviewer_reads_and_cannot_write(app: Flask, database: Database, stage: Stage) -> None:
    drafter, reviewer, ids = seat(app, database, stage, "drafters"), seat(app, database, stage, "reviewers"), units(database, stage)
    drafter.send(f"/p/{ids['1.']}", {"text": f"Otherwise {CANARY}.", "act": "next"})
    assert CANARY in reviewer.read()
    assert "Propose a change" not in reviewer.read()
    assert reviewer.client.get(f"/r/{stage.round_id}/p/{ids['1.']}").status_code == 403


def test_nobody_else_sees_anything_before_the_round_closes(app: Flask, database: Database, stage: Stage) -> None:
    drafter, head, ids = seat(app, database, stage, "drafters"), seat(app, database, stage), units(database, stage)
    drafter.send(f"/p/{ids['1.']}", {"text": f"Otherwise {CANARY}.", "reason": CANARY, "act": "next"})
    drafter.send("/comment", {"text": CANARY})
    drafter.send(f"/p/{ids['2.']}/new", {"text": CANARY})
    number = head.submit()
    with database.read() as db:
        amendment_id, comment_id = db.scalar(select(func.min(m.Amendment.id))), db.scalar(select(func.min(m.Comment.id)))
    base = f"/r/{stage.round_id}"
    paths = ["/delegate", base, f"{base}/p/{ids['1.']}", f"{base}/p/{ids['1.']}/comment", f"{base}/p/{ids['1.']}/ask", f"{base}/comment",
             f"/sub/{number}", f"/sub/{number}/check", f"/sub/{number}/text.txt", f"/sub/{number}/receipt.docx", f"/sub/{number}/withdraw",
             f"/sub/{number}/original.docx", f"/sub/{number}/discard", f"{base}/items/{amendment_id}",
             f"{base}/items/{amendment_id}/remove",
             f"{base}/comments/{comment_id}", f"{base}/comments/{comment_id}/remove"]  # fmt: skip
    others = [client_of(app, database, stage.heads["Egypt"]), client_of(app, database, stage.drafters["European Union"]),
              client_of(app, database, stage.observer)]  # fmt: skip
    for client in others:
        for path in paths:
            response = client.get(path)
            assert CANARY not in response.text, path
            if "sub" in path:
                assert response.status_code == 404, path
    for path in (f"/sub/{number}", base):
        assert client_of(app, database, stage.chair).get(path).status_code == 200


def test_after_the_round_everybody_of_the_session_reads_all_input(app: Flask, database: Database, stage: Stage) -> None:
    head, ids = seat(app, database, stage), units(database, stage)
    head.send(f"/p/{ids['1.']}", {"text": f"Otherwise {CANARY}.", "act": "next"})
    head.send("/comment", {"text": "All in all a good text."})
    assert "All in all a good text." in head.read()
    head.submit()
    assert CANARY not in client_of(app, database, stage.observer).get(f"/r/{stage.round_id}").text
    with database.write() as db:
        db.get_one(m.Round, stage.round_id).state = m.RoundState.CLOSED
    for person in (stage.observer, stage.heads["Egypt"]):
        page = client_of(app, database, person).get(f"/r/{stage.round_id}").text
        assert CANARY in page
        assert "All in all a good text." in page
    assert "Propose a change" not in head.read()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_desk_asks_the_same_number_of_statements_however_much_is_written(app: Flask, database: Database, stage: Stage) -> None:
    from sqlalchemy import event

    head, ids = seat(app, database, stage), units(database, stage)
    count = [0]
    event.listen(app.extensions["wgtracker_db"].engine, "before_cursor_execute", lambda *a: count.__setitem__(0, count[0] + 1))

    def statements(path: str) -> int:
        head.read(path)
        before = count[0]
        head.read(path)
        return count[0] - before

    head.send(f"/p/{ids['1.']}", {"text": "Otherwise.", "act": "next"})
    few = [statements(path) for path in ("", f"/p/{ids['1.']}")]
    for label in ("2.", "3.", "4.", "5."):
        head.send(f"/p/{ids[label]}", {"text": f"Otherwise {label}", "act": "next"})
        head.send(f"/p/{ids[label]}/comment", {"text": "A comment."})
        head.send(f"/p/{ids[label]}/new", {"text": "A new paragraph."})
    assert [statements(path) for path in ("", f"/p/{ids['1.']}")] == few
