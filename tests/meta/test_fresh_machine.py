"""What a fresh machine gets: pinned packages with hashes, and nothing that names the machine of the writer."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ["requirements.txt", "requirements-dev.txt"]
# Written in parts, so that this file does not find itself.
PLACES = re.compile(r"(?:/wo" + r"rk/main|/ro" + r"ot/|/ho" + r"me/\w|/opt/py" + r"pi|py" + r"pi\.org|pythonhos" + r"ted|npmjs\.)")


def tracked_files() -> list[Path]:
    """Every file that git knows, that is text and not a lock of hashes."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    binary = {".docx", ".png", ".pdf", ".zip", ".gz"}
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file() and path.suffix not in binary]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = [line for line in text.splitlines() if line and line[0] not in "# "]
    assert len(requirements) >= 5
    for requirement in requirements:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+( ; [\w !=\"]+)? \\", requirement), requirement
    assert len(re.findall(r"^\S+==\S+.* \\\n    --hash=sha256:[0-9a-f]{64}", text, re.M)) == len(requirements)
    assert not re.search(r"--(extra-)?index-url|--find-links|--trusted-host|file:", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_named_package_is_in_the_lock(lock: str) -> None:
    locked = {
        line.split("==")[0].lower().replace("_", "-") for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if "==" in line
    }
    named = re.findall(r"^([A-Za-z][\w-]*)", (ROOT / lock.replace(".txt", ".in")).read_text(encoding="utf-8"), re.M)
    assert {name.lower().replace("_", "-") for name in named} <= locked


def test_the_npm_lock_holds_integrity_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha512-') >= 3


def test_npm_ci_finds_every_optional_package_in_the_lock() -> None:
    """`npm ci` gives up where the lock names a platform's package that it does not hold; docs/decisions/0003 says how that comes about."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    named = {name for package in packages.values() for name in package.get("optionalDependencies", {})}
    assert {f"node_modules/{name}" for name in named} <= set(packages)


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in tracked_files()
        if (hit := PLACES.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert found == []


def test_no_link_to_an_outside_machine_stands_in_the_code() -> None:
    """Namespaces of the formats are names, not addresses: those of W3C, OOXML, Purl and Microsoft's schemas are let through."""
    allowed = re.compile(r"https?://(?:schemas\.|purl\.|www\.w3\.org/|json-schema\.org/|[\w.]*\.?example\b)")
    for path in tracked_files():
        if path.suffix == ".py" and path.is_relative_to(ROOT / "wgtracker"):
            for address in re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8")):
                assert allowed.match(address), f"{path.relative_to(ROOT)}: {address}"
