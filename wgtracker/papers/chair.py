"""Draw what only the Chair's copy has: a first page that runs the meeting, and marks under the points."""

from wgtracker.compile.meeting import Meeting
from wgtracker.compile.model import Compilation, NegotiatedUnit, NewParagraph
from wgtracker.papers.asides import draw_asides
from wgtracker.papers.masthead import plural
from wgtracker.papers.names import Roll, join_names
from wgtracker.papers.outline import Member, Outline, Point, proposers_of
from wgtracker.papers.pen import NAME, NUMBER, put
from wgtracker.papers.prose import capitalize, count
from wgtracker.papers.spots import Spot, phrase_for
from wgtracker.word.model import Inline, ParagraphOut, Run

PAGE = 48
"""Lines that the first page holds, as _lines_of counts them."""
WIDTH = 92
"""Letters in a line of the text column, when it is full of names."""
MARK = "Chair's copy – not for distribution".replace("'", "’")


def draw_first_page(compilation: Compilation, outline: Outline, roll: Roll, meeting: Meeting) -> list[ParagraphOut]:
    """Draw the page: which points are free, which have one proposal, several, deletions, alternatives; who differs where.

    It stays one page: what makes it longer is left to the points themselves, where it stands too. What is held or not yet placed
    follows on pages of its own where the first has no room for it.
    """
    points = [p for p in outline.points if p.members and p.title]
    numbered = [p for p in points if p.members[0].ref.label and p.members[0].negotiated.unit.kind in ("recommendation", "chapeau")]
    overview = _overview(points, numbered, roll, meeting.unit_name)
    out = [ParagraphOut((Run(f"{capitalize(plural(meeting.unit_name))} at a glance"),), "Heading1", keep_next=True)]
    lines = [_line(lead, items) for lead, items in overview if items]
    if _lines_of(lines) > PAGE:
        lines = [_line(lead, [item.partition(" (")[0] for item in items]) for lead, items in overview if items]
    out.extend(lines)
    stances = [line for point in points for line in draw_stances(point, roll, "WGEntry")]
    if stances and _lines_of([*out, *stances]) <= PAGE:
        out.extend((ParagraphOut((Run("Several proposals at one place"),), "Heading2", keep_next=True), *stances))
    return [*out, *_draw_waiting(compilation, outline, PAGE - _lines_of(out))]


def _draw_waiting(compilation: Compilation, outline: Outline, room: float) -> list[ParagraphOut]:
    """Draw what is held or not yet placed, on a new page where the first one has no room for it."""
    out: list[ParagraphOut] = []
    for title, asides in (
        ("Held by the Secretariat", draw_asides(compilation, outline, lambda s: s.held)),
        ("Not yet placed", draw_asides(compilation, outline, lambda s: s.unplaced)),
    ):
        if asides:
            out.append(ParagraphOut((Run(title),), "Heading2", keep_next=True))
            out.extend(asides)
    if out and _lines_of(out) > room:
        out[0] = ParagraphOut(out[0].inlines, "Heading2", keep_next=True, page_break_before=True)
    return out


def _lines_of(paragraphs: list[ParagraphOut]) -> float:
    """Estimate how many lines paragraphs fill, the space between them included."""
    sizes = (sum(len(inline.text) for inline in block.inlines if isinstance(inline, Run)) for block in paragraphs)
    return sum(1.6 + size // WIDTH for size in sizes)


def _overview(points: list[Point], numbered: list[Point], roll: Roll, unit_name: str) -> list[tuple[str, list[str]]]:
    free: list[str] = []
    one: list[str] = []
    several: list[str] = []
    for point in numbered:
        number = len(point.proposers)
        (free if not number else one if count_proposals(point) == 1 else several).append(point.tag)
    crowded = [number for point in points for number, _ in crowded_spots(point)]
    members = [(point, member) for point in points for member in point.members]
    units = [(m.ref.name.removeprefix(f"{unit_name} "), m.negotiated) for _, m in members]
    return [
        ("No proposals", free),
        ("One proposal", one),
        ("More than one proposal", several),
        ("Several proposals at one place", crowded),
        ("Deletion asked", [f"{name} ({join_names(roll.sort(u.deleted_by))})" for name, u in units if u.deleted_by]),
        ("Retention asked", [f"{name} ({join_names(roll.sort(u.retained_by))})" for name, u in units if u.retained_by]),
        ("Alternatives", [f"{name} ({join_names(roll.sort(v.by))})" for name, u in units for v in u.alternatives]),
        ("Moves and mergers", [f"{name} ({join_names(roll.sort(by))})" for name, u in units for by in _rearranged(u)]),
        ("New paragraphs", [f"{_name_new(n, p, m)} ({join_names(roll.sort(n.by))})" for p, m in members for n in m.news]),
    ]


def _name_new(new: NewParagraph, point: Point, member: Member) -> str:
    """Name a new paragraph on its own: a subparagraph with its point, 14 (c)."""
    if not new.label:
        return f"after {member.ref.name}"
    return f"{point.tag} {new.label}" if new.label.startswith("(") else new.label


def _rearranged(unit: NegotiatedUnit) -> list[frozenset[str]]:
    return [move.by for move in unit.moves] + [merge.by for merge in unit.merges]


def count_proposals(point: Point) -> int:
    """Count proposals: options, versions, requests for the whole, new paragraphs."""
    total = len(point.news_before)
    for member in point.members:
        unit = member.negotiated
        total += sum(len(spot.options) for spot in member.spots) + len(unit.alternatives) + len(unit.merges) + len(unit.moves)
        total += bool(unit.deleted_by) + bool(unit.retained_by) + len(member.news)
    return total


def _line(lead: str, items: list[str]) -> ParagraphOut:
    return ParagraphOut((Run(f"{lead}: ", NUMBER), Run(join_names(items))), "WGText")


def crowded_spots(point: Point) -> list[tuple[str, Spot]]:
    """List the spots of a point with several proposals, with their change numbers."""
    return [(number, spot) for member in point.members for number, spot in zip(member.numbers, member.spots) if len(spot.options) > 1]


def draw_stances(point: Point, roll: Roll, style: str) -> list[ParagraphOut]:
    """Say in neutral words who asks for what at each place with several proposals."""
    out = []
    for number, spot in crowded_spots(point):
        line: list[Inline] = [Run(f"{number} ", NUMBER)]
        for index, option in enumerate(sorted(spot.options, key=lambda option: roll.first(option.by))):
            act = phrase_for(spot.base, option.text) or ("other words" if spot.base.strip() else "added words")
            put(line, f"{'; ' if index else ''}{act}: ")
            put(line, join_names(roll.sort(option.by)), NAME)
        out.append(ParagraphOut(tuple(line), style, keep_next=style == "WGNote"))
    return out


def note_point(point: Point, roll: Roll) -> tuple[ParagraphOut, ...]:
    """Mark a point where several proposals meet, who stands where, and where the whole is asked to go while others amend it."""
    notes: list[str] = []
    stances = draw_stances(point, roll, "WGNote")
    if stances:
        numbers = [number for number, _ in crowded_spots(point)]
        places = "this place" if len(numbers) == 1 else "these places"
        notes.append(f"Several proposals at {places}: {', '.join(numbers)}.")
    for member in point.members:
        unit = member.negotiated
        others = proposers_of(member) - unit.deleted_by
        if unit.deleted_by and others:
            differ = f"{count(len(others), 'other delegation')} {'makes' if len(others) == 1 else 'make'}"
            notes.append(f"Deletion of {member.ref.name} is asked while {differ} other proposals on it.")
    marks = [ParagraphOut((Run(note),), "WGNote", keep_next=True) for note in notes]
    return (*marks[:1], *stances, *marks[1:]) if stances else tuple(marks)
