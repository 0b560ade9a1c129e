"""On paper there is no navigation and no button, a header names the session and the time, and nothing runs over the edge."""

import pytest

from tests.browser.conftest import Full, Visitors

PAGES = {
    "history": "/s/{session_id}/history?as=print",
    "people": "/s/{session_id}/people",
    "mail": "/s/{session_id}/mail",
    "amendments": "/r/{round_id}/amendments?as=print",
    "comments": "/r/{round_id}/comments",
    "held": "/r/{round_id}/held",
    "delegations": "/s/{session_id}/delegations",
}
PAPER = {"width": 672, "height": 950}
"""CSS pixels of an A4 page between its margins."""
SHOWN = """() => [...document.querySelectorAll('nav, .bar, .skip, button, input, select, .no-print')]
  .filter(e => e.getBoundingClientRect().height > 0).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", PAGES)
def test_a_list_is_printed_without_what_only_a_screen_needs(name: str, full: Full, visitors_of_full: Visitors) -> None:
    visitor = visitors_of_full.let_in(viewport=PAPER).sign_in(full.held.people["secretariat"])
    page = visitor.go(PAGES[name].format(**full.held.ids))
    assert not page.locator(".paper-head").is_visible()
    page.emulate_media(media="print")
    assert page.evaluate(SHOWN) == []
    head = page.locator(".paper-head").inner_text()
    assert "tenth meeting, Vienna, " in head
    assert "As at " in head
    if name not in ("people", "mail"):
        assert head.startswith("Working Group on Trafficking in Persons, tenth meeting")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    rows = page.locator("tbody tr, ol.history > li")
    assert rows.first.is_visible()


def test_the_rights_are_printed_whole(full: Full, visitors_of_full: Visitors) -> None:
    visitor = visitors_of_full.let_in(viewport=PAPER).sign_in(full.held.people["secretariat"])
    page = visitor.go("/permissions")
    page.emulate_media(media="print")
    assert page.evaluate(SHOWN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
