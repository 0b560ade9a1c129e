"""Do each desk's main work in a browser that runs no scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, Visitor, Visitors
from tests.browser.test_walk import fill, follow, press
from tests.compile.factory import POINTS, body
from tests.make import Stage
from tests.word.files import make_docx
from wgtracker.policy import Actor
from wgtracker.services.papers import Wish, build_paper, draw_paper, gather_paper

OLD, NEW = "where appropriate", "whenever possible"
CHANGED = make_docx(body({1: f'<p>{{1. {POINTS[0].removesuffix(".")}}}<ins by="B">{{ in all its aspects}}</ins>{{.}}</p>'}))
LETTER = make_docx("<p>{Dear colleagues,}</p><p><ins>{Please add labour inspectors to the list.}</ins></p>")


@pytest.fixture
def enter(visitors: Visitors) -> "Enter":
    """Lend the way in."""
    return Enter(visitors)


class Enter:
    """Let people in whose browsers run no scripts."""

    def __init__(self, visitors: Visitors) -> None:
        self.visitors = visitors

    def __call__(self, actor: Actor) -> Visitor:
        """Let this person in."""
        return self.visitors.let_in(java_script_enabled=False).sign_in(actor)


def test_a_delegate_proposes_previews_checks_and_sends(enter: Enter, stage: Stage) -> None:
    page = enter(stage.heads["Brazil"]).go(f"/r/{stage.round_id}")
    follow(page.get_by_role("link", name=re.compile(r"Propose a change\s+to Discussion point 2$")))
    text = page.locator("textarea[name=text]")
    text.fill(text.input_value().replace(OLD, NEW))
    press(page, "Show how")
    assert NEW in page.locator("#preview ins").inner_text()
    assert NEW in page.locator("textarea[name=text]").input_value()
    press(page, "Save and go back")
    follow(page.get_by_role("link", name=re.compile("^Check")).first)
    press(page, "Send")
    assert page.get_by_role("heading", name="Receipt TIP10-1-").count() == 1
    assert NEW in page.locator("main").inner_text()


def test_a_delegate_uploads_an_edited_file(enter: Enter, stage: Stage, tmp_path: Path) -> None:
    page = enter(stage.heads["Egypt"]).go(f"/r/{stage.round_id}/upload")
    fill(page, file=str(put(tmp_path, "Egypt.docx", CHANGED)))
    press(page, "Upload")
    assert "in all its aspects" in page.locator("main").inner_text()
    press(page, "Send")
    assert page.get_by_role("heading", name="Receipt TIP10-1-").count() == 1


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file to be chosen."""
    (folder / name).write_bytes(content)
    return folder / name


def test_staff_drop_files_confirm_them_and_place_by_hand(enter: Enter, stage: Stage, tmp_path: Path) -> None:
    page = enter(stage.officer).go(f"/r/{stage.round_id}/files")
    files = [put(tmp_path, "Egypt.docx", CHANGED), put(tmp_path, "Brazil letter.docx", LETTER)]
    page.locator("main input[type=file]").first.set_input_files(files)
    follow(page.locator("main form button").first)
    for box in page.locator("main table input[type=checkbox]").all():
        box.check()
    press(page, "Confirm those")
    assert "2 files are confirmed" in page.locator("main").inner_text()
    page.goto(page.url.rpartition("/batches")[0] + f"/r/{stage.round_id}/placing")
    show_unit(page, "4")
    page.get_by_text("A new paragraph after 4").first.click()
    press(page, "A new paragraph after 4")
    assert "Placed as a new paragraph after 4" in page.locator("main").inner_text()


def show_unit(page: Page, index: str) -> None:
    """Choose the paragraph that the draft is shown at."""
    page.locator("select[name=unit]").select_option(index)
    follow(page.get_by_role("button", name="Show", exact=True))


def test_staff_enter_a_contribution(enter: Enter, stage: Stage) -> None:
    page = enter(stage.officer).go(f"/r/{stage.round_id}/contribute")
    fill(page, delegation="European Union", unit="2", kind="wording")
    follow(page.get_by_role("button", name="Fill in the paragraph"))
    text = page.locator("textarea[name=text]")
    assert OLD in text.input_value()
    text.fill(text.input_value().replace(OLD, NEW))
    press(page, "Save and next")
    assert page.locator("main ins", has_text=NEW).count() == 1
    press(page, "Confirm: it enters")
    page.goto(page.url.partition("/r/")[0] + f"/r/{stage.round_id}/amendments")
    assert "European Union" in page.locator("main table").inner_text()


def test_the_chair_reads_and_clears(enter: Enter, stage: Stage, site: Site) -> None:
    with site.database.read() as db:
        drawn = draw_paper(gather_paper(db, stage.officer, round_id=stage.round_id, wish=Wish(symbol="CTOC/WG/2020/CRP.1")))
    with site.database.write() as db:
        paper = build_paper(db, stage.officer, drawn=drawn).id
    page = enter(stage.chair).go(f"/r/{stage.round_id}/chair/p/1")
    follow(page.locator("a[rel=next]"))
    assert page.locator("h1").inner_text() == "Discussion point 2"
    page.goto(site.url + f"/papers/{paper}/desk")
    press(page, "Clear this file")
    assert "Cleared by the Chair" in page.locator("main").inner_text()
