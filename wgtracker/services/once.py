"""Carry a form out once: a second click, a retry or the back button gets the first answer, not a second row."""

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.policy import Actor

_LONGEST_KEY = 64


def digest(fields: Mapping[str, object]) -> str:
    """Hash what a form says, its key and token aside, so that the same form is known again."""
    content = json.dumps(dict(fields), sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()


def find_done(db: Session, actor: Actor, key: str, body_sha256: str) -> int | None:
    """Give the submission that this form made already, None where it is new. Raises BadInput for another text under the same key."""
    _check(key)
    row = db.scalar(select(m.SentForm).where(m.SentForm.user_id == actor.user_id, m.SentForm.key == key))
    if row is None:
        return None
    if row.body_sha256 != body_sha256:
        raise BadInput(_("This form was carried out already with other words. These are kept below; press the button again to save them."))
    return row.submission_id


def mark_done(db: Session, actor: Actor, key: str, body_sha256: str, submission_id: int) -> None:
    """Remember that a form was carried out, in the same transaction."""
    assert actor.user_id is not None
    db.add(m.SentForm(user_id=actor.user_id, key=key, body_sha256=body_sha256, submission_id=submission_id, at=clock.now()))


def _check(key: str) -> None:
    if not key or len(key) > _LONGEST_KEY or not key.isascii():
        raise BadInput(_("This page is not complete. Reload it and send it again; your words are kept."))
