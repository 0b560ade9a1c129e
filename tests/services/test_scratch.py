"""What is typed is kept for each person and form, the last words only, and never without bound."""

import pytest
from sqlalchemy import select

from tests.make import Stage
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.errors import BadInput, NotAllowed
from wgtracker.policy import NOBODY
from wgtracker.services import scratch
from wgtracker.services.scratch import drop_scratch, keep_scratch


def test_the_last_words_of_a_form_are_kept_for_each_person_apart(database: Database, stage: Stage) -> None:
    head, drafter = stage.heads["Brazil"], stage.drafters["Brazil"]
    with database.write() as db:
        keep_scratch(db, head, key="propose:1", fields={"text": "Fir"})
        keep_scratch(db, head, key="propose:1", fields={"text": "First."})
        keep_scratch(db, head, key="propose:2", fields={"text": "Second."})
        keep_scratch(db, drafter, key="propose:1", fields={"text": "The drafter’s."})
        drop_scratch(db, head, key="propose:2")
    with database.read() as db:
        kept = [(row.user_id, row.key, row.fields["text"]) for row in db.scalars(select(m.Scratch).order_by(m.Scratch.id))]
    assert kept == [(head.user_id, "propose:1", "First."), (drafter.user_id, "propose:1", "The drafter’s.")]


def test_the_oldest_makes_room(database: Database, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "MOST", 3)
    head = stage.heads["Brazil"]
    with database.write() as db:
        for number in range(5):
            keep_scratch(db, head, key=f"form {number}", fields={"text": "x"})
    with database.read() as db:
        assert list(db.scalars(select(m.Scratch.key).order_by(m.Scratch.key))) == ["form 2", "form 3", "form 4"]


def test_what_is_too_long_or_nobodys_is_refused(database: Database, stage: Stage) -> None:
    with database.write() as db:
        with pytest.raises(BadInput, match="too long"):
            keep_scratch(db, stage.heads["Brazil"], key="a", fields={"text": "x" * (scratch.LONGEST + 1)})
        with pytest.raises(BadInput, match="not complete"):
            keep_scratch(db, stage.heads["Brazil"], key="a" * 500, fields={})
        with pytest.raises(NotAllowed):
            keep_scratch(db, NOBODY, key="a", fields={})
