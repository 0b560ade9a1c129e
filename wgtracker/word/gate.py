"""Refuse, before anything is parsed, every file that is not a safe Word .docx; one sentence says why and what to do.

Limits: docs/interfaces.md. They hold while inflating: an entry that goes on after its declared size is damaged.
"""

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from wgtracker.errors import BadFile
from wgtracker.word.archive import DamagedError, Entry, inflate, inflate_in_chunks, inflate_start, read_directory, refuse_damaged
from wgtracker.word.strict import translate_strict

MB = 1_000_000
FILE_MOST = 20 * MB
ENTRIES_MOST = 2_000
TOTAL_MOST = 50 * MB
PART_MOST = 25 * MB
ELEMENTS_MOST = 200_000
ATTRIBUTES_MOST = 1_000_000
RATIO_MOST = 100
RATIO_FROM = MB
CHECKED_FROM = MB
DENSEST = 1032
"""How many bytes one byte of deflate can become at most (258 bytes for two bits)."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf|\s|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
"""What may stand before a document type declaration; the parser finds one in any other encoding."""
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*<([^\s<>/!?]+)")
_XML = (".xml", ".rels")
_AS_DOCX = "open it in Word and save it as .docx"
_KINDS = (
    (b"{\\rtf", "is an RTF file, not a Word .docx"),
    (b"%PDF", "is a PDF, not a Word .docx: send the Word file, or"),
    (b"\x1f\x8b", "is a gzip archive, not a Word .docx: unpack it and send the Word file, or"),
    (b"7z\xbc\xaf", "is a 7z archive, not a Word .docx: unpack it and send the Word file, or"),
    (b"Rar!", "is a RAR archive, not a Word .docx: unpack it and send the Word file, or"),
)


def strip_controls(text: str) -> str:
    """Take control, direction and line characters out of a line for people: names in it come from anywhere."""
    return _CONTROLS.sub("", text)


def show_name(name: str) -> str:
    """Give a file's name fit for a sentence: clean, at most 200 long."""
    shown = strip_controls(name)
    return shown if len(shown) <= 200 else shown[:199] + "…"


def read_whole(path: Path) -> bytes:
    """Read a file that is to be opened; of what is too large, or never ends, no more than its refusal needs."""
    with path.open("rb") as stream:
        too_large = os.fstat(stream.fileno()).st_size > FILE_MOST
        content = b"" if too_large else stream.read(FILE_MOST + 1)
    if too_large or len(content) > FILE_MOST:
        raise refuse_file_size(show_name(path.name))
    return content


def check_file(data: bytes, name: str) -> Mapping[str, Entry]:
    """Check a whole file and give its entries by lower-cased part name (no leading slash).

    Raises BadFile for whatever is not a zip within the limits that holds a Word package.
    """
    if not data:
        raise BadFile(f"“{name}” is empty (0 bytes): ask for the file again, or save it again from Word.")
    if len(data) > FILE_MOST:
        raise refuse_file_size(name)
    if data[:4] not in (b"PK\x03\x04", b"PK\x05\x06"):
        raise _refuse_other_kind(data, name)
    try:
        entries = read_directory(data, ENTRIES_MOST)
    except DamagedError as fault:
        raise refuse_damaged(name) from fault
    if len(entries) > ENTRIES_MOST:
        raise _too_large(name, f"it holds more than {ENTRIES_MOST:,} parts")
    return _check_entries(data, name, entries)


def _check_entries(data: bytes, name: str, entries: tuple[Entry, ...]) -> Mapping[str, Entry]:
    parts: dict[str, Entry] = {}
    total = 0
    for entry in entries:
        key = entry.name.lower()
        if key.startswith("/") or ".." in key.split("/") or ":" in key.split("/")[0] or "\0" in key:
            raise BadFile(f"“{name}” is not a safe Word file (a part's name leads outside it): {_AS_DOCX}.")
        if key in parts:
            raise BadFile(f"“{name}” is not a safe Word file (two parts have one name): {_AS_DOCX}.")
        if entry.encrypted:
            raise BadFile(f"“{name}” is a zip protected by a password: send the Word file without a password.")
        total += entry.size
        _check_size(name, entry, total)
        parts[key] = entry
    if "[content_types].xml" not in parts:
        raise _refuse_other_zip(data, name, parts)
    if any(key.endswith("vbaproject.bin") for key in parts):
        raise refuse_macros(name)
    return MappingProxyType(parts)


def _check_size(name: str, entry: Entry, total: int) -> None:
    if entry.size > PART_MOST:
        raise _too_large(name, f"a part of it unpacks to more than {PART_MOST // MB} MB")
    if total > TOTAL_MOST:
        raise _too_large(name, f"it unpacks to more than {TOTAL_MOST // MB} MB")
    if entry.size > RATIO_FROM and entry.size > RATIO_MOST * max(entry.packed, 1):
        raise _too_large(name, f"a part of it unpacks to more than {RATIO_MOST} times its size")


def inflate_raw(data: bytes, name: str, entry: Entry) -> bytes:
    """Inflate one part as it is. Raises BadFile where it is damaged."""
    try:
        return inflate(data, entry)
    except DamagedError as fault:
        raise refuse_damaged(name) from fault


def inflate_part(data: bytes, name: str, entry: Entry) -> bytes:
    """Inflate one part that is to be parsed, its elements counted; UTF-16 and Strict come out as UTF-8 and Transitional.

    Raises BadFile where the part is damaged, has too many elements, holds a DOCTYPE or is cut off before its root element ends.
    """
    xml = inflate_raw(data, name, entry)
    # The shortest element, <a/>, has four bytes: a smaller part cannot hold too many, and need not be counted.
    if len(xml) >= 4 * ELEMENTS_MOST and _has_too_much(xml):
        raise _too_large(name, f"a part of it has more than {ELEMENTS_MOST:,} elements")
    if xml[:2] in (b"\xfe\xff", b"\xff\xfe", b"<\0", b"\0<"):
        xml = _from_utf16(xml, name)
    if (prolog := _PROLOG.match(xml)) and xml.startswith(b"<!DOCTYPE", prolog.end()):
        raise refuse_doctype(name)
    if len(xml) > CHECKED_FROM and not _ends_with_its_root(xml):
        raise refuse_xml(name)
    return translate_strict(xml)


def _has_too_much(xml: bytes) -> bool:
    marks = xml.count(b"<")
    if marks > ELEMENTS_MOST and marks - xml.count(b"</") > ELEMENTS_MOST:
        return True
    return xml.count(b"=") > ATTRIBUTES_MOST


def _ends_with_its_root(xml: bytes) -> bool:
    """Tell, without parsing, a large part whose end is missing. Where its ends are of a rarer shape the parser has to tell."""
    start = _ROOT.match(xml, 0, 4096)
    tail = xml[-4096:].rstrip(b" \t\r\n")
    if start is None or tail.endswith((b"-->", b"?>", b"/>")):
        return True
    return tail.endswith(b">") and tail[tail.rfind(b"</") + 2 : -1].rstrip(b" \t\r\n") == start[1]


def _from_utf16(xml: bytes, name: str) -> bytes:
    try:
        text = xml.decode("utf-16" if xml[:1] in b"\xfe\xff" else "utf-16-le" if xml[:1] == b"<" else "utf-16-be")
        return _DECLARATION.sub("", text, count=1).encode()
    except UnicodeError as fault:
        raise refuse_xml(name) from fault


def check_unread(data: bytes, name: str, entries: Mapping[str, Entry], read: set[str]) -> None:
    """Look at what nobody reads: no XML may start with a DOCTYPE, no part may be larger than it says. Raises BadFile.

    For the sizes each is inflated, chunk by chunk and kept nowhere; not needed where even the densest deflate stream could not
    take the unread parts over the limit of one.
    """
    unread = [(key, entry) for key, entry in entries.items() if key not in read]
    try:
        if any(key.endswith(_XML) and _starts_with_doctype(inflate_start(data, entry)) for key, entry in unread):
            raise refuse_doctype(name)
        if sum([entry.packed for _, entry in unread]) * DENSEST <= PART_MOST:
            return
        for _, entry in unread:
            if entry.method:
                for _ in inflate_in_chunks(data, entry):
                    pass
    except DamagedError as fault:
        raise refuse_damaged(name) from fault


def _starts_with_doctype(start: bytes) -> bool:
    """Tell a DOCTYPE in the first bytes of a part, in UTF-8 or UTF-16."""
    if b"<!DOCTYPE" not in (plain := start.replace(b"\0", b"").lstrip(b"\xfe\xff")):
        return False
    prolog = _PROLOG.match(plain)
    return prolog is not None and plain.startswith(b"<!DOCTYPE", prolog.end())


_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, collect_ids=False, load_dtd=False
)


class BadXmlError(Exception):
    """Say that a part may not or cannot be parsed. refuse: makes the refusal once the file's name is known."""

    def __init__(self, refuse: Callable[[str], BadFile]) -> None:
        super().__init__(refuse.__name__)
        self.refuse = refuse


def parse_xml(xml: bytes) -> etree._Element:
    """Parse the bytes of a part. Raises BadXmlError where they are not well-formed or declare a DOCTYPE in whatever encoding."""
    try:
        root = etree.fromstring(xml, _PARSER)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        raise BadXmlError(refuse_doctype if b"<!DOCTYPE" in xml[:65_536] else refuse_xml) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadXmlError(refuse_doctype)
    return root


def parse_part(xml: bytes, name: str) -> etree._Element:
    """Parse one inflated part. Raises BadFile where it is broken or declares a DOCTYPE."""
    try:
        return parse_xml(xml)
    except BadXmlError as fault:
        raise fault.refuse(name) from fault


def refuse_macros(name: str) -> BadFile:
    """Make the refusal for a file with macros."""
    return BadFile(f"“{name}” holds macros (.docm): open it in Word and save it as .docx, which leaves the macros out.")


def refuse_doctype(name: str) -> BadFile:
    """Make the refusal for XML with a document type declaration, which Word never writes."""
    return BadFile(f"“{name}” is not a safe Word file (it has a DOCTYPE, which Word never writes): {_AS_DOCX}.")


def refuse_xml(name: str) -> BadFile:
    """Make the refusal for XML that is not well-formed."""
    return BadFile(f"“{name}” is damaged (its XML is broken): open it in Word, let Word repair it, and save it again as .docx.")


def refuse_not_word(name: str) -> BadFile:
    """Make the refusal for a package without a Word document in it."""
    return BadFile(f"“{name}” has no Word document in it: send the Word file, saved as .docx.")


def refuse_file_size(name: str) -> BadFile:
    """Make the refusal for a file that is too large to be looked at."""
    return _too_large(name, f"it has more than {FILE_MOST // MB} MB")


def _too_large(name: str, why: str) -> BadFile:
    return BadFile(f"“{name}” is too large ({why}): take pictures and attachments out of it in Word and save it again as .docx.")


def _refuse_other_kind(data: bytes, name: str) -> BadFile:
    """Say what a file that is no zip is, from its first bytes."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _refuse_ole(data, name)
    for start, what in _KINDS:
        if data.startswith(start):
            return BadFile(f"“{name}” {what} {_AS_DOCX}." if what.endswith("or") else f"“{name}” {what}: {_AS_DOCX}.")
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return BadFile(f"“{name}” is a web page, not a Word .docx: {_AS_DOCX}.")
    if head.startswith(b"<"):
        return BadFile(f"“{name}” is a plain XML file, not a Word .docx: {_AS_DOCX}.")
    if b"\0" not in data[:2048]:
        return BadFile(f"“{name}” is plain text, not a Word .docx: {_AS_DOCX}.")
    return BadFile(f"“{name}” is not a Word file, or it is damaged: ask for the file again, or {_AS_DOCX}.")


def _refuse_ole(data: bytes, name: str) -> BadFile:
    """Tell an encrypted .docx from an old .doc; both are OLE compound files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return BadFile(
            f"“{name}” is protected by a password: open it in Word, take the password off (File, Info, Protect Document) and save it again."
        )
    if "WordDocument".encode("utf-16-le") in data:
        return BadFile(f"“{name}” is in the old Word format (.doc): {_AS_DOCX}.")
    return BadFile(f"“{name}” is an old Office file, not a Word .docx: {_AS_DOCX}.")


def _refuse_other_zip(data: bytes, name: str, parts: Mapping[str, Entry]) -> BadFile:
    if "mimetype" in parts and ("content.xml" in parts or b"opendocument" in data[:200]):
        return BadFile(f"“{name}” is an OpenDocument file (.odt): {_AS_DOCX}.")
    if any(key.endswith(".docx") for key in parts):
        return BadFile(f"“{name}” is a zip of files, not a Word file: unpack it and send the Word files.")
    return refuse_not_word(name)
