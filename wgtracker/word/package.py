"""Open a Word file as a package of parts: each inflated and parsed once, and only when it is asked for."""

import posixpath
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar
from urllib.parse import unquote

from lxml import etree

from wgtracker.errors import BadFile
from wgtracker.word import tags
from wgtracker.word.archive import Entry, refuse_damaged
from wgtracker.word.gate import (
    BadXmlError,
    check_file,
    check_unread,
    inflate_part,
    inflate_raw,
    parse_part,
    parse_xml,
    refuse_macros,
    refuse_not_word,
    refuse_xml,
    show_name,
)

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MACROS = ("macroenabled", "vbaproject")
_TEXTS = ("comments", "commentsExtended", "commentsExtensible", "commentsIds", "footnotes", "endnotes", "header", "footer")
"""Kinds of parts, beside the main one, that are always parsed."""
_Taken = TypeVar("_Taken")


class Relationship(NamedTuple):
    """One relationship of a part. kind: the last step of its type; target: part name (lower case), or an address if external."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """A Word file that has passed the gate. Part names are lower case, without a leading slash.

    name: the file's name as shown to people; main_name, main: the main document part and its root element.
    """

    __slots__ = ("_bytes", "_data", "_entries", "_kinds", "_links", "_trees", "main", "main_name", "name")

    def __init__(self, data: bytes, name: str, entries: Mapping[str, Entry]) -> None:
        self.name = name
        self._data = data
        self._entries = entries
        self._bytes: dict[str, bytes] = {}
        self._trees: dict[str, etree._Element] = {}
        self._kinds: dict[str, tuple[str, ...]] | None = None
        self._links: dict[str, tuple[Relationship, ...]] = {}
        self.main_name = self._find_main()
        # The smaller ones first: a broken part costs the least before it is found, and none is found only after the body was walked.
        for part in sorted({self.main_name, *self._list_texts()}, key=lambda part: self._entries[part].size):
            self._trees[part] = parse_part(self.content(part), name)
        self.main = self._trees[self.main_name]
        # Read as an empty text, it would pass for a proposal to delete everything.
        if self.main.find(tags.BODY) is None:
            raise refuse_not_word(name)
        if any(self._trees[part].tag != tags.W + "comments" for part in self.related("comments")):
            raise refuse_xml(name)  # what cannot be read as comments would be lost in silence

    @property
    def parts(self) -> tuple[str, ...]:
        """Name all parts, in the order of the file's directory."""
        return tuple(self._entries)

    def name_of(self, part: str) -> str:
        """Give a part's name as it stands in the file."""
        return self._entries[part].name

    def raw(self, part: str) -> bytes:
        """Give a part's bytes as they stand in the file."""
        return inflate_raw(self._data, self.name, self._entries[part])

    def content(self, part: str) -> bytes:
        """Give the XML of a part that the file has, as bytes (UTF-8, Transitional names)."""
        found = self._bytes.get(part)
        if found is None:
            found = self._bytes[part] = inflate_part(self._data, self.name, self._entries[part])
        return found

    def xml(self, part: str) -> etree._Element | None:
        """Give a part's root element, or None where the file has no such part. Raises BadFile where it is broken."""
        found = self._trees.get(part)
        if found is None and part in self._entries:
            found = self._trees[part] = parse_part(self.content(part), self.name)
        return found

    def take(self, part: str, reader: Callable[[bytes], _Taken]) -> _Taken | None:
        """Read a part with a function of its bytes alone, or give None where the file has no such part.

        Such a function may keep its result: files returned on one draft share these parts to the byte.
        """
        if part not in self._entries:
            return None
        try:
            return reader(self.content(part))
        except BadXmlError as fault:
            raise fault.refuse(self.name) from fault

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """Give the relationships of a part in file order ("" = of the package); external ones are only named, never followed."""
        found = self._links.get(part)
        if found is None:
            folder, _, base = part.rpartition("/")
            name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
            found = self.take(name, partial(_read_relationships, folder=folder)) or ()
            self._links[part] = found
        return found

    def related(self, kind: str) -> tuple[str, ...]:
        """Name the parts of one kind that the main part points to, present in the file, each once."""
        if self._kinds is None:
            self._kinds = {}
            for link in self.relationships(self.main_name):
                if not link.external and link.target in self._entries:
                    targets = self._kinds.get(link.kind, ())
                    if link.target not in targets:
                        self._kinds[link.kind] = (*targets, link.target)
        return self._kinds.get(kind, ())

    def _list_texts(self) -> list[str]:
        return [part for kind in _TEXTS for part in self.related(kind)]

    def missing(self, kinds: frozenset[str]) -> tuple[str, ...]:
        """Name the parts of these kinds that the main part points to and the file lacks."""
        links = self.relationships(self.main_name)
        return tuple(link.target for link in links if link.kind in kinds and not link.external and link.target not in self._entries)

    def check_rest(self) -> None:
        """Inflate, within the limits and kept nowhere, all that was not read. Raises BadFile where a part is not what it declares."""
        check_unread(self._data, self.name, self._entries, set(self._bytes))

    def _find_main(self) -> str:
        """Find the main document by relationship and content type, never by its name (ECMA-376 part 2, 9.3)."""
        overrides, defaults = self.take("[content_types].xml", _read_content_types) or ({}, {})
        mains = [link.target for link in self.relationships("") if link.kind == "officeDocument" and not link.external]
        main = next((target for target in mains if target in self._entries), "")
        if not main:
            raise refuse_damaged(self.name) if mains else refuse_not_word(self.name)
        kind = overrides.get(main) or defaults.get(main.rpartition(".")[2], "")
        if any(word in value for word in _MACROS for value in (kind, *overrides.values(), *defaults.values())):
            raise refuse_macros(self.name)
        if not kind.endswith("main+xml") or "wordprocessingml" not in kind:
            raise _refuse_kind(self.name, kind)
        return main


def open_package(data: bytes, name: str) -> Package:
    """Open a Word file from its bytes; `name` is used in sentences only.

    Raises BadFile, with one sentence for the person who sent it, for whatever is not a safe, readable .docx.
    """
    shown = show_name(name)
    return Package(data, shown, check_file(data, shown))


@lru_cache(maxsize=16)
def _read_content_types(xml: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Read the content types by part name and by ending, all lower case."""
    overrides: dict[str, str] = {}
    defaults: dict[str, str] = {}
    for child in parse_xml(xml):
        kind = child.get("ContentType", "").lower()
        if child.tag == _TYPES + "Override":
            overrides[child.get("PartName", "").lower().lstrip("/")] = kind
        elif child.tag == _TYPES + "Default":
            defaults[child.get("Extension", "").lower()] = kind
    return overrides, defaults


@lru_cache(maxsize=32)
def _read_relationships(xml: bytes, folder: str) -> tuple[Relationship, ...]:
    """Read a relationships part; targets are taken from `folder`."""
    return tuple(_read_relationship(child, folder) for child in parse_xml(xml) if child.tag.endswith("}Relationship"))


def _read_relationship(child: etree._Element, folder: str) -> Relationship:
    kind = child.get("Type", "").rstrip("/").rpartition("/")[2]
    target = child.get("Target", "")
    external = child.get("TargetMode", "").lower() == "external"
    if not external:
        path = unquote(target).replace("\\", "/")
        target = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/").lower()
    return Relationship(child.get("Id", ""), kind, target, external)


def _refuse_kind(name: str, kind: str) -> BadFile:
    """Say what an Office package without a Word document is."""
    for word, what in (("spreadsheetml", "an Excel workbook"), ("presentationml", "a PowerPoint presentation")):
        if word in kind:
            return BadFile(f"“{name}” is {what}, not a Word file: send the text as a Word .docx.")
    return refuse_not_word(name)
