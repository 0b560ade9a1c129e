"""Pages of the room stay new by themselves: shown at once, never over what is being typed; with streams, without, and when they die."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from config import Config
from tests.browser.conftest import Site, Visitor, Visitors, run_site, see_out
from tests.browser.room_pages import add_pages
from tests.reading import Reading
from wgtracker import models as m
from wgtracker.live.app import LiveApp
from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.services import room as services

SOON = 8000
"""Milliseconds within which a page that asks every two seconds shows what changed, on a busy machine."""


class Play:
    """A reading on a site, and who is in it."""

    def __init__(self, site: Site, visitors: Visitors) -> None:
        self.site, self.visitors = site, visitors
        self.reading = Reading(site.database)

    def open(self, label: str = "4.", **options: Any) -> Page:
        return self.let_in(**options).go(self.path(label))

    def let_in(self, **options: Any) -> Visitor:
        return self.visitors.let_in(**options).sign_in(self.reading.held.operator)

    def path(self, label: str) -> str:
        return f"/n/{self.reading.id}/tried/{self.reading.unit(label).id}"

    def say(self, words: str, label: str = "4.") -> m.RoomAct:
        return self.reading.do(label, r.Remarked(r.Remark("", "Kenya", "", words)))

    def said(self, label: str = "4.") -> list[str]:
        return [one.remark.text for one in self.reading.unit(label).state.remarks]

    def focus(self, label: str) -> None:
        with self.site.database.write() as db:
            services.focus_on(db, self.reading.held.operator, negotiation_id=self.reading.id, unit_id=self.reading.unit(label).id)


def forgive(visitors: Visitors, *kinds: str) -> None:
    """Take out of the troubles what a lost connection writes to the console by itself."""
    for visitor in visitors.inside:
        visitor.troubles[:] = [one for one in visitor.troubles if not re.search("|".join(kinds), one)]


@contextmanager
def playing(chromium: Browser, tmp_path: Path, migrated: Path, **settings: str) -> Iterator[Play]:
    with run_site(tmp_path / "instance", migrated, add_pages, **settings) as site:
        visitors = Visitors(chromium, site)
        yield Play(site, visitors)
        see_out(visitors)


@pytest.fixture
def play(chromium: Browser, tmp_path: Path, migrated: Path) -> Iterator[Play]:
    with playing(chromium, tmp_path, migrated) as made:
        yield made


def test_what_one_does_the_other_sees_where_it_looks(play: Play) -> None:
    page = play.open()
    expect(page.locator("[data-live-status]")).to_have_text(re.compile(r"As of \d\d:\d\d:\d\d, change \d+"))
    page.locator("#link").focus()
    before = page.evaluate("[scrollX, scrollY]")
    play.say("Kenya asks which authority is meant.")
    expect(page.locator("#remarks")).to_contain_text("which authority", timeout=SOON)
    assert page.evaluate("document.activeElement.id") == "link"
    assert page.evaluate("[scrollX, scrollY]") == before
    pulse = play.reading.room().last
    with play.site.database.read() as db:
        pulse = db.get_one(m.Negotiation, play.reading.id).pulse
    expect(page.locator("[data-live-status]")).to_have_text(re.compile(rf"As of \d\d:\d\d:\d\d, change {pulse}"))
    expect(page.locator("[data-live-notice]")).to_have_text(f"The page shows change {pulse}.")


def test_what_is_being_typed_is_never_replaced(play: Play) -> None:
    page = play.open()
    field = page.locator("textarea[name=inside]")
    field.fill("Half a sentence")
    top = field.bounding_box()
    play.say("One")
    button = page.get_by_role("button", name=re.compile("new · show"))
    expect(button).to_have_text("1 new · show", timeout=SOON)
    play.say("Two")
    expect(button).to_have_text("2 new · show", timeout=SOON)
    assert field.input_value() == "Half a sentence"
    assert field.bounding_box() == top
    assert page.locator("#remarks li").count() == 0
    button.click()
    expect(page.locator("#remarks li")).to_have_count(2)
    assert page.locator("textarea[name=inside]").input_value() == "Half a sentence"
    assert page.get_by_role("button", name=re.compile("new · show")).count() == 0


def test_a_hidden_page_rests_and_asks_at_once_when_it_is_looked_at(play: Play) -> None:
    page = play.open()
    asked: list[str] = []
    hide = "(state) => { Object.defineProperty(document, 'visibilityState', {value: state, configurable: true});"
    hide += " document.dispatchEvent(new Event('visibilitychange')); }"
    page.evaluate(hide, "hidden")
    page.wait_for_timeout(200)
    page.on("request", lambda request: asked.append(request.url))
    play.say("Nobody looks.")
    page.wait_for_timeout(3500)
    assert asked == []
    page.evaluate(hide, "visible")
    expect(page.locator("#remarks")).to_contain_text("Nobody looks", timeout=1500)


def test_a_page_goes_where_the_room_goes_if_that_is_wished_and_nothing_is_typed(play: Play) -> None:
    page = play.open("3.")
    play.focus("4.")
    page.get_by_label("Go where the room goes").check()
    page.wait_for_url(f"**{play.path('4.')}", timeout=SOON)
    page.get_by_label("Go where the room goes").wait_for()
    play.focus("5.")
    page.wait_for_url(f"**{play.path('5.')}", timeout=SOON)
    page.locator("textarea[name=words]").fill("Still typing")
    play.focus("6.")
    go = page.get_by_role("button", name="The room is at another paragraph · go there")
    go.wait_for(timeout=SOON)
    assert page.url.endswith(play.path("5."))
    assert page.locator("textarea[name=words]").input_value() == "Still typing"


class Streams:
    """A process of streams, on a thread here: it can be stopped and started again on its port."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self, site: Site) -> None:
        self.app = LiveApp(Config(site.database.url, site.url, site.instance, "a secret"), most=4)
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.app.hub.end_all()
        self.server.shutdown()
        self.server.server_close()
        self.app.close()


def test_a_stream_brings_changes_and_its_end_loses_none(chromium: Browser, tmp_path: Path, migrated: Path) -> None:
    streams = Streams()
    with playing(chromium, tmp_path, migrated, live_url=streams.url) as play:
        streams.start(play.site)
        page = play.open()
        bar = page.locator("[data-room]")
        expect(bar).to_have_attribute("data-by", "stream", timeout=SOON)
        play.say("By the stream")
        expect(page.locator("#remarks")).to_contain_text("By the stream", timeout=1500)
        streams.stop()
        play.say("While it was away")
        expect(page.locator("#remarks")).to_contain_text("While it was away", timeout=SOON)
        expect(bar).to_have_attribute("data-by", "asking")
        play.say("By asking")
        expect(page.locator("#remarks")).to_contain_text("By asking", timeout=SOON)
        forgive(play.visitors, "ERR_", "EventSource", "CORS", "Failed to load resource")


def test_a_stream_that_dies_in_the_middle_of_an_event(chromium: Browser, tmp_path: Path, migrated: Path) -> None:
    """Half an event says nothing: the page asks instead, and shows what is true."""
    streams = Streams()
    half = b'retry: 5000\nevent: ping\ndata: {"pulse":0}\n\nid: 99\nevent: pulse\ndata: {"pulse":99,"act":99,"focus":1,"units":[[1'
    served: list[bytes] = []

    def serve(server: socket.socket, origin: str) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            served.append(connection.recv(4096))
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nAccess-Control-Allow-Origin: {origin}\r\n"
            connection.sendall(head.encode() + b"Access-Control-Allow-Credentials: true\r\n\r\n" + half)
            time.sleep(0.3)
            connection.close()

    with playing(chromium, tmp_path, migrated, live_url=streams.url) as play, socket.create_server(("127.0.0.1", streams.port)) as server:
        threading.Thread(target=serve, args=(server, play.site.url), daemon=True).start()
        page = play.open()
        expect(page.locator("[data-room]")).to_have_attribute("data-by", "asking", timeout=SOON)
        play.say("What is true")
        expect(page.locator("#remarks")).to_contain_text("What is true", timeout=SOON)
        with play.site.database.read() as db:
            pulse = db.get_one(m.Negotiation, play.reading.id).pulse
        expect(page.locator("[data-live-status]")).to_contain_text(f"change {pulse}")
        assert served
        forgive(play.visitors, "ERR_", "EventSource")


def write_and_send(page: Page, words: str) -> None:
    page.locator("textarea[name=words]").fill(words)
    page.get_by_role("button", name="Say it").click()


def test_acts_wait_for_the_network_and_are_sent_once_in_order(play: Play) -> None:
    visitor = play.let_in()
    page = visitor.go(play.path("4."))
    visitor.context.set_offline(True)
    for words in ("The first", "The second", "The third"):
        write_and_send(page, words)
        expect(page.locator("[data-queue-list] blockquote").last).to_have_text(words)
    expect(page.get_by_role("heading", name="Not yet sent")).to_be_visible()
    assert page.locator("[data-queue-list] li strong").all_inner_texts() == ["Remark on the paragraph"] * 3
    assert play.said() == []
    visitor.context.set_offline(False)
    expect(page.locator("[data-queue-status]")).to_have_text("All is sent.", timeout=15_000)
    assert play.said() == ["The first", "The second", "The third"]
    expect(page.locator("#remarks li")).to_have_count(3, timeout=SOON)
    with play.site.database.read() as db:
        assert len(set(db.scalars(m.RoomAct.__table__.select().with_only_columns(m.RoomAct.key).where(m.RoomAct.key != "")))) == 3
    forgive(play.visitors, "ERR_INTERNET_DISCONNECTED")


def test_what_waits_survives_a_reload_and_is_nobody_elses(play: Play) -> None:
    visitor = play.let_in()
    page = visitor.go(play.path("4."))
    visitor.context.set_offline(True)
    write_and_send(page, "Kept over a reload")
    expect(page.locator("[data-queue-list] blockquote")).to_have_text("Kept over a reload")
    page.close()
    visitor.context.set_offline(False)
    visitor.context.clear_cookies()
    visitor.sign_in(play.reading.held.chair)
    other = visitor.context.new_page()
    other.goto(play.site.url + play.path("4."))
    expect(other.locator("[data-queue-list]")).to_contain_text("Acts of somebody else wait in this browser: 1.")
    assert "Kept over" not in other.content()
    visitor.context.clear_cookies()
    visitor.sign_in(play.reading.held.operator)
    other.reload()
    expect(other.locator("[data-queue-status]")).to_have_text("All is sent.", timeout=15_000)
    assert play.said() == ["Kept over a reload"]
    forgive(play.visitors, "ERR_INTERNET_DISCONNECTED")


def test_who_was_overtaken_meanwhile_is_told_and_keeps_the_words(play: Play) -> None:
    visitor = play.let_in()
    page = visitor.go(play.path("4."))
    visitor.context.set_offline(True)
    write_and_send(page, "On what I saw")
    write_and_send(page, "And more")
    expect(page.locator("[data-queue-list] blockquote").last).to_have_text("And more")
    play.reading.do("4.", r.Moved(Status.AD_REFERENDUM, (), "plenary"))
    visitor.context.set_offline(False)
    refused = page.locator("[data-queue-list] li").first
    expect(refused).to_contain_text("Somebody acted on this paragraph while you were looking at it.", timeout=15_000)
    expect(refused.locator("blockquote")).to_have_text("On what I saw")
    assert play.said() == [], "what comes after it waits for a decision"
    refused.get_by_role("button", name="Take off the list").click()
    expect(page.locator("[data-queue-list] li")).to_have_count(1)
    expect(page.locator("[data-queue-list] li").first).to_contain_text("Somebody acted")
    forgive(play.visitors, "ERR_INTERNET_DISCONNECTED", "409")


def test_an_answer_that_was_lost_is_no_second_act(play: Play) -> None:
    """The service acted, the answer never came: the act is kept as not sent, sent again with its key, and stays one."""
    visitor = play.let_in()
    page = visitor.go(play.path("4."))

    def lose(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/tried/*", lose)
    write_and_send(page, "Said once")
    expect(page.locator("[data-queue-list] blockquote")).to_have_text("Said once")
    page.unroute("**/tried/*")
    expect(page.locator("[data-queue-status]")).to_have_text("All is sent.", timeout=20_000)
    assert play.said() == ["Said once"]
    forgive(play.visitors, "ERR_")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_an_act_is_a_plain_form_for_the_person(play: Play, scripts: bool) -> None:
    page = play.open(java_script_enabled=scripts)
    write_and_send(page, "Said plainly")
    expect(page.locator("#remarks")).to_contain_text("Said plainly")
    assert play.said() == ["Said plainly"]
    if scripts:
        page.locator("input[name=seen]").evaluate("field => { field.value = '1'; }")
        write_and_send(page, "On an old state")
        expect(page.locator("main")).to_contain_text("Somebody acted on this paragraph")
        forgive(play.visitors, "409")
