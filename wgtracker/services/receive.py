"""Take in returned Word files: read and compiled beforehand, stored as staged submissions that wait to be confirmed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.base import InputFile
from wgtracker.compile.consolidate import Terms, consolidate
from wgtracker.compile.named_time import read_named_time
from wgtracker.compile.returned_map import Row, normal_name
from wgtracker.countries import find
from wgtracker.errors import BadInput, Closed, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor
from wgtracker.queries.compilation import scope_of
from wgtracker.queries.receiving import Ground, Imported, localize
from wgtracker.services.events import Subject, record, require
from wgtracker.services.force import require_open
from wgtracker.services.keep import keep_file, keep_many, keep_parts
from wgtracker.services.once import digest, find_done, mark_done
from wgtracker.services.recompile import recompile
from wgtracker.word.gate import FILE_MOST


class Returned(NamedTuple):
    """A returned file, what the map says of it (a row of its name alone where there is none), and what compile made of it."""

    file: InputFile
    row: Row
    made: c.Submission


def rename_rows(rows: Mapping[str, Row], names: Mapping[str, str]) -> dict[str, Row]:
    """Let a map that names new files as they came speak of the names they got. names: normalized name as it came -> name."""

    def rename(name: str) -> str:
        return names.get(normal_name(name), name)

    renamed = [row._replace(file=rename(row.file), supersedes=rename(row.supersedes)) for row in rows.values()]
    return {normal_name(row.file): row for row in renamed}


def heed_names(rows: Mapping[str, Row], files: Sequence[InputFile], zone: str) -> dict[str, Row]:
    """Take the time that stands in a file's name, in the meeting's zone, for when it came, where the map does not say it."""
    out = dict(rows)
    for file in files:
        row = out.get(normal_name(file.name), Row(file.name))
        wall = read_named_time(file.name)
        if row.received_at is not None or wall is None:
            continue
        try:
            out[normal_name(file.name)] = row._replace(received_at=localize(clock.local_to_utc(wall, zone), zone))
        except BadInput:
            continue  # an hour that the clocks skip: nobody knows when it came
    return out


def heed_map(ground: Ground, rows: Mapping[str, Row], files: Sequence[InputFile]) -> Ground:
    """Let the map say that a file imported before replaces one of the new ones; nothing else of an earlier file changes by it."""
    new = {normal_name(file.name) for file in files}

    def heed(one: Imported) -> Imported:
        said = rows.get(normal_name(one.file.name))
        if said is None or one.row.supersedes or normal_name(said.supersedes) not in new:
            return one
        return one._replace(row=one.row._replace(supersedes=said.supersedes))

    return ground._replace(imported=tuple(heed(one) for one in ground.imported))


def take_returned(files: Sequence[InputFile], rows: Mapping[str, Row], ground: Ground) -> list[Returned]:
    """Compile new files together with what is in force. rows: of the map, by normalized name. Touches no database."""
    more = [(file, rows.get(normal_name(file.name), Row(file.name))) for file in files]
    made = ground.compile(more)
    return [Returned(file, row, made[file.name]) for file, row in more]


def read_own(file: InputFile, draft: InputFile, delegation: m.Delegation, terms: Terms) -> c.Submission:
    """Compile a delegation's own file alone: nothing is held as another's, since the delegation sends it itself. Raises NotBalanced."""
    row = Row(file.name, delegation.name, delegation.category)
    return consolidate(draft, [file], {normal_name(file.name): row}, terms).submissions[0]


def stage_own(
    db: Session,
    actor: Actor,
    *,
    round_id: int,
    delegation_id: int,
    file: InputFile,
    made: c.Submission,
    units: Mapping[int, int],
    grace: int,
) -> m.Submission:
    """Store a delegation's own file, compiled by read_own, as a submission that it still has to send.

    units: as in keep_parts. grace: seconds after the deadline that still count as in time.
    """
    round_ = _load_round(db, round_id)
    require(actor, "draft_input", scope_of(round_)._replace(delegation_id=delegation_id))
    require_open(round_, clock.now(), grace)
    keep_file(db, file.content, file.sha256)
    row = m.Submission(
        round_id=round_.id, delegation_id=delegation_id, channel=m.Channel.WORD, state=m.SubmissionState.DRAFTING, name=file.name,
        sha256=file.sha256, publish=True, late=None, intake={}, created_at=clock.now(),
    )  # fmt: skip
    db.add(row)
    db.flush()
    keep_parts(db, row, made, units, m.Origin.FILE)
    record(
        db, actor, "upload_file", Subject("submission", row.id, round_.session_id, delegation_id),
        after={"name": row.name, "sha256": row.sha256},
    )  # fmt: skip
    return row


def stage_batch(
    db: Session, actor: Actor, *, round_id: int, returned: Sequence[Returned], ignored: Sequence[str], ground: Ground, key: str
) -> m.Batch:
    """Store files that staff dropped together, to be confirmed on one screen. Nothing of them is in the text before that.

    key: of the form; sent twice, it gives the same batch.
    """
    round_ = _load_round(db, round_id)
    require(actor, "receive_files", scope_of(round_))
    if round_.state == m.RoundState.PLANNED:
        raise Closed(_("The round is not open yet: open it first, then take in what came."))
    if not returned:
        raise BadInput(_("There was no Word file among what you sent. Choose Word files (.docx), or a zip of them."))
    body = digest({"round": round_id, "files": [(one.file.sha256, str(one.row._replace(file=""))) for one in returned]})
    done = find_done(db, actor, key, body)
    if done is not None:
        return db.get_one(m.Batch, db.get_one(m.Submission, done).batch_id)
    batch = m.Batch(round_id=round_.id, made_by=actor.user_id or 0, made_at=clock.now(), ignored=list(ignored))
    db.add(batch)
    db.flush()
    known = {row.name: row for row in db.scalars(_delegations(round_))}
    basis = ground.digest([(one.file, one.row) for one in returned])
    _keep_files(db, returned)
    rows = [_stage(round_, batch, one, known, basis) for one in returned]
    db.add_all(rows)
    db.flush()
    _bind_replaced(db, rows, returned, ground)
    keep_many(db, [(row, one.made) for row, one in zip(rows, returned)], ground.units, m.Origin.FILE)
    mark_done(db, actor, key, body, rows[0].id)
    record(
        db, actor, "take_in_files", Subject("batch", batch.id, round_.session_id),
        after={"files": [{"name": row.name, "sha256": row.sha256, "submission": row.id} for row in rows], "ignored": list(ignored)},
    )  # fmt: skip
    return batch


def _keep_files(db: Session, returned: Sequence[Returned]) -> None:
    """Keep the bytes; of a file that is too large only so much was read that it could be refused, and that is not kept."""
    f = m.StoredFile
    files = {one.file.sha256: one.file.content for one in returned if len(one.file.content) <= FILE_MOST}
    known = set(db.scalars(select(f.sha256).where(f.sha256.in_(files))))
    db.add_all(
        f(sha256=sha256, size=len(content), content=content, stored_at=clock.now())
        for sha256, content in files.items()
        if sha256 not in known
    )


def _stage(round_: m.Round, batch: m.Batch, one: Returned, known: dict[str, m.Delegation], basis: str) -> m.Submission:
    found = "map" if one.row.delegation else "name" if find(one.file.name, round_.session.opens_on).party else ""
    delegation = known.get(one.made.delegation)
    return m.Submission(
        round_id=round_.id,
        delegation_id=delegation.id if delegation else None,
        batch_id=batch.id,
        channel=m.Channel.EMAIL,
        state=m.SubmissionState.STAGED,
        name=one.file.name,
        sha256=one.file.sha256,
        language=one.made.language,
        on_behalf_of=one.made.on_behalf_of,
        publish=one.made.publish,
        received_at=one.row.received_at,
        late=one.made.late,
        intake={"found": found, "named": "" if delegation or not found else one.made.delegation, "basis": basis},
        created_at=clock.now(),
    )


def _bind_replaced(db: Session, rows: Sequence[m.Submission], returned: Sequence[Returned], ground: Ground) -> None:
    """Record which file replaces which, as the map says; the other may be one of an earlier batch."""
    s = m.Submission
    before = db.execute(select(s.id, s.name).where(s.round_id == rows[0].round_id, s.batch_id.is_not(None))).all()
    ids = {normal_name(row.name): row.id for row in before}
    for row, one in zip(rows, returned):
        row.supersedes_id = ids.get(normal_name(one.row.supersedes)) if one.row.supersedes else None
    replacing = {normal_name(one.row.supersedes): one.submission_id for one in ground.imported if one.row.supersedes}
    for row in rows:
        later = replacing.get(normal_name(row.name))
        if later is not None:
            row.intake = row.intake | {"replaced_by": later}


def restage(db: Session, actor: Actor, row: m.Submission, made: c.Submission, ground: Ground, basis: str) -> None:
    """Store anew what compile makes of a staged file. Nobody submitted it yet, so nothing is kept of the outcome before.

    Where people placed something of it by hand, or typed its words because it cannot be read, these stay.
    """
    row.intake = row.intake | {"basis": basis}
    if _has_hand(db, row):
        recompile(db, actor, row, made, ground.units)
        return
    for kind in (m.Comment, m.Amendment, m.Aside):
        db.execute(delete(kind).where(kind.submission_id == row.id))
    row.late = made.late
    keep_parts(db, row, made, ground.units, m.Origin.FILE)


def _has_hand(db: Session, row: m.Submission) -> bool:
    a, k, x = m.Amendment, m.Comment, m.Aside
    queries = (
        select(a.id).where(a.submission_id == row.id, a.origin != m.Origin.FILE),
        select(k.id).where(k.submission_id == row.id, k.origin != m.Origin.FILE),
        select(x.id).where(x.submission_id == row.id, x.settled_at.is_not(None) | (x.settled_as != "")),
    )
    return any(db.scalar(query.limit(1)) is not None for query in queries)


def _load_round(db: Session, round_id: int) -> m.Round:
    round_ = db.get(m.Round, round_id)
    if round_ is None:
        raise NotFound(_("There is no such round."))
    return round_


def _delegations(round_: m.Round) -> Select[m.Delegation]:
    return select(m.Delegation).where(m.Delegation.session_id == round_.session_id, m.Delegation.ended_at.is_(None))


def parse_received(words: str, zone: str) -> datetime | None:
    """Read when a file came, as staff type it, in the meeting's zone; nothing typed: not recorded. Raises BadInput."""
    return clock.local_to_utc(clock.read_wall(words), zone) if words.strip() else None
