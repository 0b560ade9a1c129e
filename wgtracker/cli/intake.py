"""Take in the files that a command names: single files, folders, and zips of files, each within its limits."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from wgtracker.compile.base import InputFile, take_in
from wgtracker.errors import BadInput
from wgtracker.word.archive import DamagedError, Entry, inflate, inflate_in_chunks, read_directory
from wgtracker.word.gate import ENTRIES_MOST, FILE_MOST, MB, show_name

ZIP_FILES = 500
ZIP_BYTES = 200 * MB
_WORD_MARKS = frozenset(("[content_types].xml", "mimetype"))


class Intake(NamedTuple):
    """The files taken in, and the names of those that systems add by themselves and that were left out."""

    files: tuple[InputFile, ...]
    ignored: tuple[str, ...]


def take_in_all(paths: Sequence[Path]) -> Intake:
    """Read every returned file. A folder stands for the files in it and below it, a zip for its members. Raises BadInput and OSError."""
    files: list[InputFile] = []
    ignored: list[str] = []
    for path in paths:
        for entry, shown in _list_folder(path) if path.is_dir() else [(path, path.name)]:
            if is_noise(shown):
                ignored.append(shown)
            else:
                files += _open_zip(read_input(entry), ignored)
    return Intake(tuple(_name_apart(files)), tuple(ignored))


def _list_folder(folder: Path) -> list[tuple[Path, str]]:
    """List the files of a folder and of the folders in it, each with its name from there on, in sorted order."""
    found: list[tuple[Path, str]] = []
    for place, _, names in os.walk(folder):
        found += [(entry, str(entry.relative_to(folder))) for entry in (Path(place, name) for name in names) if entry.is_file()]
    if not found:
        raise BadInput(f"“{show_name(str(folder))}” is an empty folder; name the folder, or the files, that came back.")
    return sorted(found, key=lambda one: one[1])


def is_noise(name: str) -> bool:
    """Tell the files that systems leave beside the real ones: __MACOSX, Word's lock files, .DS_Store and other hidden files."""
    *folders, base = name.replace("\\", "/").split("/")
    return "__MACOSX" in folders or base.startswith(("~$", ".")) or base.lower() in ("__macosx", "thumbs.db", "desktop.ini")


def read_input(path: Path) -> InputFile:
    """Read one file, of an oversized one no more than its refusal needs."""
    with path.open("rb") as stream:
        content = stream.read(FILE_MOST + 1)
        if len(content) <= FILE_MOST:
            return take_in(path.name, content)
        if _is_named_zip(path.name) and content.startswith(b"PK"):
            content += stream.read(ZIP_BYTES - FILE_MOST)
            if len(content) > ZIP_BYTES:
                raise _refuse_zip_size(path.name)
            return take_in(path.name, content)
        return _take_in_oversized(path.name, chain([content], iter(lambda: stream.read(MB), b"")))


def _take_in_oversized(name: str, pieces: Iterable[bytes]) -> InputFile:
    """Keep so much of a file that it is refused, and the sha256 of all of it."""
    digest = hashlib.sha256()
    kept = bytearray()
    for piece in pieces:
        digest.update(piece)
        kept += piece[: FILE_MOST + 1 - len(kept)]
    return InputFile(name, bytes(kept), digest.hexdigest())


def _is_named_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _refuse_zip_size(name: str) -> BadInput:
    return BadInput(f"“{show_name(name)}” holds more than 200 MB; send the files in several zips.")


def _open_zip(file: InputFile, ignored: list[str]) -> Iterable[InputFile]:
    """Give the files of a zip of files; anything else, a Word file among them (it is a zip too), as it is.

    A zip that is damaged or holds no file is given as it is as well: the gate refuses it by its name, and the others are compiled.
    """
    if not _is_named_zip(file.name) or not file.content.startswith(b"PK"):
        return [file]
    try:
        entries = read_directory(file.content, ENTRIES_MOST)
    except DamagedError:
        return [file]
    if any(entry.name.lower() in _WORD_MARKS for entry in entries):
        return [file]
    members = [entry for entry in entries if not is_noise(entry.name)]
    ignored += sorted(entry.name for entry in entries if is_noise(entry.name))
    return _read_members(file, members) if members else [file]


def _read_members(file: InputFile, members: Sequence[Entry]) -> Iterator[InputFile]:
    shown = show_name(file.name)
    if len(members) > ZIP_FILES:
        count = f"{len(members)}" if len(members) <= ENTRIES_MOST else f"more than {ENTRIES_MOST}"
        raise BadInput(f"“{shown}” holds {count} files; the limit is {ZIP_FILES}: send them in several zips.")
    if sum(entry.size for entry in members) > ZIP_BYTES:
        raise _refuse_zip_size(file.name)
    for entry in sorted(members, key=lambda one: one.name):
        base = entry.name.rsplit("/", 1)[-1]
        if _is_named_zip(base):
            raise BadInput(f"“{shown}” holds another zip (“{show_name(base)}”); unpack it and send its files directly.")
        if entry.encrypted:
            raise BadInput(f"“{shown}” is protected by a password; unpack it and send the files directly.")
        try:
            yield _read_member(file.content, base, entry)
        except DamagedError:
            raise BadInput(f"“{shown}” is damaged at “{show_name(base)}”, or packed in an unusual way; pack the files again.") from None


def _read_member(data: bytes, base: str, entry: Entry) -> InputFile:
    if entry.size <= FILE_MOST:
        return take_in(base, inflate(data, entry))
    return _take_in_oversized(base, inflate_in_chunks(data, entry))


def _name_apart(files: Iterable[InputFile]) -> Iterator[InputFile]:
    """Give files that bear the same name a number, so that each can be told apart in the report and the map."""
    files = list(files)
    taken = {file.name for file in files}
    seen: set[str] = set()
    for file in files:
        name, count = file.name, 1
        stem, dot, ending = file.name.rpartition(".")
        while name in seen or (count > 1 and name in taken):
            count += 1
            name = f"{stem or ending} ({count}){dot if stem else ''}{ending if stem else ''}"
        seen.add(name)
        yield file._replace(name=name)
