"""The main command in one process: what makes it stop before anything is written, and what its bytes depend on."""

import io
import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.compile.factory import POINTS, body
from tests.word.files import make_docx, part
from wgtracker.cli import _run, making
from wgtracker.compile import consolidate as consolidate_module
from wgtracker.compile.findings import Finding
from wgtracker.compile.place import Placed, place
from wgtracker.papers.conference_room_paper import Paper, conference_room_paper

ROOT = Path(__file__).resolve().parent.parent.parent
ADDS = '<p>{1. States parties should train }<ins by="X">{all }</ins>{judges and prosecutors on the principle of non-punishment.}</p>'
UNTRACKED = "<p>{3. The Secretariat should provide technical assistance to requesting States.}</p>"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a draft and three answers: a tracked one with a comment, an untracked one, one that says nothing."""
    comments = part("comments", '<w:comment w:id="1" w:author="A"><p>{Why so few?}</p></w:comment>')
    marked = f'<p><w:commentRangeStart w:id="1"/>{{2. {POINTS[1]}}}<w:commentRangeEnd w:id="1"/></p>'
    (tmp_path / "draft.docx").write_bytes(make_docx(body()))
    (tmp_path / "returned").mkdir()
    (tmp_path / "returned" / "Brazil.docx").write_bytes(make_docx(body({1: ADDS, 2: marked}), {"comments": comments}))
    (tmp_path / "returned" / "Chile.docx").write_bytes(make_docx(body({3: UNTRACKED})))
    (tmp_path / "returned" / "Kenya.docx").write_bytes(make_docx(body()))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def compile_here(*arguments: str) -> int:
    """Run the command in this process, and give its exit code."""
    return _run(["compile", "draft.docx", "returned", "-o", "paper.docx", "--report", "report.json", *arguments])


@pytest.mark.parametrize("file", ["Brazil.docx", "Chile.docx"])
def test_an_amendment_that_gets_lost_stops_all(desk: Path, file: str, monkeypatch: pytest.MonkeyPatch, capsys: object) -> None:
    def forgetful(*args: object) -> Placed:
        placed = place(*args)  # type: ignore[arg-type]
        items: list[Finding] = placed.placed
        if items and (file == "Brazil.docx") == bool(items[0].item.changes):
            del items[0]
        return placed

    assert compile_here() == 0
    for path in desk.glob("*paper*"):
        path.unlink()
    (desk / "report.json").unlink()
    monkeypatch.setattr(consolidate_module, "place", forgetful)
    assert compile_here() == 4
    assert sorted(path.name for path in desk.iterdir()) == ["draft.docx", "returned"]


@pytest.mark.parametrize("lost", ["all (", "Brazil", "Why so few?"])
@pytest.mark.parametrize("markup", ["bold", "labels"])
def test_words_that_the_written_paper_lacks_stop_all(desk: Path, lost: str, markup: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(*args: object, **options: object) -> Paper:
        made = conference_room_paper(*args, **options)  # type: ignore[arg-type]
        return made._replace(content=_without(made.content, lost.rstrip(" (")))

    monkeypatch.setattr(making, "conference_room_paper", forgetful)
    assert compile_here("--markup", markup) == 4
    assert sorted(path.name for path in desk.iterdir()) == ["draft.docx", "returned"]


def _without(content: bytes, words: str) -> bytes:
    """Give the paper without the runs that hold these words and nothing else that matters."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = re.sub(rb">([^<>]*)" + re.escape(words.encode()) + rb"([^<>]*)</w:t>", rb">\1\2</w:t>", data)
            new.writestr(name, data)
    return out.getvalue()


def test_the_bytes_depend_on_the_input_alone(desk: Path) -> None:
    made = set()
    surroundings = ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C"}, {"WGTRACKER_ONE_CPU": "1"})
    for number, extra in enumerate(surroundings):
        elsewhere = desk / f"at{number}"
        elsewhere.mkdir()
        one_cpu = ["taskset", "-c", "0"] if "WGTRACKER_ONE_CPU" in extra and Path("/usr/bin/taskset").exists() else []
        order = sorted((desk / "returned").iterdir(), reverse=number % 2 == 0)
        command = [*one_cpu, sys.executable, "-m", "wgtracker", "compile", str(desk / "draft.docx"), *map(str, order)]
        environment = {**os.environ, **extra, "PYTHONPATH": str(ROOT)}
        subprocess.run([*command, "-o", "p.docx", "--report", "r.json"], cwd=elsewhere, env=environment, check=True, capture_output=True)
        made.add(tuple((elsewhere / name).read_bytes() for name in ("p.docx", "p.staff-note.docx", "r.json")))
    assert len(made) == 1


def test_progress_is_for_a_terminal(desk: Path) -> None:
    command = [sys.executable, "-m", "wgtracker", "compile", "draft.docx", "returned", "-o", "paper.docx"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    piped = subprocess.run(command, cwd=desk, env=environment, capture_output=True, check=True)
    assert b"Writing the paper" not in piped.stderr
    ours, theirs = pty.openpty()
    subprocess.run(command, cwd=desk, env=environment, stderr=theirs, stdout=subprocess.DEVNULL, check=True)
    os.close(theirs)
    assert b"Writing the paper" in os.read(ours, 10_000)
    os.close(ours)


@pytest.mark.parametrize("given", ["map.csv", "meeting.toml"])
def test_the_map_and_the_meeting_are_not_written_over(desk: Path, given: str) -> None:
    (desk / given).write_text("file\n" if given == "map.csv" else "", encoding="utf-8")
    before = (desk / given).read_bytes()
    option = "--map" if given == "map.csv" else "--meeting"
    assert _run(["compile", "draft.docx", "returned", "-o", "paper.docx", "--report", given, option, given]) == 2
    assert (desk / given).read_bytes() == before


@pytest.mark.parametrize(
    "deadline", ["2020-09-25T18:00 Europe/Vienna", "2020-09-25 18:00 Europe/Vienna", "2020-09-25T16:00Z", "2020-09-25T18:00"]
)
def test_a_deadline_tells_the_late(desk: Path, deadline: str) -> None:
    rows = "Brazil.docx,2020-09-25T18:00\nChile.docx,2020-09-25T16:00:01Z\nKenya.docx,\n"
    (desk / "map.csv").write_text(f"file,received_at\n{rows}", encoding="utf-8")
    assert compile_here("--map", "map.csv", "--deadline", deadline) == 0
    report = json.loads((desk / "report.json").read_text(encoding="utf-8"))
    assert [one["late"] for one in report["submissions"]] == [False, True, None]
    assert compile_here("--deadline", deadline) == 0
    report = json.loads((desk / "report.json").read_text(encoding="utf-8"))
    assert {(one["late"], one["received_at"]) for one in report["submissions"]} == {(None, None)}


def test_help_loads_nothing_that_it_does_not_need() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "wgtracker", "compile", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert not {name for name in loaded if name.startswith(("lxml", "rapidfuzz", "regex", "wgtracker.word", "wgtracker.papers."))} - {
        "wgtracker.papers.choices"
    }
