"""Write the files of one command together: all of them complete, or none."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from wgtracker.errors import BadInput


class Output(NamedTuple):
    """One file to write: where, and its bytes."""

    path: Path
    content: bytes


def write_together(outputs: Sequence[Output]) -> None:
    """Write every output beside its place, bring all to the disk, and only then rename them into place.

    A disk that fills up, a folder that may not be written or an interruption leaves the earlier files as they were.
    Two outputs with one name are refused (BadInput); a missing folder, or a folder in the place of a file, is an OSError.
    """
    targets = [Path(os.path.realpath(output.path)) for output in outputs]
    if len(set(targets)) < len(targets):
        raise BadInput("Two outputs have the same file name; give each its own.")
    waiting: list[tuple[Path, Path]] = []
    try:
        for output, target in zip(outputs, targets):
            if target.is_dir():
                raise IsADirectoryError(21, "Is a directory", str(output.path))
            if target.exists() and not target.is_file():  # /dev/stdout, a named pipe: there is nothing to rename
                target.write_bytes(output.content)
                continue
            beside = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
            waiting.append((beside, target))
            _write_through(beside, output)
        while waiting:
            os.replace(*waiting[0])
            waiting.pop(0)
    finally:
        for beside, _ in waiting:
            beside.unlink(missing_ok=True)
    for folder in {target.parent for target in targets}:
        _sync_folder(folder)


def _write_through(path: Path, output: Output) -> None:
    try:
        with path.open("wb") as stream:
            stream.write(output.content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        # The person knows the name that was asked for, not that of the temporary file.
        raise OSError(error.errno, error.strerror, str(output.path)) from error


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network disks cannot; the files themselves are through
    finally:
        os.close(handle)
