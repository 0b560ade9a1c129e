"""Store the record of every change, chained by hash, and the mail that goes out."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wgtracker.models.base import Base, one_of


class Event(Base):
    """One change: who, what, before, after, when. hash covers all of it and the hash before it; rows are only ever added.

    act: the service's name ("open_round"). subject, subject_id: what was changed ("round", 3). session_id, delegation_id: whose history
    it belongs to. actor: the name as it was then.
    """

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_subject", "subject", "subject_id"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"))
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class MailState(StrEnum):
    """What became of a letter."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class OutboxLetter(Base):
    """A letter to be sent: written in the same transaction as what it tells, sent afterwards. body is blanked of its link once sent.

    attachments: [name, sha256 of a stored file, type] each.
    """

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    to: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[MailState] = mapped_column(one_of(MailState), default=MailState.QUEUED)
    tries: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str] = mapped_column(default="")
    next_try_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class SearchEntry(Base):
    """A text that can be found. words: normalized (wgtracker.searching); the index of the database lies over it.

    kind: unit | amendment | comment | delegation | paper; subject_id: its id. delegation_id, round_id: whose it is and until when only
    they and the Secretariat may find it (null: everybody who may see the session).
    """

    __tablename__ = "search_entries"
    __table_args__ = (Index("ix_search_entries_subject", "kind", "subject_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"))
    kind: Mapped[str]
    subject_id: Mapped[int]
    title: Mapped[str]
    excerpt: Mapped[str]
    words: Mapped[str]
