"""The room as a delegation sees it: what became of its words, its acts, and nothing of others that is not said in the room."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.make import make_actor
from tests.reading import Reading
from tests.services.test_stances import record
from tests.web.signing import client_of, token_of
from tests.web.walk import canary
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.policy import Actor
from wgtracker.room import model as r
from wgtracker.text import diff


class Seen:
    """A person in the room with a browser."""

    def __init__(self, app: Flask, reading: Reading, actor: Actor) -> None:
        self.reading, self.client = reading, client_of(app, reading.database, actor)

    def point(self, label: str, more: str = "") -> str:
        return f"/n/{self.reading.id}/p/{self.reading.unit(label).id}{more}"

    def read(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def words(self, path: str) -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", self.read(path)).split())

    def send(self, path: str, **fields: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": token_of(self.client.get("/account").text), **fields})

    def do(self, label: str, do: str, **fields: Any) -> TestResponse:
        fields.setdefault("seen", self.reading.unit(label).state.last)
        return self.send(self.point(label), do=do, **fields)


@pytest.fixture
def kenya(app: Flask, reading: Reading) -> Seen:
    return Seen(app, reading, reading.held.heads["Kenya"])


def of(reading: Reading, name: str) -> str:
    return reading.of("3.", name)[0].proposal


def test_words_that_wait_are_shown_with_the_text_as_printed(kenya: Seen) -> None:
    page = kenya.words(kenya.point("3."))
    assert "before the meeting" in page
    assert "whenever possible" in page
    assert "and feasible" in page
    assert "Sent in writing" in page
    mine = kenya.words(f"/n/{kenya.reading.id}/mine")
    assert "Discussion point 3" in mine
    assert "before the meeting" in mine
    assert "Supports the text." in mine
    part = kenya.read(kenya.point("3.", "/part"))
    assert "<html" not in part
    assert "and feasible" in part


def test_words_that_lost_their_ground_stand_beside_the_text_now(kenya: Seen) -> None:
    kenya.reading.do("3.", r.Took(tuple(kenya.reading.of("3.", "Egypt"))), reason="Agreed in the room.")
    page = kenya.words(kenya.point("3."))
    assert "lost its ground" in page
    assert "Your words, on the text they were made on" in page
    assert "The text now" in page
    assert "1 needs you" in kenya.words(f"/n/{kenya.reading.id}/mine")
    answer = kenya.do("3.", "object", proposal=of(kenya.reading, "Kenya"), pieces="0", reason="It was ours first.")
    assert answer.status_code == 303
    page = kenya.words(kenya.point("3."))
    assert "You objected:" in page
    assert "It was ours first." in page
    assert "Object to this" not in page


def test_what_was_taken_in_other_words_keeps_the_original(kenya: Seen) -> None:
    text = kenya.reading.unit("3.").state.text
    wording = r.Wording(text, diff(text, text.replace("where appropriate", "where appropriate and possible")))
    kenya.reading.do("3.", r.Took(tuple(kenya.reading.of("3.", "Kenya")), wording))
    page = kenya.words(kenya.point("3."))
    assert "in the text, in other words" in page
    assert "As you proposed it (kept)" in page
    assert "and feasible" in page
    assert "and possible" in page


def test_not_retained_and_parked_come_with_their_reason(kenya: Seen) -> None:
    kenya.reading.do("3.", r.Left(tuple(kenya.reading.of("3.", "Kenya"))), reason="No support.")
    page = kenya.words(kenya.point("3."))
    assert "not retained" in page
    assert "Reason: No support." in page
    assert not re.search("rejected|conflict", page, re.IGNORECASE)


def test_withdrawing_bringing_back_and_confirming(kenya: Seen) -> None:
    own = of(kenya.reading, "Kenya")
    assert kenya.do("3.", "withdraw", proposal=own).status_code == 303
    assert "withdrawn by you" in kenya.words(kenya.point("3."))
    assert kenya.do("3.", "return", proposal=own).status_code == 303
    assert "before the meeting" in kenya.words(kenya.point("3."))
    kenya.reading.do(
        "4.", r.Tabled(r.Proposal("", "Kenya", "delete", 0, kenya.reading.unit("4.").state.text, (), "", r.Origin.FLOOR, confirmed=False))
    )
    page = kenya.words(kenya.point("4."))
    assert "As read from the floor, not confirmed yet" in page
    wanted = kenya.reading.unit("4.").state.proposals[-1].id
    assert kenya.do("4.", "confirm", proposal=wanted).status_code == 303
    assert kenya.reading.unit("4.").state.proposals[-1].confirmed


def test_a_head_acts_on_its_own_words_alone_and_nobody_else_acts(app: Flask, kenya: Seen) -> None:
    reading = kenya.reading
    assert kenya.do("3.", "withdraw", proposal=of(reading, "Brazil")).status_code == 409
    assert kenya.do("3.", "object", proposal=of(reading, "Brazil"), pieces="0").status_code == 409
    assert kenya.do("3.", "dance").status_code == 409
    assert kenya.do("3.", "stand", how="loves").status_code == 409
    with reading.database.write() as db:
        row = db.get_one(m.Delegation, reading.held.delegations["Kenya"])
        drafter, observer = make_actor(db, m.Role.DRAFTER, of=row), make_actor(db, m.Role.OBSERVER, of=row)
    for actor in (drafter, observer, reading.held.chair):
        person = Seen(app, reading, actor)
        assert person.do("3.", "withdraw", proposal=of(reading, "Kenya")).status_code == 403
        page = person.read(person.point("3."))
        assert "Withdraw it" not in page
        assert person.client.get(person.point("3.", "/propose")).status_code == 403
    assert {piece.standing for piece in reading.unit("3.").state.pieces} == {r.Standing.PENDING}


def test_a_stale_act_does_nothing_and_keeps_what_was_typed(kenya: Seen) -> None:
    seen = kenya.reading.unit("3.").state.last
    kenya.reading.do("3.", r.Left(tuple(kenya.reading.of("3.", "Kenya"))))
    answer = kenya.do("3.", "object", proposal=of(kenya.reading, "Kenya"), pieces="0", reason="Why so?", seen=seen)
    assert answer.status_code == 409
    assert "Somebody acted on this paragraph" in answer.text
    assert "Why so?" in answer.text
    assert "not retained" in answer.text


def test_positions_are_taken_and_left(kenya: Seen) -> None:
    brazil = of(kenya.reading, "Brazil")
    assert kenya.do("3.", "stand", how="co_sponsors", on=brazil).status_code == 303
    page = kenya.words(kenya.point("3."))
    assert "co-sponsors on the proposal of Brazil" in page
    assert kenya.do("3.", "leave", on=brazil).status_code == 303
    assert "on the proposal of Brazil" not in kenya.words(kenya.point("3."))


def test_a_proposal_is_read_back_before_it_is_sent_and_rewords_the_own_one(kenya: Seen) -> None:
    own, words = of(kenya.reading, "Kenya"), kenya.reading.unit("3.").state.text.replace("where appropriate", "where lawful")
    path = kenya.point("3.", f"/propose?instead={own}")
    page = kenya.read(path)
    assert "and feasible" in page
    upto = kenya.reading.room().last
    fields: dict[str, Any] = {"key": "k", "upto": upto, "kind": "wording", "text": words, "after": ""}
    back = kenya.send(path, **fields, act="save")
    assert back.status_code == 200, "what was not read back is not sent"
    assert "lawful" in back.text
    assert "(Kenya)" in re.sub(r"<[^>]+>", "", back.text)
    shown = re.search(r'name="shown"[^>]*value="([0-9a-f]+)"', back.text)
    assert shown
    answer = kenya.send(path, **fields, act="save", shown=shown.group(1))
    assert answer.status_code == 303
    proposal = kenya.reading.unit("3.").state.proposals[-1]
    assert (proposal.by, proposal.instead, proposal.confirmed, proposal.proposed) == ("Kenya", own, True, words)
    assert "replaced by your newer wording" in kenya.words(kenya.point("3."))
    kenya.reading.do("3.", r.Parked(tuple(kenya.reading.of("3.", "Brazil"))))
    late = kenya.send(kenya.point("3.", "/propose"), **{**fields, "key": "k2", "text": words + " Late.", "act": "read"})
    shown = re.search(r'name="shown"[^>]*value="([0-9a-f]+)"', late.text)
    assert shown
    late = kenya.send(
        kenya.point("3.", "/propose"), **{**fields, "key": "k2", "text": words + " Late.", "act": "save", "shown": shown.group(1)}
    )
    assert late.status_code == 422
    assert "Your words are kept" in late.text
    assert "Late." in late.text
    assert kenya.client.get(kenya.point("3.", f"/propose?instead={of(kenya.reading, 'Brazil')}")).status_code == 404


def readers(app: Flask, reading: Reading) -> list[FlaskClient]:
    """Give those who must not know what is private to Egypt: another head, an observer of Egypt itself."""
    with reading.database.write() as db:
        observer = make_actor(db, m.Role.OBSERVER, of=db.get_one(m.Delegation, reading.held.delegations["Egypt"]))
    return [client_of(app, reading.database, actor) for actor in (reading.held.heads["Kenya"], reading.held.heads["Brazil"], observer)]


def test_nothing_private_of_others_is_shown(app: Flask, database: Database) -> None:
    def prepare(db: Any, delegations: dict[str, int]) -> None:
        rows = {row.delegation_id: row for row in db.scalars(select(m.Submission).where(m.Submission.delegation_id.is_not(None)))}
        for amendment in rows[delegations["Egypt"]].amendments:
            amendment.reason = canary("reason")
        rows[delegations["France"]].publish = False
        for amendment in rows[delegations["France"]].amendments:
            amendment.proposed = f"{canary('unpublished')}"
        rows[delegations["Switzerland"]].state = m.SubmissionState.WITHDRAWN
        for amendment in rows[delegations["Switzerland"]].amendments:
            amendment.proposed = f"{canary('withdrawn')}"

    reading = Reading(database, prepare=prepare)
    with database.write() as db:
        unit = reading.unit("3.").id
        db.add(
            m.Note(
                session_id=reading.held.session_id,
                recommendation_id=unit,
                user_id=reading.held.chair.user_id,
                text=canary("note"),
                at=reading.now,
            )
        )
    record(reading, "Brazil", "3.", r.Stand.OPPOSES, of(reading, "Egypt"))
    reading.do(
        "3.", r.Objected(tuple(reading.of("3.", "Egypt")), "Egypt"), reason=canary("objection"), actor=reading.held.heads["Egypt"],
        delegation_id=reading.held.delegations["Egypt"],
    )  # fmt: skip
    private = [canary(name) for name in ("reason", "unpublished", "withdrawn", "note")]
    for client in readers(app, reading):
        pages = [f"/n/{reading.id}/mine"] + [f"/n/{reading.id}/p/{one.id}{more}" for one in reading.room().units for more in ("", "/part")]
        for path in pages:
            answer = client.get(path)
            assert answer.status_code == 200
            assert [word for word in private if word[:20] in answer.text] == [], path
    for client in readers(app, reading)[:2]:
        assert canary("objection") not in client.get(f"/n/{reading.id}/p/{unit}").text
    egypt = client_of(app, database, reading.held.heads["Egypt"])
    assert canary("reason") in egypt.get(f"/n/{reading.id}/p/{unit}").text
    for client in readers(app, reading)[:1]:
        assert "opposes" not in re.sub(r"<option.*?</option>", "", client.get(f"/n/{reading.id}/p/{unit}").text)
    with database.write() as db:
        db.get_one(m.Negotiation, reading.id).shows_stances = True
    assert "opposes" in re.sub(r"<option.*?</option>", "", client.get(f"/n/{reading.id}/p/{unit}").text)


def test_a_stranger_finds_nothing(app: Flask, reading: Reading) -> None:
    with reading.database.read() as db:
        other = db.scalars(select(m.WorkingGroupSession).where(m.WorkingGroupSession.id != reading.held.session_id)).one()
        elsewhere = db.scalars(select(m.Recommendation.id).where(m.Recommendation.session_id == other.id)).first()
    with reading.database.write() as db:
        stranger = make_actor(db, m.Role.CHAIR, of=db.get_one(m.WorkingGroupSession, other.id))
    client = client_of(app, reading.database, stranger)
    assert client.get(f"/n/{reading.id}/mine").status_code == 404
    operator = client_of(app, reading.database, reading.held.operator)
    assert operator.get(f"/n/{reading.id}/p/{elsewhere}").status_code == 404
    assert "This page is for delegations" in operator.get(f"/n/{reading.id}/mine").text


def test_who_says_nearly_the_same_is_offered_to_join(kenya: Seen) -> None:
    reading = kenya.reading
    first = reading.table("4.", "Egypt", "Secretariat", "UN Secretariat")[0].proposal
    second = reading.table("4.", "Kenya", "Secretariat", "un secretariat")[0].proposal
    assert "Egypt says nearly the same:" in kenya.words(kenya.point("4."))
    assert kenya.do("4.", "join", proposal=second, first=first, key="j").status_code == 303
    page = kenya.words(kenya.point("4."))
    assert "joined to the proposal of Egypt, which you co-sponsor" in page
    assert reading.unit("4.").state.sponsors(first) == ("Kenya",)
