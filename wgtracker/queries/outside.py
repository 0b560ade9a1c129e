"""List written input in force that the room has not heard: what was confirmed or placed after the text was taken into the room."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m


class Outside(NamedTuple):
    """A submission of which something is not in the room. changes, comments: how many."""

    submission_id: int
    delegation: str
    changes: int
    comments: int


def is_in_room(db: Session, round_id: int) -> bool:
    """Tell whether the text of a round was taken into the room."""
    return db.scalar(select(m.Negotiation.id).where(m.Negotiation.round_id == round_id).limit(1)) is not None


def list_outside(db: Session, negotiation: m.Negotiation) -> list[Outside]:
    """List what came in too late for the opening, by submission; nothing where the reading has no round.

    Comments on the text as a whole are not said in the room, nor is what a delegation does not want published.
    """
    if negotiation.round_id is None:
        return []
    acts = select(m.RoomAct.content).where(m.RoomAct.negotiation_id == negotiation.id, m.RoomAct.kind.in_(("table", "remark")))
    heard = {content.get("proposal") or content.get("remark") for content in db.scalars(acts) if "name" in content}
    a, c, s, d = m.Amendment, m.Comment, m.Submission, m.Delegation
    ours = (s.round_id == negotiation.round_id, s.state == m.SubmissionState.IN_FORCE, s.publish.is_(True))
    changes = select(a.id, s.id, d.name).join(s, s.id == a.submission_id).join(d, d.id == s.delegation_id)
    comments = select(c.id, s.id, d.name).join(s, s.id == c.submission_id).join(d, d.id == s.delegation_id)
    found: dict[tuple[int, str], list[int]] = {}
    for kind, query in (
        (0, changes.where(*ours, a.ended_at.is_(None), a.waits_for_delegation.is_(False))),
        (1, comments.where(*ours, c.ended_at.is_(None), c.unit.is_not(None) | c.amendment_id.is_not(None))),
    ):
        for number, submission_id, name in db.execute(query):
            if f"{'ac'[kind]}{number}" not in heard:
                found.setdefault((submission_id, name), [0, 0])[kind] += 1
    return [Outside(number, name, *counts) for (number, name), counts in sorted(found.items(), key=lambda one: one[0][1])]
