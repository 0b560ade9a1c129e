"""Store the reading of a draft in the room: its acts, the units that came in, the numbers given, and frozen snapshots.

Acts are only ever added. What they come to (wgtracker.room.steps) is not stored, except what others ask for often: the text in force of
each unit, as a Revision, and its status.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgtracker.models.base import Base, Versioned, one_of
from wgtracker.models.draft import Draft, Recommendation
from wgtracker.models.meeting import WorkingGroupSession
from wgtracker.models.round import Round


class NegotiationState(StrEnum):
    """Whether the text is being read, or is frozen and renumbered."""

    LIVE = "live"
    FROZEN = "frozen"


class Negotiation(Versioned, Base):
    """The line-by-line reading of a draft. number: counts the session's readings. round_id: whose written input was brought in.

    last_act: number of the last act. pulse: counts everything that a follower's screen shows (acts, focus, freezing). focus_id: the unit
    that the room is at. shows_stances: whether delegations see each other's stances. numbering: the map that the freeze made, old -> new.
    """

    __tablename__ = "negotiations"
    __table_args__ = (UniqueConstraint("session_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    number: Mapped[int]
    state: Mapped[NegotiationState] = mapped_column(one_of(NegotiationState), default=NegotiationState.LIVE)
    last_act: Mapped[int] = mapped_column(default=0)
    pulse: Mapped[int] = mapped_column(default=0)
    focus_id: Mapped[int | None] = mapped_column(ForeignKey("recommendations.id"))
    shows_stances: Mapped[bool] = mapped_column(default=False)
    numbering: Mapped[dict[str, Any]] = mapped_column(default=dict)
    opened_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]
    session: Mapped[WorkingGroupSession] = relationship()
    draft: Mapped[Draft] = relationship(foreign_keys=[draft_id])
    round: Mapped[Round | None] = relationship()
    units: Mapped[list["RoomUnit"]] = relationship(back_populates="negotiation", order_by="RoomUnit.id")


class RoomUnit(Base):
    """A unit of a reading. after_id: the unit it came in after (null: first), entered_act: by which act (0: it is of the draft).

    by: who proposed it, where it is a new paragraph. last_act: number of the last act on it.
    """

    __tablename__ = "room_units"
    __table_args__ = (UniqueConstraint("negotiation_id", "recommendation_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    negotiation_id: Mapped[int] = mapped_column(ForeignKey("negotiations.id"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"), index=True)
    after_id: Mapped[int | None] = mapped_column(ForeignKey("recommendations.id"))
    entered_act: Mapped[int] = mapped_column(default=0)
    by: Mapped[list[Any]] = mapped_column(default=list)
    last_act: Mapped[int] = mapped_column(default=0)
    negotiation: Mapped[Negotiation] = relationship(back_populates="units")
    recommendation: Mapped[Recommendation] = relationship(foreign_keys=[recommendation_id])


class RoomAct(Base):
    """An act of the meeting on a unit. kind, content: as wgtracker.room.codec writes them.

    number: counts the acts of the reading. bloc: number of the first act of those done together. actor: the name as it was then.
    delegation_id: whose words it brings, or who acted. key: of the form or device that sent it; the same key is the same act.
    """

    __tablename__ = "room_acts"
    __table_args__ = (
        UniqueConstraint("negotiation_id", "number"),
        Index("ix_room_acts_unit", "negotiation_id", "recommendation_id", "number"),
        Index(
            "uq_room_acts_key", "negotiation_id", "user_id", "key", unique=True,
            sqlite_where=text("key != ''"), postgresql_where=text("key != ''"),
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    negotiation_id: Mapped[int] = mapped_column(ForeignKey("negotiations.id"))
    number: Mapped[int]
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"))
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
    bloc: Mapped[int | None]
    at: Mapped[datetime]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[str]
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"))
    key: Mapped[str] = mapped_column(default="")


class GivenNumber(Base):
    """A change number of a reading, with the changes it was given to: it is never given to others. pieces: [proposal, index] each."""

    __tablename__ = "given_numbers"
    __table_args__ = (UniqueConstraint("negotiation_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    negotiation_id: Mapped[int] = mapped_column(ForeignKey("negotiations.id"), index=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendations.id"))
    number: Mapped[str]
    pieces: Mapped[list[Any]]


class Snapshot(Base):
    """All texts of a reading at one moment, frozen. act: the last act it shows. title: "Status: 10 September 2020, 6.15 p.m.".

    content: units in order with label, text, status and what waits, as data; sha256: of its JSON letters.
    """

    __tablename__ = "snapshots"
    __table_args__ = (UniqueConstraint("negotiation_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    negotiation_id: Mapped[int] = mapped_column(ForeignKey("negotiations.id"))
    number: Mapped[int]
    title: Mapped[str]
    act: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    sha256: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    negotiation: Mapped[Negotiation] = relationship()
