"""Where the reader's system chooses all colours, grounds and shades are gone: what they say has to be said by lines as well."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Full, Visitors

LOOK = """([selector, ...names]) => [...document.querySelectorAll(selector)].filter(e => e.getClientRects().length)
  .map(e => names.map(name => getComputedStyle(e)[name]).join(' '))"""
FORCED = {"forced_colors": "active"}


@pytest.fixture
def chairs_point(full: Full, visitors_of_full: Visitors) -> Page:
    """A point with proposals on the Chair's desk."""
    visitor = visitors_of_full.let_in(**FORCED).sign_in(full.held.people["chair"])
    return visitor.go(f"/r/{full.held.ids['round_id']}/chair/p/{full.held.ids['tag']}")


@pytest.fixture
def desk(full: Full, visitors_of_full: Visitors) -> Page:
    """The Secretariat's desk of a round."""
    visitor = visitors_of_full.let_in(**FORCED).sign_in(full.held.people["secretariat"])
    return visitor.go(f"/r/{full.held.ids['round_id']}/desk")


def look(page: Page, selector: str, *names: str) -> set[str]:
    """Give how what is shown of this kind looks; there has to be something of it."""
    found = page.evaluate(LOOK, [selector, *names])
    assert found, f"nothing shown is {selector}"
    return set(found)


def test_inserted_and_struck_words_keep_their_marks(chairs_point: Page) -> None:
    assert look(chairs_point, ".paper ins", "textDecorationLine", "textDecorationStyle", "fontWeight") == {"underline double 700"}
    assert look(chairs_point, ".paper del", "textDecorationLine") == {"line-through"}
    assert look(chairs_point, ".paper .place", "borderTopStyle") == {"solid"}


def test_what_is_chosen_is_ringed(chairs_point: Page) -> None:
    for kind in (".views a", ".map a"):
        assert look(chairs_point, f"{kind}[aria-current]", "outlineStyle", "outlineWidth") == {"solid 3px"}
        assert look(chairs_point, f"{kind}:not([aria-current])", "outlineStyle") == {"none"}


def test_only_the_current_desk_is_underlined(desk: Page) -> None:
    current = look(desk, ".desks a[aria-current]", "borderBottomColor")
    others = look(desk, ".desks a:not([aria-current])", "borderBottomColor")
    assert len(current | others) == 2
    assert others == look(desk, "body", "backgroundColor")


def test_states_and_the_main_act_are_bordered(desk: Page) -> None:
    assert look(desk, ".tag", "borderTopWidth") == {"1px"}
    assert {words.strip()[:1] for words in desk.locator(".tag [aria-hidden]").all_inner_texts()} >= {"✓", "◐"}
    assert look(desk, ".chart .part", "fill") != look(desk, ".chart .all", "fill")


def test_the_focus_is_ringed(desk: Page) -> None:
    desk.keyboard.press("Tab")
    assert look(desk, ":focus-visible", "outlineStyle", "outlineWidth") == {"solid 3px"}


def test_the_main_act_is_told_from_the_others(full: Full, visitors_of_full: Visitors) -> None:
    page = visitors_of_full.let_in(**FORCED).sign_in(full.held.people["secretariat"]).go(f"/r/{full.held.ids['round_id']}/placing?unit=4")
    assert look(page, "main .go", "borderTopWidth") == {"3px"}
    assert look(page, "main button:not(.go)", "borderTopWidth") == {"1px"}
    assert look(page, "main mark", "backgroundColor") != look(page, "main .unit", "backgroundColor")
