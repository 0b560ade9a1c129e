"""Check a Word file that we wrote for what schema validators let through and Word or a reader stumbles over.

Each check yields sentences; none means the file is clean.
"""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from wgtracker.word.opened import W14, W15, Opened, W, attribute_of, open_package

_REVISIONS = (
    "ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "rPrChange", "pPrChange", "sectPrChange",
    "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
)  # fmt: skip
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_MISLEADING = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_REFERRING = re.compile(r"\s*(?:REF|PAGEREF|NOTEREF)\s+(\S+)")


def lint(data: bytes) -> tuple[str, ...]:
    """Return what is wrong with a .docx of ours, in sentences; an empty tuple means nothing."""
    opened = open_package(data)
    if opened.broken:
        return opened.broken
    checks = (
        _package, _revision_ids, _revision_marks, _deleted_text, _moves, _comments, _threads, _notes, _bookmarks, _links, _fields,
        _spaces, _lists, _styles, _settings,
    )  # fmt: skip
    return tuple(sentence for check in checks for sentence in check(opened))


def _repeated(values: list[str]) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)


def _package(opened: Opened) -> Iterator[str]:
    """Every part has a content type, every relationship a target; nothing is carried that runs or tells of a machine."""
    types = opened.parts.get("[Content_Types].xml")
    if types is None:
        yield "[Content_Types].xml is missing"
        return
    defaults = {str(d.get("Extension", "")).lower() for d in types.iter(_CONTENT_TYPES + "Default")}
    overrides = {str(o.get("PartName", "")).lstrip("/") for o in types.iter(_CONTENT_TYPES + "Override")}
    for name in opened.names:
        plain_xml = name.endswith(".xml") and name not in overrides and name != "[Content_Types].xml"
        if plain_xml or (name not in overrides and name.rpartition(".")[2].lower() not in defaults):
            yield f"{name} has no content type of its own"
        if "vbaProject" in name or "thumbnail" in name:
            yield f"{name} does not belong in a paper"
    yield from (f"{name} has a content type but is not there" for name in sorted(overrides - set(opened.names)))
    yield from (f"{source} points to {target}, which is not there" for source, target in opened.relations() if target not in opened.names)


def _revision_ids(opened: Opened) -> Iterator[str]:
    ids = [attribute_of(mark, "id") for mark in opened.each(*_REVISIONS)]
    if "" in ids:
        yield "a revision has no id"
    yield from (f"revision id {value} stands twice" for value in _repeated([i for i in ids if i]))


def _revision_marks(opened: Opened) -> Iterator[str]:
    for mark in opened.each(*_REVISIONS):
        name = etree.QName(mark).localname
        author, date = attribute_of(mark, "author"), attribute_of(mark, "date")
        if not author.strip():
            yield f"a w:{name} has no author"
        if not _STAMP.fullmatch(date):
            yield f'a w:{name} has the date "{date}", not YYYY-MM-DDThh:mm:ssZ'
        if _MISLEADING.search(author):
            yield f"the author of a w:{name} holds invisible or direction characters: {author!a}"


def _deleted_text(opened: Opened) -> Iterator[str]:
    for text in opened.each("t", "delText", "instrText", "delInstrText"):
        deleted = next(text.iterancestors(W + "del"), None) is not None
        name = etree.QName(text).localname
        if deleted and name in ("t", "instrText"):
            yield f'w:{name} under w:del: "{text.text}"'
        elif not deleted and name in ("delText", "delInstrText"):
            yield f'w:{name} outside w:del: "{text.text}"'


def _moves(opened: Opened) -> Iterator[str]:
    """Each move has a name, one departure and one arrival, and each range an end after its start."""
    names: dict[str, list[str]] = {}
    for side in ("moveFrom", "moveTo"):
        starts = list(opened.each(f"{side}RangeStart"))
        names[side] = [attribute_of(start, "name") for start in starts]
        opening = [attribute_of(start, "id") for start in starts]
        closing = [attribute_of(end, "id") for end in opened.each(f"{side}RangeEnd")]
        if sorted(opening) != sorted(closing):
            yield f"the ranges of w:{side} are not closed one by one: {opening} against {closing}"
        yield from (f'the name "{name}" of a move stands twice' for name in _repeated(names[side]))
    if not all(name.strip() for name in names["moveFrom"] + names["moveTo"]):
        yield "a move has no name"
    yield from (f'the move "{name}" has only one end' for name in sorted(set(names["moveFrom"]) ^ set(names["moveTo"])))


def _comments(opened: Opened) -> Iterator[str]:
    """Each comment has one reference; a range has its start, its end and its reference in this order."""
    part = opened.part("comments")
    ids = [] if part is None else [attribute_of(c, "id") for c in part.iter(W + "comment")]
    yield from (f"comment id {value} stands twice" for value in _repeated(ids))
    order: dict[str, list[str]] = {}
    for mark in opened.each("commentRangeStart", "commentRangeEnd", "commentReference"):
        order.setdefault(attribute_of(mark, "id"), []).append(etree.QName(mark).localname)
    whole, point = ["commentRangeStart", "commentRangeEnd", "commentReference"], ["commentReference"]
    for value in ids:
        if order.get(value) not in (whole, point):
            yield f"comment {value} is marked by {order.get(value, [])}, not by start, end and reference"
    yield from (f"comment {value} is marked in the text but is not there" for value in sorted(order.keys() - set(ids)))
    for comment in () if part is None else part.iter(W + "comment"):
        author, date = attribute_of(comment, "author"), attribute_of(comment, "date")
        if not author.strip() or _MISLEADING.search(author):
            yield f"comment {attribute_of(comment, 'id')} has no plain author: {author!a}"
        if date and not _STAMP.fullmatch(date):
            yield f'comment {attribute_of(comment, "id")} has the date "{date}", not YYYY-MM-DDThh:mm:ssZ'


def _threads(opened: Opened) -> Iterator[str]:
    """Each entry of commentsExtended names the last paragraph of a comment; each parent is such an entry."""
    part, comments = opened.part("commentsExtended"), opened.part("comments")
    if part is None:
        return
    last = set() if comments is None else {c[-1].get(W14 + "paraId") for c in comments.iter(W + "comment") if len(c)}
    ids = [str(entry.get(W15 + "paraId", "")) for entry in part]
    yield from (f"thread id {value} stands twice" for value in _repeated(ids))
    for entry, value in zip(part, ids):
        if value not in last:
            yield f"thread id {value} is no comment's last paragraph"
        if not re.fullmatch("[0-7][0-9A-F]{7}", value):
            yield f"thread id {value} is not eight hex digits below 80000000"
        parent = entry.get(W15 + "paraIdParent")
        if parent is not None and (parent not in ids or parent == value):
            yield f"thread {value} answers {parent}, which is not there"


def _notes(opened: Opened) -> Iterator[str]:
    for kind in ("footnote", "endnote"):
        part = opened.part(f"{kind}s")
        plain = [] if part is None else [n for n in part.iter(W + kind) if not attribute_of(n, "type")]
        ids = [attribute_of(note, "id") for note in plain]
        referred = [attribute_of(mark, "id") for mark in opened.each(f"{kind}Reference")]
        if sorted(ids) != sorted(referred):
            yield f"{kind}s {sorted(ids)} are referred to as {sorted(referred)}"


def _bookmarks(opened: Opened) -> Iterator[str]:
    starts = list(opened.each("bookmarkStart"))
    opening = [attribute_of(start, "id") for start in starts]
    closing = [attribute_of(end, "id") for end in opened.each("bookmarkEnd")]
    yield from (f"bookmark id {value} stands twice" for value in _repeated(opening))
    yield from (f'bookmark "{name}" stands twice' for name in _repeated([attribute_of(s, "name").lower() for s in starts]))
    if sorted(opening) != sorted(closing):
        yield f"bookmarks do not end one by one: {sorted(set(opening) ^ set(closing))}"


def _links(opened: Opened) -> Iterator[str]:
    names = {attribute_of(start, "name") for start in opened.each("bookmarkStart")}
    targets = {attribute_of(link, "anchor") for link in opened.each("hyperlink")} - {""}
    codes = (_REFERRING.match(code.text or "") for code in opened.each("instrText"))
    targets |= {code.group(1) for code in codes if code}
    yield from (f'a link points to "{target}", which is no bookmark' for target in sorted(targets - names))


def _fields(opened: Opened) -> Iterator[str]:
    """Each field begins, separates and ends in one paragraph, and has a result."""
    for paragraph in opened.each("p"):
        kinds = [attribute_of(mark, "fldCharType") for mark in paragraph.iter(W + "fldChar")]
        depth = 0
        for kind in kinds:
            depth += {"begin": 1, "end": -1}.get(kind, 0)
            if depth < 0:
                break
        if depth or kinds.count("begin") != kinds.count("separate"):
            yield f"a field does not begin, separate and end in its paragraph: {kinds}"


def _spaces(opened: Opened) -> Iterator[str]:
    for text in opened.each("t", "delText", "instrText"):
        words = text.text or ""
        if text.get(_XML_SPACE) != "preserve" and (words != words.strip() or "  " in words or "\n" in words or "\t" in words):
            yield f'white space may be lost at "{words}"'


def _lists(opened: Opened) -> Iterator[str]:
    part = opened.part("numbering")
    levels: dict[str, set[str]] = {"0": {str(n) for n in range(9)}}
    if part is not None:
        abstract = {
            attribute_of(a, "abstractNumId"): {attribute_of(v, "ilvl") for v in a.iter(W + "lvl")} for a in part.iter(W + "abstractNum")
        }
        for instance in part.iter(W + "num"):
            link = instance.find(W + "abstractNumId")
            levels[attribute_of(instance, "numId")] = set() if link is None else abstract.get(attribute_of(link, "val"), set())
    for properties in opened.each("numPr"):
        number, level = properties.find(W + "numId"), properties.find(W + "ilvl")
        number_id = "" if number is None else attribute_of(number, "val")
        level_id = "0" if level is None else attribute_of(level, "val")
        if level_id not in levels.get(number_id, set()):
            yield f'a paragraph is in list "{number_id}", level {level_id}, which is not there'


def _styles(opened: Opened) -> Iterator[str]:
    part = opened.part("styles")
    known = set() if part is None else {(attribute_of(s, "type"), attribute_of(s, "styleId")) for s in part.iter(W + "style")}
    for tag, kind in (("pStyle", "paragraph"), ("rStyle", "character"), ("tblStyle", "table")):
        used = {attribute_of(element, "val") for element in opened.each(tag)}
        yield from (f'the {kind} style "{name}" is used but not there' for name in sorted(used) if (kind, name) not in known)


def _settings(opened: Opened) -> Iterator[str]:
    """Nothing makes Word ask or LibreOffice colour: fields are not updated on opening, tracked files use no table style."""
    part = opened.part("settings")
    if part is None:
        yield "the settings are missing"
        return
    if part.find(W + "updateFields") is not None:
        yield "w:updateFields makes Word ask its reader a question"
    if part.find(W + "trackRevisions") is not None and next(opened.each("tblStyle"), None) is not None:
        yield "a table style under tracking shows as a change in LibreOffice"
