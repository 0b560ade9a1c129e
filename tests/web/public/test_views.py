"""Strangers see public sessions and issued papers, and nothing else; people who are signed in find their desk and the search."""

import pytest
from flask import Flask

from tests.papers.factory import Returned, comment, compile_by_hand, unit
from tests.put import Held, put_round
from tests.web.pages import client_of, counted
from wgtracker import models as m
from wgtracker.db import Database

BASE = "States parties should consider not prosecuting victims for offences."


@pytest.fixture
def held(database: Database) -> Held:
    units = (unit(0, BASE, "1."),)
    with database.write() as db:
        hidden = put_round(db, compile_by_hand(units, {}), code="SECRET")
        db.get_one(m.WorkingGroupSession, hidden.session_id).is_public = False
        said = {
            "Brazil": Returned({0: BASE.replace("victims", "victims zebra")}, comments=[comment("0", 0, "<b>Quagga</b>", "")]),
            "Egypt": Returned({0: BASE.replace("offences", "zebra offences")}),
        }
        return put_round(db, compile_by_hand(units, said))


def test_strangers_see_the_public_sessions_and_the_way_in(app: Flask, held: Held) -> None:
    page = app.test_client().get("/").text
    assert "Working Group TIP" in page
    assert "SECRET" not in page
    assert 'href="/sign-in"' in page
    assert "Try it with a file" in page
    assert "zebra" not in page


@pytest.mark.parametrize("address", ["/s/1", "/s/999", "/papers/1", "/papers/1/download/word"])
def test_what_is_not_public_is_not_there(app: Flask, held: Held, address: str) -> None:
    assert app.test_client().get(address).status_code == 404


def test_each_is_shown_the_way_to_the_own_desk(app: Flask, database: Database, held: Held) -> None:
    assert "Secretariat’s desk" in client_of(app, database, held.officer).get("/").text
    assert "Chair’s desk" in client_of(app, database, held.chair).get("/").text
    page = client_of(app, database, held.heads["Egypt"]).get("/").text
    assert "My delegation’s desk" in page
    assert "Chair’s desk" not in page


def test_the_search_asks_strangers_to_sign_in(app: Flask, held: Held) -> None:
    answer = app.test_client().get("/search?q=zebra")
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_the_search_shows_kinds_and_leads_to_the_desk_of_the_reader(app: Flask, database: Database, held: Held) -> None:
    page = client_of(app, database, held.chair).get("/search?q=zebra").text
    assert "Proposals 2" in page
    assert f"/r/{held.round_id}/chair/u/" in page
    assert "&lt;b&gt;Quagga" in client_of(app, database, held.chair).get("/search?q=quagga&kind=comment").text
    own = client_of(app, database, held.heads["Egypt"]).get("/search?q=zebra").text
    assert "Proposals 1" in own
    assert "Brazil" not in own
    assert "/chair/" not in own


def test_a_found_unit_leads_to_its_point(app: Flask, database: Database, held: Held) -> None:
    client = client_of(app, database, held.chair)
    link = client.get("/search?q=prosecuting&kind=unit").text.partition('href="/r/')[2].partition('"')[0]
    answer = client.get(f"/r/{link}")
    assert answer.headers["Location"].endswith(f"/r/{held.round_id}/chair/p/1")


@pytest.mark.parametrize("query", ["q=%00&page=-1", "q=%22&kind=x&page=99999999", f"q={'a' * 5000}", "q=%ED%A0%80&page=²", ""])
def test_a_strange_question_is_answered(app: Flask, database: Database, held: Held, query: str) -> None:
    assert client_of(app, database, held.chair).get(f"/search?{query}").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_statements_do_not_grow_with_sessions(app: Flask, database: Database, held: Held) -> None:
    client = app.test_client()
    with counted(app) as few:
        client.get("/")
    with database.write() as db:
        for number in range(5):
            put_round(db, compile_by_hand((unit(0, BASE, "1."),), {}), code=f"B{number}")
    with counted(app) as many:
        client.get("/")
    assert len(few) == len(many)
