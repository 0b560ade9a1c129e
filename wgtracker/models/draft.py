"""Store drafts, their units and each text a unit ever had."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgtracker.models.base import Base, Versioned, one_of
from wgtracker.models.meeting import WorkingGroupSession
from wgtracker.room.life import Status


class DraftState(StrEnum):
    """Whether a draft is still looked through before it is saved, in force, or kept as it was."""

    PREVIEW = "preview"
    SAVED = "saved"
    DISCARDED = "discarded"


class UnitKind(StrEnum):
    """What a paragraph of the draft is (as wgtracker.compile names it)."""

    RECOMMENDATION = "recommendation"
    SUBPARAGRAPH = "subparagraph"
    HEADING = "heading"
    CHAPEAU = "chapeau"
    TEXT = "text"
    CELL = "cell"


class StoredFile(Base):
    """A file as it came, under the hash of its bytes: the same bytes are kept once, and nothing is ever changed."""

    __tablename__ = "files"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(deferred=True)
    stored_at: Mapped[datetime]


class Draft(Versioned, Base):
    """A draft as imported from Word. number: counts the session's drafts. edited: acts before saving (joined, split …), in words.

    made_from_id: the reading whose open points this draft takes on.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("session_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    number: Mapped[int]
    name: Mapped[str]
    state: Mapped[DraftState] = mapped_column(one_of(DraftState), default=DraftState.PREVIEW)
    original_sha256: Mapped[str] = mapped_column(ForeignKey("files.sha256"))
    sha256: Mapped[str] = mapped_column(ForeignKey("files.sha256"))
    edited: Mapped[list[Any]] = mapped_column(default=list)
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    made_from_id: Mapped[int | None] = mapped_column(ForeignKey("negotiations.id", use_alter=True))
    session: Mapped[WorkingGroupSession] = relationship()
    units: Mapped[list["Recommendation"]] = relationship(back_populates="draft", order_by="Recommendation.position")


class Recommendation(Versioned, Base):
    """A unit of the text: its id is for ever, its label is a view.

    position: its index among the units of its draft, or its order in an adopted set (draft_id is null). heading: the heading above,
    as compile's `topic`. level, source, offset: as compile's Unit. revision: number of the text in force in the room; what was circulated
    is always revision 1. negotiation_id: of a new paragraph that came in while a draft was negotiated (draft_id is null).
    """

    __tablename__ = "recommendations"
    __table_args__ = (UniqueConstraint("draft_id", "position"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), index=True)
    position: Mapped[int]
    kind: Mapped[UnitKind] = mapped_column(one_of(UnitKind))
    label: Mapped[str] = mapped_column(default="")
    heading: Mapped[str] = mapped_column(default="")
    level: Mapped[int] = mapped_column(default=0)
    source: Mapped[int] = mapped_column(default=0)
    offset: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    status: Mapped[Status] = mapped_column(one_of(Status), default=Status.TABLED)
    is_sample: Mapped[bool] = mapped_column(default=False)
    negotiation_id: Mapped[int | None] = mapped_column(ForeignKey("negotiations.id", use_alter=True), index=True)
    draft: Mapped[Draft | None] = relationship(back_populates="units")
    revisions: Mapped[list["Revision"]] = relationship(back_populates="recommendation", order_by="Revision.number")


class Revision(Base):
    """An immutable text of a unit."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("recommendation_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"), index=True)
    number: Mapped[int]
    text: Mapped[str]
    tokenizer: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    recommendation: Mapped[Recommendation] = relationship(back_populates="revisions")
