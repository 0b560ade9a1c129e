"""Turn a sheet into the XML of word/document.xml and of the comment parts, in the shapes that Word itself leaves behind.

Shapes: one run or many for one sentence, rsids, proofErr marks, language and font on the run, several w:ins for one insertion.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from wgtracker.sample.sheet import Bit, Line, Note, Pen, Sheet
from wgtracker.word.workcopy import bookmark_name

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
        ("w15", "http://schemas.microsoft.com/office/word/2012/wordml"),
    )
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARAGRAPH = {
    "title": '<w:pStyle w:val="Title"/>',
    "note": '<w:pStyle w:val="SampleNote"/>',
    "heading": '<w:pStyle w:val="Heading1"/>',
    "chapeau": '<w:pStyle w:val="SingleTxt"/><w:keepNext/>',
    "point": '<w:pStyle w:val="SingleTxt"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
    "sub": '<w:pStyle w:val="SingleTxt"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>',
    "letter": '<w:pStyle w:val="SingleTxt"/>',
}
_ARABIC = '<w:rFonts w:cs="Times New Roman"/>{}<w:rtl/><w:lang w:bidi="ar-EG"/>'


class Shape(NamedTuple):
    """A Word user's traces: seed, share of word gaps at which a run breaks, rsids and proofErr marks there or not, run properties."""

    seed: str
    breaks: float = 0.0
    traces: bool = False
    properties: str = ""


@dataclass(slots=True)
class _Hand:
    """What is counted while one document is written."""

    shape: Shape
    digest: str
    chance: random.Random
    revision: int = 100

    def attributes(self, pen: Pen) -> str:
        self.revision += 1
        return f'w:id="{self.revision}" w:author={quoteattr(pen.author)} w:date="{pen.date}"'

    def rsid(self, name: str) -> str:
        return f' w:{name}="00{self.chance.randrange(16**6):06X}"' if self.shape.traces else ""


def document_xml(sheet: Sheet, shape: Shape, digest: str) -> str:
    """Return word/document.xml. digest: that of the draft's units, for the hidden bookmarks; "" writes none."""
    hand = _Hand(shape, digest, random.Random(shape.seed))
    body = "".join(_line(line, hand) for line in sheet.lines)
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId20"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" '
        'w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>'
    )
    return f'{_HEAD}<w:document {NAMESPACES} mc:Ignorable="w14 w15"><w:body>{body}{section}</w:body></w:document>'


def _line(line: Line, hand: _Hand) -> str:
    mark = f"<w:{_MARKS[line.mark[0]]} {hand.attributes(line.mark[1])}/>" if line.mark else ""
    look = f"{mark}{_ARABIC.format('')}" if line.language == "ar" else mark + _mark_look(line)
    bidi = "<w:bidi/>" if line.language == "ar" else ""
    properties = f"<w:pPr>{_PARAGRAPH[line.kind]}{bidi}{f'<w:rPr>{look}</w:rPr>' if look else ''}</w:pPr>"
    inner = "".join(_bit(bit, line, hand) for bit in line.bits)
    start, end = _bookmark(line, hand)
    before, after = _move_range(line, hand)
    return f"<w:p{hand.rsid('rsidR')}{hand.rsid('rsidRDefault')}>{properties}{start}{before}{inner}{end}</w:p>{after}"


_MARKS = {"insert": "ins", "delete": "del", "move_from": "moveFrom", "move_to": "moveTo"}


def _mark_look(line: Line) -> str:
    return '<w:color w:val="FF0000"/><w:u w:val="single"/>' if line.unit is None and all(bit.hand == "mark" for bit in line.bits) else ""


def _bookmark(line: Line, hand: _Hand) -> tuple[str, str]:
    if not hand.digest or line.unit is None or not line.bookmark:
        return "", ""
    number = 500 + line.unit
    start = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(hand.digest, line.unit)}"/>'
    end = f'<w:bookmarkEnd w:id="{number}"/>'
    return start if line.bookmark != "end" else "", end if line.bookmark != "start" else ""


def _move_range(line: Line, hand: _Hand) -> tuple[str, str]:
    if not line.move or not line.mark:
        return "", ""
    element = "moveFrom" if line.mark[0] == "move_from" else "moveTo"
    name, pen = line.move
    attributes = hand.attributes(pen)
    return (
        f'<w:{element}RangeStart {attributes} w:name="{name}"/>',
        f'<w:{element}RangeEnd w:id="{hand.revision}"/>',
    )


def _bit(bit: Bit, line: Line, hand: _Hand) -> str:
    if bit.note:
        return _note_mark(*bit.note)
    if not bit.text:
        return ""
    runs = _runs(bit, line.language, hand)
    if bit.move:
        element, pen = ("moveFrom", bit.dele) if bit.move == "from" else ("moveTo", bit.ins)
        assert pen is not None
        return f"<w:{element} {hand.attributes(pen)}>{''.join(runs)}</w:{element}>"
    if bit.dele:
        struck = f"<w:del {hand.attributes(bit.dele)}>{''.join(runs)}</w:del>"
        return f"<w:ins {hand.attributes(bit.ins)}>{struck}</w:ins>" if bit.ins else struck
    if bit.ins and hand.shape.traces:
        return "".join(f"<w:ins {hand.attributes(bit.ins)}>{run}</w:ins>" for run in runs)
    return f"<w:ins {hand.attributes(bit.ins)}>{''.join(runs)}</w:ins>" if bit.ins else "".join(runs)


def _note_mark(at: str, number: int) -> str:
    reference = f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
    if at == "start":
        return f'<w:commentRangeStart w:id="{number}"/>'
    return reference if at == "point" else f'<w:commentRangeEnd w:id="{number}"/>{reference}'


def _runs(bit: Bit, language: str, hand: _Hand) -> list[str]:
    struck = bit.dele is not None and bit.move != "from"
    element = "delText" if struck else "t"
    look = {"": "", "mark": '<w:color w:val="FF0000"/><w:u w:val="single"/>', "strike": '<w:strike/><w:color w:val="FF0000"/>'}[bit.hand]
    properties = _ARABIC.format(look) if language == "ar" else look + hand.shape.properties
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    out: list[str] = []
    for text in _chunks(bit.text, hand):
        space = ' xml:space="preserve"' if text != text.strip() or struck else ""
        run = f"<w:r{hand.rsid('rsidRPr')}>{shown}<w:{element}{space}>{escape(text)}</w:{element}></w:r>"
        doubtful = hand.shape.traces and not bit.ins and not bit.dele and hand.chance.random() < 0.2
        out.append(f'<w:proofErr w:type="spellStart"/>{run}<w:proofErr w:type="spellEnd"/>' if doubtful else run)
    return out


def _chunks(text: str, hand: _Hand) -> Iterator[str]:
    """Break text into runs where Word might: before or after a space, now and then within a word."""
    if not hand.shape.breaks:
        yield text
        return
    held = ""
    for piece in re.findall(r"\s+|[^\s]+", text):
        if held and hand.chance.random() < hand.shape.breaks:
            yield held
            held = ""
        if len(piece) > 8 and hand.chance.random() < hand.shape.breaks / 3:
            yield held + piece[:4]
            held = piece[4:]
        else:
            held += piece
    yield held


# ---------------------------------------------------------------- comments


def _paragraph_id(number: int) -> str:
    return f"{0x3A000000 + number * 17:08X}"


def comments_xml(notes: list[Note]) -> str:
    """Return word/comments.xml."""
    return f'{_HEAD}<w:comments {NAMESPACES} mc:Ignorable="w14 w15">{"".join(_comment(i, n) for i, n in enumerate(notes))}</w:comments>'


def _comment(number: int, note: Note) -> str:
    arabic = note.language == "ar"
    initials = "".join(word[0] for word in note.pen.author.split())[:3]
    properties = '<w:pStyle w:val="CommentText"/>' + ("<w:bidi/>" if arabic else "")
    look = f"<w:rPr>{_ARABIC.format('')}</w:rPr>" if arabic else ""
    sign = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
    return (
        f'<w:comment w:id="{number}" w:author={quoteattr(note.pen.author)} w:date="{note.pen.date}" w:initials={quoteattr(initials)}>'
        f'<w:p w14:paraId="{_paragraph_id(number)}" w14:textId="77777777"><w:pPr>{properties}</w:pPr>{sign}'
        f'<w:r>{look}<w:t xml:space="preserve">{escape(note.text)}</w:t></w:r></w:p></w:comment>'
    )


def comments_extended_xml(notes: list[Note]) -> str:
    """Return word/commentsExtended.xml: which comment answers which, and what is resolved."""
    rows = []
    for number, note in enumerate(notes):
        parent = "" if note.parent is None else f' w15:paraIdParent="{_paragraph_id(note.parent)}"'
        rows.append(f'<w15:commentEx w15:paraId="{_paragraph_id(number)}"{parent} w15:done="{int(note.resolved)}"/>')
    return f'{_HEAD}<w15:commentsEx {NAMESPACES} mc:Ignorable="w14 w15">{"".join(rows)}</w15:commentsEx>'


def people_xml(authors: list[str]) -> str:
    """Return word/people.xml."""
    rows = "".join(
        f'<w15:person w15:author={quoteattr(a)}><w15:presenceInfo w15:providerId="None" w15:userId={quoteattr(a)}/></w15:person>'
        for a in authors
    )
    return f'{_HEAD}<w15:people {NAMESPACES} mc:Ignorable="w14 w15">{rows}</w15:people>'
