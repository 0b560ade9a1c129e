"""Place what one returned file changes: each change in a unit of the draft, or held, or to be placed by hand.

The file is read from both sides (sides.py), its paragraphs are matched to the draft (align.py), and each connected group of
paragraphs (components.py) becomes one amendment (amend.py). The thresholds are those of docs/interfaces.md, "Held".
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from wgtracker.compile.align import Index, rising
from wgtracker.compile.amend import ANOTHER_VERSION, Group, amend, differs, new_paragraph
from wgtracker.compile.breaks import Break, find_breaks, settle_breaks, untracked_break
from wgtracker.compile.components import Component, components_of
from wgtracker.compile.findings import TEXT_KINDS, Finding, hold, set_aside
from wgtracker.compile.folding import count_letters, fold
from wgtracker.compile.ledger import Ledger
from wgtracker.compile.likeness import Line, is_alike
from wgtracker.compile.model import Amendment, Change, Unit
from wgtracker.compile.moves import join_moves
from wgtracker.compile.owed import Debt, list_owed
from wgtracker.compile.shared import leave_replacements
from wgtracker.compile.sides import Block, Side, read_blocks
from wgtracker.compile.spots import Spot, find_apart, list_units_above, match_spots
from wgtracker.compile.units import label_of
from wgtracker.text import diff
from wgtracker.word.model import Reading, Revision

OTHER_VERSION = 3
"""From this many units on in which a tracked file's base differs from the draft, it was made on another version."""

WHOLE = 2 / 3
"""Share of the draft's points, or of all its paragraphs, from which on a file is the whole draft, so that an absent one was taken out."""

NUMBERED = frozenset(("recommendation", "subparagraph", "chapeau"))
MIXED = "These changes join a paragraph of the draft with one that the draft does not have"
ADOPTED = "The draft already has this paragraph"
IN_PLACE = "The draft already has this paragraph at that place"
Signature = tuple[str, str, str | None, str]


class Draft(NamedTuple):
    """The base as placing needs it. digest: of its texts, as in workcopy bookmarks; revisions: its own tracked changes, if any."""

    units: tuple[Unit, ...]
    lookup: Index
    digest: str
    revisions: frozenset[Signature]
    strikes: frozenset[str]


class Placed(NamedTuple):
    """What was found in a file. units_at: physical paragraph -> unit of its original text; warnings in sentences.

    owed: what some item has to answer for, noted before anything was placed.
    """

    placed: list[Finding]
    held: list[Finding]
    unplaced: list[Finding]
    units_at: dict[int, int]
    warnings: list[str]
    owed: list[Debt]


def signature(revision: Revision) -> Signature:
    """Give what makes two revisions of different files the same one."""
    return (revision.kind, revision.author, revision.date, revision.text)


def place(reading: Reading, draft: Draft, of_others: Mapping[int, str]) -> Placed:
    """Place one file's changes. of_others: revision id -> the delegation whose change it is (taken as never made here)."""
    if of_others:
        of_others = leave_replacements(reading, of_others)
    settled = frozenset(r.id for r in reading.revisions if draft.revisions and signature(r) in draft.revisions)
    blocks = read_blocks(reading, settled, frozenset(of_others), draft.strikes)
    apart = find_apart(reading, blocks, draft.lookup)
    if apart:
        blocks = read_blocks(reading, settled, frozenset(of_others), draft.strikes, apart)
    spots = match_spots(reading, blocks, draft.units, draft.lookup, draft.digest)
    breaks = find_breaks(blocks, spots, draft.units)
    spots = settle_breaks(spots, breaks)
    merged = frozenset(unit for one in breaks for unit in one.units)
    work = _Work(reading, draft, blocks, spots, settled, of_others, merged)
    work.take_breaks(breaks)
    units_at = {at: spot.unit for spot in spots if spot.unit is not None for at in range(spot.side.first, spot.side.last + 1)}
    is_another = work.is_another_document()
    owed = list_owed(blocks, spots, draft.units, () if is_another else work.missing)
    if is_another:
        work.place_nothing()
    else:
        work.place_blocks()
        work.place_reordered()
        work.place_missing()
        work.placed = join_moves(work.placed, draft.units)
        work.hold_moves_in_place()
    work.sweep(units_at, list_units_above(spots))
    if is_another:
        return Placed(work.placed, work.held, work.unplaced, {}, work.warnings, owed)
    for finding in (*work.held, *(f for f in work.placed if f.item.unit in work.split)):
        if finding.finals is not None and finding.item.unit is not None:
            for at in range(finding.finals[0], finding.finals[1] + 1):
                units_at.setdefault(at, finding.item.unit)
    return Placed(work.placed, work.held, work.unplaced, units_at, work.warnings, owed)


class _Work(Ledger):
    """The placing of one file, step by step; each step adds to placed, held or unplaced."""

    def __init__(
        self,
        reading: Reading,
        draft: Draft,
        blocks: list[Block],
        spots: list[Spot],
        settled: frozenset[int],
        of_others: Mapping[int, str],
        merged: frozenset[int],
    ) -> None:
        super().__init__(reading, settled, of_others)
        self.draft, self.blocks, self.spots = draft, blocks, spots
        self.kinds = {revision.id: revision.kind for revision in reading.revisions}
        self.spot_at = {(spot.block, spot.original): n for n, spot in enumerate(spots)}
        self.warnings: list[str] = []
        matched = [n for n, spot in enumerate(spots) if spot.unit is not None]
        self.first, self.last = (matched[0], matched[-1]) if matched else (0, -1)
        self.units_found = {spots[n].unit for n in matched}
        self.in_order = all(one < other for one, other in pairwise([spots[n].unit or 0 for n in matched]))
        self.units_found |= merged
        self.adopted = self._adopted()
        self.missing = self._missing()
        self.other_version = self._is_tracked() and self._count_differences() >= OTHER_VERSION
        self.above: int | None = None
        self.breaks: dict[int, Break | None] = {}
        self.split: set[int | None] = set()

    def _is_tracked(self) -> bool:
        return any(r.kind in TEXT_KINDS and r.part == "document" and r.id not in self.settled for r in self.reading.revisions)

    def _adopted(self) -> set[int]:
        """Find units that the file does not have but puts in by a tracked change: what it proposes is in the draft already."""
        if len(self.units_found) == len(self.draft.units):
            return set()
        found: set[int] = set()
        for block in self.blocks:
            if block.homes:
                for side in block.finals:
                    found.update(self._units_reading(side))
        return found - self.units_found

    def _units_reading(self, side: Side) -> tuple[int, ...]:
        if not side.text.strip():
            return ()
        _, text, _ = label_of(side, self.reading.paragraphs[side.at])
        return self.draft.lookup.folded.get(fold(text), ())

    def _missing(self) -> list[int]:
        """List the draft's units that a file of the whole draft lacks; what lies above or below its text does not count."""
        numbered = [unit.index for unit in self.draft.units if unit.kind in NUMBERED]
        present = [unit for unit in numbered if unit in self.units_found]
        if len(present) < WHOLE * len(numbered) and (not present or len(self.units_found) < WHOLE * len(self.draft.units)):
            return []
        return [
            unit.index
            for unit in self.draft.units
            if unit.index not in self.units_found
            and unit.index not in self.adopted
            and (unit.kind in NUMBERED or present[0] < unit.index < present[-1])
        ]

    def _count_differences(self) -> int:
        changed = sum(1 for spot in self.spots if spot.unit is not None and differs(spot.wording, self.draft.units[spot.unit]))
        extra = sum(1 for spot in self.spots[self.first : self.last] if spot.unit is None)
        return changed + extra + len(self.missing)

    # -------------------------------------------------------------- a file of this draft

    def take_breaks(self, breaks: Sequence[Break]) -> None:
        """Take splits and merges that no tracked change made as proposals; in a file made on another version they are differences."""
        if self.other_version:
            return
        for found in breaks:
            self.breaks.update(dict.fromkeys(found.blocks))
            self.breaks[found.blocks[0]] = found
            self.split.update(found.units)

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
            if number in self.breaks:
                self._place_break(self.breaks[number])
            elif not block.homes and block.originals == block.finals and len(block.originals) == 1:
                self._place_plain(number, block)
            else:
                for component in components_of(block, self.kinds):
                    self._place_component(number, block, component)

    def _place_break(self, found: Break | None) -> None:
        """Place a split or a merge that no tracked change made; None: it was placed with the paragraph above."""
        if found is None:
            return
        item = untracked_break(found, [self.draft.units[unit] for unit in found.units])
        self.placed.append(Finding(item, (0, 0), found.first, (found.first, found.last)))
        self.above = found.units[-1]

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
        changes = self.take(component.revisions)
        sides = tuple([block.finals[j] for j in component.finals])
        if known and len(known) < len(spots):
            self._place_mixed(spots, sides, changes)
            self.above = known[-1].unit
        elif known:
            units = tuple([self.draft.units[spot.unit] for spot in known if spot.unit is not None])
            originals = tuple([spot.wording for spot in known])
            finals = tuple([self._read_final(side, originals) for side in sides])
            seen = sides or tuple([side for side in block.finals if side.struck])
            made = amend(Group(units, originals, finals, seen, changes), self.other_version)
            self.keep(made, known[0].side.first, (sides[0].first, sides[-1].last) if sides else None)
            self.above = units[-1].index
        elif spots:
            self._place_foreign(spots[0], sides, changes)
        else:
            self._add_new(sides[0], changes, (0, 0))

    def _read_final(self, side: Side, originals: Sequence[Line]) -> Line:
        """Read a final paragraph, taking off a typed label where its original had one."""
        label, _, offset = label_of(side, self.reading.paragraphs[side.at])
        if label and (self.reading.paragraphs[side.at].label or originals[0].label):
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
        elif sides and self._is_proposal(spot, sides[0], final):
            self._add_new(sides[0], (), untracked)
        else:
            reason = "This text stands outside of the draft's paragraphs"
            self.unplaced.append(Finding(set_aside("difference", reason, "", final or original, (), self.above), untracked, at))

    def _place_mixed(self, spots: Sequence[Spot], sides: Sequence[Side], changes: tuple[Change, ...]) -> None:
        """Leave to a person a paragraph that was joined from one of the draft and one that the draft does not have."""
        original, final = ("\n".join(side.text.strip() for side in some) for some in ([spot.side for spot in spots], sides))
        unit = next(spot.unit for spot in spots if spot.unit is not None)
        foreign = sum(count_letters(spot.side.text) for spot in spots if spot.unit is None)
        item = set_aside("change" if changes else "difference", MIXED, original, final, changes, unit)
        self.unplaced.append(Finding(item, (foreign, sum(count_letters(side.struck) for side in sides)), spots[0].side.first))

    def _is_proposal(self, spot: Spot, side: Side, text: str) -> bool:
        """Tell a new paragraph typed without tracking from a letterhead, a signature or a note above or below the draft."""
        if spot.side.first < self.spots[self.first].side.first:
            return False
        if spot.side.first < self.spots[self.last].side.first or spot.wording.label or side.marked.strip() == text:
            return True
        return len(text) >= 40 and text[-1:] in ".;:؛؟。；"

    def _add_new(self, side: Side, changes: tuple[Change, ...], untracked: tuple[int, int]) -> None:
        amendment = new_paragraph(side, self.reading.paragraphs[side.at], self.above, changes)
        if self.adopted and changes and not self.adopted.isdisjoint(self._units_reading(side)):
            unit = min(self.adopted.intersection(self._units_reading(side)))
            self.held.append(Finding(hold(amendment, ADOPTED)._replace(unit=unit), untracked, side.first, (side.first, side.last)))
            self.above = unit
            return
        self.placed.append(Finding(amendment, untracked, side.first, (side.first, side.last)))

    def place_reordered(self) -> None:
        """Take units that stand in another order than the draft's, without tracking, as moved."""
        if self.in_order:
            return
        gone = {f.item.unit for f in self.placed if isinstance(f.item, Amendment) and f.item.kind == "delete"}
        staying = [None if spot.unit in gone else spot.unit for spot in self.spots]
        pairs = [(n, unit) for n, unit in enumerate(staying) if unit is not None]
        in_order = set(rising(staying))
        for n, unit in pairs:
            if (n, unit) in in_order:
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

    def hold_moves_in_place(self) -> None:
        """Hold moves that bring a paragraph to where the draft has it: the file was made before it was moved there."""
        for finding in [f for f in self.placed if isinstance(f.item, Amendment) and f.item.kind == "move" and not f.item.edits]:
            item = finding.item
            if isinstance(item, Amendment) and item.unit is not None and item.after_unit == (item.unit - 1 if item.unit else None):
                self.placed.remove(finding)
                self.held.append(finding._replace(item=hold(item, IN_PLACE)))

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
            changes = self.take(block.homes)
            if original or final or changes:
                struck = sum(count_letters(side.struck) for side in block.finals)
                item = set_aside("difference", reason, "" if original == final else original, final, changes)
                self.unplaced.append(Finding(item, (count_letters(original), struck), block.originals[0].first))
