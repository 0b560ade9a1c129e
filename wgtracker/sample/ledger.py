"""Keep the sample writer's own account of what each file asks for, in plain strings: the expected result of a compilation."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypedDict

from wgtracker.sample.texts import Draft


class Entry(TypedDict):
    """One expected amendment, as it stands in expected.json (a JSON shape, not a contract between floors).

    original, proposed: the file's own paragraphs, all rejected and all accepted; on_draft: the same change made on the draft's text
    (another text than proposed only where the file was made on an older draft). inserted, deleted: the words of the raw changes.
    """

    kind: str
    unit: int | None
    units: list[int]
    after_unit: int | None
    label: str
    original: str
    proposed: str
    on_draft: str
    authors: list[str]
    dates: list[str]
    tracked: bool
    by_hand: bool
    inserted: str
    deleted: str


class Remark(TypedDict):
    """One expected comment. held: "" | resolved | group (it recurs from the file of the group that was worked on)."""

    unit: int | None
    new_paragraph: str | None
    label: str
    anchor: str
    author: str
    date: str
    text: str
    reply_to: str | None
    resolved: bool
    held: str


class Held(TypedDict):
    """Something that a compilation must keep out of the State's own input. reason: group | older_draft."""

    reason: str
    kind: str
    unit: int | None
    after_unit: int | None
    original: str
    proposed: str


@dataclass(slots=True)
class Record:
    """The amendment of one unit (or one new paragraph) while it grows."""

    kind: str
    unit: int | None
    original: str
    proposed: str
    units: tuple[int, ...] = ()
    after: int | None = None
    authors: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    inserted: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    held: str = ""
    on_draft: str = ""


@dataclass(slots=True)
class Ledger:
    """All that one file asks for. way: tracked | plain | hand."""

    draft: Draft
    way: str = "tracked"
    records: list[Record] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    differences: list[Held] = field(default_factory=list)

    def of(self, unit: int) -> Record:
        """Return the record of a unit, opened when it is first touched."""
        for record in self.records:
            if record.unit == unit or unit in record.units:
                return record
        text = self.draft.passages[unit].text
        for difference in self.differences:
            text = difference["proposed"] if difference["unit"] == unit else text
        self.records.append(Record("replace", unit, text, text, on_draft=self.draft.passages[unit].text))
        return self.records[-1]

    def entries(self) -> Iterator[Entry]:
        """Yield the delegation's own amendments, in the order in which they were made; held ones are left out."""
        for record in self.records:
            if not record.held:
                yield self._entry(record)

    def _entry(self, record: Record) -> Entry:
        place = record.unit if record.unit is not None else record.after
        return Entry(
            kind=record.kind,
            unit=record.unit,
            units=list(record.units),
            after_unit=record.after,
            label="" if record.unit is None or place is None else labels(self.draft)[place],
            original=record.original,
            proposed=record.proposed,
            on_draft=record.on_draft if any(each["unit"] == record.unit for each in self.differences) else record.proposed,
            authors=sorted(record.authors),
            dates=sorted(record.dates),
            tracked=self.way == "tracked",
            by_hand=self.way == "hand",
            inserted="".join(record.inserted),
            deleted="".join(record.deleted),
        )


def labels(draft: Draft) -> list[str]:
    """Return the label of each unit as Word shows it ("A.", "3.", "(b)", ""), counted here and not read from a file."""
    out: list[str] = []
    heading = point = sub = 0
    for passage in draft.passages:
        if passage.kind == "heading":
            heading += 1
            out.append(chr(64 + heading) + ".")
        elif passage.kind == "point":
            point, sub = point + 1, 0
            out.append(f"{point}.")
        elif passage.kind == "sub":
            sub += 1
            out.append(f"({chr(96 + sub)})")
        else:
            out.append("")
    return out


def addresses(draft: Draft) -> dict[str, int]:
    """Return unit indexes by the names that the cast uses: "3", "5(a)", "A" (heading), "A chapeau", "title"."""
    out: dict[str, int] = {}
    point = heading = ""
    for index, (passage, label) in enumerate(zip(draft.passages, labels(draft), strict=True)):
        if passage.kind == "heading":
            heading = label.rstrip(".")
            out[heading] = index
        elif passage.kind == "point":
            point = label.rstrip(".")
            out[point] = index
        elif passage.kind == "sub":
            out[point + label] = index
        elif passage.kind == "chapeau":
            out[f"{heading} chapeau"] = index
        else:
            out[passage.kind] = index
    return out
