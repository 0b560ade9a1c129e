"""Make the demonstration, and the links by which its people sign in."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.demo import tenth
from wgtracker.demo.cast import PEOPLE
from wgtracker.demo.ninth import FACTS, TOPICS
from wgtracker.policy import Actor
from wgtracker.queries.people import actor_of
from wgtracker.services.adopted import Adopted, record_adopted
from wgtracker.services.agenda import add_topic
from wgtracker.services.founding import enrol, found_body
from wgtracker.services.invite import Place
from wgtracker.services.links import make_sign_in_link
from wgtracker.services.sessions import create_session

LINKS_HOLD = timedelta(hours=12)
OFFICER = PEOPLE[0]


def is_empty(db: Session) -> bool:
    """Tell whether nothing was ever entered."""
    return db.scalar(select(m.Event.id).limit(1)) is None and db.scalar(select(m.Body.id).limit(1)) is None


def is_demo(db: Session) -> bool:
    """Tell whether the database holds the demonstration: all its people are there."""
    known = set(db.scalars(select(m.User.email).where(m.User.email.in_([person.email for person in PEOPLE]))))
    return len(known) == len(PEOPLE)


def make_demo(database: Database, base_url: str) -> None:
    """Make both meetings. Nothing else may be in the database. base_url: what the links in its letters begin with."""
    story = tenth.begin_story(base_url)
    with story.told(days=24), database.write() as db:
        body = found_body(
            db,
            name="Working Group on Trafficking in Persons",
            code="TIP",
            instrument="Trafficking in Persons Protocol",
            conference="Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
        )
        user = enrol(db, email=OFFICER.email, name=OFFICER.name, role=OFFICER.role, place=Place(body_id=body.id))
        officer = actor_of(db, user)
        _make_ninth(db, officer, body.id)
        session = create_session(db, officer, body_id=body.id, facts=story.facts)
    tenth.tell(database, story, officer, session.id)


def _make_ninth(db: Session, officer: Actor, body_id: int) -> None:
    """Make the meeting whose recommendations were adopted."""
    session = create_session(db, officer, body_id=body_id, facts=FACTS)
    rows: list[Adopted] = []
    for title, kind, lines in TOPICS:
        topic = add_topic(db, officer, session_id=session.id, title=title, kind=kind, agenda_item_id=None)
        rows += [Adopted(topic.id, f"{number}.", line, True) for number, line in enumerate(lines.splitlines(), start=len(rows) + 1)]
    db.expire(session, ["topics"])
    record_adopted(db, officer, session_id=session.id, texts=rows)


def make_links(database: Database, base_url: str) -> list[tuple[str, str]]:
    """Make a link for each person of the demonstration: whose it is, and its address. Each signs in once."""
    with database.write() as db:
        users = {user.email: user for user in db.scalars(select(m.User).where(m.User.email.in_([one.email for one in PEOPLE])))}
        return [(one.shown, make_sign_in_link(db, users[one.email], base_url=base_url, valid_for=LINKS_HOLD)) for one in PEOPLE]
