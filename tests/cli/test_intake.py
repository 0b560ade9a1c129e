"""Files, folders and zips come in alike: every file once, each under a name of its own, none left out unnamed."""

import io
import zipfile
from pathlib import Path

import pytest

from tests.word.files import make_docx
from wgtracker.cli.intake import take_in_all
from wgtracker.compile.base import take_in
from wgtracker.errors import BadInput
from wgtracker.word.gate import FILE_MOST

ONE, TWO = make_docx("<p>{1. one}</p>"), make_docx("<p>{1. two}</p>")


def zip_of(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


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


def test_a_zip_stands_for_its_members(tmp_path: Path) -> None:
    noise = ["__MACOSX/._France.docx", "~$rance.docx", "sub/.DS_Store", "Thumbs.db"]
    members = [("France.docx", ONE), ("sub/Chile.docx", TWO), ("MACOSX Kenya__MACOSX.docx", ONE), *((name, b"x") for name in noise)]
    intake = take_in_all([write(tmp_path / "all.zip", zip_of(*members))])
    assert [file.name for file in intake.files] == ["France.docx", "MACOSX Kenya__MACOSX.docx", "Chile.docx"]
    assert set(intake.ignored) == set(noise)
    assert intake.files[2] == take_in("Chile.docx", TWO)


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    folders = [write(tmp_path / name / "France.docx", content).parent for name, content in (("a", ONE), ("b", TWO), ("c", ONE))]
    with_number = write(tmp_path / "d" / "France (2).docx", TWO).parent
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = write(tmp_path / "twice.zip", zip_of(("Peru", ONE), ("Peru", TWO)))
    names = [file.name for file in take_in_all([*folders, with_number, twice]).files]
    assert names == ["France.docx", "France (3).docx", "France (4).docx", "France (2).docx", "Peru", "Peru (2)"]


def test_names_without_a_word_on_their_encoding_are_utf_8(tmp_path: Path) -> None:
    data = zip_of(("C__te d'Ivoire.docx", ONE)).replace(b"C__te", "Côte".encode())
    assert [file.name for file in take_in_all([write(tmp_path / "x.zip", data)]).files] == ["Côte d'Ivoire.docx"]


def test_a_word_file_that_is_called_zip_is_a_word_file(tmp_path: Path) -> None:
    assert [file.name for file in take_in_all([write(tmp_path / "France.zip", ONE)]).files] == ["France.zip"]


@pytest.mark.parametrize("content", [zip_of(), zip_of((".DS_Store", b"x")), zip_of(("a.docx", ONE))[:-9], b"PK"], ids=range(4))
def test_a_zip_without_a_file_is_handed_on_to_be_refused_by_name(content: bytes, tmp_path: Path) -> None:
    path = write(tmp_path / "France.zip", content)
    assert take_in_all([path]).files == (take_in("France.zip", content),)


def test_an_oversized_member_is_kept_only_so_far_that_it_is_refused(tmp_path: Path) -> None:
    large = b"PK" + bytes(FILE_MOST + 5_000_000)
    (file,) = take_in_all([write(tmp_path / "x.zip", zip_of(("France.docx", large)))]).files
    assert file.content == large[: FILE_MOST + 1]
    assert file.sha256 == take_in("", large).sha256
    assert take_in_all([write(tmp_path / "France.docx", large)]).files == (file,)


def wrong_checksum() -> bytes:
    data = bytearray(zip_of(("a.docx", ONE)))
    data[data.find(b"PK\x01\x02") + 16] ^= 1
    return bytes(data)


def locked() -> bytes:
    data = bytearray(zip_of(("a.docx", ONE)))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


REFUSED = {
    "501 files": (zip_of(*((f"{number}.docx", b"x") for number in range(501))), "501 files; the limit is 500"),
    "3,000 files": (zip_of(*((f"{number}.docx", b"x") for number in range(3_000))), "more than 2000 files"),
    "200 MB": (zip_of(*((f"{number}.docx", bytes(17 << 20)) for number in range(12))), "more than 200 MB"),
    "a zip in it": (zip_of(("a.docx", ONE), ("sub/b.ZIP", b"x")), "another zip (“b.ZIP”)"),
    "damaged": (wrong_checksum(), "damaged at “a.docx”"),
    "password": (locked(), "password"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_zip_beyond_the_limits_is_refused_with_what_to_do(name: str, tmp_path: Path) -> None:
    content, says = REFUSED[name]
    with pytest.raises(BadInput) as refusal:
        take_in_all([write(tmp_path / "all.zip", content)])
    assert says in refusal.value.sentence
    assert "“all.zip”" in refusal.value.sentence


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="empty folder"):
        take_in_all([tmp_path])
