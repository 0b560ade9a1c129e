"""Read a zip's directory and inflate its entries within fixed limits, without trusting its headers.

Written by hand because the limits must hold while inflating: an entry never yields a byte more than it declares, and what
it declares is checked first. Offsets and flags: PKWARE APPNOTE 4.3.12 (directory), 4.3.16 (end), 4.5.3 (zip64).
"""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from wgtracker.errors import BadFile

CHUNK = 1 << 20
START = 2048
"""Enough of a part to see what it starts with."""
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = 30
"""Size of a local header without its name."""
_STORED, _DEFLATED = 0, 8
_FULL = 0xFFFFFFFF


class Entry(NamedTuple):
    """One file of the archive as its directory declares it. packed and size in bytes; offset of its local header."""

    name: str
    method: int
    encrypted: bool
    crc: int
    packed: int
    size: int
    offset: int


class DamagedError(Exception):
    """Say that the archive cannot be read as a zip at all (cut short, overwritten)."""


def read_directory(data: bytes, most: int) -> tuple[Entry, ...]:
    """List the entries of a zip, folders left out; at most `most` + 1 of them are looked at.

    Raises DamagedError where the directory is missing or does not add up, or two entries lie over each other.
    """
    try:
        entries = tuple(_entries(data, most))
    except (struct.error, IndexError, ValueError, UnicodeDecodeError) as fault:
        raise DamagedError(str(fault)) from fault
    end = 0
    for start, packed in sorted([(entry.offset, entry.packed) for entry in entries]):
        if start < end:
            raise DamagedError("entries overlap")
        end = start + _LOCAL + packed
    return entries


def _entries(data: bytes, most: int) -> Iterator[Entry]:
    position, count, shift = _find_directory(data)
    for _ in range(min(count, most + 1)):
        fields = _ENTRY.unpack_from(data, position)
        if fields[0] != b"PK\x01\x02":
            raise DamagedError("no entry where one is declared")
        _, _, _, flags, method, _, _, crc, packed, size, n_name, n_extra, n_comment, _, _, _, offset = fields
        names_at = position + _ENTRY.size
        raw = data[names_at : names_at + n_name]
        if len(raw) != n_name:
            raise DamagedError("directory is cut short")
        if _FULL in (packed, size, offset):
            extra = data[names_at + n_name : names_at + n_name + n_extra]
            size, packed, offset = _widen(extra, size, packed, offset)
        position = names_at + n_name + n_extra + n_comment
        name = _decode(raw).replace("\\", "/")
        if not name.endswith("/") or size:
            yield Entry(name, method, bool(flags & 1), crc, packed, size, offset + shift)


def _decode(name: bytes) -> str:
    """Read a name as UTF-8, which some systems write without saying so; what is not UTF-8 is in the old code page of zips."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("cp437")


def _find_directory(data: bytes) -> tuple[int, int, int]:
    """Give the directory's place, its number of entries, and how far data before the zip shifts all offsets."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0:
        raise DamagedError("no end of directory")
    _, _, _, _, count, length, start, _ = _END.unpack_from(data, end)
    if count == 0xFFFF or _FULL in (length, start):
        wide = data.rfind(b"PK\x06\x06", 0, end)
        if wide >= 0:
            _, _, _, _, _, _, _, count, length, start = _END64.unpack_from(data, wide)
            end = wide
    shift = end - length - start
    if shift < 0:
        raise DamagedError("directory lies outside the file")
    return start + shift, count, shift


def _widen(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Take the 64-bit values of a zip64 extra field for each value that is full."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        if kind == 1:
            values = iter(struct.unpack_from(f"<{length // 8}Q", extra, position + 4))
            return tuple(next(values, value) if value == _FULL else value for value in (size, packed, offset))  # type: ignore[return-value]
        position += 4 + length
    return size, packed, offset


def inflate(data: bytes, entry: Entry) -> bytes:
    """Give all of the entry's bytes; never more than its declared size, which the caller has checked.

    Raises DamagedError where the stream is broken, longer or shorter than declared, or fails its checksum.
    """
    packed = _packed(data, entry)
    if entry.method == _STORED:
        content = bytes(packed)
    elif entry.method == _DEFLATED:
        try:
            content = zlib.decompressobj(-15).decompress(packed, entry.size + 1)
        except zlib.error as fault:
            raise DamagedError(str(fault)) from fault
    else:
        raise DamagedError(f"compression method {entry.method}")
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise DamagedError("entry fails its checksum")
    return content


def inflate_start(data: bytes, entry: Entry) -> bytes:
    """Give the first bytes of the entry, START at most. Raises DamagedError where there are none to be had."""
    packed = bytes(_packed(data, entry)[:START])
    if entry.method == _STORED:
        return packed
    if entry.method != _DEFLATED:
        raise DamagedError(f"compression method {entry.method}")
    try:
        return zlib.decompressobj(-15).decompress(packed, START)
    except zlib.error as fault:
        raise DamagedError(str(fault)) from fault


def inflate_in_chunks(data: bytes, entry: Entry) -> Iterator[bytes]:
    """Yield the entry's bytes in chunks of at most CHUNK. Raises DamagedError as `inflate` does."""
    packed = _packed(data, entry)
    crc = done = 0
    for chunk in _stored(packed) if entry.method == _STORED else _deflated(packed, entry):
        crc = zlib.crc32(chunk, crc)
        done += len(chunk)
        if done > entry.size:
            raise DamagedError("entry is longer than it declares")
        yield chunk
    if done != entry.size or crc != entry.crc:
        raise DamagedError("entry fails its checksum")


def _packed(data: bytes, entry: Entry) -> memoryview:
    """Give the bytes of an entry as they stand in the archive, behind its local header."""
    head = data[entry.offset : entry.offset + _LOCAL]
    if len(head) != _LOCAL or head[:4] != b"PK\x03\x04":
        raise DamagedError("no local header")
    n_name, n_extra = struct.unpack_from("<HH", head, 26)
    start = entry.offset + _LOCAL + n_name + n_extra
    packed = memoryview(data)[start : start + entry.packed]
    if len(packed) != entry.packed:
        raise DamagedError("entry is cut short")
    return packed


def _stored(packed: memoryview) -> Iterator[bytes]:
    for position in range(0, len(packed), CHUNK):
        yield bytes(packed[position : position + CHUNK])


def _deflated(packed: memoryview, entry: Entry) -> Iterator[bytes]:
    if entry.method != _DEFLATED:
        raise DamagedError(f"compression method {entry.method}")
    engine = zlib.decompressobj(-15)
    # One byte over the declared size is asked for, so that a stream which goes on is noticed and not inflated further.
    left = entry.size + 1
    rest: bytes | memoryview = packed
    try:
        while left > 0 and not engine.eof:
            chunk = engine.decompress(rest, min(left, CHUNK))
            rest = engine.unconsumed_tail
            left -= len(chunk)
            if chunk:
                yield chunk
            elif not rest:
                break
    except zlib.error as fault:
        raise DamagedError(str(fault)) from fault


def refuse_damaged(name: str) -> BadFile:
    """Make the refusal for a zip that cannot be read."""
    return BadFile(
        f"“{name}” is cut short or damaged: ask for the file again, or open it in Word, let Word repair it, and save it again as .docx."
    )
