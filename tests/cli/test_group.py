"""The command group: help at once, one sentence for every error, the promised exit codes, no traceback."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wgtracker.cli import COMMANDS, describe_os_error, exit_code_of
from wgtracker.errors import BadFile, BadInput, NotBalanced, UnusableDraft

ROOT = Path(__file__).resolve().parent.parent.parent


def wgtracker(*arguments: str | Path, **options: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "wgtracker", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_alone_it_prints_every_command_with_its_line() -> None:
    done = wgtracker()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == wgtracker("--help").stdout
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_loads_and_explains_itself(command: str) -> None:
    done = wgtracker(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: python -m wgtracker {command}")


def test_an_unknown_command_is_a_usage_error() -> None:
    done = wgtracker("compose")
    assert done.returncode == 2
    assert "compose" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "make",
    [lambda folder: folder / "absent.docx", lambda folder: folder, lambda folder: _file(folder / "text.docx", b"no zip")],
    ids=["absent", "folder", "not a Word file"],
)
def test_a_bad_file_gets_one_sentence_and_exit_code_2(make: Callable[[Path], Path], tmp_path: Path) -> None:
    done = wgtracker("inspect", make(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_reader_that_goes_away_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "wgtracker", "--help"]
    done = subprocess.run(command, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize(("error", "code"), [(BadFile("x"), 2), (BadInput("x"), 2), (UnusableDraft("x"), 3), (NotBalanced("x"), 4)])
def test_each_kind_of_error_has_its_exit_code(error: BadFile, code: int) -> None:
    assert exit_code_of(error) == code


@pytest.mark.parametrize(
    "number", [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS, errno.ENAMETOOLONG, errno.EIO]
)
def test_what_the_system_refuses_is_one_sentence_with_the_file(number: int) -> None:
    sentence = describe_os_error(OSError(number, os.strerror(number), "paper.docx"))
    assert "paper.docx" in sentence
    assert sentence.endswith(".")
