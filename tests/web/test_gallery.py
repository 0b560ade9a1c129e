"""The frame, the macros and the scripts: every macro is shown, axe finds nothing, no page scrolls sideways, typed words are kept."""

import base64
import hashlib
import re
import threading
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, Response, jsonify, render_template, render_template_string, request
from playwright.sync_api import Browser, Dialog, Page
from werkzeug.serving import make_server

from tests.web.gallery import create_gallery
from wgtracker.models.draft import DraftState
from wgtracker.models.event import MailState
from wgtracker.models.paper import PaperState
from wgtracker.models.round import RoundState
from wgtracker.models.submission import StanceKind, SubmissionState
from wgtracker.room.life import Status
from wgtracker.web.states import STATES as SAID

ROOT = Path(__file__).resolve().parents[2]
MACROS = ROOT / "templates" / "macros"
STATIC = ROOT / "wgtracker" / "static"
PAGES = ("/", "/form", "/stale", "/closed", "/lost")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}


@pytest.fixture(scope="module")
def gallery() -> Flask:
    """Lend the gallery, with a place that keeps what autosave sends and fails when it is told to."""
    app = create_gallery()
    app.config["kept"] = []

    def keep() -> Response | tuple[Response, int]:
        app.config["kept"].append(request.form.to_dict())
        if "too late" in request.form["text"]:
            return jsonify(sentence="Not saved: the round is closed."), 409
        return jsonify(saved="Saved 14:33 (Vienna)", fields={"csrf_token": "fresh"})

    app.add_url_rule("/autosave", "keep", keep, methods=["POST"])
    app.add_url_rule("/", "send", lambda: f"sent with {request.form['csrf_token']}", methods=["POST"])
    return app


@pytest.fixture(scope="module")
def address(gallery: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, gallery, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


def violations(page: Page) -> list[tuple[str, str]]:
    found: dict[str, Any] = Axe().run(page, options=RULES).response
    return [(one["id"], node["html"]) for one in found["violations"] for node in one["nodes"]]


def test_the_gallery_shows_every_macro(gallery: Flask) -> None:
    defined = {
        name
        for file in MACROS.glob("*.html")
        for name in re.findall(r"{% macro ([a-z]\w*)\(", file.read_text())
        if not name.startswith("_")
    }
    shown = "".join(file.read_text() for file in [*(Path(__file__).parent / "templates").glob("*.html"), *MACROS.glob("*.html")])
    uses = {name: len(re.findall(rf"(?<!macro ){name}\(", shown)) for name in defined}
    of_the_room = {"live_bar", "queue"}  # they work with a reading only: tests/browser/test_live.py
    assert [name for name, times in uses.items() if not times and name not in of_the_room] == []


STATES: list[type[StrEnum]] = [MailState, PaperState, RoundState, SubmissionState, StanceKind, DraftState, Status]


@pytest.mark.parametrize("states", STATES, ids=lambda states: states.__name__)
def test_every_stored_state_has_its_own_words_and_a_sign(gallery: Flask, states: type[StrEnum]) -> None:
    with gallery.test_request_context("/"):
        for state in states:
            drawn = render_template_string('{% from "macros/status.html" import status %}{{ status(state) }}', state=state)
            assert re.fullmatch(r'<span class="tag \w+"><span aria-hidden="true">.{1,2}</span>[a-z ,-]+</span>', drawn), state
            assert state.value in SAID


def test_vendored_scripts_are_the_ones_that_are_named() -> None:
    table = (STATIC / "vendor" / "README.md").read_text()
    for file in (STATIC / "vendor").glob("*.js"):
        digest = base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()
        assert f"| {file.name} |" in table
        assert digest in table


def test_no_template_or_style_breaks_the_content_policy() -> None:
    for file in (ROOT / "templates").rglob("*.html"):
        text = file.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:|<script(?![^>]* src=)", text), file.name
    assert not re.search(
        r"url\(|@import|\b(?:margin|padding|border)-(?:left|right)\b|text-align: (?:left|right)", (STATIC / "look.css").read_text()
    )


def test_an_error_is_said_in_the_title_on_top_and_at_the_field(gallery: Flask) -> None:
    html = gallery.test_client().get("/form").text
    assert "<title>Error: Add a topic – wgtracker</title>" in html
    assert '<li><a href="#name">Enter the title of the topic</a></li>' in html
    assert re.search(
        r'<p class="wrong" id="name-error">.*?Enter the title of the topic</p><input aria-describedby="name-hint name-error"', html
    )
    assert '<a href="#kind-0">' in html


def test_typed_words_stand_unchanged_in_the_page_of_a_stale_form(gallery: Flask) -> None:
    with gallery.test_request_context("/"):
        html = render_template("errors/stale.html", mine="\n <b>mine</b>", current="theirs", action="/x", version=4, fields={"unit": "3"})
    assert ">\n\n &lt;b&gt;mine&lt;/b&gt;</textarea>" in html
    assert '<input type="hidden" name="unit" value="3">' in html


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(page: Page, address: str, width: int, direction: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Security Policy" in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        page.goto(f"{address}{path}?dir={direction}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        if (width, direction) == (1280, "ltr") or (width, path) == (390, "/"):
            assert violations(page) == [], path
    assert said == []


def test_the_hidden_words_are_not_copied(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#wg_u1'))")
    assert page.evaluate("getSelection().toString()").startswith(
        "[3. States parties should consider [3.1 , where appropriate, / , whenever possible, (Brazil, France) / delete (Egypt) / , where"
    )


def test_words_are_kept_when_a_field_is_left_and_the_page_says_when(page: Page, address: str, gallery: Flask) -> None:
    page.goto(address)
    page.fill("#text", "A better text.")
    page.locator("#text").blur()
    page.get_by_text("Saved 14:33 (Vienna)").wait_for()
    assert gallery.config["kept"][-1]["text"] == "A better text."
    assert gallery.config["kept"][-1]["csrf_token"] == "token"
    assert page.input_value("form[data-autosave-url] [name=csrf_token]") == "fresh"


def test_a_form_that_is_sent_while_words_are_being_kept_goes_with_the_new_version(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#text", "A better text.")
    page.evaluate("document.activeElement.blur(); document.querySelector('form[data-autosave-url]').requestSubmit()")
    page.get_by_text("sent with fresh").wait_for()


def test_words_that_cannot_be_kept_stay_and_the_page_asks_before_it_is_left(page: Page, address: str) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.goto(address)
    page.on("dialog", answer)
    page.fill("#text", "These come too late.")
    page.locator("#text").blur()
    page.get_by_text("Not saved: the round is closed.").wait_for()
    assert page.input_value("#text") == "These come too late."
    with page.expect_navigation():
        page.click(".product")
    assert asked == ["beforeunload"]


def test_the_keyboard_reaches_the_text_first(page: Page, address: str) -> None:
    page.goto(f"{address}/closed")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
