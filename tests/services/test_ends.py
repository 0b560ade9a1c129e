"""What ends says so, what comes back is as it was, and what was confirmed meanwhile is not dropped: cases that the law found, or hid."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.compile.factory import body
from tests.make import Stage
from tests.services.test_receive import confirm, receive
from tests.services.test_submit import place, propose, remark, send, unit_of, voices
from tests.word.files import make_docx
from wgtracker import clock
from wgtracker import models as m
from wgtracker.compile.base import take_in
from wgtracker.compile.typed import write_amendment
from wgtracker.db import Database
from wgtracker.services.confirm import Facts, record_facts
from wgtracker.services.draft_input import SUPPORT, Reason, begin_replacement, save_amendment, take_back
from wgtracker.services.place_by_hand import Wish, place_aside, undo_placing
from wgtracker.services.propose_from_comment import confirm_wording, decline_wording, propose_from_comment
from wgtracker.services.rounds import Deadline, extend_round
from wgtracker.services.withdraw import undo_withdrawal, withdraw_submission

WORDS = "States parties should train all judges."


def begin(database: Database, stage: Stage) -> int:
    with database.write() as db:
        return begin_replacement(db, stage.drafters["Brazil"], place=place(stage)).id


def events(database: Database) -> list[m.Event]:
    with database.read() as db:
        return list(db.scalars(select(m.Event).order_by(m.Event.id)))


def type_wording(database: Database, stage: Stage, comment_words: str, words: str) -> int:
    with database.write() as db:
        state, s = m.SubmissionState.IN_FORCE, m.Submission
        comment = db.scalars(select(m.Comment).join(s).where(m.Comment.text == comment_words, s.state == state)).one()
        amendment = write_amendment(unit_of(database, stage, 2), words)
        return propose_from_comment(db, stage.officer, comment_id=comment.id, amendment=amendment).id


def answer(database: Database, stage: Stage, amendment_id: int, *, yes: bool) -> None:
    with database.write() as db:
        (confirm_wording if yes else decline_wording)(db, stage.heads["Brazil"], amendment_id=amendment_id, version=1)


def test_saving_what_is_in_force_begins_no_new_version(database: Database, stage: Stage) -> None:
    sent = send(database, stage, propose(database, stage, WORDS))
    before = len(events(database))
    with database.write() as db:
        amendment = write_amendment(unit_of(database, stage, 1), WORDS)
        row = save_amendment(db, stage.drafters["Brazil"], place=place(stage), amendment=amendment, version=1, reason=Reason())
        assert row.id == sent
        take_back(db, stage.drafters["Brazil"], place=place(stage), unit=4, version=0)
    assert len(events(database)) == before
    with database.read() as db:
        assert db.scalars(select(m.Submission.id)).all() == [sent]


def test_what_a_withdrawal_undone_replaces_again_is_in_the_record(database: Database, stage: Stage) -> None:
    first = send(database, stage, propose(database, stage, WORDS))
    second = send(database, stage, begin(database, stage), key="k2", replaces=first)
    with database.write() as db:
        now = clock.now()
        row = db.get_one(m.Submission, second)
        withdraw_submission(db, stage.heads["Brazil"], submission_id=second, version=row.version, reason="", back_to=first, at=now, grace=0)
        undo_withdrawal(db, stage.heads["Brazil"], submission_id=second, at=now, grace=0)
    last = events(database)[-1]
    assert (last.act, last.after["supersedes"]) == ("undo_withdrawal", first)


def test_a_wording_confirmed_while_a_new_version_is_written_is_part_of_it(database: Database, stage: Stage) -> None:
    first = send(database, stage, remark(database, stage, "Why not must?", "c"))
    draft = begin(database, stage)
    typed = type_wording(database, stage, "Why not must?", WORDS)
    answer(database, stage, typed, yes=True)
    send(database, stage, draft, key="k2", replaces=first)
    assert "train all judges" in voices(database, stage)


def test_a_wording_that_still_waits_waits_on_in_the_new_version(database: Database, stage: Stage) -> None:
    first = send(database, stage, remark(database, stage, "Why not must?", "c"))
    draft = begin(database, stage)
    type_wording(database, stage, "Why not must?", WORDS)
    send(database, stage, draft, key="k2", replaces=first)
    with database.read() as db:
        waiting = db.scalars(select(m.Amendment).where(m.Amendment.submission_id == draft, m.Amendment.waits_for_delegation)).one()
        assert (waiting.proposed, waiting.ended_at) == (WORDS, None)
        assert db.get_one(m.Comment, waiting.from_comment_id).submission_id == draft
    answer(database, stage, waiting.id, yes=True)
    assert "train all judges" in voices(database, stage)


def test_a_wording_declined_once_and_typed_again_is_confirmed(database: Database, stage: Stage) -> None:
    first = send(database, stage, remark(database, stage, "Why not must?", "c"))
    answer(database, stage, type_wording(database, stage, "Why not must?", WORDS), yes=False)
    again = type_wording(database, stage, "Why not must?", WORDS)
    draft = begin(database, stage)
    answer(database, stage, again, yes=True)
    send(database, stage, draft, key="k2", replaces=first)
    assert "train all judges" in voices(database, stage)


def test_support_ends_where_a_file_that_staff_confirm_replaces_it(database: Database, stage: Stage) -> None:
    sent = send(database, stage, remark(database, stage, "We support the text.", "c", SUPPORT))
    file = take_in("Brazil.docx", make_docx(body({1: "<p>{1. States parties should train judges.}</p>"})))
    batch = receive(database, stage.officer, stage.round_id, [file])
    with database.write() as db:
        (row,) = db.get_one(m.Batch, batch).submissions
        facts = Facts(stage.delegations["Brazil"], m.Channel.EMAIL, clock.now(), supersedes_id=sent)
        record_facts(db, stage.officer, submission_id=row.id, version=row.version, facts=facts)
    confirm(database, stage.officer, batch)
    with database.read() as db:
        assert db.get_one(m.Submission, sent).state == m.SubmissionState.SUPERSEDED
        assert db.scalars(select(m.Stance.left_at)).one() is not None


def test_undoing_a_placing_brings_a_decision_to_hold_back(database: Database, stage: Stage) -> None:
    stranger = make_docx("<p>{Dear colleagues,}</p><p><ins>{Please add labour inspectors.}</ins></p>")
    confirm(database, stage.officer, receive(database, stage.officer, stage.round_id, [take_in("Brazil.docx", stranger)]))
    with database.write() as db:
        aside = db.scalars(select(m.Aside).where(m.Aside.proposed.contains("inspectors"))).one()
        place_aside(db, stage.officer, aside_id=aside.id, version=1, wish=Wish("hold", None, "the group speaks for it"))
        place_aside(db, stage.officer, aside_id=aside.id, version=2, wish=Wish("general"))
        undo_placing(db, stage.officer, aside_id=aside.id, version=3)
        number = aside.id
    other = take_in("Egypt.docx", make_docx(body({1: "<p>{1. States parties should train judges.}</p>"})))
    confirm(database, stage.officer, receive(database, stage.officer, stage.round_id, [other]))
    with database.read() as db:
        after = db.get_one(m.Aside, number)
        assert (after.held, after.reason, after.ended_at, after.settled_as) == (True, "the group speaks for it", None, "kept held")


@pytest.mark.parametrize(("hours", "late"), [(1, False), (49, True)])
def test_what_came_before_the_later_deadline_is_late_no_more(database: Database, stage: Stage, hours: int, late: bool) -> None:
    """The command line, told the later deadline, says the same of the same file."""
    with database.read() as db:
        deadline = db.get_one(m.Round, stage.round_id).deadline_at
    sent = send(database, stage, propose(database, stage, WORDS), at=deadline + timedelta(hours=hours))
    with database.write() as db:
        assert db.get_one(m.Submission, sent).late
        at = deadline + timedelta(days=2)
        extend_round(
            db, stage.officer, round_id=stage.round_id, version=1, reason="More time.", deadline=Deadline("2030-01-01T00:00", "UTC", at)
        )
    with database.read() as db:
        assert db.get_one(m.Submission, sent).late is late
    assert events(database)[-1].after.get("in_time", []) == ([] if late else [sent])


def test_a_file_that_cannot_be_read_silences_nothing(database: Database, stage: Stage) -> None:
    """As compile has it: or the words of the readable version would be lost."""
    first = take_in("Brazil.docx", make_docx(body({1: "<p>{1. States parties should train judges}<ins>{ everywhere}</ins></p>"})))
    confirm(database, stage.officer, receive(database, stage.officer, stage.round_id, [first]))
    torn = take_in("Brazil 2.docx", b"torn")
    confirm(
        database, stage.officer, receive(database, stage.officer, stage.round_id, [torn], b"file,supersedes\nBrazil 2.docx,Brazil.docx\n")
    )
    with database.read() as db:
        assert [str(one.state) for one in db.scalars(select(m.Submission).order_by(m.Submission.id))] == ["in_force", "in_force"]
    assert any("everywhere" in words for words in voices(database, stage))
