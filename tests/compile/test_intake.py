"""Uploads and files come in alike as bytes: every file once, each under a name of its own, none left out unnamed."""

import io
import zipfile
from collections.abc import Sequence

import pytest

from tests.word.files import make_docx
from wgtracker.compile.base import take_in
from wgtracker.compile.intake import Intake, take_in_streams
from wgtracker.errors import BadInput
from wgtracker.word.gate import FILE_MOST

ONE, TWO = make_docx("<p>{1. one}</p>"), make_docx("<p>{1. two}</p>")


def take(files: Sequence[tuple[str, bytes]], taken: Sequence[str] = ()) -> Intake:
    return take_in_streams([(name, io.BytesIO(content)) for name, content in files], taken)


def zip_of(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_a_zip_stands_for_its_members() -> None:
    noise = ["__MACOSX/._France.docx", "~$rance.docx", "sub/.DS_Store", "Thumbs.db"]
    members = [("France.docx", ONE), ("sub/Chile.docx", TWO), ("MACOSX Kenya__MACOSX.docx", ONE), *((name, b"x") for name in noise)]
    intake = take([("all.zip", zip_of(*members))])
    assert [file.name for file in intake.files] == ["France.docx", "MACOSX Kenya__MACOSX.docx", "Chile.docx"]
    assert set(intake.ignored) == set(noise)
    assert intake.files[2] == take_in("Chile.docx", TWO)


def test_names_without_a_word_on_their_encoding_are_utf_8() -> None:
    data = zip_of(("C__te d'Ivoire.docx", ONE)).replace(b"C__te", "Côte".encode())
    assert [file.name for file in take([("x.zip", data)]).files] == ["Côte d'Ivoire.docx"]


def test_a_word_file_that_is_called_zip_is_a_word_file() -> None:
    assert [file.name for file in take([("France.zip", ONE)]).files] == ["France.zip"]


@pytest.mark.parametrize("content", [zip_of(), zip_of((".DS_Store", b"x")), zip_of(("a.docx", ONE))[:-9], b"PK"], ids=range(4))
def test_a_zip_without_a_file_is_handed_on_to_be_refused_by_name(content: bytes) -> None:
    assert take([("France.zip", content)]).files == (take_in("France.zip", content),)


def test_an_oversized_member_is_kept_only_so_far_that_it_is_refused() -> None:
    large = b"PK" + bytes(FILE_MOST + 5_000_000)
    (file,) = take([("x.zip", zip_of(("France.docx", large)))]).files
    assert file.content == large[: FILE_MOST + 1]
    assert file.sha256 == take_in("", large).sha256
    assert take([("France.docx", large)]).files == (file,)


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
def test_a_zip_beyond_the_limits_is_refused_with_what_to_do(name: str) -> None:
    content, says = REFUSED[name]
    with pytest.raises(BadInput) as refusal:
        take([("all.zip", content)])
    assert says in refusal.value.sentence
    assert "“all.zip”" in refusal.value.sentence


def test_the_names_that_a_browser_sends_lose_their_folders() -> None:
    assert [file.name for file in take([("in/late/Chile.docx", ONE), ("C:\\files\\Peru.docx", TWO)]).files] == ["Chile.docx", "Peru.docx"]


def test_a_name_that_another_batch_bears_is_numbered() -> None:
    assert [file.name for file in take([("Chile.docx", ONE), ("Peru.docx", TWO)], ["Chile.docx", "Chile (2).docx"]).files] == [
        "Chile (3).docx",
        "Peru.docx",
    ]
