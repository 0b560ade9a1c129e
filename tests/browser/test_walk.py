"""Walk the whole consultation as its people would: import, invite, open, answer by page and by Word, confirm, clear, issue."""

import email
import email.policy
import io
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import docx
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Site, Visitor, Visitors
from wgtracker import clock
from wgtracker import models as m
from wgtracker.services.events import verify
from wgtracker.services.founding import enrol, found_body
from wgtracker.services.invite import Place
from wgtracker.services.links import make_sign_in_link
from wgtracker.services.outbox import send_due
from wgtracker.services.sender import settings_of
from wgtracker.word.package import open_package
from wgtracker.word.read import read

PASSWORD = "seven lamps along the Danube"
OLD, NEW = "where appropriate", "whenever possible"
ROOT = Path(__file__).resolve().parent.parent.parent


def fill(page: Page, **values: str) -> None:
    """Fill the fields of the page's own form, whatever they are."""
    for name, value in values.items():
        field = page.locator(f'main [name="{name}"]').first
        kind = field.evaluate("field => field.tagName + ':' + (field.type || '')")
        if kind.startswith("SELECT"):
            field.select_option(value)
        elif kind.endswith(":radio"):
            page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind.endswith(":checkbox"):
            field.check()
        elif kind.endswith(":file"):
            field.set_input_files(value)
        else:
            field.fill(value)


def press(page: Page, words: str) -> None:
    """Press the button that begins with these words; where it leads to a page, that page is all there afterwards."""
    follow(page.get_by_role("button", name=re.compile(f"^{words}")).first)


def follow(link: Locator) -> None:
    """Click; where it leads to a page, that page is all there afterwards."""
    link.click()
    link.page.wait_for_load_state()


def send_mail(site: Site) -> dict[str, str]:
    """Send what waits in the outbox; give the newest link in the letters, by address."""
    from config import Config

    send_due(site.database, settings_of(Config(site.database.url, site.url, site.instance, "")))
    links = {}
    for file in sorted((site.instance / "mail").rglob("*.eml"), key=lambda file: file.stat().st_mtime):
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        body = letter.get_body()
        found = re.findall(r"http://\S+/i/\S+", body.get_content() if body is not None else "")
        if found:
            links[str(letter["To"]).split("<")[-1].strip("<>")] = found[0]
    return links


def accept(visitor: Visitor, link: str) -> None:
    """Accept an invitation with a new password."""
    page = visitor.go(link)
    visitor.picture("invitation")
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    press(page, "Accept")


def found(site: Site) -> str:
    """Found the body with its first officer, as the command on the server does; give the officer's sign-in link."""
    with site.database.write() as db:
        body = found_body(
            db,
            name="Working Group on Trafficking in Persons",
            code="TIP",
            instrument="Trafficking in Persons Protocol",
            conference="Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
        )
        user = enrol(db, email="officer@example.org", name="B. Officer", role=m.Role.SECRETARIAT, place=Place(body_id=body.id))
        return make_sign_in_link(db, user, base_url=site.url)


def prepare(officer: Visitor, sample: Path) -> None:
    """Create the session, import the draft, add delegations, plan a round, invite, open."""
    page = officer.go("/secretariat")
    follow(page.get_by_role("link", name="Create a session"))
    fill(page, ordinal="10", opens_on="2020-09-10", closes_on="2020-09-11", mode="hybrid", unit_name="discussion point")
    fill(page, chair="A. Chairperson", chair_state="Argentina", officer="B. Officer", officer_address="officer@example.org")
    officer.picture("session-form")
    press(page, "Create")
    officer.picture("session")
    page = officer.go("/s/1/drafts/new")
    fill(page, file=str(sample / "draft.docx"))
    follow(page.locator("main form button").last)
    officer.picture("draft-preview")
    press(page, "Save the draft")
    page = officer.go("/s/1/delegations/add")
    press(page, "Add all States")
    page = officer.go("/s/1/delegations/add")
    fill(page, pasted="European Union\nNGO network")
    press(page, "Add what")
    page = officer.go("/s/1/rounds/new")
    fill(page, day=(clock.now() + timedelta(days=7)).date().isoformat(), time="18:00")
    press(page, "Plan the round")
    page = officer.go("/s/1/people/list")
    fill(page, lines="Ghana; Ama Mensah; ghana@example.org; head, drafter\nEgypt; Omar Ali; egypt@example.org; head, drafter, reviewer")
    press(page, "Send")
    officer.picture("people")
    page = officer.go("/s/1/people/officers")
    fill(page, email="chair@example.org", name="A. Chairperson", role="chair")
    follow(page.locator("main form button").last)
    page = officer.go("/r/1/open")
    officer.picture("open")
    press(page, "Open")


def answer_by_page(delegate: Visitor) -> None:
    """Propose a change on point 3 by writing it as it should read, check, send."""
    page = delegate.go("/r/1")
    delegate.picture("draft")
    follow(page.get_by_role("link", name=re.compile(r"Propose a change\s+to Discussion point 3$")))
    text = page.locator("main textarea[name=text]")
    text.fill(text.input_value().replace(OLD, NEW))
    press(page, "Show how")
    page.locator("main ins", has_text=NEW).first.wait_for()
    delegate.picture("propose")
    press(page, "Save and go on")
    page = delegate.go("/r/1")
    follow(page.get_by_role("link", name=re.compile("^Check")).first)
    delegate.picture("check")
    press(page, "Send")
    page.get_by_role("heading", name="Receipt TIP10-1-").wait_for()
    delegate.picture("receipt")


def answer_by_word(delegate: Visitor, file: Path) -> None:
    """Upload an edited file, see what was understood, send."""
    page = delegate.go("/r/1/upload")
    fill(page, file=str(file))
    follow(page.locator("main form button").first)
    delegate.picture("understood")
    press(page, "Send")
    page.get_by_role("heading", name="Receipt TIP10-1-").wait_for()


def confirm_files(officer: Visitor, files: list[Path]) -> None:
    """Drop the other files at once and confirm all of them."""
    page = officer.go("/r/1/files")
    officer.picture("files")
    page.locator("main input[type=file]").first.set_input_files([str(file) for file in files])
    follow(page.locator("main form button").first)
    page.get_by_role("heading", name=re.compile(f"{len(files)} files")).wait_for()
    page.locator("tr", has_text="NGO network").locator("input[list]").fill("NGO network")
    for box in page.locator("main table input[type=checkbox]").all():
        if box.is_visible():
            box.check()
    officer.picture("confirm")
    press(page, "Confirm those")
    assert page.get_by_text("There is a problem").count() == 0


def edit_in_word(draft: bytes, old: str, new: str) -> bytes:
    """Make the change that was typed on the page in a Word file, without tracking."""
    document = docx.Document(io.BytesIO(draft))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if old in run.text and "prosecuting victims" in paragraph.text:
                run.text = run.text.replace(old, new)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read_parts(paper: bytes) -> list[str]:
    """Read the paper's part on the text and annex I: all that delegations said."""
    lines = [line for line in read(open_package(paper, "paper.docx")).final if line.strip()]
    start = next(n for n, line in enumerate(lines) if line.startswith("Discussion points"))
    end = next(n for n, line in enumerate(lines) if line.startswith("Annex\u00a0II."))
    return lines[start + 1 : end]


def test_the_issued_paper_equals_what_the_command_line_compiles(site: Site, visitors: Visitors, tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    subprocess.run([sys.executable, "-m", "wgtracker", "sample", str(sample)], cwd=ROOT, check=True, capture_output=True)
    files = sorted((sample / "returned").iterdir())
    egypt = next(file for file in files if "Egypt" in file.name)

    officer, ghana, omar, chair, public = (visitors.let_in() for _ in range(5))
    page = officer.go(found(site))
    press(page, "Sign in")
    prepare(officer, sample)
    links = send_mail(site)
    accept(ghana, links["ghana@example.org"])
    answer_by_page(ghana)
    accept(omar, links["egypt@example.org"])
    answer_by_word(omar, egypt)
    confirm_files(officer, [file for file in files if file != egypt])
    page = officer.go("/r/1/desk")
    officer.picture("round")
    page = officer.go("/r/1/placing")
    officer.picture("placing")

    page = officer.go("/r/1/papers")
    fill(page, copy="issued", symbol="CTOC/COP/WG.4/2020/CRP.1", unplaced="y")
    press(page, "Build")
    accept(chair, links["chair@example.org"])
    chair.go("/r/1/chair")
    chair.picture("chair")
    chair.go("/r/1/chair/p/3")
    chair.picture("chair-point")
    page = chair.go("/papers/1/desk")
    press(page, "Clear")
    page = officer.go("/papers/1/desk")
    page.get_by_label("Issue it although these read").check()
    page.get_by_label("Issue it although the round is open").check()
    press(page, "Issue")
    page = public.go("/papers/1")
    public.picture("public-paper")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Word")).first.click()
    issued = Path(download.value.path()).read_bytes()

    returned = tmp_path / "returned"
    returned.mkdir()
    for file in files:
        (returned / file.name).write_bytes(file.read_bytes())
    (returned / "Ghana.docx").write_bytes(edit_in_word((sample / "draft.docx").read_bytes(), OLD, NEW))
    meeting = tmp_path / "meeting.toml"
    meeting.write_text('opens_on = 2020-09-10\nunit_name = "discussion point"\n')
    compiled = tmp_path / "paper.docx"
    command = [sys.executable, "-m", "wgtracker", "compile", str(sample / "draft.docx"), str(returned), "-o", str(compiled)]
    command += ["--meeting", str(meeting), "--copy", "issued", "--allow-unplaced"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert read_parts(issued) == read_parts(compiled.read_bytes())
    with site.database.read() as db:
        assert list(verify(db)) == []
