"""Fill a database with everything that a page can show: the demonstration, and beside it what has no row there; an Arabic round too."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.compile.factory import body
from tests.make import make_delegation, make_draft, make_round, make_session
from tests.services.test_receive import receive
from tests.word.files import make_docx
from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.base import read_draft, take_in
from wgtracker.compile.typed import write_amendment, write_new
from wgtracker.db import Database
from wgtracker.demo.cast import PEOPLE
from wgtracker.demo.making import make_demo
from wgtracker.policy import Actor
from wgtracker.queries.compilation import load_text
from wgtracker.queries.people import actor_of
from wgtracker.services.agenda import add_agenda_item
from wgtracker.services.draft_input import Place, Reason, begin_replacement, save_amendment, save_comment
from wgtracker.services.drafts import preview_draft
from wgtracker.services.founding import enrol
from wgtracker.services.groups import create_group
from wgtracker.services.invite import Place as Where
from wgtracker.services.invite import invite
from wgtracker.services.links import make_sign_in_link
from wgtracker.services.open_negotiation import open_reading
from wgtracker.services.papers import Wish, build_paper, clear_paper, draw_paper, gather_paper, issue_paper
from wgtracker.services.rounds import plan_round, read_deadline
from wgtracker.services.submit import Envelope, send_submission

ARABIC = (
    "ينبغي للدول الأطراف أن تدرّب القضاة وأعضاء النيابة العامة على مبدأ عدم معاقبة الضحايا.",
    "ينبغي للدول الأطراف أن تنظر، حيثما كان ذلك مناسباً، في عدم ملاحقة الضحايا على الأفعال التي أُرغموا عليها.",
    "ينبغي للأمانة أن تواصل تقديم المساعدة التقنية إلى الدول التي تطلبها، وفقاً للقرار 10/3 (2020).",
    "ينبغي للدول الأطراف أن تعزّز الكشف المبكر عن الضحايا عند الحدود وفي أماكن العمل.",
)
"""Four points written for these tests."""
TYPED = ("حيثما كان ذلك مناسباً", "كلما أمكن ذلك")
REASON = "تتيح الممارسة الوطنية ذلك منذ عام 2015."

Ids = Mapping[str, Any]


class Filled(NamedTuple):
    """What the site holds. ids: by name of the address's part; own: by endpoint, where it needs other ids; people: by desk; arabic: ids."""

    ids: Ids
    own: Mapping[str, Ids]
    people: Mapping[str, Actor]
    arabic: Ids
    arabic_people: Mapping[str, Actor]


def fill(database: Database, url: str) -> Filled:
    """Fill the database; url: the site's address."""
    make_demo(database, url)
    with database.read() as db:
        people = {one.shown: actor_of(db, db.scalars(select(m.User).where(m.User.email == one.email)).one()) for one in PEOPLE}
        round_ = db.scalars(select(m.Round).where(m.Round.state == m.RoundState.OPEN)).one()
        ids: dict[str, Any] = {"body_id": round_.session.body_id, "session_id": round_.session_id, "round_id": round_.id}
        ids["draft_id"] = round_.draft_id
    officer, chair, head = people["Secretariat"], people["Chair"], people["Head of Mexico"]
    issued = _print(database, officer, chair, round_.id)
    with database.read() as db:
        built = draw_paper(gather_paper(db, officer, round_id=round_.id, wish=Wish(copy="chair", prints_unplaced=True)))
    with database.write() as db:
        ids["paper_id"] = build_paper(db, officer, drawn=built).id
        own = _add_beside(db, officer, ids, url)
        own |= _write(db, head, ids)
        own["public.paper"] = {"paper_id": issued}
        ids |= _name_the_rest(db, ids)
        ids["negotiation_id"] = open_reading(db, officer, draft_id=ids["draft_id"]).id
    arabic, arabic_people = _make_arabic(database, officer, ids["body_id"])
    desks = {
        "room": officer,
        "screen": officer,
        "secretariat": officer,
        "account": officer,
        "chair": chair,
        "delegate": head,
        "public": officer,
    }
    return Filled(ids, own, desks, arabic, arabic_people)


def _print(database: Database, officer: Actor, chair: Actor, round_id: int) -> int:
    """Build a paper, clear it and issue it."""
    wish = Wish(symbol="CTOC/COP/WG.4/2026/CRP.1", prints_unplaced=True)
    with database.read() as db:
        drawn = draw_paper(gather_paper(db, officer, round_id=round_id, wish=wish))
    with database.write() as db:
        paper = build_paper(db, officer, drawn=drawn)
        clear_paper(db, chair, paper_id=paper.id, sha256=paper.sha256, texts=db.get_one(m.Round, round_id).texts)
        issue_paper(db, officer, paper_id=paper.id, sha256=paper.sha256)
        return paper.id


def _add_beside(db: Session, officer: Actor, ids: dict[str, Any], url: str) -> dict[str, Ids]:
    """Add an agenda item, a group, an invitation, links, a round that is planned, a draft that is looked through."""
    session_id = ids["session_id"]
    ids["agenda_item_id"] = add_agenda_item(db, officer, session_id=session_id, number="2", title="Adoption of the agenda").id
    ids["group"] = create_group(db, officer, session_id=session_id, name="Group of 77 and China").group.id
    mexico = db.scalars(select(m.Delegation).where(m.Delegation.session_id == session_id, m.Delegation.name == "Mexico")).one()
    asked = invite(
        db, officer, email="second.drafter@example.org", name="Second drafter", roles=[m.Role.DRAFTER], round_id=ids["round_id"],
        place=Where(delegation_id=mexico.id), base_url=url,
    )  # fmt: skip
    user = db.scalars(select(m.User).where(m.User.email == PEOPLE[0].email)).one()
    deadline = read_deadline((clock.now() + timedelta(days=40)).date().isoformat(), "18:00", "Europe/Vienna")
    planned = plan_round(db, officer, draft_id=ids["draft_id"], deadline=deadline, takes_late=True)
    later = make_session(db, db.get_one(m.Body, ids["body_id"]), 11, date(2099, 3, 15))
    file = take_in("draft.docx", make_docx(body()))
    preview = preview_draft(db, officer, session_id=later.id, content=file.content, text=read_draft(file))
    ids |= {"delegation_id": mexico.id, "invitation_id": asked.invitation.id}
    return {
        "account.invitation": {"token": asked.url.rpartition("/")[2]},
        "account.link": {"token": make_sign_in_link(db, user, base_url=url).rpartition("/")[2]},
        "secretariat.open_round": {"round_id": planned.id},
        "secretariat.change_round": {"round_id": planned.id},
        "secretariat.draft_unit": {"draft_id": preview.id, "unit": 1},
        "secretariat.draft": {"draft_id": preview.id},
    }


def _write(db: Session, head: Actor, ids: Ids) -> dict[str, Ids]:
    """Let Mexico send what it wrote, replace it, and write a comment that is not sent."""
    place = Place(ids["round_id"], ids["delegation_id"], 0)
    comment = c.Comment("", 3, None, "", "", "Mexico", None, "Which authority is meant here?", None, False)
    sent = send(db, head, save_comment(db, head, place=place, comment=comment, key="asks"))
    draft = begin_replacement(db, head, place=place)
    db.flush()
    new = next(row for row in draft.amendments if row.unit is None)
    return {
        "delegate.check": {"submission_id": draft.id},
        "delegate.discard": {"submission_id": draft.id},
        "delegate.receipt": {"submission_id": sent.id},
        "delegate.withdraw": {"submission_id": sent.id},
        "delegate.change_comment": {"comment_id": draft.comments[0].id},
        "delegate.remove_comment": {"comment_id": draft.comments[0].id},
        "delegate.change_new": {"amendment_id": new.id},
        "delegate.remove_amendment": {"amendment_id": draft.amendments[0].id},
    }


def send(db: Session, head: Actor, draft: m.Submission) -> m.Submission:
    """Send what a delegation has written."""
    db.flush()
    return send_submission(
        db, head, submission_id=draft.id, version=draft.version, envelope=Envelope("", ()), text="What was sent.", key=str(uuid4()),
        at=clock.now(), grace=0,
    )  # fmt: skip


def _name_the_rest(db: Session, ids: Ids) -> dict[str, Any]:
    """Find a row for each other id of an address."""
    point = select(m.Recommendation.id).where(m.Recommendation.draft_id == ids["draft_id"], m.Recommendation.label != "")
    staged = select(m.Submission).where(m.Submission.state == m.SubmissionState.STAGED).order_by(m.Submission.id)
    waiting = db.scalars(staged).first()
    assert waiting is not None
    held = select(m.Aside.id).join(m.Submission).where(m.Submission.state == m.SubmissionState.IN_FORCE)
    comment = select(m.Comment.id).join(m.Submission).where(m.Submission.state == m.SubmissionState.IN_FORCE, m.Comment.unit.is_not(None))
    return {
        "unit_id": db.scalars(point.order_by(m.Recommendation.id)).all()[2],
        "topic_id": db.scalars(select(m.Topic.id).where(m.Topic.session_id == ids["session_id"])).first(),
        "batch_id": waiting.batch_id,
        "submission_id": waiting.id,
        "aside_id": db.scalars(held).first(),
        "comment_id": db.scalars(comment).first(),
        "letter": db.scalars(select(m.OutboxLetter.id).order_by(m.OutboxLetter.id)).first(),
        "tag": "3",
    }


def _make_arabic(database: Database, officer: Actor, body_id: int) -> tuple[Ids, dict[str, Actor]]:
    """Make a session with an Arabic draft, an Arabic proposal sent by page, one under way, and a file that waits."""
    with database.write() as db:
        session = make_session(db, db.get_one(m.Body, body_id), 12, date(2098, 5, 4))
        session.unit_name = "recommendation"
        draft = make_draft(db, officer, session, ARABIC)
        opened = make_round(db, draft)
        egypt, kuwait = make_delegation(db, session, "Egypt"), make_delegation(db, session, "Kuwait")
        head = actor_of(db, enrol(db, email="e@example.org", name="عمر علي", role=m.Role.HEAD, place=Where(delegation_id=egypt.id)))
        chair = actor_of(db, enrol(db, email="c@example.org", name="منى سالم", role=m.Role.CHAIR, place=Where(session_id=session.id)))
        units = load_text(db, draft).draft.units
        place, unit = Place(opened.id, egypt.id, 0), next(one for one in units if TYPED[0] in one.text)
        save_amendment(db, head, place=place, amendment=write_amendment(unit, unit.text.replace(*TYPED)), reason=Reason(REASON, True))
        comment = c.Comment("", unit.index, None, "", "", "Egypt", None, REASON, None, False)
        sent = send(db, head, save_comment(db, head, place=place, comment=comment, key="asks"))
        under_way = save_amendment(db, head, place=place, amendment=write_new(1, ARABIC[3]), key="new")
        ids: dict[str, Any] = {"session_id": session.id, "round_id": opened.id, "draft_id": draft.id, "delegation_id": kuwait.id}
        ids |= {"unit_id": db.scalars(select(m.Recommendation.id).where(m.Recommendation.draft_id == draft.id)).all()[unit.index]}
        ids |= {"submission_id": sent.id, "drafting": under_way.id, "comment_id": sent.comments[0].id, "tag": "2"}
    changed = f"2. {ARABIC[1]}".replace(TYPED[0], f'}}<del by="Kuwait">{{{TYPED[0]}}}</del><ins by="Kuwait">{{{TYPED[1]}}}</ins>{{')
    text = body({2: f"<p>{{{changed}}}</p>"}, base=ARABIC)
    ids["batch_id"] = receive(database, officer, ids["round_id"], [take_in("الكويت.docx", make_docx(text))])
    return ids, {"secretariat": officer, "chair": chair, "delegate": head}
