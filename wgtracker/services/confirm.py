"""Confirm what staff imported: say whose a file is and how it came, bring it into force, or set it aside for later."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.errors import BadInput, Conflict, NotFound, Stale
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor
from wgtracker.queries.compilation import scope_of
from wgtracker.queries.receiving import Ground, load_ground
from wgtracker.services.events import Subject, record, require
from wgtracker.services.force import bring_into_force, lock_round, may_replace, move, number_of
from wgtracker.services.receipts import send_receipts
from wgtracker.services.receive import restage
from wgtracker.services.recompile import recompile
from wgtracker.services.versions import require_version


class Facts(NamedTuple):
    """What staff record of a file. delegation_id None: not known yet. supersedes_id, replaced_by: other submissions of the delegation."""

    delegation_id: int | None
    channel: m.Channel
    received_at: datetime | None
    language: str = ""
    on_behalf_of: str = ""
    publish: bool = True
    supersedes_id: int | None = None
    replaced_by: int | None = None


class Compiled(NamedTuple):
    """What was compiled of files that are to be confirmed with all that is in force. state: of the round then (state_of)."""

    ground: Ground
    made: Mapping[int, c.Submission]
    digest: str
    state: str


class Receipts(NamedTuple):
    """What the letters say of each submission (its text, by id), and the address that their links begin with."""

    texts: Mapping[int, str]
    base_url: str


NO_RECEIPTS = Receipts({}, "")


def record_facts(db: Session, actor: Actor, *, submission_id: int, version: int, facts: Facts) -> m.Submission:
    """Record whose a staged file is and how it came."""
    row = _load(db, actor, submission_id)
    new = facts._asdict()
    replaced_by = new.pop("replaced_by")
    before = {key: getattr(row, key) for key, value in new.items() if getattr(row, key) != value}
    if not before and row.intake.get("replaced_by") == replaced_by:
        return row
    if row.state != m.SubmissionState.STAGED:
        raise Conflict(_("“%(name)s” is confirmed already, or was set aside; it was not changed.", name=row.name))
    require_version(row, version)
    _check(db, row, facts)
    for key, value in new.items():
        setattr(row, key, value)
    intake = row.intake | {"replaced_by": replaced_by}
    row.intake = intake | ({"found": "chosen", "named": ""} if "delegation_id" in before else {})
    row.advance()
    record(
        db, actor, "record_facts", Subject("submission", row.id, row.round.session_id, row.delegation_id),
        before={key: _plain(value) for key, value in before.items()}, after={key: _plain(new[key]) for key in before},
    )  # fmt: skip
    return row


def _check(db: Session, row: m.Submission, facts: Facts) -> None:
    """Refuse facts that contradict each other or name what belongs elsewhere."""
    if facts.delegation_id is not None:
        delegation = db.get(m.Delegation, facts.delegation_id)
        if delegation is None or delegation.session_id != row.round.session_id:
            raise BadInput(_("Choose one of the session's delegations."))
    for other_id in (facts.supersedes_id, facts.replaced_by):
        if other_id is None:
            continue
        other = db.get(m.Submission, other_id)
        if other is None or other.round_id != row.round_id or other.id == row.id:
            raise BadInput(_("Choose another submission of the same round."))
    if facts.supersedes_id is not None and facts.supersedes_id == facts.replaced_by:
        raise BadInput(_("A file cannot replace another and be replaced by it."))
    seen, at = {row.id}, facts.supersedes_id
    while at is not None:
        if at in seen:
            raise BadInput(_("These files would replace each other in a circle."))
        seen.add(at)
        at = db.get_one(m.Submission, at).supersedes_id


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value if isinstance(value, int | None) else str(value)


def compile_chosen(db: Session, round_: m.Round, chosen: Sequence[int]) -> Compiled:
    """Compile chosen staged files with all that is in force. Reads only; call it outside any writing."""
    state = state_of(db, round_.id, chosen)
    ground = load_ground(db, round_, chosen)
    made = ground.compile()
    return Compiled(ground, {one.submission_id: made[one.file.name] for one in ground.imported}, ground.digest(), state)


def state_of(db: Session, round_id: int, chosen: Sequence[int]) -> str:
    """Write down what a compilation rests on: each file with a voice, and the chosen ones, with their versions."""
    s = m.Submission
    rows = db.execute(
        select(s.id, s.version, s.state, s.supersedes_id, s.intake)
        .where(
            s.round_id == round_id,
            (s.batch_id.is_not(None) & s.state.in_((m.SubmissionState.IN_FORCE, m.SubmissionState.SUPERSEDED)))
            | s.id.in_(list(chosen))
            | s.supersedes_id.is_not(None),
        )
        .order_by(s.id)
    ).all()
    return repr([(row.id, row.version, str(row.state), row.supersedes_id, row.intake.get("replaced_by")) for row in rows])


def restage_batch(db: Session, actor: Actor, *, batch_id: int, compiled: Compiled) -> None:
    """Store anew what the staged files of a batch come to after staff recorded other facts of them."""
    batch = _load_batch(db, actor, batch_id)
    for row in batch.submissions:
        made = compiled.made.get(row.id)
        if row.state == m.SubmissionState.STAGED and made is not None and row.intake.get("basis") != compiled.digest:
            restage(db, actor, row, made, compiled.ground, compiled.digest)


def confirm_files(
    db: Session, actor: Actor, *, batch_id: int, versions: Mapping[int, int], compiled: Compiled, receipts: Receipts = NO_RECEIPTS
) -> tuple[list[m.Submission], list[m.Submission]]:
    """Bring files of a batch into force. versions: submission id -> the version that the person saw.

    compiled: these files with what is in force, computed beforehand; Stale where anything of that has changed since. Gives the confirmed
    submissions, and those confirmed before whose outcome these files changed. receipts: mailed to the heads of each delegation.
    """
    batch = _load_batch(db, actor, batch_id)
    round_ = lock_round(db, batch.round_id)
    chosen = [row for row in batch.submissions if row.id in versions]
    if not chosen:
        raise BadInput(_("Choose at least one file."))
    for row in chosen:
        if row.state != m.SubmissionState.STAGED:
            raise Conflict(_("“%(name)s” is confirmed already, or was set aside.", name=row.name))
        require_version(row, versions[row.id])
        if row.delegation_id is None:
            raise BadInput(_("Say whose file “%(name)s” is before you confirm it.", name=row.name))
    if state_of(db, round_.id, list(versions)) != compiled.state:
        raise Stale(_("Other files came into force while these were read. Look at what changed, then confirm again."))
    for row in _in_order(chosen):
        made = compiled.made[row.id]
        if row.intake.get("basis") != compiled.digest:
            restage(db, actor, row, made, compiled.ground, compiled.digest)
        _bring(db, actor, row, round_)
        _send_receipt(db, row, receipts)
    confirmed = {row.id for row in chosen}
    earlier = [db.get_one(m.Submission, number) for number in compiled.made if number not in confirmed]
    changed = [row for row in earlier if recompile(db, actor, row, compiled.made[row.id], compiled.ground.units)]
    return chosen, changed


def _send_receipt(db: Session, row: m.Submission, receipts: Receipts) -> None:
    text = receipts.texts.get(row.id)
    if text is not None:
        row.text_sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        send_receipts(db, row, receipts.base_url, text)


def _in_order(rows: Sequence[m.Submission]) -> list[m.Submission]:
    """Put what is replaced before what replaces it, else as they came."""
    chosen = {row.id: row for row in rows}
    depth: dict[int, int] = {}

    def dig(row: m.Submission) -> int:
        if row.id not in depth:
            older = chosen.get(row.supersedes_id or 0)
            depth[row.id] = 0 if older is None else dig(older) + 1
        return depth[row.id]

    return sorted(rows, key=lambda row: (dig(row), row.id))


def _bring(db: Session, actor: Actor, row: m.Submission, round_: m.Round) -> None:
    """Bring one file into force; it loses its voice at once where a later submission that has one replaces it."""
    later_id = row.intake.get("replaced_by")
    if later_id is not None:
        later = db.get_one(m.Submission, later_id)
        later.supersedes_id = row.id
        later.advance()
    bring_into_force(db, actor, row, round_)
    record(
        db, actor, "confirm_file", Subject("submission", row.id, round_.session_id, row.delegation_id),
        after={"name": row.name, "sha256": row.sha256, "number": number_of(row), "account": row.account, "supersedes": row.supersedes_id},
    )  # fmt: skip
    s = m.Submission
    found = db.scalars(select(s).where(s.supersedes_id == row.id, s.state.in_((m.SubmissionState.IN_FORCE, m.SubmissionState.SUPERSEDED))))
    replacing = next((one for one in found.all() if may_replace(db, one)), None)
    if replacing is not None:
        move(row, m.SubmissionState.SUPERSEDED)
        subject = Subject("submission", row.id, round_.session_id, row.delegation_id)
        record(db, actor, "supersede_submission", subject, after={"replaced_by": replacing.id})


def set_aside(db: Session, actor: Actor, *, batch_id: int, versions: Mapping[int, int]) -> list[m.Submission]:
    """Set staged files aside: they stay, with their bytes, and can be taken up again."""
    return _move_all(db, actor, batch_id, versions, m.SubmissionState.SET_ASIDE, "set_aside_file")


def take_up(db: Session, actor: Actor, *, batch_id: int, versions: Mapping[int, int]) -> list[m.Submission]:
    """Take up again files that were set aside."""
    return _move_all(db, actor, batch_id, versions, m.SubmissionState.STAGED, "take_up_file")


def _move_all(db: Session, actor: Actor, batch_id: int, versions: Mapping[int, int], to: m.SubmissionState, act: str) -> list[m.Submission]:
    batch = _load_batch(db, actor, batch_id)
    chosen = [row for row in batch.submissions if row.id in versions]
    if not chosen:
        raise BadInput(_("Choose at least one file."))
    for row in chosen:
        require_version(row, versions[row.id])
        before = str(row.state)
        move(row, to)
        subject = Subject("submission", row.id, row.round.session_id, row.delegation_id)
        record(db, actor, act, subject, before={"state": before}, after={"name": row.name, "state": str(to)})
    return chosen


def _load_batch(db: Session, actor: Actor, batch_id: int) -> m.Batch:
    batch = db.get(m.Batch, batch_id)
    if batch is None:
        raise NotFound(_("There is no such page, or it is not for you."))
    require(actor, "receive_files", scope_of(db.get_one(m.Round, batch.round_id)))
    return batch


def _load(db: Session, actor: Actor, submission_id: int) -> m.Submission:
    row = db.get(m.Submission, submission_id)
    if row is None or row.batch_id is None:
        raise NotFound(_("There is no such page, or it is not for you."))
    require(actor, "receive_files", scope_of(row.round))
    return row
