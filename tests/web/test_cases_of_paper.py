"""The cases that the design of the paper names, through the web: by file and by page they come to what compile makes of the files."""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

import pytest
from flask import Flask

from tests.compile.factory import POINTS, body, paragraph
from tests.make import Stage, make_actor, make_delegation
from tests.web.delegate.desk import Seat, units
from tests.web.forms import find_form
from tests.web.signing import client_of, token_of
from tests.word.files import make_docx
from wgtracker import models as m
from wgtracker.compile.base import read_draft, take_in
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.model import Compilation
from wgtracker.compile.report import report
from wgtracker.db import Database
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.pages import fold, read_pages
from wgtracker.queries.compilation import compile_round, facts_of
from wgtracker.services.drafts import preview_draft, save_draft

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TWO, FOUR = POINTS[1], POINTS[3]
CHAPEAU = "In joint investigations, States parties should:"
TAIL = "".join(map(paragraph, (f"7. {CHAPEAU}", "(a) Agree in advance on the use of evidence;", "(b) Protect the privacy of victims.")))
RED = '<w:r><w:rPr>{}<w:color w:val="FF0000"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
NAMES = ("Brazil", "Egypt", "European Union", "Chile", "France", "Ireland", "Kenya", "Peru", "Zambia")


def file(points: Mapping[int, str] | None = None, tail: str = TAIL, base: tuple[str, ...] = POINTS) -> bytes:
    """Make a returned file: the draft with some of its paragraphs written otherwise."""
    return make_docx(body(points, base) + tail)


def two(marks: str) -> bytes:
    """Change point 2 between "consider" and "not prosecuting"."""
    return file({2: f"<p>{{2. States parties should consider}}{marks}{{ not prosecuting victims for offences.}}</p>"})


WHENEVER = two("{, }<del>[where appropriate]</del><ins>{whenever possible}</ins>{,}")
SHALL = (
    "<p>{2. States parties }<del>[should]</del><ins>{shall}</ins>{ consider, where appropriate, not prosecuting victims for offences.}</p>"
)
PROMPT = (
    "<p>{4. States parties should strengthen the }<del>[early]</del><ins>{prompt}</ins>{ identification of victims of trafficking.}</p>"
)
BY_HAND = (
    "<p>{4. States parties should strengthen the }"
    + RED.format("<w:strike/>", "early")
    + RED.format("", " prompt")
    + "{ identification of victims of trafficking.}</p>"
)
OPEN, CLOSE = "&#91;", "&#93;"
"""Square brackets: in short marks they strike."""
C_NEW = (
    "<p>{7. In joint investigations, States parties }<del>[should]</del><ins>{shall}</ins>{:}</p>"
    + paragraph("(a) Agree in advance on the use of evidence;")
    + paragraph("(b) Protect the privacy of victims.")
    + "<p ins><ins>{(c) Share the costs of joint investigations.}</ins></p>"
)
OLDER = (*POINTS[:3], FOUR.replace("early", "timely"), *POINTS[4:])

Wish = tuple[str, str, dict[str, str]]
"""What somebody does on a page: the page ("ask", "new", "comment", "" = write the unit), the unit's label, what is filled in."""


class Case(NamedTuple):
    """files: name -> content, the delegation's name first. typed: the same by page, by delegation; prints: words of the issued paper."""

    files: Mapping[str, bytes]
    typed: Mapping[str, list[Wish]]
    prints: tuple[str, ...]


def write(text: str, label: str = "2.") -> Wish:
    """Write a unit as it should read."""
    return ("", label, {"text": text})


CASES = {
    "several at one place": Case(
        {
            "Brazil.docx": WHENEVER,
            "France.docx": WHENEVER,
            "Kenya.docx": two("{, where appropriate}<ins>{ and feasible}</ins>{,}"),
            "Egypt.docx": two("<del>[, where appropriate,]</del>"),
        },
        {
            "Brazil": [write(TWO.replace("where appropriate", "whenever possible"))],
            "France": [write(TWO.replace("where appropriate", "whenever possible"))],
            "Kenya": [write(TWO.replace("appropriate,", "appropriate and feasible,"))],
            "Egypt": [write(TWO.replace(", where appropriate,", ""))],
        },
        (", whenever possible, (Brazil, France)", "delete (Egypt)", ", where appropriate and feasible, (Kenya)"),
    ),
    "two parts of one State": Case(
        {"Chile part 1.docx": file({2: SHALL}), "Chile part 2.docx": file({4: PROMPT})},
        {"Chile": [write(TWO.replace("should", "shall")), write(FOUR.replace("early", "prompt"), "4.")]},
        ("shall (Chile)", "prompt (Chile)"),
    ),
    "red and struck by hand": Case({"Peru.docx": file({4: BY_HAND})}, {}, ("prompt", "(Peru)")),
    "made on the previous draft": Case({"Kenya.docx": file({2: SHALL}, base=OLDER)}, {}, ("shall (Kenya)",)),
    "a chapeau and a new sub-paragraph": Case(
        {"Peru.docx": file(tail=C_NEW)},
        {
            "Peru": [
                write(CHAPEAU.replace("should", "shall"), "7."),
                ("new", "(b)", {"text": "(c) Share the costs of joint investigations."}),
            ]
        },
        ("shall (Peru)", "Share the costs of joint investigations. (Peru)"),
    ),
    "brackets only": Case(
        {"Peru.docx": two(f"{{, }}<ins>{{{OPEN}}}</ins>{{where appropriate}}<ins>{{{CLOSE}}}</ins>{{,}}")},
        {"Peru": [("ask", "2.", {"act": "brackets", "words": "where appropriate"})]},
        ("(Peru)",),
    ),
    "a group, a member that agrees and one that does not": Case(
        {
            "European Union.docx": WHENEVER,
            "France.docx": two('{, }<del by="B">[where appropriate]</del><ins by="B">{whenever possible}</ins>{,}'),
            "Ireland.docx": two("{, }<del>[where appropriate]</del><ins>{always}</ins>{,}"),
        },
        {
            "European Union": [write(TWO.replace("where appropriate", "whenever possible"))],
            "France": [write(TWO.replace("where appropriate", "whenever possible"))],
            "Ireland": [write(TWO.replace("where appropriate", "always"))],
        },
        ("(France, European Union)", "always (Ireland)"),
    ),
    "support for all": Case(
        {"Zambia.docx": file(tail=TAIL + "<p ins><ins>{We support all discussion points.}</ins></p>")},
        {"Zambia": [("comment", "", {"text": "We support all discussion points.", "supports": "y"})]},
        ("We support all discussion points.",),
    ),
    "a cover letter that is not the draft": Case(
        {"Egypt.docx": make_docx(paragraph("Egypt presents its compliments and proposes no change.")), "Peru.docx": file({2: SHALL})},
        {},
        ("shall (Peru)", "Egypt presents its compliments and proposes no change."),
    ),
}


class Room(NamedTuple):
    """A stage whose draft has a chapeau with sub-paragraphs, and nine delegations."""

    app: Flask
    database: Database
    stage: Stage


@pytest.fixture
def room(app: Flask, database: Database, stage: Stage) -> Room:
    """Lend the room."""
    given = take_in("draft.docx", file())
    text = read_draft(given)
    with database.write() as db:
        draft = save_draft(
            db, stage.officer, draft_id=preview_draft(db, stage.officer, session_id=stage.session_id, content=given.content, text=text).id,
            text=text,
        )  # fmt: skip
        round_ = db.get_one(m.Round, stage.round_id)
        round_.draft_id = draft.id
        session = db.get_one(m.WorkingGroupSession, stage.session_id)
        known = {**stage.delegations, **{name: make_delegation(db, session, name).id for name in NAMES if name not in stage.delegations}}
        heads = {name: _head(db, number) for name, number in known.items()}
        stage = stage._replace(draft_id=draft.id, delegations=known, heads=heads)
    return Room(app, database, stage)


def _head(db: Any, number: int) -> Any:
    return make_actor(db, m.Role.HEAD, of=db.get_one(m.Delegation, number))


def expected(case: Case) -> Compilation:
    """Compile the files as the command line does."""
    files = [take_in(name, content) for name, content in case.files.items()]
    return consolidate(take_in("draft.docx", file()), files, {}, Terms(date(2020, 9, 10), None, "bis"))


def by_staff(room: Room, case: Case) -> None:
    """Drop the files at the Secretariat's desk and confirm them all."""
    officer, page = client_of(room.app, room.database, room.stage.officer), f"/r/{room.stage.round_id}/files"
    files = [(io.BytesIO(content), name) for name, content in case.files.items()]
    data = {"csrf_token": token_of(officer.get(page).text), "key": "k", "files": files}
    batch = officer.post(page, data=data).location
    form = next(one for one in [find_form(officer, batch, "pick")])
    numbers = sorted({found for name in form.names() if (found := re.sub(r"^f(\d+)-.*", r"\1", name)).isdigit()})
    assert form.send(officer, {"act": "confirm", "pick": numbers}).status_code == 303


def by_upload(room: Room, case: Case) -> None:
    """Upload each file as its delegation, and send it; a second one stands beside the first."""
    for name, content in case.files.items():
        head = sit(room, next(one for one in NAMES if name.startswith(one)))
        page = f"/r/{head.round_id}/upload"
        data = {"csrf_token": token_of(head.client.get(page).text), "file": (io.BytesIO(content), name)}
        check = head.client.post(page, data=data).location
        assert find_form(head.client, check, "on_behalf_of").send(head.client, {"replaces": "beside"}).status_code == 303


def by_page(room: Room, case: Case) -> None:
    """Type it all, and send it."""
    known = units(room.database, room.stage)
    for name, wishes in case.typed.items():
        head = sit(room, name)
        for page, label, fields in wishes:
            path = "/".join(part for part in ("", "p" if label else "", str(known[label]) if label else "", page) if part)
            assert head.send(f"/{path}", {"act": "next", **fields}).status_code == 303, (name, page)
        head.submit()


def sit(room: Room, name: str) -> Seat:
    """Sit the head of a delegation down."""
    return Seat(client_of(room.app, room.database, room.stage.heads[name]), room.stage.round_id)


def terms(made: Compilation) -> dict[str, Any]:
    """Give what is negotiated: the marks of each unit, what is new after it, what was said on it."""
    said = report(made)
    comments = sorted((one.delegation, one.comment.text) for unit in made.units for one in unit.comments)
    news = [(one.after_unit, one.label, one.text, sorted(one.by)) for one in made.new_paragraphs]
    return {"units": said["units"], "new": news, "comments": comments}


def print_chapters(content: bytes) -> list[str]:
    """Give the text of the points of a paper, folded, up to its annexes."""
    pages = [page.text for page in read_pages(content)]
    starts = [n for n, text in enumerate(pages) if text.startswith("Discussionpoint1")]
    ends = [n for n, text in enumerate(pages) if text.startswith("AnnexI") and n > starts[-1]]
    return pages[starts[-1] : ends[0]]


def issue(room: Room) -> bytes:
    """Build the paper in the browser, and issue it without clearing where the session allows; give the Word file."""
    officer = client_of(room.app, room.database, room.stage.officer)
    page = f"/r/{room.stage.round_id}/papers"
    built = find_form(officer, page, "markup").send(officer, {"unplaced": "y", "symbol": "CTOC/CRP.1"})
    assert built.status_code == 303, built.text
    return bytes(officer.get(built.location.replace("/desk", "/word")).data)


WAYS: list[tuple[str, Callable[[Room, Case], None]]] = [("staff", by_staff), ("upload", by_upload), ("page", by_page)]


@pytest.mark.parametrize(("way", "bring"), WAYS)
@pytest.mark.parametrize("name", CASES)
def test_a_case_comes_to_what_the_command_line_makes_of_it(room: Room, name: str, way: str, bring: Callable[[Room, Case], None]) -> None:
    case = CASES[name]
    if way == "page" and not case.typed:
        pytest.skip("this case is one of Word files only")
    bring(room, case)
    made = expected(case)
    with room.database.read() as db:
        round_ = db.get_one(m.Round, room.stage.round_id)
        stored, facts = compile_round(db, round_, None).compilation, facts_of(round_)
    content = issue(room)
    words = fold("".join(page.text for page in read_pages(content)))
    for said in case.prints:
        assert fold(said) in words
    if way == "page" and name == "support for all":  # a comment where it is typed, a new paragraph where it is written in the file
        return
    assert terms(stored) == terms(made)
    paper = conference_room_paper(made, facts, markup="bold", order="paragraph", copy="issued", unplaced="print", draft=file())
    assert print_chapters(content) == print_chapters(paper.content)
