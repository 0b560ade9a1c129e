"""Count how far a round is: who answered, what waits for staff, what is left until the paper is issued."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.countries import CATEGORIES
from wgtracker.i18n import gettext as _
from wgtracker.queries.compilation import read_round
from wgtracker.queries.kept import Kept
from wgtracker.queries.sessions import Step, mark_next

_DAY = 86_400
_conflicts: Kept[tuple[str, int, int], int] = Kept(64)


class Answer(NamedTuple):
    """A delegation and whether it answered. at: when its last submission in force came or was confirmed; late: after the deadline."""

    delegation_id: int
    name: str
    group: str
    at: datetime | None
    late: bool


class Progress(NamedTuple):
    """How far a round is. days_left: whole days, None when it is not open. groups: (name, answered, all); by_day: (day, answers)."""

    days_left: int | None
    is_past: bool
    answers: tuple[Answer, ...]
    groups: tuple[tuple[str, int, int], ...]
    by_day: tuple[tuple[date, int], ...]
    invited: int
    staged: int
    late: int
    held: int
    unplaced: int
    waiting: int
    failed_mails: int
    queued_mails: int
    conflicts: int
    units: int
    steps: tuple[Step, ...]

    @property
    def answered(self) -> tuple[Answer, ...]:
        """List those who answered."""
        return tuple(one for one in self.answers if one.at is not None)

    @property
    def missing(self) -> tuple[Answer, ...]:
        """List those who did not answer."""
        return tuple(one for one in self.answers if one.at is None)


def read_progress(db: Session, round_: m.Round, now: datetime) -> Progress:
    """Count how far a round is."""
    answers = _read_answers(db, round_)
    states = _count_submissions(db, round_.id)
    held, unplaced, waiting, decided = _count_open(db, round_.id)
    mails = dict(
        db.execute(
            select(m.OutboxLetter.state, func.count()).where(m.OutboxLetter.session_id == round_.session_id).group_by(m.OutboxLetter.state)
        ).all()
    )
    i = m.Invitation
    invited = db.scalar(select(func.count(i.delegation_id.distinct())).where(i.round_id == round_.id, i.revoked_at.is_(None))) or 0
    is_open = round_.state == m.RoundState.OPEN
    left = (round_.deadline_at - now).total_seconds()
    staged = states.get(m.SubmissionState.STAGED, 0)
    return Progress(
        days_left=max(0, int(left // _DAY)) if is_open else None,
        is_past=is_open and left < 0,
        answers=answers,
        groups=_group(answers),
        by_day=_by_day(answers, round_.session.zone),
        invited=invited,
        staged=staged,
        late=sum(one.late for one in answers),
        held=held,
        unplaced=unplaced,
        waiting=waiting,
        failed_mails=mails.get(m.MailState.FAILED, 0),
        queued_mails=mails.get(m.MailState.QUEUED, 0),
        conflicts=count_conflicts(db, round_),
        units=_count_units(db, round_.draft_id),
        steps=_steps(round_, staged, held + unplaced - decided, _last_paper(db, round_.id), now),
    )


def list_extensions(round_: m.Round) -> tuple[tuple[str, str], ...]:
    """List the earlier deadlines of a round, in words, each with the reason why it was moved."""
    return tuple(
        (clock.show_deadline(clock.local_to_utc(clock.read_wall(one.from_deadline), round_.zone), round_.zone), one.reason)
        for one in round_.extensions
    )


def _read_answers(db: Session, round_: m.Round) -> tuple[Answer, ...]:
    d, s = m.Delegation, m.Submission
    rows = db.execute(
        select(d.id, d.name, d.sort_key, d.region, d.category, func.max(func.coalesce(s.received_at, s.sent_at)).label("at"))
        .outerjoin(s, (s.delegation_id == d.id) & (s.round_id == round_.id) & (s.state == m.SubmissionState.IN_FORCE))
        .where(d.session_id == round_.session_id, (d.ended_at.is_(None)) | (s.id.is_not(None)))
        .group_by(d.id, d.name, d.sort_key, d.region, d.category)
    ).all()
    late = set(
        db.scalars(select(s.delegation_id).where(s.round_id == round_.id, s.state == m.SubmissionState.IN_FORCE, s.late.is_(True))).all()
    )
    found = [Answer(row.id, row.name, row.region or CATEGORIES.get(row.category, row.category), row.at, row.id in late) for row in rows]
    order = {row.id: row.sort_key for row in rows}
    return tuple(sorted(found, key=lambda one: order[one.delegation_id]))


def _group(answers: Sequence[Answer]) -> tuple[tuple[str, int, int], ...]:
    everybody, answered = Counter(one.group for one in answers), Counter(one.group for one in answers if one.at is not None)
    last = list(CATEGORIES.values())
    names = sorted(everybody, key=lambda name: (last.index(name) + 1 if name in last else 0, name))
    return tuple((name, answered[name], everybody[name]) for name in names)


def _by_day(answers: Sequence[Answer], zone: str) -> tuple[tuple[date, int], ...]:
    days = Counter(one.at.astimezone(ZoneInfo(zone)).date() for one in answers if one.at is not None)
    return tuple(sorted(days.items()))


def _count_submissions(db: Session, round_id: int) -> Mapping[m.SubmissionState, int]:
    s = m.Submission
    return dict(db.execute(select(s.state, func.count()).where(s.round_id == round_id).group_by(s.state)).all())


def _count_open(db: Session, round_id: int) -> tuple[int, int, int, int]:
    """Count, of submissions in force or staged: held, without a place, wordings that wait for a delegation, held by someone's decision."""
    a, s, x = m.Aside, m.Submission, m.Amendment
    living = s.state.in_((m.SubmissionState.IN_FORCE, m.SubmissionState.STAGED))
    rows = dict(
        db.execute(
            select(a.held, func.count())
            .join(s, s.id == a.submission_id)
            .where(s.round_id == round_id, living, a.settled_at.is_(None), a.ended_at.is_(None))
            .group_by(a.held)
        ).all()
    )
    waiting = db.scalar(
        select(func.count())
        .select_from(x)
        .join(s, s.id == x.submission_id)
        .where(s.round_id == round_id, living, x.ended_at.is_(None), x.waits_for_delegation.is_(True))
    )
    decided = db.scalar(
        select(func.count())
        .select_from(a)
        .join(s, s.id == a.submission_id)
        .where(s.round_id == round_id, living, a.settled_at.is_(None), a.ended_at.is_(None), a.held.is_(True), a.settled_as != "")
    )
    return rows.get(True, 0), rows.get(False, 0), waiting or 0, decided or 0


def _count_units(db: Session, draft_id: int) -> int:
    return db.scalar(select(func.count()).select_from(m.Recommendation).where(m.Recommendation.draft_id == draft_id)) or 0


def count_conflicts(db: Session, round_: m.Round) -> int:
    """Count the clashes in a round. They change only with its texts, so each process keeps the last counts."""
    key = (str(db.get_bind().engine.url), round_.id, round_.texts)
    return _conflicts.find(key, lambda: sum(len(unit.conflicts) for unit in read_round(db, round_, None).compilation.units))


def _last_paper(db: Session, round_id: int) -> m.Paper | None:
    return db.scalar(
        select(m.Paper).where(m.Paper.round_id == round_id, m.Paper.state != m.PaperState.DROPPED).order_by(m.Paper.id.desc()).limit(1)
    )


def _steps(round_: m.Round, staged: int, aside: int, paper: m.Paper | None, now: datetime) -> tuple[Step, ...]:
    """List what is left until the paper is issued (domain.md 7.40); the first that is not done is the next act."""
    was_opened = round_.state != m.RoundState.PLANNED
    state = paper.state if paper else None
    done = (m.PaperState.CLEARED, m.PaperState.ISSUED)
    return mark_next(
        [
            Step("open", _("Open the round"), was_opened),
            Step("confirm", _("Confirm the files received"), was_opened and not staged, detail=str(staged) if staged else ""),
            Step("place", _("Place by hand what is held or has no place"), was_opened and not aside, detail=str(aside) if aside else ""),
            Step(
                "deadline",
                _("Wait for the deadline, or extend it"),
                was_opened and (round_.deadline_at <= now or round_.state == m.RoundState.CLOSED),
            ),
            Step("close", _("Close the round"), round_.state == m.RoundState.CLOSED),
            Step("build", _("Build the paper"), paper is not None),
            Step("clear", _("The Chair clears the paper"), state in done),
            Step("issue", _("Issue the paper"), state == m.PaperState.ISSUED),
        ]
    )
