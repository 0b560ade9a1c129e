"""Store anew what a file in force comes to when other files join it or leave: what has gone ends, what is new is added, the rest stays."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile import model as c
from wgtracker.compile.by_hand import Standing, settle_account
from wgtracker.compile.typed import count_typed
from wgtracker.policy import Actor
from wgtracker.queries.compilation import load_text
from wgtracker.queries.stored import read_amendment, read_aside
from wgtracker.services.events import Subject, record
from wgtracker.services.keep import keep_amendment, keep_aside, keep_comment
from wgtracker.services.left_over import list_left_over, standing_of

_Words = tuple[Any, ...]


def recompile(db: Session, actor: Actor, row: m.Submission, made: c.Submission, units: Mapping[int, int]) -> bool:
    """Bring the FILE rows of a submission in line with what compile makes of its file now; tell whether its words stand otherwise.

    What people placed by hand, and what that left over, stays. Where a decision by hand has lost what it was made on (its change is
    placed now, say), all rows stay as they are: a person decided on these words.
    """
    asides = list(db.scalars(select(m.Aside).where(m.Aside.submission_id == row.id, m.Aside.ended_at.is_(None))))
    left = list_left_over(db, [one.id for one in asides])
    rests, asides = [one for one in asides if one.id in left], [one for one in asides if one.id not in left]
    by_hand = [one for one in asides if one.settled_at is not None or one.settled_as]
    if made.unreadable:
        return False
    now = Counter(_words(one) for one in (*made.held, *made.unplaced))
    if Counter(_words(read_aside(one)) for one in by_hand) - now:
        return False
    row.late, row.warnings, row.format_changes = made.late, list(made.warnings), made.format_changes
    changed = _renew_amendments(db, row, made, units)
    changed |= _renew_comments(db, row, made, units)
    changed |= _renew_asides(db, row, made, asides, by_hand)
    if not changed:
        return False
    before = row.account
    row.account = [list(count) for count in _count_typed(db, row, _move_rests(_move_settled(made, by_hand), rests))]
    row.advance()
    db.flush()
    record(
        db, actor, "recompile_submission", Subject("submission", row.id, row.round.session_id, row.delegation_id),
        before={"account": before}, after={"account": row.account},
    )  # fmt: skip
    return True


def _words(aside: c.Aside) -> _Words:
    """Give what makes an aside the same one, whatever the reason that it is aside for."""
    return (aside.kind, aside.original, aside.proposed, aside.author, aside.date, aside.changes, aside.comment, aside.untracked)


def _renew_amendments(db: Session, row: m.Submission, made: c.Submission, units: Mapping[int, int]) -> bool:
    stood = _standing(db, m.Amendment, row)
    kept, gone = _match(stored=[(one, read_amendment(one)) for one in stood], made=made.amendments)
    _end(gone)
    for position, one in enumerate(made.amendments):
        if position in kept:
            kept[position].position = position
        else:
            db.add(keep_amendment(row, one, units, m.Origin.FILE, position))
    db.flush()
    return bool(gone) or len(kept) < len(made.amendments)


def _renew_comments(db: Session, row: m.Submission, made: c.Submission, units: Mapping[int, int]) -> bool:
    """Renew the comments; a comment on a new paragraph is the same one where it stands on the same paragraph."""
    amendments = sorted(_standing(db, m.Amendment, row), key=lambda one: one.position)
    places = {one.id: place for place, one in enumerate(amendments)}
    stood = _standing(db, m.Comment, row)
    stored = [(one, read_stored_comment(one, places)) for one in stood]
    kept, gone = _match(stored=stored, made=made.comments)
    _end(gone)
    for position, one in enumerate(made.comments):
        if position in kept:
            kept[position].position = position
        else:
            db.add(keep_comment(row, one, units, m.Origin.FILE, position, amendments))
    db.flush()
    return bool(gone) or len(kept) < len(made.comments)


def read_stored_comment(one: m.Comment, places: Mapping[int, int]) -> c.Comment:
    """Give a row as compile's comment. places: index of each amendment of its submission, by id."""
    return c.Comment(
        one.word_id, one.unit, places.get(one.amendment_id, -1) if one.amendment_id is not None else None, one.place, one.anchor,
        one.author, one.date, one.text, one.parent, one.resolved,
    )  # fmt: skip


def _renew_asides(db: Session, row: m.Submission, made: c.Submission, asides: Sequence[m.Aside], by_hand: Sequence[m.Aside]) -> bool:
    settled = Counter(_words(read_aside(one)) for one in by_hand)
    wanted: list[tuple[c.Aside, bool]] = []
    for one, held in [*((one, True) for one in made.held), *((one, False) for one in made.unplaced)]:
        if settled[_words(one)]:
            settled[_words(one)] -= 1
        else:
            wanted.append((one, held))
    open_ones = [(one, (read_aside(one), one.held)) for one in asides if one not in by_hand]
    kept, gone = _match(stored=open_ones, made=wanted)
    _end(gone)
    for position, (one, held) in enumerate(wanted):
        if position not in kept:
            db.add(keep_aside(row, one, held=held, position=len(by_hand) + position))
    return bool(gone) or len(kept) < len(wanted)


def _move_settled(made: c.Submission, by_hand: Sequence[m.Aside]) -> c.Account:
    """Give the account of what compile made, with what people placed or held moved there."""
    held = Counter(_words(one) for one in made.held)
    account = made.account
    for one in by_hand:
        aside = read_aside(one)
        stood: Standing = "held" if held[_words(aside)] else "unplaced"
        stands: Standing = "placed" if one.settled_at is not None else "held"
        held[_words(aside)] -= 1
        if stood != stands:
            account = settle_account(account, aside, stood, stands)
    return account


def _move_rests(account: c.Account, rests: Sequence[m.Aside]) -> c.Account:
    """Move what was left over by hand from what it was left over of, which is placed, to where it waits or is not taken."""
    for one in rests:
        if one.settled_at is None:
            account = settle_account(account, read_aside(one), "placed", standing_of(one))
    return account


def _count_typed(db: Session, row: m.Submission, account: c.Account) -> c.Account:
    """Add the proposals that staff typed for comments and the delegation confirmed: no file holds their letters."""
    a = m.Amendment
    typed = select(a).where(
        a.submission_id == row.id, a.origin == m.Origin.COMMENT, a.ended_at.is_(None), a.waits_for_delegation.is_(False)
    )
    units = load_text(db, row.round.draft).draft.units
    for one in db.scalars(typed):
        inserted, deleted = count_typed(read_amendment(one), units)
        account = c.Account(_more(account.inserted, inserted), _more(account.deleted, deleted), account.comments)
    return account


def _more(count: c.Count, number: int) -> c.Count:
    return count._replace(in_file=count.in_file + number, placed=count.placed + number)


def _standing(db: Session, kind: Any, row: m.Submission) -> Sequence[Any]:
    query = select(kind).where(kind.submission_id == row.id, kind.ended_at.is_(None), kind.origin == m.Origin.FILE)
    return db.scalars(query.order_by(kind.position)).all()


def _match(stored: Iterable[tuple[Any, Any]], made: Sequence[Any]) -> tuple[dict[int, Any], list[Any]]:
    """Pair rows with what was made anew: index in `made` -> row, and the rows that nothing answers."""
    free: dict[Any, list[int]] = {}
    for index, one in enumerate(made):
        free.setdefault(one, []).append(index)
    kept: dict[int, Any] = {}
    gone = []
    for row, value in stored:
        places = free.get(value)
        if places:
            kept[places.pop(0)] = row
        else:
            gone.append(row)
    return kept, gone


def _end(rows: Iterable[Any]) -> None:
    at = clock.now()
    for row in rows:
        row.ended_at = at
