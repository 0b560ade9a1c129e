"""Hold the working copy to what it is for: the draft's text untouched, each unit findable, a second run without effect."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.word.files import make_docx
from tests.word.pandoc import ask_pandoc
from wgtracker.cli import main
from wgtracker.sample.markup import Shape
from wgtracker.sample.package import pack
from wgtracker.sample.sheet import blank
from wgtracker.sample.texts import STANDARD
from wgtracker.word.lint import lint
from wgtracker.word.model import Reading
from wgtracker.word.package import open_package
from wgtracker.word.read import read
from wgtracker.word.tags import BOOKMARK_START, ID
from wgtracker.word.workcopy import bookmark_name, make_workcopy, parse_bookmark, units_digest


def _read(data: bytes) -> Reading:
    return read(open_package(data, "t.docx"))


def _draft() -> bytes:
    return pack(blank(STANDARD), Shape("workcopy", 0.1, True), title="Draft", tracking="off")


@given(st.text(alphabet="0123456789abcdef", min_size=8, max_size=8), st.integers(0, 99_999))
def test_a_name_is_read_back(digest: str, index: int) -> None:
    """Word keeps names of at most 40 characters; ours are shorter and say digest and index."""
    name = bookmark_name(digest, index)
    assert len(name) <= 40
    assert parse_bookmark(name) == (digest, index)


@pytest.mark.parametrize(
    "name", ["_GoBack", "_wg_", "_wg_12345678_", "_wg_1234567_1", "_wg_12345678_1x", "x_wg_12345678_1", "_wg_12345678_١"]
)
def test_other_names_are_not_ours(name: str) -> None:
    """A bookmark of anyone else says nothing."""
    assert parse_bookmark(name) is None


def test_each_unit_is_bookmarked_once_and_nothing_else_changes() -> None:
    """Names carry the draft's digest and count the non-empty paragraphs; text, comments and revisions stay."""
    draft = _draft()
    copy = make_workcopy(draft, "draft.docx")
    before, after = _read(draft), _read(copy)
    digest = units_digest(before.original)
    assert [p.bookmarks for p in after.paragraphs] == [(bookmark_name(digest, n),) for n in range(len(STANDARD.passages))]
    assert (after.original, after.final, after.revisions) == (before.original, before.final, before.revisions)
    assert ask_pandoc(copy, "accept") == ask_pandoc(draft, "accept")
    assert lint(copy) == ()
    with zipfile.ZipFile(io.BytesIO(draft)) as old, zipfile.ZipFile(io.BytesIO(copy)) as new:
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert b"<w:trackRevisions/>" in new.read("word/settings.xml")
        plain = re.sub(rb"<w:bookmark(Start|End)[^>]*/>", b"", new.read("word/document.xml"))
        assert len(plain) - len(old.read("word/document.xml")) < 100  # the XML declaration's line end
    assert changed == ["word/document.xml", "word/settings.xml"]


def test_a_second_run_changes_no_byte() -> None:
    """A working copy of a working copy is the same file."""
    once = make_workcopy(_draft(), "draft.docx")
    assert make_workcopy(once, "draft.docx") == once


def test_cells_empty_paragraphs_and_own_changes_are_counted_as_in_a_compilation() -> None:
    """Cells count, empty paragraphs do not; the draft's own tracked changes are taken as accepted."""
    table = "<w:tbl><w:tr><w:tc><p>{cell}</p></w:tc></w:tr></w:tbl>"
    body = f"<p>{{first}}</p><p></p>{table}<p del>{{joined }}</p><p>{{here}}</p><p del><del>[gone]</del></p><p>{{last}}</p>"
    reading = _read(make_workcopy(make_docx(body), "draft.docx"))
    found = {parsed[1]: p for p in reading.paragraphs for name in p.bookmarks if (parsed := parse_bookmark(name))}
    assert sorted(found) == [0, 1, 2, 3]
    assert ["".join(piece.text for piece in found[n].pieces) for n in range(4)] == ["first", "cell", "joined ", "last"]


def test_ids_that_are_there_are_not_used_again() -> None:
    """The draft's own bookmarks keep their ids and names."""
    body = '<p><w:bookmarkStart w:id="41" w:name="mine"/>{first}<w:bookmarkEnd w:id="41"/></p><p>{second}</p>'
    main_part = open_package(make_workcopy(make_docx(body), "t.docx"), "t.docx").main
    ids = [str(element.get(ID)) for element in main_part.iter(BOOKMARK_START)]
    assert sorted(ids) == ["41", "42", "43"]


def test_an_edited_draft_gets_bookmarks_of_its_own() -> None:
    """The old ones stay and are not trusted: their digest is another draft's."""
    once = make_workcopy(make_docx("<p>{first}</p><p>{second}</p>"), "t.docx")
    with zipfile.ZipFile(io.BytesIO(once)) as old:
        parts = {name: old.read(name).replace(b"second", b"zweites") for name in old.namelist()}
    edited = io.BytesIO()
    with zipfile.ZipFile(edited, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    reading = _read(make_workcopy(edited.getvalue(), "t.docx"))
    digest = units_digest(reading.original)
    assert [[name for name in p.bookmarks if (q := parse_bookmark(name)) and q[0] == digest] for p in reading.paragraphs] == [
        [bookmark_name(digest, 0)],
        [bookmark_name(digest, 1)],
    ]


def test_the_command_writes_the_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what it wrote; a file that is no Word file is refused in one sentence."""
    draft = tmp_path / "draft.docx"
    draft.write_bytes(_draft())
    with pytest.raises(SystemExit) as left:
        main(["workcopy", str(draft), "-o", str(tmp_path / "copy.docx")])
    assert left.value.code == 0
    assert (tmp_path / "copy.docx").read_bytes() == make_workcopy(draft.read_bytes(), "draft.docx")
    draft.write_bytes(b"not a word file")
    with pytest.raises(SystemExit) as left:
        main(["workcopy", str(draft), "-o", str(tmp_path / "other.docx")])
    assert left.value.code == 2
    assert not (tmp_path / "other.docx").exists()
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
