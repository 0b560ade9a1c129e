"""The short way of gunicorn's worker: what it answers on the spot, what it leaves to the usual way, and that nothing is lost between."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
APP = """
import gc, os, signal
from concurrent.futures import ThreadPoolExecutor
from wgtracker.web.live.front import Answer

class Front:
    def answer_at_once(self, negotiation_id, cookies, mark, since):
        if negotiation_id == 404:
            return None
        if negotiation_id == 500:  # Ctrl-C comes while the loop hands something to its pool
            pool = next(one for one in gc.get_objects() if isinstance(one, ThreadPoolExecutor))
            with pool._shutdown_lock:
                os.kill(os.getpid(), signal.SIGINT)
        body = f"at once: {negotiation_id} {cookies} {mark} {since}".encode() if mark != "known" else b""
        headers = [("ETag", mark), *([("Content-Length", str(len(body)))] if body else [])]
        return Answer("200 OK" if body else "304 NOT MODIFIED", headers, body)

class App:
    extensions = {"wgtracker_front": Front()}

    def __call__(self, environ, start):
        read = environ["wsgi.input"].read()
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(11 + len(read)))])
        return [b"usual way: " + read]

app = App()
"""
COOKIE = "Cookie: wgtracker=a; form=b"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve an application that says which way a question took."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "told.py").write_text(APP)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(16)
    command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}", "--worker-class", "wgtracker.cli.worker.Worker"]
    command += ["--threads", "2", "--keep-alive", "5", "--no-control-socket", "--pythonpath", f"{folder},{ROOT}", "told:app"]
    with subprocess.Popen(command, cwd=folder, pass_fds=(listener.fileno(),), stderr=subprocess.DEVNULL) as process:
        yield int(listener.getsockname()[1])
        process.terminate()
    listener.close()


class Line:
    """One kept connection; its first question goes the usual way, as that of every new one."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        assert self.ask("GET /n/1/live HTTP/1.1", COOKIE) == "usual way: "

    def send(self, *lines: str, body: str = "") -> None:
        self.socket.sendall(("\r\n".join([*lines, "Host: localhost", "", ""]) + body).encode())

    def hear(self) -> str:
        """Hear one whole answer; give its body, or its status where it has none."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            got = self.socket.recv(1)
            assert got, "the connection was closed"
            head += got
        lines = head.decode().split("\r\n")
        length = next((int(line.split(": ")[1]) for line in lines if line.lower().startswith("content-length")), 0)
        body = b""
        while len(body) < length:
            body += self.socket.recv(length - len(body))
        assert any(line.startswith("Date: ") for line in lines)
        return body.decode() or lines[0].split(" ", 1)[1]

    def ask(self, *lines: str, body: str = "") -> str:
        self.send(*lines, body=body)
        return self.hear()


def test_a_plain_question_over_a_kept_connection_is_answered_on_the_spot(port: int) -> None:
    line = Line(port)
    for _ in range(3):
        assert line.ask("GET /n/17/live?since=4 HTTP/1.1", COOKIE, 'If-None-Match: "9"') == 'at once: 17 wgtracker=a; form=b "9" 4'
        assert line.ask("GET /n/17/live HTTP/1.1", "if-none-match: known", "Connection: keep-alive", "Accept: */*") == "304 NOT MODIFIED"
    assert line.ask("GET /sign-in HTTP/1.1") == "usual way: "
    assert line.ask("GET /n/2/live?since=0 HTTP/1.1").startswith("at once: 2")


@pytest.mark.parametrize(
    "lines",
    [
        ("GET /n/404/live HTTP/1.1",),
        ("GET /n/1/live?since=-1 HTTP/1.1",),
        ("GET /n/1/live?since=1&more=2 HTTP/1.1",),
        ("GET /n/99999999999/live HTTP/1.1",),
        ("GET /n/1/live/acts HTTP/1.1",),
        ("GET /n/1/live HTTP/1.1", "Cookie: a=1", "Cookie: a=2"),
        ("GET /n/1/live HTTP/1.1", "X-Long: " + "a" * 5000),
    ],
    ids=lambda lines: lines[0][:40] + str(len(lines)),
)
def test_any_other_form_goes_the_usual_way(port: int, lines: tuple[str, ...]) -> None:
    line = Line(port)
    assert line.ask(*lines) == "usual way: "
    assert line.ask("GET /n/5/live HTTP/1.1").startswith("at once: 5")


def test_a_question_with_a_body_or_one_that_comes_in_parts_is_read_to_its_end(port: int) -> None:
    line = Line(port)
    assert line.ask("GET /n/1/live HTTP/1.1", "Content-Length: 4", body="more") == "usual way: more"
    line.socket.sendall(b"GET /n/1/live HT")
    time.sleep(0.2)
    line.socket.sendall(b"TP/1.1\r\nHost: localhost\r\n\r\n")
    assert line.hear() == "usual way: "
    assert line.ask("GET /n/6/live HTTP/1.1").startswith("at once: 6")


def test_two_questions_sent_together_are_both_answered_in_order(port: int) -> None:
    line = Line(port)
    line.send("GET /n/1/live HTTP/1.1", body="GET /n/404/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert [line.hear(), line.hear()] == ["usual way: ", "usual way: "]
    line.send("POST /x HTTP/1.1", "Content-Length: 2", body="ab")
    assert line.hear() == "usual way: ab"


def test_who_asks_to_close_is_closed(port: int) -> None:
    line = Line(port)
    assert line.ask("GET /n/1/live HTTP/1.1", "Connection: close") == "usual way: "
    assert line.socket.recv(1) == b""


def test_a_worker_ends_whatever_its_loop_is_doing(port: int) -> None:
    line = Line(port)
    line.send("GET /n/500/live HTTP/1.1")
    line.socket.settimeout(10)
    with suppress(ConnectionResetError):  # the kernel's word for it, where the question was not read to its end
        assert line.socket.recv(1) == b""
    assert Line(port).ask("GET /sign-in HTTP/1.1") == "usual way: "
