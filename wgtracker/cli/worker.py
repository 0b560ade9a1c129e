"""Answer on the spot the pages that only ask what changed: a worker of gunicorn's that spares them its parser and its threads.

A room of five hundred asks 250 times a second, and gunicorn's own work is four fifths of what that costs (docs/bench.md). A question over
a kept connection that has the plain form below is answered from memory by the loop that hears it; anything else, and whatever memory
does not know, goes the usual way. Built on ThreadWorker of the pinned gunicorn; tests/reliability/test_worker.py tells when that changes.
"""

import re
import socket
from typing import Any

from gunicorn.util import http_date
from gunicorn.workers.gthread import ThreadWorker

MOST = 4096
"""Bytes of a question; longer ones go the usual way."""
_QUESTION = re.compile(rb"GET /n/(\d{1,10})/live(?:\?since=(\d{1,10}))? HTTP/1\.1\r\n((?:[!-9;-~]+:[^\r\n]*\r\n)+)\r\n")
_UNUSUAL = {b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"te", b"trailer"}


class Ending(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, which ends when it is told to, whatever it is doing."""

    def handle_quit(self, sig: int, frame: Any) -> None:
        """End now.

        gunicorn's own closes the pool first, whose lock the loop that is being interrupted may hold; so may an earlier signal of the same
        Ctrl-C. It would wait for itself until the arbiter kills it, half a minute later. The pool ends with the process.
        """
        super(ThreadWorker, self).handle_quit(sig, frame)


class Worker(Ending):
    """A worker with that short way."""

    def on_client_socket_readable(self, conn: Any, client: socket.socket) -> None:
        """Hear a kept connection."""
        if not self.alive or not self._answer(conn):
            super().on_client_socket_readable(conn, client)

    def _answer(self, conn: Any) -> bool:
        """Answer, where that can be done at once; what was not understood is still there to be read."""
        try:
            asked = conn.sock.recv(MOST, socket.MSG_PEEK)
            said = write_answer(self.wsgi, asked)
            if said is None:
                return False
            conn.sock.recv(len(asked))
            sent = conn.sock.send(said)
        except (OSError, ValueError):  # gone, nothing there yet, or TLS, which cannot be looked at beforehand
            return False
        self.keepalived_conns.remove(conn)
        if sent < len(said):  # a page that does not read what it asked for
            self.poller.unregister(conn.sock)
            self.nr_conns -= 1
            conn.close()
            return True
        conn.set_timeout()
        self.keepalived_conns.append(conn)  # they stand in the order in which they expire
        return True


def write_answer(app: Any, asked: bytes) -> bytes | None:
    """Write the whole answer to a question; None where it has another form, or the answer is not known without looking."""
    found = _QUESTION.fullmatch(asked)
    if found is None:
        return None
    headers: dict[bytes, bytes] = {}
    for line in found[3].splitlines():
        name, _, value = line.partition(b":")
        if headers.setdefault(name.lower(), value.strip()) != value.strip():
            return None
    if headers.keys() & _UNUSUAL or headers.get(b"connection", b"keep-alive").lower() != b"keep-alive":
        return None
    cookies, mark = (headers.get(name, b"").decode("latin-1") for name in (b"cookie", b"if-none-match"))
    answer = app.extensions["wgtracker_front"].answer_at_once(int(found[1]), cookies, mark, (found[2] or b"").decode())
    if answer is None:
        return None
    lines = [f"HTTP/1.1 {answer.status}", "Server: gunicorn", f"Date: {http_date()}", "Connection: keep-alive"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    body: bytes = answer.body
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
