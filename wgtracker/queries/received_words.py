"""Show what one file says, drawn as it will be printed, and what of it is held or has no place."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from wgtracker import models as m
from wgtracker.compile.assemble import DraftText, assemble
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Comment, Delegation, Submission
from wgtracker.papers.points import DrawnPoint, draw_units
from wgtracker.papers.receipt import write_text
from wgtracker.queries.compilation import facts_of, load_text
from wgtracker.queries.stored import read_account, read_amendment

UNNAMED = "?"
"""Stands for the delegation of a file of which nobody has said yet whose it is."""


class Words(NamedTuple):
    """What a file says. points: those it speaks on, as printed; general: comments that stand on no paragraph."""

    points: tuple[DrawnPoint, ...]
    general: tuple[Comment, ...]
    asides: tuple[Any, ...]
    placed: int


def draw_words_of(draft: DraftText, submission: Submission, meeting: Meeting, asides: Sequence[Any]) -> Words:
    """Draw what one submission says on the draft, with nobody else's words. asides: whatever stands for them, ready to show."""
    name = submission.delegation or UNNAMED
    alone = submission._replace(delegation=name, superseded_by=None)
    compilation = assemble(draft, [alone], [Delegation(name, submission.category or "other", name)], meeting.new_word)
    points = tuple(point for point in draw_units(compilation, meeting) if point.has_input)
    general = tuple(one for one in submission.comments if one.unit is None and one.amendment is None)
    return Words(points, general, tuple(asides), len(submission.amendments) + len(submission.comments))


def write_words(draft: DraftText, submission: Submission, meeting: Meeting) -> str:
    """Write what one submission says as plain words, as its receipt prints it."""
    alone = submission._replace(superseded_by=None)
    speakers = [Delegation(submission.delegation, submission.category or "other", submission.delegation)]
    return write_text(assemble(draft, [alone], speakers, meeting.new_word), meeting)


def show_words(db: Session, submission: m.Submission) -> Words:
    """Give what a stored submission says, in whatever state it is."""
    round_ = submission.round
    text = load_text(db, round_.draft)
    asides = [one for one in submission.asides if one.ended_at is None and one.settled_at is None]
    return draw_words_of(text.draft, read_submission(submission), facts_of(round_), asides)


def read_submission(row: m.Submission) -> Submission:
    """Give a row with its amendments and comments as compile made them, without what is aside."""
    amendments = [one for one in row.amendments if one.ended_at is None and not one.waits_for_delegation]
    places = {one.id: place for place, one in enumerate(amendments)}
    return Submission(
        row.name,
        row.delegation.name if row.delegation else "",
        row.delegation.category if row.delegation else "other",
        row.language,
        row.on_behalf_of,
        row.publish,
        row.sha256,
        None,
        row.late,
        None,
        tuple(read_amendment(one) for one in amendments),
        tuple(_comments((one for one in row.comments if one.ended_at is None), places)),
        (),
        (),
        read_account(row.account),
        row.format_changes,
        tuple(row.warnings),
        row.unreadable,
    )


def _comments(rows: Iterable[m.Comment], places: dict[int, int]) -> Iterable[Comment]:
    for one in rows:
        amendment = places.get(one.amendment_id) if one.amendment_id is not None else None
        yield Comment(one.word_id, one.unit, amendment, one.place, one.anchor, one.author, one.date, one.text, one.parent, one.resolved)
