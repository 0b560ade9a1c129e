"""Store what delegations send: the envelope, its amendments and comments, and what is held or has no place yet.

The rows hold exactly what wgtracker.compile makes of one file (compile/model.py explains each field), whether the words came by Word
file or were typed on a page. Nothing that was submitted is overwritten or deleted: a row that is replaced gets ended_at.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgtracker.models.base import Base, Versioned, one_of
from wgtracker.models.delegation import Delegation
from wgtracker.models.draft import Recommendation
from wgtracker.models.round import Round


class Channel(StrEnum):
    """How a submission came."""

    PAGE = "page"
    WORD = "word"
    EMAIL = "email"
    NOTE_VERBALE = "note_verbale"
    FLOOR = "floor"
    CHAT = "chat"


class SubmissionState(StrEnum):
    """Where a submission stands; only one in force has a voice in the text."""

    DRAFTING = "drafting"
    STAGED = "staged"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set_aside"


MOVES = {
    SubmissionState.DRAFTING: {SubmissionState.IN_FORCE, SubmissionState.SET_ASIDE},
    SubmissionState.STAGED: {SubmissionState.IN_FORCE, SubmissionState.SET_ASIDE},
    SubmissionState.IN_FORCE: {SubmissionState.SUPERSEDED, SubmissionState.WITHDRAWN},
    SubmissionState.SUPERSEDED: {SubmissionState.IN_FORCE},
    SubmissionState.WITHDRAWN: {SubmissionState.IN_FORCE},
    SubmissionState.SET_ASIDE: {SubmissionState.STAGED},
}
"""The one table of allowed moves. Back into force: where the submission that replaced it is withdrawn, or a withdrawal is undone."""


class Origin(StrEnum):
    """Where an amendment or comment row comes from."""

    FILE = "file"
    PAGE = "page"
    HAND = "hand"
    COMMENT = "comment"


class Batch(Versioned, Base):
    """Files that staff dropped together, to be confirmed on one screen."""

    __tablename__ = "batches"
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    ignored: Mapped[list[Any]] = mapped_column(default=list)
    submissions: Mapped[list["Submission"]] = relationship(back_populates="batch")


class Submission(Versioned, Base):
    """The envelope. number: of its receipt, counted among what the delegation sent in the round when it comes into force (null before).

    delegation_id: null while staff still have to say whose a staged file is; name: what its file is called, or how it came.
    received_at: when it came (for staff, as they recorded it; null: not recorded). sent_at, sent_by: when and who submitted or confirmed.
    account: compile's Account as lists of four numbers. supersedes_id: the one it replaces. text_sha256: of what the receipt prints.
    intake: how staff took the file in: found (how its delegation was: "name", "map", "chosen", ""), named (the delegation as read, where
    the session has none of that name), replaced_by (id of the submission that replaces it, until it is confirmed), basis (digest of what
    it was compiled with).
    """

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("round_id", "delegation_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegations.id"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    number: Mapped[int | None]
    channel: Mapped[Channel] = mapped_column(one_of(Channel))
    state: Mapped[SubmissionState] = mapped_column(one_of(SubmissionState))
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    on_behalf_of: Mapped[str] = mapped_column(default="")
    aligned: Mapped[list[Any]] = mapped_column(default=list)
    is_official: Mapped[bool] = mapped_column(default=True)
    publish: Mapped[bool] = mapped_column(default=True)
    received_at: Mapped[datetime | None]
    late: Mapped[bool | None]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    text_sha256: Mapped[str] = mapped_column(default="")
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"))
    format_changes: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    unreadable: Mapped[str] = mapped_column(default="")
    intake: Mapped[dict[str, Any]] = mapped_column(default=dict)
    account: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    round: Mapped[Round] = relationship()
    delegation: Mapped[Delegation | None] = relationship()
    batch: Mapped[Batch | None] = relationship(back_populates="submissions")
    amendments: Mapped[list["Amendment"]] = relationship(back_populates="submission", order_by="Amendment.position")
    comments: Mapped[list["Comment"]] = relationship(back_populates="submission", order_by="Comment.position")
    asides: Mapped[list["Aside"]] = relationship(back_populates="submission", order_by="Aside.position")


class Amendment(Versioned, Base):
    """An amendment of one submission. unit, after_unit, units: positions in the round's draft, as compile gives them.

    recommendation_id: the same unit by its id for ever (null for a new paragraph). revision: number of the text it was made on.
    edits: [start, end, new] each. changes: the raw revisions. reason: the delegation's own; printed only where print_reason.
    confirmed_at: when the delegation confirmed a wording that staff typed for it (origin comment), null while it waits.
    """

    __tablename__ = "amendments"
    __table_args__ = (
        Index("ix_amendments_submission_unit", "submission_id", "unit"),
        Index("ix_amendments_submission_kind", "submission_id", "kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendations.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    origin: Mapped[Origin] = mapped_column(one_of(Origin))
    kind: Mapped[str]
    unit: Mapped[int | None]
    units: Mapped[list[Any]] = mapped_column(default=list)
    after_unit: Mapped[int | None]
    level: Mapped[int] = mapped_column(default=0)
    original: Mapped[str]
    proposed: Mapped[str]
    edits: Mapped[list[Any]] = mapped_column(default=list)
    authors: Mapped[list[Any]] = mapped_column(default=list)
    dates: Mapped[list[Any]] = mapped_column(default=list)
    tracked: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)
    changes: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(default="")
    print_reason: Mapped[bool] = mapped_column(default=False)
    from_comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", use_alter=True))
    waits_for_delegation: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    submission: Mapped[Submission] = relationship(back_populates="amendments")
    recommendation: Mapped[Recommendation | None] = relationship()


class Comment(Versioned, Base):
    """A comment of one submission. word_id, parent: its id and that of the comment it answers, as in the file.

    amendment_id: where it stands on a new paragraph. place: compile's `where` ("" in the text, "document" for the whole, or a part).
    """

    __tablename__ = "comments"
    __table_args__ = (Index("ix_comments_submission_unit", "submission_id", "unit"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendations.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendments.id"))
    position: Mapped[int]
    origin: Mapped[Origin] = mapped_column(one_of(Origin))
    word_id: Mapped[str]
    unit: Mapped[int | None]
    place: Mapped[str] = mapped_column(default="")
    anchor: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    date: Mapped[str | None]
    text: Mapped[str]
    parent: Mapped[str | None]
    resolved: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    submission: Mapped[Submission] = relationship(back_populates="comments")


class Aside(Versioned, Base):
    """Something of a submission that is held, or that has no place yet (held False). settled_at: when a person placed or released it.

    settled_as: in words what became of it ("placed on discussion point 9"). kind, reason and the rest: as compile's Aside.
    """

    __tablename__ = "asides"
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    position: Mapped[int]
    held: Mapped[bool]
    kind: Mapped[str]
    reason: Mapped[str]
    unit: Mapped[int | None]
    original: Mapped[str]
    proposed: Mapped[str]
    author: Mapped[str] = mapped_column(default="")
    date: Mapped[str | None]
    changes: Mapped[list[Any]] = mapped_column(default=list)
    comment: Mapped[str] = mapped_column(default="")
    untracked: Mapped[list[Any]] = mapped_column(default=list)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_as: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    submission: Mapped[Submission] = relationship(back_populates="asides")


class SentForm(Base):
    """A form that was carried out, by the key that it was shown with: a second click or a retry gets the same answer, not a second row."""

    __tablename__ = "sent_forms"
    __table_args__ = (UniqueConstraint("user_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str]
    body_sha256: Mapped[str]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    at: Mapped[datetime]


class StanceKind(StrEnum):
    """What a delegation says of a proposal, a unit or the whole without wording of its own."""

    SUPPORTS = "supports"
    CO_SPONSORS = "co_sponsors"
    CAN_LIVE_WITH = "can_live_with"
    OPPOSES = "opposes"
    RESERVES = "reserves"


class Stance(Base):
    """A stance of a delegation on the whole draft (both null), a unit, or an amendment; joining and leaving are dated."""

    __tablename__ = "stances"
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegations.id"), index=True)
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendations.id"))
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendments.id"))
    kind: Mapped[StanceKind] = mapped_column(one_of(StanceKind))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Note(Versioned, Base):
    """A private note of the Chair or the Secretariat on a unit (or on the whole session); never shown to delegations, never printed."""

    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendations.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
