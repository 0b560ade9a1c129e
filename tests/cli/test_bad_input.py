"""Bad input through the real command line: one sentence that says what to do, the promised exit code, nothing half-written."""

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.word.files import make_docx, make_parts, zip_parts
from tests.word.test_gate import HOSTILE, document, typed, with_document
from wgtracker.cli import main

ROOT = Path(__file__).resolve().parents[2]
DRAFT = make_docx("<p>{Title}</p><p>{1. States should act.}</p><p>{2. States should report.}</p>")
RETURNED = make_docx("<p>{Title}</p><p>{1. States }<del>[should]</del><ins>{shall}</ins>{ act.}</p><p>{2. States should report.}</p>")
ALIEN = make_docx("<p>{1. Bananas }<ins>{and pears}</ins></p><p>{2. Zebras}</p>")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run a command in this process: exit code, standard output, standard error."""

    def go(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as leaving:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(leaving.value.code or 0), out, err

    threshold, handler = gc.get_threshold(), signal.getsignal(signal.SIGINT)
    yield go
    gc.enable()
    gc.set_threshold(*threshold)
    signal.signal(signal.SIGINT, handler)


def is_one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and text.startswith("wgtracker: ") and text.endswith(".\n")


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write(tmp_path / "draft.docx", DRAFT)
    write(tmp_path / "France.docx", RETURNED)
    return tmp_path


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bad_file_is_refused_by_every_command(name: str, run: Run, files: Path) -> None:
    bad = write(files / "bad.docx", HOSTILE[name][0]())
    before = sorted(os.listdir(files))
    says = HOSTILE[name][1]
    for code, arguments in (
        (2, ["inspect", bad, "--json"]),
        (2, ["workcopy", bad, "-o", files / "copy.docx"]),
        (3, ["compile", bad, files / "France.docx", "-o", files / "paper.docx", "--report", files / "report.json"]),
    ):
        left, out, err = run(*arguments)
        assert (left, out) == (code, "")
        assert is_one_sentence(err), err
        assert says in err
    assert sorted(os.listdir(files)) == before


def test_bad_files_among_good_ones_are_named_and_the_others_compiled(run: Run, files: Path) -> None:
    for number, (make, _) in enumerate(HOSTILE.values()):
        write(files / f"bad {number}.docx", make())
    returned = sorted(path for path in files.glob("*.docx") if path.name != "draft.docx")
    code, _, err = run("compile", files / "draft.docx", *returned, "-o", files / "paper.docx", "--report", files / "report.json")
    assert code == 1
    report = json.loads((files / "report.json").read_text(encoding="utf-8"))
    assert len(report["submissions"]) == len(HOSTILE) + 1
    assert [len(one["amendments"]) for one in report["submissions"] if one["file"] == "France.docx"] == [1]
    for number in range(len(HOSTILE)):
        assert f"“bad {number}.docx”" in err


def test_a_draft_without_numbers_and_a_draft_that_is_a_folder(run: Run, files: Path) -> None:
    (files / "folder").mkdir()
    for draft, code, says in (
        (write(files / "plain.docx", make_docx("<p>{Only a text.}</p>")), 3, "no numbered paragraph"),
        (files / "folder", 2, "folder"),
        (files / "absent.docx", 2, "does not exist"),
    ):
        left, out, err = run("compile", draft, files / "France.docx", "-o", files / "paper.docx")
        assert (left, out) == (code, "")
        assert is_one_sentence(err)
        assert says in err
    assert not (files / "paper.docx").exists()


def test_a_file_of_another_draft_is_said_to_be_one(run: Run, files: Path) -> None:
    write(files / "Chile.docx", ALIEN)
    code, _, err = run("compile", files / "draft.docx", files / "Chile.docx", "-o", files / "paper.docx", "--report", files / "r.json")
    assert code == 0
    assert "not made on this draft" in err
    (one,) = json.loads((files / "r.json").read_text(encoding="utf-8"))["submissions"]
    inserted = one["account"]["inserted"]
    assert (len(one["amendments"]), inserted["unplaced"]) == (0, inserted["in_file"])
    assert inserted["in_file"] >= len("andpears")


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"file,delegation\nAbsent.docx,Chile\n", "“Absent.docx”"), (b"\xff\xfe", "UTF-8"), (b"who\nx\n", "no column “file”")],
)
def test_a_bad_map_stops_before_anything_is_written(content: bytes, says: str, run: Run, files: Path) -> None:
    table = write(files / "map.csv", content)
    code, out, err = run("compile", files / "draft.docx", files / "France.docx", "-o", files / "paper.docx", "--map", table)
    assert (code, out) == (2, "")
    assert is_one_sentence(err)
    assert says in err
    assert not (files / "paper.docx").exists()


@pytest.mark.parametrize("output", ["draft.docx", "France.docx", "absent/paper.docx"])
def test_no_output_over_an_input_or_into_nowhere(output: str, run: Run, files: Path) -> None:
    for arguments in (
        ["compile", files / "draft.docx", files / "France.docx", "-o", files / output],
        ["workcopy", files / ("draft.docx" if output[0] == "d" else "France.docx"), "-o", files / output],
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert is_one_sentence(err)
    assert sorted(os.listdir(files)) == ["France.docx", "draft.docx"]
    assert ((files / "draft.docx").read_bytes(), (files / "France.docx").read_bytes()) == (DRAFT, RETURNED)


def test_no_output_among_the_files_of_a_folder(run: Run, files: Path) -> None:
    (files / "deeper").mkdir()
    code, _, err = run("compile", files / "draft.docx", files, "-o", files / "deeper" / "paper.docx")
    assert code == 2
    assert is_one_sentence(err)


NAMES = [
    "Fra\u202ence\u200f.docx".encode(),
    b"Chi\nle.docx",
    b"Kenya \xff\xe9.docx",
    b"N" * 240 + b".docx",
    b" .docx",
    b"red\x1b[31m.docx",
    "\u0662 \u0645\u0635\u0631.docx".encode(),
]


@pytest.mark.parametrize("content", [RETURNED, b"bad"], ids=["good", "bad"])
def test_any_file_name_is_taken(content: bytes, run: Run, files: Path) -> None:
    folder = files / "in"
    folder.mkdir()
    for name in NAMES:
        try:
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(content)
        except OSError:  # not every disk takes every name
            continue
    count = len(os.listdir(folder))
    code, out, err = run("compile", files / "draft.docx", folder, "-o", files / "paper.docx", "--report", files / "report.json")
    assert code == (0 if content is RETURNED else 1)
    assert not set("\u202e\u200f\x1b\udcff") & set(out + err)
    assert all(line.count(": ") for line in err.splitlines())
    assert len(json.loads((files / "report.json").read_text(encoding="utf-8"))["submissions"]) == count


def test_nothing_endless_is_read_to_its_end() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wgtracker", "inspect", "/dev/zero"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "more than 20 MB" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_a_full_disk_is_said(files: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command: list[str | Path] = [sys.executable, "-m", "wgtracker", "inspect", files / "draft.docx", "--json"]
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert is_one_sentence(done.stderr)
    assert "disk is full" in done.stderr


INTERRUPTED = """
import _thread, sys, threading
from wgtracker.cli import main
timer = threading.Timer(float(sys.argv[1]), _thread.interrupt_main)
timer.daemon = True
timer.start()
main(sys.argv[2:])
"""


@pytest.mark.parametrize("wait", ["0.005", "0.03", "0.06"])
def test_stopped_it_leaves_nothing_half_written(wait: str, files: Path) -> None:
    out = files / "out"
    out.mkdir()
    arguments: list[str | Path] = ["compile", files / "draft.docx", files / "France.docx", "-o", out / "p.docx"]
    command: list[str | Path] = [sys.executable, "-c", INTERRUPTED, wait, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, 130)
    if done.returncode == 130:
        assert done.stderr == "wgtracker: Stopped before the end.\n"
    assert not [name for name in os.listdir(out) if name not in ("p.docx", "p.staff-note.docx")]


def test_a_deep_file_and_one_with_macros(run: Run, files: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 110 + "<w:p><w:r><w:t>1. deep</w:t></w:r></w:p>" + "</w:sdtContent></w:sdt>" * 110
    write(files / "deep.docx", with_document(document(deep)))
    write(files / "macros.docm", typed("application/vnd.ms-word.document.macroEnabled.main+xml"))
    code, out, _ = run("inspect", files / "deep.docx", "--json")
    assert (code, json.loads(out)["final"]) == (0, ["1. deep"])
    code, _, err = run("inspect", files / "macros.docm")
    assert (code, is_one_sentence(err)) == (2, True)


def test_a_working_copy_is_made_of_whatever_the_gate_lets_in(run: Run, files: Path) -> None:
    parts = {**make_parts("<p>{1. a}</p>"), "word/Media/Ünit.PNG": b"picture", "docProps/": b""}
    write(files / "odd.docx", zip_parts(parts))
    code, _, _ = run("workcopy", files / "odd.docx", "-o", files / "copy.docx")
    assert code == 0
    code, out, _ = run("inspect", files / "copy.docx", "--json")
    assert json.loads(out)["final"] == ["1. a"]
