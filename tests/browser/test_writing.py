"""Keep what people type: through a killed page, a careless click, two tabs, a double click, the deadline, the end of a sign-in."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Dialog, Page, Route, expect
from sqlalchemy import delete, func, select

from tests.browser.conftest import Site, Visitor, Visitors
from tests.browser.test_walk import press
from tests.compile.factory import POINTS
from tests.make import Stage, unit_ids
from tests.web.signing import SECRET, give_password
from wgtracker import clock
from wgtracker import models as m

TYPED = " This was typed and never saved."


@pytest.fixture
def point(site: Site, stage: Stage) -> str:
    """The path of the page on which a change to point 2 is proposed."""
    with site.database.read() as db:
        return f"/r/{stage.round_id}/p/{unit_ids(db, stage.draft_id)['2.']}"


def type_at_the_end(page: Page, words: str) -> None:
    """Click into the paragraph and type words at its end, as a person does."""
    page.locator("textarea[name=text]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def text_of(page: Page) -> str:
    """Give what stands in the field of the paragraph."""
    return page.locator("textarea[name=text]").input_value()


def test_words_survive_a_page_that_is_killed(visitors: Visitors, stage: Stage, point: str) -> None:
    first = visitors.let_in().sign_in(stage.heads["Brazil"])
    page = first.go(point)
    type_at_the_end(page, TYPED)
    page.locator("[data-autosave-status]", has_text="Saved").wait_for()
    page.close(run_before_unload=False)
    other_device = visitors.let_in().sign_in(stage.heads["Brazil"]).go(point)
    assert text_of(other_device) == POINTS[1] + TYPED
    assert "never saved" not in visitors.let_in().sign_in(stage.heads["Egypt"]).go(point).content()


class Answers:
    """Answer each question that the browser asks. leaves: what to say to it; asked: the questions so far."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.leaves = True
        page.on("dialog", self.answer)

    def wait(self) -> None:
        """Wait for the first question."""
        for _turn in range(300):
            if self.asked:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the browser asks nothing")

    def answer(self, dialog: Dialog) -> None:
        """Answer one."""
        self.asked.append(dialog.type)
        if self.leaves:
            dialog.accept()
        else:
            dialog.dismiss()


def test_leaving_with_unsaved_words_asks_once(visitors: Visitors, stage: Stage) -> None:
    page = visitors.let_in().sign_in(stage.officer).go(f"/r/{stage.round_id}/contribute")
    answers = Answers(page)
    type_at_the_end(page, TYPED)
    answers.leaves = False
    page.locator(".crumbs a").first.click(no_wait_after=True)
    answers.wait()
    page.wait_for_timeout(300)  # a second question would follow at once
    assert answers.asked == ["beforeunload"]
    assert (text_of(page), page.url.endswith("/contribute")) == (TYPED, True)
    answers.leaves = True
    page.locator(".crumbs a").first.click()
    page.wait_for_url("**/desk")
    assert len(answers.asked) == 2


def test_a_text_that_is_filled_in_late_does_not_take_the_place_of_typed_words(visitors: Visitors, stage: Stage) -> None:
    visitor = visitors.let_in().sign_in(stage.officer)
    page = visitor.go(f"/r/{stage.round_id}/contribute")
    held: list[Route] = []
    page.route("**/contribute/text*", lambda route: held.append(route))
    page.locator("[name=unit]").select_option(index=2)
    type_at_the_end(page, TYPED)
    with page.expect_response("**/contribute/text*"):
        held.pop().continue_()
    page.wait_for_timeout(300)  # what is answered would be filled in at once
    assert text_of(page) == TYPED
    page.unroute("**/contribute/text*")
    page.locator("[name=text]").fill("")
    page.locator("[name=unit]").select_option(index=3)
    expect(page.locator("[name=text]")).to_have_value(re.compile(r"\w{3}"))
    press(page, "Save and next")
    page.get_by_role("heading", name="There is a problem").wait_for()  # no delegation is named
    visitor.troubles.clear()  # the status of the answer, 422
    failed = text_of(page)
    with page.expect_response("**/contribute/text*"):
        page.locator("[name=unit]").select_option(index=2)
    page.wait_for_timeout(300)
    assert text_of(page) == failed, "what came back from the server as typed stays as well"


def test_saving_asks_nothing(visitors: Visitors, stage: Stage, point: str) -> None:
    page = visitors.let_in().sign_in(stage.heads["Brazil"]).go(point)
    answers = Answers(page)
    type_at_the_end(page, TYPED)
    press(page, "Save and go back")
    page.get_by_role("link", name="Check and send").wait_for()
    assert answers.asked == []


def test_two_tabs_show_both_texts(visitors: Visitors, stage: Stage, point: str) -> None:
    visitor = visitors.let_in().sign_in(stage.heads["Brazil"])
    page, other = visitor.go(point), visitor.context.new_page()
    other.goto(visitor.site.url + point)
    type_at_the_end(page, " First tab.")
    press(page, "Save and go back")
    page.get_by_role("link", name="Check and send").wait_for()
    type_at_the_end(other, " Second tab.")
    press(other, "Save and go back")
    other.get_by_role("heading", name="This was changed while you were writing").wait_for()
    visitor.troubles.clear()  # the status of the answer, 409, which the console notes
    assert other.locator("#mine").input_value() == POINTS[1] + " Second tab."
    assert POINTS[1] + " First tab." in other.locator("main").inner_text()
    press(other, "Save mine")
    other.goto(visitor.site.url + point)
    assert text_of(other) == POINTS[1] + " Second tab."


def test_a_double_click_on_send_gives_one_receipt(visitors: Visitors, stage: Stage, point: str, site: Site) -> None:
    page = visitors.let_in().sign_in(stage.heads["Brazil"]).go(point)
    type_at_the_end(page, TYPED)
    press(page, "Save and go back")
    page.get_by_role("link", name="Check and send").click()
    page.get_by_role("button", name="Send to the Secretariat").dblclick()
    page.get_by_role("heading", name="Receipt TIP10-1-").wait_for()
    with site.database.read() as db:
        assert db.scalar(select(func.count(m.Submission.id)).where(m.Submission.number.is_not(None))) == 1


def test_a_deadline_that_passes_while_typing_keeps_the_words(visitors: Visitors, stage: Stage, point: str, site: Site) -> None:
    visitor = visitors.let_in().sign_in(stage.heads["Brazil"])
    page = visitor.go(point)
    with site.database.write() as db:
        round_ = db.get_one(m.Round, stage.round_id)
        round_.takes_late, round_.deadline_at = False, clock.now() - timedelta(minutes=2)
    type_at_the_end(page, TYPED)
    press(page, "Save and go back")
    page.get_by_role("heading", name="The round is closed").wait_for()
    visitor.troubles.clear()  # the status of the answer, 409
    assert TYPED.strip() in page.locator("#mine").input_value()


def test_the_end_of_a_sign_in_keeps_the_words(visitors: Visitors, stage: Stage, point: str, site: Site) -> None:
    head = stage.heads["Brazil"]
    address = give_password(site.database, head.user_id)
    visitor: Visitor = visitors.let_in().sign_in(head)
    page = visitor.go(point)
    with site.database.write() as db:
        db.execute(delete(m.SignIn).where(m.SignIn.user_id == head.user_id))
    type_at_the_end(page, TYPED)
    press(page, "Save and go back")
    page.get_by_role("heading", name="You are signed out").wait_for()
    assert TYPED.strip() in page.locator("#mine").input_value()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens another window)").click()
    window = opened.value
    window.locator("main input[name=email]").fill(address)
    window.locator("main input[type=password]").fill(SECRET)
    press(window, "Sign in")
    window.wait_for_url(f"**{point}")
    press(page, "Send it again")
    page.get_by_role("link", name="Check and send").wait_for()
    visitor.troubles.clear()  # the status of the answer, 403
    page.goto(site.url + point)
    assert text_of(page) == POINTS[1] + TYPED
