"""The Chair's desk shows the whole, in four ways, quickly; and no delegation gets near it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.papers.factory import Returned, comment, compile_by_hand, unit
from tests.put import Held, put_round
from tests.web.pages import client_of, counted, send
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.queries import compilation
from wgtracker.services.force import lock_round
from wgtracker.web.chair import document

BASE = "States parties should consider, where appropriate, not prosecuting victims for offences."
NASTY = "<script>alert(1)</script> \u202eevil {{ 7*7 }}"


@pytest.fixture
def held(case: Held) -> Held:
    return case


@pytest.fixture
def chair(app: Flask, database: Database, held: Held) -> FlaskClient:
    return client_of(app, database, held.chair)


def test_the_overview_tells_what_can_be_agreed_from_what_needs_time(chair: FlaskClient, held: Held) -> None:
    page = chair.get(f"/r/{held.round_id}/chair").text
    together, needs_time = page.index("Could be agreed together"), page.index("Needs time")
    assert together < page.index("No proposals") < needs_time < page.index("Several proposals at one place")
    assert "Another version proposed" in page
    assert "New paragraphs" in page


@pytest.mark.parametrize(
    ("view", "there", "not_there"),
    [
        ("proposals", ["whenever possible", "non-punishment", "weaken it", "technical assistance"], []),
        ("original", ["where appropriate", "technical assistance"], ["whenever possible", "weaken it"]),
        ("changes", ["whenever possible", "weaken it"], ["technical assistance"]),
        ("reading", ["where appropriate", "technical assistance"], ["whenever possible"]),
    ],
)
def test_each_view_shows_its_part(chair: FlaskClient, held: Held, view: str, there: list[str], not_there: list[str]) -> None:
    document = chair.get(f"/r/{held.round_id}/chair?view={view}").text.partition('<div class="document">')[2].partition("</section>")[0]
    assert [words for words in there if words not in document] == []
    assert [words for words in not_there if words in document] == []


def test_the_view_is_remembered(chair: FlaskClient, held: Held) -> None:
    chair.get(f"/r/{held.round_id}/chair/p/3?view=original")
    assert "whenever possible" not in chair.get(f"/r/{held.round_id}/chair").text.partition('<div class="document">')[2]


def test_a_point_shows_options_with_names_comments_and_its_neighbours(chair: FlaskClient, held: Held) -> None:
    page = chair.get(f"/r/{held.round_id}/chair/p/3").text
    for words in ("3 proposals at this place", "Brazil</bdi>, <bdi>France", "weaken it", 'rel="next"', "Another version of"):
        assert words in page
    assert chair.get(f"/r/{held.round_id}/chair/p/99").status_code == 404


def test_a_chosen_option_is_read_and_is_the_readers_alone(app: Flask, database: Database, chair: FlaskClient, held: Held) -> None:
    point = f"/r/{held.round_id}/chair/p/3"
    option = next(part for part in chair.get(point).text.split('value="=')[1:] if "whenever possible" in part.split('"')[0]).split('"')[0]
    answer = send(chair, point, f"/r/{held.round_id}/chair/choose/3", {"spot 3.1": f"={option}", "spot 4.1": "=smuggled"})
    assert answer.status_code == 303
    assert "consider, whenever possible, not" in chair.get(f"{point}?view=reading").text
    assert "whenever possible" in chair.get(f"/r/{held.round_id}/chair?view=reading").text
    other = client_of(app, database, held.operator).get(f"/r/{held.round_id}/chair?view=reading").text
    assert "whenever possible" not in other.partition('<div class="document">')[2]
    send(chair, f"/r/{held.round_id}/chair?view=reading", f"/r/{held.round_id}/chair/forget", {})
    assert "consider, whenever possible, not" not in chair.get(f"{point}?view=reading").text


def test_a_note_is_kept_shown_to_the_desk_and_taken_away_by_its_writer_alone(
    app: Flask, database: Database, chair: FlaskClient, held: Held
) -> None:
    point = f"/r/{held.round_id}/chair/p/3"
    assert send(chair, point, f"/r/{held.round_id}/chair/note/3", {"text": f"Ask Egypt. {NASTY}"}).status_code == 303
    assert "Ask Egypt. &lt;script&gt;" in chair.get(point).text
    assert "Ask Egypt." not in chair.get(f"/r/{held.round_id}/chair/p/4").text
    operator = client_of(app, database, held.operator)
    assert "Ask Egypt." in operator.get(point).text
    assert send(operator, point, f"/r/{held.round_id}/chair/unnote/1/3", {}).status_code == 403
    assert send(chair, point, f"/r/{held.round_id}/chair/unnote/1/3", {}).status_code == 303
    assert "Ask Egypt." not in chair.get(point).text


def test_an_empty_or_endless_note_is_refused_with_its_words_kept(chair: FlaskClient, held: Held) -> None:
    point = f"/r/{held.round_id}/chair/p/3"
    assert send(chair, point, f"/r/{held.round_id}/chair/note/3", {"text": "  "}).status_code == 422
    long = send(chair, point, f"/r/{held.round_id}/chair/note/3", {"text": "zebra " * 1000})
    assert long.status_code == 422
    assert "too long" in long.text
    assert "zebra zebra" in long.text


def test_no_delegation_sees_the_desk(app: Flask, database: Database, held: Held) -> None:
    client = client_of(app, database, held.heads["Egypt"])
    for address in ("chair", "chair/p/3", "matrix", "papers", "chair?view=changes"):
        answer = client.get(f"/r/{held.round_id}/{address}")
        assert answer.status_code == 403
        assert "whenever possible" not in answer.text


def test_a_page_that_did_not_change_is_not_sent_again(app: Flask, database: Database, chair: FlaskClient, held: Held) -> None:
    address = f"/r/{held.round_id}/chair"
    first = chair.get(address)
    mark = first.headers["ETag"]
    assert "no-cache" in first.headers["Cache-Control"]
    assert "private" in first.headers["Cache-Control"]
    assert chair.get(address, headers={"If-None-Match": mark}).status_code == 304
    with database.write() as db:
        lock_round(db, held.round_id).texts += 1
    assert chair.get(address, headers={"If-None-Match": mark}).status_code == 200
    other = client_of(app, database, held.operator)
    assert other.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_what_comes_in_is_seen_at_once(database: Database, chair: FlaskClient, held: Held) -> None:
    address = f"/r/{held.round_id}/chair"
    assert "whenever possible" in chair.get(address).text
    with database.write() as db:
        for row in db.query(m.Submission).where(m.Submission.round_id == held.round_id):
            row.state = m.SubmissionState.WITHDRAWN
        lock_round(db, held.round_id).texts += 1
    assert "whenever possible" not in chair.get(address).text


def put_many(database: Database, count: int, code: str) -> Held:
    """Put a round with this many amendments, ten units, each delegation on every one."""
    units = tuple(unit(n, BASE, f"{n + 1}.") for n in range(10))
    said = {
        f"Delegation {n}": Returned(
            {at: BASE.replace("consider", f"consider word{n}") for at in range(10)}, comments=[comment("0", 3, f"Comment {n}.", "")]
        )
        for n in range(count // 10)
    }
    with database.write() as db:
        return put_round(db, compile_by_hand(units, said), code=code)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_statements_do_not_grow_with_amendments(app: Flask, database: Database) -> None:
    counts: dict[str, list[int]] = {address: [] for address in ("chair", "chair/p/3", "matrix", "chair?view=changes", "papers")}
    for number, code in ((10, "FEW"), (1000, "MANY")):
        held = put_many(database, number, code)
        for address, found in counts.items():
            client = client_of(app, database, held.officer)
            compilation._texts.clear()  # each address is asked for as the first one is
            document._drawn.clear()
            with counted(app) as statements:
                assert client.get(f"/r/{held.round_id}/{address}").status_code == 200
            found.append(len(statements))
    assert [address for address, (few, many) in counts.items() if few != many or many > 30] == []


def test_hostile_words_are_shown_as_words(app: Flask, database: Database) -> None:
    base = (unit(0, BASE, "1."),)
    said = {"Brazil": Returned({0: BASE.replace("victims", NASTY)}, comments=[comment("0", 0, NASTY, "")])}
    with database.write() as db:
        held = put_round(db, compile_by_hand(base, said))
    client = client_of(app, database, held.chair)
    for address in ("chair", "chair/p/1", "chair/p/1?view=changes", "matrix"):
        page = client.get(f"/r/{held.round_id}/{address}").text
        assert "<script>alert" not in page
        assert ">49<" not in page
