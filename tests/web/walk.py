"""Walk every route of the application with every id of a small world: two bodies, three delegations, private words in each of them."""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from tests.compile.factory import POINTS, body, paragraph
from tests.make import Stage, make_actor, make_draft, make_round
from tests.services.test_receive import confirm, receive
from tests.word.files import make_docx
from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.base import take_in
from wgtracker.compile.typed import write_amendment, write_new
from wgtracker.db import Database
from wgtracker.policy import Actor
from wgtracker.queries.compilation import load_text
from wgtracker.services import outbox
from wgtracker.services.draft_input import Place, Reason, save_amendment, save_comment
from wgtracker.services.floor import Said, Sent, read_out
from wgtracker.services.open_negotiation import open_reading
from wgtracker.services.papers import Wish, build_paper, draw_paper, gather_paper
from wgtracker.services.scratch import keep_scratch
from wgtracker.services.snapshots import take_snapshot
from wgtracker.services.submit import Envelope, send_submission
from wgtracker.web.request import LOADED

ASIDE = {"static", "healthz"}
"""Endpoints that belong to no desk."""
BAIT = "zebrafish"
"""A word beside every private word, so that a search finds what it must not show."""


def canary(name: str) -> str:
    """Give 64 characters that stand nowhere else."""
    return sha256(name.encode()).hexdigest()


class Route(NamedTuple):
    """One rule of the application. permission: what its view declares, "" where it declares nothing."""

    endpoint: str
    rule: Rule
    permission: str

    @property
    def names(self) -> list[str]:
        """List the parts of the address that are ids of stored objects, in their order."""
        return [name for is_name, name in self.rule._trace if is_name and name in LOADED]

    @property
    def methods(self) -> list[str]:
        """List the methods, in a fixed order."""
        return sorted((self.rule.methods or set()) - {"HEAD", "OPTIONS"})


def list_routes(app: Flask) -> list[Route]:
    """List all routes but the static files."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))
    return [
        Route(rule.endpoint, rule, getattr(app.view_functions[rule.endpoint], "permission", ""))
        for rule in rules
        if rule.endpoint not in ASIDE
    ]


def fill(app: Flask, route: Route, ids: Mapping[str, Any]) -> str:
    """Give an address of a route: stored objects by their ids, the rest by the first value that fits."""
    values: dict[str, Any] = {}
    for name in route.rule.arguments:
        converter = route.rule._converters[name]
        if name in ids:
            values[name] = ids[name]
        elif isinstance(converter, AnyConverter):
            values[name] = sorted(converter.items)[0]
        else:
            values[name] = 1 if isinstance(converter, IntegerConverter) else "1"
    with app.test_request_context():
        return app.url_for(route.endpoint, **values)


def fill_all(app: Flask, route: Route, ids: Mapping[str, list[int]]) -> Iterator[str]:
    """Give every address of a route: each stored object, each choice, small numbers for other ids."""
    choices: list[list[tuple[str, Any]]] = []
    for name in sorted(route.rule.arguments):
        converter = route.rule._converters[name]
        if name in ids:
            values: list[Any] = list(ids[name])
        elif isinstance(converter, AnyConverter):
            values = sorted(converter.items)
        else:
            values = [1, 2] if isinstance(converter, IntegerConverter) else ["1", "4", "amendment"]
        choices.append([(name, value) for value in values])
    with app.test_request_context():
        for chosen in itertools.product(*choices):
            yield app.url_for(route.endpoint, **dict(chosen))


class World(NamedTuple):
    """Where everything is. own, other, elsewhere: ids by name of Brazil, of Egypt, of another body; every: all ids; private: canaries."""

    stage: Stage
    own: Mapping[str, int]
    other: Mapping[str, int]
    elsewhere: Mapping[str, int]
    every: Mapping[str, list[int]]
    private: Mapping[str, str]
    strangers: Mapping[str, Actor]


def make_world(database: Database, stage: Stage) -> World:
    """Fill a stage: Egypt by page and by Word, sent, staged and being drafted; Brazil by page; notes, letters, papers; another body."""
    private: dict[str, str] = {}

    def word(name: str) -> str:
        private[name] = canary(name)
        return f"{BAIT} {private[name]}"

    typed(database, stage, "Brazil", 1, "brazil")
    typed(database, stage, "Brazil", 4, "brazil drafting", send=False)
    typed(database, stage, "Egypt", 1, "egypt", word)
    typed(database, stage, "Egypt", 4, "egypt drafting", word, send=False)
    returned(database, stage, "egypt file", word, confirmed=True)
    returned(database, stage, "egypt staged", word, confirmed=False)
    with database.write() as db:
        beside(db, stage, word)
        in_the_room(db, stage, word)
        strangers = make_elsewhere(db)
        for session_id, officer in ((stage.session_id, stage.operator), (None, strangers["secretariat elsewhere"])):
            keep_text(db, officer, session_id)
    print_paper(database, stage)
    with database.read() as db:
        own, other = ids_of(db, stage, "Brazil"), ids_of(db, stage, "Egypt")
        every = {name: sorted(db.scalars(select(model.id))) for name, model in LOADED.items()}
        elsewhere = ids_elsewhere(db)
        units = select(m.Recommendation.id).where(m.Recommendation.draft_id == stage.draft_id)
        every["unit_id"] = [*sorted(db.scalars(units))[:6], elsewhere["unit_id"]]
    return World(stage, own, other, elsewhere, every, private, strangers)


def typed(database: Database, stage: Stage, name: str, unit: int, label: str, word: Any = canary, *, send: bool = True) -> None:
    """Write a proposal with a reason, a new paragraph and a comment for a delegation; send it."""
    head, place = stage.heads[name], Place(stage.round_id, stage.delegations[name], 60)
    with database.write() as db:
        units = load_text(db, db.get_one(m.Draft, stage.draft_id)).draft.units
        amendment = write_amendment(units[unit], f"{units[unit].text} {word(label + ' amendment')}")
        save_amendment(db, head, place=place, amendment=amendment, reason=Reason(word(label + " reason")))
        new = write_new(unit, f"States parties should {word(label + ' new')} at once.")
        save_amendment(db, head, place=place, amendment=new, reason=Reason(word(label + " printed reason"), True), key=label)
        comment = c.Comment("", unit, None, "", "", name, None, f"Why {word(label + ' comment')}", None, False)
        row = save_comment(db, head, place=place, comment=comment, key=label + " comment")
        number, version = row.id, row.version
    if send:
        with database.write() as db:
            envelope = Envelope(word(label + " on behalf of"), (word(label + " aligned"),))
            send_submission(
                db, head, submission_id=number, version=version, envelope=envelope, text=word(label + " receipt"), key=label + " send",
                at=clock.now(), grace=60,
            )  # fmt: skip


def returned(database: Database, stage: Stage, label: str, word: Any, *, confirmed: bool) -> None:
    """Drop a returned Word file of Egypt on the round."""
    words = f"2. {POINTS[1]}"
    author = word(label + " author").removeprefix(f"{BAIT} ")
    text = body({2: f'<p>{{{words}}}<ins by="{author}">{{ {word(label + " change")}}}</ins></p>', 3: paragraph(word(label + " untracked"))})
    file = take_in(f"Egypt {word(label + ' file')}.docx", make_docx(text))
    batch = receive(database, stage.officer, stage.round_id, [file])
    with database.write() as db:
        row = db.scalars(select(m.Submission).where(m.Submission.batch_id == batch)).one()
        row.delegation_id = stage.delegations["Egypt"]
    if confirmed:
        confirm(database, stage.officer, batch)


def print_paper(database: Database, stage: Stage) -> None:
    """Build a paper that is not issued."""
    with database.read() as db:
        gathered = gather_paper(db, stage.officer, round_id=stage.round_id, wish=Wish(symbol="CTOC/WG/2020/CRP.1", prints_unplaced=True))
    drawn = draw_paper(gathered)
    with database.write() as db:
        build_paper(db, stage.officer, drawn=drawn)


def beside(db: Session, stage: Stage, word: Any) -> None:
    """Add what stands beside the input: notes, what people are typing, letters, an invitation, stances, things held."""
    egypt, at = stage.delegations["Egypt"], clock.now()
    unit = db.scalars(select(m.Recommendation.id).where(m.Recommendation.draft_id == stage.draft_id).limit(1)).one()
    db.add(m.Note(session_id=stage.session_id, recommendation_id=unit, user_id=stage.chair.user_id, text=word("note"), at=at))
    keep_scratch(db, stage.heads["Egypt"], key=f"propose:round {stage.round_id}:unit 1", fields={"text": word("scratch")})
    outbox.queue(db, to="egypt@example.org", subject=word("letter subject"), body=word("letter body"), session_id=stage.session_id)
    db.add(
        m.Invitation(
            token_hash="x", email=f"{canary('invited')}@example.org", name=word("invited"), roles=["head"], delegation_id=egypt,
            round_id=stage.round_id, created_at=at, expires_at=at + timedelta(days=3),
        )
    )  # fmt: skip
    for name in ("Brazil", "Egypt"):
        db.add(m.Stance(round_id=stage.round_id, delegation_id=stage.delegations[name], kind=m.StanceKind.OPPOSES, joined_at=at))
    staged = db.scalars(select(m.Submission.id).where(m.Submission.state == m.SubmissionState.STAGED)).first()
    db.add(
        m.Aside(
            submission_id=staged, position=90, held=True, kind="change", reason=word("aside reason"), unit=1, original="", author="",
            proposed=word("aside"), comment="", settled_as="",
        )
    )  # fmt: skip
    db.add(m.AgendaItem(session_id=stage.session_id, position=1, number="2", title="Discussion"))
    if not db.scalar(select(func.count(m.Topic.id)).where(m.Topic.session_id == stage.session_id)):
        db.add(m.Topic(session_id=stage.session_id, position=1, title="Topic", kind=m.TopicKind.GENERAL))


def in_the_room(db: Session, stage: Stage, word: Any) -> None:
    """Open a reading of the draft, with what Egypt and Brazil say there; reasons are their own."""
    reading = open_reading(db, stage.operator, draft_id=stage.draft_id).id
    unit = db.scalars(select(m.Recommendation.id).where(m.Recommendation.draft_id == stage.draft_id).limit(1)).one()
    for name in ("Egypt", "Brazil"):
        reason = word("egypt floor reason") if name == "Egypt" else ""
        said = Said(unit, "wording", f"What {name} reads out.", reason=reason)
        read_out(db, stage.operator, negotiation_id=reading, delegation_id=stage.delegations[name], said=said, sent=Sent())


def keep_text(db: Session, officer: Actor, session_id: int | None) -> None:
    """Take a snapshot of a session's reading, which is opened where there is none. None: the session of the other body."""
    session_id = session_id or db.scalars(select(m.WorkingGroupSession.id).where(m.WorkingGroupSession.ordinal == 8)).one()
    reading = db.scalars(select(m.Negotiation.id).where(m.Negotiation.session_id == session_id)).first()
    if reading is None:
        draft = db.scalars(select(m.Draft.id).where(m.Draft.session_id == session_id, m.Draft.state == m.DraftState.SAVED)).first()
        assert draft is not None
        reading = open_reading(db, officer, draft_id=draft).id
    take_snapshot(db, officer, negotiation_id=reading)


def make_elsewhere(db: Session) -> dict[str, Actor]:
    """Give the other body a draft, a round and people."""
    group = db.scalars(select(m.Body).where(m.Body.code == "FIR")).one()
    session = group.sessions[0]
    officer = make_actor(db, m.Role.SECRETARIAT, of=group)
    draft = make_draft(db, officer, session)
    make_round(db, draft)
    open_reading(db, officer, draft_id=draft.id)
    db.add(m.AgendaItem(session_id=session.id, position=1, number="1", title="Opening"))
    return {"secretariat elsewhere": officer, "chair elsewhere": make_actor(db, m.Role.CHAIR, of=session)}


def ids_of(db: Session, stage: Stage, name: str) -> dict[str, int]:
    """Give the ids that stand for one delegation's objects, and those of its session."""
    delegation = stage.delegations[name]
    row = db.scalars(select(m.Submission).where(m.Submission.delegation_id == delegation, m.Submission.number.is_not(None))).first()
    assert row is not None
    ids = {
        "body_id": stage.body_id,
        "session_id": stage.session_id,
        "delegation_id": delegation,
        "draft_id": stage.draft_id,
        "round_id": stage.round_id,
        "submission_id": row.id,
        "amendment_id": row.amendments[0].id,
        "comment_id": row.comments[0].id,
        "unit_id": db.scalars(select(m.Recommendation.id).where(m.Recommendation.draft_id == stage.draft_id)).first(),
        "batch_id": db.scalars(select(m.Batch.id)).first(),
        "aside_id": db.scalars(select(m.Aside.id)).first(),
        "invitation_id": db.scalars(select(m.Invitation.id)).first(),
        "topic_id": db.scalars(select(m.Topic.id).where(m.Topic.session_id == stage.session_id)).first(),
        "agenda_item_id": db.scalars(select(m.AgendaItem.id).where(m.AgendaItem.session_id == stage.session_id)).first(),
        "paper_id": db.scalars(select(m.Paper.id)).first(),
        "negotiation_id": db.scalars(select(m.Negotiation.id).where(m.Negotiation.session_id == stage.session_id)).first(),
        "snapshot_id": db.scalars(_snapshot_of(stage.session_id)).first(),
    }
    return {key: value for key, value in ids.items() if value is not None}


def ids_elsewhere(db: Session) -> dict[str, int]:
    """Give the ids of the other body's objects."""
    session = db.scalars(select(m.WorkingGroupSession).where(m.WorkingGroupSession.ordinal == 8)).one()
    models: dict[str, Any] = {
        "delegation_id": m.Delegation, "draft_id": m.Draft, "round_id": m.Round, "unit_id": m.Recommendation, "topic_id": m.Topic,
        "agenda_item_id": m.AgendaItem, "negotiation_id": m.Negotiation,
    }  # fmt: skip
    found: dict[str, int | None] = {
        name: db.scalars(select(model.id).where(model.session_id == session.id)).first() for name, model in models.items()
    }
    found["snapshot_id"] = db.scalars(_snapshot_of(session.id)).first()
    return {"body_id": session.body_id, "session_id": session.id, **{name: value for name, value in found.items() if value is not None}}


def _snapshot_of(session_id: int) -> Select[int]:
    return select(m.Snapshot.id).join(m.Negotiation).where(m.Negotiation.session_id == session_id)


_ONCE = re.compile(
    r'name="csrf_token"[^>]*>|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|As at [^<·]*|<time[^>]*>[^<]*</time>|DTSTAMP:\w+'
    r'|value="[0-9a-f]{32}\w*"|data-at="[^"]*"|As of [\d:]+|<dcterms:(?:created|modified)[^>]*>[^<]*'
)


def text_of(data: bytes) -> str:
    """Give all that can be read in an answer: of a zip (Word, Excel) every part of it."""
    if data[:2] != b"PK":
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(name + "\n" + text_of(archive.read(name)) for name in archive.namelist())


def lasting(text: str) -> str:
    """Leave out what differs each time a page is drawn: tokens, keys of forms, the present moment."""
    return _ONCE.sub("", text)


def get(client: FlaskClient, address: str) -> tuple[int, str]:
    """Get a page; give its status, and its words with its headers."""
    answer = client.get(address)
    left_out = ("Set-Cookie", "Date", *(("Content-Length",) if answer.data[:2] == b"PK" else ()))  # a packed moment may be a byte longer
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers if name not in left_out)
    return answer.status_code, headers + "\n" + text_of(answer.data)
