"""Play a session in the room: five delegations, thirty units, forty acts; at the end every page and paper says the same words."""

import re
import time

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import Site, Visitor, Visitors
from tests.papers.factory import Returned, comment, compile_by_hand, unit
from tests.put import put_round
from tests.reading import Reading
from wgtracker import models as m
from wgtracker.papers.pages import fold, read_pages
from wgtracker.queries.room import load_room
from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.room.words import count_words
from wgtracker.services.events import verify
from wgtracker.services.open_negotiation import open_reading_of_round
from wgtracker.services.rounds import close_round

TEXTS = tuple(f"States parties should consider measure {number} for victims, where appropriate." for number in range(1, 31))
"""Thirty points of our own, each told from the others by its number."""


def amended(at: int, old: str, new: str) -> str:
    return TEXTS[at].replace(old, new)


def written() -> dict[str, Returned]:
    """Give what five delegations sent in writing."""
    possible, gone, survivors = (
        (", where appropriate", ", whenever possible"),
        (", where appropriate", ""),
        ("victims", "victims and survivors"),
    )
    return {
        "Brazil": Returned({at: amended(at, *possible) for at in range(4)}),
        "Egypt": Returned({at: amended(at, *gone) for at in range(2)}, comments=[comment("0", 0, "This weakens it.", "where appropriate")]),
        "France": Returned({0: amended(0, *possible), 4: amended(4, "consider", "take")}),
        "Kenya": Returned({at: amended(at, *survivors) for at in range(6)}),
        "Japan": Returned(deleted=(7,), new=[(6, "States parties should report on measure 7 every year.", "7 bis")]),
    }


class Session(Reading):
    """The reading of the thirty points, and the people in the room."""

    def __init__(self, site: Site, visitors: Visitors) -> None:
        self.site, self.database, self.visitors = site, site.database, visitors
        units = tuple(unit(at, text, f"{at + 1}.") for at, text in enumerate(TEXTS))
        with site.database.write() as db:
            self.held = put_round(db, compile_by_hand(units, written()))
            round_ = db.get_one(m.Round, self.held.round_id)
            close_round(db, self.held.officer, round_id=round_.id, version=round_.version)
            self.id = open_reading_of_round(db, self.held.operator, round_id=round_.id).id
        self.operator: Visitor = visitors.let_in().sign_in(self.held.operator)

    def open(self, label: str) -> Page:
        page = self.operator.go(f"/n/{self.id}/u/{self.unit(label).id}")
        page.locator("[data-switch]").wait_for()
        return page

    def confirm(self, page: Page) -> None:
        """Confirm, and wait until it is done and its page has come; on a slow machine an act is kept, and sent again without a new page."""
        before, until = self.room().last, time.monotonic() + 60
        page.evaluate("document.documentElement.dataset.old = 'yes'")
        page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
        while self.room().last == before:
            assert time.monotonic() < until, page.locator("main").inner_text()
            page.wait_for_timeout(50)
        until = time.monotonic() + 12
        while time.monotonic() < until and not self.has_come(page):
            page.wait_for_timeout(50)

    def has_come(self, page: Page) -> bool:
        """Tell whether another page stands there, whole."""
        try:
            return bool(page.evaluate("document.readyState === 'complete' && !document.documentElement.dataset.old"))
        except Error:  # it is just being left
            return False

    def press(self, label: str, button: str) -> None:
        page = self.open(label)
        page.get_by_role("button", name=re.compile(button)).first.click()
        self.confirm(page)

    def key(self, label: str, key: str) -> None:
        page = self.open(label)
        page.keyboard.press(key)
        self.confirm(page)

    def status(self, label: str) -> Status:
        status: Status = self.unit(label).state.status
        return status

    def text(self, label: str) -> str:
        text: str = self.unit(label).state.text
        return text


@pytest.fixture
def session(site: Site, visitors: Visitors) -> Session:
    return Session(site, visitors)


def take_the_first_point(session: Session) -> None:
    """Take two delegations' words and a third's, settle what lost its ground, undo and do again, agree, reopen, agree."""
    session.press("1.", "^Take Brazil, France")
    session.press("1.", "^Take Kenya")
    assert session.text("1.") == amended(0, ", where appropriate", ", whenever possible").replace("victims", "victims and survivors")
    assert {piece.standing for piece in session.unit("1.").state.pieces if piece.by == "Egypt"} == {r.Standing.CONTESTED}
    session.press("1.", "^Overtaken Egypt")
    session.key("1.", "u")
    assert {piece.standing for piece in session.unit("1.").state.pieces if piece.by == "Egypt"} == {r.Standing.CONTESTED}
    session.press("1.", "^Overtaken Egypt")
    session.key("1.", "a")
    session.press("1.", "^Reopen")
    assert session.status("1.") == Status.REOPENED
    session.key("1.", "a")


def take_the_others(session: Session) -> None:
    """Take, leave and park on the points 2 to 8."""
    session.press("2.", "^Not retain Egypt")
    session.press("2.", "^Not retain Brazil")
    session.press("2.", "^Take Kenya")
    session.key("2.", "a")
    session.press("3.", "^Take Brazil")
    session.press("3.", "^Park Kenya")
    session.key("3.", "f")
    session.key("4.", "k")
    session.press("5.", "^Take France")
    session.press("8.", "^Not retain Japan")


def speak_from_the_floor(session: Session) -> None:
    """Let the operator type what Egypt says on point 5, and Egypt confirm it on its own page."""
    wanted = session.text("5.").replace("measure 5", "measure 5 in full")
    page = session.operator.go(f"/n/{session.id}/floor")
    page.get_by_label("Delegation").fill("Egypt")
    page.locator("[name=unit]").select_option(str(session.unit("5.").id))
    field = page.locator("[name=text]")
    expect(field).to_have_value(session.text("5."))
    field.fill(wanted)
    page.get_by_role("button", name="Read back").click()
    page.get_by_role("button", name="Save as read back").click()
    expect(page.locator("main")).to_contain_text("Egypt")
    egypt = session.visitors.let_in().sign_in(session.held.heads["Egypt"]).go(f"/n/{session.id}/p/{session.unit('5.').id}")
    egypt.get_by_role("button", name=re.compile("^Confirm: these are our words")).click()
    expect(egypt.locator("main")).to_contain_text("Proposed in the room")
    session.press("5.", "^Take Egypt")
    session.press("5.", "^Take Kenya")
    session.key("5.", "a")
    assert "measure 5 in full for victims and survivors" in session.text("5.")


def agree_together(session: Session) -> None:
    """Agree en bloc to what nobody proposes anything on."""
    page = session.operator.go(f"/n/{session.id}/bloc?to=agreed")
    page.get_by_role("button", name="Read back what is chosen").click()
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(re.compile(rf"/n/{session.id}(/bloc.*)?$"))
    expect(page.get_by_role("status").first).to_be_visible()
    assert session.status("30.") == Status.AGREED


def lose_the_network(session: Session) -> None:
    """Act on point 6 while the network is down: it is kept, shown as not yet sent, and sent once."""
    page = session.open("6.")
    page.get_by_role("button", name=re.compile("^Take Kenya")).first.click()
    page.get_by_role("dialog").get_by_text("It will read:").wait_for()
    page.context.set_offline(True)
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Not yet sent")).to_be_visible()
    assert session.text("6.") == TEXTS[5]
    page.context.set_offline(False)
    expect(page.locator("[data-queue-status]")).to_contain_text("All is sent", timeout=30_000)
    session.operator.troubles.clear()  # the lost network, which the console notes
    assert session.text("6.") == amended(5, "victims", "victims and survivors")
    session.key("6.", "a")


def words_on(page: Page) -> str:
    return fold(page.locator("body").inner_text())


def test_a_session_of_forty_acts(session: Session) -> None:
    screen = session.visitors.let_in(viewport={"width": 1920, "height": 1080}).sign_in(session.held.chair)
    wall = screen.go(f"/n/{session.id}/screen")
    opened = session.room().last
    take_the_first_point(session)
    take_the_others(session)
    speak_from_the_floor(session)
    agree_together(session)
    lose_the_network(session)
    room = session.room()
    assert room.last - opened >= 40, f"{room.last - opened} acts"

    page = session.operator.go(f"/n/{session.id}/u/{session.unit('2.').id}")
    page.get_by_role("button", name="Take the room here").click()
    expect(wall.locator("body")).to_contain_text(session.text("2."), timeout=20_000)
    chair = screen.context.new_page()
    chair.goto(f"{session.site.url}/n/{session.id}/chair")
    delegate = session.visitors.let_in().sign_in(session.held.heads["Kenya"]).go(f"/n/{session.id}/p/{session.unit('2.').id}")
    for shown in (page, wall, chair, delegate):
        assert fold(session.text("2.")) in words_on(shown)

    page = session.operator.go(f"/n/{session.id}/snapshots")
    page.get_by_role("button", name="Keep the text as it stands now").click()
    with session.database.read() as db:
        snapshot = db.query(m.Snapshot).one().id
    word = page.request.get(f"{session.site.url}/snap/{snapshot}/word/clean").body()
    printed = "\n".join(one.text for one in read_pages(word))
    whole = words_on(session.operator.go(f"/n/{session.id}/text"))
    for one in room.units:
        assert fold(one.state.text) in printed
        if one.state.status == Status.AGREED:
            assert fold(one.state.text) in whole

    close(session)
    with session.database.read() as db:
        negotiation = db.get_one(m.Negotiation, session.id)
        for act in range(negotiation.last_act + 1):
            assert count_words([one.state for one in load_room(db, negotiation, upto=act).units]).balances
        assert list(verify(db)) == []


def close(session: Session) -> None:
    """Freeze, adopt, and find every adopted text in the report, page and Word."""
    page = session.operator.go(f"/n/{session.id}/freeze")
    page.get_by_role("button", name="Freeze the text").click()
    page.get_by_role("button", name="Adopt these paragraphs").click()
    page.wait_for_url(re.compile("/report$"))
    adopted = [one for one in session.room().units if one.state.status == Status.ADOPTED]
    assert len(adopted) >= 24
    shown = words_on(page)
    word = page.request.get(f"{session.site.url}/n/{session.id}/report.docx").body()
    printed = "\n".join(one.text for one in read_pages(word))
    for one in adopted:
        assert fold(one.state.text) in shown
        assert fold(one.state.text) in printed
