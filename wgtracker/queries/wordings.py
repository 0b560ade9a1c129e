"""List wordings that staff typed for comments and that wait for their delegation."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m


class Waiting(NamedTuple):
    """A wording that waits. unit: its index (None: a new paragraph after after_unit). comment: the words it was made of."""

    id: int
    version: int
    delegation_id: int
    delegation: str
    kind: str
    unit: int | None
    after_unit: int | None
    original: str
    proposed: str
    comment_id: int
    comment: str
    typed_at: datetime


def list_waiting(db: Session, round_id: int, delegations: frozenset[int] | None) -> list[Waiting]:
    """List what waits in a round, the oldest first. delegations: whose (a delegation's page: its own alone); None for everybody's."""
    a, c, s, d = m.Amendment, m.Comment, m.Submission, m.Delegation
    query = (
        select(
            a.id, a.version, d.id, d.name, a.kind, a.unit, a.after_unit, a.original, a.proposed, c.id, c.text, a.created_at,
        )
        .join(s, s.id == a.submission_id)
        .join(d, d.id == s.delegation_id)
        .join(c, c.id == a.from_comment_id)
        .where(
            s.round_id == round_id,
            s.state == m.SubmissionState.IN_FORCE,
            a.waits_for_delegation.is_(True),
            a.ended_at.is_(None),
        )
        .order_by(a.id)
    )  # fmt: skip
    if delegations is not None:
        query = query.where(d.id.in_(delegations))
    return [Waiting(*tuple(row)) for row in db.execute(query).all()]
