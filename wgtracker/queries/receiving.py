"""Read what staff received in a round: the ground that new files are compiled on, and the pages that show what came."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from wgtracker import models as m
from wgtracker.compile.base import InputFile
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.model import Account, Count, Submission
from wgtracker.compile.returned_map import Row, normal_name
from wgtracker.countries import CATEGORIES
from wgtracker.errors import NotBalanced
from wgtracker.queries.compilation import load_text
from wgtracker.queries.stored import read_account

VOICED_OR_REPLACED = (m.SubmissionState.IN_FORCE, m.SubmissionState.SUPERSEDED)
LATER_SUBMISSION = "\N{ZERO WIDTH SPACE}later submission"
"""Stands for whatever replaces a file and is none itself; no file is called so."""
_NOTHING = Account(*(Count(0, 0, 0, 0),) * 3)


class Imported(NamedTuple):
    """A file that staff imported, with what they recorded of it."""

    submission_id: int
    file: InputFile
    row: Row


class Ground(NamedTuple):
    """What files of a round are compiled on: the draft, the terms, and the imported files that have a voice or had one.

    units: position in the draft -> recommendation id. names: of all imported files of the round, whatever became of them.
    replaced: names of imported files that something other than a file replaces.
    """

    draft: InputFile
    terms: Terms
    units: Mapping[int, int]
    imported: tuple[Imported, ...]
    names: frozenset[str]
    replaced: tuple[str, ...]

    def compile(self, more: Sequence[tuple[InputFile, Row]] = ()) -> dict[str, Submission]:
        """Compile all imported files and some more together, as the command line would; give each outcome by the file's name.

        A file whose account would not balance is named unreadable, so that the others go on.
        """
        files = [*((one.file, one.row) for one in self.imported), *more]
        rows = {normal_name(row.file): row for _file, row in files}
        rows |= {f"{LATER_SUBMISSION} {name}": Row(LATER_SUBMISSION, supersedes=name) for name in self.replaced}
        inputs = [file for file, _row in files]
        try:
            found = consolidate(self.draft, inputs, rows, self.terms).submissions
        except NotBalanced:
            found = _compile_without_broken(self, inputs, rows)
        return {one.file: one for one in found}

    def digest(self, more: Sequence[tuple[InputFile, Row]] = ()) -> str:
        """Hash all that the outcome depends on: the same digest, the same outcome."""
        files = sorted([*((one.file, one.row) for one in self.imported), *more], key=lambda one: one[0].name)
        content = [self.draft.sha256, str(self.terms), list(self.replaced), [(file.sha256, str(row)) for file, row in files]]
        return hashlib.sha256(json.dumps(content).encode("utf-8", "replace")).hexdigest()


def _compile_without_broken(ground: Ground, inputs: Sequence[InputFile], rows: Mapping[str, Row]) -> tuple[Submission, ...]:
    """Compile what balances; give the others as unreadable, with the reason."""
    sound: list[InputFile] = []
    broken: list[Submission] = []
    for file in inputs:
        row = rows.get(normal_name(file.name), Row(file.name))
        try:
            consolidate(ground.draft, [file], {normal_name(file.name): row}, ground.terms)
            sound.append(file)
        except NotBalanced as error:
            broken.append(_unreadable(file, row, error.sentence))
    return (*consolidate(ground.draft, sound, rows, ground.terms).submissions, *broken)


def _unreadable(file: InputFile, row: Row, sentence: str) -> Submission:
    return Submission(
        file.name, row.delegation, row.category, row.language, row.on_behalf_of, row.publish, file.sha256,
        row.received_at.isoformat() if row.received_at else None, None, None, (), (), (), (), _NOTHING, 0, (sentence,), sentence,
    )  # fmt: skip


def load_ground(db: Session, round_: m.Round, staged: Iterable[int] = ()) -> Ground:
    """Load what files of this round are compiled on. staged: ids of submissions that are compiled with those in force."""
    s = m.Submission
    rows = db.scalars(
        select(s)
        .where(s.round_id == round_.id, s.batch_id.is_not(None), s.state.in_(VOICED_OR_REPLACED) | s.id.in_(list(staged)))
        .order_by(s.id)
    ).all()
    zone, on = round_.session.zone, round_.session.opens_on
    ids = {row.id: row for row in rows}
    replaced_by = _find_replacing(db, round_, ids)
    kept = _load_contents(db, {row.sha256 for row in rows} | {round_.draft.sha256})
    imported = tuple(
        Imported(row.id, InputFile(row.name, kept.get(row.sha256, b""), row.sha256), _recorded(row, ids, replaced_by, zone)) for row in rows
    )
    text = load_text(db, round_.draft)
    return Ground(
        InputFile(round_.draft.name, kept[round_.draft.sha256], round_.draft.sha256),
        Terms(on, round_.deadline_at, round_.session.facts.get("new_word", "bis")),
        dict(enumerate(text.ids)),
        imported,
        frozenset(db.scalars(select(s.name).where(s.round_id == round_.id, s.batch_id.is_not(None)))),
        tuple(sorted(ids[old].name for old, new in replaced_by.items() if new not in ids)),
    )


def _find_replacing(db: Session, round_: m.Round, ids: Mapping[int, m.Submission]) -> dict[int, int]:
    """Give for each of these submissions the one that replaces it, as far as both count: id -> id."""
    s = m.Submission
    found = db.execute(
        select(s.id, s.supersedes_id).where(s.round_id == round_.id, s.supersedes_id.in_(list(ids)), s.state.in_(VOICED_OR_REPLACED))
    ).all()
    replaced = {row.supersedes_id: row.id for row in found}
    replaced |= {row.supersedes_id: row.id for row in ids.values() if row.supersedes_id in ids}
    named = {row.id: int(row.intake["replaced_by"]) for row in ids.values() if row.intake.get("replaced_by")}
    return replaced | {old: new for old, new in named.items() if new in ids}


def _load_contents(db: Session, hashes: set[str]) -> dict[str, bytes]:
    files = db.scalars(select(m.StoredFile).where(m.StoredFile.sha256.in_(hashes)).options(undefer(m.StoredFile.content)))
    return {file.sha256: file.content for file in files}


def _recorded(row: m.Submission, ids: Mapping[int, m.Submission], replaced_by: Mapping[int, int], zone: str) -> Row:
    """Give what is recorded of a file as a row of the map."""
    older = next((ids[old].name for old, new in replaced_by.items() if new == row.id and old in ids), "")
    return Row(
        row.name,
        row.delegation.name if row.delegation else "",
        row.delegation.category if row.delegation else "",
        localize(row.received_at, zone),
        row.language,
        row.on_behalf_of,
        older,
        row.publish,
    )


def localize(at: datetime | None, zone: str) -> datetime | None:
    """Give an instant as the clocks of the meeting show it."""
    return None if at is None else at.astimezone(ZoneInfo(zone))


class FileLine(NamedTuple):
    """A file of a batch as the page of confirmation shows it. twin: where the same bytes came before; others: (id, name) of its delegation.

    changes, comments: what has its place; held, unplaced: how many items; reasons: why they are held or have no place, each once.
    """

    row: m.Submission
    delegation: str
    authors: tuple[str, ...]
    changes: int
    comments: int
    held: int
    unplaced: int
    reasons: tuple[str, ...]
    twin: str
    others: tuple[tuple[int, str], ...]
    balanced: bool


def list_batch(db: Session, batch: m.Batch) -> list[FileLine]:
    """List the files of a batch with what became of each, in the order of their names."""
    s, d = m.Submission, m.Delegation
    rows = db.scalars(select(s).where(s.batch_id == batch.id)).all()
    ids = [row.id for row in rows]
    every = db.execute(
        select(s.id, s.name, s.sha256, s.delegation_id, s.state, s.number, d.name.label("delegation"))
        .outerjoin(d, d.id == s.delegation_id)
        .where(s.round_id == batch.round_id, s.state != m.SubmissionState.DRAFTING)
        .order_by(s.id)
    ).all()
    a, c, x = m.Amendment, m.Comment, m.Aside
    amendments = _gather(db.execute(select(a.submission_id, a.authors).where(a.submission_id.in_(ids), a.ended_at.is_(None))))
    comments = _gather(db.execute(select(c.submission_id, c.author).where(c.submission_id.in_(ids), c.ended_at.is_(None))))
    asides = _gather(
        db.execute(
            select(x.submission_id, x.author, x.held, x.reason).where(
                x.submission_id.in_(ids), x.ended_at.is_(None), x.settled_at.is_(None)
            )
        )
    )
    lines = [_line(row, every, amendments[row.id], comments[row.id], asides[row.id]) for row in rows]
    return sorted(lines, key=lambda one: (normal_name(one.row.name), one.row.sha256))


def _gather(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.submission_id].append(row)
    return groups


def _line(row: m.Submission, every: Sequence[Any], amendments: list[Any], comments: list[Any], asides: list[Any]) -> FileLine:
    authors = [name for one in amendments for name in one.authors]
    authors += [one.author for one in comments] + [name for one in asides for name in one.author.split("; ")]
    twin = next((one for one in every if one.sha256 == row.sha256 and one.id != row.id and (one.number or one.id < row.id)), None)
    others = tuple((one.id, one.name) for one in every if row.delegation_id and one.delegation_id == row.delegation_id and one.id != row.id)
    account = read_account(row.account)
    return FileLine(
        row,
        next((one.delegation or "" for one in every if one.id == row.id), ""),
        tuple(dict.fromkeys(name for name in authors if name)),
        len(amendments),
        len(comments),
        sum(1 for one in asides if one.held),
        sum(1 for one in asides if not one.held),
        tuple(dict.fromkeys(one.reason for one in asides)),
        twin.name if twin else "",
        others,
        not row.unreadable and not asides and all(count.in_file == count.placed for count in account),
    )


class Total(NamedTuple):
    """What all files of a batch come to."""

    files: int
    changes: int
    comments: int
    held: int
    unplaced: int
    balanced: int
    staged: int


def add_up_lines(lines: Sequence[FileLine]) -> Total:
    """Add up the files of a batch. balanced: those that can be confirmed at once."""
    staged = [one for one in lines if one.row.state == m.SubmissionState.STAGED]
    return Total(
        len(lines),
        sum(one.changes for one in lines),
        sum(one.comments for one in lines),
        sum(one.held for one in lines),
        sum(one.unplaced for one in lines),
        sum(1 for one in staged if one.balanced and one.row.delegation_id is not None),
        len(staged),
    )


class BatchLine(NamedTuple):
    """A batch in the list of all that came: when, by whom, how many files stand how."""

    id: int
    made_at: datetime
    made_by: str
    states: tuple[tuple[m.SubmissionState, int], ...]
    names: tuple[str, ...]


def list_batches(db: Session, round_id: int) -> list[BatchLine]:
    """List the batches of a round, the newest first."""
    b, s, u = m.Batch, m.Submission, m.User
    batches = db.execute(
        select(b.id, b.made_at, u.name).join(u, u.id == b.made_by).where(b.round_id == round_id).order_by(b.id.desc())
    ).all()
    files = db.execute(select(s.batch_id, s.state, s.name).where(s.round_id == round_id, s.batch_id.is_not(None)).order_by(s.name)).all()
    out = []
    for batch in batches:
        own = [one for one in files if one.batch_id == batch.id]
        states = Counter(one.state for one in own)
        out.append(BatchLine(batch.id, batch.made_at, batch.name, tuple(states.items()), tuple(one.name for one in own)))
    return out


def list_delegations(db: Session, session_id: int) -> dict[str, int]:
    """Give the delegations of a session by name, in printing order."""
    d = m.Delegation
    rows = db.execute(select(d.name, d.id, d.category, d.sort_key).where(d.session_id == session_id, d.ended_at.is_(None))).all()
    order = list(CATEGORIES)
    return {row.name: row.id for row in sorted(rows, key=lambda row: (order.index(row.category), row.sort_key))}
