"""Run the tracker as people do, in a process group of its own, to be killed and started again on the same port."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def find_port() -> int:
    """Give a port that is free, of those that no system gives to outgoing connections: it must stay free between two starts."""
    while True:
        port = random.SystemRandom().randrange(15_000, 30_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


class Server:
    """A server on one instance; its address stays the same over every start. more: further words of the command."""

    def __init__(self, database_url: str, instance: Path, *more: str, workers: int = 2) -> None:
        self.port = find_port()
        self.instance, self.workers, self.more = instance, workers, more
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("WGTRACKER_")},
            "WGTRACKER_DATABASE_URL": database_url,
            "WGTRACKER_INSTANCE": str(instance),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "wgtracker", "serve", "--port", str(self.port), "--workers", str(self.workers), *self.more]
        with (self.instance / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log()
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.05)
        raise AssertionError(f"the server did not start: {self.log()}")

    def kill(self) -> None:
        """End it as a power cut of the process would: no handler runs, no file is closed by the program."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def interrupt(self) -> int:
        """Press Ctrl-C; give the exit code."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=40)

    def log(self) -> str:
        """Give what it said."""
        return (self.instance / "server.log").read_text(encoding="utf-8", errors="replace")[-3000:]
