"""Store bodies, their sessions, agenda items and topics."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgtracker.models.base import Base, Versioned, one_of


class MeetingWord(StrEnum):
    """What a body calls its sessions."""

    MEETING = "meeting"
    SESSION = "session"


class Mode(StrEnum):
    """How a session is held."""

    IN_PERSON = "in_person"
    HYBRID = "hybrid"
    ONLINE = "online"


class TopicKind(StrEnum):
    """Whether recommendations under a topic are general or specific to it."""

    GENERAL = "general"
    SPECIFIC = "specific"


class Body(Versioned, Base):
    """A working group. code: short, in addresses and receipts ("TIP"). instrument: whose parties are its States parties."""

    __tablename__ = "bodies"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    instrument: Mapped[str] = mapped_column(default="")
    conference: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sessions: Mapped[list["WorkingGroupSession"]] = relationship(back_populates="body", order_by="WorkingGroupSession.opens_on")


class WorkingGroupSession(Versioned, Base):
    """One session ("tenth meeting") of a body, with the facts that head its papers.

    ordinal: 10. participants: as known, such as "almost 500". is_public: listed on the public page.
    facts: what heads its papers beside the columns here, by key of docs/meeting.md (symbol, conference_dates …).
    """

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("body_id", "ordinal"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"), index=True)
    ordinal: Mapped[int]
    word: Mapped[MeetingWord] = mapped_column(one_of(MeetingWord), default=MeetingWord.MEETING)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="Vienna")
    zone: Mapped[str] = mapped_column(default="Europe/Vienna")
    mode: Mapped[Mode] = mapped_column(one_of(Mode), default=Mode.IN_PERSON)
    chair: Mapped[str] = mapped_column(default="")
    chair_state: Mapped[str] = mapped_column(default="")
    participants: Mapped[str] = mapped_column(default="")
    mandate: Mapped[str] = mapped_column(default="")
    conference_session: Mapped[str] = mapped_column(default="")
    conference_item: Mapped[str] = mapped_column(default="")
    conference_opens_on: Mapped[date | None]
    unit_name: Mapped[str] = mapped_column(default="draft recommendation")
    officer: Mapped[str] = mapped_column(default="")
    officer_address: Mapped[str] = mapped_column(default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    body: Mapped[Body] = relationship(back_populates="sessions")
    topics: Mapped[list["Topic"]] = relationship(back_populates="session", order_by="Topic.position")
    agenda: Mapped[list["AgendaItem"]] = relationship(back_populates="session", order_by="AgendaItem.position")


class AgendaItem(Versioned, Base):
    """An item of a session's agenda. number: as printed ("2 (b)")."""

    __tablename__ = "agenda_items"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    position: Mapped[int]
    number: Mapped[str]
    title: Mapped[str]
    session: Mapped[WorkingGroupSession] = relationship(back_populates="agenda")


class Topic(Versioned, Base):
    """What recommendations are grouped under. Its kind decides how adopted ones are counted (general, specific)."""

    __tablename__ = "topics"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    position: Mapped[int]
    title: Mapped[str]
    kind: Mapped[TopicKind] = mapped_column(one_of(TopicKind), default=TopicKind.SPECIFIC)
    session: Mapped[WorkingGroupSession] = relationship(back_populates="topics")
