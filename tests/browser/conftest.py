"""Lend the browser tests a real server and a real Chromium (Debian package chromium; nothing is downloaded)."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, FloatRect, Page
from werkzeug.serving import make_server

from config import Config
from tests.browser.filled import Filled, fill
from tests.make import Stage, make_stage, sign_in
from wgtracker import create_app
from wgtracker.db import Database
from wgtracker.policy import Actor
from wgtracker.upgrade import upgrade

PICTURES = os.environ.get("WGTRACKER_PICTURES", "")
TALLEST = 1000
"""CSS pixels of a picture."""


class Site(NamedTuple):
    """A running tracker: its address, its database, the folder with secret and mail."""

    url: str
    database: Database
    instance: Path


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite that the migrations made, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "wgtracker.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@contextmanager
def run_site(instance: Path, migrated: Path, prepare: Callable[[Flask], None] = lambda app: None, **settings: str) -> Iterator[Site]:
    """Run the tracker on a database made by the migrations. prepare: adds pages that only a test needs; settings: as Config has them."""
    instance.mkdir()
    shutil.copy(migrated, instance / "wgtracker.db")
    database = Database(f"sqlite:///{instance / 'wgtracker.db'}")
    holder: dict[str, Any] = {}

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        return holder["app"](environ, start_response)

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    url = f"http://127.0.0.1:{server.port}"
    holder["app"] = create_app(Config(database.url, url, instance, "a secret for tests only", **settings))  # type: ignore[arg-type]
    prepare(holder["app"])
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(url, database, instance)
    server.shutdown()
    thread.join()
    holder["app"].extensions["wgtracker_db"].close()
    database.close()


@pytest.fixture
def site(tmp_path: Path, migrated: Path) -> Iterator[Site]:
    """Run the tracker on an empty database."""
    with run_site(tmp_path / "instance", migrated) as running:
        yield running


@pytest.fixture
def stage(site: Site) -> Stage:
    """Lend the small stage of tests/make.py in the site's database: an open round with Brazil, Egypt and the European Union."""
    with site.database.write() as db:
        return make_stage(db)


class Full(NamedTuple):
    """A site that holds something for every page, and what that is. Tests that change it make a site of their own."""

    site: Site
    held: Filled


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Full]:
    """Run the tracker, filled, for all tests that only look."""
    with run_site(tmp_path_factory.mktemp("full") / "instance", migrated) as running:
        yield Full(running, fill(running.database, running.url))


class Visitor:
    """Somebody with a browser of their own: separate cookies, one page; nothing may go wrong in the console."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.site = context, site
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        self.page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def sign_in(self, actor: Actor) -> "Visitor":
        """Give this browser the cookie of a person who is signed in."""
        with self.site.database.write() as db:
            token = sign_in(db, actor)
        self.context.add_cookies([{"name": "wgtracker", "value": token, "url": self.site.url}])
        return self

    def go(self, path: str) -> Page:
        """Open an address of the site."""
        self.page.goto(path if path.startswith("http") else self.site.url + path)
        return self.page

    def picture(self, name: str) -> None:
        """Keep a picture of the page where pictures are wanted (`make screenshots`): its upper part, where it is long."""
        if PICTURES:
            self.page.wait_for_load_state()
            self.page.evaluate("document.activeElement?.blur()")
            height = min(TALLEST, int(self.page.evaluate("document.documentElement.scrollHeight")))
            part = FloatRect(x=0, y=0, width=1280, height=height)
            self.page.screenshot(path=f"{PICTURES}/tracker-{name}.jpg", type="jpeg", quality=70, full_page=True, clip=part)


class Visitors:
    """Let in visitors, and see them out."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.browser, self.site = browser, site
        self.inside: list[Visitor] = []

    def let_in(self, **options: Any) -> Visitor:
        """Let one in; options as Playwright's new_context takes them (java_script_enabled, viewport …).

        They have asked their system for less motion: a page that scrolls smoothly is where it wants to be only after a while.
        """
        visitor = Visitor(self.browser.new_context(**{"reduced_motion": "reduce", **options}), self.site)
        self.inside.append(visitor)
        return visitor


def see_out(inside: Visitors) -> None:
    """Close their browsers; none of them may have met an error in the console."""
    troubles = [trouble for visitor in inside.inside for trouble in visitor.troubles]
    for visitor in inside.inside:
        visitor.context.close()
    assert not troubles, troubles


@pytest.fixture
def visitors(chromium: Browser, site: Site) -> Iterator[Visitors]:
    """Lend visitors of an empty site."""
    inside = Visitors(chromium, site)
    yield inside
    see_out(inside)


@pytest.fixture
def visitors_of_full(chromium: Browser, full: Full) -> Iterator[Visitors]:
    """Lend visitors of the filled site."""
    inside = Visitors(chromium, full.site)
    yield inside
    see_out(inside)
