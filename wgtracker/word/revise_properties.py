"""Give an existing Word file the properties of what it becomes: a title of its own, and nobody's user name."""

from lxml import etree

from wgtracker.word.altered import Altered

_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_PERSONAL = frozenset(("Company", "Manager", "Template", "HyperlinkBase"))
_OF_THE_OTHER = (_DC + "description", _DC + "subject", *(_CORE + name for name in ("category", "keywords", "contentStatus", "lastPrinted")))
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}Properties"


def set_properties(file: Altered, title: str, creator: str) -> None:
    """Set title and creator in the core properties, and take out whoever wrote and saved the file before.

    Company, manager and template go from the extended properties; custom properties (labels of a protection service name their
    owner) go altogether. Dates and language stay. Where there are no core properties they are added.
    """
    has_core = False
    for name in file.package.parts:
        if not name.startswith("docprops/") or not name.endswith(".xml"):
            continue
        root = file.package.xml(name)
        if root is None:
            continue
        if root.tag == _CORE + "coreProperties":
            _set_core(root, title, creator)
            has_core = True
        elif root.tag == _CUSTOM:
            root[:] = []
        else:
            for child in [child for child in root if etree.QName(child).localname in _PERSONAL]:
                root.remove(child)
        file.put(name, root)
    if not has_core:
        root = etree.Element(_CORE + "coreProperties", nsmap={"cp": _CORE[1:-1], "dc": _DC[1:-1]})
        _set_core(root, title, creator)
        file.add_to_package("docProps/core.xml", _TYPE, _RELATION, root)


def _set_core(root: etree._Element, title: str, creator: str) -> None:
    for tag, value in ((_DC + "title", title), (_DC + "creator", creator), (_CORE + "lastModifiedBy", creator)):
        found = root.find(tag)
        if found is None:
            found = etree.SubElement(root, tag)
        found.text = value
    for tag in _OF_THE_OTHER:
        for found in root.findall(tag):
            root.remove(found)
