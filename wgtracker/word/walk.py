"""Walk the XML of one story after another and take down every word with its fate.

One Walker reads one file. It keeps what holds at the point where it stands: the innermost insertion and deletion, the
fields that are open, the move ranges. Elements it does not know are walked through, so that no word is lost; property
elements hold no words and are passed over.
"""

from collections.abc import Callable

from lxml import etree

from wgtracker.word import tags
from wgtracker.word.content import BREAKS, PASSED, SIGNS, choose_alternative, find_boxes
from wgtracker.word.fields import Fields
from wgtracker.word.formulas import note_formula_mark, walk_formula_run
from wgtracker.word.looks import PLAIN, WATCHED, Look, read_look
from wgtracker.word.model import Piece
from wgtracker.word.paragraphs import CommentPlace, Physical, Story
from wgtracker.word.plain import gather_plain
from wgtracker.word.properties import read_paragraph_properties
from wgtracker.word.revisions import RUN_KINDS, Found, MoveRanges
from wgtracker.word.styles import EMPTY, Styles
from wgtracker.word.symbols import read_symbol
from wgtracker.word.tables import walk_cell, walk_row, walk_table

_W = tags.W
_T, _R, _R_PR, _P, _P_PR = tags.T, tags.R_, tags.R_PR, tags.P, tags.P_PR

_make = tuple.__new__
"""Makes a Piece in half the time of Piece(); there is one for each w:t of forty files."""
_NO_STORY = etree.Element("none")


class Walker:
    """Read the stories of one file. stories, found, places and warnings are filled as it goes."""

    def __init__(self, styles: Styles = EMPTY) -> None:
        self._styles = styles
        self.stories: list[Story] = []
        self.found: list[Found] = []
        self.places: dict[str, CommentPlace] = {}
        self.warnings: list[str] = []
        self.story = Story("")
        self._now = Physical(0, False, False)
        self._pieces: list[Piece] = []
        self.inserted: int | None = None
        self.deleted: int | None = None
        self.credit: list[list[str]] = []
        self.last: Physical | None = None
        self.in_cell = self.in_row = self._in_paragraph = self._in_link = False
        self._waiting: list[str] = []
        self._fields = Fields(_NO_STORY)
        self._marks: list[Found] = []
        self._moves = MoveRanges()
        self._sources: list[etree._Element] = []
        self._plain: dict[etree._Element, str] = {}
        self._next = 0

    def walk_story(self, root: etree._Element, part: str) -> Story:
        """Walk one story from its root element."""
        self.story = Story(part)
        self.stories.append(self.story)
        self._sources, self._plain = gather_plain(root)
        self._next = 0
        self.last = None
        self._waiting = []
        self._fields = Fields(root)
        if self._fields.broken:
            self.warnings.append("A field has no end; its text is read as plain text.")
        self.walk_blocks(root)
        return self.story

    def walk_blocks(self, parent: etree._Element) -> None:
        """Walk what stands in a body, a cell or a control: paragraphs, tables and whatever holds them."""
        for child in parent:
            if child.tag == _P:
                self._paragraph(child)
            elif (handler := BLOCKS.get(child.tag)) is not None:
                handler(self, child)
            elif child.tag not in PASSED:
                self.walk_blocks(child)

    def _paragraph(self, element: etree._Element) -> None:
        if self._in_paragraph:
            self._inline(element)
            return
        # Paragraphs in fallbacks that are not read still count: source is the number among all w:p of the part.
        sources, number = self._sources, self._next
        while sources[number] is not element:
            number += 1
        self._next = number + 1
        now = Physical(number, self.in_cell, self.in_row)
        if self.last is not None:
            self.last.joins = True
        self._now = now
        self._pieces = now.pieces
        if self._waiting:
            now.bookmarks = tuple(self._waiting)
            self._waiting = []
        words = self._plain.get(element)
        if words is not None and self.inserted is None and self.deleted is None and not self._fields.muted:
            self._take_plain(element, words)
        else:
            self._in_paragraph = True
            self._inline(element)
            self._in_paragraph = False
        if self._marks:
            self._name_marks()
        self.story.physical.append(now)
        self.last = None if now.ends_section else now

    def _take_plain(self, element: etree._Element, words: str) -> None:
        properties = element.find(_P_PR)
        if properties is not None:
            self._properties(properties)
        if words:
            self._pieces.append(Piece(words, None, None, "", False))

    def _properties(self, element: etree._Element) -> None:
        read_paragraph_properties(self, self._now, element, self._marks)

    def _name_marks(self) -> None:
        """Give a moved paragraph mark the name of the move that its text belongs to; the range starts after the mark's element."""
        while self._marks:
            mark = self._marks.pop()
            if mark.kind in ("move_from", "move_to"):
                mark.move = self._moves.name(mark.kind) or self._moves.last(mark.kind)

    def _apart(self, element: etree._Element) -> None:
        """Walk a container over whose edge no paragraphs are joined."""
        self.last = None
        self.walk_blocks(element)
        self.last = None

    def set_fate(self, inserted: bool, number: int) -> None:
        """Let one change be the innermost insertion or deletion here."""
        if inserted:
            self.inserted = number
        else:
            self.deleted = number

    def _section(self, element: etree._Element) -> None:
        self.note_formats(element)
        self.last = None

    def _unread(self, element: etree._Element) -> None:
        what = "A file inserted as a whole (altChunk)" if element.tag == tags.ALT_CHUNK else "A subdocument"
        self.warnings.append(f"{what} is not read; its text is not in this reading.")

    def _stray(self, element: etree._Element) -> None:
        """Take down runs that stand where only paragraphs may: as a paragraph of their own."""
        if self._in_paragraph:
            self._inline_one(element)
            return
        if RUN_KINDS.get(element.tag) and next(element.iter(_P), None) is not None:
            self._change(element)
            return
        self._now = Physical(self._next, self.in_cell, self.in_row)
        self._pieces = self._now.pieces
        self._in_paragraph = True
        self._inline_one(element)
        self._in_paragraph = False
        if self._pieces:
            self.story.physical.append(self._now)
            self.last = None

    def _inline(self, parent: etree._Element) -> None:
        for child in parent:
            tag = child.tag
            if tag == _R:
                self.walk_run(child)
            elif tag not in PASSED:
                handler = INLINES.get(tag)
                if handler is None:
                    self._inline(child)
                else:
                    handler(self, child)

    def _inline_one(self, element: etree._Element) -> None:
        if element.tag == _R:
            self.walk_run(element)
        else:
            INLINES.get(element.tag, Walker._inline)(self, element)

    def walk_run(self, element: etree._Element) -> None:
        """Walk a run: its words and signs, each with the look that its properties give it."""
        look = PLAIN
        for item in element:
            tag = item.tag
            if tag == _T:
                self._add(item.text, look)
            elif tag == _R_PR:
                # Most runs have no properties that matter; this is the walk's busiest spot.
                watched = [child for child in item if child.tag in WATCHED]
                if watched:
                    look = self._read_look(watched)
            elif (sign := SIGNS.get(tag)) is not None:
                self._add(sign, look)
            elif tag not in PASSED:
                self._item(item, tag, look)

    def _read_look(self, watched: list[etree._Element]) -> Look:
        """Read those properties of a run that say anything, with those of its character style."""
        for child in watched:
            if child.tag == tags.R_PR_CHANGE:
                self.note("format", child)
        look = read_look(watched)
        if look.style:
            style = self._styles.look(look.style)
            look = Look(look.hand or style.hand, look.hidden or style.hidden, "")
        return Look("", look.hidden, "") if self._in_link and look.hand == "mark" else look

    def _item(self, item: etree._Element, tag: str, look: Look) -> None:
        """Read one of the rarer elements of a run."""
        if tag in (tags.DEL_TEXT, tags.M_T):
            self._add(item.text, look)
        elif tag == tags.FLD_CHAR:
            self._field(item)
        elif tag == tags.COMMENT_REFERENCE:
            self._mark_comment(item)
        elif tag == tags.SYM:
            self._add(read_symbol(item), look)
        elif tag in tags.DRAWINGS:
            self._boxes(item)
        elif tag == tags.ALTERNATE:
            for child in choose_alternative(item):
                if child.tag == _T:
                    self._add(child.text, look)
                elif (sign := SIGNS.get(child.tag)) is not None:
                    self._add(sign, look)
                else:
                    self._item(child, child.tag, look)
        else:
            self._inline_one(item)

    def _add(self, text: str | None, look: Look) -> None:
        """Take down text with its fate, and credit it to every change around it."""
        if not text or self._fields.muted:
            return
        if "\n" in text or "\t" in text or "\r" in text:
            text = text.translate(BREAKS)
        self._pieces.append(_make(Piece, (text, self.inserted, self.deleted, look[0], look[1])))
        for texts in self.credit:
            texts.append(text)

    def _bare_text(self, element: etree._Element) -> None:
        """Take down words that stand outside of every run."""
        self._add(element.text, PLAIN)

    def _field(self, item: etree._Element) -> None:
        self.note_formats(item)
        self._fields.follow(item)

    def _change(self, element: etree._Element) -> None:
        """Walk an insertion, a deletion or one end of a move."""
        tag = element.tag
        number = self.note(RUN_KINDS[tag], element)
        change = self.found[number]
        if change.kind in ("move_from", "move_to"):
            change.move = self._moves.name(change.kind)
        held = self.inserted, self.deleted
        self.set_fate(tag in (tags.INS, tags.MOVE_TO), number)
        self.credit.append(change.texts)
        if self._in_paragraph:
            self._inline(element)
        else:
            self.walk_blocks(element)
        self.credit.pop()
        self.inserted, self.deleted = held

    def _move_range(self, element: etree._Element) -> None:
        self._moves.follow(element)

    def _link(self, element: etree._Element) -> None:
        """Walk a hyperlink, where colour and underline are no marks of a person."""
        self._in_link, held = True, self._in_link
        self._inline(element)
        self._in_link = held

    def _ruby(self, element: etree._Element) -> None:
        for base in element.findall(tags.RUBY_BASE):
            self._inline(base)

    def _sdt(self, element: etree._Element) -> None:
        content = element.find(tags.SDT_CONTENT)
        if content is None:
            return
        if self._in_paragraph:
            self._inline(content)
        elif next(content.iterchildren(tags.TR, tags.TC), None) is not None:
            self.walk_blocks(content)
        else:
            self._apart(content)

    def _alternate(self, element: etree._Element) -> None:
        for child in choose_alternative(element):
            if self._in_paragraph:
                self._inline_one(child)
            elif child.tag == _P:
                self._paragraph(child)
            else:
                BLOCKS.get(child.tag, Walker.walk_blocks)(self, child)

    def _boxes(self, element: etree._Element) -> None:
        """Read the text boxes of a drawing, each as a story of its own."""
        for box in find_boxes(element):
            self._box(box)

    def _box(self, element: etree._Element) -> None:
        outer = (self.story, self._now, self._pieces, self.last, self._fields, self.credit, self._waiting)
        state = (self.in_cell, self.in_row, self._in_paragraph, self._in_link)
        self.story = Story("textbox" if outer[0].part == "document" else outer[0].part)
        self.stories.append(self.story)
        self.last, self._fields, self.credit, self._waiting = None, Fields(element), [], []
        self.in_cell = self.in_row = self._in_paragraph = self._in_link = False
        self.walk_blocks(element)
        if (self.inserted, self.deleted) != (None, None) and any(self._inherits(one.pieces) for one in self.story.physical):
            self.warnings.append("A text box that was inserted or deleted as a whole holds words; they are no tracked change of their own.")
        (self.story, self._now, self._pieces, self.last, self._fields, self.credit, self._waiting) = outer
        (self.in_cell, self.in_row, self._in_paragraph, self._in_link) = state

    def _inherits(self, pieces: list[Piece]) -> bool:
        return any((piece.inserted, piece.deleted) == (self.inserted, self.deleted) for piece in pieces)

    def note(self, kind: str, element: etree._Element, mark: bool = False) -> int:
        """Take down one change at the paragraph where the walk stands, or the next one to come; give its number."""
        source = len(self.story.physical) if self.story.part == "document" else None
        self.found.append(Found(kind, self.story.part, element, source, mark))
        return len(self.found) - 1

    def note_formats(self, properties: etree._Element) -> None:
        """Take down the formatting changes that stand right in a property element."""
        for child in properties:
            if child.tag in tags.FORMAT_CHANGES:
                self.note("format", child)

    def _here(self) -> tuple[Story, int, int]:
        offset = sum([len(piece[0]) for piece in self._pieces]) if self._in_paragraph else 0
        return self.story, len(self.story.physical), offset

    def _mark_comment(self, element: etree._Element) -> None:
        number = element.get(tags.ID, "")
        place = self.places.get(number)
        if place is None:
            place = self.places[number] = CommentPlace()
        if element.tag == tags.COMMENT_START:
            place.start = place.start or self._here()
        elif element.tag == tags.COMMENT_END:
            place.end = place.end or self._here()
        else:
            place.reference = place.reference or self._here()

    def _bookmark(self, element: etree._Element) -> None:
        name = element.get(tags.NAME, "")
        if self._in_paragraph:
            self._now.bookmarks += (name,)
        else:
            self._waiting.append(name)


Handler = Callable[[Walker, etree._Element], None]

_ANYWHERE: dict[str, Handler] = {
    **dict.fromkeys(RUN_KINDS, Walker._change),
    **dict.fromkeys((tags.MOVE_FROM_START, tags.MOVE_FROM_END, tags.MOVE_TO_START, tags.MOVE_TO_END), Walker._move_range),
    **dict.fromkeys((tags.COMMENT_START, tags.COMMENT_END), Walker._mark_comment),
    tags.BOOKMARK_START: Walker._bookmark,
    tags.SDT: Walker._sdt,
    tags.ALTERNATE: Walker._alternate,
    tags.SUB_DOC: Walker._unread,
    tags.ALT_CHUNK: Walker._unread,
}

BLOCKS: dict[str, Handler] = {
    **_ANYWHERE,
    **dict.fromkeys(
        (_R, _T, tags.DEL_TEXT, *RUN_KINDS, tags.W + "hyperlink", tags.W + "fldSimple", tags.O_MATH, tags.O_MATH_PARA), Walker._stray
    ),
    tags.TBL: walk_table,
    tags.TR: walk_row,
    tags.TC: walk_cell,
    tags.SECT_PR: Walker._section,
}

INLINES: dict[str, Handler] = {
    **_ANYWHERE,
    _P_PR: Walker._properties,
    _P: Walker._paragraph,
    tags.W + "hyperlink": Walker._link,
    **dict.fromkeys((_T, tags.DEL_TEXT), Walker._bare_text),
    tags.RUBY: Walker._ruby,
    tags.M_R: walk_formula_run,
    tags.M_CTRL_PR: note_formula_mark,
    **dict.fromkeys(tags.DRAWINGS, Walker._boxes),
}
