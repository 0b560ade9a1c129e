"""The demonstration: two meetings told by the real services, with something of everything that waits for people."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from config import Config
from wgtracker import clock, create_app
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.demo.cast import PEOPLE
from wgtracker.demo.making import is_demo, is_empty, make_demo, make_links
from wgtracker.demo.tenth import CLOSES_IN, FIRST_CLOSED_IN, begin_story
from wgtracker.services.audit import audit


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demonstration, made once: these tests only read, or add."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.db'}")
    m.Base.metadata.create_all(database.engine)
    with database.read() as db:
        assert is_empty(db)
        assert not is_demo(db)
    make_demo(database, "http://localhost")
    yield database
    database.close()


def count(database: Database, model: type[m.Base], *where: object) -> int:
    with database.read() as db:
        return db.scalar(select(func.count()).select_from(model).where(*where)) or 0  # type: ignore[arg-type]


def test_the_ninth_meeting_adopted_18_and_8_and_13(made: Database) -> None:
    r, t, s = m.Recommendation, m.Topic, m.WorkingGroupSession
    with made.read() as db:
        rows = db.execute(
            select(t.kind, func.count()).join(r, r.topic_id == t.id).join(s, s.id == r.session_id)
            .where(s.ordinal == 9, r.status == m.Status.ADOPTED).group_by(t.id, t.kind).order_by(t.position)
        ).all()  # fmt: skip
        assert [tuple(row) for row in rows] == [(m.TopicKind.GENERAL, 18), (m.TopicKind.SPECIFIC, 8), (m.TopicKind.SPECIFIC, 13)]
        adopted = db.scalars(select(r).where(r.status == m.Status.ADOPTED)).all()
        assert all(row.is_sample for row in adopted)
        assert len({row.revisions[0].text for row in adopted}) == 39


def test_the_tenth_is_open_and_everything_waits_somewhere(made: Database) -> None:
    s = m.Submission
    assert count(made, m.Round, m.Round.state == m.RoundState.OPEN) == 1
    assert count(made, s, s.state == m.SubmissionState.IN_FORCE) == 8
    assert count(made, s, s.state == m.SubmissionState.STAGED) >= 5
    assert count(made, s, s.state == m.SubmissionState.DRAFTING, s.channel == m.Channel.PAGE) == 1
    assert count(made, m.Aside, m.Aside.held.is_(True)) > 0
    assert count(made, m.Aside, m.Aside.held.is_(False)) > 0
    with made.read() as db:
        round_ = db.scalars(select(m.Round)).one()
        assert (round_.deadline_at - clock.now()).days >= 4
        assert round_.extensions
        received = db.scalars(select(s.received_at).where(s.received_at.is_not(None))).all()
        assert received
        assert all(round_.opened_at is not None and round_.opened_at < at < clock.now() for at in received if at)
        assert audit(db).faults == ()


def test_each_link_signs_its_person_in_once(made: Database, tmp_path: Path) -> None:
    links = make_links(made, "http://localhost")
    assert [who for who, _link in links] == [person.shown for person in PEOPLE]
    app = create_app(Config(made.url, "http://localhost", tmp_path, "test"))
    for (_who, link), person in zip(links, PEOPLE):
        client = app.test_client()
        page = client.get(link)
        assert page.status_code == 200
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        assert token is not None
        assert client.post(link, data={"csrf_token": token[1]}).status_code == 303
        assert person.name in client.get("/account").text
        assert app.test_client().get(link).status_code in (404, 410)
    app.extensions["wgtracker_db"].close()


@pytest.mark.parametrize("day", range(1, 9))
def test_meetings_and_deadlines_fall_on_working_days(day: int) -> None:
    with clock.telling(datetime(2027, 2, day, 12, tzinfo=UTC)):
        story = begin_story("http://localhost")
        first, second = story.deadline(FIRST_CLOSED_IN), story.deadline(CLOSES_IN)
    assert story.facts.opens_on.weekday() == 3
    assert story.facts.opens_on <= story.today - timedelta(days=14)
    assert story.facts.conference_opens_on is not None
    assert story.facts.conference_opens_on.weekday() == 0
    assert first.at < second.at
    assert all(one.at.weekday() < 5 for one in (first, second))


def test_the_demonstration_knows_itself(made: Database) -> None:
    with made.read() as db:
        assert is_demo(db)
        assert not is_empty(db)
