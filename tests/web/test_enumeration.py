"""An address that is known takes as long, and is answered as, one that is not."""

import statistics
import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.make import Stage, make_user
from tests.web.signing import give_password, token_of
from wgtracker.db import Database

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SAMPLES = 40


def compare(known: Callable[[int], None], unknown: Callable[[int], None]) -> float:
    """Give the ratio of the median processor times, taken in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(SAMPLES):
        for what, kept in zip((known, unknown), times):
            start = time.process_time()
            what(number)
            kept.append(time.process_time() - start)
    return statistics.median(times[0]) / statistics.median(times[1])


@pytest.fixture
def addresses(database: Database, stage: Stage) -> list[str]:
    """Lend addresses of people with a password."""
    with database.write() as db:
        ids = [make_user(db).id for _ in range(SAMPLES)]
    return [give_password(database, number) for number in ids]


def sender(client: FlaskClient, path: str, **fields: str) -> Callable[[str], None]:
    """Give a function that sends a form with an address."""
    token = token_of(client.get(path).text)

    def send(email: str) -> None:
        assert client.post(path, data={"csrf_token": token, "email": email, **fields}).status_code in (200, 422)

    return send


def test_signing_in_takes_as_long_for_an_unknown_address(app: Flask, client: FlaskClient, addresses: list[str]) -> None:
    send = sender(client, "/sign-in", password="quite another secret")
    ratio = compare(lambda number: send(addresses[number]), lambda number: send(f"nobody{number}@example.org"))
    assert 0.8 < ratio < 1.25


def test_asking_for_a_link_takes_about_as_long_for_an_unknown_address(app: Flask, client: FlaskClient, addresses: list[str]) -> None:
    send = sender(client, "/sign-in/link", purpose="reset")
    ratio = compare(lambda number: send(addresses[number]), lambda number: send(f"nobody{number}@example.org"))
    assert 0.75 < ratio < 1.33
