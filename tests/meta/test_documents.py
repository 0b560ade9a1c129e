"""The documents: what is referred to is there, and what the README promises is what the commands say."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.meta.test_fresh_machine import ROOT, tracked_files
from wgtracker.cli import commands
from wgtracker.compile.meeting import Meeting

README = (ROOT / "README.md").read_text(encoding="utf-8")
FILE = re.compile(r"(?<![\w/.])docs/[\w./*-]*\w")
FOLDERS = re.compile(r"(?:wgtracker|tests|bench|templates)/[\w./-]+\.(?:py|tsv|json|dotx)")


def test_every_document_that_is_named_is_there() -> None:
    missing = [
        f"{path.relative_to(ROOT)}: {named}"
        for path in tracked_files()
        for named in FILE.findall(path.read_text(encoding="utf-8", errors="replace"))
        if not _stands(named)
    ]
    assert missing == []


def _stands(named: str) -> bool:
    """A decision may be named by its number alone."""
    return any(ROOT.glob(named)) or (bool(re.search(r"/\d{4}$", named)) and any(ROOT.glob(f"{named}-*.md")))


@pytest.mark.parametrize("path", [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"], ids=lambda path: str(path.name))
def test_what_a_document_points_to_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for named in FOLDERS.findall(text):
        assert (ROOT / named).exists() or (ROOT / "wgtracker" / named).exists(), named
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("name", commands.list_commands(commands.make_context("wgtracker", [], resilient_parsing=True)))
def test_every_option_stands_in_the_documents(name: str) -> None:
    said = README + (ROOT / "docs" / "interfaces.md").read_text(encoding="utf-8")
    assert name in said
    offered = set(re.findall(r"(?<!\w)--[a-z-]+", CliRunner().invoke(commands, [name, "--help"]).output)) - {"--help"}
    assert offered - {"--output"} <= set(re.findall(r"--[a-z-]+", said))


def test_every_key_of_the_meeting_file_stands_in_its_document() -> None:
    said = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "meeting.md").read_text(encoding="utf-8")))
    assert set(Meeting._fields) <= said


def test_the_readmes_commands_are_those_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) - {"python"} <= targets
