"""`inspect` shows all that one file says: for people, and as the JSON of its schema."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.word.files import make_docx, part, read_body
from tests.word.test_corpus import CORPUS, index, read_file
from wgtracker.cli.inspect import describe, write_json

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "inspect.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
BODY = (
    '<p>{States }<del>[should]</del><ins by="B">{shall}</ins><w:commentRangeStart w:id="7"/>{ act}<w:commentRangeEnd w:id="7"/></p>'
    "<p><ins>{new}</ins></p>"
)
COMMENTS = {"comments": part("comments", '<w:comment w:id="7" w:author="Côte d’Ivoire"><p>{why}</p><p>{ever}</p></w:comment>')}


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wgtracker", "inspect", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, cwd=ROOT, check=False)


def test_json_is_exact(tmp_path: Path) -> None:
    file = tmp_path / "France.docx"
    file.write_bytes(make_docx(BODY, COMMENTS))
    done = run(file, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    date = "2020-09-01T10:00:00Z"
    assert found == {
        "format": 1,
        "tokenizer": 1,
        "original": ["States should act"],
        "final": ["States shall act", "new"],
        "revisions": [
            {"kind": kind, "part": "document", "author": author, "date": date, "date_utc": None, "text": text, "paragraph": paragraph}
            for kind, author, text, paragraph in (("delete", "A", "should", 0), ("insert", "B", "shall", 0), ("insert", "A", "new", 1))
        ],
        "comments": [
            {
                "id": "7",
                "author": "Côte d’Ivoire",
                "date": None,
                "text": "why\never",
                "anchor": " act",
                "paragraph": 0,
                "parent": None,
                "resolved": False,
            }
        ],
        "other": [],
        "format_changes": 0,
        "warnings": [],
    }
    VALIDATOR.validate(found)


@pytest.mark.parametrize("name", index(oracle=False))
def test_json_of_real_files_fits_the_schema(name: str) -> None:
    assert (CORPUS / name).is_file()
    VALIDATOR.validate(json.loads(write_json(read_file(name)[1])))


def test_summary_for_people(tmp_path: Path) -> None:
    file = tmp_path / "France.docx"
    file.write_bytes(make_docx(BODY, COMMENTS))
    done = run(file)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "France.docx: 1 paragraph with all changes rejected, 2 with all accepted.",
        "Tracked changes: 3.",
        "  A: delete 1, insert 1",
        "  B: insert 1",
        "  - delete (paragraph 0), A: should",
        "  - insert (paragraph 0), B: shall",
        "  - insert (paragraph 1), A: new",
        "Comments: 1.",
        "  - 7 Côte d’Ivoire on “act”: why ever",
    ]


def test_summary_shows_no_trick_characters() -> None:
    lines = "\n".join(describe(read_body("<p><ins>{a\u202eb}</ins></p>"), "x.docx"))
    assert "\u202e" not in lines


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04cut"])
def test_refusal_is_one_sentence_and_exit_2(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bad.docx"
    file.write_bytes(content)
    done = run(file, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "“bad.docx”" in done.stderr


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for place in (tmp_path / "none.docx", tmp_path):
        done = run(place)
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1


def test_nothing_needless_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(make_docx("<p>{a}</p>"))
    code = (
        "import sys; from wgtracker.cli import main\n"
        f"try: main(['inspect', {str(file)!r}])\n"
        "except SystemExit: print(sorted({'docx', 'rapidfuzz', 'regex', 'zipfile', 'json'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, timeout=120)
    assert done.stdout.splitlines()[-1] == "[]"
