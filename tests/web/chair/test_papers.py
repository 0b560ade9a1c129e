"""A paper goes from building to the public page by its pages alone, and each slip is a sentence."""

import hashlib
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.put import Held, close
from tests.web.pages import client_of, send
from wgtracker import models as m
from wgtracker.db import Database

SYMBOL = "CTOC/COP/2020/CRP.3"
FORM = {"copy": "issued", "symbol": SYMBOL, "markup": "bold", "order": "paragraph", "edition": "first"}


@pytest.fixture
def held(case: Held) -> Held:
    return case


@pytest.fixture
def staff(app: Flask, database: Database, held: Held) -> FlaskClient:
    return client_of(app, database, held.officer)


@pytest.fixture
def chair(app: Flask, database: Database, held: Held) -> FlaskClient:
    return client_of(app, database, held.chair)


def build(staff: FlaskClient, held: Held, **other: str) -> int:
    address = f"/r/{held.round_id}/papers"
    answer = send(staff, address, address, {**FORM, **other})
    assert answer.status_code == 303, answer.text
    found = re.search(r"/papers/(\d+)/desk", answer.headers["Location"])
    assert found is not None
    return int(found[1])


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(sha256|texts)" value="([^"]*)"', page))


def clear(chair: FlaskClient, paper: int) -> None:
    address = f"/papers/{paper}/desk"
    assert send(chair, address, f"/papers/{paper}/clear", hidden(chair.get(address).text)).status_code == 303


def issue(staff: FlaskClient, paper: int) -> None:
    address = f"/papers/{paper}/desk"
    assert (
        send(staff, address, f"/papers/{paper}/issue", {**hidden(staff.get(address).text), "although": "y", "while_open": "y"}).status_code
        == 303
    )


def test_the_way_from_building_to_everybodys_download(
    app: Flask, database: Database, staff: FlaskClient, chair: FlaskClient, held: Held
) -> None:
    paper, nobody = build(staff, held), app.test_client()
    for address in (f"/papers/{paper}", f"/papers/{paper}/download/word"):
        assert nobody.get(address).status_code == 404
    assert SYMBOL in chair.get("/chair").text
    cleared = chair.get(f"/papers/{paper}/word").data
    clear(chair, paper)
    assert nobody.get(f"/papers/{paper}").status_code == 404
    issue(staff, paper)
    assert SYMBOL in nobody.get("/").text
    assert SYMBOL in nobody.get(f"/s/{held.session_id}").text
    download = nobody.get(f"/papers/{paper}/download/word")
    assert download.data == cleared
    assert hashlib.sha256(cleared).hexdigest() in nobody.get(f"/papers/{paper}").text
    assert "attachment; filename=CTOC-COP-2020-CRP.3.docx" in download.headers["Content-Disposition"].replace('"', "")
    with database.read() as db:
        acts = db.scalars(select(m.Event.act).where(m.Event.subject == "paper").order_by(m.Event.id)).all()
    assert acts == ["build_paper", "download_paper", "clear_paper", "issue_paper"]


def test_what_is_issued_in_a_session_that_is_not_public_stays_inside(
    app: Flask, database: Database, staff: FlaskClient, chair: FlaskClient, held: Held
) -> None:
    paper = build(staff, held)
    clear(chair, paper)
    issue(staff, paper)
    with database.write() as db:
        db.get_one(m.WorkingGroupSession, held.session_id).is_public = False
    nobody = app.test_client()
    for address in (f"/s/{held.session_id}", f"/papers/{paper}", f"/papers/{paper}/download/word"):
        assert nobody.get(address).status_code == 404
    assert SYMBOL not in nobody.get("/").text


def test_another_hash_clears_nothing(chair: FlaskClient, staff: FlaskClient, held: Held) -> None:
    paper = build(staff, held)
    fields = hidden(chair.get(f"/papers/{paper}/desk").text)
    answer = send(chair, f"/papers/{paper}/desk", f"/papers/{paper}/clear", {**fields, "sha256": "0" * 64})
    assert answer.status_code == 409
    assert "not the file that you looked at" in answer.text
    answer = send(chair, f"/papers/{paper}/desk", f"/papers/{paper}/clear", {"sha256": fields["sha256"], "texts": "²"})
    assert answer.status_code == 409
    assert "Input has changed" in answer.text


def test_a_paper_built_before_other_input_came_says_so(database: Database, chair: FlaskClient, staff: FlaskClient, held: Held) -> None:
    paper = build(staff, held)
    assert "Input has changed since this paper was built" not in chair.get(f"/papers/{paper}/desk").text
    with database.write() as db:
        db.get_one(m.Round, held.round_id).texts += 1
    assert "Input has changed since this paper was built" in chair.get(f"/papers/{paper}/desk").text


def test_issuing_twice_issues_once(chair: FlaskClient, staff: FlaskClient, held: Held) -> None:
    paper = build(staff, held)
    clear(chair, paper)
    fields = {**hidden(staff.get(f"/papers/{paper}/desk").text), "although": "y", "while_open": "y"}
    send(staff, f"/papers/{paper}/desk", f"/papers/{paper}/issue", fields)
    answer = send(staff, f"/papers/{paper}/desk", f"/papers/{paper}/issue", fields)
    assert answer.status_code == 409
    assert "issued already" in answer.text


def test_facts_still_to_be_assigned_are_named_before_clearing_and_asked_about_before_issuing(
    database: Database, chair: FlaskClient, staff: FlaskClient, held: Held
) -> None:
    with database.write() as db:
        session = db.get_one(m.WorkingGroupSession, held.session_id)
        session.facts = {**session.facts, "agenda_symbol": "CTOC/COP/2020/1", "agenda_title": "", "conference_dates": "12–16 October 2020"}
    paper = build(staff, held)
    page = chair.get(f"/papers/{paper}/desk").text
    assert "in place of some facts" in page
    assert "<li>Title of that item of the agenda</li>" in page
    assert "<li>Dates of the Conference</li>" not in page
    assert "<li>Symbol</li>" not in page
    clear(chair, paper)
    page = staff.get(f"/papers/{paper}/desk").text
    assert 'name="although"' in page
    answer = send(staff, f"/papers/{paper}/desk", f"/papers/{paper}/issue", hidden(page))
    assert answer.status_code == 422
    assert "to be issued all the same" in answer.text
    issue(staff, paper)
    with database.read() as db:
        event = db.scalars(select(m.Event).where(m.Event.act == "issue_paper")).one()
    assert "Title of that item of the agenda" in event.after["unassigned"]
    assert 'name="although"' not in staff.get(f"/papers/{paper}/desk").text


def test_a_paper_with_all_its_facts_is_issued_without_a_question(
    database: Database, chair: FlaskClient, staff: FlaskClient, held: Held
) -> None:
    with database.write() as db:
        session = db.get_one(m.WorkingGroupSession, held.session_id)
        session.conference_session, session.conference_item = "Tenth session", "2 (b)"
        names = ("conference", "conference_dates", "agenda_title", "agenda_symbol")
        session.facts = {**session.facts, **dict.fromkeys(names, "A fact")}
    close(database, held)
    paper = build(staff, held, paper_date="8 October 2020")
    clear(chair, paper)
    page = staff.get(f"/papers/{paper}/desk").text
    assert "[to be assigned]" not in page
    assert send(staff, f"/papers/{paper}/desk", f"/papers/{paper}/issue", hidden(page)).status_code == 303


def test_a_form_that_cannot_be_carried_out_keeps_what_was_typed(staff: FlaskClient, held: Held) -> None:
    address = f"/r/{held.round_id}/papers"
    answer = send(staff, address, address, {**FORM, "symbol": "CRP/" + "9" * 90})
    assert answer.status_code == 422
    assert "too long" in answer.text
    assert "9" * 90 in answer.text
    answer = send(staff, address, address, {**FORM, "edition": "revision", "reason": "Late."})
    assert answer.status_code == 422
    assert "No paper has been issued" in answer.text
    answer = send(staff, address, address, {**FORM, "markup": "gold"})
    assert answer.status_code == 422


def test_hostile_words_in_the_form_do_no_harm(staff: FlaskClient, chair: FlaskClient, held: Held) -> None:
    paper = build(staff, held, symbol="CRP <script>\x00\u202e & \x0b{{7*7}}", paper_date="1\r\nX: y")
    page = chair.get(f"/papers/{paper}/desk").text
    assert "<script>" not in page.partition("<main")[2]
    assert "{{7*7}}" in page
    assert chair.get(f"/papers/{paper}/word").status_code == 200


def test_a_given_up_paper_is_asked_about_first_and_cannot_be_cleared(chair: FlaskClient, staff: FlaskClient, held: Held) -> None:
    paper = build(staff, held)
    fields = hidden(chair.get(f"/papers/{paper}/desk").text)
    assert "Give up" in staff.get(f"/papers/{paper}/drop").text
    assert send(staff, f"/papers/{paper}/drop", f"/papers/{paper}/drop", {}).status_code == 303
    assert send(chair, "/chair", f"/papers/{paper}/clear", fields).status_code == 409


def test_a_delegation_gets_no_paper_that_is_not_issued(app: Flask, database: Database, staff: FlaskClient, held: Held) -> None:
    paper = build(staff, held)
    client = client_of(app, database, held.heads["Egypt"])
    for address in ("desk", "word", "note", "pdf"):
        assert client.get(f"/papers/{paper}/{address}").status_code in (403, 404)


def test_a_paper_of_an_open_round_is_issued_only_where_that_is_wanted(staff: FlaskClient, chair: FlaskClient, held: Held) -> None:
    paper = build(staff, held)
    clear(chair, paper)
    address = f"/papers/{paper}/desk"
    answer = send(staff, address, f"/papers/{paper}/issue", {**hidden(staff.get(address).text), "although": "y"})
    assert (answer.status_code, "The round is open, and an issued paper is public" in answer.text) == (422, True)
    issue(staff, paper)
