"""Store who takes part: delegations of a session, groups with their members over time, and the parties to an instrument."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgtracker.models.base import Base, Versioned, one_of
from wgtracker.models.meeting import WorkingGroupSession


class Standing(StrEnum):
    """What a delegation is under the instrument of its body (rules of procedure of the Conference)."""

    STATE_PARTY = "state_party"
    SIGNATORY = "signatory"
    OTHER_STATE = "other_state"
    REIO = "reio"
    IGO = "igo"
    UN_ENTITY = "un_entity"
    NGO = "ngo"
    OTHER = "other"


class Delegation(Versioned, Base):
    """A delegation to one session. name: as printed at the session's date; category and sort_key: as wgtracker.countries gives them."""

    __tablename__ = "delegations"
    __table_args__ = (UniqueConstraint("session_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    name: Mapped[str]
    category: Mapped[str]
    sort_key: Mapped[str]
    iso3: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    standing: Mapped[Standing] = mapped_column(one_of(Standing), default=Standing.OTHER)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    session: Mapped[WorkingGroupSession] = relationship()


class PartyStatus(Base):
    """What a State or organization is under an instrument, from a day on."""

    __tablename__ = "party_statuses"
    __table_args__ = (UniqueConstraint("instrument", "party", "from_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    instrument: Mapped[str]
    party: Mapped[str]
    standing: Mapped[Standing] = mapped_column(one_of(Standing))
    from_on: Mapped[date | None]


class Group(Versioned, Base):
    """A group that can speak for its members."""

    __tablename__ = "groups"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    members: Mapped[list["GroupMember"]] = relationship(back_populates="group", order_by="GroupMember.party")


class GroupMember(Base):
    """A membership in a group: joined and left are dated. None: as long as known."""

    __tablename__ = "group_members"
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), index=True)
    party: Mapped[str]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    group: Mapped[Group] = relationship(back_populates="members")
