"""Copy a whole database to a file while others write, and put one back into an empty place."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import inspect
from sqlalchemy.engine import URL, make_url

from wgtracker.db import Database
from wgtracker.errors import BadInput
from wgtracker.services.audit import Audit, audit, audit_chain
from wgtracker.upgrade import count_missing, upgrade_all

SQLITE_MARK, POSTGRESQL_MARK = b"SQLite format 3\0", b"PGDMP"
HASH_SUFFIX = ".sha256"
_BLOCK = 2**20


class Backup(NamedTuple):
    """What was written: the file, its sha256, and what the copy holds."""

    path: Path
    sha256: str
    audit: Audit


def back_up(database: Database, to: Path) -> Backup:
    """Write a copy of the state of one moment, checked, with its hash beside it. Raises BadInput; writes all of it or nothing."""
    if to.exists():
        raise BadInput(f"{to} exists already; a backup never writes over another. Give it another name.")
    url = make_url(database.url)
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if url.get_backend_name() == "sqlite":
            copied = _copy_sqlite(Path(url.database or ""), part)
        else:
            copied = _dump_postgresql(database, url, part)
        _sync(part)
        sha256 = hash_file(part)
        os.replace(part, to)
    finally:
        part.unlink(missing_ok=True)
    beside = to.with_name(to.name + HASH_SUFFIX)
    beside.write_text(f"{sha256}  {to.name}\n", encoding="utf-8")
    _sync(beside)
    _sync(to.parent)
    return Backup(to, sha256, copied)


def _copy_sqlite(source: Path, part: Path) -> Audit:
    """Copy in one step: in several, every commit of another process would begin it anew."""
    reading, writing = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True), sqlite3.connect(part)
    try:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    finally:
        reading.close()
        writing.close()
    return _check_sqlite(part)


def _check_sqlite(path: Path) -> Audit:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        said = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    finally:
        connection.close()
    if said != "ok":
        raise BadInput(f"The copy is damaged: {said}. Nothing was kept of it.")
    copy = Database(f"sqlite:///{path}")
    try:
        return _audit(copy)
    finally:
        copy.close()
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)


def _dump_postgresql(database: Database, url: URL, part: Path) -> Audit:
    known = _audit(database)
    _run([find_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--file={part}", f"--dbname={_plain(url)}"])
    _run([find_program("pg_restore"), "--list", str(part)])
    return known


def restore(database: Database, source: Path) -> Audit:
    """Put a backup into an empty place, bring it to the newest form, and check it there. Raises BadInput."""
    _require_whole(source)
    url = make_url(database.url)
    with source.open("rb") as stream:
        start = stream.read(16)
    kind = "sqlite" if start == SQLITE_MARK else "postgresql" if start.startswith(POSTGRESQL_MARK) else ""
    if not kind:
        raise BadInput(f"{source} is no backup of wgtracker.")
    if kind != url.get_backend_name():
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        other = names.get(url.get_backend_name(), url.get_backend_name())
        raise BadInput(f"{source} is a backup of {names[kind]}, but WGTRACKER_DATABASE_URL names {other}.")
    if kind == "sqlite":
        _restore_sqlite(Path(url.database or ""), source)
    else:
        _restore_postgresql(database, url, source)
    upgrade_all(database)
    return _audit(database)


def _audit(database: Database) -> Audit:
    """Check all of a database, or its chain alone where its form is older than the program."""
    complete = count_missing(database) == 0
    with database.read() as db:
        return audit(db) if complete else audit_chain(db)


def _require_whole(source: Path) -> None:
    beside = source.with_name(source.name + HASH_SUFFIX)
    if not beside.exists():
        raise BadInput(f"{beside} is missing: without its hash nobody can tell whether the backup is whole. Copy both files here.")
    if beside.read_text(encoding="utf-8").split()[:1] != [hash_file(source)]:
        raise BadInput(f"{source} is not what was backed up: its hash differs from the one in {beside.name}. Take another backup.")


def _restore_sqlite(target: Path, source: Path) -> None:
    if target.exists() and target.stat().st_size:
        raise BadInput(f"{target} exists already; a backup is restored to an empty place only. Move that file away first.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with source.open("rb") as reading, part.open("xb") as writing:
            os.fchmod(writing.fileno(), 0o600)
            shutil.copyfileobj(reading, writing, _BLOCK)
        _check_sqlite(part)
        _sync(part)
        os.replace(part, target)
        _sync(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _restore_postgresql(database: Database, url: URL, source: Path) -> None:
    if inspect(database.engine).get_table_names():
        raise BadInput("The database holds tables already; a backup is restored to an empty database only (createdb).")
    _run([find_program("pg_restore"), "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={_plain(url)}", str(source)])


def find_program(name: str) -> str:
    """Find a program of PostgreSQL: on the path, or where Debian puts those of the newest version. Raises BadInput."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: folder.parent.name.zfill(4), reverse=True)
    found = shutil.which(name) or next((str(folder / name) for folder in folders if (folder / name).is_file()), None)
    if found is None:
        raise BadInput(f"{name} is not installed; it belongs to PostgreSQL (Debian: apt install postgresql-client).")
    return found


def _plain(url: URL) -> str:
    """Write the address as PostgreSQL's own programs read it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["it gave no reason"]
        raise BadInput(f"{Path(command[0]).name} failed: {lines[0]}")


def hash_file(path: Path) -> str:
    """Give the sha256 of a file, however large."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
