"""Open the instance that a command works on: its settings from the environment, its folder, its database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from config import Config
from wgtracker.db import Database
from wgtracker.errors import BadInput
from wgtracker.upgrade import count_missing

PRIVATE = 0o077
"""What a command takes away from the rights of every file it makes: only their owner reads them."""


def read_settings() -> Config:
    """Read the settings and make the folder of the instance, readable by its owner alone."""
    os.umask(PRIVATE)
    config = Config.from_env(os.environ)
    config.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    if config.instance.stat().st_uid == os.geteuid():
        config.instance.chmod(0o700)
    return config


@contextmanager
def open_database(url: str) -> Iterator[Database]:
    """Open a database and close it at the end; what the database refuses becomes one sentence."""
    _read_url(url)
    database = Database(url)
    try:
        yield database
    except DBAPIError as error:
        raise BadInput(f"The database at {show_url(url)} cannot be used: {_first_line(error.orig)}") from error
    except SQLAlchemyError as error:
        raise BadInput(f"The database at {show_url(url)} cannot be used: {_first_line(error)}") from error
    finally:
        database.close()


@contextmanager
def open_current(config: Config) -> Iterator[Database]:
    """Open the database of the instance, which must have been made, and be of the form that this program works with."""
    with open_filled(config) as database:
        if count_missing(database):
            raise BadInput(
                "The database is of an older form than this program: back it up (backup), then run `python -m wgtracker upgrade`."
            )
        yield database


@contextmanager
def open_filled(config: Config) -> Iterator[Database]:
    """Open the database of the instance, which must have been made already, in whatever form."""
    path = sqlite_path(config.database_url)
    if path is not None and not path.exists():
        raise BadInput(f"There is no database at {path} yet; `python -m wgtracker upgrade` makes one, `serve` too.")
    with open_database(config.database_url) as database:
        if not inspect(database.engine).has_table("events"):
            raise BadInput(f"The database at {show_url(config.database_url)} has no tables yet; run `python -m wgtracker upgrade` first.")
        yield database


def sqlite_path(url: str) -> Path | None:
    """Give the file of a SQLite database, None where the address is of another one."""
    parsed = _read_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _read_url(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise BadInput(
            "WGTRACKER_DATABASE_URL cannot be read; write sqlite:///path/to/file.db or postgresql://user:password@host/name."
        ) from None


def show_url(url: str) -> str:
    """Write an address of a database without its password."""
    return make_url(url).render_as_string(hide_password=True)


def _first_line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return f"{lines[0].rstrip('.')}." if lines else "it gave no reason."
