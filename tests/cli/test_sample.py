"""The sample command: what it writes where, the same each time, and what it refuses."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def sample(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "wgtracker", "sample", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_it_writes_a_consultation_and_says_how_to_compile_it(tmp_path: Path) -> None:
    done = sample(tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    returned = sorted((tmp_path / "out" / "returned").iterdir())
    assert f"{len(returned)} returned files" in done.stdout
    assert {"draft.docx", "map.csv", "meeting.toml", "expected.json", "returned"} == {path.name for path in (tmp_path / "out").iterdir()}
    rows = (tmp_path / "out" / "map.csv").read_text(encoding="utf-8").splitlines()
    assert sorted(row.split(",")[0] for row in rows[1:]) == [path.name for path in returned]


def test_the_same_options_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert sample(tmp_path / name, "--delegations", "14").returncode == 0
    one, two = ({path.relative_to(base): path.read_bytes() for path in base.rglob("*.*")} for base in (tmp_path / "one", tmp_path / "two"))
    assert len(one) > 14
    assert one == two


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--delegations", "2"], "3<=x<=130"), (["--delegations", "61"], "--size large"), (["--size", "huge"], "'large'")],
)
def test_what_it_cannot_write_is_a_usage_error(arguments: list[str], says: str, tmp_path: Path) -> None:
    done = sample(tmp_path / "out", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert not (tmp_path / "out").exists()
