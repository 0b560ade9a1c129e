"""Take in the files that a command names: single files, folders, and zips of files, each within its limits."""

import os
from collections.abc import Sequence
from pathlib import Path

from wgtracker.compile.base import InputFile
from wgtracker.compile.intake import Intake, is_noise, name_apart, open_zip, read_stream
from wgtracker.errors import BadInput
from wgtracker.word.gate import show_name


def take_in_all(paths: Sequence[Path]) -> Intake:
    """Read every returned file. A folder stands for the files in it and below it, a zip for its members. Raises BadInput and OSError."""
    files: list[InputFile] = []
    ignored: list[str] = []
    for path in paths:
        for entry, shown in _list_folder(path) if path.is_dir() else [(path, path.name)]:
            if is_noise(shown):
                ignored.append(shown)
            else:
                files += open_zip(read_input(entry), ignored)
    return Intake(tuple(name_apart(files)), tuple(ignored))


def _list_folder(folder: Path) -> list[tuple[Path, str]]:
    """List the files of a folder and of the folders in it, each with its name from there on, in sorted order."""
    found: list[tuple[Path, str]] = []
    for place, _, names in os.walk(folder):
        found += [(entry, str(entry.relative_to(folder))) for entry in (Path(place, name) for name in names) if entry.is_file()]
    if not found:
        raise BadInput(f"“{show_name(str(folder))}” is an empty folder; name the folder, or the files, that came back.")
    return sorted(found, key=lambda one: one[1])


def read_input(path: Path) -> InputFile:
    """Read one file, of an oversized one no more than its refusal needs."""
    with path.open("rb") as stream:
        return read_stream(path.name, stream)
