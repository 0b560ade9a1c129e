"""Do the work of `serve`: one process that listens, some that answer and send the mail, all ended by one Ctrl-C."""

import gc
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlunsplit

import click

from config import Config
from wgtracker import create_app
from wgtracker.cli.instance import open_database, read_settings
from wgtracker.db import Database
from wgtracker.errors import BadInput
from wgtracker.services.sender import start_sender
from wgtracker.upgrade import upgrade_all

FIRST_PORT = 8321
PORTS_TRIED = 40
BACKLOG = 2048
"""Connections that wait while all are answered: a burst at a deadline waits, and is not turned away."""
SILENT_SECONDS = 120
REQUESTS_EACH = 50_000
"""A process is replaced after about so many requests, so that a leak of any library stays small. A room of 500 asks 250 times a second."""
SPARE_FILES = 200
KEEP_SECONDS = 5
"""Seconds that a quiet connection is kept: a page that asks every two seconds (js/live.js) opens one, not thirty a minute."""
CONNECTIONS_EACH = 4000
"""Connections that a process keeps: browsers open several each, and a kept one costs no thread."""


class Wish(NamedTuple):
    """What the command was asked for. port: None for the first that is free; live_port: None for no streams."""

    host: str
    port: int | None
    workers: int
    threads: int
    demo: bool
    live_port: int | None = None


def serve(wish: Wish) -> int:
    """Prepare the instance, say where it is, and serve until it is stopped. Gives the exit code."""
    gc.set_threshold(10_000)  # a process that stays: cycles are looked for again
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    listener = listen(wish.host, wish.port)
    address = _name_address(wish.host, listener.getsockname()[1])
    given = bool(os.environ.get("WGTRACKER_BASE_URL"))
    if not given:
        os.environ["WGTRACKER_BASE_URL"] = address
    if wish.live_port is not None and not os.environ.get("WGTRACKER_LIVE_URL"):
        os.environ["WGTRACKER_LIVE_URL"] = _name_address(wish.host, wish.live_port)
    config = read_settings()
    with open_database(config.database_url) as database:
        upgrade_all(database)
        if wish.demo:
            _show_demo(database, config)
    click.echo(f"wgtracker is at {config.base_url} (Ctrl-C stops it)")
    if config.base_url != address:
        click.echo(f"It listens on {address}.")
    elif wish.host not in LOOPBACK and not given:
        click.echo("To be reached from other machines it needs its address: set WGTRACKER_BASE_URL (docs/operator.md).")
    with _streams_beside(wish):
        _serve(listener, config, wish)
    return 0


@contextmanager
def _streams_beside(wish: Wish) -> Iterator[None]:
    """Serve the room's streams beside the pages, where that is wished."""
    if wish.live_port is None:
        yield
        return
    from wgtracker.cli.streaming import Companion

    companion = Companion(wish.host, wish.live_port)
    companion.start()
    master = os.getpid()
    try:
        yield
    finally:
        if os.getpid() == master:
            companion.stop()


LOOPBACK = ("127.0.0.1", "localhost", "::1")


def listen(host: str, port: int | None) -> socket.socket:
    """Open the port; without a number the first free one from 8321 on. Raises BadInput where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in (port,) if port is not None else (*range(FIRST_PORT, FIRST_PORT + PORTS_TRIED), 0):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
            listener.listen(BACKLOG)
        except socket.gaierror:
            listener.close()
            raise BadInput(f"“{host}” is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all its addresses.") from None
        except (OSError, OverflowError) as error:
            listener.close()
            trouble = error
            continue
        return listener
    reason = getattr(trouble, "strerror", None) or trouble
    raise BadInput(f"Port {port} of {host} cannot be used ({reason}); choose another with --port, or leave it out.")


def _name_address(host: str, port: int) -> str:
    """Write the address that a browser on this machine reaches the server at."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, f"[{host}]" if ":" in host else host)
    return urlunsplit(("http", f"{shown}:{port}", "", "", ""))


def _show_demo(database: Database, config: Config) -> None:
    from wgtracker.demo.making import is_demo, is_empty, make_demo, make_links

    with database.read() as db:
        empty = is_empty(db)
    if empty:
        click.echo("Filling the empty database with the demonstration ...")
        make_demo(database, config.base_url)
    with database.read() as db:
        known = is_demo(db)
    if not known:
        click.echo("The database holds other data than the demonstration, so there are no sign-in links to show.")
        return
    click.echo("The ninth meeting and the tenth, whose round is open. Each link signs in once; press the button there:")
    for who, link in make_links(database, config.base_url):
        click.echo(f"{who}: {link}")


def _serve(listener: socket.socket, config: Config, wish: Wish) -> None:
    try:
        import gunicorn  # noqa: F401
    except ImportError:  # there is none for Windows
        _serve_in_one_process(listener, config)
    else:
        _serve_with_gunicorn(listener, config, wish)


def allow_files(wanted: int) -> None:
    """Ask for as many open files as connections need, as far as the system lets us."""
    try:
        import resource
    except ImportError:  # there is none for Windows, and no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def _serve_with_gunicorn(listener: socket.socket, config: Config, wish: Wish) -> None:
    from gunicorn.app.base import BaseApplication

    allow_files(CONNECTIONS_EACH + SPARE_FILES)
    app = create_app(config)
    master = os.getpid()
    stops: list[Callable[[], None]] = []

    def begin(worker: Any) -> None:
        gc.freeze()
        stops.append(start_sender(app.extensions["wgtracker_db"], config))

    def end(server: Any, worker: Any) -> None:
        for stop in stops:
            stop()

    class _Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            for name, value in _options(listener, wish, begin, end).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return app

    try:
        _Server().run()
    finally:
        if os.getpid() == master:
            click.echo("Stopped.")


def _options(listener: socket.socket, wish: Wish, begin: Callable[[Any], None], end: Callable[[Any, Any], None]) -> dict[str, Any]:
    """Give the settings of gunicorn (docs/operator.md, processes)."""
    return {
        "bind": f"fd://{listener.fileno()}",
        "worker_class": "wgtracker.cli.worker.Worker",
        "workers": wish.workers,
        "threads": wish.threads,
        "keepalive": KEEP_SECONDS,
        "worker_connections": CONNECTIONS_EACH,
        "backlog": BACKLOG,
        "timeout": SILENT_SECONDS,
        "graceful_timeout": 30,
        "max_requests": REQUESTS_EACH,
        "max_requests_jitter": REQUESTS_EACH // 10,
        "preload_app": True,
        "loglevel": "warning",
        "control_socket_disable": True,
        "post_worker_init": begin,
        "worker_exit": end,
    }


def _serve_in_one_process(listener: socket.socket, config: Config) -> None:
    from werkzeug.serving import make_server

    app = create_app(config)
    host, port = listener.getsockname()[:2]
    server = make_server(host, port, app, threaded=True, fd=listener.fileno())
    stop = start_sender(app.extensions["wgtracker_db"], config)
    answering = threading.Thread(target=server.serve_forever, daemon=True)
    answering.start()
    try:
        while answering.is_alive():
            answering.join(1)
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        server.shutdown()
        stop()
