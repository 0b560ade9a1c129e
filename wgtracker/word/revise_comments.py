"""Add comments to an existing Word file: the bubbles, their threads, and their marks in the text."""

from collections.abc import Mapping, Sequence

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.altered import OFFICE, Altered
from wgtracker.word.changes import Bubble
from wgtracker.word.clean import clean_initials, clean_name
from wgtracker.word.model import CommentOut
from wgtracker.word.revise_runs import Line
from wgtracker.word.revise_text import make_run
from wgtracker.word.runs import reads_right_to_left
from wgtracker.word.write_inline import utc_stamp

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships/"
_COMMENT = tags.W + "comment"
_PARA_ID = tags.W14 + "paraId"
_THREAD = tags.W15 + "commentEx"
Marks = tuple[etree._Element, etree._Element, etree._Element]


def add_comments(file: Altered, lines: Mapping[int, Line], fresh: Sequence[etree._Element], bubbles: Sequence[Bubble]) -> None:
    """Add the comments with their marks; an answer stands where the comment it answers stands."""
    if not bubbles:
        return
    name, root = _comments_part(file)
    first = _next_id(root, file.main)
    threads = _threads_part(file)
    writer = _Bubbles(root, threads[1], first)
    for number, bubble in enumerate(bubbles):
        writer.write(bubble.comment)
        anchor = bubble
        while anchor.comment.parent is not None and anchor.source is None and anchor.fresh is None:
            anchor = bubbles[anchor.comment.parent]
        _mark(lines, fresh, anchor, _make_marks(first + number))
    if name:
        file.put(name, root)
    else:
        file.add("comments.xml", "comments", OFFICE + "comments", root)
    if threads[0]:
        file.put(*threads)
    else:
        file.add("commentsExtended.xml", "commentsExtended", _MICROSOFT + "commentsExtended", threads[1])


# ---------------------------------------------------------------- marks in the text


def _make_marks(number: int) -> Marks:
    """Make the range's start and end and the run with the reference."""
    start = etree.Element(tags.COMMENT_START, {tags.ID: str(number)})
    end = etree.Element(tags.COMMENT_END, {tags.ID: str(number)})
    run = etree.Element(tags.R_)
    etree.SubElement(run, tags.COMMENT_REFERENCE, {tags.ID: str(number)})
    return start, end, run


def _mark(lines: Mapping[int, Line], fresh: Sequence[etree._Element], anchor: Bubble, marks: Marks) -> None:
    if anchor.fresh is not None:
        _around(fresh[anchor.fresh], fresh[anchor.fresh], marks)
    elif anchor.source is not None:
        line = lines[anchor.source]
        if anchor.start is None or anchor.end is None or not _on_words(line, anchor.start, anchor.end, marks):
            _around(line.chain[0], line.chain[-1], marks)


def _around(first: etree._Element, last: etree._Element, marks: Marks) -> None:
    """Put the marks around all of a paragraph."""
    start, end, run = marks
    first.insert(1 if len(first) and first[0].tag == tags.P_PR else 0, start)
    last.append(end)
    last.append(run)


def _on_words(line: Line, start: int, end: int, marks: Marks) -> bool:
    """Put the marks around characters; False where there are none that could carry them."""
    line.cut(start)
    line.cut(end)
    inside = [piece for piece in line.slices if start <= piece.start and piece.end <= end]
    added = line.inserted.get(end, [])
    if start == end:
        inside = []
    if not inside and not added:
        return False
    opening = line.before(inside[0]) if inside else added[0]
    closing = added[-1] if added else line.after(inside[-1])
    opening.addprevious(marks[0])
    closing.addnext(marks[1])
    marks[1].addnext(marks[2])
    return True


# ---------------------------------------------------------------- parts


def _comments_part(file: Altered) -> tuple[str, etree._Element]:
    """Give the name ("" = new) and root of the comments part."""
    found = file.related("comments")
    spaces = {"w": tags.W[1:-1], "mc": _MC[1:-1], "w14": tags.W14[1:-1]}
    if found is None:
        return "", _declare(etree.Element(tags.W + "comments", nsmap=spaces), spaces, "w14")
    return found[0], _declare(found[1], spaces, "w14")


def _threads_part(file: Altered) -> tuple[str, etree._Element]:
    found = file.related("commentsExtended")
    spaces = {"w15": tags.W15[1:-1], "mc": _MC[1:-1]}
    if found is None:
        return "", _declare(etree.Element(tags.W15 + "commentsEx", nsmap=spaces), spaces, "w15")
    return found


def _declare(root: etree._Element, spaces: dict[str, str], ignorable: str) -> etree._Element:
    """Give the root with namespaces declared and one of them named ignorable, for readers that do not know it."""
    known = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    if any(known.get(prefix, uri) != uri for prefix, uri in spaces.items()):
        return root  # the prefixes mean something else here; lxml declares others where they are needed
    whole = etree.Element(root.tag, nsmap={**root.nsmap, **spaces})  # type: ignore[dict-item]
    for name, value in root.attrib.items():
        whole.set(name, value)
    for child in list(root):
        whole.append(child)
    names = whole.get(_MC + "Ignorable", "").split()
    whole.set(_MC + "Ignorable", " ".join(dict.fromkeys([*names, ignorable])))
    return whole


def _next_id(root: etree._Element, main: etree._Element) -> int:
    """Give the first comment id that neither a bubble nor a mark uses."""
    places = (*root.iter(_COMMENT), *main.iter(tags.COMMENT_START, tags.COMMENT_END, tags.COMMENT_REFERENCE))
    used = [int(value) for element in places if (value := element.get(tags.ID, "")).isdecimal()]
    return max(used, default=-1) + 1


class _Bubbles:
    """Write comments into a comments part and their threads; remember the paragraph ids by which threads know them."""

    def __init__(self, root: etree._Element, threads: etree._Element, first: int) -> None:
        self._root, self._threads, self._first = root, threads, first
        self._taken = {paragraph.get(_PARA_ID) for paragraph in root.iter(tags.P)}
        self._ids: list[str] = []

    def write(self, comment: CommentOut) -> None:
        """Write one comment; its last paragraph carries the id of its line in the threads."""
        number = self._first + len(self._ids)
        initials = clean_initials(comment.initials)
        attributes = {tags.ID: str(number), tags.AUTHOR: clean_name(comment.author), tags.W + "initials": initials}
        element = etree.SubElement(self._root, _COMMENT, attributes)
        if stamp := utc_stamp(comment.date):
            element.set(tags.DATE, stamp)
        for text in comment.paragraphs or ("",):
            paragraph = etree.SubElement(element, tags.P)
            if reads_right_to_left(text):
                etree.SubElement(etree.SubElement(paragraph, tags.P_PR), tags.W + "bidi")
            for run in make_run(text, None):
                paragraph.append(run)
        self._ids.append(self._free_id(number))
        element[-1].set(_PARA_ID, self._ids[-1])
        line = etree.SubElement(self._threads, _THREAD, {tags.W15 + "paraId": self._ids[-1]})
        if comment.parent is not None:
            line.set(tags.W15 + "paraIdParent", self._ids[comment.parent])
        line.set(tags.W15 + "done", "1" if comment.resolved else "0")

    def _free_id(self, number: int) -> str:
        """Give eight hex digits below 80000000 that no paragraph of the part has ([MS-DOCX], paraId)."""
        value = 0x57470000 + number
        while f"{value:08X}" in self._taken:
            value += 1
        self._taken.add(f"{value:08X}")
        return f"{value:08X}"
