"""Read real Word files, and hold what is read against pandoc, LibreOffice and a plain walk over the raw XML."""

import csv
import io
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from tests.word.pandoc import ask_pandoc, fold
from wgtracker.word.model import Reading
from wgtracker.word.package import open_package
from wgtracker.word.read import read

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

PANDOC_DIFFERS = {
    # pandoc writes a space where a struck paragraph mark joins two paragraphs; the file has none there.
    ("pandoc__paragraph_insertion_deletion.docx", "accept"): ("splitParagraph.", "split Paragraph."),
}


def index(*, oracle: bool) -> list[str]:
    """Name the files of the corpus, or those that three programs read alike."""
    table = CORPUS / "INDEX.tsv"
    if not table.is_file():
        return []
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines(), delimiter="\t")
    return [row["file"] for row in rows if not oracle or "oracle=3way" in row["note"]]


def read_file(name: str) -> tuple[bytes, Reading]:
    data = (CORPUS / name).read_bytes()
    return data, read(open_package(data, name))


@pytest.mark.parametrize("name", index(oracle=True))
@pytest.mark.parametrize("mode", ["reject", "accept"])
def test_texts_are_those_of_pandoc(name: str, mode: str) -> None:
    data, reading = read_file(name)
    ours = [fold(text) for text in (reading.original if mode == "reject" else reading.final)]
    theirs = ask_pandoc(data, mode)
    if (name, mode) in PANDOC_DIFFERS:
        right, joined = PANDOC_DIFFERS[name, mode]
        assert joined in " ".join(theirs)
        theirs = [text.replace(joined, right) for text in theirs]
    assert ours == theirs


def count_raw(data: bytes) -> Counter[tuple[str, str]]:
    """Count the characters inserted and deleted by each author, straight from the XML of the main part."""
    counts: Counter[tuple[str, str]] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    for kind, names in (("in", ("ins", "moveTo")), ("out", ("del", "moveFrom"))):
        for change in root.iter(*(W + name for name in names)):
            for text in change.iter(W + "t", W + "delText"):
                counts[kind, change.get(W + "author", "")] += len("".join((text.text or "").split()))
    return +counts


@pytest.mark.parametrize("name", index(oracle=False))
def test_characters_by_author_are_those_of_the_raw_xml(name: str) -> None:
    data, reading = read_file(name)
    counts: Counter[tuple[str, str]] = Counter()
    for revision in reading.revisions:
        if revision.part in ("document", "textbox"):
            kind = "in" if revision.kind in ("insert", "move_to") else "out"
            counts[kind, revision.author] += len("".join(revision.text.split()))
    assert +counts == count_raw(data)


@pytest.mark.parametrize("name", index(oracle=False))
def test_every_comment_is_there(name: str) -> None:
    data, reading = read_file(name)
    raw: Counter[tuple[str, str]] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "word/comments.xml" in archive.namelist():
            for comment in etree.fromstring(archive.read("word/comments.xml")).iter(W + "comment"):
                text = "".join(text.text or "" for text in comment.iter(W + "t"))
                raw[comment.get(W + "author", ""), "".join(text.split())] += 1
    assert Counter((comment.author, "".join(comment.text.split())) for comment in reading.comments) == raw


@pytest.mark.parametrize("name", index(oracle=False))
def test_reading_hangs_together(name: str) -> None:
    _, reading = read_file(name)
    assert [revision.id for revision in reading.revisions] == list(range(len(reading.revisions)))
    assert all(revision.paragraph is None or revision.paragraph < len(reading.final) for revision in reading.revisions)
    assert [one.source for one in reading.paragraphs] == sorted({one.source for one in reading.paragraphs})
    for paragraph in reading.paragraphs:
        for piece in paragraph.pieces:
            for number in (piece.inserted, piece.deleted):
                assert number is None or piece.text in reading.revisions[number].text
    whole = "".join(piece.text for one in reading.paragraphs for piece in one.pieces if piece.deleted is None)
    assert "".join(whole.split()) == "".join("".join(reading.final).split())


PLAIN_FILES = [
    "pandoc__track_changes_move.docx",
    "pandoc__track_changes_deletion.docx",
    "Python-Redlines__expected_redline.docx",
    "superdoc__gdocs-tracked-changes.docx",
]


def test_all_words_are_those_of_libreoffice(shared: Path, soffice: object, tmp_path: Path) -> None:
    """LibreOffice's plain text holds the inserted and the struck words alike, in their order."""
    files = [shared / "corpus" / name for name in PLAIN_FILES]
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", tmp_path, *files], check=True, capture_output=True, timeout=240)
    for file in files:
        _, reading = read_file(file.name)
        words = "".join((tmp_path / f"{file.stem}.txt").read_text(encoding="utf-8-sig").split())
        ours = "".join(piece.text for paragraph in reading.paragraphs for piece in paragraph.pieces)
        assert words == "".join(ours.split()), file.name
