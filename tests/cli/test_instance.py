"""The tracker's commands on an instance: each says what it did or what is wrong, and writes nothing over."""

import os
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability.server import ROOT, Server
from wgtracker.cli.serving import listen
from wgtracker.errors import BadInput

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instances") / "one"


@pytest.fixture(scope="module")
def run(instance: Path) -> Run:
    """Run a command on the instance."""

    def call(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
        plain = {key: value for key, value in os.environ.items() if not key.startswith("WGTRACKER_")}
        environment = plain | {"WGTRACKER_INSTANCE": str(instance)} | settings
        command = [sys.executable, "-m", "wgtracker", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)

    return call


def test_from_nothing_to_a_backup_and_back(run: Run, instance: Path, tmp_path: Path) -> None:
    early = run("verify")
    assert (early.returncode, "no database" in early.stderr) == (2, True)
    demo = run("demo")
    assert demo.returncode == 0, demo.stderr
    links = re.findall(r"^([^:\n]+): (http://127\.0\.0\.1:8321/l/\S+)$", demo.stdout, re.M)
    assert [who for who, _link in links][:2] == ["Secretariat", "Chair"]
    again = run("demo")
    assert (again.returncode, "holds data already" in again.stderr) == (2, True)
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in instance.iterdir() if path.is_file())
    assert "nothing was left to do" in run("upgrade").stdout
    verified = run("verify")
    assert verified.returncode == 0
    noted = verified.stdout.split("Last event: ")[1].split()[0]
    assert run("verify", "--noted", noted).returncode == 0
    assert run("verify", "--noted", f"999999:{noted.split(':')[1]}").returncode == 1
    assert run("backup", str(tmp_path / "b")).returncode == 0
    assert run("backup", str(tmp_path / "b")).returncode == 2
    assert run("restore", str(tmp_path / "b")).returncode == 2
    back = run("restore", str(tmp_path / "b"), WGTRACKER_INSTANCE=str(tmp_path / "two"))
    assert (back.returncode, noted in back.stdout) == (0, True), back.stderr
    refused = run("paper", "TIP10-1", "-o", str(tmp_path / "p.docx"), "--copy", "issued")
    assert (refused.returncode, "could not be placed" in refused.stderr) == (2, True)
    assert run("paper", "tip10-1", "-o", str(tmp_path / "p.docx"), "--allow-unplaced").returncode == 0
    assert zipfile.is_zipfile(tmp_path / "p.docx")
    assert run("export", "TIP10", "-o", str(tmp_path / "e.zip")).returncode == 0
    assert "session.json" in zipfile.ZipFile(tmp_path / "e.zip").namelist()
    assert "TIP9, TIP10" in run("export", "TIP11", "-o", str(tmp_path / "e.zip")).stderr


def test_the_first_officer_is_invited_from_the_server(run: Run, tmp_path: Path) -> None:
    place = {"WGTRACKER_INSTANCE": str(tmp_path / "new"), "WGTRACKER_BASE_URL": "https://consultation.example.org"}
    assert run("upgrade", **place).returncode == 0
    assert "--body-name" in run("user", "invite", "first@example.org", **place).stderr
    made = run("user", "invite", "first@example.org", "--body", "TIP", "--body-name", "Working Group", **place)
    assert made.returncode == 0, made.stderr
    assert re.search(r"^https://consultation\.example\.org/i/\S+$", made.stdout, re.M)
    assert "is no address" in run("user", "invite", "nonsense", **place).stderr or run("user", "invite", "x", **place).returncode == 2


def test_settings_that_cannot_be_used_are_all_named(run: Run) -> None:
    done = run("verify", WGTRACKER_MAIL_PORT="often", WGTRACKER_COLOUR="red")
    assert done.returncode == 2
    assert "WGTRACKER_MAIL_PORT" in done.stderr
    assert "WGTRACKER_COLOUR" in done.stderr
    assert "Traceback" not in run("verify", WGTRACKER_DATABASE_URL="nonsense").stderr


def test_serve_says_where_it_is_and_one_ctrl_c_stops_it(tmp_path: Path) -> None:
    server = Server(f"sqlite:///{tmp_path / 'served.db'}", tmp_path)
    server.start()
    try:
        assert f"wgtracker is at http://127.0.0.1:{server.port}" in server.log()
    finally:
        code = server.interrupt()
    assert code == 0
    assert server.log().count("Stopped.") == 1
    assert "Traceback" not in server.log()


def test_a_taken_port_is_said_and_the_next_is_taken_where_none_was_asked_for() -> None:
    first = listen("127.0.0.1", None)
    second = listen("127.0.0.1", None)
    taken = first.getsockname()[1]
    try:
        assert second.getsockname()[1] != taken
        with pytest.raises(BadInput, match="cannot be used"):
            listen("127.0.0.1", taken)
        with pytest.raises(BadInput, match="no address of this machine"):
            listen("no.such.host.invalid", 1)
    finally:
        first.close()
        second.close()
