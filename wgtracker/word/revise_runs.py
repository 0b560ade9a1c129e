"""Change the text of one paragraph that is already there: split its runs, wrap what goes in w:del, put w:ins where words come.

Offsets are code points of the paragraph's text with its own tracked changes accepted; signs (tab, break) count as one.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import takewhile

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.changes import Stretch
from wgtracker.word.clean import clean_name, clean_text
from wgtracker.word.runs import reads_right_to_left
from wgtracker.word.symbols import read_symbol
from wgtracker.word.walk import SIGNS
from wgtracker.word.write_inline import utc_stamp

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TEXTS = frozenset((tags.T, tags.DEL_TEXT, tags.M_T))
_RUNS = frozenset((tags.R_, tags.M_R))
_CODES = {tags.W + "instrText": tags.W + "delInstrText"}
_CONTROLS = frozenset((tags.FLD_CHAR, *_CODES, *_CODES.values()))
_PROPERTIES = frozenset((tags.R_PR, tags.M_R_PR))
_NOT_TEXT = frozenset((tags.P_PR, tags.DEL, tags.MOVE_FROM, tags.M_CTRL_PR, *_PROPERTIES, *(tags.W + n for n in ("sdtPr", "smartTagPr"))))
_CHANGED = frozenset((tags.INS, tags.MOVE_TO))
# Nothing new may stand inside these; inside the others only where their text goes on after it.
_CLOSED = frozenset((tags.DEL, tags.MOVE_FROM, tags.RUBY_BASE, tags.CHOICE, tags.FALLBACK, tags.ALTERNATE, tags.RUBY))
_LINKS = frozenset(tags.W + name for name in ("hyperlink", "fldSimple"))
_NOT_COPIED = frozenset(
    (tags.R_PR_CHANGE, tags.INS, tags.DEL, tags.MOVE_FROM, tags.MOVE_TO, *(tags.W + n for n in ("vanish", "specVanish", "webHidden")))
)
_LINK_LOOK = frozenset(tags.W + name for name in ("rStyle", "color", "u"))
_AFTER_RTL = frozenset(tags.W + name for name in ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath"))


class Stamps:
    """Make the elements of tracked changes, each with an id that the part does not have yet."""

    def __init__(self, main: etree._Element) -> None:
        marked = (element for element in main.iter() if element.get(tags.AUTHOR) is not None or element.tag == tags.BOOKMARK_START)
        ids = (element.get(tags.ID, "") for element in marked)
        self._last = max((int(value) for value in ids if value.isdecimal()), default=999)

    def make(self, tag: str, author: str, date: str) -> etree._Element:
        """Make one w:ins or w:del. date: ISO 8601, "" leaves it out."""
        self._last += 1
        element = etree.Element(tag, {tags.ID: str(self._last), tags.AUTHOR: clean_name(author)})
        if stamp := utc_stamp(date):
            element.set(tags.DATE, stamp)
        return element

    def copy(self, element: etree._Element) -> etree._Element:
        """Make an empty element of the same change, under a new id."""
        self._last += 1
        twin = _shell(element)
        twin.set(tags.ID, str(self._last))
        return twin


class Slice:
    """A run with text: its place in the paragraph's text, and the outermost field whose result it is part of."""

    __slots__ = ("end", "field", "run", "start")

    def __init__(self, run: etree._Element, start: int, end: int, field: "Field | None") -> None:
        self.run, self.start, self.end, self.field = run, start, end, field


class Field:
    """A complex field: the runs of its machinery, and the slices of its result."""

    __slots__ = ("complete", "controls", "slices")

    def __init__(self) -> None:
        self.controls: list[etree._Element] = []
        self.slices: list[Slice] = []
        self.complete = False


class Line:
    """One paragraph of the file, taken apart into slices. inserted: the w:ins elements made, by offset."""

    def __init__(self, paragraph: etree._Element, stamps: Stamps) -> None:
        self.paragraph = paragraph
        self.stamps = stamps
        self.slices: list[Slice] = []
        self.inserted: dict[int, list[etree._Element]] = {}
        self._fields: list[Field] = []
        self._open: list[bool] = []
        self._texts: list[str] = []
        self._length = 0
        self.chain = list(_chain(paragraph))
        for one in self.chain:
            self._walk(one)
        self.text = "".join(self._texts)

    # ------------------------------------------------------------ taking apart

    def _walk(self, parent: etree._Element) -> None:
        for child in list(parent):
            if child.tag in _RUNS:
                for run in _untangle(child):
                    self._take(run)
            elif child.tag == tags.ALTERNATE:
                self._walk(_branch(child))
            elif child.tag not in _NOT_TEXT:
                self._walk(child)

    def _take(self, run: etree._Element) -> None:
        if _is_struck_formula(run):
            return
        muted, control = any(self._open), False
        for item in run:
            if item.tag == tags.FLD_CHAR:
                control = True
                self._follow(item.get(tags.FLD_CHAR_TYPE, ""))
            control = control or item.tag in _CONTROLS
        text = "".join(_text(item) for item in run)
        field = self._fields[-1] if self._fields and not self._fields[-1].complete else None
        if control or (muted and text):
            owner = field or (self._fields[-1] if self._fields else None)
            if owner is not None:
                owner.controls.append(run)
            return
        if text:
            piece = Slice(run, self._length, self._length + len(text), field)
            self.slices.append(piece)
            self._length = piece.end
            self._texts.append(text)
            if field is not None:
                field.slices.append(piece)

    def _follow(self, kind: str) -> None:
        if kind == "begin":
            if not self._open:
                self._fields.append(Field())
            self._open.append(True)
        elif self._open and kind == "separate":
            self._open[-1] = False
        elif self._open and kind == "end":
            self._open.pop()
            self._fields[-1].complete = not self._open

    # ------------------------------------------------------------ changing

    def rewrite(self, start: int, stretches: Sequence[Stretch]) -> None:
        """Carry out the stretches from an offset on. Raises ValueError where the text there is another one."""
        base = "".join(stretch.text for stretch in stretches if stretch.op != "insert")
        if self.text[start : start + len(base)] != base:
            raise ValueError(f"the paragraph does not read {base!r} at offset {start}")
        place = start
        for stretch in stretches:
            self.cut(place)
            place += len(stretch.text) if stretch.op != "insert" else 0
        self.cut(place)
        place, last = start, None
        for stretch in stretches:
            if stretch.op == "insert":
                last = self._insert(place, stretch, last, start)
                continue
            if stretch.op == "delete":
                self._delete(place, place + len(stretch.text), stretch)
            place, last = place + len(stretch.text), None

    def cut(self, offset: int) -> None:
        """Make a run end at an offset, where one can."""
        for number, piece in enumerate(self.slices):
            if piece.start < offset < piece.end:
                tail, kept = _split(piece.run, offset - piece.start)
                if tail is None:
                    return
                rest = Slice(tail, piece.start + kept, piece.end, piece.field)
                piece.end = rest.start
                self.slices.insert(number + 1, rest)
                if piece.field is not None:
                    piece.field.slices.insert(piece.field.slices.index(piece) + 1, rest)
                return

    def _delete(self, start: int, end: int, stretch: Stretch) -> None:
        struck = [piece for piece in self.slices if start <= piece.start and piece.end <= end]
        going = {piece.run for piece in struck}
        for field in self._fields:
            if field.complete and field.slices and all(piece in struck for piece in field.slices):
                going.update(field.controls)
        wrapper: etree._Element | None = None
        for run in [run for one in self.chain for run in one.iter(*_RUNS) if run in going]:
            if wrapper is None or wrapper.getnext() is not run:
                wrapper = self.stamps.make(tags.DEL, stretch.author, stretch.date)
                run.addprevious(wrapper)
            wrapper.append(run)
            _turn_struck(run)

    def _insert(self, offset: int, stretch: Stretch, last: etree._Element | None, start: int) -> etree._Element:
        before = next((piece for piece in reversed(self.slices) if piece.end <= offset), None)
        after = next((piece for piece in self.slices if piece.start >= offset), None)
        model = after if offset == start and after is not None else before or after
        new = self.stamps.make(tags.INS, stretch.author, stretch.date)
        if last is not None:
            last.addnext(new)
        elif before is not None:
            self.after(before).addnext(new)
        elif after is not None:
            self.before(after).addprevious(new)
        else:
            self.chain[0].append(new)
        if run := make_run(stretch.text, None if model is None else model.run, new):
            new.append(run[0])
        self.inserted.setdefault(offset, []).append(new)
        return new

    # ------------------------------------------------------------ places for new elements

    def after(self, piece: Slice) -> etree._Element:
        """Give the element after which something new may stand that follows a slice."""
        here = piece.run
        if piece.field is not None and piece.field.complete and piece is piece.field.slices[-1]:
            here = piece.field.controls[-1]
        while (parent := here.getparent()) is not None and parent.tag != tags.P:
            if not _stays_open(parent) or not _has_runs(here.itersiblings()):
                here = parent
            elif parent.tag in _CHANGED:
                self._split_change(parent, here)
                here = parent
            else:
                break
        return here

    def before(self, piece: Slice) -> etree._Element:
        """Give the element before which something new may stand that precedes a slice."""
        here = piece.run
        if piece.field is not None and piece.field.complete and piece is piece.field.slices[0]:
            here = piece.field.controls[0]
        while (parent := here.getparent()) is not None and parent.tag != tags.P:
            if not _stays_open(parent) or not _has_runs(here.itersiblings(preceding=True)):
                here = parent
            elif parent.tag in _CHANGED:
                previous = here.getprevious()
                assert previous is not None
                here = self._split_change(parent, previous)
            else:
                break
        return here

    def _split_change(self, change: etree._Element, last: etree._Element) -> etree._Element:
        """Split one of the file's own insertions after a child; give its second part."""
        second = self.stamps.copy(change)
        for sibling in list(last.itersiblings()):
            second.append(sibling)
        change.addnext(second)
        return second


def make_run(text: str, like: etree._Element | None, around: etree._Element | None = None) -> list[etree._Element]:
    """Make the run of some new text with the look of a run that is there; an empty list for empty text.

    around: the element it will stand in, in its place: outside a link the run does not take the look of one.
    """
    clean = clean_text(text)
    if not clean:
        return []
    run = etree.Element(tags.R_)
    properties = None if like is None or like.tag != tags.R_ else like.find(tags.R_PR)
    if properties is not None:
        properties = deepcopy(properties)
        leaves_link = like is not None and around is not None and _in_link(like) and not _in_link(around)
        for child in list(properties):
            if child.tag in _NOT_COPIED or (leaves_link and child.tag in _LINK_LOOK):
                properties.remove(child)
        run.append(properties)
    if reads_right_to_left(clean):
        _set_right_to_left(run)
    rest = clean
    while rest:
        for sign, tag in (("\t", tags.W + "tab"), ("\n", tags.W + "br")):
            if rest.startswith(sign):
                etree.SubElement(run, tag)
                rest = rest[1:]
                break
        else:
            length = min((at for sign in "\t\n" if (at := rest.find(sign)) >= 0), default=len(rest))
            _set_text(etree.SubElement(run, tags.T), rest[:length])
            rest = rest[length:]
    return [run]


def _set_right_to_left(run: etree._Element) -> None:
    properties = run.find(tags.R_PR)
    if properties is None:
        properties = etree.Element(tags.R_PR)
        run.insert(0, properties)
    if properties.find(tags.W + "rtl") is None:
        place = next((n for n, child in enumerate(properties) if child.tag in _AFTER_RTL), len(properties))
        properties.insert(place, etree.Element(tags.W + "rtl"))


def _chain(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield a paragraph and those that its deleted mark joins to it (the file's own changes accepted)."""
    yield paragraph
    while paragraph.find(f"{tags.P_PR}/{tags.R_PR}/{tags.DEL}") is not None:
        following = next_paragraph(paragraph)
        if following is None:
            return
        paragraph = following
        yield paragraph


def next_paragraph(paragraph: etree._Element) -> etree._Element | None:
    """Give the paragraph that directly follows in the same container, over marks that hold no text."""
    for sibling in paragraph.itersiblings():
        if sibling.tag == tags.P:
            return sibling
        if len(sibling) or sibling.tag == tags.SECT_PR:
            return None
    return None


def _text(item: etree._Element) -> str:
    """Give the text of one item of a run, as reading counts it."""
    tag = item.tag
    if tag in _TEXTS:
        return (item.text or "").replace("\n", " ")
    if (sign := SIGNS.get(tag)) is not None:
        return sign
    if tag == tags.SYM:
        return read_symbol(item)
    if tag == tags.ALTERNATE:
        return "".join(_text(child) for child in _branch(item))
    if tag == tags.RUBY:
        return "".join(_text(child) for run in item.iterfind(f"{tags.RUBY_BASE}/{tags.R_}") for child in run)
    return ""


def _branch(alternate: etree._Element) -> etree._Element:
    """Give the branch of an AlternateContent that is read: the first choice with text, else the fallback."""
    for choice in alternate.findall(tags.CHOICE):
        if next(choice.iter(tags.T, tags.DEL_TEXT, tags.M_T, tags.TXBX, tags.SYM, *SIGNS), None) is not None:
            return choice
    fallback = alternate.find(tags.FALLBACK)
    return alternate if fallback is None else fallback


def _untangle(run: etree._Element) -> list[etree._Element]:
    """Split a run in which field machinery stands beside text, so that each stands in runs of its own."""
    items = [item for item in run if item.tag not in _PROPERTIES]
    kinds = [item.tag in _CONTROLS for item in items]
    if not any(kinds) or all(kinds):
        return [run]
    runs = [run]
    for number in range(len(items) - 1, 0, -1):
        if kinds[number] != kinds[number - 1] or (kinds[number] and items[number].tag == tags.FLD_CHAR):
            tail = _twin(run)
            for item in items[number:]:
                tail.append(item)
            items = items[:number]
            run.addnext(tail)
            runs.insert(1, tail)
    return runs


def _shell(element: etree._Element) -> etree._Element:
    """Make an empty element with the tag and attributes of another."""
    shell = etree.Element(element.tag)
    for name, value in element.attrib.items():
        shell.set(name, value)
    return shell


def _twin(run: etree._Element) -> etree._Element:
    twin = _shell(run)
    for item in run:
        if item.tag in _PROPERTIES:
            twin.append(deepcopy(item))
    return twin


def _split(run: etree._Element, length: int) -> tuple[etree._Element | None, int]:
    """Split a run after so many characters; give the second run and the length that the first one has kept.

    What cannot be split (a ruby, a symbol in alternatives) goes into the second run whole; (None, 0) where nothing can.
    """
    seen = 0
    for item in [item for item in run if item.tag not in _PROPERTIES]:
        size = len(_text(item))
        if seen + size > length:
            tail = _twin(run)
            if item.tag in _TEXTS and length > seen:
                head = deepcopy(item)
                text = item.text or ""
                _set_text(head, text[: length - seen])
                _set_text(item, text[length - seen :])
                item.addprevious(head)
                seen = length
            if not seen:
                return None, 0
            for sibling in [item, *item.itersiblings()]:
                tail.append(sibling)
            run.addnext(tail)
            return tail, seen
        seen += size
    return None, 0


def _set_text(item: etree._Element, text: str) -> None:
    item.text = text
    item.set(_SPACE, "preserve")


def _turn_struck(run: etree._Element) -> None:
    """Turn text and field code of a run that is now inside w:del into their deleted kinds; drawings stay as they are."""
    for item in list(run.iter(tags.T, *_CODES)):
        if any(above.tag in tags.DRAWINGS for above in takewhile(lambda above: above is not run, item.iterancestors())):
            continue
        if item.tag == tags.T:
            item.tag = tags.DEL_TEXT
            item.set(_SPACE, "preserve")
        else:
            item.tag = _CODES[str(item.tag)]


def _is_struck_formula(run: etree._Element) -> bool:
    return run.tag == tags.M_R and run.find(f"{tags.R_PR}/{tags.DEL}") is not None


def _stays_open(parent: etree._Element) -> bool:
    return parent.tag not in _CLOSED and not str(parent.tag).startswith(tags.M) and parent.tag != tags.R_


def _has_runs(siblings: Iterator[etree._Element]) -> bool:
    return any(sibling.tag in _RUNS or next(sibling.iter(*_RUNS), None) is not None for sibling in siblings)


def _in_link(element: etree._Element) -> bool:
    return any(above.tag in _LINKS for above in element.iterancestors())
