"""Tell the tenth meeting of the demonstration: the sample's files, taken in by the services that people use, on the days before today.

The meeting's facts are public (its Chair, its form, its topics); its dates are moved so that the round is open today.
"""

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.base import InputFile, read_draft, take_in
from wgtracker.compile.returned_map import Row, normal_name
from wgtracker.compile.typed import write_amendment, write_new
from wgtracker.countries.table import name_party
from wgtracker.db import Database
from wgtracker.demo.cast import BODY, CONFIRMED, INVITED, OTHERS, PEOPLE, SESSION
from wgtracker.demo.shifting import shift_dates
from wgtracker.policy import Actor
from wgtracker.queries.compilation import load_text
from wgtracker.queries.people import actor_of
from wgtracker.queries.receiving import load_ground
from wgtracker.sample.cast import CAST
from wgtracker.sample.consultation import MEETING, pack_draft
from wgtracker.sample.returned import Returned as Sample
from wgtracker.sample.texts import STANDARD
from wgtracker.services.confirm import compile_chosen, confirm_files
from wgtracker.services.delegations import add_delegations
from wgtracker.services.draft_input import Place as Writing
from wgtracker.services.draft_input import Reason, save_amendment
from wgtracker.services.drafts import preview_draft, save_draft
from wgtracker.services.founding import enrol
from wgtracker.services.invite import Place, invite
from wgtracker.services.receive import stage_batch, take_returned
from wgtracker.services.rounds import Deadline, extend_round, open_round, plan_round, read_deadline
from wgtracker.services.sessions import PAPER_FACTS, SessionFacts
from wgtracker.word.workcopy import units_digest

ZONE = "Europe/Vienna"
MONDAY, THURSDAY = 0, 3
CLOSES_IN, FIRST_CLOSED_IN = timedelta(days=5), timedelta(days=2)
SAMPLE_CIRCULATED = datetime(2020, 9, 14, 9, tzinfo=ZoneInfo(ZONE))
CIRCULATED_DAYS_AGO, TAKEN_IN_DAYS_AGO = 10, 2
PROPOSED = ("should refrain from detaining", "should not detain")
"""What Mexico writes on its page, and has not sent yet: a change of a discussion point, by its words."""
NEW_POINT = (
    "States parties should ensure that victims are informed, in writing and before they decide, of what assistance is available to them."
)


class Story(NamedTuple):
    """When what happens. today: the meeting's day on which the demonstration is made; facts: of the session, with moved dates."""

    now: datetime
    today: date
    facts: SessionFacts
    base_url: str

    @contextmanager
    def told(self, *, days: float = 0, hours: float = 0) -> Iterator[None]:
        """Let it be so long ago."""
        with clock.telling(self.now - timedelta(days=days, hours=hours)):
            yield

    def deadline(self, ahead: timedelta) -> Deadline:
        """Give six in the evening of a working day ahead."""
        day = self.today + ahead
        return read_deadline((day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)).isoformat(), "18:00", ZONE)


def begin_story(base_url: str) -> Story:
    """Fix the day that all dates are counted from."""
    now = clock.now()
    today = now.astimezone(ZoneInfo(ZONE)).date()
    said = tomllib.loads(MEETING)
    opens_on = today - timedelta(days=14 + (today.weekday() - THURSDAY) % 7)
    conference = today + timedelta(days=16 + (MONDAY - today.weekday() - 16) % 7)
    moved = {
        "symbol": f"CTOC/COP/{conference.year}/CRP.x",
        "agenda_symbol": f"CTOC/COP/{conference.year}/x",
        "paper_date": "",
        "conference_dates": clock.show_days(conference, conference + timedelta(days=4)),
    }
    facts = SessionFacts(
        ordinal=10,
        word=m.MeetingWord.MEETING,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=1),
        place=said["place"],
        zone=ZONE,
        mode=m.Mode.HYBRID,
        chair=said["chair"],
        chair_state=said["chair_state"],
        participants=said["participants"],
        conference_session=said["conference_session"],
        conference_item=said["agenda_item"],
        conference_opens_on=conference,
        unit_name=said["unit_name"],
        officer="Secretariat of the Working Group",
        officer_address="secretariat@example.org",
        facts={key: value for key, value in {**said, **moved}.items() if key in PAPER_FACTS},
    )
    return Story(now, today, facts, base_url)


def tell(database: Database, story: Story, officer: Actor, session_id: int) -> None:
    """Tell the tenth meeting from the import of its draft to this moment."""
    with story.told(days=12):
        draft_id = _import_draft(database, officer, session_id)
    with story.told(days=11), database.write() as db:
        names = [*(name_party(code, story.facts.opens_on).name for code in INVITED), *OTHERS]
        add_delegations(db, officer, session_id=session_id, names=names, states_are=m.Standing.STATE_PARTY)
    with story.told(days=CIRCULATED_DAYS_AGO):
        round_id = _open_round(database, story, officer, session_id, draft_id)
    delta = timedelta(days=(story.today - timedelta(days=CIRCULATED_DAYS_AGO) - SAMPLE_CIRCULATED.date()).days)
    files = _returned(delta)
    first = [one for one in files if one[1].file in CONFIRMED]
    with story.told(days=TAKEN_IN_DAYS_AGO + 1), database.write() as db:
        _extend(db, story, officer, round_id)
    with story.told(days=TAKEN_IN_DAYS_AGO):
        _confirm(database, officer, round_id, _take_in(database, story, officer, round_id, first))
    with story.told(hours=20):
        _write_on_the_page(database, session_id, round_id)
    with story.told(hours=2):
        _take_in(database, story, officer, round_id, [one for one in files if one[1].file not in CONFIRMED])


def _import_draft(database: Database, officer: Actor, session_id: int) -> int:
    file = take_in("draft.docx", pack_draft(STANDARD))
    text = read_draft(file)
    with database.write() as db:
        draft = preview_draft(db, officer, session_id=session_id, content=file.content, text=text)
        save_draft(db, officer, draft_id=draft.id, text=text)
        return draft.id


def _open_round(database: Database, story: Story, officer: Actor, session_id: int, draft_id: int) -> int:
    """Plan and open the round; give each person of the demonstration the role, and invite those who have not answered yet."""
    with database.write() as db:
        round_ = plan_round(db, officer, draft_id=draft_id, deadline=story.deadline(FIRST_CLOSED_IN), takes_late=True)
        open_round(db, officer, round_id=round_.id, version=round_.version)
        places = {row.name: row.id for row in db.scalars(select(m.Delegation).where(m.Delegation.session_id == session_id))}
        for person in PEOPLE:
            if person.where != BODY:
                place = Place(session_id=session_id) if person.where == SESSION else Place(delegation_id=places[person.where])
                enrol(db, email=person.email, name=person.name, role=person.role, place=place)
        for name, delegation_id in sorted(places.items()):
            if name not in {person.where for person in PEOPLE}:
                _invite_head(db, officer, name, delegation_id, round_.id, story.base_url)
        return round_.id


def _invite_head(db: Session, officer: Actor, name: str, delegation_id: int, round_id: int, base_url: str) -> None:
    """Send an invitation to the made-up address of a delegation's head."""
    word = "".join(letter for letter in name.lower().partition("(")[0] if letter.isascii() and letter.isalpha())
    roles = [m.Role.HEAD, m.Role.DRAFTER, m.Role.REVIEWER]
    place = Place(delegation_id=delegation_id)
    invite(db, officer, email=f"{word}@example.org", name="", roles=roles, place=place, base_url=base_url, round_id=round_id)


def _extend(db: Session, story: Story, officer: Actor, round_id: int) -> None:
    round_ = db.get_one(m.Round, round_id)
    reason = "Several delegations asked for more time to consult their capitals."
    extend_round(db, officer, round_id=round_id, version=round_.version, deadline=story.deadline(CLOSES_IN), reason=reason)


def _returned(delta: timedelta) -> list[tuple[InputFile, Sample]]:
    """Make the sample's files as if they had been written so much later."""
    digest = units_digest(passage.text for passage in STANDARD.passages)
    samples = [file for player in CAST for file in player(STANDARD)]
    return [(take_in(one.file, shift_dates(one.to_docx(digest), delta)), one) for one in samples]


def _take_in(database: Database, story: Story, officer: Actor, round_id: int, files: Sequence[tuple[InputFile, Sample]]) -> int:
    """Take files in as staff do, with when each came: one after the other since the draft was circulated."""
    begin, end = story.now - timedelta(days=CIRCULATED_DAYS_AGO - 2), clock.now() - timedelta(hours=1)
    step = (end - begin) / len(files)
    rows = {
        normal_name(one.file): Row(
            one.file, one.delegation, one.category, _whole_minutes(begin + step * at), one.language, one.on_behalf_of
        )
        for at, (_file, one) in enumerate(files)
    }
    with database.read() as db:
        ground = load_ground(db, db.get_one(m.Round, round_id))
    returned = take_returned([file for file, _one in files], rows, ground)
    with database.write() as db:
        return stage_batch(db, officer, round_id=round_id, returned=returned, ignored=(), ground=ground, key=str(uuid4())).id


def _whole_minutes(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _confirm(database: Database, officer: Actor, round_id: int, batch_id: int) -> None:
    with database.read() as db:
        versions = {row.id: row.version for row in db.get_one(m.Batch, batch_id).submissions}
        compiled = compile_chosen(db, db.get_one(m.Round, round_id), list(versions))
    with database.write() as db:
        confirm_files(db, officer, batch_id=batch_id, versions=versions, compiled=compiled)


def _write_on_the_page(database: Database, session_id: int, round_id: int) -> None:
    """Let Mexico's drafter write two proposals that its head has not sent yet."""
    drafter = next(person for person in PEOPLE if (person.where, person.role) == ("Mexico", m.Role.DRAFTER))
    with database.read() as db:
        actor = actor_of(db, db.scalars(select(m.User).where(m.User.email == drafter.email)).one())
        delegation_id = db.scalars(
            select(m.Delegation.id).where(m.Delegation.session_id == session_id, m.Delegation.name == drafter.where)
        ).one()
        units = load_text(db, db.get_one(m.Round, round_id).draft).draft.units
    place = Writing(round_id, delegation_id, 0)
    point = next(unit for unit in units if PROPOSED[0] in unit.text)
    change = write_amendment(point, point.text.replace(*PROPOSED))
    with database.write() as db:
        save_amendment(db, actor, place=place, amendment=change, reason=Reason("In line with the practice of our immigration service."))
    with database.write() as db:
        save_amendment(db, actor, place=place, amendment=write_new(point.index, NEW_POINT), key="demonstration")
