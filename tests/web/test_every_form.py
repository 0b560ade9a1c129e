"""Send every form of every desk what nobody should send: it answers in sentences, keeps what was typed, and the paper still builds."""

import io
import re
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.compile.factory import body
from tests.make import Stage
from tests.web.forms import WRITTEN, Form, crawl, endpoint_of, find_form, read_forms
from tests.web.signing import client_of, token_of
from tests.web.walk import World, list_routes
from tests.word.files import make_docx
from wgtracker import models as m
from wgtracker.compile.base import take_in
from wgtracker.db import Database
from wgtracker.models import Base
from wgtracker.web.forms import SENTENCES

MARKS = "e" + "\u0301" * 200
ELEMENT = "<img id=evil src=x>"
WORDS = (
    f"t{{n}}w \x00\x01\x0b\x1f\x7f\ufffe\uffff \u202eabc\u202c\u2066d\u2069 {MARKS} {{{{{{{{ 7*7 }}}}}}}} <script>alert(1)</script>"
    f"' \"></textarea>{ELEMENT} %(x)s %s {{{{0}}}} '; DROP TABLE users;--"
)
LINES = "=1+1 t{n}w\r\ntwo\rthree\n@SUM(1)"
WRONG = ("abc", "9" * 5000, "-1", "0000-00-00", "9999-12-31T23:59", "٣", "\x00")
EXPORTS = (
    "/s/{session}/delegations?as=xlsx", "/s/{session}/history?as=xlsx", "/s/{session}/people?as=xlsx", "/s/{session}/mail?as=xlsx",
    "/s/{session}/figures?as=xlsx", "/r/{round}/matrix?as=xlsx",
)  # fmt: skip
ANSWERS = {200, 303, 404, 409, 422, 429}
ENDING = re.compile("sign_out|remove|close|drop|discard|withdraw|end_|revoke|issue|clear|undo|undo_draft|save_draft")
WITHOUT_FORM = {
    "account.accept": "a link that only its letter holds; tests/web/test_invitations.py",
    "account.ask_again": "the same",
    "account.take_link": "the same; tests/web/test_links.py",
    "account.code": "after a password, with a second factor; tests/web/test_account.py",
    "account.drop_second_factor": "the same",
    "delegate.attach": "beside something another file of the delegation holds",
    "delegate.forget": "beside words that were not saved; sent below",
    "delegate.preview": "sent by js while somebody types; sent below",
    "delegate.scratch": "the same",
    "delegate.undo": "after a withdrawal; tests/web/delegate/test_sending.py",
    "secretariat.preview_item": "sent by js while somebody types; sent below",
    "secretariat.change_round": "a round that is not open yet; tests/web/secretariat/test_desk.py",
    "secretariat.open_round": "the same",
    "room.open_of_round": "a closed round; tests/web/room/test_opening.py",
    "room.open_of_draft": "a draft that is not read yet; the same",
    "room.do_adopt": "what is agreed, in a text that is frozen; tests/web/room/test_closing.py",
    "room.unfreeze": "a text that is frozen; the same",
    "room.take_bridge_text": "a bridging text that waits; tests/web/room/test_bridging.py",
    "secretariat.undo_draft_edits": "a draft that was put right; a button without a field",
    "account.end_place": "somebody signed in twice; a button without a field",
    "chair.forget_choices": "after a choice; a button without a field",
    "chair.remove_note": "the same, beside one's own note",
    "secretariat.issue_paper": "a paper that is cleared; tests/web/chair/test_papers.py",
}
"""Routes without a form on the pages that are walked. One more is a decision: it is written here."""


class House(NamedTuple):
    """A world, somebody at each desk, and where each begins."""

    app: Flask
    database: Database
    stage: Stage
    people: dict[str, FlaskClient]
    starts: tuple[str, ...]

    def list_forms(self) -> dict[tuple[str, tuple[str, ...]], tuple[FlaskClient, Form]]:
        """List every form that somebody meets, by its route and its fields."""
        found: dict[tuple[str, tuple[str, ...]], tuple[FlaskClient, Form]] = {}
        for client in self.people.values():
            for page in crawl(self.app, client, self.starts):
                assert page.answer.status_code in (200, 302, 303, 403, 404, 409), page.address
                if page.answer.mimetype != "text/html":
                    continue
                for form in read_forms(page.answer.text, page.address):
                    endpoint = endpoint_of(self.app, form.action, "POST")
                    names = tuple(sorted({re.sub(r"\d+", "#", name) for name in form.names()}))
                    assert endpoint, f"{page.address} has a form that leads nowhere: {form.action}"
                    found.setdefault((endpoint, names), (client, form))
        return dict(sorted(found.items()))


@pytest.fixture
def house(app: Flask, database: Database, world: World) -> House:
    """Lend the walk's world with what else a form can stand at: a group, a contribution, a wording, a second draft, a note."""
    stage = world.stage
    actors = {"officer": stage.officer, "head": stage.heads["Brazil"], "chair": stage.chair, "operator": stage.operator}
    people = {name: client_of(app, database, actor) for name, actor in actors.items()}
    officer, operator, token = people["officer"], people["operator"], token_of(people["officer"].get("/sign-in").text)
    group = find_form(officer, f"/s/{stage.session_id}/groups", "name").send(officer, {"name": "G77"})
    find_form(officer, group.location, "pasted").send(officer, {"pasted": "Brazil\nEgypt"})
    desk = find_form(officer, f"/r/{stage.round_id}/contribute", "delegation")
    entered = desk.send(officer, {"delegation": "Brazil", "unit": "1", "kind": "comment", "text": "From the floor.", "act": "next"})
    find_form(officer, "/comments/1/wording", "text").send(officer, {"text": "States parties should sing."})
    draft = {"csrf_token": token, "file": (io.BytesIO(make_docx(body())), "second.docx")}
    shown = officer.post(f"/s/{stage.session_id}/drafts/new", data=draft)
    noted = operator.post(f"/r/{stage.round_id}/chair/note/1", data={"csrf_token": token_of(operator.get("/sign-in").text), "text": "note"})
    assert {one.status_code for one in (group, entered, shown, noted)} == {303}
    session, round_ = f"/s/{stage.session_id}", f"/r/{stage.round_id}"
    starts = (
        "/", session, round_, entered.location, shown.location, group.location, f"{round_}/chair", f"{round_}/chair/p/1",
        f"{round_}/wordings", "/comments/1/wording", "/papers/1", "/n/1/mine", "/n/1/p/1", "/n/1/p/1/propose", "/n/1/floor", "/n/1/matrix",
        "/n/1/u/1/stances",
    )  # fmt: skip
    return House(app, database, stage, {**people, "nobody": app.test_client()}, starts)


def elsewhere(database: Database, stage: Stage) -> list[tuple[Any, ...]]:
    """Give all that belongs to another session."""
    with database.read() as db:
        return [
            tuple(row)
            for table in Base.metadata.sorted_tables
            if "session_id" in table.c and table.name not in ("events", "search_entries")
            for row in db.execute(select(table).where(table.c.session_id.is_not(None), table.c.session_id != stage.session_id))
        ]


def judge(answer: TestResponse, about: object) -> None:
    """Hold an answer against what every form owes."""
    assert answer.status_code in ANSWERS, (about, answer.status_code, answer.text[:1500])
    assert ELEMENT not in answer.text.replace("&lt;", ""), about
    for said in (*SENTENCES, "Invalid ", "could not be coerced"):
        assert said not in answer.text, (about, said)


def fill(form: Form, words: str) -> dict[str, Any]:
    """Write words in every field that takes them, and choose what has to be chosen."""
    changes: dict[str, Any] = {**form.complete(), **dict.fromkeys(form.names(WRITTEN), words)}
    if "delegation" in form.names(WRITTEN):
        changes["delegation"] = "Brazil"
    if "kind" in changes or "kind" in form.names({"select"}):
        changes["kind"] = "comment" if "comment" in str(form.fields) else changes.get("kind")
    if form.buttons:
        changes[form.buttons[-1][0]] = form.buttons[-1][1]
    return {name: value for name, value in changes.items() if value is not None}


def kept(form: Form, answer: TestResponse, mark: str) -> bool:
    """Tell whether what was typed still stands in each field of several lines, or is shown to be copied."""
    again = [one for one in read_forms(answer.text, form.page) if set(form.names({"textarea"})) <= set(one.names({"textarea"}))]
    return f"{mark}" in answer.text and (bool(again) or 'id="mine"' in answer.text or answer.status_code == 409)


def test_hostile_words_in_every_field_are_kept_or_refused_and_the_paper_still_builds(
    house: House, database: Database, stage: Stage, tmp_path: Path
) -> None:
    on_sqlite = database.engine.dialect.name == "sqlite"
    texts = (WORDS, LINES) if on_sqlite else (WORDS,)
    before, number, forms = elsewhere(database, stage), 0, house.list_forms()
    wanted = {route.endpoint for route in list_routes(house.app) if "POST" in route.methods}
    assert wanted - {endpoint for endpoint, _names in forms} - set(WITHOUT_FORM) == set()
    for (endpoint, _names), (client, form) in forms.items():
        if ENDING.search(endpoint) or not form.names(WRITTEN):
            continue
        for words in texts:
            fresh = [
                one for one in read_forms(client.get(form.page).text, form.page) if (one.action, one.names()) == (form.action, form.names())
            ]
            if not fresh:
                break
            number += 1
            changes = fill(fresh[0], words.format(n=number))
            for _twice in range(2 if words is WORDS else 1):
                answer = fresh[0].send(client, changes)
                judge(answer, (endpoint, words[:8]))
            if answer.status_code in (409, 422) and form.names({"textarea"}):
                assert kept(fresh[0], answer, f"t{number}w"), (endpoint, words[:8])
    assert number > 25 * len(texts)
    assert elsewhere(database, stage) == before
    assert_nothing_hostile_is_stored(database)
    if on_sqlite:  # pages and papers of the same rows
        assert_pages_stand(house)
    build_every_paper(house.people["officer"], stage, tmp_path)


def assert_nothing_hostile_is_stored(database: Database) -> None:
    """Look for what XML and PostgreSQL cannot hold in every column."""
    bad = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
    with database.read() as db:
        for table in Base.metadata.sorted_tables:
            for row in db.execute(select(table)).mappings():
                assert not any(isinstance(value, str) and bad.search(value) for value in row.values()), (table.name, dict(row))


def assert_pages_stand(house: House) -> None:
    """Look at the pages of every desk and at what they hand out: no new element, nothing computed, no formula."""
    for client in house.people.values():
        for page in crawl(house.app, client, house.starts, 1):
            assert page.answer.status_code < 500, page.address
            if page.answer.mimetype == "text/html":
                assert ELEMENT not in page.answer.text, page.address
                assert "alert(1)</script>" not in page.answer.text, page.address
                assert "t1w 49" not in page.answer.text, page.address
                assert len(page.answer.data) < 100_000, (page.address, len(page.answer.data))
    for address in EXPORTS:
        answer = house.people["officer"].get(address.format(session=house.stage.session_id, round=house.stage.round_id))
        assert answer.status_code == 200, address
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert cells
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"], address


def build_every_paper(officer: FlaskClient, stage: Stage, folder: Path) -> None:
    """Build the paper in all its markups; each is a Word file that can be read."""
    page = f"/r/{stage.round_id}/papers"
    for markup in ("bold", "labels", "tracked", "clean"):
        answer = find_form(officer, page, "markup").send(
            officer, {"markup": markup, "unplaced": "y", "symbol": "CRP.1", "edition": "first"}
        )
        assert answer.status_code == 303, answer.text
        content = officer.get(answer.location.replace("/desk", "/word")).data
        take_in("paper.docx", content)
        (folder / f"{markup}.docx").write_bytes(content)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_wrong_kinds_missing_fields_and_what_belongs_to_others_are_refused(house: House, database: Database, stage: Stage) -> None:
    before, sent, forms = elsewhere(database, stage), 0, house.list_forms()
    foreign = foreign_values(database, stage)
    for (endpoint, _names), (client, form) in forms.items():
        if ENDING.search(endpoint):
            continue
        for position, field in enumerate(form.fields):
            if field.name == "csrf_token" or field.kind in {*WRITTEN, "file"} or field.name in [one.name for one in form.fields[:position]]:
                continue
            for wrong in (WRONG[position % len(WRONG)], foreign.get(field.name, WRONG[(position + 3) % len(WRONG)])):
                judge(form.send(client, {**form.complete(), field.name: wrong}), (endpoint, field.name, wrong[:20]))
                sent += 1
        judge(client.post(form.action, data={"csrf_token": form.data().get("csrf_token", "")}), (endpoint, "nothing"))
        judge(client.post(form.action, data={**form.data(), **{one.name: "words" for one in form.fields if one.kind == "file"}}), endpoint)
    assert sent > 150
    assert elsewhere(database, stage) == before
    with database.read() as db:
        ours = set(db.scalars(select(m.Draft.id).where(m.Draft.session_id == stage.session_id)))
        assert set(db.scalars(select(m.Round.draft_id).where(m.Round.session_id == stage.session_id))) <= ours
    for (endpoint, _names), (client, form) in forms.items():
        if ENDING.search(endpoint) and "sign_out" not in endpoint:  # last, for it ends something: twice, on a page that is looked at anew
            fresh = [one for one in read_forms(client.get(form.page).text, form.page) if one.action == form.action]
            for one in (*fresh[:1], *fresh[:1]):
                judge(one.send(client, {**one.complete(), **dict.fromkeys(one.names(WRITTEN), "Because.")}), endpoint)


def foreign_values(database: Database, stage: Stage) -> dict[str, str]:
    """Give ids and names of another session and of another delegation, by the fields that could carry them."""
    with database.read() as db:
        other = db.scalars(select(m.WorkingGroupSession).where(m.WorkingGroupSession.id != stage.session_id)).first()
        assert other is not None
        draft = db.scalars(select(m.Draft.id).where(m.Draft.session_id == other.id)).first()
        item = db.scalars(select(m.AgendaItem.id).where(m.AgendaItem.session_id == other.id)).first()
        delegation = db.scalars(select(m.Delegation.id).where(m.Delegation.session_id == other.id)).first()
        egypt = db.scalars(select(m.Submission.id).where(m.Submission.delegation_id == stage.delegations["Egypt"])).first()
    given = {"draft_id": draft, "agenda_item_id": item, "delegation": delegation, "session": other.id, "replaces": egypt, "stands": egypt}
    return {name: str(value) for name, value in given.items()}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("length", [100_000, 2_500_000])
def test_words_that_are_too_long_come_back(app: Flask, database: Database, stage: Stage, length: int) -> None:
    words = "kept " * (length // 5)
    for actor, page, field in (
        (stage.heads["Brazil"], f"/r/{stage.round_id}/new", "text"),
        (stage.heads["Brazil"], f"/r/{stage.round_id}/comment", "text"),
        (stage.officer, f"/s/{stage.session_id}/delegations/add", "pasted"),
    ):
        client = client_of(app, database, actor)
        answer = find_form(client, page, field).send(client, {field: words})
        assert answer.status_code == (422 if length < 2_000_000 else 413)
        assert answer.text.count("kept ") > min(length, 2_000_000) // 5 * 0.99
        assert ("too long" if length < 2_000_000 else "too large") in answer.text
