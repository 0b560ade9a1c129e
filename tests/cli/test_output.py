"""Outputs appear together and whole, or not at all."""

from pathlib import Path

import pytest

from wgtracker.cli.output import Output, write_together
from wgtracker.errors import BadInput


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_files_are_written_and_nothing_else_stays(tmp_path: Path) -> None:
    write_together([Output(tmp_path / "paper.docx", b"paper"), Output(tmp_path / "report.json", b"report")])
    assert names(tmp_path) == ["paper.docx", "report.json"]
    assert (tmp_path / "paper.docx").read_bytes() == b"paper"


def test_when_one_cannot_be_written_the_others_stay_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_bytes(b"earlier")
    (tmp_path / "report.json").mkdir()
    with pytest.raises(IsADirectoryError):
        write_together([Output(tmp_path / "paper.docx", b"new"), Output(tmp_path / "report.json", b"report")])
    assert (tmp_path / "paper.docx").read_bytes() == b"earlier"
    assert names(tmp_path) == ["paper.docx", "report.json"]


def test_a_missing_folder_is_named_as_it_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"No such file") as caught:
        write_together([Output(tmp_path / "a.docx", b"a"), Output(tmp_path / "absent" / "b.json", b"b")])
    assert caught.value.filename == str(tmp_path / "absent" / "b.json")
    assert names(tmp_path) == []


def test_one_name_for_two_outputs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link.docx").symlink_to(tmp_path / "paper.docx")
    with pytest.raises(BadInput):
        write_together([Output(tmp_path / "paper.docx", b"1"), Output(tmp_path / "link.docx", b"2")])
    assert names(tmp_path) == ["link.docx"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.docx").symlink_to(tmp_path / "paper.docx")
    write_together([Output(tmp_path / "link.docx", b"paper")])
    assert (tmp_path / "link.docx").is_symlink()
    assert (tmp_path / "paper.docx").read_bytes() == b"paper"


def test_a_device_is_written_to_as_it_is() -> None:
    write_together([Output(Path("/dev/null"), b"paper")])
    assert Path("/dev/null").is_char_device()
