"""A paper is what came in, frozen; what is issued is exactly what was cleared."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from tests.compile.factory import POINTS, body, compile_bodies, paragraph
from tests.make import make_actor, make_body
from tests.papers import cases
from tests.put import Held, put_round
from tests.word.files import make_docx
from wgtracker import models as m
from wgtracker.compile.model import Compilation
from wgtracker.compile.report import write_report
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict, NotAllowed, Stale
from wgtracker.papers.choices import Copy, Markup
from wgtracker.papers.conference_room_paper import conference_room_paper
from wgtracker.papers.corrigendum import Part
from wgtracker.papers.pages import read_pages
from wgtracker.papers.readback import read_back
from wgtracker.papers.snapshot import Material, compile_material, draw_material, thaw
from wgtracker.queries.papers import known_numbers, list_issued
from wgtracker.services import papers as sp
from wgtracker.services.events import verify
from wgtracker.services.papers import Wish

SYMBOL = "CTOC/COP/2020/CRP.3"
FIRST = Wish(symbol=SYMBOL)


@dataclass
class Desk:
    """A round in a database, with the acts of those who make its papers."""

    database: Database
    held: Held

    def build(self, wish: Wish = FIRST) -> m.Paper:
        with self.database.read() as db:
            gathered = sp.gather_paper(db, self.held.officer, round_id=self.held.round_id, wish=wish)
        drawn = sp.draw_paper(gathered)
        with self.database.write() as db:
            return sp.build_paper(db, self.held.officer, drawn=drawn)

    def material(self, paper: m.Paper) -> Material:
        with self.database.read() as db:
            return thaw(db.get_one(m.Paper, paper.id).snapshot)

    def clear(self, paper: m.Paper, **other: object) -> m.Paper:
        with self.database.write() as db:
            values = {"paper_id": paper.id, "sha256": paper.sha256, "texts": paper.texts, **other}
            return sp.clear_paper(db, self.held.chair, **values)  # type: ignore[arg-type]

    def issue(self, paper: m.Paper) -> m.Paper:
        with self.database.write() as db:
            return sp.issue_paper(db, self.held.officer, paper_id=paper.id, sha256=paper.sha256)


def put(database: Database, compilation: Compilation) -> Desk:
    with database.write() as db:
        put_round(db, cases.several_at_one_place(), code="OTHER")
        return Desk(database, put_round(db, compilation))


@pytest.fixture
def desk(database: Database, case: Held) -> Desk:
    return Desk(database, case)


def content_of(desk: Desk, sha256: str) -> bytes:
    with desk.database.read() as db:
        return db.execute(select(m.StoredFile.content).where(m.StoredFile.sha256 == sha256)).scalar_one()


def mark(number: int, before: str, struck: str, added: str, after: str) -> dict[int, str]:
    """Mark one change in a point of the draft, in short marks."""
    changes = (f"[{struck}]" if struck else "") + (f"<ins>{{{added}}}</ins>" if added else "")
    return {number: f"<p>{{{number}. {before}}}{changes}{{{after}}}</p>"}


ASIDE = ("States parties should consider", ", where appropriate,")
REST = " not prosecuting victims for offences."
LAWYERS = mark(1, "States parties should train judges", "", ", lawyers", " and prosecutors on the principle of non-punishment.")
DATA = "States parties should collect data on the number of victims who were not prosecuted"
FILES = {
    "Brazil part 1.docx": body(mark(2, *ASIDE, ", whenever possible,", REST)),
    "Brazil part 2.docx": body(mark(5, DATA, "", " &amp; &lt;publish&gt; it", ".")),
    "Egypt.docx": body(mark(2, *ASIDE, "", REST)),
    "European Union.docx": body({**LAWYERS, 6: f"<p del>[6. {POINTS[5]}]</p>"}),
    "France.docx": body(LAWYERS),
    "Kenya.docx": body({3: paragraph("3. The Secretariat should stop.") + "<p ins><ins>{3 bis. Train police.}</ins></p>"}),
    "Brazil old.docx": body({4: paragraph("4. States parties should wait.")}),
}
MAP = "file;supersedes\nBrazil part 1.docx;Brazil old.docx\n"


@pytest.mark.parametrize("markup", ["bold", "labels", "clean", "tracked"])
@pytest.mark.parametrize("copy", ["issued", "chair"])
def test_the_paper_of_stored_rows_is_the_paper_of_the_files(database: Database, markup: Markup, copy: Copy) -> None:
    draft = make_docx(body())
    compilation = compile_bodies(FILES, MAP)
    with database.write() as db:
        put_round(db, cases.several_at_one_place(), code="OTHER")
        desk = Desk(database, put_round(db, compilation, draft))
    paper = desk.build(Wish(symbol=SYMBOL, markup=markup, copy=copy))
    material = desk.material(paper)
    of_files = conference_room_paper(
        compilation,
        material.meeting,
        markup=markup,
        order="paragraph",
        copy=copy,
        unplaced="refuse" if copy == "issued" else "print",
        draft=draft,
    )
    assert write_report(compile_material(material)) == write_report(compilation)
    assert content_of(desk, paper.sha256) == of_files.content


def test_a_snapshot_draws_the_same_bytes_again_whatever_came_later(desk: Desk) -> None:
    paper = desk.build()
    with desk.database.write() as db:
        for row in db.scalars(select(m.Submission).where(m.Submission.round_id == desk.held.round_id)):
            row.state = m.SubmissionState.WITHDRAWN
    material = desk.material(paper)
    assert draw_material(material, compile_material(material), b"").content == content_of(desk, paper.sha256)


def test_the_way_of_a_paper_is_built_cleared_issued_and_each_step_is_recorded(desk: Desk) -> None:
    paper = desk.issue(desk.clear(desk.build()))
    assert (paper.state, paper.symbol) == (m.PaperState.ISSUED, SYMBOL)
    with desk.database.read() as db:
        acts = db.scalars(select(m.Event.act).where(m.Event.subject == "paper", m.Event.subject_id == paper.id).order_by(m.Event.id)).all()
        assert acts == ["build_paper", "clear_paper", "issue_paper"]
        assert list(verify(db)) == []


def test_what_is_not_cleared_is_not_issued(desk: Desk) -> None:
    with pytest.raises(Conflict, match="not cleared"):
        desk.issue(desk.build())


def test_only_the_chair_clears_and_only_staff_build_and_issue(desk: Desk) -> None:
    paper, held = desk.build(), desk.held
    stranger = held.heads["Egypt"]
    for actor in (held.officer, stranger):
        with desk.database.write() as db, pytest.raises(NotAllowed):
            sp.clear_paper(db, actor, paper_id=paper.id, sha256=paper.sha256, texts=paper.texts)
    desk.clear(paper)
    for actor in (held.chair, stranger):
        with desk.database.write() as db, pytest.raises(NotAllowed):
            sp.issue_paper(db, actor, paper_id=paper.id, sha256=paper.sha256)
        with desk.database.read() as db, pytest.raises(NotAllowed):
            sp.gather_paper(db, actor, round_id=held.round_id, wish=Wish())


def test_staff_of_another_body_build_nothing_here(desk: Desk) -> None:
    with desk.database.write() as db:
        other = make_actor(db, m.Role.SECRETARIAT, of=make_body(db, "Working Group on Firearms", "FIR"))
    with desk.database.read() as db, pytest.raises(NotAllowed):
        sp.gather_paper(db, other, round_id=desk.held.round_id, wish=Wish())


def test_clearance_is_for_one_file(desk: Desk) -> None:
    paper = desk.build()
    with pytest.raises(Stale, match="not the file"):
        desk.clear(paper, sha256="0" * 64)
    with pytest.raises(Stale, match="Input has changed"):
        desk.clear(paper, texts=paper.texts - 1)
    newer = desk.build(Wish(symbol=SYMBOL, order="delegation"))
    with pytest.raises(Stale, match="newer build"):
        desk.clear(paper)
    assert desk.clear(newer).state == m.PaperState.CLEARED


def test_a_paper_is_cleared_once_and_issued_once(desk: Desk) -> None:
    paper = desk.clear(desk.build())
    with pytest.raises(Conflict, match="cleared already"):
        desk.clear(paper)
    desk.issue(paper)
    with pytest.raises(Conflict, match="issued already"):
        desk.issue(paper)


def test_a_symbol_is_issued_once(desk: Desk) -> None:
    first, second = desk.build(), desk.build()
    desk.clear(second)
    with desk.database.write() as db:
        sp.drop_paper(db, desk.held.officer, paper_id=first.id)
    desk.issue(second)
    with pytest.raises(Conflict, match="issued already"):
        desk.build()


def test_a_paper_without_a_symbol_is_not_issued(desk: Desk) -> None:
    with pytest.raises(Conflict, match="no symbol"):
        desk.issue(desk.clear(desk.build(Wish())))


def test_the_chairs_copy_is_never_cleared(desk: Desk) -> None:
    with pytest.raises(Conflict, match="not for issue"):
        desk.clear(desk.build(Wish(symbol=SYMBOL, copy="chair")))


def test_a_revision_takes_the_next_symbol_says_why_and_keeps_the_numbers(desk: Desk) -> None:
    first = desk.issue(desk.clear(desk.build()))
    with pytest.raises(BadInput, match="why"):
        desk.build(Wish(edition=m.Edition.REVISION))
    second = desk.build(Wish(edition=m.Edition.REVISION, reason="It includes late proposals."))
    assert (second.symbol, second.edition_number, second.replaces_id) == (f"{SYMBOL}/Rev.1", 1, first.id)
    assert desk.material(second).meeting.reissued == f"The present document replaces {SYMBOL}. It includes late proposals."
    assert second.numbers == first.numbers


def test_an_addendum_prints_only_what_no_paper_has_printed_and_retires_no_number(desk: Desk) -> None:
    first = desk.issue(desk.clear(desk.build()))
    with pytest.raises(BadInput, match="nothing to add"):
        desk.build(Wish(edition=m.Edition.ADDENDUM, reason="Late proposals."))
    with desk.database.write() as db:
        late = db.scalars(select(m.Submission).where(m.Submission.round_id == desk.held.round_id)).first()
        assert late is not None
        row = m.Submission(
            round_id=late.round_id, delegation_id=late.delegation_id, channel=late.channel, state=m.SubmissionState.IN_FORCE,
            name="Late.docx", created_at=late.created_at,
        )  # fmt: skip
        row.comments.append(m.Comment(position=0, origin=m.Origin.FILE, word_id="0", unit=2, text="Said late.", created_at=late.created_at))
        row.account = [[0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0]]
        db.add(row)
    added = desk.issue(desk.clear(desk.build(Wish(edition=m.Edition.ADDENDUM, reason="Late comments."))))
    assert added.symbol == f"{SYMBOL}/Add.1"
    assert [one.file for one in desk.material(added).submissions] == ["Late.docx"]
    with desk.database.read() as db:
        known = known_numbers(list_issued(db, db.get_one(m.Round, desk.held.round_id)))
    assert [list(one) for one in known] == first.numbers


def say_late(desk: Desk, unit: int | None, words: str = "Said late.") -> None:
    """Let the first delegation send one more comment."""
    with desk.database.write() as db:
        first = db.scalars(select(m.Submission).where(m.Submission.round_id == desk.held.round_id)).first()
        assert first is not None
        row = m.Submission(
            round_id=first.round_id, delegation_id=first.delegation_id, channel=first.channel, state=m.SubmissionState.IN_FORCE,
            name=f"{words}.docx", created_at=first.created_at,
        )  # fmt: skip
        row.comments.append(m.Comment(position=0, origin=m.Origin.FILE, word_id="0", unit=unit, text=words, created_at=first.created_at))
        row.account = [[0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0]]
        db.add(row)


CORRECTED = Wish(edition=m.Edition.CORRIGENDUM, reason="A comment was left out.")


@pytest.mark.parametrize("markup", ["bold", "labels"])
@pytest.mark.parametrize("order", ["paragraph", "delegation"])
def test_a_corrigendum_prints_only_the_points_that_read_otherwise(desk: Desk, markup: Markup, order: Any) -> None:
    desk.issue(desk.clear(desk.build()))
    say_late(desk, 2)
    paper = desk.build(CORRECTED._replace(markup=markup, order=order))
    assert paper.symbol == f"{SYMBOL}/Corr.1"
    material = desk.material(paper)
    assert material.part == Part((2,), False, False)
    assert material.meeting.reissued == (
        f"The present document corrects {SYMBOL}. A comment was left out. It contains only what reads otherwise than in {SYMBOL}: "
        "discussion point 4. All else stands as printed there."
    )
    content = content_of(desk, paper.sha256)
    words = " ".join("".join(text for _, text in page.runs) for page in read_pages(content))
    assert "Said late." in words
    assert "It contains only what reads otherwise" in words
    assert "whenever possible" not in words, "point 3 stands in the paper that this one corrects"
    assert "The words weaken it." not in words
    assert draw_material(material, compile_material(material), b"").content == content
    assert [one[0] for one in paper.numbers if not one[4]], "numbers of all points go on"
    assert read_back(content, compile_material(material), markup, material.part) == ()
    assert read_back(content, compile_material(material), markup) != ()
    other = Part((1, 2), False, False)
    assert read_back(content, compile_material(material), markup, other) != ()


def test_a_corrigendum_of_what_was_withdrawn_or_said_on_the_whole(desk: Desk) -> None:
    desk.issue(desk.clear(desk.build()))
    with desk.database.write() as db:
        row = next(
            one
            for one in db.scalars(select(m.Amendment))
            if "train prosecutors" in one.proposed and one.submission.round_id == desk.held.round_id
        )
        row.submission.state = m.SubmissionState.WITHDRAWN
    say_late(desk, None)
    paper = desk.build(CORRECTED)
    material = desk.material(paper)
    assert material.part == Part((1,), False, True)
    assert "discussion point 3 and the general comments" in material.meeting.reissued
    words = " ".join("".join(text for _, text in page.runs) for page in read_pages(content_of(desk, paper.sha256)))
    assert "Said late." in words
    assert "train prosecutors" not in words
    assert "whenever possible" in words


def test_a_corrigendum_of_the_heading_alone_and_of_a_marked_up_draft_is_whole(desk: Desk) -> None:
    desk.issue(desk.clear(desk.build()))
    assert desk.material(desk.build(CORRECTED._replace(paper_date="9 October 2020"))).part is None
    say_late(desk, 2)
    assert desk.material(desk.build(CORRECTED._replace(markup="clean"))).part is None


def test_a_revision_names_all_that_it_replaces(desk: Desk) -> None:
    desk.issue(desk.clear(desk.build()))
    say_late(desk, 2)
    desk.issue(desk.clear(desk.build(Wish(edition=m.Edition.ADDENDUM, reason="Late comments."))))
    desk.issue(desk.clear(desk.build(CORRECTED)))
    first = desk.build(Wish(edition=m.Edition.REVISION, reason="All in one."))
    chain = f"The present document replaces {SYMBOL}, {SYMBOL}/Add.1 and {SYMBOL}/Corr.1. All in one."
    assert desk.material(first).meeting.reissued == chain
    desk.issue(desk.clear(first))
    say_late(desk, 3, "Later.")
    desk.issue(desk.clear(desk.build(Wish(edition=m.Edition.ADDENDUM, reason="Later."))))
    second = desk.build(Wish(edition=m.Edition.REVISION, reason="Again."))
    assert desk.material(second).meeting.reissued == f"The present document replaces {SYMBOL}/Rev.1 and {SYMBOL}/Add.2. Again."


def test_no_first_paper_no_revision(desk: Desk) -> None:
    with pytest.raises(BadInput, match="No paper has been issued"):
        desk.build(Wish(edition=m.Edition.REVISION, reason="Late."))


def test_a_paper_waits_for_what_has_no_place_or_prints_it_as_annex_three(desk: Desk) -> None:
    with desk.database.write() as db:
        row = db.scalars(select(m.Submission).where(m.Submission.round_id == desk.held.round_id)).first()
        assert row is not None
        db.add(
            m.Aside(
                submission_id=row.id,
                position=9,
                held=False,
                kind="change",
                reason="No paragraph like it.",
                original="",
                proposed="Lost words.",
            )
        )
    with pytest.raises(Conflict, match="Annex III"):
        desk.build()
    with desk.database.read() as db:
        assert db.scalars(select(m.Paper)).all() == []
    assert desk.build(Wish(symbol=SYMBOL, prints_unplaced=True)).prints_unplaced
