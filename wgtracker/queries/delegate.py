"""Give a delegate's pages what they show: the draft with the own delegation's input alone, and what was sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, defer, joinedload

from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.assemble import assemble, assemble_part, list_related
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation, Unit
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _
from wgtracker.papers.points import PointName
from wgtracker.papers.receipt import Note
from wgtracker.policy import Actor, Scope, can
from wgtracker.queries.compilation import Text, facts_of, load_text
from wgtracker.queries.naming import name_all
from wgtracker.queries.stored import NO_ACCOUNT, Stored, load_these, load_these_lean, load_these_part, read_amendment
from wgtracker.queries.wordings import Waiting, list_waiting

_LISTS = ("edits", "units", "authors", "dates", "changes")
"""What takes time to decode, and is asked of one amendment at most: of all, pages take what `Sheet.stored` has."""
_RAW = tuple(defer(getattr(m.Amendment, name)) for name in _LISTS)
_SPEAKING = m.Amendment.waits_for_delegation.is_(False)
_LIVE = (m.SubmissionState.DRAFTING, m.SubmissionState.IN_FORCE)


class Sheet(NamedTuple):
    """A delegation's own sheet of a round: the draft, what it is writing, what it has sent.

    drafting: the input written on its pages and not sent, None where there is none. in_force: its submissions in force.
    rows: the amendments on each unit, by unit, as the page shows them now; news, comments: rows without a unit of their own to replace.
    counts: changes and comments of the input under way.
    """

    text: Text
    meeting: Meeting
    delegation: m.Delegation
    drafting: m.Submission | None
    in_force: tuple[m.Submission, ...]
    stored: Stored
    rows: Mapping[int, m.Amendment]
    news: tuple[m.Amendment, ...]
    comments: tuple[m.Comment, ...]
    counts: tuple[int, int]
    waiting: tuple[Waiting, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """Give the draft's units."""
        return self.text.draft.units

    def compile(self, only: Sequence[int | None] | None = None) -> Compilation:
        """Lay the own input over the draft, or over some units of it."""
        return compile_own(self, self.stored.submissions, only)

    def compile_with(self, amendment: c.Amendment, only: Sequence[int | None]) -> Compilation:
        """Lay the own input over some units, with one more amendment in place of what it says on that unit now."""
        index = next((n for n, one in enumerate(self.stored.ids) if self.drafting is not None and one == self.drafting.id), 0)
        submissions = list(self.stored.submissions) or [_first_submission(self.delegation)]
        kept = [one for one in submissions[index].amendments if amendment.unit is None or one.unit != amendment.unit]
        if len(kept) == len(submissions[index].amendments):
            submissions[index] = submissions[index]._replace(amendments=(*kept, amendment))
        else:
            submissions[index] = _replace_amendment(submissions[index], amendment)
        return compile_own(self, submissions, only)


def _replace_amendment(submission: c.Submission, amendment: c.Amendment) -> c.Submission:
    """Put an amendment in the place of the first on its unit: comments point to amendments by their index."""
    made = list(submission.amendments)
    places = [n for n, one in enumerate(made) if one.unit == amendment.unit]
    made[places[0]] = amendment
    for extra in places[1:]:
        made[extra] = made[extra]._replace(kind="retain", edits=(), unit=amendment.unit) if made[extra].kind != "retain" else made[extra]
    return submission._replace(amendments=tuple(made))


def compile_own(sheet: Sheet, submissions: Sequence[c.Submission], only: Sequence[int | None] | None = None) -> Compilation:
    """Lay submissions of one delegation over the draft, or over some units of it."""
    d = sheet.delegation
    speakers = sheet.stored.speakers or (c.Delegation(d.name, d.category, d.sort_key),)
    word = sheet.meeting.new_word
    if only is None:
        return assemble(sheet.text.draft, submissions, speakers, word)
    return assemble_part(sheet.text.draft, submissions, speakers, word, list(only))


def _first_submission(delegation: m.Delegation) -> c.Submission:
    return c.Submission(
        "", delegation.name, delegation.category, "", "", True, "", None, None, None, (), (), (), (), NO_ACCOUNT, 0, (), ""
    )  # fmt: skip


def own_delegations(db: Session, actor: Actor, session_id: int) -> list[m.Delegation]:
    """List the delegations of a session that a person belongs to."""
    ids = {grant.delegation_id for grant in actor.grants if grant.session_id == session_id and grant.delegation_id is not None}
    found = [db.get(m.Delegation, one) for one in sorted(ids)]  # mostly one, which the session knows when it is asked again
    return [one for one in found if one is not None]


def load_sheet(db: Session, round_: m.Round, delegation: m.Delegation, only: PointName | None = None) -> Sheet:
    """Load a delegation's own sheet: what it is writing stands in place of what that is to replace.

    only: the point that a page is about; `stored` and `rows` have what was said there then, `news` and `comments` nothing.
    """
    live = db.scalars(
        select(m.Submission)
        .where(
            m.Submission.round_id == round_.id,
            m.Submission.delegation_id == delegation.id,
            m.Submission.state.in_(_LIVE),
        )
        .order_by(m.Submission.number, m.Submission.id)
    ).all()
    drafting = next((one for one in live if one.state == m.SubmissionState.DRAFTING and one.channel == m.Channel.PAGE), None)
    in_force = tuple(one for one in live if one.state == m.SubmissionState.IN_FORCE)
    shown = [one.id for one in in_force if drafting is None or one.id != drafting.supersedes_id]
    ids = [*shown, *([drafting.id] if drafting is not None else [])]
    edited = drafting.id if drafting is not None else (shown[-1] if shown else None)
    text, zone = load_text(db, round_.draft), round_.session.zone
    written = select(m.Amendment).where(*_standing(m.Amendment, edited), _SPEAKING).order_by(m.Amendment.position).options(*_RAW)
    said = select(m.Comment).where(*_standing(m.Comment, edited)).order_by(m.Comment.position)
    amendments = db.scalars(written if only is None else written.where(m.Amendment.unit.in_(only.units))).all()
    comments = db.scalars(said).all() if only is None else []
    return Sheet(
        text=text,
        meeting=facts_of(round_),
        delegation=delegation,
        drafting=drafting,
        in_force=in_force,
        stored=load_these_lean(db, ids, zone)
        if only is None
        else load_these_part(db, ids, zone, only.units, list_related(text.draft.units, only.units)),
        rows={row.unit: row for row in reversed(amendments) if row.unit is not None},
        news=tuple(row for row in amendments if row.unit is None),
        comments=tuple(comments),
        counts=_count_written(db, edited),
        waiting=tuple(list_waiting(db, round_.id, frozenset({delegation.id}))),
    )


def _count_written(db: Session, submission_id: int | None) -> tuple[int, int]:
    """Count the changes and the comments of a submission: one change a unit, and the new paragraphs; reasons are no comments."""
    units = db.scalars(select(m.Amendment.unit).where(*_standing(m.Amendment, submission_id), _SPEAKING)).all()
    words = db.scalars(select(m.Comment.word_id).where(*_standing(m.Comment, submission_id))).all()
    return len(set(units) - {None}) + units.count(None), sum(not word.startswith("reason-") for word in words)


def _standing(of: type[m.Amendment] | type[m.Comment], submission_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return of.submission_id == submission_id, of.ended_at.is_(None)


class Sent(NamedTuple):
    """One submission with all that its receipt prints. notes: reasons that are not printed."""

    row: m.Submission
    compilation: Compilation
    meeting: Meeting
    notes: tuple[Note, ...]
    sender: str
    made: c.Submission


def load_sent(db: Session, submission: m.Submission) -> Sent:
    """Load a submission by itself, in whatever state it is."""
    round_ = submission.round
    text, meeting = load_text(db, round_.draft), facts_of(round_)
    stored = load_these(db, [submission.id], round_.session.zone)
    compilation = assemble(text.draft, stored.submissions, stored.speakers, meeting.new_word)
    sender = db.get(m.User, submission.sent_by) if submission.sent_by is not None else None
    made = stored.submissions[0] if stored.submissions else None
    if made is None:
        raise NotFound(_("There is no such submission."))
    notes = list_reasons(db, submission, name_all(text.draft.units, meeting))
    return Sent(submission, compilation, meeting, notes, sender.name if sender else "", made)


def list_reasons(db: Session, submission: m.Submission, points: Sequence[PointName]) -> tuple[Note, ...]:
    """List the reasons that a submission gives and that are not printed."""
    names = {unit: point.title for point in points for unit in point.units}
    rows = db.scalars(
        select(m.Amendment)
        .where(
            m.Amendment.submission_id == submission.id,
            m.Amendment.ended_at.is_(None),
            m.Amendment.reason != "",
            m.Amendment.print_reason.is_(False),
        )
        .order_by(m.Amendment.position)
    ).all()
    new = _("New paragraph")
    what = _("Reason, not printed")
    return tuple(Note(names.get(row.unit, new) if row.unit is not None else new, what, row.reason) for row in rows)


def list_own(db: Session, round_id: int, delegation_id: int) -> list[m.Submission]:
    """List what a delegation ever sent in a round, newest first."""
    return list(
        db.scalars(
            select(m.Submission)
            .where(m.Submission.round_id == round_id, m.Submission.delegation_id == delegation_id, m.Submission.number.is_not(None))
            .order_by(m.Submission.number.desc())
        )
    )


def list_uploads(db: Session, round_id: int, delegation_id: int) -> list[m.Submission]:
    """List the files that a delegation uploaded itself and has not sent yet."""
    return list(
        db.scalars(
            select(m.Submission)
            .where(
                m.Submission.round_id == round_id,
                m.Submission.delegation_id == delegation_id,
                m.Submission.state == m.SubmissionState.DRAFTING,
                m.Submission.channel == m.Channel.WORD,
            )
            .order_by(m.Submission.id)
        )
    )


class DeskRow(NamedTuple):
    """A round on somebody's start page, with the own delegation and what it has written and sent. reading: id of its text in the room."""

    round: m.Round
    delegation: m.Delegation
    drafting: m.Submission | None
    sent: tuple[m.Submission, ...]
    reading: int | None


def find_readings(db: Session, sessions: Collection[int]) -> dict[int, int]:
    """Give the reading of each of these sessions, the last where there are several."""
    n = m.Negotiation
    return {row.session_id: row.id for row in db.execute(select(n.session_id, n.id).where(n.session_id.in_(sessions)).order_by(n.number))}


def list_desk(db: Session, actor: Actor) -> list[DeskRow]:
    """List the rounds that a person's delegations take part in, open ones first."""
    ids = actor.delegations
    delegations = list(db.scalars(select(m.Delegation).where(m.Delegation.id.in_(ids)).order_by(m.Delegation.id)))
    sessions = {one.session_id for one in delegations}
    rounds = db.scalars(
        select(m.Round)
        .where(m.Round.session_id.in_(sessions))
        .options(joinedload(m.Round.session).joinedload(m.WorkingGroupSession.body))
        .order_by(m.Round.deadline_at.desc())
    ).all()
    live = db.scalars(
        select(m.Submission).where(
            m.Submission.delegation_id.in_(ids), m.Submission.state.in_((*_LIVE, m.SubmissionState.WITHDRAWN, m.SubmissionState.SUPERSEDED))
        )
    ).all()
    readings = find_readings(db, sessions)
    rows = [
        DeskRow(
            round_,
            delegation,
            next((s for s in live if _is(s, round_, delegation) and s.state == m.SubmissionState.DRAFTING), None),
            tuple(s for s in live if _is(s, round_, delegation) and s.state == m.SubmissionState.IN_FORCE),
            readings.get(round_.session_id),
        )
        for round_ in rounds
        for delegation in delegations
        if delegation.session_id == round_.session_id
    ]
    order = {m.RoundState.OPEN: 0, m.RoundState.PLANNED: 1, m.RoundState.CLOSED: 2}
    return sorted(rows, key=lambda row: order[row.round.state])


def _is(submission: m.Submission, round_: m.Round, delegation: m.Delegation) -> bool:
    return submission.round_id == round_.id and submission.delegation_id == delegation.id


def require_readable(actor: Actor, submission: m.Submission, scope: Scope) -> None:
    """Stop with NotFound unless it is the actor's own delegation's, or staff's or the Chair's to see (what is sent only)."""
    sent = submission.state not in (m.SubmissionState.DRAFTING, m.SubmissionState.STAGED, m.SubmissionState.SET_ASIDE)
    own = submission.state != m.SubmissionState.STAGED and can(actor, "see_own_input", scope)
    if not (own and submission.delegation_id in actor.delegations) and not (sent and can(actor, "see_all_input", scope)):
        raise NotFound(_("There is no such page, or it is not for you."))


class LastChange(NamedTuple):
    """Who saved something last, and when."""

    actor: str
    at: datetime


def find_last_change(db: Session, submission: m.Submission | None, unit: int) -> LastChange | None:
    """Find who saved a proposal on a unit last, among the latest acts on a submission."""
    if submission is None:
        return None
    e = m.Event
    latest = db.scalars(select(e).where(e.subject == "submission", e.subject_id == submission.id).order_by(e.id.desc()).limit(200))
    return next((LastChange(one.actor, one.at) for one in latest if unit in (one.after.get("unit"), one.before.get("unit"))), None)


def list_heads(db: Session, delegation_id: int) -> list[m.User]:
    """List the people who may send for a delegation."""
    return list(
        db.scalars(
            select(m.User)
            .join(m.Membership, m.Membership.user_id == m.User.id)
            .where(
                m.Membership.delegation_id == delegation_id,
                m.Membership.role == m.Role.HEAD,
                m.Membership.ended_at.is_(None),
                m.User.ended_at.is_(None),
            )
            .order_by(m.User.id)
        )
    )


def find_scratch(db: Session, actor: Actor, key: str) -> m.Scratch | None:
    """Find what a person typed in a form and did not save."""
    return db.scalar(select(m.Scratch).where(m.Scratch.user_id == actor.user_id, m.Scratch.key == key))


def previous_wording(db: Session, row: m.Amendment) -> c.Amendment:
    """Give a row as compile's amendment."""
    db.refresh(row, _LISTS)
    return read_amendment(row)


def load_file(db: Session, sha256: str) -> bytes:
    """Load a stored file."""
    content = db.scalar(select(m.StoredFile.content).where(m.StoredFile.sha256 == sha256))
    if content is None:
        raise NotFound(_("There is no such file."))
    return content
