"""Take everything of a session out, in one zip: its rows as JSON, its papers and originals as they are, and the hash of each.

docs/export.schema.json describes the JSON; passwords, tokens and what people have not saved yet are not in it.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import Enum
from typing import IO, Any, NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from wgtracker import __version__, clock
from wgtracker import models as m
from wgtracker.errors import NotFound
from wgtracker.i18n import gettext as _
from wgtracker.services import events
from wgtracker.services.outbox import blank_links

SECRET = frozenset(("token_hash", "password_hash", "totp_secret", "totp_used", "recovery_codes"))
"""Columns that never leave the database."""
FORMAT = 1


class Exported(NamedTuple):
    """What was written: how many rows of how many tables, and how many files."""

    tables: int
    rows: int
    files: int


def export_session(db: Session, session_id: int, to: IO[bytes]) -> Exported:
    """Write the zip of a session to a stream. Raises NotFound."""
    session = db.get(m.WorkingGroupSession, session_id)
    if session is None:
        raise NotFound(_("There is no such session."))
    last, hash_ = events.head(db)
    tables = {name: [_plain_row(row) for row in db.execute(query).mappings()] for name, query in _queries(session).items()}
    for letter in tables["outbox"]:
        letter["body"] = blank_links(letter["body"])
    content: dict[str, Any] = {
        "format": FORMAT,
        "program": __version__,
        "exported_at": clock.now().isoformat(timespec="seconds"),
        "last_event": {"number": last, "hash": hash_},
        **tables,
    }
    sums: list[tuple[str, str]] = []
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as package:
        _write(package, "session.json", (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace"), sums)
        for name, content_ in _files(db, tables):
            _write(package, name, content_, sums)
        listed = "".join(f"{sha256}  {name}\n" for name, sha256 in sums)
        package.writestr("SHA256SUMS", listed)
    return Exported(len(tables), sum(map(len, tables.values())), len(sums) - 1)


def _write(package: zipfile.ZipFile, name: str, content: bytes, sums: list[tuple[str, str]]) -> None:
    package.writestr(name, content)
    sums.append((name, hashlib.sha256(content).hexdigest()))


def _queries(session: m.WorkingGroupSession) -> dict[str, Select[Any]]:
    """Give for each table which of its rows belong to the session."""
    of, body_id = session.id, session.body_id
    drafts, rounds = _ids(m.Draft, m.Draft.session_id == of), _ids(m.Round, m.Round.session_id == of)
    delegations = _ids(m.Delegation, m.Delegation.session_id == of)
    units = _ids(m.Recommendation, m.Recommendation.session_id == of)
    submissions = _ids(m.Submission, m.Submission.round_id.in_(rounds))
    readings = _ids(m.Negotiation, m.Negotiation.session_id == of)
    here = [
        (m.Body, m.Body.id == body_id),
        (m.WorkingGroupSession, m.WorkingGroupSession.id == of),
        (m.AgendaItem, m.AgendaItem.session_id == of),
        (m.Topic, m.Topic.session_id == of),
        (m.Delegation, m.Delegation.session_id == of),
        (m.PartyStatus, m.PartyStatus.instrument == session.body.instrument),
        (m.Draft, m.Draft.id.in_(drafts)),
        (m.Recommendation, m.Recommendation.session_id == of),
        (m.Revision, m.Revision.recommendation_id.in_(units)),
        (m.Round, m.Round.session_id == of),
        (m.RoundExtension, m.RoundExtension.round_id.in_(rounds)),
        (m.Batch, m.Batch.round_id.in_(rounds)),
        (m.Submission, m.Submission.round_id.in_(rounds)),
        (m.Amendment, m.Amendment.submission_id.in_(submissions)),
        (m.Comment, m.Comment.submission_id.in_(submissions)),
        (m.Aside, m.Aside.submission_id.in_(submissions)),
        (m.Stance, m.Stance.round_id.in_(rounds)),
        (m.Note, m.Note.session_id == of),
        (m.Negotiation, m.Negotiation.session_id == of),
        (m.RoomUnit, m.RoomUnit.negotiation_id.in_(readings)),
        (m.RoomAct, m.RoomAct.negotiation_id.in_(readings)),
        (m.GivenNumber, m.GivenNumber.negotiation_id.in_(readings)),
        (m.Snapshot, m.Snapshot.negotiation_id.in_(readings)),
        (m.Paper, m.Paper.session_id == of),
        (m.Invitation, or_(m.Invitation.session_id == of, m.Invitation.delegation_id.in_(delegations))),
        (m.OutboxLetter, m.OutboxLetter.session_id == of),
        (m.Event, m.Event.session_id == of),
    ]
    found = {model.__tablename__: _rows(model, where) for model, where in here}
    roles = or_(m.Membership.body_id == body_id, m.Membership.session_id == of, m.Membership.delegation_id.in_(delegations))
    acting = select(m.Event.user_id).where(m.Event.session_id == of, m.Event.user_id.is_not(None))
    people = m.User.id.in_(select(m.Membership.user_id).where(roles)) | m.User.id.in_(acting)
    return found | {"memberships": _rows(m.Membership, roles), "users": _rows(m.User, people)}


def _ids(model: Any, where: ColumnElement[bool]) -> Select[Any]:
    return select(model.id).where(where)


def _rows(model: Any, where: ColumnElement[bool]) -> Select[Any]:
    columns = [column for column in model.__table__.columns if column.name not in SECRET]
    return select(*columns).where(where).order_by(model.__table__.c.id)


def _plain_row(row: Any) -> dict[str, Any]:
    return {key: _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | date) else value


def _files(db: Session, tables: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, bytes]]:
    """Give every file of the session once, with its name in the zip."""
    names: dict[str, str] = {}
    for paper in tables["papers"]:
        name = re.sub(r"[^A-Za-z0-9.]+", "-", paper["symbol"]).strip("-.") or "without-symbol"
        names[paper["sha256"]] = f"papers/{paper['id']}-{name}.docx"
        names[paper["note_sha256"]] = f"papers/{paper['id']}-{name}.staff-note.docx"
    for row in [*tables["drafts"], *tables["submissions"]]:
        for key in ("original_sha256", "sha256"):
            if row.get(key):
                names.setdefault(row[key], f"originals/{row[key]}{_ending(row['name'])}")
    for letter in tables["outbox"]:
        for name, sha256, _kind in letter["attachments"]:
            names.setdefault(sha256, f"receipts/{sha256}{_ending(name)}")
    for sha256, name in sorted(_kept(db, list(names), names), key=lambda one: one[1]):
        yield name, db.scalars(select(m.StoredFile.content).where(m.StoredFile.sha256 == sha256)).one()


def _kept(db: Session, hashes: Sequence[str], names: dict[str, str]) -> list[tuple[str, str]]:
    """Leave out what was never kept (a file too large to be read)."""
    return [(sha256, names[sha256]) for sha256 in db.scalars(select(m.StoredFile.sha256).where(m.StoredFile.sha256.in_(hashes)))]


def _ending(name: str) -> str:
    found = re.search(r"\.[A-Za-z0-9]{1,8}$", name)
    return found[0].lower() if found else ""
