"""The record of the room as a delegate sees it: the text at any moment, the origin of words, comparisons, lines, snapshots."""

import io
import re
from datetime import timedelta
from html import unescape
from typing import Any

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.papers import cases
from tests.put import put_round
from tests.reading import AT, Kept
from tests.web.signing import client_of, post
from wgtracker import clock
from wgtracker.db import Database
from wgtracker.papers.status_paper import MARKUPS
from wgtracker.room import model as r
from wgtracker.room.life import Status


@pytest.fixture
def reading(met: Kept) -> Kept:
    return met


@pytest.fixture
def egypt(app: Flask, database: Database, reading: Kept) -> FlaskClient:
    return client_of(app, database, reading.held.heads["Egypt"])


@pytest.fixture
def operator(app: Flask, database: Database, reading: Kept) -> FlaskClient:
    return client_of(app, database, reading.held.operator)


def words(answer: Any) -> str:
    """Give the words of a page, tags and notes for screen readers aside."""
    text = re.sub(r'<span class="vh">[^<]*</span>', "", answer.text.split("<main", 1)[1].split("<footer")[0])
    text = re.sub(r"</(?:td|th|li|p|h\d|dd|dt)>", " ", text)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", text)).replace("\u00a0", " ").split())


def test_the_text_now_has_states_names_and_what_waits(reading: Kept, egypt: FlaskClient) -> None:
    page = words(egypt.get(f"/n/{reading.id}/text"))
    for said in ("under negotiation", "waiting for Egypt", "plenary", "(Brazil, France)", "not retained", "As it is now, after act 17."):
        assert said in page


def test_the_text_as_at_an_act_says_so_and_leads_to_the_acts_around_it(reading: Kept, egypt: FlaskClient) -> None:
    page = egypt.get(f"/n/{reading.id}/text?at=9")
    assert "This is not the text of now. It is the text as it was after act 9." in words(page)
    assert "feasible" in words(page)  # it waits, or has just been taken
    for act in (6, 7, 8, 10, 11, 12):
        assert f"/n/{reading.id}/text?at={act}" in page.text
    assert egypt.get(f"/n/{reading.id}/text?at=99").status_code == 404
    assert egypt.get(f"/n/{reading.id}/text?at=yesterday").status_code == 422
    assert "as at the beginning" in words(egypt.get(f"/n/{reading.id}/text?at=start"))


def test_an_instant_names_the_last_act_before_it(reading: Kept, egypt: FlaskClient) -> None:
    later = clock.now() + timedelta(hours=2)
    with clock.telling(later):
        reading.do("4.", r.Moved(Status.AGREED))
    for between, act in ((later - timedelta(hours=1), 17), (later, 18), (later - timedelta(days=9), 0)):
        page = words(egypt.get(f"/n/{reading.id}/text", query_string={"at": between.isoformat()}))
        assert (f"act {act}" if act else "at the beginning") in page
    local = clock.in_zone(later - timedelta(hours=1), "Europe/Vienna").replace(tzinfo=None).isoformat(timespec="minutes")
    assert "after act 17" in words(egypt.get(f"/n/{reading.id}/text?at={local}"))


def test_every_word_says_where_it_comes_from(reading: Kept, egypt: FlaskClient) -> None:
    unit = reading.unit("3.")
    page = words(egypt.get(f"/n/{reading.id}/u/{unit.id}/words"))
    assert re.search(r"and feasible Kenya act \d+, [^–]*Read out by the Chair\.", page)
    assert "stands in the draft" in page
    assert "No words of this paragraph were struck." in page
    reading.do("3.", r.Took(tuple(reading.of("3.", "Brazil"))))
    assert re.search(r"where stood in the draft Brazil act \d+", words(egypt.get(f"/n/{reading.id}/u/{unit.id}/words")))


def test_two_moments_are_compared_with_names(reading: Kept, egypt: FlaskClient, operator: FlaskClient) -> None:
    kept = reading.keep()
    reading.do("3.", r.Took(tuple(reading.of("3.", "Brazil"))))
    reading.do("4.", r.Moved(Status.AGREED))
    page = egypt.get(f"/n/{reading.id}/compare?from=s1&to=now")
    assert "2 paragraphs are not as they were" in words(page)
    for said in ("whenever", "(Brazil)", "pending", "agreed", "Brazil: before the meeting → taken"):
        assert said in words(page)
    assert "deleted:" in page.text
    assert words(egypt.get(f"/n/{reading.id}/compare?from=now&to=s1")).count("whenever") == words(page).count("whenever")
    assert "Nothing changed between these two moments" in words(egypt.get(f"/n/{reading.id}/compare?from=s1&to=17"))
    assert "not part of the text any more" in words(egypt.get(f"/n/{reading.id}/compare?from=start&to=now"))
    assert egypt.get(f"/n/{reading.id}/compare?from=s9&to=now").status_code == 404
    assert egypt.get(f"/snap/{kept}").status_code == 200


def test_each_reader_is_told_what_changed_since_the_last_look(reading: Kept, egypt: FlaskClient, operator: FlaskClient) -> None:
    path = f"/n/{reading.id}/text"
    assert post(egypt, f"{path}/seen", {"act": 17}, path).status_code == 303
    assert "Nothing changed since you last looked (act 17)." in words(egypt.get(path))
    reading.do("4.", r.Moved(Status.AGREED))
    page = egypt.get(path)
    assert "1 paragraph with something new since you last looked (act 17)." in words(page)
    assert f"/n/{reading.id}/compare?from=17&amp;to=now" in page.text
    assert "since you last looked (act" not in words(operator.get(path))
    assert post(egypt, f"{path}/seen", {"act": 99}, path).status_code == 422


def test_the_operator_keeps_the_text_and_everybody_takes_it_home(reading: Kept, egypt: FlaskClient, operator: FlaskClient) -> None:
    path = f"/n/{reading.id}/snapshots"
    assert "Snapshots will be listed here" in words(egypt.get(path))
    with clock.telling(AT):
        answer = post(operator, path, {}, path)
    assert answer.status_code == 303
    place = answer.location
    assert "Status: 10 September 2020, 6.15 p.m." in words(egypt.get(place))
    assert "Status: 10 September 2020, 6.15 p.m." in words(egypt.get(path))
    assert "Keep the text" not in words(egypt.get(path))
    before = egypt.get(place).text.split("<article")[1].split("</article")[0]
    reading.do("4.", r.Moved(Status.AGREED))
    assert egypt.get(place).text.split("<article")[1].split("</article")[0] == before
    for markup in MARKUPS:
        file = egypt.get(f"{place}/word/{markup}")
        assert file.status_code == 200
        assert docx.Document(io.BytesIO(file.data)).paragraphs
        assert f"status-1-{markup}.docx" in file.headers["Content-Disposition"]


def test_page_word_and_function_have_the_same_lines(reading: Kept, egypt: FlaskClient) -> None:
    kept = reading.keep()
    now = lines_in(egypt.get(f"/n/{reading.id}/lines"))
    frozen = [(line.number, line.text) for line in reading.frozen(kept).lines]
    assert now == frozen
    reading.do("3.", r.Took(tuple(reading.of("3.", "Brazil"))))
    assert lines_in(egypt.get(f"/n/{reading.id}/lines")) != frozen
    assert lines_in(egypt.get(f"/snap/{kept}/lines")) == frozen
    paragraphs = docx.Document(io.BytesIO(egypt.get(f"/snap/{kept}/word/lines").data)).paragraphs
    rows = [row.split("\t") for one in paragraphs for row in one.text.split("\n") if "\t" in row and row[0].isdigit()]
    assert [(int(number), text) for number, text in rows] == frozen


def lines_in(answer: Any) -> list[tuple[int, str]]:
    """Give the numbered lines of a page."""
    return [(int(number), unescape(text)) for number, text in re.findall(r'<li value="(\d+)"[^>]*>([^<]*)</li>', answer.text)]


def test_nobody_from_elsewhere_sees_any_of_it(app: Flask, database: Database, reading: Kept) -> None:
    kept, unit = reading.keep(), reading.unit("3.").id
    with database.write() as db:
        chile = put_round(db, cases.many_names(), code="OTHER").heads["Chile"]
    stranger = client_of(app, database, chile)
    paths = [f"/n/{reading.id}/{one}" for one in ("text", "lines", "compare", "snapshots", f"u/{unit}/words")]
    for path in [*paths, f"/snap/{kept}", f"/snap/{kept}/lines", f"/snap/{kept}/word/clean"]:
        nobody = app.test_client().get(path)
        assert nobody.status_code == 303
        assert stranger.get(path).status_code == 404
