"""What waits for the network is sent as it was meant: each act by itself, on the text it was typed on, by who typed it, to the service."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from sqlalchemy import select

from tests.browser.conftest import Visitor
from tests.browser.test_live import Play, playing, write_and_send
from wgtracker import models as m

SENT = "All is sent."


@pytest.fixture
def play(chromium: Browser, tmp_path: Path, migrated: Path) -> Iterator[Play]:
    with playing(chromium, tmp_path, migrated) as made:
        yield made


def go_to_point(play: Play) -> tuple[Visitor, Page]:
    """Open the operator's page of point 3."""
    visitor = play.let_in()
    page = visitor.go(f"/n/{play.reading.id}/u/{play.reading.unit('3.').id}")
    page.locator("[data-switch]").wait_for()
    return visitor, page


def act(page: Page, form: Locator, button: str) -> None:
    """Press a button of a form, opened if need be, and confirm what is read back."""
    form.evaluate("f => { for (let at = f; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }")
    form.locator(button).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_two_acts_from_one_form_are_two(play: Play) -> None:
    visitor, page = go_to_point(play)
    form = page.locator("#bracket form, form#bracket").first
    visitor.context.set_offline(True)
    for count, words in enumerate(("where appropriate", "not prosecuting"), start=1):
        form.evaluate("f => { for (let at = f; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }")
        form.locator("input[name=words]").fill(words)
        act(page, form, "button[name=do]")
        expect(page.locator("[data-queue-list] li")).to_have_count(count)
    visitor.context.set_offline(False)
    expect(page.locator("[data-queue-status]")).to_have_text(SENT, timeout=20_000)
    visitor.troubles.clear()
    state = play.reading.unit("3.").state
    assert [state.text[one.start : one.end] for one in state.brackets] == ["where appropriate", "not prosecuting"]


def test_words_typed_on_a_text_that_an_act_before_them_changed_are_not_done(play: Play) -> None:
    visitor, page = go_to_point(play)
    kenya, egypt = (play.reading.of("3.", name)[0].proposal for name in ("Kenya", "Egypt"))
    visitor.context.set_offline(True)
    act(page, page.locator(f"#p{kenya}"), "button:has-text('Take Kenya')")
    form = page.locator(f"#p{egypt} form[data-leave]").first
    form.evaluate("f => { for (let at = f; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }")
    form.locator("textarea[name=text]").fill(play.reading.unit("3.").state.text.rstrip(".") + ", as Egypt asks.")
    act(page, form, "button[name=do]")
    visitor.context.set_offline(False)
    waiting = page.locator("[data-queue-list] li").filter(has_text="Take as modified")
    expect(waiting).to_contain_text("has changed since this was written", timeout=20_000)
    expect(waiting).to_contain_text("as Egypt asks")
    visitor.troubles.clear()
    assert "and feasible" in play.reading.unit("3.").state.text


def test_it_is_sent_by_who_typed_it_alone(play: Play) -> None:
    visitor = play.let_in()
    page = visitor.go(play.path("4."))
    visitor.context.set_offline(True)
    write_and_send(page, "Typed by the operator")
    visitor.context.clear_cookies()
    visitor.sign_in(play.reading.held.officer)
    visitor.context.set_offline(False)
    expect(page.locator("[data-queue-status]")).to_contain_text("is signed in here again", timeout=20_000)
    assert play.said() == []
    visitor.context.clear_cookies()
    visitor.sign_in(play.reading.held.operator)
    expect(page.locator("[data-queue-status]")).to_have_text(SENT, timeout=20_000)
    visitor.troubles.clear()
    with play.site.database.read() as db:
        last = db.scalars(select(m.RoomAct).where(m.RoomAct.kind == "remark").order_by(m.RoomAct.number.desc())).first()
        assert last is not None
        assert last.user_id == play.reading.held.operator.user_id


def test_what_a_gateway_says_is_no_receipt(play: Play) -> None:
    visitor = play.let_in()
    page = visitor.go(play.path("4."))
    visitor.context.set_offline(True)
    write_and_send(page, "Swallowed by a gateway")
    swallowed: list[str] = []

    def swallow(route: Route) -> None:
        swallowed.append(route.request.url)
        route.fulfill(body="<p>Accept our terms")

    page.route("**/tried/*", only_posts(swallow))
    visitor.context.set_offline(False)
    page.wait_for_timeout(6500)
    assert swallowed
    expect(page.locator("[data-queue-list] blockquote")).to_have_text("Swallowed by a gateway")
    page.unroute("**/tried/*")
    expect(page.locator("[data-queue-status]")).to_have_text(SENT, timeout=20_000)
    visitor.troubles.clear()
    assert play.said() == ["Swallowed by a gateway"]


def only_posts(answer: Callable[[Route], object]) -> Callable[[Route], None]:
    def choose(route: Route) -> None:
        if route.request.method == "POST":
            answer(route)
        else:
            route.continue_()

    return choose


def test_words_that_can_be_neither_sent_nor_kept_stay_in_their_form(play: Play) -> None:
    visitor = play.let_in()
    page = visitor.go(play.path("4."))
    page.evaluate("() => { IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); }; }")
    visitor.context.set_offline(True)
    write_and_send(page, "Words that must not go")
    expect(page.locator("[data-queue-status]")).to_contain_text("could neither be sent nor kept")
    assert page.locator("textarea[name=words]").input_value() == "Words that must not go"
    visitor.context.set_offline(False)
    visitor.troubles.clear()
