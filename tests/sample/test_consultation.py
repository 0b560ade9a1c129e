"""Read the sample back with pandoc, which shares no code with us, and compare with the writer's own ledger."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.word.pandoc import ask_pandoc
from wgtracker.errors import BadInput
from wgtracker.sample.consultation import write_large, write_standard


def _paragraphs(file: Path, mode: str) -> list[str]:
    """Return the non-empty paragraphs as pandoc reads them, but for the title, which it takes out of the body."""
    return [fold(text) for text in ask_pandoc(file.read_bytes(), mode)]


def fold(text: str) -> str:
    """Fold white space and the quotes that Word turns by itself."""
    for curly, straight in zip("“”‘’\u00a0", "\"\"'' ", strict=True):
        text = text.replace(curly, straight)
    return " ".join(text.split())


def _expected_final(units: list[str], file: dict[str, Any]) -> list[str]:
    """Compute a file's paragraphs, all accepted, from the ledger alone."""
    texts: dict[int, str] = dict(enumerate(units))
    order = list(texts)
    below: dict[int, list[str]] = {}
    for change in [*file["held"], *file["amendments"]]:
        kind = change["kind"]
        if change["unit"] is None:
            below.setdefault(change["after_unit"], []).append(change["proposed"])
            continue
        texts[change["unit"]] = change["proposed"]
        for joined in change.get("units", [])[1:]:
            texts[joined] = ""
        if kind == "move":
            order.remove(change["unit"])
            order.insert(order.index(change["after_unit"]) + 1, change["unit"])
    lines = [line for unit in order[1:] for text in (texts[unit], *below.get(unit, [])) for line in text.split("\n")]
    return [fold(line) for line in lines if fold(line)]


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the standard sample once."""
    folder = tmp_path_factory.mktemp("standard")
    write_standard(folder, 14)
    return folder


def _load(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return loaded


def test_each_file_reads_as_its_ledger_says(standard: Path) -> None:
    """Accepted = what was asked for, rejected = the draft, in every file that is a copy of the draft."""
    expected = _load(standard)
    units = [unit["text"] for unit in expected["units"]]
    for file in expected["files"]:
        if file["way"] == "letter":
            continue
        path = standard / "returned" / file["file"]
        accepted = _paragraphs(path, "accept")
        if file["way"] == "tracked":
            assert accepted == _expected_final(units, file), file["file"]
            older = {held["unit"]: held["proposed"] for held in file["held"] if held["reason"] == "older_draft"}
            assert _paragraphs(path, "reject") == [fold(older.get(i, text)) for i, text in enumerate(units) if i], file["file"]
        elif file["way"] == "plain":
            assert accepted == _expected_final(units, file)


def test_the_draft_is_its_own_units(standard: Path) -> None:
    """The draft holds exactly the units, in order."""
    expected = _load(standard)
    assert _paragraphs(standard / "draft.docx", "reject") == [fold(unit["text"]) for unit in expected["units"][1:]]


def test_comments_are_all_in_the_files(standard: Path) -> None:
    """Every comment of the ledger is a comment of the file, by its author, and no other is."""
    for file in _load(standard)["files"]:
        out = _raw_comments(standard / "returned" / file["file"])
        assert sorted(out) == sorted((remark["author"], remark["text"]) for remark in file["comments"])


def _raw_comments(path: Path) -> list[tuple[str, str]]:
    import zipfile

    from lxml import etree

    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(path) as package:
        if "word/comments.xml" not in package.namelist():
            return []
        root = etree.fromstring(package.read("word/comments.xml"))
    return [
        (str(comment.get(f"{word}author")), "".join(str(text.text) for text in comment.iter(f"{word}t")))
        for comment in root.iter(f"{word}comment")
    ]


def test_every_case_of_the_brief_is_there(standard: Path) -> None:
    """The cast covers each kind of amendment and each kind of file."""
    files = _load(standard)["files"]
    kinds = {amendment["kind"] for file in files for amendment in file["amendments"]}
    assert kinds == {"replace", "new", "delete", "move", "split", "merge"}
    assert {file["way"] for file in files} == {"tracked", "plain", "hand", "letter"}
    assert any(len(amendment["authors"]) == 2 for file in files for amendment in file["amendments"])
    remarks = [remark for file in files for remark in file["comments"]]
    assert any(remark["reply_to"] for remark in remarks)
    assert any(remark["resolved"] for remark in remarks)
    assert any(remark["unit"] is None for remark in remarks)
    assert {held["reason"] for file in files for held in file["held"]} == {"group", "older_draft"}
    same = [a["by"] for a in _same_wording(files) if len(a["by"]) >= 4]
    assert same, "four States with identical wording"


def _same_wording(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: dict[tuple[Any, str], set[str]] = {}
    for file in files:
        for amendment in file["amendments"]:
            seen.setdefault((amendment["unit"], amendment["proposed"]), set()).add(file["delegation"])
    return [{"by": by} for by in seen.values()]


def test_same_bytes_each_time(tmp_path: Path) -> None:
    """Two runs, in two processes with different hash seeds, write the same bytes."""
    code = "import sys, pathlib, wgtracker.sample.consultation as c; c.write_standard(pathlib.Path(sys.argv[1]), 15)"
    for name in ("a", "b"):
        subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], check=True, env={"PYTHONHASHSEED": "1" if name == "a" else "2"})
    first = sorted(path for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert len(first) > 15
    for path in first:
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), path.name


def test_the_long_consultation_reads_as_its_ledger_says(tmp_path: Path) -> None:
    """Six files of the long one, with every rarer kind among all of them."""
    write_large(tmp_path)
    expected = _load(tmp_path)
    units = [unit["text"] for unit in expected["units"]]
    assert len(units) == 100
    assert len(expected["files"]) == 130
    kinds = [amendment["kind"] for file in expected["files"] for amendment in file["amendments"]]
    assert min(kinds.count(kind) for kind in ("new", "delete", "move", "split", "merge")) >= 5
    for file in expected["files"][::22]:
        path = tmp_path / "returned" / file["file"]
        assert _paragraphs(path, "accept") == _expected_final(units, file), file["file"]
        assert _paragraphs(path, "reject") == [fold(text) for text in units[1:]], file["file"]


def test_other_files_among_ours_are_not_mixed_in(tmp_path: Path) -> None:
    """A smaller sample over a larger one would leave files behind: it stops and names one."""
    write_standard(tmp_path, 4)
    write_standard(tmp_path, 4)
    with pytest.raises(BadInput, match="Kenya"):
        write_standard(tmp_path, 3)
