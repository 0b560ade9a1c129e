"""Follow a stream of server-sent events over a raw connection, as the standard says: an event counts only with the empty line after it."""

import http.client
import json
import time
from typing import Any


class Follower:
    """One page that follows. status and headers: of the answer; last_id: of the last event that was whole."""

    def __init__(self, port: int, negotiation_id: int, token: str, **headers: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
        cookie = {"Cookie": f"wgtracker={token}"} if token else {}
        self._connection.request("GET", f"/n/{negotiation_id}/stream", headers={**cookie, **headers})
        self._answer = self._connection.getresponse()
        self.status, self.headers = self._answer.status, self._answer.headers
        self.last_id = ""
        if self.status != 200:
            self._answer.read()

    def next(self, kind: str) -> Any:
        """Wait for the next event of a kind; give its data."""
        until = time.monotonic() + 15
        while time.monotonic() < until:
            fields = self._read_event()
            assert fields is not None, "the stream ended"
            if fields.get("event") == kind:
                return json.loads(fields["data"])
        raise AssertionError(f"no {kind} came")

    def _read_event(self) -> dict[str, str] | None:
        fields: dict[str, str] = {}
        while line := self._answer.readline().decode():
            if line == "\n":
                if fields:
                    self.last_id = fields.get("id", self.last_id)
                    return fields
                continue
            name, _, value = line.rstrip("\n").partition(": ")
            fields[name] = value
        return None

    def read_to_the_end(self) -> bool:
        """Read until the stream ends."""
        while self._read_event() is not None:
            pass
        return True

    def close(self) -> None:
        """Go away without a word."""
        self._answer.close()
        self._connection.close()
