"""Files, folders and zips that a command names come in alike; what they hold is tested in tests/compile/test_intake.py."""

from pathlib import Path

import pytest

from tests.compile.test_intake import ONE, TWO, zip_of
from wgtracker.cli.intake import take_in_all
from wgtracker.compile.base import take_in
from wgtracker.errors import BadInput
from wgtracker.word.gate import FILE_MOST


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_folder_stands_for_all_files_below_it(tmp_path: Path) -> None:
    write(tmp_path / "in" / "France.docx", ONE)
    write(tmp_path / "in" / "late" / "Chile.docx", TWO)
    write(tmp_path / "in" / "more.zip", zip_of(("Peru.docx", ONE)))
    write(tmp_path / "in" / ".DS_Store", b"x")
    intake = take_in_all([tmp_path / "in"])
    assert [file.name for file in intake.files] == ["France.docx", "Chile.docx", "Peru.docx"]
    assert intake.ignored == (".DS_Store",)


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    folders = [write(tmp_path / name / "France.docx", content).parent for name, content in (("a", ONE), ("b", TWO), ("c", ONE))]
    with_number = write(tmp_path / "d" / "France (2).docx", TWO).parent
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = write(tmp_path / "twice.zip", zip_of(("Peru", ONE), ("Peru", TWO)))
    names = [file.name for file in take_in_all([*folders, with_number, twice]).files]
    assert names == ["France.docx", "France (3).docx", "France (4).docx", "France (2).docx", "Peru", "Peru (2)"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="empty folder"):
        take_in_all([tmp_path])


def test_an_oversized_file_is_read_only_so_far_that_it_is_refused(tmp_path: Path) -> None:
    large = b"PK" + bytes(FILE_MOST + 5_000_000)
    (file,) = take_in_all([write(tmp_path / "France.docx", large)]).files
    assert file.content == large[: FILE_MOST + 1]
    assert file.sha256 == take_in("", large).sha256
