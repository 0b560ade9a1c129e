"""Open every page that the application has, as the person whose page it is: sound for machines, and wide enough for nobody's scroll bar."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from flask import Flask, render_template
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.routing import AnyConverter

from config import Config
from tests.browser.conftest import Full, Visitor
from tests.browser.filled import Filled, Ids
from tests.web.walk import Route, list_routes
from wgtracker import create_app
from wgtracker.web.request import PUBLIC

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
NARROW_AXE = {**AXE, "rules": {"color-contrast": {"enabled": False}}}
"""Colours are the same at every width, and measuring them takes axe two thirds of its time."""
WIDTHS = (320, 390, 1280)
"""CSS pixels: a laptop at 400 % zoom, a telephone, a laptop."""
AXE_AT = {390: NARROW_AXE, 1280: AXE}
"""Where axe looks too, and how: rows are cards at the one, and tables at the other."""
LARGEST = 100_000
"""Bytes of a page's HTML, but for those that show the whole document."""
WHOLE_DOCUMENT = {"delegate.round", "chair.round", "record.text", "record.snapshot"}
FILES = {
    "secretariat.download_draft", "chair.download_paper", "public.download", "delegate.working_copy", "delegate.original",
    "room.report_word", "room.concordance_file",
    "delegate.receipt_word", "delegate.receipt_text", "secretariat.deadline_calendar", "record.download",
}  # fmt: skip
"""Addresses that give a file instead of a page."""
FRAGMENTS = {
    "secretariat.unit_text", "room.unit_part", "screen.projection_part", "screen.overview_part", "screen.chair_part",
    "screen.chair_unit_part", "delegate.room_part", "room.floor_text", "live.pulse", "live.acts",
}  # fmt: skip
"""Addresses that give a piece of a page, to be put in by a script."""
ELSEWHERE = {"account.code": "is shown only after a password, to those with a second factor (test_account)"}
"""Pages that no address alone leads to, each with the place where it is tried."""
NO_PAGES = FILES | FRAGMENTS | ELSEWHERE.keys()
DESKS = ("public", "account", "secretariat", "chair", "delegate", "room", "screen", "record")
IN_ARABIC = (
    ("delegate", "delegate.round"), ("delegate", "delegate.point"), ("delegate", "delegate.check"), ("delegate", "delegate.receipt"),
    ("delegate", "delegate.comment_on"), ("delegate", "delegate.new_after"), ("chair", "chair.round"), ("chair", "chair.point"),
    ("chair", "chair.matrix"), ("secretariat", "secretariat.draft"), ("secretariat", "secretariat.batch"),
    ("secretariat", "secretariat.contribute"), ("secretariat", "secretariat.amendment_list"), ("secretariat", "secretariat.word_comment"),
)  # fmt: skip
"""Whose page, and which: all that draw the draft or what is proposed on it."""


class Opened(NamedTuple):
    """One page to be opened."""

    endpoint: str
    path: str


@pytest.fixture(scope="session")
def pages(full: Full) -> Flask:
    """The application itself, asked for its routes."""
    return create_app(Config(full.site.database.url, full.site.url, full.site.instance, "a secret for tests only"))


def list_pages(app: Flask, desk: str, held: Filled) -> Iterator[Opened]:
    """List the pages of a desk with addresses that lead somewhere."""
    for route in list_routes(app):
        if route.endpoint.partition(".")[0] == desk and "GET" in route.methods and route.endpoint not in NO_PAGES:
            yield Opened(route.endpoint, fill_in(app, route, {**held.ids, **held.own.get(route.endpoint, {})}))


def fill_in(app: Flask, route: Route, ids: Ids) -> str:
    """Give the address of a page. Fails where nothing is known for a part of it: tests/browser/filled.py has to learn it."""
    values: dict[str, Any] = {}
    for name in route.rule.arguments:
        converter = route.rule._converters[name]
        if isinstance(converter, AnyConverter):
            values[name] = sorted(converter.items)[0]
        else:
            assert ids.get(name), f"{route.endpoint} needs a {name}, and the filled site has none (tests/browser/filled.py)"
            values[name] = ids[name]
    with app.test_request_context():
        return app.url_for(route.endpoint, **values)


def inspect(page: Page, opened: Opened) -> list[str]:
    """Say all that is wrong with a page that is shown."""
    wrong = []
    titles = page.locator("h1").count()
    if titles != 1:
        wrong.append(f"has {titles} h1")
    if not page.title().removesuffix("– wgtracker").strip():
        wrong.append("has no title")
    size = len(page.content().encode())
    if size > LARGEST and opened.endpoint not in WHOLE_DOCUMENT:
        wrong.append(f"has {size} bytes of HTML")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"scrolls sideways at {width}: {wide}, by {page.evaluate(WIDEST)}")
        if width in AXE_AT:
            wrong += [f"axe at {width}: {one}" for one in ask_axe(page, AXE_AT[width])]
    return wrong


def with_axe(chromium: Browser) -> BrowserContext:
    """Open a browser of somebody's own that has axe in each of its pages."""
    context = chromium.new_context()
    context.add_init_script(path=AXE_FILE_PATH)
    return context


def ask_axe(page: Page, options: Mapping[str, Any]) -> list[str]:
    """Say what axe finds on a page as it is shown; its script is put into each page once."""
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]} (and {len(one['nodes']) - 1} more)" for one in found]


WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')"""


def look(visitor: Visitor, opened: Opened) -> list[str]:
    """Open a page and say all that is wrong with it."""
    answer = visitor.page.goto(visitor.site.url + opened.path)
    if answer is None or answer.status != 200:
        wrong = [f"answers {answer.status if answer else 'nothing'}"]
    else:
        wrong = inspect(visitor.page, opened) + [f"console: {one}" for one in visitor.troubles]
    visitor.troubles.clear()
    return [f"{opened.endpoint} {opened.path} {one}" for one in wrong]


def is_open(app: Flask, endpoint: str) -> bool:
    """Tell whether a page is looked at by somebody who is not signed in."""
    return getattr(app.view_functions[endpoint], "permission", "") == PUBLIC


@pytest.mark.parametrize("desk", DESKS)
def test_every_page_is_sound(desk: str, full: Full, pages: Flask, chromium: Browser) -> None:
    somebody = Visitor(with_axe(chromium), full.site).sign_in(full.held.people[desk])
    nobody = Visitor(with_axe(chromium), full.site)
    found = list(list_pages(pages, desk, full.held))
    wrong = [trouble for one in found for trouble in look(nobody if is_open(pages, one.endpoint) else somebody, one)]
    somebody.context.close()
    nobody.context.close()
    assert not wrong, "\n".join(wrong)
    assert found


def test_every_page_with_an_arabic_text_is_sound(full: Full, pages: Flask, chromium: Browser) -> None:
    routes = {route.endpoint: route for route in list_routes(pages)}
    visitors = {desk: Visitor(with_axe(chromium), full.site).sign_in(who) for desk, who in full.held.arabic_people.items()}
    own: Mapping[str, Ids] = {"delegate.check": {"submission_id": full.held.arabic["drafting"]}}
    wrong = []
    for desk, endpoint in IN_ARABIC:
        path = fill_in(pages, routes[endpoint], {**full.held.arabic, **own.get(endpoint, {})})
        visitor = visitors[desk]
        wrong += look(visitor, Opened(endpoint, path))
        told = visitor.page.evaluate(RUNS_FROM_RIGHT)
        if not told["found"] or told["wrong"]:
            wrong.append(f"{endpoint} {path}: Arabic words run from the left, or are not there: {told}")
    for visitor in visitors.values():
        visitor.context.close()
    assert not wrong, "\n".join(wrong)


RUNS_FROM_RIGHT = """() => {
  const arabic = e => /[\\u0600-\\u06ff]{3}/.test(e.value ?? e.textContent);
  const words = [...document.querySelectorAll('.unit, .said, textarea, bdi, td[dir=auto]')].filter(arabic);
  const wrong = words.filter(e => getComputedStyle(e).direction !== 'rtl').map(e => e.outerHTML.slice(0, 160));
  return {found: arabic(document.body), wrong};
}"""


LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3
ERRORS = {
    "/nothing": ("public", 404),
    "/r/{round_id}/desk": ("delegate", 403),
    "/s/999999/desk": ("secretariat", 404),
    "/i/nonsense": ("", 410),
    "/l/nonsense": ("", 410),
    "/papers/999999": ("", 404),
}
"""Addresses that lead to an error, whose they are, and its status."""
MET = {"mine": LONG, "sentence": LONG, "now": "18:00", "deadline": "18:00", "current": LONG, "changed_by": LONG, "changed_at": "18:00"}
MET |= {"action": "/", "take": "/", "version": "1", "title": "Not possible", "reference": LONG, "act": LONG}


def test_every_error_is_told_on_a_sound_page(full: Full, chromium: Browser) -> None:
    wrong = []
    for path, (desk, status) in ERRORS.items():
        visitor = Visitor(with_axe(chromium), full.site)
        if desk:
            visitor.sign_in(full.held.people[desk])
        answer = visitor.page.goto(full.site.url + path.format(**full.held.ids))
        assert answer is not None
        assert answer.status == status, path
        wrong += [f"{path} {one}" for one in inspect(visitor.page, Opened("error", path))]
        visitor.context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["page", "closed", "stale"])
def test_long_words_on_an_error_page_do_not_push_it_wide(name: str, full: Full, pages: Flask, chromium: Browser) -> None:
    with pages.test_request_context("/"):
        shown = render_template(f"errors/{name}.html", back=("/", LONG) if name == "closed" else None, **MET)
    visitor = Visitor(with_axe(chromium), full.site)
    visitor.page.route("**/shown", lambda route: route.fulfill(body=shown, content_type="text/html"))
    visitor.go("/shown")
    assert inspect(visitor.page, Opened(name, "/shown")) == []
    visitor.context.close()
