"""The tests' own PostgreSQL: there when it is needed, gone when the run is."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.postgres import NOT_FOUND, Cluster, find_programs
from wgtracker.db import Database

ROOT = Path(__file__).resolve().parent.parent


def test_each_test_has_a_database_of_its_own(database: Database, database_url: str) -> None:
    kind = database.engine.dialect.name
    assert database_url.startswith(kind)
    with database.write() as db:
        assert db.execute(text("SELECT count(*) FROM events")).scalar() == 0
        db.execute(text("CREATE TABLE left_behind (word text)"))
        db.execute(text("INSERT INTO left_behind VALUES ('ŽÁDNÁ')"))


def test_nothing_is_left_behind_for_the_next_test(database: Database) -> None:
    with database.write() as db:
        db.execute(text("CREATE TABLE left_behind (word text)"))


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    with database.write() as db:
        db.execute(text("CREATE TABLE events (word text)"))
    database.close()


@pytest.mark.postgresql
def test_the_server_has_no_port_and_is_not_root(cluster: Cluster) -> None:
    assert cluster.run("SHOW listen_addresses") == [("",)]
    owner = (cluster.folder / "data").stat().st_uid
    assert owner != 0
    assert cluster.folder.stat().st_mode & 0o077 == 0
    assert cluster.run("SELECT lower('ŽÁDNÁ')") == [("žádná",)]


@pytest.mark.postgresql
def test_the_server_is_gone_soon_after_its_run(tmp_path: Path) -> None:
    """Also where the run is killed: start a cluster in another process, kill that, and wait."""
    if find_programs() is None:
        pytest.skip(NOT_FOUND)
    code = "import time\nfrom tests.postgres import join_cluster\nprint(join_cluster(lambda url: None).folder, flush=True)\ntime.sleep(60)"
    environment = {key: value for key, value in os.environ.items() if key != "PYTEST_XDIST_TESTRUNUID"}
    other = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    folder = Path(other.stdout.readline().strip())
    assert Cluster(folder).run("SELECT 1") == [(1,)]
    other.kill()
    other.wait()
    until = time.monotonic() + 30
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.2)
    assert not folder.exists()
