"""Agenda items and topics: unique, in order, and never taken from under a recommendation."""

import pytest
from sqlalchemy import select

from tests.make import Stage
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import BadInput, Conflict
from wgtracker.services.agenda import add_agenda_item, add_topic, change_topic, move_down, move_up, remove_agenda_item, remove_topic


def test_topics_keep_their_order_and_the_first_stays_first(database: Database, stage: Stage) -> None:
    with database.write() as db:
        rows = [
            add_topic(db, stage.officer, session_id=stage.session_id, title=title, kind=m.TopicKind.GENERAL, agenda_item_id=None)
            for title in ("One", "Two", "Three")
        ]
        move_up(db, stage.officer, kind=m.Topic, row_id=rows[2].id)
        for _again in range(9):
            move_up(db, stage.officer, kind=m.Topic, row_id=rows[0].id)
        move_down(db, stage.officer, kind=m.Topic, row_id=rows[1].id)
        titles = db.scalars(select(m.Topic.title).where(m.Topic.session_id == stage.session_id).order_by(m.Topic.position)).all()
    assert [title for title in titles if title in ("One", "Two", "Three")] == ["One", "Three", "Two"]


def test_a_topic_with_recommendations_stays_and_an_item_lets_its_topics_go(database: Database, stage: Stage) -> None:
    with database.write() as db:
        item = add_agenda_item(db, stage.officer, session_id=stage.session_id, number="2 (b)", title="Prevention")
        topic = add_topic(
            db, stage.officer, session_id=stage.session_id, title="Prevention", kind=m.TopicKind.SPECIFIC, agenda_item_id=item.id
        )  # fmt: skip
        db.scalars(select(m.Recommendation).where(m.Recommendation.draft_id == stage.draft_id)).first().topic_id = topic.id  # type: ignore[union-attr]
    with pytest.raises(Conflict, match="stand under this topic"), database.write() as db:
        remove_topic(db, stage.officer, topic_id=topic.id, version=1)
    with database.write() as db:
        remove_agenda_item(db, stage.officer, item_id=item.id, version=1)
    with database.read() as db:
        assert db.get_one(m.Topic, topic.id).agenda_item_id is None


def test_an_item_of_another_session_is_no_place_for_a_topic(database: Database, stage: Stage) -> None:
    with database.write() as db:
        elsewhere = db.scalars(select(m.WorkingGroupSession).where(m.WorkingGroupSession.ordinal == 8)).one()
        item = m.AgendaItem(session_id=elsewhere.id, position=0, number="1", title="Opening")
        db.add(item)
        topic = add_topic(db, stage.officer, session_id=stage.session_id, title="A", kind=m.TopicKind.GENERAL, agenda_item_id=None)
        db.flush()
        with pytest.raises(BadInput):
            change_topic(
                db, stage.officer, topic_id=topic.id, version=1, title="A", kind=m.TopicKind.GENERAL, agenda_item_id=item.id
            )  # fmt: skip
