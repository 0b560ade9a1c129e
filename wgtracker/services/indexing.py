"""Write what can be found: one entry for each text, in the words by which it is found, in the same transaction as the text itself.

No right is checked and no event recorded: these are called by the services that bring a text in, and say nothing new.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.searching import normal
from wgtracker.word.clean import clean_line

EXCERPT = 300
LONGEST = 20_000
"""Signs of one text that are indexed; what is longer is found by its beginning."""


def index_draft(db: Session, draft: m.Draft) -> None:
    """Index the units of a saved draft, with their texts in force."""
    r, v = m.Recommendation, m.Revision
    rows = db.execute(
        select(r.id, r.label, r.heading, v.text)
        .join(v, (v.recommendation_id == r.id) & (v.number == r.revision))
        .where(r.draft_id == draft.id)
    ).all()
    _forget(db, "unit", [row.id for row in rows])
    db.add_all(
        _entry(draft.session_id, "unit", row.id, f"{row.label} {row.heading}".strip(), row.text, f"{row.label} {row.text}") for row in rows
    )
    db.flush()


def index_unit(db: Session, unit: m.Recommendation, text: str) -> None:
    """Index one unit, such as a recommendation that was adopted."""
    _forget(db, "unit", [unit.id])
    db.add(_entry(unit.session_id, "unit", unit.id, f"{unit.label} {unit.heading}".strip(), text, f"{unit.label} {text}"))
    db.flush()


def index_submission(db: Session, submission: m.Submission) -> None:
    """Index the proposals and comments of a submission that is in force; forget those of one that is not."""
    if submission.state in (m.SubmissionState.DRAFTING, m.SubmissionState.STAGED):
        return  # nothing of it was ever indexed
    a, c = m.Amendment, m.Comment
    amendments = db.execute(select(a).where(a.submission_id == submission.id)).scalars().all()
    comments = db.execute(select(c).where(c.submission_id == submission.id)).scalars().all()
    _forget(db, "amendment", [one.id for one in amendments])
    _forget(db, "comment", [one.id for one in comments])
    if submission.state != m.SubmissionState.IN_FORCE or submission.delegation is None:
        db.flush()
        return
    of, session_id, name = submission, submission.round.session_id, submission.delegation.name
    for one in amendments:
        if one.ended_at is None and not one.waits_for_delegation:
            words = f"A{one.id} {name} {one.proposed} {_struck(one)} {one.reason if one.print_reason else ''}"
            db.add(_entry(session_id, "amendment", one.id, f"A{one.id} {name}", one.proposed or one.original, words, of))
    for said in comments:
        if said.ended_at is None:
            db.add(_entry(session_id, "comment", said.id, name, said.text, f"{name} {said.anchor} {said.text}", of))
    db.flush()


def _struck(amendment: m.Amendment) -> str:
    """Give the words that an amendment takes away: they are what it is about."""
    return " ".join(amendment.original[start:end] for start, end, _new in amendment.edits) if amendment.edits else amendment.original


def index_delegation(db: Session, delegation: m.Delegation) -> None:
    """Index a delegation by its name and code."""
    _forget(db, "delegation", [delegation.id])
    if delegation.ended_at is None:
        words = f"{delegation.name} {delegation.iso3}"
        db.add(_entry(delegation.session_id, "delegation", delegation.id, delegation.name, "", words))
    db.flush()


def index_paper(db: Session, paper: m.Paper) -> None:
    """Index a paper by its symbol and title; forget one that was given up."""
    _forget(db, "paper", [paper.id])
    if paper.state != m.PaperState.DROPPED:
        title = paper.symbol or paper.title
        db.add(_entry(paper.session_id, "paper", paper.id, title, paper.title, f"{paper.symbol} {paper.title}"))
    db.flush()


def _forget(db: Session, kind: str, ids: Iterable[int]) -> None:
    listed = list(ids)
    for at in range(0, len(listed), 500):
        db.execute(delete(m.SearchEntry).where(m.SearchEntry.kind == kind, m.SearchEntry.subject_id.in_(listed[at : at + 500])))


def _entry(session_id: int, kind: str, subject_id: int, title: str, text: str, words: str, of: m.Submission | None = None) -> m.SearchEntry:
    line = clean_line(text)
    return m.SearchEntry(
        session_id=session_id,
        round_id=of.round_id if of else None,
        delegation_id=of.delegation_id if of else None,
        kind=kind,
        subject_id=subject_id,
        title=clean_line(title)[:200],
        excerpt=line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…",
        words=" ".join(dict.fromkeys(normal(words[:LONGEST]).split())),
    )


def follow(db: Session, kind: str, subject_id: int) -> None:
    """Bring the index up to what an event tells of; every service that records one thereby keeps the search true."""
    if kind == "submission":
        _follow_submission(db, db.get(m.Submission, subject_id))
    elif kind == "amendment" and (amendment := db.get(m.Amendment, subject_id)) is not None:
        index_submission(db, amendment.submission)
    elif kind == "aside" and (aside := db.get(m.Aside, subject_id)) is not None:
        index_submission(db, aside.submission)
    elif kind == "draft" and (draft := db.get(m.Draft, subject_id)) is not None and draft.state == m.DraftState.SAVED:
        index_draft(db, draft)
    elif kind == "delegation" and (delegation := db.get(m.Delegation, subject_id)) is not None:
        index_delegation(db, delegation)
    elif kind == "paper" and (paper := db.get(m.Paper, subject_id)) is not None:
        index_paper(db, paper)
    elif kind == "session":
        _follow_session(db, subject_id)


def _follow_submission(db: Session, submission: m.Submission | None) -> None:
    """Index a submission, and the one that it replaces or gives its voice back to."""
    if submission is None:
        return
    index_submission(db, submission)
    older = db.get(m.Submission, submission.supersedes_id) if submission.supersedes_id is not None else None
    if older is not None:
        index_submission(db, older)


def _follow_session(db: Session, session_id: int) -> None:
    """Index delegations and adopted recommendations of a session that are new."""
    e, d, r = m.SearchEntry, m.Delegation, m.Recommendation
    known = select(e.subject_id).where(e.session_id == session_id)
    for delegation in db.scalars(
        select(d).where(d.session_id == session_id, d.ended_at.is_(None), d.id.not_in(known.where(e.kind == "delegation")))
    ):
        index_delegation(db, delegation)
    adopted = select(r).where(r.session_id == session_id, r.draft_id.is_(None), r.id.not_in(known.where(e.kind == "unit")))
    for unit in db.scalars(adopted):
        index_unit(db, unit, unit.revisions[-1].text if unit.revisions else "")


def index_all(db: Session) -> int:
    """Index everything anew; give the number of entries. For upgrades and after a restore."""
    db.execute(delete(m.SearchEntry))
    for draft in db.scalars(select(m.Draft).where(m.Draft.state == m.DraftState.SAVED)):
        index_draft(db, draft)
    for unit, text in db.execute(
        select(m.Recommendation, m.Revision.text)
        .join(m.Revision, (m.Revision.recommendation_id == m.Recommendation.id) & (m.Revision.number == m.Recommendation.revision))
        .where(m.Recommendation.draft_id.is_(None))
    ):
        index_unit(db, unit, text)
    for submission in db.scalars(select(m.Submission).where(m.Submission.state == m.SubmissionState.IN_FORCE)):
        index_submission(db, submission)
    for delegation in db.scalars(select(m.Delegation)):
        index_delegation(db, delegation)
    for paper in db.scalars(select(m.Paper)):
        index_paper(db, paper)
    return len(list(db.scalars(select(m.SearchEntry.id))))
