"""Take in the files that a command names: single files, folders, and zips of files, each within its limits."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from wgtracker.compile.consolidate import InputFile, take_in
from wgtracker.errors import BadInput

FILE_LIMIT = 20 * 1024 * 1024
ZIP_FILES = 500
ZIP_BYTES = 200 * 1024 * 1024
_WORD_MARK = "[Content_Types].xml"


class Intake(NamedTuple):
    """The files taken in, and the names of those that systems add by themselves and that were left out."""

    files: tuple[InputFile, ...]
    ignored: tuple[str, ...]


def take_in_all(paths: Sequence[Path]) -> Intake:
    """Read every returned file. A folder stands for the files in it, a zip for its members. Raises BadInput and OSError."""
    files: list[InputFile] = []
    ignored: list[str] = []
    for path in paths:
        if path.is_dir():
            found = sorted(entry for entry in path.iterdir() if entry.is_file())
            ignored += [entry.name for entry in found if is_noise(entry.name)]
            files += [read_input(entry) for entry in found if not is_noise(entry.name)]
        elif is_noise(path.name):
            ignored.append(path.name)
        else:
            file = read_input(path)
            members = _open_zip(file)
            if members is None:
                files.append(file)
            else:
                files += _read_members(members, file.name, ignored)
    return Intake(tuple(_name_apart(files)), tuple(ignored))


def is_noise(name: str) -> bool:
    """Tell the files that systems leave beside the real ones: __MACOSX, Word's lock files, .DS_Store and other hidden files."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "__MACOSX" in name or base.startswith(("~$", "._", ".")) or base.lower() in ("thumbs.db", "desktop.ini")


def read_input(path: Path) -> InputFile:
    """Read one file, of an oversized one no more than its refusal needs."""
    with path.open("rb") as stream:
        content = stream.read(FILE_LIMIT + 1)
        if len(content) <= FILE_LIMIT:
            return take_in(path.name, content)
        if content[:2] == b"PK" and path.suffix.lower() == ".zip":
            return take_in(path.name, content + _read_rest(stream, path.name))
        digest = hashlib.sha256(content)
        for piece in iter(lambda: stream.read(1 << 20), b""):
            digest.update(piece)
        return InputFile(path.name, content, digest.hexdigest())


def _read_rest(stream: io.BufferedReader, name: str) -> bytes:
    rest = stream.read(ZIP_BYTES)
    if stream.read(1):
        raise BadInput(f"“{name}” is larger than 200 MB; send the files in several smaller zips.")
    return rest


def _open_zip(file: InputFile) -> zipfile.ZipFile | None:
    """Open a zip of files; None for anything else, a Word file among them (it is a zip too)."""
    if file.content[:2] != b"PK":
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None  # a damaged Word file: the gate says so
    names = {name.lower() for name in archive.namelist()}
    is_document = _WORD_MARK.lower() in names or "mimetype" in names
    return None if is_document or not file.name.lower().endswith(".zip") else archive


def _read_members(archive: zipfile.ZipFile, name: str, ignored: list[str]) -> Iterator[InputFile]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > ZIP_FILES:
        raise BadInput(f"“{name}” holds {len(members)} files; the limit is {ZIP_FILES}: send them in several zips.")
    if sum(member.file_size for member in members) > ZIP_BYTES:
        raise BadInput(f"“{name}” holds more than 200 MB; send the files in several zips.")
    left = ZIP_BYTES
    for member in sorted(members, key=lambda one: one.filename):
        base = member.filename.replace("\\", "/").rsplit("/", 1)[-1]
        if is_noise(member.filename):
            ignored.append(member.filename)
        elif base.lower().endswith(".zip"):
            raise BadInput(f"“{name}” holds another zip (“{base}”); unpack it and send its files directly.")
        elif member.flag_bits & 1:
            raise BadInput(f"“{name}” is protected by a password; unpack it and send the files directly.")
        else:
            content = _read_member(archive, member, name)
            left -= len(content)
            if left < 0:
                raise BadInput(f"“{name}” holds more than 200 MB; send the files in several zips.")
            yield take_in(base, content)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Inflate one member, never further than one byte beyond the limit of a file: what a header declares is not trusted."""
    try:
        with archive.open(member) as stream:
            return stream.read(FILE_LIMIT + 1)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise BadInput(f"“{name}” is damaged at “{member.filename}”; pack the files again.") from None


def _name_apart(files: Iterable[InputFile]) -> Iterator[InputFile]:
    """Give files that bear the same name a number, so that each can be told apart in the report and the map."""
    seen: dict[str, int] = {}
    for file in files:
        count = seen[file.name] = seen.get(file.name, 0) + 1
        if count == 1:
            yield file
            continue
        stem, dot, ending = file.name.rpartition(".")
        yield file._replace(name=f"{stem or ending} ({count}){dot}{ending if stem else ''}")
