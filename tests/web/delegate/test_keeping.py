"""Typed words survive: a stale page, the end of the round, the end of a sign-in, a crash, hostile characters, and two clicks."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.make import Stage
from tests.web.delegate.desk import Seat, hidden, live, seat, typed, units
from tests.web.pages import client_of
from tests.web.walk import World, canary
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.queries.compilation import compile_round, facts_of
from wgtracker.queries.delegate import load_file
from wgtracker.services.rounds import close_round
from wgtracker.word.package import open_package
from wgtracker.word.read import read as read_word

WORDS = "States parties must, whatever happens, keep these words."
HOSTILE = {
    "controls": "a\x00b\x01c\x0bd\x1fe\x7f",
    "surrogate": "a\ud800b",
    "bidi": "a\u202eb\u2066c\u202dd",
    "combining": "e" + "\u0301" * 200,
    "line ends": "one\r\ntwo\rthree\n\nfour\u2028five",
    "markup": "<script>alert(1)</script>&lt;b&gt;{{ 7*7 }}\"'",
    "noncharacters": "a\ufffeb\uffffc\U0010ffffd",
    "arabic": "ينبغي للدول الأطراف أن تدرّب القضاة.",
}


def keep(page: str) -> str:
    """Give the words of a page, its marks aside."""
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_a_stale_page_shows_both_texts_and_replaces_none(app: Flask, database: Database, stage: Stage) -> None:
    one, two, ids = seat(app, database, stage, "drafters"), seat(app, database, stage), units(database, stage)
    old = one.read(f"/p/{ids['1.']}")
    two.send(f"/p/{ids['1.']}", {"text": "A colleague’s words.", "act": "next"})
    response = one.send(f"/p/{ids['1.']}", {"text": WORDS, "reason": "Why not.", "act": "next"}, page=old)
    assert response.status_code == 409
    assert WORDS in response.text
    assert "A colleague’s words." in response.text
    assert [row.proposed for row in live(database)] == ["A colleague’s words."]
    again = one.client.post(f"/r/{stage.round_id}/p/{ids['1.']}", data={**hidden(response.text), "text": WORDS})
    assert again.status_code == 303
    assert [(row.proposed, row.reason) for row in live(database)] == [(WORDS, "Why not.")]


def test_a_request_that_crosses_a_colleagues_words_shows_them_and_can_be_sent_again(app: Flask, database: Database, stage: Stage) -> None:
    one, two, ids = seat(app, database, stage, "drafters"), seat(app, database, stage), units(database, stage)
    old = one.read(f"/p/{ids['1.']}/ask")
    two.send(f"/p/{ids['1.']}", {"text": "A colleague’s words.", "act": "next"})
    response = one.send(f"/p/{ids['1.']}/ask", {"act": "delete"}, page=old)
    assert response.status_code == 422
    assert "A colleague’s words." in response.text
    assert one.send(f"/p/{ids['1.']}/ask", {"act": "delete"}, page=response.text).status_code == 303
    assert [row.kind for row in live(database)] == ["delete"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/p/{unit}", "/p/{unit}/new", "/p/{unit}/comment", "/comment", "/new"])
def test_the_end_of_the_round_keeps_what_was_typed(app: Flask, database: Database, stage: Stage, path: str) -> None:
    head, unit = seat(app, database, stage), units(database, stage)["1."]
    page = head.read(path.format(unit=unit))
    with database.write() as db:
        db.execute(update(m.Round).values(deadline_at=clock.now() - timedelta(minutes=10), takes_late=False))
    response = head.send(path.format(unit=unit), {"text": WORDS}, page=page)
    assert response.status_code == 409
    assert WORDS in response.text
    assert "has passed" in response.text
    assert live(database) == []


def test_what_comes_late_is_taken_marked_and_said(app: Flask, database: Database, stage: Stage) -> None:
    head, unit = seat(app, database, stage), units(database, stage)["1."]
    with database.write() as db:
        db.execute(update(m.Round).values(deadline_at=clock.now() - timedelta(minutes=10)))
    assert "marked as late" in head.read(f"/p/{unit}")
    head.send(f"/p/{unit}", {"text": WORDS, "act": "next"})
    number = head.submit()
    assert "after the deadline" in head.client.get(f"/sub/{number}").text
    with database.read() as db:
        assert db.get_one(m.Submission, number).late is True


def test_a_sign_in_that_ends_while_typing_keeps_the_words_to_be_sent_again(app: Flask, database: Database, stage: Stage) -> None:
    head, unit = seat(app, database, stage), units(database, stage)["1."]
    page = head.read(f"/p/{unit}")
    with database.write() as db:
        db.execute(update(m.SignIn).values(ended_at=clock.now()))
    response = head.send(f"/p/{unit}", {"text": WORDS, "act": "next"}, page=page)
    assert response.status_code == 403
    assert WORDS in response.text
    assert live(database) == []
    with database.write() as db:
        db.execute(update(m.SignIn).values(ended_at=None))
    fields = {
        name: html.unescape(words)
        for name, words in re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', response.text, re.DOTALL)
    }
    again = head.client.post(f"/r/{stage.round_id}/p/{unit}", data={**hidden(response.text), **fields})
    assert again.status_code == 303
    assert [row.proposed for row in live(database)] == [WORDS]


def test_what_is_typed_is_kept_offered_again_elsewhere_and_forgotten_once_saved(app: Flask, database: Database, stage: Stage) -> None:
    head, unit = seat(app, database, stage), units(database, stage)["1."]
    page = head.read(f"/p/{unit}")
    path = f"/r/{stage.round_id}/scratch/propose/{unit}"
    kept = head.client.post(path, data={**hidden(page), "text": WORDS, "reason": "Half a rea"})
    assert (kept.json or {})["saved"].startswith("Saved ")
    assert "(Vienna)" in (kept.json or {})["saved"]
    elsewhere = Seat(seat(app, database, stage).client, stage.round_id)
    assert typed(elsewhere.read(f"/p/{unit}")) == WORDS
    assert "did not save" in elsewhere.read(f"/p/{unit}")
    colleague = seat(app, database, stage, "drafters")
    assert WORDS not in colleague.read(f"/p/{unit}")
    elsewhere.send(f"/p/{unit}", {"text": WORDS, "act": "next"})
    assert "did not save" not in elsewhere.read(f"/p/{unit}")
    with database.read() as db:
        assert db.scalars(select(m.Scratch)).all() == []
        assert "scratch" not in " ".join(db.scalars(select(m.Event.act)))


def test_autosave_says_in_words_why_it_could_not_keep_something(app: Flask, database: Database, stage: Stage) -> None:
    head, unit = seat(app, database, stage), units(database, stage)["1."]
    page = head.read(f"/p/{unit}")
    path = f"/r/{stage.round_id}/scratch/propose/{unit}"
    too_long = head.client.post(path, data={**hidden(page), "text": "x" * 300_000})
    assert (too_long.status_code, "too long" in (too_long.json or {})["sentence"]) == (422, True)
    with database.write() as db:
        db.execute(update(m.SignIn).values(ended_at=clock.now()))
    signed_out = head.client.post(path, data={**hidden(page), "text": WORDS})
    assert (signed_out.status_code, "not signed in" in (signed_out.json or {})["sentence"]) == (403, True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # every field on both: test_every_form
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_taken_as_words_and_the_paper_still_builds(app: Flask, database: Database, stage: Stage, kind: str) -> None:
    head, ids, words = seat(app, database, stage), units(database, stage), HOSTILE[kind].encode("utf-8", "surrogatepass")
    fields = {"text": words, "reason": words, "words": words, "print_reason": "y"}
    for path in (
        f"/p/{ids['1.']}",
        f"/p/{ids['1.']}/preview",
        f"/p/{ids['2.']}/new",
        "/new",
        "/comment",
        f"/p/{ids['3.']}/comment",
        f"/p/{ids['4.']}/ask",
    ):
        page = head.read(path.removesuffix("/preview"))
        extra = {"act": "brackets"} if path.endswith("ask") else {"words": ""} if path == "/comment" else {}
        assert head.send(path, {**fields, **extra}, page=page).status_code in (200, 303, 422), path
        scratch = head.client.post(f"/r/{stage.round_id}/scratch/propose/{ids['5.']}", data={**hidden(page), **fields})
        assert scratch.status_code == 200
    for path in ("", f"/p/{ids['1.']}", f"/p/{ids['5.']}"):
        assert "<script>alert" not in head.read(path)
    number = head.submit({"on_behalf_of": words, "aligned": words})
    for suffix in ("", "/text.txt", "/receipt.docx", "/withdraw"):
        assert head.client.get(f"/sub/{number}{suffix}").status_code == 200
    read_word(open_package(head.client.get(f"/sub/{number}/receipt.docx").data, "receipt.docx"))
    with database.read() as db:
        round_ = db.get_one(m.Round, stage.round_id)
        compilation, meeting = compile_round(db, round_, None).compilation, facts_of(round_)
        draft = load_file(db, round_.draft.sha256)
    for markup in ("bold", "tracked", "labels", "clean"):
        paper = conference_room_paper(
            compilation,
            meeting,
            markup=markup,
            order="paragraph",
            copy="issued",
            unplaced="refuse",
            draft=draft,
        )
        assert read_word(open_package(paper.content, "paper.docx")).original


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/p/{unit}", "/p/{unit}/new", "/p/{unit}/comment", "/comment"])
def test_a_text_of_a_million_letters_is_refused_at_the_field_and_kept(app: Flask, database: Database, stage: Stage, path: str) -> None:
    head, unit = seat(app, database, stage), units(database, stage)["1."]
    response = head.send(path.format(unit=unit), {"text": "words " * 170_000, "act": "next"})
    assert response.status_code == 422
    assert "too long" in response.text
    assert response.text.count("words ") > 100_000
    assert live(database) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("/p/{unit}/new", {"text": " \r\n "}, "Write the words of the new paragraph"),
        ("/p/{unit}/comment", {"text": "  "}, "Write your comment"),
        ("/p/{unit}/comment", {"text": "Yes.", "words": "not there"}, "do not stand in the text"),
        ("/p/{unit}/ask", {}, "Choose what you ask for"),
        ("/p/{unit}/ask", {"act": "nonsense"}, "Choose"),
        ("/p/{unit}/ask", {"act": "brackets"}, "Copy the words"),
        ("/p/{unit}/ask", {"act": "move", "after": "0"}, "stands there already"),
        ("/p/{unit}/new", {"text": "A.", "key": "x" * 100}, "not complete"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    app: Flask, database: Database, stage: Stage, path: str, fields: dict[str, str], sentence: str
) -> None:
    head, unit = seat(app, database, stage), units(database, stage)["1."]
    response = head.send(path.format(unit=unit), fields)
    assert response.status_code == 422
    assert sentence in keep(response.text)
    assert "<title>Error: " in response.text
    assert live(database) == []


@pytest.mark.parametrize(
    "base", [("One\u00a0two  three.", "Two. "), ("“Quoted” soft\u00adhyphen – e\u0301.", "‘x’"), ("ينبغي للدول", "二")]
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sending_every_paragraph_back_unedited_proposes_nothing(app: Flask, database: Database, base: tuple[str, ...]) -> None:
    from tests.make import make_stage

    with database.write() as db:
        stage = make_stage(db, base=base)
    head = seat(app, database, stage)
    for unit in units(database, stage).values():
        text = typed(head.read(f"/p/{unit}"))
        assert head.send(f"/p/{unit}", {"text": text, "act": "next"}).status_code == 303
    assert live(database) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_not_sent_before_the_close_is_kept_and_said_to_be_unsent(app: Flask, database: Database, world: World) -> None:
    stage = world.stage
    with database.write() as db:
        close_round(db, stage.officer, round_id=stage.round_id, version=db.get_one(m.Round, stage.round_id).version)
    head = client_of(app, database, stage.heads["Brazil"])
    home = head.get("/delegate").text
    assert "Written and not sent before the round closed" in home
    page = head.get(re.search(r'href="(/sub/\d+/check)"', home).group(1)).text  # type: ignore[union-attr]
    assert "this was not sent, and can no longer be sent here" in page
    assert "Your head of delegation sends it" not in page
    assert canary("brazil drafting amendment") in page
