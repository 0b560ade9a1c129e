"""The main command from outside: what it writes, what it says, and its exit codes, on small files and on the sample."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.compile.factory import POINTS, body
from tests.word.files import make_docx
from wgtracker.word.package import open_package
from wgtracker.word.read import read

ROOT = Path(__file__).resolve().parent.parent.parent
ADDS = '<p>{1. States parties should train }<ins by="X">{all }</ins>{judges and prosecutors on the principle of non-punishment.}</p>'
NOTE = "<p>{Excellency, please find enclosed the answer of our authorities to your letter of last month.}</p>"


def compile_in(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command in a folder, which names files as a person there would."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "wgtracker", "compile", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a draft and two answers, of which Brazil adds a word."""
    (tmp_path / "draft.docx").write_bytes(make_docx(body()))
    (tmp_path / "returned").mkdir()
    (tmp_path / "returned" / "Brazil.docx").write_bytes(make_docx(body({1: ADDS})))
    (tmp_path / "returned" / "Kenya.docx").write_bytes(make_docx(body()))
    return tmp_path


def said(path: Path) -> str:
    return "\n".join(read(open_package(path.read_bytes(), path.name)).final)


def test_a_folder_becomes_a_paper_a_staff_note_and_a_report(desk: Path) -> None:
    done = compile_in(desk, "draft.docx", "returned", "-o", "paper.docx", "--report", "report.json")
    assert done.returncode == 0
    assert "2 files: 1 amendment and 0 comments placed, 0 items held, 0 to be placed by hand." in done.stdout
    assert "Letters inserted: 3 in the files = 3 placed + 0 held + 0 unplaced" in done.stdout
    assert "all (Brazil)" in said(desk / "paper.docx")
    assert "Account" in said(desk / "paper.staff-note.docx")
    assert json.loads((desk / "report.json").read_text(encoding="utf-8"))["units"][1]["places"][0]["options"][0]["by"] == ["Brazil"]
    assert sorted(path.name for path in desk.iterdir()) == ["draft.docx", "paper.docx", "paper.staff-note.docx", "report.json", "returned"]


def test_a_zip_a_folder_and_the_files_in_any_order_give_the_same_bytes(desk: Path) -> None:
    with zipfile.ZipFile(desk / "answers.zip", "w") as archive:
        for path in sorted((desk / "returned").iterdir(), reverse=True):
            archive.write(path, f"all/{path.name}")
            archive.writestr(f"__MACOSX/all/._{path.name}", b"noise")
    ways = (["returned"], ["returned/Kenya.docx", "returned/Brazil.docx"], ["answers.zip"])
    made = set()
    for number, way in enumerate(ways):
        done = compile_in(desk, "draft.docx", *way, "-o", f"{number}.docx", "--report", f"{number}.json")
        assert done.returncode == 0, done.stderr
        made.add(tuple((desk / f"{number}{ending}").read_bytes() for ending in (".docx", ".staff-note.docx", ".json")))
    assert len(made) == 1
    assert "Ignored: __MACOSX/all/._Kenya.docx" in done.stderr


def test_one_bad_file_is_named_and_the_others_are_compiled(desk: Path) -> None:
    (desk / "returned" / "Chile.docx").write_bytes(b"")
    done = compile_in(desk, "draft.docx", "returned", "-o", "paper.docx")
    assert done.returncode == 1
    assert "Chile.docx: “Chile.docx” is empty (0 bytes)" in done.stderr
    assert "3 files (1 not readable): 1 amendment" in done.stdout
    assert "all (Brazil)" in said(desk / "paper.docx")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["draft.docx", "returned", "-o", "returned/paper.docx"], 2, "among, the files that came in"),
        (["draft.docx", "returned", "-o", "draft.docx"], 2, "written over"),
        (["draft.docx", "returned", "-o", "paper.docx", "--report", "paper.docx"], 2, "same file name"),
        (["draft.docx", "absent.docx", "-o", "paper.docx"], 2, "absent.docx does not exist"),
        (["draft.docx", "returned", "-o", "no/such/paper.docx"], 2, "does not exist"),
        (["draft.docx", "returned", "-o", "paper.docx", "--deadline", "Friday"], 2, "not a deadline"),
        (["draft.docx", "returned", "-o", "paper.docx", "--deadline", "2020-09-25T18:00 Europe/Wien"], 2, "not a time zone"),
        (["draft.docx", "returned", "-o", "paper.docx", "--map", "map.csv"], 2, "map.csv does not exist"),
        (["draft.docx", "-o", "paper.docx"], 2, "RETURNED"),
        (["draft.docx", "returned", "-o", "paper.docx", "--copy", "draft"], 2, "--copy"),
        (["plain.docx", "returned", "-o", "paper.docx"], 3, "no numbered paragraph"),
        (["empty.docx", "returned", "-o", "paper.docx"], 3, "is empty (0 bytes)"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence_and_writes_nothing(desk: Path, arguments: list[str], code: int, sentence: str) -> None:
    (desk / "plain.docx").write_bytes(make_docx(f"<p>{{{POINTS[0]}}}</p>"))
    (desk / "empty.docx").write_bytes(b"")
    before = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    done = compile_in(desk, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()} == before


def test_the_issued_paper_is_refused_while_something_is_unplaced(desk: Path) -> None:
    (desk / "returned" / "Japan letter.docx").write_bytes(make_docx(NOTE))
    refused = compile_in(desk, "draft.docx", "returned", "-o", "paper.docx", "--copy", "issued")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "from Japan could not be placed" in refused.stderr
    assert not (desk / "paper.docx").exists()
    allowed = compile_in(desk, "draft.docx", "returned", "-o", "paper.docx", "--copy", "issued", "--allow-unplaced")
    assert allowed.returncode == 0
    assert "Excellency" in said(desk / "paper.docx")
    assert compile_in(desk, "draft.docx", "returned", "-o", "chair.docx").returncode == 0
    (desk / "map.csv").write_text("file,supersedes\nKenya.docx,Japan letter.docx\n", encoding="utf-8")
    replaced = compile_in(desk, "draft.docx", "returned", "-o", "paper.docx", "--copy", "issued", "--map", "map.csv")
    assert replaced.returncode == 0
    assert "3 files (1 replaced): 1 amendment and 0 comments placed, 0 items held, 0 to be placed by hand." in replaced.stdout
