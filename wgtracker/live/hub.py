"""Bring news to the streams: a cap that holds under a lock, and for each stream room for one message, the newest."""

import threading
from collections import defaultdict

from wgtracker.queries.live import Moment


class Stream:
    """One open page. What it has not taken yet is replaced by what is newer: only the newest pulse matters."""

    def __init__(self, negotiation_id: int) -> None:
        self.negotiation_id = negotiation_id
        self._changed = threading.Condition()
        self._newest: Moment | None = None
        self._ended = False

    def put(self, moment: Moment) -> None:
        """Leave a message."""
        with self._changed:
            self._newest = moment
            self._changed.notify()

    def end(self) -> None:
        """Let the stream come to its end."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    @property
    def ended(self) -> bool:
        """Tell whether it has been ended."""
        return self._ended

    def wait(self, seconds: float) -> Moment | None:
        """Take the newest message; wait for one at most so long."""
        with self._changed:
            if self._newest is None and not self._ended:
                self._changed.wait(seconds)
            moment, self._newest = self._newest, None
            return moment


class Hub:
    """Know the open streams. most: how many there may be at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._streams: defaultdict[int, set[Stream]] = defaultdict(set)
        self._count = 0

    def reserve(self, negotiation_id: int) -> Stream | None:
        """Take a place, None where all are taken. It is given back with release."""
        with self._lock:
            if self._count >= self.most:
                return None
            self._count += 1
            stream = Stream(negotiation_id)
            self._streams[negotiation_id].add(stream)
            return stream

    def release(self, stream: Stream) -> None:
        """Give a place back; twice is once."""
        with self._lock:
            found = self._streams[stream.negotiation_id]
            if stream in found:
                found.remove(stream)
                self._count -= 1
            if not found:
                del self._streams[stream.negotiation_id]

    def publish(self, negotiation_id: int, moment: Moment) -> None:
        """Bring a message to all who follow a reading."""
        with self._lock:
            streams = list(self._streams.get(negotiation_id, ()))
        for stream in streams:
            stream.put(moment)

    def list_followed(self) -> set[int]:
        """List the readings that somebody follows."""
        with self._lock:
            return set(self._streams)

    def end_all(self) -> None:
        """Let all streams come to their end."""
        with self._lock:
            streams = [stream for found in self._streams.values() for stream in found]
        for stream in streams:
            stream.end()

    def __len__(self) -> int:
        """Count the places that are taken."""
        return self._count
