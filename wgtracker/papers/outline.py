"""Lay out part II: which units stand together, what each is called, and the number of every change.

A discussion point is a numbered paragraph with the subparagraphs under it. A change number is the point's own number and a
counter (3.1, 3.2); headings, unnumbered paragraphs and cells get a letter, so that a room can quote their changes too.
Where numbers start again under each topic, the letter of the topic stands before them (B.3, B.3.1).
"""

import re
from functools import cached_property, lru_cache
from typing import NamedTuple

from wgtracker.compile.labels import LATIN, bare
from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Alternative, Compilation, NegotiatedUnit, NewParagraph, Unit
from wgtracker.papers.numbers import ChangeNumber, Numbering
from wgtracker.papers.prose import capitalize
from wgtracker.papers.spots import Spot, find_spots

_INSERTED = re.compile(rf"(?<=\s)(?:{'|'.join(LATIN)}|bis \d+|alt)\b", re.IGNORECASE)
NUMBERED = frozenset({"recommendation", "subparagraph"})


class Ref(NamedTuple):
    """What a unit is called. tag: "3", "A", "P1"; name: "discussion point 3 (a)"; label: "3.", "(a)" as printed before its text."""

    tag: str
    name: str
    label: str


class Member(NamedTuple):
    """A unit as it stands in a point: its spots with their change numbers, and the new paragraphs after it."""

    negotiated: NegotiatedUnit
    ref: Ref
    spots: tuple[Spot, ...]
    numbers: tuple[str, ...]
    news: tuple[NewParagraph, ...]


class Point:
    """What is printed under one heading. tag: leads its change numbers; title: "Discussion point 3".

    proposers: all who propose anything here, new paragraphs included; comments: how many there are, replies included.
    """

    def __init__(self, tag: str, title: str, members: tuple[Member, ...], news_before: tuple[NewParagraph, ...] = ()) -> None:
        self.tag, self.title, self.members, self.news_before = tag, title, members, news_before

    @cached_property
    def proposers(self) -> frozenset[str]:
        """Name all who propose anything here."""
        return frozenset().union(*[new.by for new in self.news_before], *[proposers_of(member) for member in self.members])

    @cached_property
    def comments(self) -> int:
        """Count the comments here."""
        on_news = [new for news in (self.news_before, *[member.news for member in self.members]) for new in news]
        return sum([len(new.comments) for new in on_news]) + sum([len(member.negotiated.comments) for member in self.members])

    @property
    def has_input(self) -> bool:
        """Tell whether anything was said here."""
        return bool(self.comments or self.proposers)


class Heading(NamedTuple):
    """A heading of the draft as printed. letter: its own label, "" where it has none or it is numbered here (counted A., B. …).

    depth: 2 or 3, 0 for the draft's title.
    """

    letter: str
    counted: bool
    text: str
    depth: int
    unit: int
    point: Point


Item = Heading | Point


class Outline(NamedTuple):
    """Part II in order; what every unit is called, by its index; the mergers it is part of (unit that holds the text, merger); its text."""

    items: tuple[Item, ...]
    refs: dict[int, Ref]
    unit_name: str
    merged_at: dict[int, list[tuple[int, Alternative]]]
    texts: dict[int, str]

    @property
    def points(self) -> list[Point]:
        """List every point in order, those of headings too."""
        return [item.point if isinstance(item, Heading) else item for item in self.items]


def proposers_of(member: Member) -> set[str]:
    """Name all who propose anything on one unit or right after it."""
    unit = member.negotiated
    names = set(unit.deleted_by | unit.retained_by | unit.asked_by)
    for spot in member.spots:
        for option in spot.options:
            names |= option.by
    for text in (*unit.alternatives, *unit.merges):
        names |= text.by
    for move in unit.moves:
        names |= move.by
    for new in member.news:
        names |= new.by
    return names


def list_numbers(outline: Outline) -> list[ChangeNumber]:
    """List the change numbers of a paper with their spots, in reading order."""
    return [number for point in outline.points for number in numbers_of(point)]


def numbers_of(point: Point) -> list[ChangeNumber]:
    """List the change numbers of one point with their spots."""
    return [
        ChangeNumber(number, member.negotiated.unit.index, spot.start, spot.end)
        for member in point.members
        for number, spot in zip(member.numbers, member.spots)
    ]


@lru_cache(maxsize=4096)
def number_in(label: str) -> str:
    """Take the bare number of a label: "3." -> "3", "(3)" -> "3", "Recommendation 3 bis." -> "3 bis"; "" where there is none."""
    number = bare(label.strip()).strip("():.、． ")
    inserted = _INSERTED.search(label)
    return f"{number} {inserted[0].lower()}" if inserted and number.isdecimal() else number


class _Layout:
    """Collect units into points while walking down the draft."""

    def __init__(self, unit_name: str, news: dict[int | None, list[NewParagraph]], units: list[Unit], numbering: Numbering) -> None:
        self.unit_name, self.news, self.numbering = unit_name, news, numbering
        self.prefixed, self.title = _numbers_repeat(units), _find_title(units)
        headings = [u for u in units if u.kind == "heading" and u.index != self.title]
        top = min((u.level for u in headings), default=0)
        self.topics = [u.index for u in headings if u.level == top]
        self.items: list[Item] = []
        self.refs: dict[int, Ref] = {}
        self.used: set[str] = set()
        self.counts: dict[str, int] = {}
        self.letter = ""
        self.path: list[tuple[int, str]] = []
        self.open_title = self.open_tag = self.open_kind = ""
        self.open_members: list[Member] = []

    def close(self) -> None:
        """Put the open point on the page."""
        if self.open_members:
            self.items.append(Point(self.open_tag, self.open_title, tuple(self.open_members)))
            self.open_members = []

    def claim(self, tag: str) -> str:
        """Give a tag that no other point has."""
        wanted, n = tag, 2
        while tag in self.used:
            tag, n = f"{wanted}-{n}", n + 1
        self.used.add(tag)
        return tag

    def next_of(self, letter: str) -> str:
        """Give the next tag of a kind that has no number: P1, P2."""
        self.counts[letter] = self.counts.get(letter, 0) + 1
        return self.claim(f"{letter}{self.counts[letter]}")

    def member(self, negotiated: NegotiatedUnit, ref: Ref) -> Member:
        """Make the member of a unit and number its changes."""
        self.refs[negotiated.unit.index] = ref
        spots = find_spots(negotiated.drawn) if negotiated.drawn.places else ()
        numbers = self.numbering.number(ref.tag, negotiated.unit.index, spots) if spots else ()
        return Member(negotiated, ref, spots, numbers, tuple(self.news.get(negotiated.unit.index, ())))

    def start(self, tag: str, title: str, negotiated: NegotiatedUnit, ref: Ref) -> None:
        """Open a new point with this unit."""
        self.close()
        self.open_tag, self.open_title = tag, title
        self.open_kind = negotiated.unit.kind
        self.path = [(negotiated.unit.level, "")] if negotiated.unit.kind == "subparagraph" else []
        self.open_members = [self.member(negotiated, ref)]

    def add(self, negotiated: NegotiatedUnit) -> None:
        """Place one unit."""
        unit = negotiated.unit
        if unit.kind == "heading":
            self.add_heading(negotiated)
        elif unit.kind == "subparagraph" and self.open_members and self.open_kind in ("recommendation", "chapeau", "subparagraph"):
            self.add_subparagraph(negotiated)
        elif unit.kind in ("recommendation", "chapeau") and (number := number_in(unit.label)):
            number = f"{self.letter}.{number}" if self.prefixed and self.letter else number
            tag = self.claim(number)
            name = f"{self.unit_name} {tag}"
            self.start(tag, capitalize(name), negotiated, Ref(tag, name, unit.label.strip()))
        else:
            letter, word = {"cell": ("C", "table cell"), "subparagraph": ("P", "subparagraph")}.get(unit.kind, ("P", "paragraph"))
            tag = self.next_of(letter)
            self.start(tag, f"{capitalize(word)} {tag}", negotiated, Ref(tag, f"{word} {tag}", unit.label.strip()))

    def add_subparagraph(self, negotiated: NegotiatedUnit) -> None:
        """Add a subparagraph to the open point; its name tells the way down: discussion point 3 (a) (i)."""
        unit = negotiated.unit
        while self.path and self.path[-1][0] >= unit.level:
            self.path.pop()
        self.path.append((unit.level, unit.label.strip().rstrip(".;")))
        way = " ".join(label for _, label in self.path if label)
        name = f"{self.open_members[0].ref.name} {way}".strip()
        self.open_members.append(self.member(negotiated, Ref(self.open_tag, name, unit.label.strip())))

    def add_heading(self, negotiated: NegotiatedUnit) -> None:
        """Print a heading as a heading: topics with letters, those below without, the draft's title apart."""
        self.close()
        unit = negotiated.unit
        label, counted = unit.label.strip(), False
        if unit.index == self.title:
            tag, name, depth = self.claim("T"), "title of the draft", 0
        elif unit.index in self.topics:
            ours = f"{_letters(self.topics.index(unit.index))}."
            counted = len(self.topics) > 1 and label in ("", ours)
            tag = self.claim(number_in(ours if counted else label) or "A")
            label = "" if counted else label
            self.letter = tag
            name, depth = f"heading {tag}", 2
        else:
            tag = self.next_of("H")
            name, depth = f"heading {tag}", 3
        member = self.member(negotiated, Ref(tag, name, ""))
        self.items.append(Heading(label, counted, unit.text, depth, unit.index, Point(tag, capitalize(name), (member,))))


def _letters(index: int) -> str:
    return chr(65 + index) if index < 26 else chr(64 + index // 26) + chr(65 + index % 26)


def _find_title(units: list[Unit]) -> int:
    """Find the draft's own title: a first heading with nothing numbered before the next heading. -1 where there is none."""
    if not units or units[0].kind != "heading":
        return -1
    for unit in units[1:]:
        if unit.kind == "heading":
            return units[0].index
        if unit.kind in NUMBERED or (unit.kind == "chapeau" and unit.label):
            return -1
    return -1


def _numbers_repeat(units: list[Unit]) -> bool:
    numbers = [number_in(u.label) for u in units if u.kind in ("recommendation", "chapeau") and number_in(u.label)]
    return len(numbers) != len(set(numbers))


def _merges_by_unit(compilation: Compilation) -> dict[int, list[tuple[int, Alternative]]]:
    """Give for each unit the mergers it is part of, each with the unit that holds its text."""
    found: dict[int, list[tuple[int, Alternative]]] = {}
    seen: set[Alternative] = set()
    for negotiated in compilation.units:
        here = negotiated.unit.index
        for merge in negotiated.merges:
            if merge not in seen:
                seen.add(merge)
                for unit in {here, *merge.units}:
                    found.setdefault(unit, []).append((here, merge))
    return found


def lay_out(compilation: Compilation, meeting: Meeting, numbering: Numbering | None = None) -> Outline:
    """Lay out part II of a paper on this compilation. numbering: where an edition was issued before, with the numbers printed in it."""
    units = [n.unit for n in compilation.units]
    news: dict[int | None, list[NewParagraph]] = {}
    for new in compilation.new_paragraphs:
        news.setdefault(new.after_unit, []).append(new)
    layout = _Layout(meeting.unit_name, news, units, numbering or Numbering())
    if None in news:
        layout.items.append(Point("0", "Before the first paragraph", (), tuple(news[None])))
    for negotiated in compilation.units:
        layout.add(negotiated)
    layout.close()
    return Outline(
        tuple(layout.items), layout.refs, meeting.unit_name, _merges_by_unit(compilation), {unit.index: unit.text for unit in units}
    )
