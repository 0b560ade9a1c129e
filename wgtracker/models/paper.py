"""Store papers: each with the frozen snapshot it was drawn from, its hash and its change numbers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wgtracker.models.base import Base, Versioned, one_of
from wgtracker.models.meeting import WorkingGroupSession
from wgtracker.models.round import Round


class PaperState(StrEnum):
    """Where a paper stands: built by staff, cleared by the Chair against one hash, issued, or given up."""

    BUILT = "built"
    CLEARED = "cleared"
    ISSUED = "issued"
    DROPPED = "dropped"


class Edition(StrEnum):
    """What a paper is to the one before it (United Nations symbols)."""

    FIRST = "first"
    ADDENDUM = "addendum"
    REVISION = "revision"
    CORRIGENDUM = "corrigendum"


class Paper(Versioned, Base):
    """A conference room paper. sha256: of its Word file; what the Chair clears and what goes out is exactly that.

    as_at: the moment whose state it shows. snapshot: everything it was drawn from (meeting, submissions, units) as data, frozen.
    numbers: [number, unit, start, end] of each change printed, never given to another change. copy: issued or chair.
    replaces_id: the paper it adds to, revises or corrects; edition_number counts (Add.1, Add.2); reason: why.
    texts: the round's count of changes when it was built; prints_unplaced: what has no place stands in Annex III.
    """

    __tablename__ = "papers"
    __table_args__ = (
        Index(
            "uq_papers_issued_symbol",
            "symbol",
            unique=True,
            sqlite_where=text("state = 'issued'"),
            postgresql_where=text("state = 'issued'"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    symbol: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    edition: Mapped[Edition] = mapped_column(one_of(Edition), default=Edition.FIRST)
    edition_number: Mapped[int] = mapped_column(default=0)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("papers.id"))
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[PaperState] = mapped_column(one_of(PaperState), default=PaperState.BUILT)
    markup: Mapped[str]
    order: Mapped[str]
    copy: Mapped[str]
    prints_unplaced: Mapped[bool] = mapped_column(default=False)
    as_at: Mapped[datetime]
    texts: Mapped[int] = mapped_column(default=0)
    snapshot: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    numbers: Mapped[list[Any]] = mapped_column(default=list)
    sha256: Mapped[str] = mapped_column(ForeignKey("files.sha256"))
    note_sha256: Mapped[str] = mapped_column(ForeignKey("files.sha256"))
    built_at: Mapped[datetime]
    built_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    session: Mapped[WorkingGroupSession] = relationship()
    round: Mapped[Round] = relationship()
