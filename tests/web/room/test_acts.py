"""The operator's page: every act through its form, read back first; what cannot be done changes nothing and keeps what was typed."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.reading import Reading
from tests.web.forms import Form, read_forms
from tests.web.pages import client_of
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.room import model as r
from wgtracker.room.life import Status


class Desk:
    """The operator at the page of a unit."""

    def __init__(self, app: Flask, reading: Reading) -> None:
        self.reading = reading
        self.client: FlaskClient = client_of(app, reading.database, reading.held.operator)

    def path(self, label: str) -> str:
        return f"/n/{self.reading.id}/u/{self.reading.unit(label).id}"

    def state(self, label: str) -> r.UnitState:
        state = self.reading.unit(label).state
        assert isinstance(state, r.UnitState)
        return state

    def page(self, label: str) -> str:
        answer = self.client.get(self.path(label))
        assert answer.status_code == 200, answer.text
        return answer.text

    def form(self, label: str, do: str, **having: str) -> Form:
        """Find the form of an act; having: what one of its fields holds."""
        for form in read_forms(self.page(label), self.path(label)):
            data = form.data()
            if ("do", do) in form.buttons and all(value in data.get(name, []) for name, value in having.items()):
                return form
        raise AssertionError(f"no form for {do} {having}")

    def ask(self, form: Form, do: str, **changes: Any) -> TestResponse:
        """Send it: the act is read back."""
        return form.send(self.client, {"do": do, **changes})

    def confirm(self, back: TestResponse, reason: str = "") -> TestResponse:
        """Confirm what was read back."""
        assert back.status_code == 200, back.text
        assert "This will be done" in back.text
        form = next(one for one in read_forms(back.text, "/") if "confirmed" in one.names())
        return form.send(self.client, {"reason": reason})

    def do(self, label: str, do: str, having: dict[str, str] | None = None, **changes: Any) -> TestResponse:
        answer = self.confirm(self.ask(self.form(label, do, **(having or {})), do, **changes))
        assert answer.status_code == 303, answer.text
        return answer


@pytest.fixture
def desk(app: Flask, reading: Reading) -> Desk:
    return Desk(app, reading)


def standings(desk: Desk, label: str) -> dict[str, str]:
    return {piece.by: str(piece.standing) for piece in desk.state(label).pieces}


def piece_of(desk: Desk, label: str, name: str) -> str:
    piece = desk.reading.of(label, name)[0]
    return f"{piece.proposal}:{piece[1]}"


def test_the_page_shows_places_options_proposals_and_comments(desk: Desk) -> None:
    page = desk.page("3.")
    for words in (
        "Change 3.1:",
        "3 proposals at this place",
        "Another version",
        "whenever possible",
        "weaken it",
        "Keep as it is:",
        "tabled",
    ):
        assert words in page, words
    assert re.search(r"<bdi>Brazil, France</bdi>", page)


def test_an_act_is_read_back_and_done_only_when_confirmed(desk: Desk) -> None:
    before = desk.state("3.")
    back = desk.ask(desk.form("3.", "take", piece=piece_of(desk, "3.", "Kenya")), "take")
    assert "Take: Kenya" in back.text
    assert "and feasible" in back.text
    assert "they stay before the meeting" in back.text
    assert desk.state("3.") == before
    desk.confirm(back, "Broad support")
    assert "and feasible" in desk.state("3.").text
    assert standings(desk, "3.")["Egypt"] == "contested"
    page = desk.page("3.")
    assert "Broad support" in page
    assert "There now:" in page


def test_an_option_of_two_takes_both(desk: Desk) -> None:
    desk.do("3.", "take", {"piece": piece_of(desk, "3.", "France")})
    assert standings(desk, "3.")["Brazil"] == standings(desk, "3.")["France"] == "taken"


@pytest.mark.parametrize(("do", "standing"), [("leave", "not_retained"), ("park", "parked"), ("overtake", "overtaken")])
def test_decisions_on_a_proposal(desk: Desk, do: str, standing: str) -> None:
    desk.do("3.", do, {"piece": piece_of(desk, "3.", "Egypt")})
    assert standings(desk, "3.")["Egypt"] == standing
    assert standings(desk, "3.")["Brazil"] == "pending" or do == "park"


def test_keeping_a_place_as_it_is_decides_on_all_its_proposals(desk: Desk) -> None:
    form = desk.form("3.", "leave", at="s3.1")
    desk.confirm(desk.ask(form, "leave"))
    assert {standings(desk, "3.")[name] for name in ("Brazil", "France", "Kenya", "Egypt")} == {"not_retained"}
    assert standings(desk, "3.")["Switzerland"] == "pending"


def test_what_was_parked_is_taken_up_again(desk: Desk) -> None:
    desk.do("3.", "park", {"piece": piece_of(desk, "3.", "Egypt")}, reason="later")
    desk.do("3.", "resume", {"piece": piece_of(desk, "3.", "Egypt")})
    assert standings(desk, "3.")["Egypt"] == "pending"


def test_taking_as_modified_keeps_the_author(desk: Desk) -> None:
    form = desk.form("3.", "modify", piece=piece_of(desk, "3.", "Egypt"), at="pa" + piece_of(desk, "3.", "Egypt")[1:-2] + "-mod")
    assert "consider not prosecuting" in " ".join(form.data()["text"])
    typed = desk.state("3.").text.replace("where appropriate", "where fitting")
    desk.confirm(desk.ask(form, "modify", text=typed))
    assert desk.state("3.").text == typed
    assert standings(desk, "3.")["Egypt"] == "taken_as_modified"


def test_another_version_is_taken_as_a_whole(desk: Desk) -> None:
    form = desk.form("3.", "take", at="w1")
    desk.confirm(desk.ask(form, "take"))
    assert desk.state("3.").text == "States parties should apply the principle of non-punishment."


def test_words_are_bracketed_with_holders_and_the_brackets_lifted(desk: Desk) -> None:
    desk.do("3.", "bracket", words="where appropriate", names="egypt; Kenya")
    bracket = desk.state("3.").brackets[0]
    assert bracket.holders == ("Egypt", "Kenya")
    assert desk.state("3.").text[bracket.start : bracket.end] == "where appropriate"
    assert "[where appropriate]" in desk.page("3.")
    desk.do("3.", "lift", {"act": str(bracket.act)})
    assert desk.state("3.").brackets == ()


def test_a_reservation_on_words_or_on_the_whole(desk: Desk) -> None:
    desk.do("4.", "reserve", words="", names="Kenya")
    desk.do("4.", "reserve", words="technical assistance", names="Egypt")
    assert [(one.holders, one.end < 0) for one in desk.state("4.").reservations] == [(("Kenya",), True), (("Egypt",), False)]


def test_selected_words_are_meant_where_they_stand_twice(desk: Desk) -> None:
    text = desk.state("5.").text
    at = text.rindex("i")
    refused = desk.ask(desk.form("5.", "bracket"), "bracket", words="i")
    assert refused.status_code == 422
    desk.do("5.", "bracket", words="i", start=str(at))
    assert desk.state("5.").brackets[0].start == at


@pytest.mark.parametrize(
    ("to", "names", "status"),
    [("agreed", "", Status.AGREED), ("pending", "Brazil; Kenya", Status.PENDING), ("deferred", "", Status.DEFERRED)],
)
def test_moves(desk: Desk, to: str, names: str, status: Status) -> None:
    form = next(one for one in read_forms(desk.page("4."), desk.path("4.")) if one.data().get("at") == ["move"])
    desk.confirm(desk.ask(form, "move", to=to, names=names, forum="plenary"))
    assert desk.state("4.").status == status
    assert desk.state("4.").pending == (("Brazil", "Kenya") if names else ())
    assert desk.state("4.").forum == "plenary"


def test_only_moves_that_the_table_allows_are_offered(desk: Desk) -> None:
    form = next(one for one in read_forms(desk.page("4."), desk.path("4.")) if one.data().get("at") == ["move"])
    offered = {option for field in form.fields if field.name == "to" for option in field.options}
    assert "adopted" not in offered
    assert "reopened" not in offered
    assert "agreed" in offered


def test_comments_are_answered(desk: Desk) -> None:
    remark = desk.state("3.").remarks[0].remark.id
    desk.do("3.", "answer", {"remark": remark, "how": "noted"})
    assert desk.state("3.").remarks[0].how == "noted"


def test_a_comment_whose_words_changed_is_shown_against_no_words(desk: Desk) -> None:
    desk.do("3.", "take", {"piece": piece_of(desk, "3.", "Brazil")})
    page = desk.page("3.").partition('id="comments"')[2]
    assert "its words have changed" in page
    assert "it was on" in page


def test_undoing_names_what_falls_with_it(desk: Desk) -> None:
    desk.do("3.", "take", {"piece": piece_of(desk, "3.", "Kenya")})
    taken = desk.state("3.").last
    desk.do("3.", "bracket", words="and feasible", names="")
    back = desk.ask(desk.form("3.", "undo", act=str(taken)), "undo")
    assert "Undo: Take: Kenya" in back.text
    assert "This falls with it" in back.text
    assert desk.confirm(back).status_code == 303
    assert "and feasible" not in desk.state("3.").text
    assert "finds no ground" in desk.page("3.")


def test_a_stale_form_does_nothing_shows_the_unit_as_it_is_and_keeps_what_was_typed(desk: Desk) -> None:
    form = desk.form("4.", "bracket")
    desk.reading.do("4.", r.Moved(Status.UNDER_NEGOTIATION))
    last = desk.state("4.").last
    answer = desk.ask(form, "bracket", words="technical assistance", names="Kenya", confirmed="yes")
    assert answer.status_code == 409
    assert "Somebody acted on this paragraph" in answer.text
    assert answer.text.count("technical assistance") > desk.page("4.").count("technical assistance")
    assert f'name="seen" value="{last}"' in answer.text
    assert desk.state("4.").last == last


def test_the_same_form_sent_twice_acts_once(desk: Desk) -> None:
    form = desk.form("4.", "move", to="agreed_ad_referendum")
    back = desk.ask(form, "move")
    desk.confirm(back)
    last = desk.state("4.").last
    assert desk.confirm(back).status_code == 303
    assert desk.state("4.").last == last


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("do", "changes"),
    [
        ("bracket", {"words": "not there"}), ("bracket", {"words": "technical assistance", "names": "Atlantis"}),
        ("reserve", {"names": ""}),
        ("lift", {"act": "x"}), ("undo", {"act": "999999"}), ("take", {"piece": "rubbish"}), ("take", {"piece": "a999:0"}), ("fly", {}),
        ("move", {"to": "flown"}), ("move", {"to": "pending", "names": ""}), ("move", {"to": "adopted"}), ("answer", {"how": "eaten"}),
        ("modify", {"piece": "a1:0", "text": ""}), ("bracket", {"words": "technical assistance", "seen": "x"}),
    ],
)  # fmt: skip
def test_what_cannot_be_done_changes_nothing(desk: Desk, do: str, changes: dict[str, str]) -> None:
    form, last = desk.form("4.", "bracket"), desk.state("4.").last
    for confirmed in ({}, {"confirmed": "yes"}):
        answer = form.send(desk.client, {"do": do, **changes, **confirmed})
        assert answer.status_code in (409, 422), answer.text
        assert "Nothing was done" in answer.text
    assert desk.state("4.").last == last


def test_a_script_gets_the_read_back_alone(desk: Desk) -> None:
    form = desk.form("4.", "move", to="agreed")
    part = desk.client.post(form.action, data=form.data({"do": "move"}), headers={"X-Part": "1"})
    assert "State: agreed" in part.text
    assert "<html" not in part.text
    wrong = desk.client.post(form.action, data=form.data({"do": "move", "to": "adopted"}), headers={"X-Part": "1"})
    assert "cannot become adopted" in wrong.text
    assert "<html" not in wrong.text


def test_going_on_takes_the_room_along(desk: Desk) -> None:
    forms = [one for one in read_forms(desk.page("4."), desk.path("4.")) if one.action.endswith("/focus")]
    assert len(forms) == 3
    answer = forms[1].send(desk.client)
    assert answer.status_code == 303
    with desk.reading.database.read() as db:
        assert db.get_one(m.Negotiation, desk.reading.id).focus_id == desk.reading.unit("5.").id


def test_the_live_part_says_that_the_page_is_old(desk: Desk) -> None:
    seen = desk.state("4.").last
    part = f"{desk.path('4.')}/part"
    assert "Show it as it is now" not in desk.client.get(f"{part}?seen={seen}").text
    desk.reading.do("4.", r.Moved(Status.AGREED))
    answer = desk.client.get(f"{part}?seen={seen}").text
    assert "Show it as it is now" in answer
    assert "agreed" in answer
    assert "<html" not in answer


def test_no_delegation_has_this_desk(app: Flask, database: Database, desk: Desk) -> None:
    head = client_of(app, database, desk.reading.held.heads["Egypt"])
    for path in (f"/n/{desk.reading.id}", desk.path("3."), desk.path("3.") + "/part", f"/n/{desk.reading.id}/bloc"):
        assert head.get(path).status_code == 403
