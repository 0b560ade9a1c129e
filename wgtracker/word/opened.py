"""Open one of our own Word files for the checks: every part parsed, nothing trusted to be right.

For files that this project wrote; returned files go through the gate and the reader.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STORIES = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml", "word/header", "word/footer")


@dataclass
class Opened:
    """The XML parts by name, the other parts' names, and what could not be opened, each in a sentence."""

    parts: dict[str, etree._Element]
    names: tuple[str, ...]
    broken: tuple[str, ...]

    @cached_property
    def stories(self) -> tuple[tuple[str, etree._Element], ...]:
        """Return the parts that hold text, by name."""
        return tuple((name, root) for name, root in sorted(self.parts.items()) if name.startswith(_STORIES) and not name.endswith(".rels"))

    def part(self, name: str) -> etree._Element | None:
        """Return one part of word/ by its short name ("styles")."""
        return self.parts.get(f"word/{name}.xml")

    def each(self, *tags: str) -> Iterator[etree._Element]:
        """Yield the elements with these WordprocessingML names in every story."""
        for _, root in self.stories:
            yield from root.iter(*(W + tag for tag in tags))

    def relations(self) -> Iterator[tuple[str, str]]:
        """Yield (source, target part) of every relationship inside the package."""
        for name, root in sorted(self.parts.items()):
            if not name.endswith(".rels"):
                continue
            folder = posixpath.dirname(posixpath.dirname(name))
            for relation in root.iter(_RELATIONS + "Relationship"):
                if relation.get("TargetMode") != "External":
                    target = relation.get("Target", "")
                    yield name, target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def open_package(data: bytes) -> Opened:
    """Parse every XML part of a .docx."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    parts: dict[str, etree._Element] = {}
    broken: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = tuple(package.namelist())
        for name in names:
            if not name.endswith((".xml", ".rels")):
                continue
            try:
                parts[name] = etree.fromstring(package.read(name), parser)
            except etree.XMLSyntaxError as error:
                broken.append(f"{name} is not well-formed: {error}")
    broken.extend(f"{name} stands twice in the package" for name in sorted({n for n in names if names.count(n) > 1}))
    return Opened(parts, names, tuple(broken))


def attribute_of(element: etree._Element, name: str) -> str:
    """Return a WordprocessingML attribute, "" where it is not there."""
    return str(element.get(W + name, ""))


def is_on(parent: etree._Element | None, name: str) -> bool:
    """Say whether a toggle child (w:rtl, w:bidi, w:tblHeader ...) is there and not switched off."""
    child = None if parent is None else parent.find(W + name)
    return child is not None and attribute_of(child, "val") not in ("0", "false", "off")


def text_of(element: etree._Element) -> str:
    """Return the text of w:t and w:delText below an element, a space for each tab and break."""
    words, blanks = (W + "t", W + "delText"), (W + "tab", W + "br")
    children = (child for run in element.iter(W + "r") for child in run)
    return "".join((child.text or "") if child.tag in words else " " for child in children if child.tag in words + blanks)
