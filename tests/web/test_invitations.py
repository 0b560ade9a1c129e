"""Invite, accept, renew, revoke: as staff and as the person who is invited."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import Stage
from tests.web.signing import SECRET, client_of, letters_to, link_in, post, token_of
from wgtracker import clock
from wgtracker import models as m
from wgtracker.db import Database

ACCOUNT: dict[str, object] = {"name": "Ana Souza", "password": SECRET, "again": SECRET, "zone": "America/Sao_Paulo"}


@pytest.fixture
def staff(app: Flask, database: Database, stage: Stage) -> FlaskClient:
    """Lend a client of the officer."""
    return client_of(app, database, stage.officer)


def invite(staff: FlaskClient, database: Database, stage: Stage, email: str = "ana@example.org", roles: tuple[str, ...] = ("head",)) -> str:
    """Invite somebody to Brazil; give the path of the link."""
    path = f"/s/{stage.session_id}/people/invite"
    fields = {"delegation": str(stage.delegations["Brazil"]), "email": email, "name": "Ana", "roles": list(roles)}
    assert post(staff, path, fields, path).status_code == 303
    return link_in(letters_to(database, email)[-1])


def test_an_invited_person_makes_an_account_and_is_all_three_in_one_step(
    client: FlaskClient, staff: FlaskClient, database: Database, stage: Stage
) -> None:
    link = invite(staff, database, stage, roles=("head", "drafter", "reviewer"))
    page = client.get(link).text
    assert "the delegation of Brazil" in page
    assert "B. Officer" in page
    assert "head of delegation, drafter and reviewer" in page
    assert post(client, link, ACCOUNT, link).status_code == 303
    assert client.get("/account").status_code == 200
    with database.read() as db:
        user = db.query(m.User).filter_by(email="ana@example.org").one()
        assert {(one.role, one.delegation_id) for one in user.memberships} == {
            (role, stage.delegations["Brazil"]) for role in (m.Role.HEAD, m.Role.DRAFTER, m.Role.REVIEWER)
        }
        assert user.zone == "America/Sao_Paulo"
        token = link.removeprefix("/i/")
        assert token not in db.query(m.Invitation).filter_by(email="ana@example.org").one().token_hash
        assert db.query(m.Event).filter_by(act="accept_invitation").count() == 1
    assert client.get(link).status_code == 410


def test_an_existing_account_gets_the_roles_added(client: FlaskClient, staff: FlaskClient, database: Database, stage: Stage) -> None:
    email = stage.heads["Egypt"].email
    link = invite(staff, database, stage, email=email, roles=("observer",))
    assert 'name="password"' not in client.get(link).text
    assert post(client, link, {}, link).status_code == 303
    with database.read() as db:
        held = {(one.role, one.delegation_id) for one in db.query(m.Membership).filter_by(user_id=stage.heads["Egypt"].user_id)}
    assert held == {(m.Role.HEAD, stage.delegations["Egypt"]), (m.Role.OBSERVER, stage.delegations["Brazil"])}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_invitation_works_until_its_round_closes_and_no_longer(
    client: FlaskClient, staff: FlaskClient, database: Database, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = invite(staff, database, stage)
    later = clock.now() + timedelta(days=40)  # the deadline is past, but staff have not closed the round
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(link).status_code == 200
    with database.write() as db:
        db.get_one(m.Round, stage.round_id).state = m.RoundState.CLOSED
    assert client.get(link).status_code == 410
    assert client.post(link, data={"csrf_token": token_of(client.get("/sign-in").text), **ACCOUNT}).status_code == 410


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_new_invitation_goes_to_the_same_address_and_ends_the_old_link(
    client: FlaskClient, staff: FlaskClient, database: Database, stage: Stage
) -> None:
    path = f"/s/{stage.session_id}/people/officers"
    assert post(staff, path, {"email": "op@example.org", "name": "", "role": "operator"}, path).status_code == 303
    old = link_in(letters_to(database, "op@example.org")[0])
    with database.write() as db:
        db.query(m.Invitation).filter_by(email="op@example.org").one().expires_at = clock.now() - timedelta(days=1)
    gone = client.get(old)
    assert gone.status_code == 410
    answers = {client.post(f"{link}/again", data={"csrf_token": token_of(gone.text)}).text for link in (old, "/i/" + "x" * 43)}
    assert len(answers) == 1
    first, second = letters_to(database, "op@example.org")
    assert client.get(link_in(first)).status_code == 410
    assert client.get(link_in(second)).status_code == 200


def test_staff_renew_and_revoke(client: FlaskClient, staff: FlaskClient, database: Database, stage: Stage) -> None:
    link = invite(staff, database, stage)
    with database.read() as db:
        number = db.query(m.Invitation).filter_by(email="ana@example.org").one().id
    page = f"/s/{stage.session_id}/people"
    assert "Renew" in staff.get(page).text
    assert post(staff, f"/invitations/{number}/renew", {}, page).status_code == 303
    newer = link_in(letters_to(database, "ana@example.org")[-1])
    assert [client.get(link).status_code, client.get(newer).status_code] == [410, 200]
    assert "Revoke this invitation?" in staff.get(f"/invitations/{number}/revoke").text
    assert client.get(newer).status_code == 200
    assert post(staff, f"/invitations/{number}/revoke", {}, page).status_code == 303
    assert client.get(newer).status_code == 410
    assert "revoked" in staff.get(page).text


def test_a_list_from_excel_invites_everybody_or_names_each_wrong_line(staff: FlaskClient, database: Database, stage: Stage) -> None:
    path = f"/s/{stage.session_id}/people/list"
    wrong = "Delegation;Name;E-mail;Roles\nBrazil;Ana;ana@example.org;head\nAtlantis;X;x@example.org\nEgypt;Omar;no address\n"
    answer = post(staff, path, {"lines": wrong}, path)
    assert answer.status_code == 422
    assert "Line 3: there is no delegation “Atlantis”" in answer.text
    assert "Line 4:" in answer.text
    assert "Atlantis;X;x@example.org" in answer.text
    assert letters_to(database, "ana@example.org") == []
    right = "Brazil\tAna\tAna@Example.org\thead, drafter\r\n\r\nEGY\tOmar\tomar@example.org\t\r\neuropean union\t\teu@example.org\treviewer"
    assert post(staff, path, {"lines": right}, path).status_code == 303
    with database.read() as db:
        found = {one.email: (one.delegation_id, tuple(one.roles)) for one in db.query(m.Invitation)}
    assert found == {
        "ana@example.org": (stage.delegations["Brazil"], ("head", "drafter")),
        "omar@example.org": (stage.delegations["Egypt"], ("head", "drafter", "reviewer")),
        "eu@example.org": (stage.delegations["European Union"], ("reviewer",)),
    }
    again = post(staff, path, {"lines": right}, path)
    assert again.status_code == 303
    assert len(letters_to(database, "ana@example.org")) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "ana@"}, "is not a mail address"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "ana@example.org\r\nBcc: all@example.org"}, "is not a mail address"),
        ({"roles": []}, "Choose at least one role"),
        ({"roles": ["observer", "head"]}, "An observer only reads"),
        ({"roles": ["secretariat"]}, "Choose from the list only"),
        ({"delegation": "99999"}, "Choose one of the list"),
        ({"name": "x" * 500}, "200 characters at most"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    staff: FlaskClient, database: Database, stage: Stage, fields: dict[str, object], sentence: str
) -> None:
    path = f"/s/{stage.session_id}/people/invite"
    right: dict[str, object] = {
        "delegation": str(stage.delegations["Brazil"]),
        "email": "ana@example.org",
        "name": "Ana",
        "roles": ["head"],
    }
    answer = post(staff, path, {**right, **fields}, path)
    assert answer.status_code == 422
    assert sentence in answer.text
    with database.read() as db:
        assert db.query(m.Invitation).count() == 0
