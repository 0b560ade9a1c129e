"""Give the compilation of a round: the draft with all that was said on it, as far as the reader may see it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile.assemble import DraftText, assemble, assemble_part
from wgtracker.compile.inserts import list_related
from wgtracker.compile.meeting import UNASSIGNED, Meeting
from wgtracker.compile.model import Compilation, Unit
from wgtracker.policy import Actor, Scope, can
from wgtracker.queries.kept import Kept
from wgtracker.queries.stored import Stored, load_lean, load_part, load_whole

ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth"
).split()
MODES = {m.Mode.IN_PERSON: "in person", m.Mode.HYBRID: "hybrid", m.Mode.ONLINE: "online"}


CIRCULATED = 1
"""Number of the text that went out: written input is made on it, whatever the room has agreed on since."""


class Text(NamedTuple):
    """A draft as compile takes it; ids: recommendation id of each unit, by position."""

    draft: DraftText
    ids: tuple[int, ...]


class Compiled(NamedTuple):
    """A compilation with the rows behind it."""

    compilation: Compilation
    stored: Stored
    text: Text


_texts: Kept[tuple[str, int, int], Text] = Kept(32)


def load_text(db: Session, draft: m.Draft) -> Text:
    """Give the units of a draft. Their texts never change under one version of the draft, so each process keeps some."""
    key = (str(db.get_bind().engine.url), draft.id, draft.version)
    return _texts.find(key, lambda: _read_text(db, draft))


def _read_text(db: Session, draft: m.Draft) -> Text:
    r, v = m.Recommendation, m.Revision
    rows = db.execute(
        select(r.id, r.position, r.kind, r.label, r.heading, v.text, r.level, r.source, r.offset)
        .join(v, (v.recommendation_id == r.id) & (v.number == CIRCULATED))
        .where(r.draft_id == draft.id)
        .order_by(r.position)
    ).all()
    units = tuple(Unit(row.position, str(row.kind), row.label, row.heading, row.text, row.level, row.source, row.offset) for row in rows)
    return Text(DraftText(draft.name, draft.sha256, units, tuple(draft.warnings)), tuple(row.id for row in rows))


def scope_of(round_: m.Round) -> Scope:
    """Give the scope that a round's rights are asked in."""
    return Scope(round_.session.body_id, round_.session_id)


def seen_by(actor: Actor, round_: m.Round) -> frozenset[int] | None:
    """Say whose input the actor sees in a round now: None everybody's; else that of these delegations only.

    Until the round closes no delegation sees another's input, whatever page asks (domain.md 7.20).
    """
    scope = scope_of(round_)
    if can(actor, "see_all_input", scope):
        return None
    if round_.state == m.RoundState.CLOSED and can(actor, "see_input_after_close", scope):
        return None
    return frozenset(
        grant.delegation_id
        for grant in actor.grants
        if grant.delegation_id is not None and can(actor, "see_own_input", scope._replace(delegation_id=grant.delegation_id))
    )


def compile_round(db: Session, round_: m.Round, delegations: frozenset[int] | None) -> Compiled:
    """Give the whole compilation, with all that papers print."""
    text, zone, word = load_text(db, round_.draft), round_.session.zone, round_.session.facts.get("new_word", "bis")
    stored = load_whole(db, round_.id, zone, delegations)
    return Compiled(assemble(text.draft, stored.submissions, stored.speakers, word), stored, text)


def read_round(db: Session, round_: m.Round, delegations: frozenset[int] | None) -> Compiled:
    """Give the compilation as pages show it: all units, without raw revisions, accounts or what is held."""
    text, word = load_text(db, round_.draft), round_.session.facts.get("new_word", "bis")
    stored = load_lean(db, round_.id, round_.session.zone, delegations)
    return Compiled(assemble(text.draft, stored.submissions, stored.speakers, word), stored, text)


def read_point(db: Session, round_: m.Round, delegations: frozenset[int] | None, units: Sequence[int]) -> Compiled:
    """Give the compilation of the units of one point; all other units stand there without what was said on them."""
    text, word = load_text(db, round_.draft), round_.session.facts.get("new_word", "bis")
    stored = load_part(db, round_.id, round_.session.zone, delegations, units, list_related(text.draft.units, units))
    return Compiled(assemble_part(text.draft, stored.submissions, stored.speakers, word, list(units)), stored, text)


def name_ordinal(number: int) -> str:
    """Write an ordinal as titles do: "tenth", "21st"."""
    if number < len(ORDINALS):
        return ORDINALS[number]
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def facts_of(round_: m.Round) -> Meeting:
    """Give what a paper on this round is headed with, from the session and the round."""
    return _facts(
        round_.session,
        {
            "circulated_on": _local_day(round_.opened_at, round_.zone),
            "deadline": f"{round_.deadline} {round_.zone}",
            "extended_from": f"{round_.extensions[0].from_deadline} {round_.zone}" if round_.extensions else "",
        },
    )


def meeting_of(session: m.WorkingGroupSession) -> Meeting:
    """Give what a paper of a session is headed with, where no round of written input is meant."""
    return _facts(session, {})


def _facts(session: m.WorkingGroupSession, more: Mapping[str, str | date | None]) -> Meeting:
    given = {key: value for key, value in session.facts.items() if key in Meeting._fields and value}
    known: dict[str, str | date | None] = {
        "body": session.body.name,
        "conference": session.facts.get("conference") or session.body.conference or UNASSIGNED,
        "conference_session": session.conference_session,
        "agenda_item": session.conference_item,
        "ordinal": name_ordinal(session.ordinal),
        "meeting_word": str(session.word),
        "opens_on": session.opens_on,
        "closes_on": session.closes_on,
        "place": session.place,
        "zone": session.zone,
        "format": MODES[session.mode],
        "participants": session.participants,
        "chair": session.chair,
        "chair_state": session.chair_state,
        "mandate": session.mandate,
        "unit_name": session.unit_name,
        **more,
    }
    return Meeting(**{key: value for key, value in known.items() if value}, **{k: v for k, v in given.items() if not known.get(k)})  # type: ignore[arg-type]


def _local_day(at: datetime | None, zone: str) -> date | None:
    return None if at is None else at.astimezone(ZoneInfo(zone)).date()
