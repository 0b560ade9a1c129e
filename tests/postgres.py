"""Start a throwaway PostgreSQL for one run of the tests, as nobody in particular, and take it away when the run is over.

One cluster serves all workers of a run: the first that needs it starts it under a lock. It listens on a socket in a folder of its own,
so it meets no other server on the machine; a watcher stops it and removes the folder as soon as the run is gone, however it ended.
PostgreSQL refuses to run as root: where the tests do, it runs as the user postgres, or nobody.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg

USER = "wgtracker"
TEMPLATE = "tables"
NOT_FOUND = "no PostgreSQL server is installed (Debian package postgresql; `make test` as root installs it)"
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "dynamic_shared_memory_type=mmap", "max_connections=80")
"""Nothing in it has to survive a power cut; tests that do need that start a server of their own."""

# Stops the server ($2) and removes its folder ($3) when the run ($1) is no more.
_WATCH = """while kill -0 "$1" 2>/dev/null; do sleep 1; done
kill -QUIT "$2" 2>/dev/null
while kill -0 "$2" 2>/dev/null; do sleep 0.2; done
rm -rf "$3" """


class Cluster(NamedTuple):
    """A running server; folder holds its data and its socket."""

    folder: Path

    def url(self, name: str) -> str:
        """Give the address of one of its databases."""
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def create(self, template: str = "template0") -> str:
        """Make a database as a copy of another and give its name.

        The files are copied as they are, where PostgreSQL can be told to (15 and later; before, it always did): a fifth of the work of
        writing each page to the log, which nobody will replay here.
        """
        name = f"t_{uuid4().hex[:16]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            how = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {how}'.encode())
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run(self, statement: str) -> list[Any]:
        """Run one statement outside of any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@cache
def find_programs() -> Path | None:
    """Find the folder with initdb and postgres: on the path, where pg_config says, or where Debian and others put them."""
    folders = [Path(found).resolve().parent for name in ("initdb", "postgres") if (found := shutil.which(name))]
    if config := shutil.which("pg_config"):
        folders.append(Path(subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()))
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    folders += [Path("/usr/local/pgsql/bin"), Path("/opt/homebrew/opt/postgresql/bin")]
    return next((folder for folder in folders if (folder / "initdb").is_file() and (folder / "postgres").is_file()), None)


def join_cluster(prepare: Callable[[str], None]) -> Cluster | None:
    """Give the run's cluster, started if need be; None where PostgreSQL is not installed.

    prepare: called once a run with the address of the database TEMPLATE, to make the tables that tests begin with.
    """
    programs = find_programs()
    if programs is None:
        return None
    run, process = os.environ.get("PYTEST_XDIST_TESTRUNUID"), os.getpid()
    if run:
        process = os.getppid()  # the workers' parent is the run
    folder = _find_room() / f"wgtracker-{(run or f'{process}')[:16]}"
    folder.mkdir(mode=0o700, exist_ok=True)
    cluster = Cluster(folder)
    with _locked(folder / "lock"):
        if not (folder / "ready").exists():
            start_server(programs, folder, process)
            cluster.run(f'CREATE DATABASE "{TEMPLATE}" TEMPLATE template0')
            prepare(cluster.url(TEMPLATE))
            (folder / "ready").touch()
    return cluster


def _find_room() -> Path:
    """Find where a database is copied fastest: in memory, where there is much of it."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 * 2**30
    return memory if roomy else Path(tempfile.gettempdir())


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def start_server(programs: Path, folder: Path, process: int, options: tuple[str, ...] = FAST) -> subprocess.Popen[bytes]:
    """Make a cluster below a folder and serve it on a socket there until the process with that number is gone."""
    person: dict[str, Any] = {}
    if os.geteuid() == 0:
        owner = _unprivileged()
        person = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    _make_data(programs, folder, person)
    command: list[str | Path] = [programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses="]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, *(word for option in options for word in ("-c", option))],
            **person,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    subprocess.Popen(
        ["/bin/sh", "-c", _WATCH, "watch", str(process), str(server.pid), folder],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _wait(Cluster(folder), server)
    return server


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")


def _make_data(programs: Path, folder: Path, person: dict[str, Any]) -> None:
    """Run initdb; letters outside ASCII have a case where the machine has the locale C.UTF-8."""
    for locale in ("C.UTF-8", "C"):
        command: list[str | Path] = [programs / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"]
        command.append(f"--locale={locale}")
        done = subprocess.run(command, **person, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode == 0:
            return
        shutil.rmtree(folder / "data", ignore_errors=True)
    raise RuntimeError(f"initdb failed: {done.stderr.strip()}")


def _wait(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            cluster.run("SELECT 1")
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start: {(cluster.folder / 'log').read_text(errors='replace')[-1000:]}")
