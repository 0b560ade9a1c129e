"""Keep the agenda and the topics of a session: add, change, put in order, take away what nothing hangs on."""

from typing import TypeVar

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.errors import BadInput, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.services.events import Subject, record, require
from wgtracker.services.sessions import load_session
from wgtracker.services.versions import require_version

MOST = 200
_Row = TypeVar("_Row", bound=m.AgendaItem | m.Topic)


def add_agenda_item(db: Session, actor: Actor, *, session_id: int, number: str, title: str) -> m.AgendaItem:
    """Add an item at the end of the agenda."""
    session = load_session(db, session_id)
    require(actor, "manage_session", Scope(session.body_id, session.id))
    _check_item(db, session.id, number, title, None)
    item = m.AgendaItem(session_id=session.id, position=_next(db, m.AgendaItem, session.id), number=number, title=title)
    db.add(item)
    db.flush()
    record(db, actor, "add_agenda_item", Subject("agenda_item", item.id, session.id), after={"number": number, "title": title})
    return item


def change_agenda_item(db: Session, actor: Actor, *, item_id: int, version: int, number: str, title: str) -> m.AgendaItem:
    """Change the number or title of an item."""
    item = _load(db, actor, m.AgendaItem, item_id)
    require_version(item, version)
    _check_item(db, item.session_id, number, title, item.id)
    before = {"number": item.number, "title": item.title}
    if before == {"number": number, "title": title}:
        return item
    item.number, item.title = number, title
    item.advance()
    record(
        db, actor, "change_agenda_item", Subject("agenda_item", item.id, item.session_id), before=before,
        after={"number": number, "title": title},
    )  # fmt: skip
    return item


def remove_agenda_item(db: Session, actor: Actor, *, item_id: int, version: int) -> None:
    """Take an item away; topics that stood under it stand under none."""
    item = _load(db, actor, m.AgendaItem, item_id)
    require_version(item, version)
    for topic in db.scalars(select(m.Topic).where(m.Topic.agenda_item_id == item.id)):
        topic.agenda_item_id = None
        topic.advance()
    db.flush()
    db.delete(item)
    record(
        db, actor, "remove_agenda_item", Subject("agenda_item", item.id, item.session_id),
        before={"number": item.number, "title": item.title},
    )  # fmt: skip


def add_topic(db: Session, actor: Actor, *, session_id: int, title: str, kind: m.TopicKind, agenda_item_id: int | None) -> m.Topic:
    """Add a topic at the end."""
    session = load_session(db, session_id)
    require(actor, "manage_session", Scope(session.body_id, session.id))
    _check_topic(db, session.id, title, agenda_item_id, None)
    topic = m.Topic(
        session_id=session.id, position=_next(db, m.Topic, session.id), title=title, kind=kind, agenda_item_id=agenda_item_id
    )  # fmt: skip
    db.add(topic)
    db.flush()
    record(db, actor, "add_topic", Subject("topic", topic.id, session.id), after={"title": title, "kind": str(kind)})
    return topic


def change_topic(
    db: Session, actor: Actor, *, topic_id: int, version: int, title: str, kind: m.TopicKind, agenda_item_id: int | None
) -> m.Topic:
    """Change the title, kind or agenda item of a topic."""
    topic = _load(db, actor, m.Topic, topic_id)
    require_version(topic, version)
    _check_topic(db, topic.session_id, title, agenda_item_id, topic.id)
    before = {"title": topic.title, "kind": str(topic.kind), "agenda_item_id": topic.agenda_item_id}
    after = {"title": title, "kind": str(kind), "agenda_item_id": agenda_item_id}
    if before == after:
        return topic
    topic.title, topic.kind, topic.agenda_item_id = title, kind, agenda_item_id
    topic.advance()
    record(db, actor, "change_topic", Subject("topic", topic.id, topic.session_id), before=before, after=after)
    return topic


def remove_topic(db: Session, actor: Actor, *, topic_id: int, version: int) -> None:
    """Take away a topic that no recommendation stands under."""
    topic = _load(db, actor, m.Topic, topic_id)
    require_version(topic, version)
    if db.scalar(select(exists().where(m.Recommendation.topic_id == topic.id))):
        raise Conflict(_("Recommendations stand under this topic; it stays."))
    db.delete(topic)
    record(db, actor, "remove_topic", Subject("topic", topic.id, topic.session_id), before={"title": topic.title})


def move_up(db: Session, actor: Actor, *, kind: type[m.AgendaItem] | type[m.Topic], row_id: int) -> None:
    """Put an item or topic before the one above it; the first stays."""
    _move(db, actor, kind, row_id, -1)


def move_down(db: Session, actor: Actor, *, kind: type[m.AgendaItem] | type[m.Topic], row_id: int) -> None:
    """Put an item or topic behind the one below it; the last stays."""
    _move(db, actor, kind, row_id, 1)


def _move(db: Session, actor: Actor, kind: type[m.AgendaItem] | type[m.Topic], row_id: int, by: int) -> None:
    row = _load(db, actor, kind, row_id)
    rows: list[m.AgendaItem | m.Topic] = list(
        db.scalars(select(kind).where(kind.session_id == row.session_id).order_by(kind.position, kind.id))
    )
    at = rows.index(row)
    to = at + by
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, one in enumerate(rows):
        one.position = position
    act, name = ("move_topic", "topic") if kind is m.Topic else ("move_agenda_item", "agenda_item")
    record(
        db, actor, act, Subject(name, row.id, row.session_id), before={"position": at + 1}, after={"position": to + 1, "title": row.title}
    )


def _load(db: Session, actor: Actor, kind: type[_Row], row_id: int) -> _Row:
    row = db.get(kind, row_id)
    if row is None:
        raise NotFound(_("This has been taken away meanwhile."))
    require(actor, "manage_session", Scope(row.session.body_id, row.session_id))
    return row


def _next(db: Session, kind: type[m.AgendaItem] | type[m.Topic], session_id: int) -> int:
    count, last = db.execute(select(func.count(), func.max(kind.position)).where(kind.session_id == session_id)).one()
    if count >= MOST:
        raise Conflict(_("A session takes %(most)s of these at most.", most=MOST))
    return 0 if last is None else int(last) + 1


def _check_item(db: Session, session_id: int, number: str, title: str, own: int | None) -> None:
    if not number or not title:
        raise BadInput(_("Write the number and the title of the item."))
    taken = select(m.AgendaItem.id).where(
        m.AgendaItem.session_id == session_id, m.AgendaItem.number == number, m.AgendaItem.id != (own or 0)
    )
    if db.scalar(taken) is not None:
        raise Conflict(_("The agenda has an item “%(number)s” already.", number=number))


def _check_topic(db: Session, session_id: int, title: str, agenda_item_id: int | None, own: int | None) -> None:
    if not title:
        raise BadInput(_("Write the title of the topic."))
    taken = select(m.Topic.id).where(m.Topic.session_id == session_id, m.Topic.title == title, m.Topic.id != (own or 0))
    if db.scalar(taken) is not None:
        raise Conflict(_("The session has a topic “%(title)s” already.", title=title))
    if agenda_item_id is not None:
        item = db.get(m.AgendaItem, agenda_item_id)
        if item is None or item.session_id != session_id:
            raise BadInput(_("Choose an item of this session’s agenda."))
