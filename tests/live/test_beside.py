"""`serve --live-port` runs the streams beside the pages: the pages know of them, they come back when they end, and one Ctrl-C ends both."""

import http.client
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.reliability.server import Server, find_port


def ask(port: int, path: str) -> tuple[int, str, str]:
    """Give status, body and policy of an answer; 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("Content-Security-Policy", "")
    except OSError:
        return 0, "", ""
    finally:
        connection.close()


def wait(until: Callable[[], bool]) -> None:
    """Wait for what has to come."""
    end = time.monotonic() + 60
    while not until():
        assert time.monotonic() < end
        time.sleep(0.1)


def find_streams(port: int) -> list[int]:
    """Give the processes that were started to serve streams at a port, the first of them first."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if "live" in words and str(port) in words:
            found.append(int(path.parent.name))
    return sorted(found)


def test_streams_beside_the_pages(tmp_path: Path) -> None:
    streams = find_port()
    server = Server(f"sqlite:///{tmp_path / 'wgtracker.db'}", tmp_path, "--live-port", str(streams), workers=1)
    server.start()
    wait(lambda: ask(streams, "/healthz")[0] == 200)
    assert f"connect-src 'self' http://127.0.0.1:{streams};" in ask(server.port, "/sign-in")[2]
    assert ask(streams, "/n/1/stream")[0] == 403
    first = find_streams(streams)
    for process in first:
        os.kill(process, signal.SIGKILL)
    wait(lambda: ask(streams, "/healthz")[0] == 200 and not set(find_streams(streams)) & set(first))
    assert server.interrupt() == 0, server.log()
    wait(lambda: ask(streams, "/healthz")[0] == 0)
    assert find_streams(streams) == []
