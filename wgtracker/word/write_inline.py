"""Write what stands inside a paragraph: runs, fields, links, tracked changes, marks of comments and notes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache

from wgtracker.word.clean import attribute, clean_name, escape, text_xml
from wgtracker.word.model import Block, CommentMark, Document, Field, Inline, Link, NoteMark, ParagraphOut, Run, Tracked
from wgtracker.word.runs import is_mixed, runs, script_of_language
from wgtracker.word.write_look import Look

FIRST_REVISION = 1000
REVISION_TAGS = {"insert": "w:ins", "delete": "w:del", "move_from": "w:moveFrom", "move_to": "w:moveTo"}
_HALF_MOVE_TAGS = {**REVISION_TAGS, "move_from": "w:del", "move_to": "w:ins"}


class InlineWriter:
    """Turn inlines into XML; hold what counts through a document: revision ids, moves, comments, notes, links.

    in_bold / language: of the paragraph at hand. ended: comments whose reference is written. notes: custom sign of each
    footnote referred to, as XML. links: bookmarks that links point to.
    """

    __slots__ = (
        "_created",
        "_document",
        "_known",
        "_latin",
        "_look",
        "_moves",
        "_open_moves",
        "_replies",
        "_revision",
        "_started",
        "ended",
        "in_bold",
        "in_margin",
        "language",
        "links",
        "notes",
    )

    def __init__(self, document: Document, look: Look) -> None:
        self._document, self._look = document, look
        self._created = utc_stamp(document.created) or "2020-01-01T00:00:00Z"
        self._revision = FIRST_REVISION
        self._moves, marked = _survey(document)
        self._replies = _silent_replies(document, marked)
        self._open_moves: dict[tuple[str, str], int] = {}
        self._started: set[int] = set()
        self._latin: dict[str, bool] = {}
        self._known: dict[tuple[bool, str], dict[Run, str]] = {}
        self.ended: set[int] = set()
        self.notes: dict[int, str] = {}
        self.links: set[str] = set()
        self.in_bold, self.in_margin, self.language = False, False, document.language

    def write(self, inlines: Iterable[Inline], out: list[str]) -> None:
        """Append inlines in order. Runs that come again ("(", a name, a separator) are written once."""
        known = self._known.setdefault((self.in_bold, self.language), {})
        for inline in inlines:
            if isinstance(inline, Run):
                xml = known.get(inline)
                if xml is None:
                    parts: list[str] = []
                    self._run(inline, "w:t", parts)
                    xml = known[inline] = "".join(parts)
                out.append(xml)
            elif isinstance(inline, Tracked):
                self._tracked_or_moved(inline, out)
            elif isinstance(inline, CommentMark):
                self._comment_mark(inline, out)
            elif isinstance(inline, NoteMark):
                self._note_mark(inline, out)
            elif isinstance(inline, Field):
                self._field(inline, out)
            else:
                self._link(inline, out)

    def revision_attributes(self, author: str, date: str) -> str:
        """Return id, author and date; one counter for all revisions, so that no id comes twice.

        A date that is none becomes the document's own: Word wants one, and the clock's would change the bytes.
        """
        number = self._revision
        self._revision += 1
        return f'w:id="{number}" w:author="{escape(clean_name(author))}" w:date="{utc_stamp(date) or self._created}"'

    def _run(self, run: Run, tag: str, out: list[str]) -> None:
        """Append one run; a run whose words need another language or direction than it says is split by script."""
        text, style, lang = run
        if is_mixed(text) or not self._reads_as_latin(lang or self.language):
            for part in runs(text, style, lang or self.language):
                self._plain_run(part, tag, out)
        else:
            self._plain_run(run, tag, out)

    def _reads_as_latin(self, lang: str) -> bool:
        known = self._latin.get(lang)
        if known is None:
            known = self._latin[lang] = script_of_language(lang) == "other"
        return known

    def _plain_run(self, run: Run, tag: str, out: list[str]) -> None:
        content = text_xml(run.text, tag)
        if content:
            properties = self._look.run_properties(run.style, run.lang, in_bold=self.in_bold)
            out.append(f"<w:r>{properties}{content}</w:r>")

    def _field(self, field: Field, out: list[str]) -> None:
        properties = self._look.run_properties(field.style, "", in_bold=self.in_bold)
        out.append(
            f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
            f'<w:r>{properties}<w:instrText xml:space="preserve"> {attribute(field.code)} </w:instrText></w:r>'
            f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>'
            f"<w:r>{properties}{text_xml(field.result)}</w:r>"
            f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
        )

    def _link(self, link: Link, out: list[str]) -> None:
        self.links.add(link.bookmark)
        out.append(f'<w:hyperlink w:anchor="{attribute(link.bookmark)}" w:history="1">')
        for run in link.runs:
            self._run(run if run.style else run._replace(style="Hyperlink"), "w:t", out)
        out.append("</w:hyperlink>")

    def _comment_mark(self, mark: CommentMark, out: list[str]) -> None:
        """Append the start or the end of a comment's range, and with it those of the replies that stand where it stands."""
        if self.in_margin or not 0 <= mark.comment < len(self._document.comments):
            raise ValueError(f"comment {mark.comment} does not exist, or is marked in a header or footer")
        for number in (mark.comment, *self._replies.get(mark.comment, ())):
            if mark.at == "start":
                self._started.add(number)
                out.append(f'<w:commentRangeStart w:id="{number}"/>')
                continue
            if number in self.ended:
                raise ValueError(f"comment {number} ends twice")
            self.ended.add(number)
            if number in self._started:  # else a point anchor: a reference alone
                out.append(f'<w:commentRangeEnd w:id="{number}"/>')
            out.append(f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>')

    def check_comments(self) -> None:
        """Raise ValueError where a comment has no reference in the body (Word would drop its words), or answers none."""
        lost = [n for n in range(len(self._document.comments)) if n not in self.ended]
        if lost:
            raise ValueError(f"these comments stand nowhere in the body: {lost}")
        for number, comment in enumerate(self._document.comments):
            if comment.parent is not None and (comment.parent == number or not 0 <= comment.parent < len(self._document.comments)):
                raise ValueError(f"comment {number} answers comment {comment.parent}, which does not exist or is itself")

    def _note_mark(self, mark: NoteMark, out: list[str]) -> None:
        if self.in_margin or mark.note in self.notes or not 0 <= mark.note < len(self._document.footnotes):
            raise ValueError(f"footnote {mark.note} does not exist, is referred to twice, or in a header or footer")
        # LibreOffice prints a sign of several characters twice where they are one text.
        sign = self.notes[mark.note] = "".join([text_xml(character) for character in mark.custom])
        custom = ' w:customMarkFollows="1"' if sign else ""
        out.append(
            f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference{custom} w:id="{mark.note + 1}"/>{sign}</w:r>'
        )

    def _tracked_or_moved(self, tracked: Tracked, out: list[str]) -> None:
        """Append a tracked change; the first of a move's end opens its named range, the last closes it."""
        key = (tracked.kind, attribute(tracked.move))
        if key not in self._moves:
            self._tracked(tracked, _HALF_MOVE_TAGS, "w:t", out)
            return
        side = REVISION_TAGS[tracked.kind]
        if key not in self._open_moves:
            self._open_moves[key] = self._revision
            out.append(f'<{side}RangeStart {self.revision_attributes(tracked.author, tracked.date)} w:name="{key[1]}"/>')
        self._tracked(tracked, REVISION_TAGS, "w:t", out)
        self._moves[key] -= 1
        if not self._moves[key]:
            out.append(f'<{side}RangeEnd w:id="{self._open_moves[key]}"/>')

    def _tracked(self, tracked: Tracked, tags: dict[str, str], text_tag: str, out: list[str]) -> None:
        """Append w:ins, w:del, w:moveFrom or w:moveTo; text under any w:del is w:delText, text moved away stays w:t."""
        tag = tags[tracked.kind]
        text_tag = "w:delText" if tag == "w:del" else text_tag
        before = len(out)
        out.append(f"<{tag} {self.revision_attributes(tracked.author, tracked.date)}>")
        for inner in tracked.runs:
            if isinstance(inner, Tracked):
                self._tracked(inner, _HALF_MOVE_TAGS, text_tag, out)
            else:
                self._run(inner, text_tag, out)
        if len(out) == before + 1:
            out.pop()  # nothing is left of its words: no revision either
            return
        out.append(f"</{tag}>")


@lru_cache(maxsize=4096)
def utc_stamp(date: str) -> str:
    """Return a date as Word's revisions want it, UTC without offset or fraction; "" where it is no date.

    A date without an offset is taken as it stands: Word itself writes local time and calls it UTC.
    """
    try:
        moment = datetime.fromisoformat(date)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return ""
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def paragraphs_of(blocks: Iterable[Block]) -> Iterator[ParagraphOut]:
    """Yield every paragraph, those of tables too, in reading order."""
    for block in blocks:
        if isinstance(block, ParagraphOut):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from cell


def _survey(document: Document) -> tuple[Counter[tuple[str, str]], set[int]]:
    """Count the parts of each whole move by (kind, name), and collect the comments that have marks.

    A move of which only one end is there is left out: it is written as a plain deletion or insertion.
    """
    moves: Counter[tuple[str, str]] = Counter()
    marked: set[int] = set()
    for blocks in (document.body, *document.footnotes):
        for paragraph in paragraphs_of(blocks):
            for inline in paragraph.inlines:
                if isinstance(inline, Tracked):
                    if inline.kind in ("move_from", "move_to") and (name := attribute(inline.move)):
                        moves[inline.kind, name] += 1
                elif isinstance(inline, CommentMark):
                    marked.add(inline.comment)
    other = {"move_from": "move_to", "move_to": "move_from"}
    whole = Counter({key: count for key, count in moves.items() if (other[key[0]], key[1]) in moves})
    return whole, marked


def _silent_replies(document: Document, marked: set[int]) -> dict[int, list[int]]:
    """Map each marked comment to the replies below it that have no marks of their own, in order."""
    silent: dict[int, list[int]] = {}
    for number, comment in enumerate(document.comments):
        if number in marked or comment.parent is None:
            continue
        seen, root = {number}, comment.parent
        while root not in marked and root not in seen and 0 <= root < len(document.comments):
            seen.add(root)
            root = -1 if (parent := document.comments[root].parent) is None else parent
        if root in marked:
            silent.setdefault(root, []).append(number)
    return silent
