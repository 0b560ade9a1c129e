"""The close in the browser: freeze, adopt, the report, and the draft of what is left open."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.reading import Reading
from tests.web.signing import client_of, post
from wgtracker import models as m
from wgtracker.compile.base import read_draft, take_in
from wgtracker.papers.pages import read_pages
from wgtracker.queries.briefing import read_briefing
from wgtracker.room import model as r
from wgtracker.room.lay import Placed
from wgtracker.room.life import Status


class Close:
    """A reading in which 3 bis and 5 are agreed, and all else is open."""

    def __init__(self, app: Flask, reading: Reading) -> None:
        self.database, self.held, self.id, self.reading = reading.database, reading.held, reading.id, reading
        for label in ("3 bis", "5."):
            reading.do(label, r.Moved(Status.AGREED, (), "plenary"))
        self.staff = client_of(app, reading.database, self.held.officer)

    def units(self) -> dict[str, Placed]:
        return {one.label: one for one in self.reading.room().units}

    @property
    def row(self) -> m.Negotiation:
        with self.database.read() as db:
            return db.get_one(m.Negotiation, self.id)

    def post(self, path: str, **fields: Any) -> Any:
        return post(self.staff, f"/n/{self.id}/{path}", fields, f"/n/{self.id}/freeze")

    def freeze(self) -> Any:
        return self.post("freeze", version=self.row.version, seen=self.row.last_act)

    def adopt_all(self) -> Any:
        agreed = [unit for unit in self.units().values() if unit.state.status == Status.AGREED]
        seen = {f"seen-{unit.id}": str(unit.state.last) for unit in agreed}
        return self.post("adopt", unit=[str(unit.id) for unit in agreed], key="k", **seen)


@pytest.fixture
def close(app: Flask, reading: Reading) -> Close:
    return Close(app, reading)


def test_the_preview_shows_numbers_and_what_is_left_over(close: Close) -> None:
    page = close.staff.get(f"/n/{close.id}/freeze").text
    assert '<td>3 bis</td><th scope="row">1.</th>' in page
    assert '<td>5.</td><th scope="row">2.</th>' in page
    assert "not settled" in page


def test_a_frozen_text_takes_no_act_and_is_not_frozen_twice(close: Close) -> None:
    assert close.freeze().status_code == 303
    assert close.row.state == m.NegotiationState.FROZEN
    again = close.freeze()
    assert again.status_code == 409
    assert "frozen and renumbered already" in again.text
    with pytest.raises(Exception, match="frozen"):
        close.reading.do("4.", r.Moved(Status.AGREED))


def test_the_freeze_is_taken_back_with_a_reason(close: Close) -> None:
    close.freeze()
    assert close.post("unfreeze", version=close.row.version, reason=" ").status_code == 422
    assert close.post("unfreeze", version=close.row.version, reason="A number is wrong.").status_code == 303
    assert close.row.state == m.NegotiationState.LIVE
    close.reading.do("4.", r.Moved(Status.AD_REFERENDUM))


def test_what_is_adopted_is_counted_and_stands_in_the_report(close: Close) -> None:
    close.freeze()
    assert close.adopt_all().status_code == 303
    assert close.units()["3 bis"].state.status == Status.ADOPTED
    assert close.post("unfreeze", version=close.row.version, reason="Too late.").status_code == 409
    with close.database.read() as db:
        session = db.get_one(m.WorkingGroupSession, close.held.session_id)
        assert read_briefing(db, session).total == 2
    page = close.staff.get(f"/n/{close.id}/report").text
    assert "adopted two recommendations" in page
    assert "Points tabled on which no agreement was reached" in page
    word = close.staff.get(f"/n/{close.id}/report.docx")
    texts = [page.text for page in read_pages(word.data)]
    assert f"1.{close.units()['3 bis'].state.text.replace(' ', '')}" in texts


def test_the_open_points_become_an_ordinary_draft(close: Close) -> None:
    close.freeze()
    close.adopt_all()
    answer = close.post("next-draft")
    assert answer.status_code == 303
    with close.database.read() as db:
        draft = db.scalars(select(m.Draft).where(m.Draft.made_from_id == close.id)).one()
        content = db.scalars(select(m.StoredFile.content).where(m.StoredFile.sha256 == draft.sha256)).one()
        units = [(unit.label, unit.kind) for unit in draft.units if unit.label]
    text = read_draft(take_in("draft.docx", content))
    assert io.BytesIO(content).read(2) == b"PK"
    assert [unit.label for unit in text.units if unit.label][:1] == ["1."]
    assert (units[0][0], str(units[0][1])) == ("1.", "recommendation")
    assert "The open points are draft" in close.staff.get(f"/n/{close.id}/report").text
