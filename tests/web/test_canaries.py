"""Nobody's private words reach another delegation, or the public, before the round closes: every page, file, fragment and search."""

from collections.abc import Iterator, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import make_actor
from tests.web.signing import client_of
from tests.web.walk import BAIT, World, canary, fill_all, get, lasting, list_routes, typed
from wgtracker import models as m
from wgtracker.db import Database

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SEARCHES = (BAIT, "Egypt", "States parties", "1", canary("egypt amendment"))


def others(world: World) -> dict[str, str]:
    """Give the private words that are not Brazil's, by what they are."""
    return {name: word for name, word in world.private.items() if not name.startswith("brazil")}


def addresses(app: Flask, world: World) -> Iterator[str]:
    """Give every address that can be looked at, with every id there is; and searches."""
    for route in list_routes(app):
        if "GET" in route.methods and route.endpoint != "account.sign_out_everywhere":
            yield from fill_all(app, route, world.every)
    for words in SEARCHES:
        yield f"/search?q={words}"
        yield f"/search?q={words}&page=2"


def readers(app: Flask, database: Database, world: World) -> list[tuple[str, FlaskClient]]:
    """Give those who must not know: the people of another delegation, an observer, the public."""
    stage = world.stage
    with database.write() as db:
        observer = make_actor(db, m.Role.OBSERVER, of=db.get_one(m.Delegation, stage.delegations["Brazil"]))
    people = {"head": stage.heads["Brazil"], "observer": observer}
    return [(name, client_of(app, database, person)) for name, person in people.items()] + [("public", app.test_client())]


def leaks(client: FlaskClient, addresses: Sequence[str], words: dict[str, str]) -> list[str]:
    """Name each address that shows one of these words, whole or cut off."""
    found = []
    for address in addresses:
        _status, text = get(client, address)
        text = text.replace(address.partition("?q=")[2].partition("&")[0] or "\0", "")  # what was searched for is said again
        found += [f"{address}: {name}" for name, word in words.items() if word[:20] in text]
    return found


def test_no_private_word_of_another_delegation_is_shown(app: Flask, database: Database, world: World) -> None:
    every = list(addresses(app, world))
    found = [f"{name} sees {leak}" for name, client in readers(app, database, world) for leak in leaks(client, every, others(world))]
    assert not found, "\n".join(found[:40])
    assert len(every) > 300


def test_the_walk_would_find_them(app: Flask, database: Database, world: World) -> None:
    """Staff see what was sent, so the same walk finds it there; what is only being drafted is its delegation's alone."""
    client = client_of(app, database, world.stage.officer)
    seen = {leak.rpartition(": ")[2] for leak in leaks(client, list(addresses(app, world)), others(world))}
    sent = {name for name in others(world) if name.startswith("egypt ") and "drafting" not in name}
    assert {name for name in sent if "amendment" in name or "comment" in name or "change" in name} <= seen
    assert {name for name in seen if "drafting" in name or name == "scratch"} == set()


def test_nothing_tells_that_another_delegation_wrote(app: Flask, database: Database, world: World) -> None:
    """Counts, numbers, times, tags of versions: all that Brazil and the public get is the same before and after Egypt sends more."""
    every = [address for address in addresses(app, world) if not address.startswith(("/account", "/sign-in"))]
    who = [one for one in readers(app, database, world) if one[0] != "observer"]
    before = {(name, address): lasting_of(client, address) for name, client in who for address in every}
    typed(database, world.stage, "Egypt", 5, "egypt more")
    different = [key for key, was in before.items() if lasting_of(dict(who)[key[0]], key[1]) != was]
    assert not different, "\n".join(f"{name}: {address}" for name, address in different[:40])


def lasting_of(client: FlaskClient, address: str) -> tuple[int, str]:
    """Give what a page says, without what differs each time."""
    status, text = get(client, address)
    return status, lasting(text)
