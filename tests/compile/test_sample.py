"""The sample's writer knows what it put in; the compilation must find each of it, at its place, once (expected.json is its own record)."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module", params=["standard", "large"])
def compiled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write a sample, compile it as a process, and give (expected, report)."""
    folder = tmp_path_factory.mktemp(request.param)
    run = [sys.executable, "-m", "wgtracker"]
    subprocess.run([*run, "sample", str(folder), "--size", request.param], check=True, capture_output=True)
    options = ["--map", str(folder / "map.csv"), "--meeting", str(folder / "meeting.toml"), "--report", str(folder / "report.json")]
    subprocess.run(
        [*run, "compile", str(folder / "draft.docx"), str(folder / "returned"), "-o", str(folder / "paper.docx"), *options],
        check=True,
        capture_output=True,
    )
    return json.loads((folder / "expected.json").read_text()), json.loads((folder / "report.json").read_text())


def test_units_are_those_of_the_draft(compiled: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, report = compiled
    keys = ("index", "kind", "label", "text")
    assert [{k: unit[k] for k in keys} for unit in report["units"]] == [{k: unit[k] for k in keys} for unit in expected["units"]]


def test_every_proposal_stands_once_at_its_place(compiled: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, report = compiled
    submissions = {one["file"]: one for one in report["submissions"]}
    assert set(submissions) == {file["file"] for file in expected["files"]}
    wrong = []
    for file in expected["files"]:
        found = Counter(_amendment(one) for one in submissions[file["file"]]["amendments"])
        wanted = Counter(_amendment({**one, "proposed": one["on_draft"]}) for one in file["amendments"])
        if found != wanted:
            wrong.append((file["file"], "missing", list(wanted - found), "unexpected", list(found - wanted)))
    assert not wrong


def test_every_comment_stands_once_at_its_place(compiled: tuple[dict[str, Any], dict[str, Any]]) -> None:
    expected, report = compiled
    submissions = {one["file"]: one for one in report["submissions"]}
    wrong = []
    for file in expected["files"]:
        one = submissions[file["file"]]
        by_id = {comment["id"]: comment["text"] for comment in one["comments"]}
        found = Counter(
            (c["unit"], c["author"], c["date"], c["text"], c["anchor"], by_id.get(c["parent"]))
            for c in one["comments"]
            if c["amendment"] is None
        )
        found += Counter(
            (None, c["author"], c["date"], c["text"], c["anchor"], None) for c in one["comments"] if c["amendment"] is not None
        )
        wanted = Counter(
            (c["unit"], c["author"], c["date"], c["text"], c["anchor"], c["reply_to"])
            for c in file["comments"]
            if not c["resolved"] and not c["held"]
        )
        kept = sum(found.values()) + sum(1 for aside in one["held"] + one["unplaced"] if aside["kind"] == "comment")
        if found != wanted or kept != len(file["comments"]):
            wrong.append((file["file"], list(wanted - found), list(found - wanted), kept, len(file["comments"])))
    assert not wrong


def test_the_account_balances(compiled: tuple[dict[str, Any], dict[str, Any]]) -> None:
    _, report = compiled
    for account in (report["account"], *(one["account"] for one in report["submissions"])):
        for count in account.values():
            assert count["in_file"] == count["placed"] + count["held"] + count["unplaced"]
    for key in ("inserted", "deleted", "comments"):
        assert report["account"][key]["in_file"] == sum(one["account"][key]["in_file"] for one in report["submissions"])
        assert report["account"][key]["placed"] > 0


def _amendment(one: dict[str, Any]) -> tuple[Any, ...]:
    return (
        one["kind"],
        one["unit"],
        tuple(one["units"]),
        one["after_unit"],
        " ".join(one["original"].split()),
        " ".join(one["proposed"].split()),
        tuple(one["authors"]),
        one["tracked"],
        one["by_hand"],
    )


def test_sample_path_is_not_special(tmp_path: Path) -> None:
    """A draft under another name and in another folder gives the same units: nothing hangs on the sample's names."""
    run = [sys.executable, "-m", "wgtracker"]
    subprocess.run([*run, "sample", str(tmp_path / "a")], check=True, capture_output=True)
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "draft.docx").rename(tmp_path / "b" / "other name.docx")
    done = subprocess.run(
        [*run, "compile", str(tmp_path / "b" / "other name.docx"), str(tmp_path / "a" / "returned"), "-o", str(tmp_path / "p.docx")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
