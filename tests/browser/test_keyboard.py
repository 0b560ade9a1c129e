"""Do each desk's main work with the keyboard alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Full, Site, Visitor, Visitors
from tests.browser.keyboard import MOST_STOPS, Keys
from tests.browser.test_without_scripts import CHANGED, LETTER, NEW, OLD, put
from tests.compile.factory import POINTS
from tests.make import Stage
from tests.services.test_contribute import POINT_4, enter, finish
from tests.services.test_receive import confirm, receive
from wgtracker.compile.base import take_in
from wgtracker.services.contribute import Item
from wgtracker.services.papers import Wish, build_paper, draw_paper, gather_paper

FEW = 14
"""Keys beside the typed letters within which a contribution is entered: from the open form to the next empty one."""


def test_a_delegate_proposes_and_sends(visitors: Visitors, stage: Stage) -> None:
    page = visitors.let_in().sign_in(stage.heads["Brazil"]).go(f"/r/{stage.round_id}")
    keys = Keys(page)
    keys.skip()
    keys.reach("Propose a change to Discussion point 2")
    keys.follow()
    keys.skip()
    keys.reach(field="text")
    keys.press("Control+a")
    keys.type(POINTS[1].replace(OLD, NEW))
    page.locator("#preview ins", has_text=NEW).wait_for()
    keys.reach("Save and go back")
    keys.follow()
    keys.reach("Check and send")
    keys.follow()
    keys.skip()
    keys.reach("Send to the Secretariat")
    keys.follow()
    assert page.get_by_role("heading", name="Receipt TIP10-1-").count() == 1


def test_staff_choose_a_file_and_confirm_it(visitors: Visitors, stage: Stage, tmp_path: Path) -> None:
    page = visitors.let_in().sign_in(stage.officer).go(f"/r/{stage.round_id}/files")
    keys = Keys(page)
    keys.skip()
    keys.reach(field="files")
    with page.expect_file_chooser() as chooser:
        keys.press("Space")
    chooser.value.set_files([put(tmp_path, "Egypt.docx", CHANGED)])
    keys.reach("Read these files")
    keys.follow()
    keys.skip()
    keys.reach(field="pick")
    keys.press("Space")
    keys.reach("Confirm those chosen")
    keys.follow()
    assert page.get_by_text("1 files are confirmed").count() + page.get_by_text("1 file is confirmed").count() == 1


def test_staff_enter_a_contribution_with_few_keys(visitors: Visitors, stage: Stage) -> None:
    page = visitors.let_in().sign_in(stage.officer).go(f"/r/{stage.round_id}/contribute")
    keys = Keys(page)
    at = keys.where()
    assert at is not None
    assert at["field"] == "delegation"
    keys.type("European Union")
    keys.reach(field="unit")
    keys.type("2")  # one key: on a slow machine the browser takes a second one for a new search
    keys.reach(field="text")
    expect(page.locator("[name=text]")).to_have_value(re.compile(r".{21}", re.DOTALL))
    keys.press("Control+a")
    keys.type(POINTS[1].replace(OLD, NEW))
    keys.reach("Save and next")
    keys.follow()
    assert page.locator("main ins", has_text=NEW).count() == 1
    assert keys.count <= FEW, f"{keys.count} keys"
    at = keys.where()
    assert at is not None
    assert at["field"] == "unit", "the next item begins at the paragraph"


def test_staff_place_by_hand(visitors: Visitors, stage: Stage, site: Site) -> None:
    files = [take_in("Brazil letter.docx", LETTER)]
    confirm(site.database, stage.officer, receive(site.database, stage.officer, stage.round_id, files))
    visitor = visitors.let_in().sign_in(stage.officer)
    page = visitor.go(f"/r/{stage.round_id}/placing")
    keys = Keys(page)
    keys.skip()
    keys.reach(field="unit")
    keys.type("4.")
    keys.reach("Show")
    keys.follow()
    at = keys.tab()
    assert at is not None
    assert at["field"] == "unit", "after another paragraph is chosen, one goes on where one was"
    assert page.locator("mark").inner_text().startswith("4.")
    keys.reach("Keep it held")
    keys.press("Enter")
    keys.reach("Keep it held, for this reason")
    keys.follow()
    visitor.troubles.clear()  # the status of the answer, 422, which the console notes
    link = keys.tab()
    assert link is not None
    keys.press("Enter")
    at = keys.where()
    assert at is not None
    assert at["field"] == "reason"
    keys.reach("A new paragraph after 4", key="Shift+Tab")
    keys.press("Enter")
    keys.reach(field="new_words")
    keys.reach("A new paragraph after 4")
    keys.follow()
    assert "Placed as a new paragraph after 4" in page.locator("main").inner_text()
    keys.reach("Undo")
    keys.follow()
    assert "it waits to be placed again" in page.locator("main").inner_text()


def test_staff_make_a_proposal_of_a_comment_and_its_delegation_confirms_it(visitors: Visitors, stage: Stage, site: Site) -> None:
    finish(site.database, stage, enter(site.database, stage, Item("comment", 2, "The early identification should be an obligation.")))
    visitor = visitors.let_in().sign_in(stage.officer)
    page = visitor.go(f"/r/{stage.round_id}/comments")
    keys = Keys(page)
    keys.skip()
    keys.reach("Make a proposal of it")
    keys.follow()
    keys.skip()
    keys.reach(field="unit")
    keys.type("4.")
    keys.reach(field="text")
    expect(page.locator("[name=text]")).to_have_value(POINT_4)  # the paragraph that was chosen, not the one that the comment stands on
    keys.press("Control+a")
    keys.type(POINT_4.replace("should", "must"))
    expect(page.locator("#preview ins")).to_have_text(re.compile("must"))
    keys.reach("Keep this wording")
    keys.follow()
    keys.reach("Record the confirmation")
    keys.follow()
    visitor.troubles.clear()  # it was not said who confirmed it: 422
    assert page.title().startswith("Error: ")
    link = keys.tab()
    assert link is not None
    keys.press("Enter")
    at = keys.where()
    assert at is not None
    assert at["field"] == "how"

    page = visitors.let_in().sign_in(stage.heads["Egypt"]).go(f"/r/{stage.round_id}")
    keys = Keys(page)
    keys.skip()
    keys.reach("Confirm (States parties must strengthen")
    keys.follow()
    assert "it is your delegation’s proposal now" in page.locator("main").inner_text()
    assert page.locator("article ins", has_text="must").count() == 1


def test_the_chair_reads_chooses_and_clears(visitors: Visitors, stage: Stage, site: Site) -> None:
    page = visitors.let_in().sign_in(stage.chair).go(f"/r/{stage.round_id}/chair/p/1")
    keys = Keys(page)
    keys.follow("ArrowRight")
    assert page.locator("h1").inner_text() == "Discussion point 2"
    keys.follow("ArrowLeft")
    assert page.locator("h1").inner_text() == "Discussion point 1"
    with site.database.read() as db:
        drawn = draw_paper(gather_paper(db, stage.officer, round_id=stage.round_id, wish=Wish(symbol="CTOC/WG/2020/CRP.1")))
    with site.database.write() as db:
        paper = build_paper(db, stage.officer, drawn=drawn).id
    page.goto(site.url + f"/papers/{paper}/desk")
    keys.skip()
    keys.reach("Clear this file")
    keys.follow()
    assert "Cleared by the Chair" in page.locator("main").inner_text()


def test_after_an_error_the_focus_is_on_the_summary_and_leads_to_the_field(visitors: Visitors, stage: Stage) -> None:
    visitor = visitors.let_in().sign_in(stage.officer)
    page = visitor.go(f"/r/{stage.round_id}/contribute")
    keys = Keys(page)
    keys.type("Atlantis")
    keys.reach("Save and next")
    keys.follow()
    visitor.troubles.clear()  # the status of the answer, 422, which the console notes
    at = keys.where()
    assert at is not None
    assert "problem" in str(at["classes"])
    assert page.title().startswith("Error: ")
    link = keys.tab()
    assert link is not None
    keys.press("Enter")
    at = keys.where()
    assert at is not None
    assert (at["field"], at["value"]) == ("delegation", "Atlantis")


@pytest.mark.parametrize("desk", ["delegate", "secretariat", "chair"])
def test_the_focus_is_shown_and_goes_round(desk: str, full: Full, visitors_of_full: Visitors) -> None:
    ids = full.held.ids
    paths = {
        "delegate": f"/r/{ids['round_id']}/p/{ids['unit_id']}",
        "secretariat": f"/batches/{ids['batch_id']}",
        "chair": f"/r/{ids['round_id']}/chair/p/{ids['tag']}",
    }
    visitor: Visitor = visitors_of_full.let_in().sign_in(full.held.people[desk])
    keys = Keys(visitor.go(paths[desk]))
    for forward in ("Tab", "Shift+Tab"):
        stops = 0
        while keys.tab(forward) is not None:
            stops += 1
            assert stops < MOST_STOPS, "the focus does not leave the page again"
        assert stops > 10
