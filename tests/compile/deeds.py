"""Draw random drafts and what a delegation does to them, as Word files, and know what a true report must say."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from tests.word.files import NAMES, make_parts, zip_parts

_LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
NUMBERING = (
    f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{_LEVEL.format(0, "decimal", "%1.")}'
    f'{_LEVEL.format(1, "lowerLetter", "(%2)")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
STYLES = (
    f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
)
WORDS = {
    "en": (
        "States parties should strengthen cooperation training prosecutors judges victims evidence collection joint investigations measures"
        " legislation protection witnesses assistance early identification referral authorities borders exchange resources society"
    ).split(),
    "ar": "تعزيز التعاون الدولي الأطراف الضحايا تدريب المدعين جمع البيانات حماية الشهود المساعدة القانونية الأدلة الموارد العدالة".split(),
    "ru": "Государствам следует укреплять сотрудничество подготовку прокуроров судей жертв сбор данных защита свидетелей помощь".split(),
    "zh": list("各缔约国应当加强国际合作培训检察官法被害人证据收集数联侦查措施立保护援助早期识别转介机制资源能力建设"),
}


class Point(NamedTuple):
    """One paragraph of a draft. kind: rec | sub | text | heading | cell; typed: its label is text, not a list number."""

    kind: str
    label: str
    words: tuple[str, ...]
    space: str
    typed: bool

    @property
    def text(self) -> str:
        return self.space.join(self.words)


class Truth(NamedTuple):
    """An amendment that the report must hold: as in docs/interfaces.md."""

    kind: str
    unit: int | None
    proposed: str
    units: tuple[int, ...] = ()
    after_unit: int | None = None


class Answer(NamedTuple):
    """A returned file and what it truly says."""

    content: bytes
    truths: tuple[Truth, ...]


def draw_draft(source: random.Random) -> list[Point]:
    """Draw a draft of at least six numbered points with headings, sub-paragraphs, plain text and table cells, in one language."""
    language = source.choice(("en", "en", "ar", "ru", "zh"))
    typed = source.random() < 0.5
    space = "" if language == "zh" else " "

    def point(kind: str, label: str, least: int, most: int, end: str) -> Point:
        words = [source.choice(WORDS[language]) for _ in range(source.randint(least, most))]
        return Point(kind, label, (*words[:-1], words[-1] + end), space, typed and bool(label))

    points: list[Point] = [point("heading", "", 3, 6, "")]
    number = 0
    while number < 6 or source.random() < 0.6:
        which = source.random()
        number += 1
        points.append(point("rec", f"{number}.", 8, 30, ":" if which < 0.25 else "."))
        if which < 0.25:
            points += [point("sub", f"({chr(97 + n)})", 6, 15, ".") for n in range(source.randint(2, 4))]
        elif which < 0.35:
            points += [point("cell", "", 6, 9, ".") for _ in range(2)]
        elif which < 0.5:
            points.append(point(source.choice(("text", "heading")), "", 6, 12, "x"))
    return points


def write_draft(points: Sequence[Point]) -> bytes:
    """Write a draft as a Word file."""
    return _pack([(point.kind == "cell", _plain(point)) for point in points])


def _pack(paragraphs: Sequence[tuple[bool, str]]) -> bytes:
    body, cells = "", ""
    for in_table, xml in (*paragraphs, (False, "")):
        if in_table:
            cells += f"<w:tc>{xml}</w:tc>"
            continue
        body += (f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" if cells else "") + xml
        cells = ""
    return zip_parts(make_parts(body, {"numbering": NUMBERING, "styles": STYLES}))


def _run(text: str, look: str = "", tag: str = "t") -> str:
    if not text:
        return ""
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def _properties(point: Point, mark: str = "") -> str:
    inner = '<w:pStyle w:val="Heading1"/>' if point.kind == "heading" else ""
    if point.label and not point.typed:
        inner += f'<w:numPr><w:ilvl w:val="{int(point.kind == "sub")}"/><w:numId w:val="1"/></w:numPr>'
    inner += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:pPr>{inner}</w:pPr>" if inner else ""


def _label(point: Point) -> str:
    return f"{point.label} " if point.typed else ""


def _plain(point: Point) -> str:
    return f"<w:p>{_properties(point)}{_run(_label(point) + point.text)}</w:p>"


RED = '<w:color w:val="FF0000"/>'
Piece = tuple[str, str]
"""(keep | delete | insert, words)."""


class Delegate:
    """One delegation that works on a draft in one way: tracked, by hand, or without a trace."""

    def __init__(self, source: random.Random, points: Sequence[Point], name: str, way: str) -> None:
        self.source, self.points, self.name, self.way = source, points, name, way
        self.number = 100
        self.written: dict[int, str] = {}
        self.below: dict[int, list[str]] = {}
        self.truths: list[Truth] = []
        self.busy: set[int] = set()

    def answer(self, rest: Callable[[Point], Point] = lambda point: point) -> Answer:
        """Do a few things at places apart from each other, and write the file. rest: what became of the paragraphs left alone."""
        deeds: dict[str, Callable[[int], None]] = {"replace": self.replace, "delete": self.delete, "add": self.add}
        if self.way == "tracked":
            deeds |= {"rewrite": self.rewrite, "two": self.add_two}
        if self.way != "hand":
            deeds |= {"move": self.move, "split": self.split, "merge": self.merge}
        for _ in range(self.source.randint(1, 6)):
            deeds[self.source.choice(sorted(deeds))](self.source.randrange(1, len(self.points)))
        paragraphs: list[tuple[bool, str]] = []
        for unit, point in enumerate(self.points):
            paragraphs.append((point.kind == "cell", self.written.get(unit, _plain(rest(point)))))
            paragraphs += [(False, xml) for xml in self.below.get(unit, ())]
        return Answer(_pack([one for one in paragraphs if one[1]]), tuple(self.truths))

    # ------------------------------------------------------------ deeds

    def replace(self, unit: int) -> None:
        point = self.points[unit]
        at = self.source.randrange(1, len(point.words) - 2)
        gone = self.source.randint(0, 2)
        new = [f"new{n}" for n in range(self.source.randint(0 if gone else 1, 2))]
        if self.take(unit):
            pieces = [*(("keep", word) for word in point.words[:at]), *(("delete", word) for word in point.words[at : at + gone])]
            self.rewrite_as(unit, [*pieces, *(("insert", word) for word in new), *(("keep", word) for word in point.words[at + gone :])])

    def rewrite(self, unit: int) -> None:
        if self.take(unit):
            self.rewrite_as(unit, [*(("delete", word) for word in self.points[unit].words), ("insert", "Other"), ("insert", "words.")])

    def rewrite_as(self, unit: int, pieces: Sequence[Piece]) -> None:
        point = self.points[unit]
        self.written[unit] = f"<w:p>{_properties(point)}{_run(_label(point))}{self.draw(pieces, point.space)}</w:p>"
        self.truths.append(Truth("replace", unit, point.space.join(word for op, word in pieces if op != "delete")))

    def delete(self, unit: int) -> None:
        point = self.points[unit]
        # Of a file without tracking that lacks more than a third, nobody can know whether it is a part of the draft or the draft cut down.
        deleted = sum(1 for truth in self.truths if truth.kind == "delete")
        too_many = self.way == "untracked" and 3 * (deleted + 1) > sum(1 for one in self.points if one.kind in ("rec", "sub"))
        if point.kind not in ("rec", "sub") or too_many or not self.take(unit):
            return
        self.truths.append(Truth("delete", unit, ""))
        words = _label(point) + point.text
        if self.way == "tracked":
            with_mark = unit + 1 < len(self.points) and self.points[unit + 1].kind != "cell" and self.source.random() < 0.7
            mark = self.change("del", "") if with_mark else ""
            self.written[unit] = f"<w:p>{_properties(point, mark)}{self.change('del', _run(words, tag='delText'))}</w:p>"
        else:
            hand = f"<w:p>{_properties(point)}{_run(words, '<w:strike/>')}</w:p>"
            self.written[unit] = hand if self.way == "hand" else ""

    def add(self, unit: int) -> None:
        if self.is_before_text(unit) and self.take(unit):
            self.put_new(unit)

    def add_two(self, unit: int) -> None:
        if self.is_before_text(unit) and self.take(unit):
            self.put_new(unit)
            self.put_new(unit)

    def put_new(self, unit: int) -> None:
        words = f"{self.name} proposes that one more paragraph be put in here, the {len(self.below.get(unit, ())) + 1}. of its kind."
        self.truths.append(Truth("new", None, words, after_unit=unit))
        if self.way == "tracked":
            xml = f"<w:p><w:pPr><w:rPr>{self.change('ins', '')}</w:rPr></w:pPr>{self.change('ins', _run(words))}</w:p>"
        else:
            xml = f"<w:p>{_run(words, RED if self.way == 'hand' else '')}</w:p>"
        self.below.setdefault(unit, []).append(xml)

    def split(self, unit: int) -> None:
        point = self.points[unit]
        at = self.source.randrange(2, len(point.words) - 2)
        if point.kind == "cell" or not self.take(unit):
            return
        first, second = point.space.join(point.words[:at]), point.space.join(point.words[at:])
        self.truths.append(Truth("split", unit, f"{first}\n{second}"))
        if self.way == "untracked":
            self.written[unit] = f"<w:p>{_properties(point)}{_run(_label(point) + first)}</w:p><w:p>{_run(second)}</w:p>"
            return
        gap = self.change("del", _run(point.space, tag="delText")) if point.space else ""
        self.written[unit] = (
            f"<w:p>{_properties(point, self.change('ins', ''))}{_run(_label(point) + first)}</w:p>"
            f"<w:p>{_properties(point)}{gap}{_run(second)}</w:p>"
        )

    def merge(self, unit: int) -> None:
        below = unit + 1
        if below >= len(self.points) or {self.points[unit].kind, self.points[below].kind} - {"rec", "sub", "text"}:
            return
        if not self.take(unit, below):
            return
        one, two = self.points[unit], self.points[below]
        self.truths.append(Truth("merge", unit, one.text + one.space + two.text, (unit, below)))
        if self.way == "untracked":
            self.written[unit] = f"<w:p>{_properties(one)}{_run(_label(one) + one.text + one.space + two.text)}</w:p>"
            self.written[below] = ""
            return
        between = self.change("ins", _run(one.space)) if one.space else ""
        between += self.change("del", _run(_label(two), tag="delText")) if two.typed else ""
        self.written[unit] = f"<w:p>{_properties(one, self.change('del', ''))}{_run(_label(one) + one.text)}</w:p>"
        self.written[below] = f"<w:p>{_properties(two)}{between}{_run(two.text)}</w:p>"

    def move(self, unit: int) -> None:
        point = self.points[unit]
        after = self.source.randrange(1, len(self.points))
        if abs(after - unit) < 2 or point.kind not in ("rec", "sub") or not self.is_before_text(after) or not self.is_before_text(unit):
            return
        if not self.take(unit, after):
            return
        self.written[unit] = self.written[after] = ""
        self.written[after] = _plain(self.points[after])
        self.truths.append(Truth("move", unit, point.text, after_unit=after))
        if self.way == "untracked":
            self.below.setdefault(after, []).append(_plain(point))
            return
        name = f"move{self.number}"
        words = _run(_label(point) + point.text)
        for kind, place in (("moveFrom", None), ("moveTo", after)):
            xml = (
                f'<w:{kind}RangeStart {self.stamp()} w:name="{name}"/><w:p>{_properties(point, self.change(kind, ""))}'
                f'{self.change(kind, words)}</w:p><w:{kind}RangeEnd w:id="{self.number}"/>'
            )
            if place is None:
                self.written[unit] = xml
            else:
                self.below.setdefault(place, []).append(xml)

    # ------------------------------------------------------------ marks

    def take(self, *units: int) -> bool:
        """Take units for one deed; not where a neighbour is taken, since then several readings are true."""
        if any(near in self.busy for unit in units for near in (unit - 1, unit, unit + 1)):
            return False
        self.busy.update(units)
        return True

    def is_before_text(self, unit: int) -> bool:
        """Tell whether a paragraph can be put below a unit without standing beside a table."""
        beside = self.points[unit : unit + 2]
        return all(point.kind != "cell" for point in beside)

    def stamp(self) -> str:
        self.number += 1
        return f'w:id="{self.number}" w:author="{self.name} {self.source.choice("AB")}" w:date="2020-09-01T10:00:00Z"'

    def change(self, kind: str, inner: str) -> str:
        return f"<w:{kind} {self.stamp()}>{inner}</w:{kind}>" if inner else f"<w:{kind} {self.stamp()}/>"

    def draw(self, pieces: Sequence[Piece], space: str) -> str:
        """Draw words so that accepting and rejecting all leaves single spaces."""
        if self.way == "untracked":
            return _run(space.join(word for op, word in pieces if op != "delete"))
        out = []
        before = after = False
        for op, word in pieces:
            if op == "keep":
                lead = space if before and after else ""
                out += [("delete", space)] if before and not after else [("insert", space)] if after and not before else []
                out.append(("keep", lead + word))
            else:
                out.append((op, (space if (before if op == "delete" else after) else "") + word))
            before, after = before or op != "insert", after or op != "delete"
        return "".join(self.draw_piece(op, words) for op, words in out if words)

    def draw_piece(self, op: str, words: str) -> str:
        if op == "keep":
            return _run(words)
        if self.way == "hand":
            return _run(words, "<w:strike/>" + RED if op == "delete" else RED)
        struck = self.change("del", _run(words, tag="delText"))
        if op == "delete":
            return struck
        undone = self.source.random() < 0.2  # another user of the same file struck words inside this insertion
        return self.change("ins", _run(words)) + (self.change("ins", struck) if undone else "")
