"""The operator's keys: an act by key is read back and takes a second one; typing is never taken for a key; keys can be switched off."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Site, Visitor, Visitors
from tests.reading import Reading
from wgtracker import models as m
from wgtracker.room import model as r
from wgtracker.room.life import Status


@pytest.fixture
def reading(site: Site) -> Reading:
    return Reading(site.database)


@pytest.fixture
def operator(visitors: Visitors, reading: Reading) -> Visitor:
    return visitors.let_in().sign_in(reading.held.operator)


def open_unit(operator: Visitor, reading: Reading, label: str) -> Page:
    page = operator.go(f"/n/{reading.id}/u/{reading.unit(label).id}")
    page.locator("[data-switch]").wait_for()
    return page


def test_an_act_by_key_is_read_back_and_takes_a_second_key(operator: Visitor, reading: Reading) -> None:
    page = open_unit(operator, reading, "4.")
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog", name="This will be done")
    expect(dialog).to_contain_text("The paragraph goes from")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert reading.unit("4.").state.status == Status.TABLED
    page.keyboard.press("f")
    expect(dialog).to_contain_text("agreed ad referendum")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Done")).to_be_visible()
    assert reading.unit("4.").state.status == Status.AD_REFERENDUM
    page.keyboard.press("u")
    expect(dialog).to_contain_text("Undo")
    page.keyboard.press("Enter")
    expect(page.locator(".history")).to_contain_text("undone")
    assert reading.unit("4.").state.status == Status.TABLED


def test_what_is_read_back_does_not_push_the_button_away_from_under_the_pointer(operator: Visitor, reading: Reading) -> None:
    page = open_unit(operator, reading, "3.")
    held: list[Route] = []
    page.route("**/act", lambda route: held.append(route))
    page.get_by_role("button", name="Take Brazil").first.click()
    dialog = page.get_by_role("dialog")
    confirm, top = dialog.get_by_role("button", name="Confirm"), dialog.bounding_box()
    before = confirm.bounding_box()
    held.pop().continue_()
    expect(dialog.locator("ins").first).to_be_visible()
    assert confirm.bounding_box() == before
    assert dialog.bounding_box() != top, "there is more in it than before"
    page.screenshot(path="/tmp/dialog.png")
    page.keyboard.press("Escape")


def test_what_cannot_be_done_is_said_before_it_is_tried(operator: Visitor, reading: Reading) -> None:
    page = open_unit(operator, reading, "3.")
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("wait for a decision")
    expect(dialog.get_by_role("heading")).to_have_text("This cannot be done")
    expect(dialog.get_by_role("button", name="Confirm")).to_be_hidden()
    expect(dialog.get_by_label("Reason")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(dialog).to_contain_text("Park: Brazil")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Done")).to_be_visible()
    assert {piece.standing for piece in reading.unit("3.").state.pieces} == {r.Standing.PARKED}


def test_next_and_previous_take_the_room_along(operator: Visitor, reading: Reading) -> None:
    page = open_unit(operator, reading, "4.")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Discussion point 5")
    with reading.database.read() as db:
        assert db.get_one(m.Negotiation, reading.id).focus_id == reading.unit("5.").id
    page.keyboard.press("p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Discussion point 4")


def test_letters_are_words_where_somebody_types_and_selected_words_are_bracketed(operator: Visitor, reading: Reading) -> None:
    page = open_unit(operator, reading, "4.")
    page.locator("[data-text]").select_text()
    page.keyboard.press("b")
    field = page.locator("#bracket-words")
    expect(field).to_be_focused()
    expect(field).to_have_value(reading.unit("4.").state.text)
    field.fill("")
    page.keyboard.type("technical assistance")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("#bracket-names").fill("Kenya")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("technical assistance")
    page.keyboard.press("Enter")
    expect(page.locator("[data-live]")).to_contain_text("[technical assistance]")
    assert reading.unit("4.").state.brackets[0].holders == ("Kenya",)


def test_keys_are_listed_and_can_be_switched_off(operator: Visitor, reading: Reading) -> None:
    page = open_unit(operator, reading, "4.")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_focused()
    page.get_by_label("Single keys work on this device").uncheck()
    page.reload()
    expect(page.get_by_label("Single keys work on this device")).not_to_be_checked()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Discussion point 4")


def test_the_dialog_stands_without_the_network(operator: Visitor, reading: Reading) -> None:
    page = open_unit(operator, reading, "4.")
    page.context.set_offline(True)
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_contain_text("State: agreed")
    page.keyboard.press("Escape")
    page.context.set_offline(False)
    operator.troubles.clear()


def test_an_act_without_scripts(visitors: Visitors, reading: Reading) -> None:
    page = visitors.let_in(java_script_enabled=False).sign_in(reading.held.operator).go(f"/n/{reading.id}/u/{reading.unit('4.').id}")
    page.get_by_role("button", name="Read back and agree").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This will be done")
    page.get_by_label("Reason").fill("No proposals")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Discussion point 4")
    assert reading.unit("4.").state.status == Status.AGREED


def test_the_screen_is_large_enough_and_tells_agreed_text(visitors: Visitors, reading: Reading) -> None:
    visitor = visitors.let_in(viewport={"width": 1920, "height": 1080}).sign_in(reading.held.heads["Egypt"])
    page = visitor.go(f"/n/{reading.id}/screen")
    size = "(one) => parseFloat(getComputedStyle(one).fontSize)"
    assert min(one.evaluate(size) for one in page.locator(".unit").all()) >= 40
    assert min(one.evaluate(size) for one in page.locator(".by, .place .n").all()) >= 28
    assert page.locator("nav, button, form").count() == 0
    reading.do("4.", r.Moved(Status.AGREED))
    with reading.database.write() as db:
        db.get_one(m.Negotiation, reading.id).focus_id = reading.unit("4.").id
    page.reload()
    expect(page.locator(".seal")).to_contain_text("✓ Agreed")
