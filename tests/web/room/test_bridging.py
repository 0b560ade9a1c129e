"""Bridging texts in the browser: written from proposals, traced, taken; the concordance on page, in Word and as a sheet."""

from typing import Any

import pytest
from flask import Flask

from tests.reading import Reading
from tests.web.signing import client_of, post
from wgtracker.db import Database
from wgtracker.papers.pages import fold, read_pages
from wgtracker.room import model as r

WORDING = (
    "States parties should consider, whenever possible and feasible, not prosecuting victims for offences committed as a direct "
    "consequence of having been trafficked, without delay."
)


class Desk(Reading):
    """A reading with the operator at the desk."""

    def __init__(self, app: Flask, database: Database) -> None:
        super().__init__(database)
        self.client = client_of(app, database, self.held.operator)

    @property
    def path(self) -> str:
        return f"/n/{self.id}/u/{self.unit('3.').id}/bridge"

    def send(self, path: str, **fields: Any) -> Any:
        return post(self.client, path, {"seen": self.unit("3.").state.last, "key": "k", **fields}, self.path)

    def sources(self) -> list[str]:
        return [one.proposal for name in ("Brazil", "Kenya") for one in self.of("3.", name)[:1]]


@pytest.fixture
def desk(app: Flask, database: Database) -> Desk:
    return Desk(app, database)


def test_a_bridging_text_is_offered_traced_and_taken(desk: Desk) -> None:
    answer = desk.send(desk.path, text=WORDING, source=desk.sources(), rationale="Both conditions in one.")
    assert answer.status_code == 303
    page = desk.client.get(desk.path).text
    assert "Both conditions in one." in page
    assert "(Brazil" in page
    assert "(new words)" in page
    bridge = next(one for one in desk.unit("3.").state.proposals if one.origin == r.Origin.BRIDGE)
    taken = desk.send(f"{desk.path}/take", bridge=bridge.id, settled=desk.sources(), key="k2")
    assert taken.status_code == 303
    state = desk.unit("3.").state
    assert state.text == WORDING
    by = {piece.by: piece.standing for piece in state.pieces if piece.by in ("Brazil", "Kenya")}
    assert set(by.values()) <= {r.Standing.MODIFIED, r.Standing.ALREADY}


def test_what_cannot_be_offered_is_said_and_the_words_are_kept(desk: Desk) -> None:
    answer = desk.send(desk.path, text=WORDING, rationale="Kept.")
    assert answer.status_code == 422
    assert "Choose the proposals" in answer.text
    assert WORDING in answer.text
    assert "Kept." in answer.text
    assert desk.send(desk.path, text=WORDING, source=["a999999"]).status_code == 404


def test_the_concordance_says_the_same_on_page_in_word_and_as_a_sheet(desk: Desk) -> None:
    desk.send(desk.path, text=WORDING, source=desk.sources(), rationale="Both conditions in one.")
    page = desk.client.get(f"/n/{desk.id}/concordance").text
    assert "bridging text. Both conditions in one." in page
    word = desk.client.get(f"/n/{desk.id}/concordance.docx").data
    printed = "\n".join(one.text for one in read_pages(word))
    assert fold("Both conditions in one.") in printed
    assert fold(desk.unit("5.").state.text) in printed
    assert desk.client.get(f"/n/{desk.id}/concordance.xlsx").data[:2] == b"PK"


def test_the_chair_writes_one_and_the_operator_takes_it(desk: Desk, app: Flask) -> None:
    chair = client_of(app, desk.database, desk.held.chair)
    assert desk.path in chair.get(f"/n/{desk.id}/chair/u/{desk.unit('3.').id}").text
    fields = {
        "text": WORDING,
        "source": desk.sources(),
        "rationale": "Both conditions in one.",
        "key": "k",
        "seen": desk.unit("3.").state.last,
    }
    assert post(chair, desk.path, fields, desk.path).status_code == 303
    page = chair.get(desk.path).text
    assert "Both conditions in one." in page
    assert "Take this wording into the text" not in page
    assert f"/n/{desk.id}/bloc" not in page
    bridge = next(one for one in desk.unit("3.").state.proposals if one.origin == r.Origin.BRIDGE)
    assert bridge.by == r.CHAIR
    assert post(chair, f"{desk.path}/take", {"bridge": bridge.id, "key": "k2"}, desk.path).status_code == 403
    delegate = client_of(app, desk.database, desk.held.heads["Kenya"])
    assert post(delegate, desk.path, fields, f"/n/{desk.id}/text").status_code == 403
    assert desk.send(f"{desk.path}/take", bridge=bridge.id, settled=desk.sources(), key="k3").status_code == 303
