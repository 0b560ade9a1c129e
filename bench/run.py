"""Measure wgtracker beside what others do with the same files, in one run on one machine, and write docs/bench.md.

    python -m bench.run

Whole processes are timed from start to exit, in turn, so that a busy minute of the machine falls on all of them; medians are compared.
Peak memory is the largest resident set of a process as the kernel counts it. A tool that is not there is named with the reason.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bench.fixture import Workload, make_workload

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "bench.md"
Command = list[str]


_PAPER_LINES = """Writing one paper ({units:.0f} units, {amendments:.0f} amendments, {comments:.0f} comments, {kilobytes:.0f} kB), in one
process, imports excluded: from the compilation {draw_and_write_ms:.1f} ms, of that writing the Word file {write_ms:.1f} ms;
floor of the same paragraphs (`bench/write_floor.py`) {floor_ms:.1f} ms."""


class Measured(NamedTuple):
    """The median seconds of some runs, and the largest peak memory among them in megabytes; note says why there are none."""

    seconds: float
    megabytes: float
    runs: int
    note: str = ""


class Goal(NamedTuple):
    """One goal: what was measured, and the most that it may be."""

    what: str
    value: float
    most: float
    unit: str


def run_once(commands: list[Command]) -> tuple[float, float]:
    """Run commands one after the other; return seconds in all and the largest peak memory in megabytes."""
    start, peak = time.perf_counter(), 0.0
    for command in commands:
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            complaint = process.stderr.read() if process.stderr else b""
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{command[:4]} … left with {process.returncode}: {complaint.decode()[-300:]}")
        peak = max(peak, usage.ru_maxrss / 1024)
    return time.perf_counter() - start, peak


def measure(contenders: dict[str, list[Command]], rounds: int) -> dict[str, Measured]:
    """Run every contender in each round, and give the medians. One that fails is left out with what it said."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    failed: dict[str, str] = {}
    for _ in range(rounds):
        for name, commands in contenders.items():
            if name not in failed:
                try:
                    taken[name].append(run_once(commands))
                except RuntimeError as error:
                    failed[name] = str(error)
    return {
        name: Measured(0, 0, 0, f"failed: {failed[name]}")
        if name in failed
        else Measured(statistics.median(run[0] for run in runs), max(run[1] for run in runs), len(runs))
        for name, runs in taken.items()
    }


def compile_command(workload: Workload, out: Path) -> list[Command]:
    """The whole main job: paper, staff note and report."""
    inputs = [str(path) for path in (workload.draft, *workload.returned)]
    options = ["-o", str(out / "paper.docx"), "--report", str(out / "report.json")]
    return [[sys.executable, "-m", "wgtracker", "compile", *inputs, *options]]


def floor_command(workload: Workload) -> list[Command]:
    """The least: bench/floor.py."""
    return [[sys.executable, str(ROOT / "bench" / "floor.py"), str(workload.draft), *map(str, workload.returned)]]


def pandoc_commands(workload: Workload) -> list[Command] | str:
    """Pandoc reading every file with its changes and comments, or why not."""
    try:
        import pypandoc
    except ImportError:
        return "skipped: pypandoc_binary is not installed (make setup)"
    reader = [pypandoc.get_pandoc_path(), "-f", "docx", "-t", "json", "--track-changes=all", "-o", os.devnull]
    return [[*reader, str(path)] for path in (workload.draft, *workload.returned)]


def docxodus_commands(workload: Workload) -> list[Command] | str:
    """Docxodus consolidating the files on the draft, or why not."""
    node = shutil.which("node")
    if node is None:
        return "skipped: Node.js is not installed"
    if not (ROOT / "node_modules" / "docxodus").is_dir():
        return "skipped: docxodus is not installed (npm ci)"
    return [[node, str(ROOT / "bench" / "docxodus.mjs"), str(workload.draft), *map(str, workload.returned)]]


def measure_others(workload: Workload) -> dict[str, Measured]:
    """Measure pandoc and docxodus three times each, or say why not."""
    asked = {
        "pandoc reading the 41 files, one process each": pandoc_commands(workload),
        "docxodus consolidating the 40 files": docxodus_commands(workload),
    }
    absent = {name: Measured(0, 0, 0, reason) for name, reason in asked.items() if isinstance(reason, str)}
    return measure({name: commands for name, commands in asked.items() if not isinstance(commands, str)}, 3) | absent


def read_lines(module: str) -> list[dict[str, float | str]]:
    """Run another bench of this folder and read the JSON lines that it prints."""
    done = subprocess.run([sys.executable, "-m", module], cwd=ROOT, capture_output=True, text=True, check=True, timeout=1800)
    return [json.loads(line) for line in done.stdout.splitlines()]


def describe_machine() -> str:
    """Say on what machine, in one line."""
    cpu = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        models = [line.split(": ", 1)[1] for line in information.read_text().splitlines() if line.startswith("model name")]
        cpu = models[0] if models else cpu
    load = os.getloadavg()[0]
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; load at the start {load:.1f}"


def draw_rows(measured: dict[str, Measured], floor: float) -> list[str]:
    """Draw one row of the table for each contender."""
    rows = []
    for name, one in measured.items():
        if one.note:
            rows.append(f"| {name} | {one.note} | | | |")
        else:
            rows.append(f"| {name} | {one.seconds:.3f} | {one.seconds / floor:.2f} | {one.megabytes:.0f} | {one.runs} |")
    return rows


PAGE_GOALS = {
    "one point, with everybody's proposals": {"SQLite": 10, "PostgreSQL": 16},
    "one point, as its delegation writes on it": {"SQLite": 10, "PostgreSQL": 16},
    "the full document, after a change": {"SQLite": 210, "PostgreSQL": 210},
    "the full document, again": {"SQLite": 10, "PostgreSQL": 10},
    "the full document, not changed (304)": {"SQLite": 3, "PostgreSQL": 3},
}
"""The most that a page may cost, as a multiple of hello in the same run."""


def draw_tracker(pages: list[dict[str, float | str]], intake: dict[str, float | str]) -> list[str]:
    """Draw the section of the tracker's pages."""
    rows = [
        f"| {page['engine']} | {page['what']} | {float(page['ms']):.2f} | {float(page['ratio']):.1f} | {float(page['sent']) / 1000:.0f} "
        f"| {page['statements']} |"
        for page in pages
    ]
    return [
        "## The tracker's pages",
        "",
        "`bench/web.py`: CPU time of a request in the application itself, medians, taken in turn with hello: a Flask route with the same",
        "look-up of who is signed in, a CSRF token, the same headers and one template. 100 units, 20 amendments and 10 comments on each.",
        "",
        "| Database | Page | ms | ratio to hello | kB | SQL statements |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        f"{str(intake['what']).capitalize()} (`bench/intake.py`): {intake['seconds']} s of CPU, of that storing "
        f"{intake['of_that_storing']} s, to {intake['compile']} s: {intake['ratio']} ×.",
        "",
    ]


def draw_room(lines: list[dict[str, float | str]]) -> list[str]:
    """Draw the section of the room."""
    rows = [
        f"| {one.get('engine', '')} | {one.get('what') or one['page']} | {one.get('ms', one.get('note', ''))} | {one.get('ratio', '')} |"
        for one in lines
    ]
    return [
        "## In the room",
        "",
        "`bench/room.py`: CPU time. Pages of a reading of 100 units with 50 amendments on each, as open pages fetch them, once more and",
        "for the first time after an act, beside hello. Acts by the service in the same reading, the commit's wait for the disk aside, in",
        "turn with hello. Merge: from 50 returned texts a unit to the merged text, in one pass, beside node-diff3's diff3Merge of one",
        "after the other.",
        "",
        "| Database | What | ms | ratio |",
        "|---|---|---|---|",
        *rows,
        "",
    ]


LIVE_GOALS = {"stream": (150, 5), "poll": (2500, 20)}
"""Of one change to five hundred followers: the most milliseconds (p99), and the most percent of a core."""


def draw_live(runs: list[dict[str, float | str]]) -> list[str]:
    """Draw the section of the five hundred followers."""
    rows = [
        f"| {run['engine']} | {run['transport']} | {run['missed']} | {run['broken']} | {run['p50_ms']} | {run['p99_ms']} "
        f"| {run['worst_ms']} | {run['percent']} % | {run['load']} |"
        for run in runs
    ]
    return [
        "## 500 followers",
        "",
        "`bench/live.py`: five hundred people, each signed in, behind one address and in another process; eight changes of the focus",
        "about three seconds apart. Milliseconds from just before the commit until a page has heard, over all pages and changes; CPU of",
        "all processes of the server, of one core. Streams: `wgtracker live`; polling: `wgtracker serve --workers 2 --threads 4`, every",
        "2 s ± 20 %, over connections that are kept, as browsers do. What the pages then fetch is not in it.",
        "",
        "| Database | transport | missed | broken | p50 ms | p99 ms | worst ms | CPU | load at the start |",
        "|---|---|---|---|---|---|---|---|---|",
        *rows,
        "",
    ]


def judge_room(lines: list[dict[str, float | str]]) -> list[Goal]:
    """Compare the figures of the room with their goals."""
    goals = [
        Goal(f"{line['what']} on a unit with 50 amendments, {line['engine']}, to hello", float(line["ratio"]), 40, "×")
        for line in lines
        if "engine" in line and "page" not in line
    ]
    goals += [Goal(str(line["what"]), float(line["ratio"]), 1, "×") for line in lines if "ratio" in line and "engine" not in line]
    overlays = [line for line in lines if str(line.get("what", "")).startswith("overlay") and "50 amendments in all" in str(line["what"])]
    return goals + [Goal(str(line["what"]), float(line["ms"]), 0.05, "ms") for line in overlays]


def judge_live(runs: list[dict[str, float | str]]) -> list[Goal]:
    """Compare the five hundred followers with their goals."""
    goals = []
    for run in runs:
        most_ms, most_percent = LIVE_GOALS[str(run["transport"])]
        name = f"one change to 500 followers, {run['transport']}, {run['engine']}"
        goals.append(Goal(f"{name}, p99", float(run["p99_ms"]), most_ms, "ms"))
        goals.append(Goal(f"{name}, CPU", float(run["percent"]), most_percent, "%"))
    return goals


def judge_tracker(pages: list[dict[str, float | str]], intake: dict[str, float | str]) -> list[Goal]:
    """Compare the tracker's figures with their goals."""
    goals = [
        Goal(f"{page['what']}, {page['engine']}, to hello", float(page["ratio"]), PAGE_GOALS[str(page["what"])][str(page["engine"])], "×")
        for page in pages
        if page["what"] in PAGE_GOALS
    ]
    return [*goals, Goal(str(intake["what"]), float(intake["ratio"]), 1.5, "×")]


def draw_page(
    machine: str,
    measured: dict[str, Measured],
    floor: float,
    paper: dict[str, float],
    diffs: list[str],
    tracker: list[str],
    goals: list[Goal],
) -> str:
    """Draw the whole of docs/bench.md."""
    verdicts = []
    for goal in goals:
        verdict = "met" if goal.value <= goal.most else "**not met**"
        verdicts.append(f"| {goal.what} | {goal.value:.2f} {goal.unit} | {goal.most:g} {goal.unit} | {verdict} |")
    return "\n".join(
        [
            "# Bench",
            "",
            f"Written by `make bench` on {date.today():%d %B %Y}. Machine: {machine}.",
            "",
            "Workload (`bench/fixture.py`): 100 numbered paragraphs of about 110 words; each returned file has tracked changes",
            "in 20 of them and 10 comments. Whole processes, start to exit, medians of runs taken in turn.",
            "",
            "| What | seconds | ratio to the floor | peak memory, MB | runs |",
            "|---|---|---|---|---|",
            *draw_rows(measured, floor),
            "",
            _PAPER_LINES.format(**paper),
            "",
            "Words (`bench/diff_words.py`):",
            "",
            *(f"- {line}" for line in diffs),
            "",
            *tracker,
            "## Goals",
            "",
            "| Goal | measured | at most | |",
            "|---|---|---|---|",
            *verdicts,
            "",
        ]
    )


def judge(forty: Measured, floor: float, many: Measured, paper: dict[str, float], words: list[dict[str, float | str]]) -> list[Goal]:
    """Compare what was measured with the goals. A figure that could not be taken is left out; its note stands above."""
    goals = [
        Goal("compile, 40 files, to the floor", forty.seconds / floor, 4, "×"),
        Goal("130 files to 40 files", many.seconds / forty.seconds, 3.5, "×"),
        Goal("peak memory, 130 files", max(forty.megabytes, many.megabytes), 300, "MB"),
        Goal("the paper, from the compilation, to its floor", paper["draw_and_write_ms"] / paper["floor_ms"], 6, "×"),
    ]
    return goals + [Goal(str(line["what"]), float(line["ratio"]), 3, "×") for line in words if "ratio" in line]


def main() -> None:
    """Measure all and write the page."""
    machine = describe_machine()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        forty, many = make_workload(folder / "40", 40), make_workload(folder / "130", 130)
        ours, floor = "python -m wgtracker compile, 40 files", "the floor, 40 files (bench/floor.py)"
        ours_many, floor_many = "python -m wgtracker compile, 130 files", "the floor, 130 files"
        measured = measure(
            {
                floor: floor_command(forty),
                ours: compile_command(forty, folder),
                floor_many: floor_command(many),
                ours_many: compile_command(many, folder),
            },
            7,
        )
        if broken := [one.note for one in measured.values() if one.note]:
            sys.exit("\n".join(broken))
        others = measure_others(forty)
    paper = {key: float(value) for key, value in read_lines("bench.paper")[0].items()}
    words = read_lines("bench.diff_words")
    diffs = [", ".join(f"{key} {value}" if key != "what" else str(value) for key, value in line.items()) for line in words]
    goals = judge(measured[ours], measured[floor].seconds, measured[ours_many], paper, words)
    pages, intake = read_lines("bench.web"), read_lines("bench.intake")[0]
    goals += judge_tracker(pages, intake)
    room, runs = read_lines("bench.room"), read_lines("bench.live")
    goals += judge_room(room) + judge_live(runs)
    tracker = [*draw_tracker(pages, intake), *draw_room(room), *draw_live(runs)]
    PAGE.write_text(draw_page(machine, measured | others, measured[floor].seconds, paper, diffs, tracker, goals), encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
