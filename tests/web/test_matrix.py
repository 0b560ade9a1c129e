"""Every route against every role: what a route needs is derived from policy.RIGHTS by the permission that its view declares."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import make_actor
from tests.web.signing import client_of, token_of
from tests.web.walk import Route, World, fill, list_routes
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.policy import NOBODY, RIGHTS, Actor, Scope, can
from wgtracker.web.request import LOADED, PUBLIC, SIGNED_IN, scope_of

OPEN_TO_ALL = {
    "account.accept", "account.ask_again", "account.ask_for_link", "account.code", "account.invitation", "account.link",
    "account.permissions", "account.sign_in", "account.sign_out", "account.take_link", "public.download", "public.home",
    "public.paper", "public.read_it",
    "public.session", "public.try_it",
}  # fmt: skip
"""Routes that need no account. One more is a decision: it is written here."""
OPEN_TO_THE_SIGNED_IN = {
    "account.details", "account.drop_second_factor", "account.end_place", "account.password", "account.second_factor", "account.show",
    "account.sign_out_everywhere", "chair.home", "delegate.home", "public.find", "secretariat.home",
}  # fmt: skip
"""Routes that show each person what is their own, and need no more right than an account."""
WITHOUT_OBJECT: dict[str, str] = {}
"""Routes that need a right but name no object that it is held in: endpoint -> right."""

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Person(NamedTuple):
    """Somebody at the door."""

    name: str
    actor: Actor
    client: FlaskClient
    token: str


@pytest.fixture
def people(app: Flask, database: Database, world: World) -> list[Person]:
    """Lend one person of each role, here and elsewhere, somebody without any role, and nobody."""
    stage = world.stage
    with database.write() as db:
        brazil = db.get_one(m.Delegation, stage.delegations["Brazil"])
        observer = make_actor(db, m.Role.OBSERVER, of=brazil)
        user = m.User(email="idle@example.org", name="Idle", created_at=db.get_one(m.Body, stage.body_id).created_at)
        db.add(user)
        db.flush()
        idle = Actor(user.id, "Idle")
    actors: Mapping[str, Actor] = {
        "nobody": NOBODY,
        "no role": idle,
        "secretariat": stage.officer,
        "chair": stage.chair,
        "operator": stage.operator,
        "head": stage.heads["Brazil"],
        "drafter": stage.drafters["Brazil"],
        "reviewer": stage.reviewers["Brazil"],
        "observer": observer,
        "head of Egypt": stage.heads["Egypt"],
        **world.strangers,
    }
    found = []
    for name, actor in actors.items():
        client = client_of(app, database, actor) if actor.user_id is not None else app.test_client()
        found.append(Person(name, actor, client, token_of(client.get("/sign-in").text)))
    return found


def scope(app: Flask, route: Route, ids: Mapping[str, int]) -> Scope:
    """Say where the object lies that the last id of an address names."""
    if not route.names:
        return Scope()
    name = route.names[-1]
    with app.test_request_context():
        from wgtracker.web.request import read

        return scope_of(read().get_one(LOADED[name], ids[name]))


def may(person: Person, route: Route, where: Scope) -> bool:
    """Say what the map of rights says."""
    if route.permission == PUBLIC:
        return True
    if route.permission == SIGNED_IN:
        return person.actor.user_id is not None
    return bool(can(person.actor, route.permission, where))


def test_every_route_declares_what_it_needs(app: Flask) -> None:
    for route in list_routes(app):
        assert route.permission in {PUBLIC, SIGNED_IN, *RIGHTS}, f"{route.endpoint} declares no permission (@needs)"
        if route.permission == PUBLIC:
            assert route.endpoint in OPEN_TO_ALL, f"{route.endpoint} is open to everybody, and is not listed as such"
        elif route.permission == SIGNED_IN:
            assert route.endpoint in OPEN_TO_THE_SIGNED_IN, f"{route.endpoint} needs only an account, and is not listed as such"
        elif not route.names:
            assert WITHOUT_OBJECT.get(route.endpoint) == route.permission, f"{route.endpoint} names no object to hold a right in"


def test_the_lists_name_no_route_that_is_gone(app: Flask) -> None:
    known = {route.endpoint: route.permission for route in list_routes(app)}
    assert {name for name in OPEN_TO_ALL if known.get(name) != PUBLIC} == set()
    assert {name for name in OPEN_TO_THE_SIGNED_IN if known.get(name) != SIGNED_IN} == set()


def test_the_world_holds_an_object_for_every_route(app: Flask, world: World) -> None:
    """A route with a new kind of id is tried only once the world has one: tests/web/walk.py."""
    missing = {name for route in list_routes(app) for name in route.names if name not in world.own}
    assert missing == set()


def own_routes(app: Flask, world: World) -> Iterator[Route]:
    """Give the routes whose objects the world holds."""
    for route in list_routes(app):
        if all(name in world.own for name in route.names):
            yield route


def ask(person: Person, method: str, address: str) -> int:
    """Ask for an address, with the token that every form carries."""
    data = {} if method == "GET" else {"csrf_token": person.token}
    return person.client.open(address, method=method, data=data).status_code


def test_no_role_gets_more_than_the_map_of_rights_gives(app: Flask, world: World, people: list[Person]) -> None:
    wrong, tried = [], 0
    for route in own_routes(app, world):
        address, where = fill(app, route, world.own), scope(app, route, world.own)
        for person in people:
            allowed = may(person, route, where)
            for method in route.methods:
                if allowed and method != "GET":
                    continue  # what is allowed would change the world; the desks' own tests do that
                tried += 1
                code = ask(person, method, address)
                refused = code in (403, 404) or (person.name == "nobody" and code == 303 and method == "GET")
                shut_out = code == 403 and route.permission != SIGNED_IN  # a desk's own start page may turn away who has no place there
                if (allowed and (code >= 500 or shut_out)) or (not allowed and not refused):
                    wrong.append(f"{person.name}: {method} {address} ({route.endpoint}, {route.permission}) -> {code}")
    assert not wrong, "\n".join(wrong)
    assert tried > 800


def test_no_form_is_taken_without_its_token(app: Flask, world: World, people: list[Person]) -> None:
    wrong = []
    for route in own_routes(app, world):
        address = fill(app, route, world.own)
        for person in (people[0], people[2], people[5]):
            for method in route.methods:
                if method == "GET":
                    continue
                for data in (
                    {},
                    {"csrf_token": "forged"},
                    {"csrf_token": people[-1].token if person is not people[-1] else people[0].token},
                ):
                    code = person.client.open(address, method=method, data=data).status_code
                    if code != 400:
                        wrong.append(f"{person.name}: {method} {address} -> {code}")
    assert not wrong, "\n".join(wrong)


def test_what_belongs_to_others_is_not_found(app: Flask, world: World, people: list[Person]) -> None:
    """Another delegation's objects, another body's, ids that nobody has: each route refuses them all."""
    wrong = []
    delegates = [person for person in people if person.name in ("head", "drafter", "reviewer", "observer")]
    ours = [person for person in people if person.name in ("secretariat", "chair", "operator", "head", "drafter", "reviewer")]
    private = {"submission_id", "amendment_id", "comment_id", "aside_id", "delegation_id", "invitation_id", "batch_id"}
    for route in list_routes(app):
        if not route.names or route.permission == PUBLIC:
            continue
        cases: list[tuple[str, Mapping[str, int], list[Person]]] = []
        if private & set(route.names) and all(name in world.other for name in route.names):
            cases.append(("other delegation", world.other, delegates))
        if all(name in world.elsewhere for name in route.names):
            cases.append(("elsewhere", {**world.elsewhere}, ours))
        if len(route.names) > 1 and all(name in world.own for name in route.names) and route.names[-1] in world.elsewhere:
            cases.append(("mixed", {**world.own, route.names[-1]: world.elsewhere[route.names[-1]]}, ours))
        cases.append(("guessed", dict.fromkeys(route.names, 999_999), ours[:1]))
        cases.append(("huge", dict.fromkeys(route.names, 2**63), ours[:1]))
        for what, ids, who in cases:
            address = fill(app, route, ids)
            for person in who:
                for method in route.methods:
                    code = ask(person, method, address)
                    if code not in (403, 404):
                        wrong.append(f"{what}, {person.name}: {method} {address} ({route.endpoint}) -> {code}")
    assert not wrong, "\n".join(wrong)


def test_every_answer_carries_the_headers(app: Flask, world: World, people: list[Person]) -> None:
    wrong = []
    addresses = [fill(app, route, world.own) for route in own_routes(app, world) if "GET" in route.methods]
    addresses += ["/healthz", "/static/look.css", "/no-such-page", "/sign-out", "/s/999999/people"]
    for person in (people[0], people[2], people[5]):
        for address in addresses:
            answer = person.client.get(address)
            wanted = {
                "Content-Security-Policy": "default-src 'none'",
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "same-origin",
                "Cross-Origin-Opener-Policy": "same-origin",
            }
            wrong += [
                f"{address}: {name}"
                for name, start in wanted.items()
                if start not in answer.headers.get(name, "")
                and not (name.startswith("Content") and "sandbox" in answer.headers.get(name, ""))
            ]
            if "static" not in address:
                if "Cookie" not in answer.headers.get("Vary", ""):
                    wrong.append(f"{address}: Vary")
                cache = answer.headers.get("Cache-Control", "")
                if person.actor.user_id is not None and not any(word in cache for word in ("no-store", "private", "no-cache")):
                    wrong.append(f"{address}: Cache-Control {cache}")
            for cookie in answer.headers.getlist("Set-Cookie"):
                if "HttpOnly" not in cookie or "SameSite=Lax" not in cookie:
                    wrong.append(f"{address}: {cookie}")
    assert not wrong, "\n".join(wrong)
