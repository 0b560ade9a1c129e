"""Type an oral amendment with the keyboard alone, in under a minute; let its delegation confirm it."""

from tests.browser.conftest import Site, Visitors
from tests.browser.keyboard import Keys
from tests.browser.test_keyboard import FEW
from tests.browser.test_without_scripts import NEW, OLD
from tests.compile.factory import POINTS
from tests.make import Stage, unit_ids
from wgtracker.services.open_negotiation import open_reading


def test_the_operator_types_what_is_read_out_with_few_keys(visitors: Visitors, stage: Stage, site: Site) -> None:
    with site.database.write() as db:
        reading = open_reading(db, stage.operator, draft_id=stage.draft_id)
        number, reading.focus_id = reading.id, unit_ids(db, stage.draft_id)["2."]
    page = visitors.let_in().sign_in(stage.operator).go(f"/n/{number}/floor")
    keys = Keys(page)
    at = keys.where()
    assert at is not None
    assert at["field"] == "delegation"
    keys.type("European Union")
    keys.reach(field="text")
    keys.press("Control+a")
    keys.type(POINTS[1].replace(OLD, NEW))
    keys.reach("Read back")
    keys.follow()
    assert page.locator("#back ins", has_text=NEW).count() == 1
    at = keys.where()
    assert at is not None
    assert at["words"] == "Save as read back"
    keys.follow()
    assert page.get_by_text("Saved for European Union").count() == 1
    assert keys.count <= FEW, f"{keys.count} keys"
    at = keys.where()
    assert at is not None
    assert at["field"] == "delegation", "the next one begins at once"
    head = visitors.let_in().sign_in(stage.heads["European Union"]).go(f"/n/{number}/mine")
    assert head.get_by_text("to be confirmed by you").count() == 1
    keys = Keys(head)
    keys.skip()
    keys.reach("Go where the room is")
    keys.follow()
    keys.skip()
    keys.reach("Confirm: these are our words")
    keys.follow()
    assert head.get_by_text("Confirmed: these are your delegation’s words.").count() == 1
