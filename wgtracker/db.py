"""Open the database: SQLite by default, PostgreSQL by URL, with one way to read and one way to write.

Reading is a deferred transaction, writing an immediate one: a reader that turns writer loses its transaction under SQLite (SQLITE_BUSY
at once, whatever the timeout), and would lose a submission with it.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from wgtracker.errors import BadInput

PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536")
"""synchronous=FULL: what was acknowledged survives a power cut; NORMAL can lose the last commits."""
WRITERS = 715_001
"""Key of the advisory lock that lets one writer at a time extend the chain of events (PostgreSQL)."""


WRITING = "writing"
"""Under this word a session that writes says so (Session.info)."""

encode_json = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
"""Write a JSON value as it is stored. The hashes of events are taken of exactly these letters."""


class Database:
    """Hold the engine and give sessions. Close it when the process is done with it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _make_engine(url)
        self._reading = sessionmaker(self.engine, autoflush=False)
        self._writing = sessionmaker(self.engine.execution_options(immediate=True), expire_on_commit=False, info={WRITING: True})

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session to read with; nothing of it is kept."""
        session = self._reading()
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session to write with; commit at the end of the block, roll back where it raises."""
        session = self._writing()
        try:
            if self.engine.dialect.name == "postgresql":
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()

    def open_reading(self) -> Session:
        """Give a reading session that the caller closes (one a request)."""
        return self._reading()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _make_engine(url: str) -> Engine:
    parsed = make_url(url)
    kind = parsed.get_backend_name()
    if kind == "sqlite":
        engine = create_engine(parsed, json_serializer=encode_json)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if kind == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, json_serializer=encode_json, pool_pre_ping=True, pool_size=10, max_overflow=20)
    raise BadInput(f"The database address begins with “{kind}”; write sqlite:///path/to/file.db or postgresql://user@host/name.")


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # BEGIN is issued below, so that a writer can begin as one
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
