"""Check that what is stored is what was stored: the chain of events, the files, the accounts of submissions, the papers, readings."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile.model import Account
from wgtracker.queries.stored import read_account
from wgtracker.services import events
from wgtracker.services.replays import check_readings

VOICED = (m.SubmissionState.IN_FORCE, m.SubmissionState.SUPERSEDED, m.SubmissionState.WITHDRAWN)
MOST_FAULTS = 20
"""Faults that are spelled out; one is reason enough to look at a backup."""


class Audit(NamedTuple):
    """What was checked, and each fault in a sentence. last, hash: the newest event; who noted it sees later that none was cut off."""

    events: int
    files: int
    submissions: int
    papers: int
    last: int
    hash: str
    faults: tuple[str, ...]


def audit(db: Session, noted: tuple[int, str] | None = None) -> Audit:
    """Check the whole database. noted: number and hash of an event as a paper or a backup states them."""
    faults = [*_check_chain(db, noted), *_check_files(db), *_check_submissions(db), *_check_papers(db), *check_readings(db)]
    last, hash_ = events.head(db)
    return Audit(_count(db, m.Event), _count(db, m.StoredFile), _count(db, m.Submission), _count(db, m.Paper), last, hash_, _most(faults))


def audit_chain(db: Session) -> Audit:
    """Check the chain of events alone: all that can be checked of a database whose form is older than the program."""
    last, hash_ = events.head(db)
    return Audit(_count(db, m.Event), 0, 0, 0, last, hash_, _most(f"Event {one.event_id}: {one.what}." for one in events.verify(db)))


def _count(db: Session, model: type[m.Base]) -> int:
    return db.scalar(select(func.count()).select_from(model)) or 0


def _most(faults: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(faults, MOST_FAULTS))


def _check_chain(db: Session, noted: tuple[int, str] | None) -> Iterator[str]:
    for one in events.verify(db):
        yield f"Event {one.event_id}: {one.what}."
    for where, number, hash_ in [*_noted_in_papers(db), *([("the hash that was noted", *noted)] if noted else [])]:
        stored = db.scalar(select(m.Event.hash).where(m.Event.id == number)) if number else events.BEGINNING
        if stored != hash_:
            yield f"Event {number} is missing or is another one than {where} names: events were cut off or exchanged."


def _noted_in_papers(db: Session) -> Iterator[tuple[str, int, str]]:
    """Give what each paper froze of the chain when it was built."""
    for paper_id, snapshot in db.execute(select(m.Paper.id, m.Paper.snapshot).order_by(m.Paper.id).execution_options(yield_per=20)):
        frozen = snapshot.get("events", {})
        if "last" in frozen:
            yield f"paper {paper_id}", int(frozen["last"]), str(frozen["hash"])


def _check_files(db: Session) -> Iterator[str]:
    f = m.StoredFile
    for sha256, size, content in db.execute(select(f.sha256, f.size, f.content).order_by(f.sha256).execution_options(yield_per=20)):
        if len(content) != size or hashlib.sha256(content).hexdigest() != sha256:
            yield f"The file {sha256[:12]}… is not what was stored under its hash."


def _check_submissions(db: Session) -> Iterator[str]:
    """Check what came into force: its letters and comments balance, and its file is there."""
    s = m.Submission
    kept = select(m.StoredFile.sha256)
    rows = db.execute(
        select(s.id, s.name, s.account, s.sha256, s.sha256.in_(kept).label("kept"), s.unreadable).where(s.state.in_(VOICED)).order_by(s.id)
    ).all()
    for row in rows:
        if not balances(read_account(row.account)):
            yield f"Submission {row.id} ({row.name}): its account does not balance."
        if row.sha256 and not row.kept and not row.unreadable:
            yield f"Submission {row.id} ({row.name}): its file is missing."


def balances(account: Account) -> bool:
    """Tell whether every letter and comment of a file is in the text, held, or without a place."""
    return all(count.in_file == count.placed + count.held + count.unplaced for count in account)


def _check_papers(db: Session) -> Iterator[str]:
    """Check that the papers' files are there, and that no number of a change was given twice in one paper."""
    p = m.Paper
    kept = select(m.StoredFile.sha256)
    for row in db.execute(select(p.id, p.symbol, p.numbers, p.sha256.in_(kept).label("kept")).order_by(p.id)):
        numbers = [one[0] for one in row.numbers]
        if not row.kept:
            yield f"Paper {row.id} ({row.symbol or 'without a symbol'}): its file is missing."
        if len(set(numbers)) < len(numbers):
            yield f"Paper {row.id} ({row.symbol or 'without a symbol'}): a change number stands twice."
