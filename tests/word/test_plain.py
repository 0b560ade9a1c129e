"""The short way through paragraphs that nobody touched reads what the long way reads."""

from pathlib import Path

import pytest

from tests.word.everything import everything
from tests.word.files import make_docx
from tests.word.test_corpus import CORPUS, index
from wgtracker.sample.consultation import write_standard
from wgtracker.word import tags, walk
from wgtracker.word.model import Reading
from wgtracker.word.package import open_package
from wgtracker.word.read import read
from wgtracker.word.write import write


def read_both_ways(content: bytes, monkeypatch: pytest.MonkeyPatch) -> tuple[Reading, Reading]:
    short = read(open_package(content, "file.docx"))
    with monkeypatch.context() as patch:
        patch.setattr(walk, "gather_plain", lambda root: (list(root.iter(tags.P)), {}))
        return short, read(open_package(content, "file.docx"))


def test_the_samples_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_standard(tmp_path, 12)
    files = [*tmp_path.glob("*.docx"), *(tmp_path / "returned").glob("*.docx")]
    assert len(files) > 12
    for path in files:
        short, long = read_both_ways(path.read_bytes(), monkeypatch)
        assert short == long, path.name


def test_a_document_that_uses_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    short, long = read_both_ways(write(everything()), monkeypatch)
    assert short == long


UNTOUCHED = "<p>{Nobody touched }{this.}</p>"


@pytest.mark.parametrize(
    "marks",
    [
        f"<ins>{UNTOUCHED}</ins>",
        f"<del>{UNTOUCHED}</del>",
        f"<p><w:r><w:fldChar w:fldCharType='begin'/></w:r></p>{UNTOUCHED}<p><w:r><w:fldChar w:fldCharType='end'/></w:r></p>",
        f"<w:tbl><w:tr><w:trPr><w:ins w:id='1'/></w:trPr><w:tc>{UNTOUCHED}</w:tc></w:tr></w:tbl>",
        f"<p del>{{Joined to }}</p>{UNTOUCHED}",
        "<p><w:r><w:t>Line\nfeed,\ttab</w:t></w:r></p>",
        f"{{Words outside}}{UNTOUCHED}",
    ],
)
def test_plain_words_in_unusual_places(marks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short, long = read_both_ways(make_docx(marks), monkeypatch)
    assert short == long
    assert short.original or short.final or "fldChar" in marks


def test_the_corpus(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in index(oracle=True):
        short, long = read_both_ways((CORPUS / name).read_bytes(), monkeypatch)
        assert short == long, name
