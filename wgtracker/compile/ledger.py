"""Keep what is found in one file while it is placed: items placed, held and unplaced, and the revisions that still need a place."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from wgtracker.compile.amend import NO_WORDS, Made
from wgtracker.compile.findings import Finding, changes_of, set_aside
from wgtracker.compile.model import Change
from wgtracker.word.model import Reading, Revision

SHARED = "Also in the file of {}: this file was made on that one"
SETTLED = "Already tracked in the draft itself"
TABLE = "A change of table rows or cells"
UNKNOWN = "The place of these words was not recognized"


class Ledger:
    """What was found in one file. settled: ids of the draft's own revisions; of_others: revision id -> the delegation whose it is."""

    def __init__(self, reading: Reading, settled: frozenset[int], of_others: Mapping[int, str]) -> None:
        self.reading, self.settled, self.of_others = reading, settled, of_others
        self.open = {r.id for r in reading.revisions if r.kind != "format"}
        self.placed: list[Finding] = []
        self.held: list[Finding] = []
        self.unplaced: list[Finding] = []

    def take(self, ids: Iterable[int]) -> tuple[Change, ...]:
        """Take revisions into an item: each once, and none that is another's or the draft's own."""
        mine = [i for i in ids if i in self.open and i not in self.settled and i not in self.of_others]
        self.open.difference_update(mine)
        return changes_of([self.reading.revisions[i] for i in mine])

    def keep(self, made: Made, at: int, finals: tuple[int, int] | None) -> None:
        """Take in what came of a group of paragraphs."""
        self.placed += [Finding(item, untracked, at, finals) for item, untracked in made.placed]
        self.held += [Finding(item, untracked, at, finals) for item, untracked in made.held]
        self.unplaced += [Finding(item, untracked, at, finals) for item, untracked in made.unplaced]

    def sweep(self, units_at: Mapping[int, int], units_above: Mapping[int, int]) -> None:
        """Give a place to every revision that no paragraph's words carried: other parts, tables, empty marks, other files' changes.

        units_at: physical paragraph -> its unit; units_above: of a paragraph that was put in, the unit above it.
        """

        def unit_at(source: int) -> int | None:
            return units_above.get(source, units_at.get(source))

        left = [revision for revision in self.reading.revisions if revision.id in self.open]
        for part in sorted({revision.part for revision in left if revision.part != "document"}):
            reason = f"This change stands outside of the body text ({part})"
            self._put_aside(self.unplaced, reason, [r for r in left if r.part == part], unit_at)
        body = [revision for revision in left if revision.part == "document"]
        self._put_aside(self.held, SETTLED, [r for r in body if r.id in self.settled], unit_at)
        for name in sorted(set(self.of_others.values())):
            self._put_aside(self.held, SHARED.format(name), [r for r in body if self.of_others.get(r.id) == name], unit_at)
        rest = [r for r in body if r.id not in self.settled and r.id not in self.of_others]
        table = [r for r in rest if r.kind.startswith(("row", "cell"))]
        self._put_aside(self.unplaced, TABLE, table, unit_at)
        text = [r for r in rest if not r.kind.startswith(("row", "cell"))]
        self._put_aside(self.unplaced, UNKNOWN, [r for r in text if r.text.strip()], unit_at)
        self._put_aside(self.held, NO_WORDS, [r for r in text if not r.text.strip()], unit_at)

    def _put_aside(self, where: list[Finding], reason: str, revisions: Sequence[Revision], unit_at: Callable[[int], int | None]) -> None:
        """Set revisions aside, one item a paragraph."""
        by_paragraph: dict[int, list[Revision]] = {}
        for revision in revisions:
            by_paragraph.setdefault(-1 if revision.source is None else revision.source, []).append(revision)
        for source, together in sorted(by_paragraph.items()):
            gone = " ".join(r.text.strip() for r in together if r.kind in ("delete", "move_from") and r.text.strip())
            come = " ".join(r.text.strip() for r in together if r.kind in ("insert", "move_to") and r.text.strip())
            where.append(Finding(set_aside("change", reason, gone, come, changes_of(together), unit_at(source)), (0, 0), max(source, 0)))
