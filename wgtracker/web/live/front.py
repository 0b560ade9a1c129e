"""Answer pages that ask what changed before anything else looks at the question: hundreds ask every two seconds.

It stands in front of the application and answers only whom the page let in. With any news, and every CHECK_AGAIN seconds, all of them
are looked at anew, in one statement; who may no longer follow, and whatever else is asked, is left to the application. What goes out are
ids and revisions, never words.
"""

import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.exc import OperationalError

from wgtracker import clock
from wgtracker.db import Database
from wgtracker.queries.live import Moment, list_changed_units, list_followers, load_last

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CHECK_AGAIN = 20.0
"""Seconds after which it is looked whether those who were let in may still follow, even where nothing happened."""
FORGET = 60.0
"""Seconds after which a page that asks no more is forgotten."""
SAME_FOR = 0.1
"""Seconds for which one reading of the database answers all who ask."""
MOST_KEPT = 5000
NUMBERS = 2**31
_ADDRESS = re.compile(r"/n/(\d{1,10})/live")
_SINCE = re.compile(r"(?:^|&)since=(\d{1,10})(?:&|$)")


class Question(NamedTuple):
    """What a page asks: of which reading, with which cookies; mark: the pulse that it has, as ETag; since: the last act it knows of."""

    negotiation_id: int
    cookies: str
    mark: str
    since: int

    @property
    def browser(self) -> bytes:
        """Name the browser without keeping its cookies."""
        return sha256(self.cookies.encode("latin-1", "replace")).digest()


class Answer(NamedTuple):
    """What a page is told. body: JSON; empty where nothing changed."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


class _Now(NamedTuple):
    """How far a reading is, and until when that is told (of the monotonic clock). told: bodies by the act that was asked since."""

    moment: Moment | None
    until: float
    told: dict[int, bytes]


class _LetIn:
    """A browser that was let in: by which sign-in (its token's hash), and when it asked last (of the monotonic clock)."""

    __slots__ = ("asked", "token")

    def __init__(self, token: str) -> None:
        self.token, self.asked = token, time.monotonic()


class _Reading:
    """What is known of one reading: how far it is, and who was let in."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now = _Now(None, 0.0, {})
        self.checked = 0.0
        self.let_in: dict[bytes, _LetIn] = {}


class Front:
    """The application with this door before it. find_database: gives the application's; headers: those of every answer."""

    def __init__(self, app: "WSGIApplication", find_database: Callable[[], Database], headers: dict[str, str]) -> None:
        self.app = app
        self._find_database = find_database
        self._headers = [*headers.items(), ("Cache-Control", "no-store"), ("Vary", "Cookie")]
        self._readings: defaultdict[tuple[str, int], _Reading] = defaultdict(_Reading)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or let the application answer."""
        found = _ADDRESS.fullmatch(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "GET" else None
        answer = self._answer(_read_question(environ, int(found[1]))) if found else None
        if answer is None:
            return self.app(environ, start_response)
        start_response(answer.status, answer.headers)
        return (answer.body,)

    def let_in(self, environ: "WSGIEnvironment", negotiation_id: int, token: str, moment: Moment) -> Answer:
        """Tell who may follow this reading how far it is, and know the browser from now on."""
        database, question = self._find_database(), _read_question(environ, negotiation_id)
        reading = self._readings[database.url, negotiation_id]
        with reading.lock:
            reading.let_in[question.browser] = _LetIn(token)
            while len(reading.let_in) > MOST_KEPT:
                reading.let_in.pop(next(iter(reading.let_in)))
            told = reading.now.told if moment == reading.now.moment else {}
            return self._tell(question, moment, self._write(question, moment, told, database))

    def answer_at_once(self, negotiation_id: int, cookies: str, mark: str, since: str) -> Answer | None:
        """Answer from what is known this moment, without the database; None where that does not do."""
        question = _make_question(negotiation_id, cookies, mark, since)
        reading = self._readings.get((self._find_database().url, question.negotiation_id))
        if reading is None:
            return None
        now, known = reading.now, reading.let_in.get(question.browser)
        if known is None or now.moment is None or now.until < time.monotonic():
            return None
        body = b"" if _knows(question, now.moment) else now.told.get(question.since)
        if body is None:
            return None
        known.asked = time.monotonic()
        return self._tell(question, now.moment, body)

    def _answer(self, question: Question) -> Answer | None:
        database = self._find_database()
        reading = self._readings.get((database.url, question.negotiation_id))
        if reading is None:
            return None
        with reading.lock:
            try:
                self._look(database, reading, question.negotiation_id)
                known, now = reading.let_in.get(question.browser), reading.now
                if known is None or now.moment is None:
                    return None
                known.asked = time.monotonic()
                return self._tell(question, now.moment, self._write(question, now.moment, now.told, database))
            except OperationalError:  # the application says so in its own words
                return None

    def _look(self, database: Database, reading: _Reading, negotiation_id: int) -> None:
        """Read how far a reading is, unless that was done this moment; with any news, know only those who may still follow."""
        at, before = time.monotonic(), reading.now
        if before.until > at:
            return
        with database.read() as db:
            moment = load_last(db, negotiation_id)
            if moment != before.moment or at - reading.checked > CHECK_AGAIN:
                here = {name: known for name, known in reading.let_in.items() if at - known.asked < FORGET}
                may = list_followers(db, {known.token for known in here.values()}, clock.now(), negotiation_id)
                reading.let_in = {name: known for name, known in here.items() if known.token in may}
                reading.checked = at
        reading.now = _Now(moment, at + SAME_FOR, before.told if moment == before.moment else {})

    def _write(self, question: Question, moment: Moment, told: dict[int, bytes], database: Database) -> bytes:
        """Write what changed since the act that the page knows of, once for all that know as much."""
        if _knows(question, moment):
            return b""
        if question.since not in told:
            if len(told) > MOST_KEPT:
                told.clear()
            with database.read() as db:
                units = list_changed_units(db, question.negotiation_id, question.since)
            whole = moment._replace(since=question.since, units=units)
            told[question.since] = json.dumps(whole.as_data(), separators=(",", ":")).encode()
        return told[question.since]

    def _tell(self, question: Question, moment: Moment, body: bytes) -> Answer:
        headers = [*self._headers, ("ETag", f'"{moment.pulse}"')]
        if _knows(question, moment):
            return Answer("304 NOT MODIFIED", headers, b"")
        return Answer("200 OK", [*headers, ("Content-Type", "application/json"), ("Content-Length", str(len(body)))], body)


def _knows(question: Question, moment: Moment) -> bool:
    return question.mark == f'"{moment.pulse}"'


def _make_question(negotiation_id: int, cookies: str, mark: str, since: str) -> Question:
    """Make a question of what a request says. since: digits, or "" for all."""
    return Question(negotiation_id, cookies, mark.removeprefix("W/"), min(int(since or 0), NUMBERS - 1))


def _read_question(environ: "WSGIEnvironment", negotiation_id: int) -> Question:
    asked = _SINCE.search(environ.get("QUERY_STRING", ""))
    return _make_question(negotiation_id, environ.get("HTTP_COOKIE", ""), environ.get("HTTP_IF_NONE_MATCH", ""), asked[1] if asked else "")
