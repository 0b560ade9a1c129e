"""The workcopy command: the same words, tracking on, and found again by its bookmarks; the draft itself is never written over."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.compile.factory import body
from tests.word.files import make_docx
from wgtracker.word.package import open_package
from wgtracker.word.read import read
from wgtracker.word.workcopy import parse_bookmark

ROOT = Path(__file__).resolve().parent.parent.parent


def workcopy(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "wgtracker", "workcopy", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_it_writes_a_copy_to_circulate(tmp_path: Path) -> None:
    draft, out = tmp_path / "draft.docx", tmp_path / "work copy.docx"
    draft.write_bytes(make_docx(body()))
    done = workcopy(draft, "-o", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert str(out) in done.stdout
    before, after = (read(open_package(path.read_bytes(), path.name)) for path in (draft, out))
    assert after.original == before.original
    names = [name for paragraph in after.paragraphs for name in paragraph.bookmarks]
    assert [parsed[1] for name in names if (parsed := parse_bookmark(name))] == list(range(len(before.original)))
    with zipfile.ZipFile(out) as package:
        assert b"trackRevisions" in package.read("word/settings.xml")


def test_the_draft_is_not_written_over(tmp_path: Path) -> None:
    draft = tmp_path / "draft.docx"
    draft.write_bytes(make_docx(body()))
    before = draft.read_bytes()
    done = workcopy(draft, "-o", draft)
    assert (done.returncode, done.stdout) == (2, "")
    assert draft.read_bytes() == before


def test_a_file_that_is_no_word_file_makes_no_copy(tmp_path: Path) -> None:
    draft, out = tmp_path / "draft.docx", tmp_path / "out.docx"
    draft.write_bytes(b"{\\rtf1}")
    done = workcopy(draft, "-o", out)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is an RTF file" in done.stderr
    assert not out.exists()
