"""Place what one returned file changes: each change in a unit of the draft, or held, or to be placed by hand.

The file is read from both sides (sides.py), its paragraphs are matched to the draft (align.py), and each connected group of
paragraphs (components.py) becomes one amendment (amend.py). The thresholds are those of docs/interfaces.md, "Held".
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wgtracker.compile.align import Index, align, rising
from wgtracker.compile.amend import ANOTHER_VERSION, NO_WORDS, Group, Made, amend, differs, new_paragraph
from wgtracker.compile.components import Component, components_of
from wgtracker.compile.findings import TEXT_KINDS, Finding, changes_of, set_aside
from wgtracker.compile.folding import count_letters
from wgtracker.compile.likeness import Line, is_alike
from wgtracker.compile.model import Amendment, Change, Unit
from wgtracker.compile.moves import join_moves
from wgtracker.compile.sides import Block, Side, read_blocks
from wgtracker.compile.units import label_of
from wgtracker.text import diff
from wgtracker.word.model import Reading, Revision
from wgtracker.word.workcopy import parse_bookmark

OTHER_VERSION = 3
"""From this many units on in which a tracked file's base differs from the draft, it was made on another version."""

WHOLE = 2 / 3
"""Share of the draft's points from which on a file is the whole draft, so that an absent one was taken out."""

NUMBERED = frozenset(("recommendation", "subparagraph", "chapeau"))
SHARED = "Also in the file of {}: this file was made on that one"
Signature = tuple[str, str, str | None, str]


class Draft(NamedTuple):
    """The base as placing needs it. digest: of its texts, as in workcopy bookmarks; revisions: its own tracked changes, if any."""

    units: tuple[Unit, ...]
    lookup: Index
    digest: str
    revisions: frozenset[Signature]
    strikes: frozenset[str]


class Placed(NamedTuple):
    """What was found in a file. units_at: physical paragraph -> unit of its original text; warnings in sentences."""

    placed: list[Finding]
    held: list[Finding]
    unplaced: list[Finding]
    units_at: dict[int, int]
    warnings: list[str]


class Spot(NamedTuple):
    """One original paragraph of the file that has words: its block, its place there, its words, its unit or None."""

    block: int
    original: int
    wording: Line
    side: Side
    unit: int | None


def signature(revision: Revision) -> Signature:
    """Give what makes two revisions of different files the same one."""
    return (revision.kind, revision.author, revision.date, revision.text)


def place(reading: Reading, draft: Draft, of_others: Mapping[int, str]) -> Placed:
    """Place one file's changes. of_others: revision id -> the delegation whose change it is (taken as never made here)."""
    settled = frozenset(r.id for r in reading.revisions if draft.revisions and signature(r) in draft.revisions)
    blocks = read_blocks(reading, settled, frozenset(of_others), draft.strikes)
    spots = _match(reading, blocks, draft)
    work = _Work(reading, draft, blocks, spots, settled, of_others)
    if work.is_another_document():
        work.place_nothing()
    else:
        work.place_blocks()
        work.place_reordered()
        work.place_missing()
        work.placed = join_moves(work.placed, draft.units)
    work.sweep()
    units_at = {at: spot.unit for spot in spots if spot.unit is not None for at in range(spot.side.first, spot.side.last + 1)}
    return Placed(work.placed, work.held, work.unplaced, units_at, work.warnings)


def _match(reading: Reading, blocks: Sequence[Block], draft: Draft) -> list[Spot]:
    where: list[tuple[int, int, Side]] = []
    lines: list[Line] = []
    paragraphs = reading.paragraphs
    for number, block in enumerate(blocks):
        for original, side in enumerate(block.originals):
            if side.text and not side.text.isspace():
                label, text, _ = label_of(side, paragraphs[side.first])
                bookmark = _bookmark_in(reading, side, draft.digest)
                lines.append(Line(label, text, bookmark))
                where.append((number, original, side))
    found = align(lines, draft.units, draft.lookup)
    return [Spot(number, original, line, side, unit) for (number, original, side), line, unit in zip(where, lines, found)]


def _bookmark_in(reading: Reading, side: Side, digest: str) -> int | None:
    """Give the unit that a hidden bookmark of this very draft names, if one starts in the paragraph."""
    for paragraph in reading.paragraphs[side.first : side.last + 1]:
        for name in paragraph.bookmarks:
            parsed = parse_bookmark(name)
            if parsed is not None and parsed[0] == digest:
                return parsed[1]
    return None


class _Work:
    """The placing of one file, step by step; each step adds to placed, held or unplaced."""

    def __init__(
        self, reading: Reading, draft: Draft, blocks: list[Block], spots: list[Spot], settled: frozenset[int], of_others: Mapping[int, str]
    ) -> None:
        self.reading, self.draft, self.blocks, self.spots = reading, draft, blocks, spots
        self.settled, self.of_others = settled, of_others
        self.kinds = {revision.id: revision.kind for revision in reading.revisions}
        self.spot_at = {(spot.block, spot.original): n for n, spot in enumerate(spots)}
        self.open = {r.id for r in reading.revisions if r.kind != "format"}
        self.placed: list[Finding] = []
        self.held: list[Finding] = []
        self.unplaced: list[Finding] = []
        self.warnings: list[str] = []
        matched = [n for n, spot in enumerate(spots) if spot.unit is not None]
        self.first, self.last = (matched[0], matched[-1]) if matched else (0, -1)
        self.units_found = {spots[n].unit for n in matched}
        self.missing = self._missing()
        self.other_version = self._is_tracked() and self._count_differences() >= OTHER_VERSION
        self.above: int | None = None

    def _is_tracked(self) -> bool:
        return any(r.kind in TEXT_KINDS and r.part == "document" and r.id not in self.settled for r in self.reading.revisions)

    def _missing(self) -> list[int]:
        """List the draft's units that a file of the whole draft lacks; what lies above or below its text does not count."""
        numbered = [unit.index for unit in self.draft.units if unit.kind in NUMBERED]
        present = [unit for unit in numbered if unit in self.units_found]
        if len(present) < WHOLE * len(numbered):
            return []
        return [
            unit.index
            for unit in self.draft.units
            if unit.index not in self.units_found and (unit.kind in NUMBERED or present[0] < unit.index < present[-1])
        ]

    def _count_differences(self) -> int:
        changed = sum(1 for spot in self.spots if spot.unit is not None and differs(spot.wording, self.draft.units[spot.unit]))
        extra = sum(1 for spot in self.spots[self.first : self.last] if spot.unit is None)
        return changed + extra + len(self.missing)

    # -------------------------------------------------------------- a file of this draft

    def place_blocks(self) -> None:
        """Place every block in the file's order."""
        if self.other_version:
            self.warnings.append(
                "Apart from its tracked changes this file differs from the draft in several places: it was made on another version. "
                "Those differences are held; the tracked changes are placed."
            )
        elif not self.missing and any(unit.index not in self.units_found for unit in self.draft.units if unit.kind in NUMBERED):
            self.warnings.append("This file holds only a part of the draft; points that it leaves out are taken as not commented on.")
        for number, block in enumerate(self.blocks):
            if not block.homes and block.originals == block.finals and len(block.originals) == 1:
                self._place_plain(number, block)
                continue
            for component in components_of(block, self.kinds):
                self._place_component(number, block, component)

    def _place_plain(self, number: int, block: Block) -> None:
        """Place a paragraph without any change: nothing to say, a difference from the draft, or one that the draft does not have."""
        at = self.spot_at.get((number, 0))
        if at is None:
            return
        spot = self.spots[at]
        if spot.unit is None or spot.wording.text != self.draft.units[spot.unit].text:
            self._place_component(number, block, Component((0,), (0,), ()))
        else:
            self.above = spot.unit

    def _place_component(self, number: int, block: Block, component: Component) -> None:
        spots = [self.spots[self.spot_at[(number, original)]] for original in component.originals]
        known = [spot for spot in spots if spot.unit is not None]
        changes = self._take(component.revisions)
        sides = tuple([block.finals[j] for j in component.finals])
        if known:
            units = tuple([self.draft.units[spot.unit] for spot in known if spot.unit is not None])
            originals = tuple([spot.wording for spot in known])
            finals = tuple([self._read_final(side, originals) for side in sides])
            seen = sides or tuple([side for side in block.finals if side.struck])
            made = amend(Group(units, originals, finals, seen, changes), self.other_version)
            self._keep(made, known[0].side.first, (sides[0].first, sides[-1].last) if sides else None)
            self.above = units[-1].index
        elif spots:
            self._place_foreign(spots[0], sides, changes)
        else:
            self._add_new(sides[0], changes, (0, 0))

    def _keep(self, made: Made, at: int, finals: tuple[int, int] | None) -> None:
        self.placed += [Finding(item, untracked, at, finals) for item, untracked in made.placed]
        self.held += [Finding(item, untracked, at, finals) for item, untracked in made.held]
        self.unplaced += [Finding(item, untracked, at, finals) for item, untracked in made.unplaced]

    def _read_final(self, side: Side, originals: Sequence[Line]) -> Line:
        """Read a final paragraph, taking off a typed label where its original had one."""
        label, _, offset = label_of(side, self.reading.paragraphs[side.first])
        if label and (self.reading.paragraphs[side.first].label or originals[0].label):
            return Line(label, side.text[offset:])
        return Line("", side.text)

    def _place_foreign(self, spot: Spot, sides: Sequence[Side], changes: tuple[Change, ...]) -> None:
        """Place a paragraph that the draft does not have and that no tracked change inserts."""
        original, final = spot.side.text.strip(), "\n".join(side.text.strip() for side in sides)
        at = spot.side.first
        untracked = (count_letters(original), sum(count_letters(side.struck) for side in sides))
        if changes:
            reason = "These changes are made to a paragraph that the draft does not have"
            self.unplaced.append(Finding(set_aside("change", reason, original, final, changes, self.above), untracked, at))
        elif self.other_version and self.spots[self.first].side.first < at < self.spots[self.last].side.first:
            self.held.append(Finding(set_aside("difference", ANOTHER_VERSION, "", final, (), self.above), untracked, at))
        elif sides and self._is_proposal(spot, final):
            self._add_new(sides[0], (), untracked)
        else:
            reason = "This text stands outside of the draft's paragraphs"
            self.unplaced.append(Finding(set_aside("difference", reason, "", final or original, (), self.above), untracked, at))

    def _is_proposal(self, spot: Spot, text: str) -> bool:
        """Tell a new paragraph typed without tracking from a letterhead, a signature or a note above or below the draft."""
        if spot.side.first < self.spots[self.first].side.first:
            return False
        if spot.side.first < self.spots[self.last].side.first or spot.wording.label:
            return True
        return len(text) >= 40 and text[-1:] in ".;:؛؟。；"

    def _add_new(self, side: Side, changes: tuple[Change, ...], untracked: tuple[int, int]) -> None:
        amendment = new_paragraph(side, self.reading.paragraphs[side.first], self.above, changes)
        self.placed.append(Finding(amendment, untracked, side.first, (side.first, side.last)))

    def place_reordered(self) -> None:
        """Take units that stand in another order than the draft's, without tracking, as moved."""
        pairs = [(n, spot.unit) for n, spot in enumerate(self.spots) if spot.unit is not None]
        in_order = set(rising([spot.unit for spot in self.spots]))
        for n, unit in pairs:
            if (n, unit) in in_order or unit is None:
                continue
            above = next((other for m, other in reversed(pairs) if m < n), None)
            self._move_untracked(unit, above, self.spots[n])

    def _move_untracked(self, unit: int, above: int | None, spot: Spot) -> None:
        letters = count_letters(self.draft.units[unit].text)
        for n, finding in enumerate(self.placed):
            if isinstance(finding.item, Amendment) and finding.item.unit == unit and finding.item.kind == "replace":
                amendment = finding.item._replace(kind="move", after_unit=above)
                self.placed[n] = finding._replace(item=amendment)
                return
        text = self.draft.units[unit].text
        if self.other_version:
            reason = "Made on another version: this paragraph stands at another place than in the draft"
            self.held.append(Finding(set_aside("difference", reason, text, text, (), unit), (letters, letters), spot.side.first))
            return
        amendment = Amendment("move", unit, (), above, text, text, (), (), (), False, False, ())
        self.placed.append(Finding(amendment, (letters, letters), spot.side.first))

    def place_missing(self) -> None:
        """Take units that a file of the whole draft lacks as proposed to be deleted, or hold them where it is another version."""
        for index in self.missing:
            text = self.draft.units[index].text
            untracked = (0, count_letters(text))
            if self.other_version:
                item = set_aside("difference", "Made on another version: the file does not have this paragraph", text, "", (), index)
                self.held.append(Finding(item, untracked, 0))
            else:
                amendment = Amendment("delete", index, (), None, text, "", diff(text, ""), (), (), False, False, ())
                self.placed.append(Finding(amendment, untracked, 0))

    # -------------------------------------------------------------- a file of something else, and what is left

    def is_another_document(self) -> bool:
        """Tell whether what matched is too little to be this draft or a part of it (nothing, or a heading in a letter).

        One point that is plainly the draft's tells a file of the draft; equal numbers with words that are only somewhat alike do not.
        """
        units = self.draft.units
        for _, _, wording, _, unit in self.spots:
            if unit is None or units[unit].kind not in NUMBERED:
                continue
            if wording.text == units[unit].text or wording.bookmark == unit or is_alike(wording.text, units[unit].text):
                return False
        letters = sum(count_letters(spot.wording.text) for spot in self.spots)
        matched = sum(count_letters(spot.wording.text) for spot in self.spots if spot.unit is not None)
        return 2 * matched < max(letters, 1)

    def place_nothing(self) -> None:
        """Put every paragraph of a file that is not of this draft on the list to be placed by hand."""
        reason = "The file is not made on this draft"
        self.warnings.append("This file is not made on this draft: none of its text was placed. Place by hand what it proposes.")
        for block in self.blocks:
            original = "\n".join(side.text.strip() for side in block.originals if side.text.strip())
            final = "\n".join(side.text.strip() for side in block.finals if side.text.strip())
            changes = self._take(block.homes)
            if original or final or changes:
                struck = sum(count_letters(side.struck) for side in block.finals)
                item = set_aside("difference", reason, "" if original == final else original, final, changes)
                self.unplaced.append(Finding(item, (count_letters(original), struck), block.originals[0].first))

    def sweep(self) -> None:
        """Give a place to every revision that no paragraph's words carried: other parts, tables, empty marks, other files' changes."""
        left = [revision for revision in self.reading.revisions if revision.id in self.open]
        for part in sorted({revision.part for revision in left if revision.part != "document"}):
            revisions = [revision for revision in left if revision.part == part]
            reason = f"This change stands outside of the body text ({part})"
            self._put_aside(self.unplaced, reason, revisions)
        body = [revision for revision in left if revision.part == "document"]
        self._put_aside(self.held, "Already tracked in the draft itself", [r for r in body if r.id in self.settled])
        for name in sorted(set(self.of_others.values())):
            revisions = [r for r in body if self.of_others.get(r.id) == name]
            self._put_aside(self.held, SHARED.format(name), revisions)
        rest = [r for r in body if r.id not in self.settled and r.id not in self.of_others]
        self._put_aside(self.unplaced, "A change of table rows or cells", [r for r in rest if r.kind.startswith(("row", "cell"))])
        self._put_aside(self.unplaced, "The place of these words was not recognized", [r for r in rest if r.text.strip()])
        bare = [r for r in rest if not r.text.strip() and not r.kind.startswith(("row", "cell"))]
        self._put_aside(self.held, NO_WORDS, bare)

    def _put_aside(self, where: list[Finding], reason: str, revisions: Sequence[Revision]) -> None:
        """Set revisions aside, one item a paragraph."""
        by_paragraph: dict[int, list[Revision]] = {}
        for revision in revisions:
            by_paragraph.setdefault(-1 if revision.source is None else revision.source, []).append(revision)
        for source, together in sorted(by_paragraph.items()):
            gone = " ".join(r.text.strip() for r in together if r.kind in ("delete", "move_from") and r.text.strip())
            come = " ".join(r.text.strip() for r in together if r.kind in ("insert", "move_to") and r.text.strip())
            unit = next((spot.unit for spot in self.spots if spot.side.first <= source <= spot.side.last), None)
            where.append(Finding(set_aside("change", reason, gone, come, changes_of(together), unit), (0, 0), max(source, 0)))

    def _take(self, ids: Iterable[int]) -> tuple[Change, ...]:
        """Take revisions into an item: each once, and none that is another's or the draft's own."""
        mine = [i for i in ids if i in self.open and i not in self.settled and i not in self.of_others]
        self.open.difference_update(mine)
        return changes_of([self.reading.revisions[i] for i in mine])
