"""Take in bytes that came from somewhere (a command's files, a page's uploads): single files and zips of files, each within its limits."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, NamedTuple

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


def take_in_streams(streams: Iterable[tuple[str, IO[bytes]]], taken: Collection[str] = ()) -> Intake:
    """Read what came as streams, each with its name; a zip stands for its members. Raises BadInput for a zip beyond the limits.

    taken: names that are borne already elsewhere; a file of such a name is numbered.
    """
    files: list[InputFile] = []
    ignored: list[str] = []
    for name, stream in streams:
        if is_noise(name):
            ignored.append(name)
        else:
            files += open_zip(read_stream(name.replace("\\", "/").rsplit("/", 1)[-1], stream), ignored)
    return Intake(tuple(name_apart(files, taken)), tuple(ignored))


def is_noise(name: str) -> bool:
    """Tell the files that systems leave beside the real ones: __MACOSX, Word's lock files, .DS_Store and other hidden files."""
    *folders, base = name.replace("\\", "/").split("/")
    return "__MACOSX" in folders or base.startswith(("~$", ".")) or base.lower() in ("__macosx", "thumbs.db", "desktop.ini")


def read_stream(name: str, stream: IO[bytes]) -> InputFile:
    """Read one file, of an oversized one no more than its refusal needs."""
    content = stream.read(FILE_MOST + 1)
    if len(content) <= FILE_MOST:
        return take_in(name, content)
    if _is_named_zip(name) and content.startswith(b"PK"):
        content += stream.read(ZIP_BYTES - FILE_MOST)
        if len(content) > ZIP_BYTES:
            raise _refuse_zip_size(name)
        return take_in(name, content)
    return _take_in_oversized(name, chain([content], iter(lambda: stream.read(MB), b"")))


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


def open_zip(file: InputFile, ignored: list[str]) -> Iterable[InputFile]:
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


def name_apart(files: Iterable[InputFile], borne: Collection[str] = ()) -> Iterator[InputFile]:
    """Give files that bear the same name a number, so that each can be told apart in the report and the map.

    borne: names that others bear already.
    """
    files = list(files)
    taken = {file.name for file in files}
    seen: set[str] = set(borne)
    for file in files:
        name, count = file.name, 1
        stem, dot, ending = file.name.rpartition(".")
        while name in seen or (count > 1 and name in taken):
            count += 1
            name = f"{stem or ending} ({count}){dot if stem else ''}{ending if stem else ''}"
        seen.add(name)
        yield file._replace(name=name)
