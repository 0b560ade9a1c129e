"""Sending: once, to the second, with its account; replacing, withdrawing and undoing keep every word in the record."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.make import Stage
from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.model import Comment, Unit
from wgtracker.compile.typed import write_amendment, write_new
from wgtracker.db import Database
from wgtracker.errors import BadInput, Closed, Conflict, NotAllowed, NotFound, Stale
from wgtracker.policy import Actor
from wgtracker.queries.compilation import compile_round, load_text
from wgtracker.services.draft_input import (
    NO_REASON,
    SUPPORT,
    Place,
    Reason,
    begin_replacement,
    change_comment,
    discard_draft,
    find_drafting,
    remove_item,
    save_amendment,
    save_comment,
    take_back,
)
from wgtracker.services.events import verify
from wgtracker.services.submit import Envelope, send_submission
from wgtracker.services.withdraw import undo_withdrawal, withdraw_submission

GRACE = 60
Change = Callable[[str], str]


def place(stage: Stage, name: str = "Brazil") -> Place:
    """Say where a delegation writes."""
    return Place(stage.round_id, stage.delegations[name], GRACE)


def unit_of(database: Database, stage: Stage, index: int) -> Unit:
    """Give a unit of the draft."""
    with database.read() as db:
        return load_text(db, db.get_one(m.Draft, stage.draft_id)).draft.units[index]


def propose(
    database: Database, stage: Stage, words: str, index: int = 1, name: str = "Brazil", version: int = 0, why: Reason = NO_REASON
) -> int:
    """Save a wording; give the submission under way."""
    amendment = write_amendment(unit_of(database, stage, index), words)
    with database.write() as db:
        return save_amendment(db, stage.drafters[name], place=place(stage, name), amendment=amendment, version=version, reason=why).id


def remark(database: Database, stage: Stage, words: str, key: str, kind: str = "") -> int:
    """Save a comment on the whole; give the submission under way."""
    with database.write() as db:
        comment = Comment(kind, None, None, "", "", "", None, words, None, False)
        return save_comment(db, stage.drafters["Brazil"], place=place(stage), comment=comment, key=key).id


def send(
    database: Database, stage: Stage, submission_id: int, key: str = "k", at: datetime | None = None, replaces: int | None = None,
    actor: Actor | None = None, version: int | None = None,
) -> int:  # fmt: skip
    """Send it as the head of delegation does; give its id."""
    with database.write() as db:
        row = db.get_one(m.Submission, submission_id)
        return send_submission(
            db, actor or stage.heads["Brazil"], submission_id=submission_id, version=row.version if version is None else version,
            envelope=Envelope(replaces=replaces), text="what the receipt prints", key=key, at=at or clock.now(), grace=GRACE,
        ).id  # fmt: skip


def states(database: Database) -> list[tuple[int, str]]:
    """List all submissions with their states."""
    with database.read() as db:
        return [(row.id, str(row.state)) for row in db.scalars(select(m.Submission).order_by(m.Submission.id))]


def voices(database: Database, stage: Stage) -> set[str]:
    """List the words of the options that the text of the round shows."""
    with database.read() as db:
        compiled = compile_round(db, db.get_one(m.Round, stage.round_id), None).compilation
    return {option.text for unit in compiled.units for place_ in unit.drawn.places for option in place_.options}


def test_the_same_form_twice_gives_the_same_submission_and_other_words_under_its_key_are_refused(database: Database, stage: Stage) -> None:
    draft = propose(database, stage, "States parties must train judges and prosecutors on the principle of non-punishment.")
    with database.read() as db:
        version = db.get_one(m.Submission, draft).version
    first = send(database, stage, draft, version=version)
    assert send(database, stage, draft, version=version) == first
    with pytest.raises(BadInput, match="carried out already"):
        send(database, stage, draft, replaces=first, version=version)
    assert states(database) == [(draft, "in_force")]
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(m.Event).where(m.Event.act == "submit")) == 1


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, False), (GRACE, False), (GRACE + 1, True)])
def test_the_deadline_counts_to_the_second_with_its_grace(database: Database, stage: Stage, seconds: int, late: bool) -> None:
    draft = propose(database, stage, "Otherwise.")
    with database.read() as db:
        deadline = db.get_one(m.Round, stage.round_id).deadline_at
    send(database, stage, draft, at=deadline + timedelta(seconds=seconds))
    with database.read() as db:
        assert db.get_one(m.Submission, draft).late is late


def test_after_the_deadline_a_round_that_takes_nothing_late_keeps_the_words(database: Database, stage: Stage) -> None:
    draft = propose(database, stage, "Otherwise.")
    with database.write() as db:
        round_ = db.get_one(m.Round, stage.round_id)
        round_.takes_late, deadline = False, round_.deadline_at
    with pytest.raises(Closed, match="Your text is kept"):
        send(database, stage, draft, at=deadline + timedelta(seconds=GRACE + 1))
    assert states(database) == [(draft, "drafting")]


@pytest.mark.parametrize(
    ("wall", "instant"),
    [("2020-10-25T18:00", "2020-10-25T17:00:00"), ("2020-03-29T18:00", "2020-03-29T16:00:00"), ("2020-10-24T18:00", "2020-10-24T16:00:00")],
)
def test_on_days_when_the_clocks_change_the_deadline_is_that_of_the_wall(database: Database, stage: Stage, wall: str, instant: str) -> None:
    with database.write() as db:
        round_ = db.get_one(m.Round, stage.round_id)
        round_.deadline, round_.deadline_at = wall, clock.local_to_utc(datetime.fromisoformat(wall), round_.zone)
    draft = propose(database, stage, "Otherwise.")
    send(database, stage, draft, at=datetime.fromisoformat(instant).replace(tzinfo=UTC) + timedelta(seconds=GRACE))
    with database.read() as db:
        assert db.get_one(m.Submission, draft).late is False


def test_only_heads_of_the_own_delegation_send(database: Database, stage: Stage) -> None:
    draft = propose(database, stage, "Otherwise.")
    for actor in (stage.drafters["Brazil"], stage.reviewers["Brazil"], stage.heads["Egypt"], stage.officer, stage.chair):
        with pytest.raises(NotAllowed):
            send(database, stage, draft, actor=actor)
    assert states(database) == [(draft, "drafting")]


def test_nothing_is_sent_that_somebody_changed_since_it_was_looked_at(database: Database, stage: Stage) -> None:
    draft = propose(database, stage, "Otherwise.")
    propose(database, stage, "Otherwise too.", index=2)
    with pytest.raises(Stale):
        send(database, stage, draft, version=2)


def test_a_replacement_begins_as_a_copy_and_takes_the_place_when_it_is_sent(database: Database, stage: Stage) -> None:
    first = propose(database, stage, "States parties must train judges.", why=Reason("Because.", True))
    remark(database, stage, "We support it.", "a", SUPPORT)
    send(database, stage, first)
    with database.write() as db:
        second = begin_replacement(db, stage.drafters["Brazil"], place=place(stage)).id
        again = begin_replacement(db, stage.heads["Brazil"], place=place(stage)).id
    assert again == second != first
    with database.read() as db:
        copied = db.get_one(m.Submission, second)
        assert sorted(comment.text for comment in copied.comments) == ["Because.", "We support it."]
        assert [(row.proposed, row.print_reason) for row in copied.amendments] == [("States parties must train judges.", True)]
    propose(database, stage, "States parties may train judges.", version=1, why=Reason("Because.", True))
    assert "must" in voices(database, stage)
    send(database, stage, second, key="k2", replaces=first)
    assert states(database) == [(first, "superseded"), (second, "in_force")]
    with database.read() as db:
        old = db.get_one(m.Submission, first)
        assert [row.proposed for row in old.amendments] == ["States parties must train judges."]
        stances = db.scalars(select(m.Stance).order_by(m.Stance.id)).all()
        assert [(one.submission_id, one.left_at is None) for one in stances] == [(first, False), (second, True)]
        assert list(verify(db)) == []


def test_a_change_after_sending_begins_a_new_version_by_itself(database: Database, stage: Stage) -> None:
    first = propose(database, stage, "States parties must train judges.")
    propose(database, stage, "Otherwise.", index=2)
    send(database, stage, first)
    second = propose(database, stage, "States parties may train judges.", version=1)
    with database.read() as db:
        row = db.get_one(m.Submission, second)
        assert row.supersedes_id == first
        assert sorted(one.proposed for one in row.amendments) == ["Otherwise.", "States parties may train judges."]


def test_withdrawing_takes_the_voice_and_undoing_gives_it_back_under_the_same_number(database: Database, stage: Stage) -> None:
    first = propose(database, stage, "States parties must train judges and prosecutors on the principle of non-punishment.")
    remark(database, stage, "We support it.", "a", SUPPORT)
    send(database, stage, first)
    head, at = stage.heads["Brazil"], clock.now()
    with database.read() as db:
        version = db.get_one(m.Submission, first).version
    assert voices(database, stage) == {"must"}
    for _twice in range(2):
        with database.write() as db:
            withdraw_submission(db, head, submission_id=first, version=version, reason="A mistake.", back_to=None, at=at, grace=GRACE)
    assert voices(database, stage) == set()
    for _twice in range(2):
        with database.write() as db:
            undo_withdrawal(db, head, submission_id=first, at=at, grace=GRACE)
    assert voices(database, stage) == {"must"}
    with database.read() as db:
        row = db.get_one(m.Submission, first)
        assert (row.number, row.state) == (1, m.SubmissionState.IN_FORCE)
        assert db.scalar(select(func.count()).select_from(m.Stance).where(m.Stance.left_at.is_(None))) == 1
        acts = db.scalars(select(m.Event.act).order_by(m.Event.id)).all()
        assert acts[-2:] == ["withdraw", "undo_withdrawal"]


def test_withdrawing_a_replacement_can_let_the_earlier_one_stand_again(database: Database, stage: Stage) -> None:
    first = propose(database, stage, "States parties must train judges and prosecutors on the principle of non-punishment.")
    send(database, stage, first)
    second = propose(database, stage, "States parties may train judges and prosecutors on the principle of non-punishment.", version=1)
    send(database, stage, second, key="k2", replaces=first)
    head, at = stage.heads["Brazil"], clock.now()
    with database.write() as db:
        version = db.get_one(m.Submission, second).version
        withdraw_submission(db, head, submission_id=second, version=version, reason="", back_to=first, at=at, grace=GRACE)
    assert voices(database, stage) == {"must"}
    with database.write() as db:
        undo_withdrawal(db, head, submission_id=second, at=at, grace=GRACE)
    assert states(database) == [(first, "superseded"), (second, "in_force")]


def test_a_withdrawal_is_not_undone_over_a_later_submission_nor_after_the_round(database: Database, stage: Stage) -> None:
    head, at = stage.heads["Brazil"], clock.now()
    first = propose(database, stage, "Otherwise.")
    send(database, stage, first)
    with database.write() as db:
        version = db.get_one(m.Submission, first).version
        withdraw_submission(db, head, submission_id=first, version=version, reason="", back_to=None, at=at, grace=GRACE)
    second = propose(database, stage, "Quite otherwise.")
    send(database, stage, second, key="k2")
    with pytest.raises(Conflict, match="sent another"), database.write() as db:
        undo_withdrawal(db, head, submission_id=first, at=at, grace=GRACE)
    with database.write() as db:
        db.get_one(m.Round, stage.round_id).state = m.RoundState.CLOSED
    with pytest.raises(Closed), database.write() as db:
        undo_withdrawal(db, head, submission_id=first, at=at, grace=GRACE)


def test_two_drafters_on_one_paragraph_never_overwrite_each_other(database: Database, stage: Stage) -> None:
    propose(database, stage, "The first drafter's words.")
    with pytest.raises(Stale) as stale:
        propose(database, stage, "The second drafter's words.")
    assert stale.value.current == "The first drafter's words."
    propose(database, stage, "The first drafter's words.")  # a double click
    propose(database, stage, "Both drafters' words.", version=1)
    with database.read() as db:
        assert [(row.proposed, row.version) for row in db.scalars(select(m.Amendment))] == [("Both drafters' words.", 2)]


def test_what_is_taken_back_is_gone_from_the_draft_and_stays_in_the_record(database: Database, stage: Stage) -> None:
    draft = propose(database, stage, "Otherwise.", why=Reason("Because.", True))
    remark(database, stage, "A comment.", "a")
    actor = stage.drafters["Brazil"]
    with database.write() as db:
        take_back(db, actor, place=place(stage), unit=1, version=1)
        comment = db.scalars(select(m.Comment).where(m.Comment.text == "A comment.")).one()
        change_comment(db, actor, place=place(stage), item_id=comment.id, anchor="", text="Another.", version=1)
        for _twice in range(2):
            remove_item(db, actor, place=place(stage), kind="comment", item_id=comment.id)
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(m.Amendment).where(m.Amendment.ended_at.is_(None))) == 0
        assert db.scalar(select(func.count()).select_from(m.Comment).where(m.Comment.ended_at.is_(None))) == 0
        assert [event.before.get("text") for event in db.scalars(select(m.Event).where(m.Event.act == "remove_item"))] == [
            "Otherwise.",
            "Another.",
        ]
    with pytest.raises(BadInput, match="nothing to send"):
        send(database, stage, draft)


def test_no_delegation_touches_what_another_one_writes(database: Database, stage: Stage) -> None:
    draft = propose(database, stage, "Otherwise.")
    with database.read() as db:
        item = db.scalars(select(m.Amendment.id)).one()
    egypt = stage.drafters["Egypt"]
    with pytest.raises(NotFound), database.write() as db:
        remove_item(db, egypt, place=place(stage, "Egypt"), kind="amendment", item_id=item)
    with pytest.raises(NotAllowed), database.write() as db:
        remove_item(db, egypt, place=place(stage), kind="amendment", item_id=item)
    with pytest.raises(NotAllowed), database.write() as db:
        discard_draft(db, egypt, submission_id=draft, version=2)
    with pytest.raises(NotFound):
        send(database, stage, draft, replaces=9999)


def test_what_is_set_aside_is_not_sent_and_a_new_draft_begins(database: Database, stage: Stage) -> None:
    draft = propose(database, stage, "Otherwise.")
    with database.write() as db:
        version = db.get_one(m.Submission, draft).version
        discard_draft(db, stage.drafters["Brazil"], submission_id=draft, version=version)
    with database.read() as db:
        assert find_drafting(db, stage.round_id, stage.delegations["Brazil"]) is None
    with pytest.raises(Conflict):
        send(database, stage, draft)
    assert propose(database, stage, "Quite otherwise.") != draft


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_five_hundred_double_clicks_make_five_hundred_rows(database: Database, stage: Stage) -> None:
    amendments = [write_new(1, f"New paragraph {number}.") for number in range(500)]

    def click(number: int) -> None:
        with database.write() as db:
            save_amendment(db, stage.drafters["Brazil"], place=place(stage), amendment=amendments[number], key=f"key-{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(click, [number for number in range(500) for _twice in range(2)]))
    with database.read() as db:
        rows = db.scalars(select(m.Amendment.proposed)).all()
        assert sorted(rows) == sorted(one.proposed for one in amendments)
        assert list(verify(db)) == []


def test_clicks_at_the_same_moment_send_once(database: Database, stage: Stage) -> None:
    draft = propose(database, stage, "Otherwise.")
    with database.read() as db:
        version = db.get_one(m.Submission, draft).version
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _n: send(database, stage, draft, version=version), range(8)))
    assert done == [draft] * 8
    with database.read() as db:
        assert db.scalar(select(func.count()).select_from(m.SentForm)) == 1
        assert db.scalar(select(func.max(m.Submission.number))) == 1
