"""Tell what happened, in plain sentences: the events of an object or of a session, newest first."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext, ngettext
from wgtracker.queries.sentences import SENTENCES, UNSENT

PAGE = 50
SUBJECTS = {
    "session": lazy_gettext("The session"),
    "agenda_item": lazy_gettext("Agenda"),
    "topic": lazy_gettext("Topics"),
    "draft": lazy_gettext("Drafts"),
    "delegation": lazy_gettext("Delegations"),
    "group": lazy_gettext("Groups"),
    "round": lazy_gettext("Rounds"),
    "batch": lazy_gettext("Files received"),
    "submission": lazy_gettext("Submissions"),
    "amendment": lazy_gettext("Amendments"),
    "comment": lazy_gettext("Comments"),
    "aside": lazy_gettext("Held and unplaced items"),
    "negotiation": lazy_gettext("The room"),
    "snapshot": lazy_gettext("Snapshots of the text"),
    "paper": lazy_gettext("Papers"),
    "invitation": lazy_gettext("Invitations"),
    "user": lazy_gettext("People"),
    "note": lazy_gettext("Notes"),
}
"""What events are about, as the filter of the history names it."""
_LONGEST = 120


class Told(NamedTuple):
    """An event in words. sentence goes on after the name: "B. Officer" + "extended round 1 to …". details: (what, before, after)."""

    id: int
    at: datetime
    who: str
    sentence: str
    details: tuple[tuple[str, str, str], ...]
    subject: str


class Page(NamedTuple):
    """One page of a history."""

    events: tuple[Told, ...]
    page: int
    pages: int
    total: int


def of_session(db: Session, session_id: int, *, limit: int = PAGE) -> tuple[Told, ...]:
    """Tell the last events of a session."""
    rows = db.scalars(select(m.Event).where(m.Event.session_id == session_id).order_by(m.Event.id.desc()).limit(limit)).all()
    return tuple(map(tell, rows))


def of_subject(db: Session, kind: str, subject_id: int, *, limit: int = PAGE) -> tuple[Told, ...]:
    """Tell the last events of one object."""
    rows = db.scalars(
        select(m.Event).where(m.Event.subject == kind, m.Event.subject_id == subject_id).order_by(m.Event.id.desc()).limit(limit)
    ).all()
    return tuple(map(tell, rows))


def page_of_session(db: Session, session_id: int, *, subject: str = "", who: str = "", page: int = 1) -> Page:
    """Tell one page of a session's events, of some kind of object and some person only where these are given."""
    chosen = _choose(session_id, subject, who)
    total = db.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = max(1, min(page, pages))
    rows = db.scalars(chosen.order_by(m.Event.id.desc()).limit(PAGE).offset((page - 1) * PAGE)).all()
    return Page(tuple(map(tell, rows)), page, pages, total)


def whole_of_session(db: Session, session_id: int, *, subject: str = "", who: str = "") -> Page:
    """Tell all of a session's events at once, as they are printed and exported; chosen as for one page."""
    rows = db.scalars(_choose(session_id, subject, who).order_by(m.Event.id.desc())).all()
    return Page(tuple(map(tell, rows)), 1, 1, len(rows))


def _choose(session_id: int, subject: str, who: str) -> Select[m.Event]:
    chosen = select(m.Event).where(m.Event.session_id == session_id)
    if subject:
        chosen = chosen.where(m.Event.subject == subject)
    if who:
        chosen = chosen.where(m.Event.actor == who)
    return chosen


def people_of_session(db: Session, session_id: int) -> Sequence[str]:
    """Name those who did something in a session."""
    return db.scalars(select(m.Event.actor).where(m.Event.session_id == session_id).distinct().order_by(m.Event.actor)).all()


def tell(event: m.Event) -> Told:
    """Put an event into words."""
    values = _Values({**_flat(event.before), **_flat(event.after)})
    sentence = SENTENCES.get(f"{event.act}:{event.subject}") or SENTENCES.get(event.act)
    words = str(sentence) % values if sentence is not None else event.act.replace("_", " ")
    details = () if event.act in UNSENT else tuple(_details(event))
    return Told(event.id, event.at, event.actor, words, details, event.subject)


class _Values(dict[str, str]):
    """Values of a sentence; what an event does not have reads as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def _flat(values: Mapping[str, Any]) -> dict[str, str]:
    """Give values as words; of a list also its length, of a deadline its words."""
    out = {}
    for key, value in values.items():
        out[key] = _words(value)
        if isinstance(value, (list, tuple)):
            out[f"{key}_count"] = str(len(value))
    if out.get("deadline") and out.get("zone"):
        out["when"] = _deadline(out["deadline"], out["zone"])
    return out


def _words(value: Any) -> str:
    """Give one value in words, on one line."""
    match value:
        case None | "":
            return _("nothing")
        case bool():
            return _("yes") if value else _("no")
        case list() | tuple():
            shown = [_words(one) for one in value[:5]]
            rest = len(value) - len(shown)
            more = [ngettext("%(num)s more", "%(num)s more", rest)] if rest else []
            return ", ".join(shown + more) or _("nothing")
        case dict():
            return "; ".join(f"{_label(key)}: {_words(one)}" for key, one in list(value.items())[:8]) or _("nothing")
    line = " ".join(str(value).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _label(key: str) -> str:
    return key.replace("_", " ")


def _details(event: m.Event) -> list[tuple[str, str, str]]:
    """List what was changed from what to what."""
    return [
        (_label(key), _words(event.before[key]), _words(event.after[key]))
        for key in event.before
        if key in event.after and event.before[key] != event.after[key]
    ]


def _deadline(wall: str, zone: str) -> str:
    try:
        return clock.show_deadline(clock.local_to_utc(clock.read_wall(wall), zone), zone)
    except BadInput:
        return f"{wall} {zone}"
