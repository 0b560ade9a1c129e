"""Change parts of an existing Word file and leave all its other parts as they are, byte for byte."""

import io
import posixpath
import zipfile

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.package import open_package
from wgtracker.word.strict import translate_strict

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_RELATIONS = b"http://purl.oclc.org/ooxml/officeDocument/relationships/"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."

# The elements of w:settings that stand before w:trackRevisions (ECMA-376 part 1, 17.15.1.78, CT_Settings).
_BEFORE_TRACKING = frozenset(
    tags.W + name
    for name in (
        "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries displayBackgroundShape "
        "printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts saveSubsetFonts "
        "saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop "
        "hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate linkStyles "
        "stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView"
    ).split()
)


class Altered:
    """A Word file under change. main: the root of its main part, free to be changed (tell `touch_main`).

    Raises BadFile, through the gate, for whatever is not a safe, readable .docx.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.package = open_package(data, name)
        self.package.check_rest()
        self.data = data
        self.main = self.package.main
        self.main_name = self.package.main_name
        self._content = {part: self.package.raw(part) for part in self.package.parts}
        self._names = {part: self.package.name_of(part) for part in self.package.parts}
        self._new: list[str] = []
        self._trees: dict[str, etree._Element] = {}
        self._relations = posixpath.join(posixpath.dirname(self.main_name), "_rels", posixpath.basename(self.main_name) + ".rels")

    def touch_main(self) -> None:
        """Say that the main part is changed. It is written with Transitional names, whatever it was."""
        if self.main.get(tags.W + "conformance") is not None:
            del self.main.attrib[tags.W + "conformance"]
        self._trees[self.main_name] = self.main

    def related(self, kind: str) -> tuple[str, etree._Element] | None:
        """Give the name and root of the first part of a kind that the main part points to, for reading or for `put`."""
        for name in self.package.related(kind):
            root = self._trees.get(name)
            if root is None:
                root = self.package.xml(name)
            if root is not None:
                return name, root
        return None

    def put(self, name: str, root: etree._Element) -> None:
        """Set the content of a part that is there."""
        self._trees[name] = root

    def add(self, base: str, suffix: str, relation: str, root: etree._Element) -> str:
        """Add a part beside the main one; give the id of its relationship.

        base: its file name, made unique; suffix: of its content type ("comments"); relation: full relationship type.
        """
        folder = posixpath.dirname(self.main_name)
        name = posixpath.join(folder, base)
        number = 1
        while name.lower() in self._names or name in self._trees:
            number += 1
            stem, dot, ending = base.rpartition(".")
            name = posixpath.join(folder, f"{stem}{number}{dot}{ending}")
        self._names[name.lower()] = name
        self._new.append(name.lower())
        self._trees[name.lower()] = root
        types = self._tree("[content_types].xml")
        etree.SubElement(types, _TYPES + "Override", PartName=f"/{name}", ContentType=f"{WORD_TYPE}{suffix}+xml")
        return self._relate(relation, posixpath.basename(name))

    def add_to_package(self, name: str, content_type: str, relation: str, root: etree._Element) -> None:
        """Add a part that the package itself points to, such as its core properties; the name must be free."""
        self._names[name.lower()] = name
        self._new.append(name.lower())
        self._trees[name.lower()] = root
        etree.SubElement(self._tree("[content_types].xml"), _TYPES + "Override", PartName=f"/{name}", ContentType=content_type)
        relations = self._tree("_rels/.rels")
        etree.SubElement(relations, _RELATIONS + "Relationship", Id=f"rIdWg{len(relations) + 1}", Type=relation, Target=name)

    def _relate(self, relation: str, target: str) -> str:
        if self._relations not in self._names:
            self._names[self._relations] = self._relations
            self._new.append(self._relations)
            self._trees[self._relations] = etree.fromstring(f'<Relationships xmlns="{_RELATIONS[1:-1]}"/>')
        root = self._tree(self._relations)
        used = {child.get("Id") for child in root}
        number = 1
        while f"rIdWg{number}" in used:
            number += 1
        etree.SubElement(root, _RELATIONS + "Relationship", Id=f"rIdWg{number}", Type=relation, Target=target)
        return f"rIdWg{number}"

    def _tree(self, name: str) -> etree._Element:
        if name not in self._trees:
            root = self.package.xml(name)
            if root is None:
                raise KeyError(name)
            self._trees[name] = root
        return self._trees[name]

    def turn_tracking_on(self) -> None:
        """Set w:trackRevisions, so that whoever opens the file goes on with tracked changes; nothing happens where it is on."""
        found = self.related("settings")
        if found is None:
            root = etree.Element(tags.W + "settings", nsmap={"w": tags.W[1:-1]})
            etree.SubElement(root, tags.W + "trackRevisions")
            self.add("settings.xml", "settings", OFFICE + "settings", root)
            return
        name, root = found
        present = root.find(tags.W + "trackRevisions")
        if present is not None and present.get(tags.VAL, "1") not in tags.OFF:
            return
        if present is not None:
            root.remove(present)
        place = sum(1 for child in root if child.tag in _BEFORE_TRACKING)
        root.insert(place, etree.Element(tags.W + "trackRevisions"))
        self.put(name, root)

    def is_changed(self) -> bool:
        """Say whether anything was changed at all."""
        return bool(self._trees)

    def to_bytes(self) -> bytes:
        """Give the whole file: changed parts written anew, the others as they were, always the same bytes for the same changes."""
        if not self.is_changed():
            return self.data
        out = io.BytesIO()
        strict = any(b"://purl.oclc.org/ooxml/" in content for content in self._content.values())
        order = [*self._content, *self._new]
        with zipfile.ZipFile(out, "w") as file:
            for name in order:
                info = zipfile.ZipInfo(self._names[name], _EPOCH)
                info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
                file.writestr(info, self._bytes_of(name, strict), compresslevel=6)
        return out.getvalue()

    def _bytes_of(self, name: str, strict: bool) -> bytes:
        if name in self._trees:
            content = etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        else:
            content = self._content[name]
        if strict and name.endswith(".rels"):
            return content.replace(_STRICT_RELATIONS, OFFICE.encode())
        return translate_strict(content) if strict and name.endswith(".xml") else content
