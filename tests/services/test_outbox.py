"""Letters: none is lost, at most one is sent twice, and what became of each is kept."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.make import Stage
from wgtracker import clock, mail
from wgtracker import models as m
from wgtracker.db import Database
from wgtracker.services import outbox
from wgtracker.services.keep import keep_file

LINK = "http://localhost/i/" + "A" * 43


@pytest.fixture
def settings(tmp_path: Path) -> mail.Settings:
    """Lend a folder of letters."""
    return mail.Settings(folder=tmp_path / "mail")


def queue(database: Database, session_id: int | None = None, to: str = "ana@example.org", body: str = f"Open {LINK}\n") -> int:
    """Queue a letter."""
    with database.write() as db:
        return outbox.queue(db, to=to, subject="Hello", body=body, session_id=session_id).id


def state(database: Database, letter_id: int) -> tuple[m.MailState, int, str]:
    """Give what became of a letter."""
    with database.read() as db:
        letter = db.get_one(m.OutboxLetter, letter_id)
        return letter.state, letter.tries, letter.body


def test_a_letter_is_sent_once_and_its_link_is_taken_out(database: Database, stage: Stage, settings: mail.Settings) -> None:
    number = queue(database, stage.session_id)
    assert outbox.send_due(database, settings) == 1
    assert outbox.send_due(database, settings) == 0
    [file] = settings.folder.glob("*.eml")
    text = file.read_text()
    assert "A" * 43 in text.replace("=\n", "")
    assert "Reply-To: officer@example.org" in text
    assert state(database, number) == (m.MailState.SENT, 1, "Open http://localhost/i/…\n")


def test_an_attachment_goes_with_it(database: Database, settings: mail.Settings) -> None:
    with database.write() as db:
        sha256 = keep_file(db, b"words", "0" * 64)
        outbox.queue(db, to="ana@example.org", subject="Receipt", body="x", attachments=[("receipt.txt", sha256, "text/plain")])
    outbox.send_due(database, settings)
    [file] = settings.folder.glob("*.eml")
    assert 'filename="receipt.txt"' in file.read_text()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_server_that_is_away_is_tried_eight_times_then_the_letter_has_failed(
    database: Database, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = mail.Settings(server="127.0.0.1", port=1, security="none", seconds=1)
    number = queue(database, stage.session_id)
    at = clock.now()
    for tries in range(1, outbox.MOST_TRIES + 1):
        outbox.send_due(database, away)
        outbox.send_due(database, away)  # nothing is due yet
        assert state(database, number)[1] == tries
        at += timedelta(days=1)
        monkeypatch.setattr(clock, "now", lambda now=at: now)
    assert state(database, number)[0] == m.MailState.FAILED
    assert LINK in state(database, number)[2]
    with database.write() as db:
        outbox.resend(db, stage.officer, session_id=stage.session_id, letter_id=number)
    assert outbox.send_due(database, mail.Settings(folder=tmp_path)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_address_that_is_none_fails_at_once(database: Database, settings: mail.Settings) -> None:
    number = queue(database, to="nobody")
    outbox.send_due(database, settings)
    assert state(database, number)[:2] == (m.MailState.FAILED, 1)


def test_who_dies_between_sending_and_marking_sends_once_more_with_the_same_message_id(
    database: Database, settings: mail.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(database)

    def die(*gone: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_mark", die)
        with pytest.raises(KeyboardInterrupt):
            outbox.send_due(database, settings)
    [first] = [line for file in settings.folder.glob("*.eml") for line in file.read_text().splitlines() if line.startswith("Message-ID")]
    assert outbox.send_due(database, settings) == 0  # it is claimed for a while
    later = clock.now() + outbox.PAUSES[0]
    monkeypatch.setattr(clock, "now", lambda: later)
    assert outbox.send_due(database, settings) == 1
    [second] = [line for file in settings.folder.glob("*.eml") for line in file.read_text().splitlines() if line.startswith("Message-ID")]
    assert first == second


def test_two_senders_at_once_send_each_letter_once(database: Database, settings: mail.Settings, tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for number in range(12):
        queue(database, to=f"person{number}@example.org")
    with ThreadPoolExecutor(4) as pool:
        jobs: list[Callable[[], int]] = [lambda: outbox.send_due(database, settings)] * 4
        assert sum(job.result() for job in [pool.submit(job) for job in jobs]) == 12
    assert len(list(settings.folder.glob("*.eml"))) == 12
    with database.read() as db:
        assert {letter.tries for letter in db.query(m.OutboxLetter)} == {1}
