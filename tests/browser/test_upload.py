"""While files go up, the page says how much is sent, in words and as a bar; what the server answers is then shown as ever."""

import os
import re
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, Visitors
from tests.browser.test_without_scripts import put
from tests.make import Stage

LARGE = b"%PDF-1.4 a scan " + os.urandom(600_000)
NOTE = """() => {
  const look = () => {
    const status = document.querySelector('[data-upload-status]'), bar = document.querySelector('progress.sent');
    if (status) note(status.textContent, bar ? bar.value : -1, bar ? bar.getAttribute('aria-label') : '');
  };
  const all = {subtree: true, childList: true, characterData: true, attributes: true};
  new MutationObserver(look).observe(document.querySelector('main'), all);
}"""


def listen(visitor: Visitor) -> list[tuple[str, float, str]]:
    """Slow the line down; note what the page says from now on, how far its bar is, and what that is called."""
    said: list[tuple[str, float, str]] = []
    line = visitor.context.new_cdp_session(visitor.page)
    line.send("Network.enable")
    speed = {"offline": False, "latency": 5, "downloadThroughput": -1, "uploadThroughput": 400_000}
    line.send("Network.emulateNetworkConditions", speed)
    visitor.page.expose_function("note", lambda *told: said.append(told))
    visitor.page.evaluate(NOTE)
    return said


def choose(page: Page, file: Path) -> None:
    page.locator("main input[type=file]").first.set_input_files(file)


def test_it_says_how_much_is_sent_and_leads_on_with_the_notice(visitors: Visitors, stage: Stage, tmp_path: Path) -> None:
    visitor = visitors.let_in().sign_in(stage.officer)
    page = visitor.go(f"/r/{stage.round_id}/files")
    said = listen(visitor)
    choose(page, put(tmp_path, "Egypt.docx", LARGE))
    page.get_by_role("button", name="Read these files").click()
    page.wait_for_url(re.compile("/batches/"))
    sending = re.compile(r"Sending: (\d+) per cent, [\d.]+ MB of 0.6 MB")
    percents = [int(found.group(1)) for words, _bar, _name in said if (found := sending.match(words))]
    spoken = sorted(set(percents))
    assert len(spoken) >= 3, said
    assert all(later - earlier >= 10 for earlier, later in pairwise(spoken)), "a screen reader has to keep up"
    assert percents == sorted(percents)
    assert {name for _words, bar, name in said if bar >= 0} == {"How much is sent"}
    assert max(bar for _words, bar, _name in said) > 50
    assert any("is being read" in words for words, _bar, _name in said)
    assert page.locator("h1").inner_text().startswith("1 file")


def test_an_error_is_shown_with_the_focus_on_it_and_the_form_works_again(visitors: Visitors, stage: Stage, tmp_path: Path) -> None:
    visitor = visitors.let_in().sign_in(stage.heads["Egypt"])
    page = visitor.go(f"/r/{stage.round_id}/upload")
    for _again in range(2):
        choose(page, put(tmp_path, "Egypt.docx", b"%PDF-1.4 no Word file"))
        page.locator("main form button").first.click()
        expect(page.locator(".problem")).to_be_focused()
        assert page.title().startswith("Error: ")
        page.evaluate("document.activeElement.blur()")
    assert all("422" in trouble for trouble in visitor.troubles)
    visitor.troubles.clear()


def test_a_broken_line_is_told_and_the_choice_is_kept(visitors: Visitors, stage: Stage, tmp_path: Path) -> None:
    visitor = visitors.let_in().sign_in(stage.officer)
    page = visitor.go(f"/r/{stage.round_id}/files")
    page.route("**/r/*/files", lambda route: route.abort())
    choose(page, put(tmp_path, "Egypt.docx", LARGE))
    page.get_by_role("button", name="Read these files").click()
    expect(page.locator("[data-upload-status]")).to_have_text("It could not be sent. Your choice is kept: send it again.")
    assert page.locator("progress.sent").count() == 0
    page.unroute("**/r/*/files")
    page.get_by_role("button", name="Read these files").click()
    page.wait_for_url(re.compile("/batches/"))
    visitor.troubles.clear()
