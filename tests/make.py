"""Make what tests of the tracker need: plain functions, real rows, real Word files; nothing pretends."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.compile.factory import POINTS, body
from tests.word.files import make_docx
from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.base import read_draft, take_in
from wgtracker.countries import by_name
from wgtracker.policy import Actor
from wgtracker.queries.people import actor_of
from wgtracker.services.drafts import preview_draft, save_draft
from wgtracker.services.tokens import hash_token

_numbers = count(1)
VIENNA = ZoneInfo("Europe/Vienna")


class Stage(NamedTuple):
    """A session with a saved draft, an open round, three delegations and everybody who acts. Ids and actors, good in any transaction."""

    body_id: int
    session_id: int
    draft_id: int
    round_id: int
    delegations: Mapping[str, int]
    officer: Actor
    chair: Actor
    operator: Actor
    heads: Mapping[str, Actor]
    drafters: Mapping[str, Actor]
    reviewers: Mapping[str, Actor]
    observer: Actor


def make_body(db: Session, name: str = "Working Group on Trafficking in Persons", code: str = "TIP") -> m.Body:
    """Make a body."""
    row = m.Body(
        name=name,
        code=code,
        instrument="Trafficking in Persons Protocol",
        conference="Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
        created_at=clock.now(),
    )
    db.add(row)
    db.flush()
    return row


def make_session(db: Session, of: m.Body, ordinal: int = 10, opens_on: date = date(2020, 9, 10)) -> m.WorkingGroupSession:
    """Make a session of a body."""
    row = m.WorkingGroupSession(
        body_id=of.id,
        ordinal=ordinal,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=1),
        mode=m.Mode.HYBRID,
        chair="A. Chairperson",
        chair_state="Argentina",
        participants="almost 500",
        unit_name="discussion point",
        officer="B. Officer",
        officer_address="officer@example.org",
        facts={},
        created_at=clock.now(),
    )
    db.add(row)
    db.flush()
    return row


def make_user(db: Session, name: str = "") -> m.User:
    """Make a user without a password."""
    number = next(_numbers)
    row = m.User(email=f"user{number}@example.org", name=name or f"User {number}", created_at=clock.now())
    db.add(row)
    db.flush()
    return row


def make_actor(db: Session, role: m.Role, *, of: m.Body | m.WorkingGroupSession | m.Delegation, name: str = "") -> Actor:
    """Make a user with one role there."""
    user = make_user(db, name)
    give_role(db, user, role, of=of)
    return actor_of(db, user)


def give_role(db: Session, user: m.User, role: m.Role, *, of: m.Body | m.WorkingGroupSession | m.Delegation) -> None:
    """Give a user one more role."""
    place = {m.Body: "body_id", m.WorkingGroupSession: "session_id", m.Delegation: "delegation_id"}[type(of)]
    db.add(m.Membership(user_id=user.id, role=role, created_at=clock.now(), **{place: of.id}))
    db.flush()


def make_delegation(db: Session, session: m.WorkingGroupSession, name: str) -> m.Delegation:
    """Make a delegation under the name it bears at the session."""
    party = by_name(name, session.opens_on)
    row = m.Delegation(
        session_id=session.id,
        name=party.name if party else name,
        category=party.category if party else "other",
        sort_key=party.sort_key if party else name,
        iso3=party.iso3 if party else "",
        standing=m.Standing.STATE_PARTY if party and party.category == "State" else m.Standing.OTHER,
        created_at=clock.now(),
    )
    db.add(row)
    db.flush()
    return row


def make_draft(db: Session, officer: Actor, session: m.WorkingGroupSession, base: tuple[str, ...] = POINTS) -> m.Draft:
    """Import a draft of typed numbers through the real services."""
    file = take_in("draft.docx", make_docx(body(base=base)))
    text = read_draft(file)
    draft = preview_draft(db, officer, session_id=session.id, content=file.content, text=text)
    return save_draft(db, officer, draft_id=draft.id, text=text)


def make_round(db: Session, draft: m.Draft, *, closes_in: timedelta = timedelta(days=5), takes_late: bool = True) -> m.Round:
    """Make an open round on a draft."""
    at = (clock.now() + closes_in).astimezone(VIENNA).replace(second=0, microsecond=0)
    row = m.Round(
        session_id=draft.session_id,
        draft_id=draft.id,
        number=1,
        state=m.RoundState.OPEN,
        deadline=at.strftime("%Y-%m-%dT%H:%M"),
        zone="Europe/Vienna",
        deadline_at=at.astimezone(UTC),
        takes_late=takes_late,
        opened_at=clock.now(),
        created_at=clock.now(),
    )
    db.add(row)
    db.flush()
    return row


def make_stage(db: Session, names: tuple[str, ...] = ("Brazil", "Egypt", "European Union"), base: tuple[str, ...] = POINTS) -> Stage:
    """Make a whole stage; another body with a session and a delegation of its own stands beside it, to be kept apart."""
    group, other = make_body(db), make_body(db, "Working Group on Firearms", "FIR")
    session, elsewhere = make_session(db, group), make_session(db, other, 8)
    make_actor(db, m.Role.HEAD, of=make_delegation(db, elsewhere, "Kenya"))
    officer = make_actor(db, m.Role.SECRETARIAT, of=group, name="B. Officer")
    draft = make_draft(db, officer, session, base)
    opened = make_round(db, draft)
    rows = {name: make_delegation(db, session, name) for name in names}
    return Stage(
        group.id,
        session.id,
        draft.id,
        opened.id,
        {name: row.id for name, row in rows.items()},
        officer,
        make_actor(db, m.Role.CHAIR, of=session, name="A. Chairperson"),
        make_actor(db, m.Role.OPERATOR, of=session),
        {name: make_actor(db, m.Role.HEAD, of=row, name=f"Head of {name}") for name, row in rows.items()},
        {name: make_actor(db, m.Role.DRAFTER, of=row) for name, row in rows.items()},
        {name: make_actor(db, m.Role.REVIEWER, of=row) for name, row in rows.items()},
        make_actor(db, m.Role.OBSERVER, of=rows[names[-1]]),
    )


def unit_ids(db: Session, draft_id: int) -> dict[str, int]:
    """Give the ids of a draft's units by label ("1.")."""
    rows = db.execute(select(m.Recommendation.label, m.Recommendation.id).where(m.Recommendation.draft_id == draft_id)).all()
    return dict(rows)


def sign_in(db: Session, actor: Actor) -> str:
    """Sign a person in; give the cookie's token."""
    token = f"token-{next(_numbers)}-{actor.user_id}"
    at = datetime.now(UTC)
    db.add(m.SignIn(user_id=actor.user_id, token_hash=hash_token(token), created_at=at, seen_at=at, expires_at=at + timedelta(hours=12)))
    db.flush()
    return token
