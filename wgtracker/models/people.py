"""Store people: users, what they may do where, invitations, the places where they are signed in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgtracker.models.base import Base, Versioned, one_of


class Role(StrEnum):
    """What a person is: secretariat per body; chair and operator per session; the others per delegation."""

    SECRETARIAT = "secretariat"
    CHAIR = "chair"
    OPERATOR = "operator"
    HEAD = "head"
    DRAFTER = "drafter"
    REVIEWER = "reviewer"
    OBSERVER = "observer"


class LinkPurpose(StrEnum):
    """What a link sent by mail is for."""

    RESET = "reset"
    SIGN_IN = "sign_in"


class User(Versioned, Base):
    """A person. email: lower case, as compared. zone: the reader's own, "" for the meeting's. password_hash: "" before one is set.

    totp_secret: "" where no code is asked for. totp_used: the last time step whose code was taken, so that none is taken twice.
    recovery_codes: hashes of those that are left.
    """

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str] = mapped_column(default="")
    totp_secret: Mapped[str] = mapped_column(default="")
    totp_used: Mapped[int] = mapped_column(default=0)
    recovery_codes: Mapped[list[Any]] = mapped_column(default=list)
    zone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    memberships: Mapped[list["Membership"]] = relationship(back_populates="user")


class Membership(Base):
    """A role of a user in one body, session or delegation (exactly one of the three is set)."""

    __tablename__ = "memberships"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"), index=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship(back_populates="memberships")


class Invitation(Versioned, Base):
    """An invitation by link: only the hash of its token is kept. roles: what it gives. Valid until expires_at (the round closes).

    body_id, session_id or delegation_id: what it is for, as in Membership. round_id: the round it was sent for. letter_id: its last letter.
    """

    __tablename__ = "invitations"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    roles: Mapped[list[Any]]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    consumed_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))


class SignIn(Base):
    """A place where a user is signed in: the row behind the cookie, whose token is kept as a hash only."""

    __tablename__ = "sign_ins"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    agent: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class MailedLink(Base):
    """A single-use link to set a new password or to sign in."""

    __tablename__ = "mailed_links"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(one_of(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    consumed_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class Attempt(Base):
    """One try at something that is throttled (sign-in, links): key names what and for whom, never by network address alone."""

    __tablename__ = "attempts"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Scratch(Base):
    """What a person is typing and has not saved: kept on the server, offered again after a crash or on another device.

    key: names the form and its subject ("propose:round 3:unit 17"). fields: what stands in them.
    """

    __tablename__ = "scratches"
    __table_args__ = (UniqueConstraint("user_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    key: Mapped[str]
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
