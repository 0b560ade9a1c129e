"""Change the text of one paragraph that is already there: split its runs, wrap what goes in w:del, put w:ins where words come.

Offsets are code points of the paragraph's text with its own tracked changes accepted; signs (tab, break) count as one.
"""

from collections.abc import Iterator, Sequence

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.changes import Stamp, Stretch
from wgtracker.word.clean import clean_text
from wgtracker.word.revise_marks import copy_properties, next_paragraph, set_mark
from wgtracker.word.revise_text import Stamps, branch_of, make_formula_run, make_run, split_run, text_of, turn_struck, untangle

_RUNS = frozenset((tags.R_, tags.M_R))
_CODES = {tags.W + "instrText": tags.W + "delInstrText"}
_CONTROLS = frozenset((tags.FLD_CHAR, *_CODES, *_CODES.values()))
_PROPERTIES = frozenset((tags.R_PR, tags.M_R_PR))
_NOT_TEXT = frozenset((tags.P_PR, tags.DEL, tags.MOVE_FROM, tags.M_CTRL_PR, *_PROPERTIES, *(tags.W + n for n in ("sdtPr", "smartTagPr"))))
_CHANGED = frozenset((tags.INS, tags.MOVE_TO))
# Nothing new may stand inside these; inside the others only where their text goes on after it.
_CLOSED = frozenset((tags.DEL, tags.MOVE_FROM, tags.RUBY_BASE, tags.CHOICE, tags.FALLBACK, tags.ALTERNATE, tags.RUBY))


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
        self._markers: list[etree._Element] = []
        self.chain = list(_chain(paragraph))
        for one in self.chain:
            self._walk(one)
        self.text = "".join(self._texts)

    # ------------------------------------------------------------ taking apart

    def _walk(self, parent: etree._Element) -> None:
        for child in list(parent):
            if child.tag in _RUNS:
                for run in untangle(child, self.stamps):
                    self._take(run)
            elif child.tag == tags.ALTERNATE:
                self._walk(branch_of(child))
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
        text = "".join(text_of(item) for item in run)
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
                last = self._insert_lines(place, stretch, last, start)
                continue
            if stretch.op == "delete":
                self._delete(place, place + len(stretch.text), stretch)
            place, last = place + len(stretch.text), None
        for marker in self._markers:
            marker.getparent().remove(marker)  # type: ignore[union-attr]
        self._markers.clear()

    def cut(self, offset: int) -> None:
        """Make a run end at an offset, where one can."""
        for number, piece in enumerate(self.slices):
            if piece.start < offset < piece.end:
                tail, kept = split_run(piece.run, offset - piece.start, self.stamps)
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
            turn_struck(run)

    def _insert_lines(self, offset: int, stretch: Stretch, last: etree._Element | None, start: int) -> etree._Element | None:
        """Insert text; a line feed breaks the paragraph in two where that can be, else the line."""
        before = next((piece for piece in reversed(self.slices) if piece.end <= offset), None)
        after = next((piece for piece in self.slices if piece.start >= offset), None)
        model = after if offset == start and after is not None else before or after
        look = None if model is None else model.run
        for number, line in enumerate(clean_text(stretch.text).split("\n")):
            if number:
                marker = etree.Element("marker")
                self._place(marker, before, after, last)
                last = self._break(marker, stretch)
            if line:
                new = self.stamps.make(tags.INS, stretch.author, stretch.date)
                self._place(new, before, after, last)
                new.extend(make_formula_run(line) if _is_in_formula(new) else make_run(line, look, new))
                if stretch.struck is not None:
                    self._strike_new(new, stretch.struck)
                self.inserted.setdefault(offset, []).append(new)
                last = new
        return last

    def _strike_new(self, inserted: etree._Element, stamp: Stamp) -> None:
        """Strike words that are themselves inserted, by another author: w:del inside w:ins (ECMA-376 part 1, 17.13.5.14)."""
        wrapper = self.stamps.make(tags.DEL, stamp.author, stamp.date)
        wrapper.extend(list(inserted))
        inserted.append(wrapper)
        for run in wrapper.iter(*_RUNS):
            turn_struck(run)

    def _place(self, new: etree._Element, before: Slice | None, after: Slice | None, last: etree._Element | None) -> None:
        if last is not None:
            last.addnext(new)
        elif before is not None and after is not None and before.run.tag == after.run.tag == tags.M_R:
            parent = before.run.getparent()
            (before.run if parent is None or parent.tag != tags.DEL else parent).addnext(new)
        elif before is not None:
            self.after(before).addnext(new)
        elif after is not None:
            self.before(after).addprevious(new)
        else:
            self.chain[0].append(new)

    def _break(self, marker: etree._Element, stretch: Stretch) -> etree._Element:
        """Break the paragraph at a marker: the first half gets an inserted mark (17.13.5.20); the marker stays in the second.

        Inside a link, a content control or a field only the line is broken: those must stay in one paragraph.
        """
        whole = marker.getparent()
        assert whole is not None
        if whole.tag != tags.P or is_in_field(marker):
            new = self.stamps.make(tags.INS, stretch.author, stretch.date)
            whole.replace(marker, new)
            new.extend(make_formula_run(" ") if _is_in_formula(new) else make_run("\n", None))
            return new
        head = etree.Element(tags.P)
        properties = copy_properties(whole)
        if properties is not None:
            head.append(properties)
        head.extend([child for child in marker.itersiblings(preceding=True) if child.tag != tags.P_PR][::-1])
        set_mark(head, self.stamps.make(tags.INS, stretch.author, stretch.date))
        whole.addprevious(head)
        self.chain.insert(self.chain.index(whole), head)
        self._markers.append(marker)
        return marker

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


def _chain(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield a paragraph and those that its deleted mark joins to it (the file's own changes accepted)."""
    yield paragraph
    while any(paragraph.find(f"{tags.P_PR}/{tags.R_PR}/{mark}") is not None for mark in (tags.DEL, tags.MOVE_FROM)):
        following = next_paragraph(paragraph)
        if following is None:
            return
        paragraph = following
        yield paragraph


def _is_struck_formula(run: etree._Element) -> bool:
    return run.tag == tags.M_R and run.find(f"{tags.R_PR}/{tags.DEL}") is not None


def is_in_field(marker: etree._Element) -> bool:
    """Say whether a field begins before a child of a paragraph and has not ended there."""
    kinds = [sign.get(tags.FLD_CHAR_TYPE) for sibling in marker.itersiblings(preceding=True) for sign in sibling.iter(tags.FLD_CHAR)]
    return kinds.count("begin") != kinds.count("end")


def _is_in_formula(element: etree._Element) -> bool:
    return next(element.iterancestors(tags.O_MATH), None) is not None


def _stays_open(parent: etree._Element) -> bool:
    return parent.tag not in _CLOSED and not str(parent.tag).startswith(tags.M) and parent.tag != tags.R_


def _has_runs(siblings: Iterator[etree._Element]) -> bool:
    return any(sibling.tag in _RUNS or next(sibling.iter(*_RUNS), None) is not None for sibling in siblings)
