"""Do the work of `live`: one process with a thread for each stream; and stand by the pages, where `serve` starts it beside them."""

import gc
import logging
import os
import socket
import subprocess
import sys
import threading
from typing import Any

import click

from config import Config
from wgtracker.cli.instance import open_current, read_settings
from wgtracker.cli.serving import BACKLOG, SILENT_SECONDS, SPARE_FILES, allow_files, listen
from wgtracker.live.app import LiveApp

SPARE_THREADS = 24
"""Threads beyond the streams: they refuse who comes too late, and answer /healthz."""
FILES_EACH = 2
START_AGAIN = 1.0
"""Seconds until a process of streams that ended is started again."""


def serve_streams(host: str, port: int, streams: int) -> int:
    """Serve until it is stopped. Gives the exit code."""
    gc.set_threshold(10_000)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    config = read_settings()
    with open_current(config):
        pass
    listener = listen(host, port)
    allow_files(FILES_EACH * streams + SPARE_FILES)
    click.echo(f"wgtracker streams at {host}:{listener.getsockname()[1]} (Ctrl-C stops it)")
    try:
        import gunicorn  # noqa: F401
    except ImportError:  # there is none for Windows
        _serve_by_threads(listener, config, streams)
    else:
        _serve_with_gunicorn(listener, config, streams)
    return 0


def _serve_with_gunicorn(listener: socket.socket, config: Config, streams: int) -> None:
    from gunicorn.app.base import BaseApplication

    app = LiveApp(config, most=streams)

    class _Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in _options(listener, app, streams).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return app

    _Server().run()


def _options(listener: socket.socket, app: LiveApp, streams: int) -> dict[str, Any]:
    """Give the settings of gunicorn: all streams in one process, so that the cap is one."""
    threads = streams + SPARE_THREADS
    return {
        "bind": f"fd://{listener.fileno()}",
        "worker_class": "wgtracker.cli.worker.Ending",
        "workers": 1,
        "threads": threads,
        "worker_connections": 2 * threads + 1000,
        "backlog": BACKLOG,
        "timeout": SILENT_SECONDS,
        "graceful_timeout": 2,
        "loglevel": "warning",
        "control_socket_disable": True,
        "worker_int": lambda worker: app.hub.end_all(),
        "worker_exit": lambda server, worker: app.hub.end_all(),
    }


def _serve_by_threads(listener: socket.socket, config: Config, streams: int) -> None:
    from werkzeug.serving import make_server

    app = LiveApp(config, most=streams)
    host, port = listener.getsockname()[:2]
    server = make_server(host, port, app, threaded=True, fd=listener.fileno())
    try:
        server.serve_forever()
    finally:
        app.close()


class Companion:
    """Keep a process of streams running beside the pages, and start it again where it ended by itself."""

    def __init__(self, host: str, port: int) -> None:
        self._command = [sys.executable, "-m", "wgtracker", "live", "--host", host, "--port", str(port)]
        self._stopped = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Start it."""
        self._thread.start()

    def stop(self) -> None:
        """End it for good."""
        self._stopped.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._process = subprocess.Popen(self._command, env=os.environ, stdin=subprocess.DEVNULL)
            self._process.wait()
            self._stopped.wait(START_AGAIN)
