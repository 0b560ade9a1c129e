"""Enter what came by e-mail, note verbale, chat or was read out on the floor: staff write it down for a delegation, item by item."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.typed import count_typed, put_in_brackets, write_amendment, write_deletion, write_new, write_retention
from wgtracker.errors import BadInput, Closed, Conflict, NotFound
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor, Scope
from wgtracker.queries.compilation import Text, load_text, scope_of
from wgtracker.queries.stored import read_account
from wgtracker.services.copying import reason_id
from wgtracker.services.draft_input import SUPPORT
from wgtracker.services.events import Subject, record, require
from wgtracker.services.force import bring_into_force, is_late, lock_round, number_of
from wgtracker.services.keep import keep_amendment, keep_comment
from wgtracker.services.once import digest, find_done, mark_done
from wgtracker.services.receipts import send_receipts
from wgtracker.services.submit import begin_stances
from wgtracker.services.versions import require_version

KINDS = ("wording", "new", "delete", "retain", "brackets", "comment", "supports")
SUPPORTS_ALL = "Supports the text as a whole."
"""What the paper prints of a support without words of its own (papers are in English)."""
_NOTHING = c.Count(0, 0, 0, 0)


class Item(NamedTuple):
    """One item of a contribution. kind: of KINDS. unit: its index; of a new paragraph the one above, of a comment None for the whole.

    text: the wording, the words to be put in brackets, or the comment. reason: the delegation's own, printed beside it where asked for.
    """

    kind: str
    unit: int | None
    text: str = ""
    reason: str = ""
    level: int = 0


class Envelope(NamedTuple):
    """Whose a contribution is and how it came. received_at None: not recorded."""

    delegation_id: int
    channel: m.Channel
    received_at: datetime | None
    on_behalf_of: str = ""


def write_item(item: Item, units: Sequence[c.Unit]) -> c.Amendment | c.Comment:
    """Make what an item comes to. Raises BadInput with what is missing or changes nothing."""
    unit = units[item.unit] if item.unit is not None and 0 <= item.unit < len(units) else None
    if item.kind == "new":
        return write_new(item.unit, item.text, item.level)
    if item.kind in ("comment", "supports"):
        return _write_comment(item, unit)
    if unit is None:
        raise BadInput(_("Choose the paragraph."))
    if item.kind == "delete":
        return write_deletion(unit)
    if item.kind == "retain":
        return write_retention(unit)
    if item.kind == "brackets":
        return write_amendment(unit, bracket_words(unit.text, item.text))
    if not item.text.strip():
        raise BadInput(_("Write how the paragraph should read; to have it deleted, choose “delete”."))
    return write_amendment(unit, item.text)


def _write_comment(item: Item, unit: c.Unit | None) -> c.Comment:
    supports = item.kind == "supports"
    said = item.text.strip() or (SUPPORTS_ALL if supports else "")
    if not said:
        raise BadInput(_("Write the comment."))
    text = "\n".join(part for part in (said, item.reason.strip()) if part)  # no proposal beside which the reason could stand
    begins = SUPPORT if supports else ""
    return c.Comment(
        f"{begins}s{uuid4().hex[:12]}", None if supports or unit is None else unit.index, None, "", "", "", None, text, None, False
    )


def bracket_words(text: str, words: str) -> str:
    """Give a text with brackets around words of it. Raises BadInput where they are not there just once."""
    words = words.strip()
    if not words:
        raise BadInput(_("Write or paste the words that should stand in brackets, as they are in the draft."))
    found = text.count(words)
    if found != 1:
        told = _("These words are not in the paragraph as they are written here.") if not found else _("These words come more than once.")
        raise BadInput(f"{told} " + _("Paste a longer piece of the paragraph, exactly as it stands."))
    start = text.index(words)
    return put_in_brackets(text, start, start + len(words))


def enter_item(
    db: Session, actor: Actor, *, round_id: int, envelope: Envelope, item: Item, submission_id: int | None, key: str
) -> m.Submission:
    """Add one item to a contribution that is being entered (submission_id), or begin one. It enters the text when it is confirmed."""
    round_ = lock_round(db, round_id)
    require(actor, "enter_contribution", scope_of(round_))
    body = digest({"round": round_id, "envelope": str(envelope), "item": str(item), "to": submission_id})
    done = find_done(db, actor, key, body)
    if done is not None:
        return db.get_one(m.Submission, done)
    if round_.state == m.RoundState.PLANNED:
        raise Closed(_("The round is not open yet: open it first, then enter what came."))
    text = load_text(db, round_.draft)
    made = write_item(item, text.draft.units)
    row = _begin(db, actor, round_, envelope) if submission_id is None else _find(db, actor, submission_id, round_)
    if submission_id is not None and row.batch_id is None:
        _write_envelope(db, row, round_, envelope)
    _keep(db, row, made, item, text)
    row.advance()
    mark_done(db, actor, key, body, row.id)
    record(
        db, actor, "enter_item", Subject("submission", row.id, round_.session_id, row.delegation_id),
        after={"kind": item.kind, "unit": item.unit, "text": item.text, "reason": item.reason},
    )  # fmt: skip
    return row


def _begin(db: Session, actor: Actor, round_: m.Round, envelope: Envelope) -> m.Submission:
    row = m.Submission(
        round_id=round_.id, channel=envelope.channel, state=m.SubmissionState.STAGED, name="", sha256="", intake={"entered": actor.user_id},
        account=[list(_NOTHING)] * 3, created_at=clock.now(),
    )  # fmt: skip
    _write_envelope(db, row, round_, envelope)
    db.add(row)
    db.flush()
    return row


def _write_envelope(db: Session, row: m.Submission, round_: m.Round, envelope: Envelope) -> None:
    delegation = db.get(m.Delegation, envelope.delegation_id)
    if delegation is None or delegation.session_id != round_.session_id:
        raise BadInput(_("Choose one of the session's delegations."))
    row.delegation_id, row.channel, row.received_at = delegation.id, envelope.channel, envelope.received_at
    row.on_behalf_of = envelope.on_behalf_of
    way = {m.Channel.EMAIL: "e-mail"}.get(envelope.channel, str(envelope.channel).replace("_", " "))
    row.name = f"{delegation.name} ({way})"
    row.late = None if envelope.received_at is None else is_late(round_, envelope.received_at, 0)


def _find(db: Session, actor: Actor, submission_id: int, round_: m.Round) -> m.Submission:
    row = db.get(m.Submission, submission_id)
    if row is None or row.round_id != round_.id:
        raise NotFound(_("There is no such contribution."))
    if row.state != m.SubmissionState.STAGED:
        raise Conflict(_("This contribution is confirmed already; enter another one."))
    return row


def _keep(db: Session, row: m.Submission, made: c.Amendment | c.Comment, item: Item, text: Text) -> None:
    ids = dict(enumerate(text.ids))
    last = [db.scalar(select(func.max(kind.position)).where(kind.submission_id == row.id)) for kind in (m.Amendment, m.Comment)]
    position = max((number for number in last if number is not None), default=-1) + 1
    if isinstance(made, c.Comment):
        db.add(keep_comment(row, made, ids, m.Origin.HAND, position, []))
        row.account = count_more(row, (0, 0, 1))
        return
    kept = keep_amendment(row, made, ids, m.Origin.HAND, position)
    kept.reason, kept.print_reason = item.reason, bool(item.reason)
    db.add(kept)
    db.flush()
    row.account = count_more(row, (*count_typed(made, text.draft.units), 1 if item.reason else 0))
    if item.reason:
        said = c.Comment(reason_id(kept.id), made.unit, None, "", "", "", None, item.reason, None, False)
        comment = keep_comment(row, said, ids, m.Origin.HAND, position, [])
        comment.amendment_id = kept.id if made.unit is None else None
        db.add(comment)


def count_more(row: m.Submission, more: tuple[int, int, int]) -> list[list[int]]:
    """Count letters inserted, letters deleted and comments that were typed: they were in no file, and have their place."""
    account = read_account(row.account)
    return [list(count._replace(in_file=count.in_file + number, placed=count.placed + number)) for count, number in zip(account, more)]


def confirm_contribution(
    db: Session, actor: Actor, *, submission_id: int, version: int, text: str = "", base_url: str = ""
) -> m.Submission:
    """Bring a contribution that staff entered into force. text: what its receipt prints; it is mailed to the heads of the delegation."""
    row, round_ = _load(db, actor, submission_id, version)
    bring_into_force(db, actor, row, round_)
    if text:
        row.text_sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
        send_receipts(db, row, base_url, text)
    begin_stances(db, row)
    record(
        db, actor, "confirm_contribution", Subject("submission", row.id, round_.session_id, row.delegation_id),
        after={"name": row.name, "number": number_of(row), "account": row.account},
    )  # fmt: skip
    return row


def discard_contribution(db: Session, actor: Actor, *, submission_id: int, version: int) -> m.Submission:
    """Set a contribution aside that was entered by mistake and never confirmed; what was typed is kept."""
    row, round_ = _load(db, actor, submission_id, version)
    row.state = m.SubmissionState.SET_ASIDE
    row.advance()
    record(db, actor, "discard_contribution", Subject("submission", row.id, round_.session_id, row.delegation_id), after={"name": row.name})
    return row


def _load(db: Session, actor: Actor, submission_id: int, version: int) -> tuple[m.Submission, m.Round]:
    row = db.get(m.Submission, submission_id)
    if row is None or row.batch_id is not None:
        raise NotFound(_("There is no such contribution."))
    round_ = lock_round(db, row.round_id)
    require(actor, "enter_contribution", Scope(round_.session.body_id, round_.session_id))
    if row.state != m.SubmissionState.STAGED:
        raise Conflict(_("This contribution is confirmed already."))
    require_version(row, version)
    return row, round_
