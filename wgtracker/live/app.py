"""Answer pages that want a stream: GET /n/<reading>/stream, as server-sent events. Only ids and revisions go over it."""

import json
import re
import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from config import Config
from wgtracker import clock
from wgtracker.db import Database
from wgtracker.live.hub import Hub, Stream
from wgtracker.live.watching import Watcher
from wgtracker.queries.live import Moment, list_followers, load_moment
from wgtracker.services.tokens import hash_token

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PING = 5.0
"""Seconds between two signs of life: a page that is gone is noticed at the second one."""
CHECK_AGAIN = 12
"""Signs of life after which it is asked again whether the person may follow."""
RETRY = b"retry: 5000\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff", "Vary": "Cookie, Origin"}
_ADDRESS = re.compile(r"/n/(\d{1,10})/stream")


class LiveApp:
    """The whole application of the process of streams. most: streams at once; who is refused polls."""

    def __init__(self, config: Config, *, most: int) -> None:
        self.config = config
        self.hub = Hub(most)
        self.database = Database(config.database_url)
        self.watcher = Watcher(self.database, self.hub)
        self._starting = threading.Lock()
        self._started = False

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        response = self._answer(request)
        response.headers.update(HEADERS)
        if request.headers.get("Origin") == self.config.base_url:
            response.headers["Access-Control-Allow-Origin"] = self.config.base_url
            response.headers["Access-Control-Allow-Credentials"] = "true"
        return response(environ, start_response)

    def close(self) -> None:
        """End all streams, and watch no more."""
        self.hub.end_all()
        if self._started:
            self.watcher.stop()
        self.database.close()

    def _answer(self, request: Request) -> Response:
        if request.path == "/healthz":
            return Response(f"ok, {len(self.hub)} of {self.hub.most} streams\n", mimetype="text/plain")
        found = _ADDRESS.fullmatch(request.path)
        if found is None or request.method != "GET":
            return Response("There is no such stream.\n", 404, mimetype="text/plain")
        negotiation_id, token = int(found[1]), request.cookies.get(self.config.sign_in_cookie, "")
        if not self._may_follow(token, negotiation_id):
            return Response("You may not follow this reading, or are not signed in.\n", 403, mimetype="text/plain")
        return self._open(request, negotiation_id, token)

    def _may_follow(self, token: str, negotiation_id: int) -> bool:
        """Tell by the cookie that the pages use whether somebody may follow."""
        with self.database.read() as db:
            return bool(list_followers(db, [hash_token(token)], clock.now(), negotiation_id))

    def _open(self, request: Request, negotiation_id: int, token: str) -> Response:
        """Open a stream: its place is taken before the first byte, and given back when the connection is closed."""
        self._start_watching()
        stream = self.hub.reserve(negotiation_id)
        if stream is None:
            return Response("All streams are taken; ask every two seconds instead.\n", 503, {"Retry-After": "60"}, mimetype="text/plain")
        response = Response(self._tell(stream, token, request.headers.get("Last-Event-ID", "")), mimetype="text/event-stream")
        response.call_on_close(lambda: self.hub.release(stream))
        return response

    def _start_watching(self) -> None:
        """Watch from the first stream on: a thread would not survive the beginning of a process."""
        with self._starting:
            if not self._started:
                self._started = True
                self.watcher.start()

    def _tell(self, stream: Stream, token: str, last: str) -> Iterator[bytes]:
        """Tell how the reading stands (nothing, where the page knew that), then each change, and a sign of life between."""
        with self.database.read() as db:
            moment = load_moment(db, stream.negotiation_id)
        pulse = moment.pulse if moment else 0
        yield RETRY + (write_ping(pulse) if moment is None or last == str(pulse) else write_event(moment))
        pings = 0
        while not stream.ended:
            news = stream.wait(PING)
            if news is not None and news.pulse != pulse:
                pulse = news.pulse
                yield write_event(news)
            elif news is None and not stream.ended:
                pings += 1
                if pings % CHECK_AGAIN == 0 and not self._may_follow(token, stream.negotiation_id):
                    return
                yield write_ping(pulse)


@lru_cache(maxsize=64)
def write_event(moment: Moment) -> bytes:
    """Write a message; its id is the pulse. Hundreds of streams are sent the same."""
    return f"id: {moment.pulse}\nevent: pulse\ndata: {_encode(moment.as_data())}\n\n".encode()


@lru_cache(maxsize=64)
def write_ping(pulse: int) -> bytes:
    """Write a sign of life, with the pulse that the page should be at."""
    return f"event: ping\ndata: {_encode({'pulse': pulse})}\n\n".encode()


def _encode(data: dict[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":"))
