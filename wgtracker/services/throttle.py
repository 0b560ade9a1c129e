"""Slow down guessing: count tries at one account, never at a network address (a whole conference comes from one)."""

import hashlib
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import TooMany
from wgtracker.i18n import gettext as _

WINDOW = timedelta(minutes=15)
MOST = 10
FREE = 3
"""Tries before the waiting begins: 2, 4, 8 … seconds after the fourth, the fifth, the sixth."""


def name_key(what: str, whom: str) -> str:
    """Name what is counted. whom: an address or a number as text; only its hash is kept."""
    return f"{what}:{hashlib.sha256(whom.strip().lower().encode('utf-8', 'replace')).hexdigest()[:32]}"


def count_try(db: Session, key: str, *, most: int = MOST) -> None:
    """Count one try. Raises TooMany, with the seconds to wait, where there were too many or they follow each other too fast."""
    at = clock.now()
    db.execute(delete(m.Attempt).where(m.Attempt.key == key, m.Attempt.at <= at - WINDOW))
    earlier = select(func.count(), func.max(m.Attempt.at), func.min(m.Attempt.at)).where(m.Attempt.key == key)
    count, last, first = db.execute(earlier).one()
    if count >= most:
        wait = first + WINDOW - at
    elif count > FREE:
        wait = last + timedelta(seconds=2 ** (count - FREE)) - at
    else:
        wait = timedelta()
    if wait > timedelta():
        seconds = int(wait.total_seconds()) + 1
        raise TooMany(_("Too many tries one after the other. Wait %(time)s, then try again.", time=_spell(seconds)), seconds)
    db.add(m.Attempt(key=key, at=at))
    db.flush()


def forget_tries(db: Session, key: str) -> None:
    """Begin to count anew, after a try that succeeded."""
    db.execute(delete(m.Attempt).where(m.Attempt.key == key))


def _spell(seconds: int) -> str:
    if seconds < 100:
        return _("%(count)s seconds", count=seconds)
    return _("%(count)s minutes", count=-(-seconds // 60))
