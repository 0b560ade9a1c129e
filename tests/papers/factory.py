"""Make small compilations by hand, with the real text engine: what compile would hand over, without any Word file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wgtracker.compile.model import (
    Account,
    Alternative,
    Amendment,
    Aside,
    Comment,
    Compilation,
    Count,
    Delegation,
    Move,
    NegotiatedUnit,
    NewParagraph,
    Submission,
    Unit,
    UnitComment,
)
from wgtracker.text import diff, overlay

NOTHING = Count(0, 0, 0, 0)
EMPTY = Account(NOTHING, NOTHING, NOTHING)
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def unit(index: int, text: str, label: str = "", kind: str = "recommendation", level: int = 0, topic: str = "") -> Unit:
    """Make one unit of the draft."""
    return Unit(index, kind, label, topic, text, level, index)


def comment(
    number: str,
    on: int | None,
    text: str,
    anchor: str = "",
    parent: str | None = None,
    amendment: int | None = None,
    where: str = "document",
) -> Comment:
    """Make one comment bubble."""
    return Comment(number, on, amendment, where, anchor, "Office User", None, text, parent, False)


@dataclass
class Returned:
    """What one delegation returned, in plain terms; indexes are units'."""

    revised: Mapping[int, str] = field(default_factory=dict)
    alternatives: Mapping[int, str] = field(default_factory=dict)
    deleted: Sequence[int] = ()
    retained: Sequence[int] = ()
    moved: Mapping[int, int | None] = field(default_factory=dict)
    merged: Mapping[tuple[int, ...], str] = field(default_factory=dict)
    new: Sequence[tuple[int | None, str, str]] = ()
    comments: Sequence[Comment] = ()
    category: str = "State"
    received_at: str | None = "2020-09-24T10:05:00+02:00"
    late: bool | None = False
    on_behalf_of: str = ""
    held: Sequence[Aside] = ()
    unplaced: Sequence[Aside] = ()
    superseded_by: str | None = None
    unreadable: str = ""
    language: str = "en"
    by_hand: bool = False
    tracked: bool = True


def amendment(
    kind: str, on: int | None, units: Sequence[Unit], proposed: str, after: int | None = None, merged: tuple[int, ...] = ()
) -> Amendment:
    """Make the amendment that compile would make."""
    original = units[on].text if on is not None else ""
    edits = diff(original, proposed) if on is not None else ()
    return Amendment(kind, on, merged, after, original, proposed, edits, ("Office User",), (), True, False, ())


def _amendments(got: Returned, units: Sequence[Unit]) -> tuple[Amendment, ...]:
    made = [amendment("replace", on, units, text) for on, text in {**got.revised, **got.alternatives}.items()]
    made += [amendment("delete", on, units, "") for on in got.deleted]
    made += [amendment("retain", on, units, units[on].text) for on in got.retained]
    made += [amendment("move", on, units, units[on].text, after) for on, after in got.moved.items()]
    made += [amendment("merge", which[0], units, text, merged=which) for which, text in got.merged.items()]
    made += [amendment("new", None, units, text, after) for after, text, _ in got.new]
    return tuple(made)


def speaker(file: str) -> str:
    """Give the delegation of a file: "Chile#2" is the second file of Chile."""
    return file.partition("#")[0]


def _submission(name: str, got: Returned, units: Sequence[Unit]) -> Submission:
    return Submission(
        f"{name}.docx", speaker(name), got.category, got.language, got.on_behalf_of, True, SHA, got.received_at, got.late,
        got.superseded_by, _amendments(got, units), tuple(got.comments), tuple(got.held),
        tuple(got.unplaced), EMPTY, 0, (), got.unreadable,
    )  # fmt: skip


def _texts(index: int, returned: Mapping[str, Returned], pick: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, got in returned.items():
        values: Mapping[int, str] = getattr(got, pick)
        if not got.superseded_by and index in values:
            found.setdefault(values[index], []).append(speaker(name))
    return found


def _negotiate(one: Unit, returned: Mapping[str, Returned], submissions: Sequence[Submission]) -> NegotiatedUnit:
    here = one.index
    live = {name: got for name, got in returned.items() if not got.superseded_by}
    edits = {speaker(name): diff(one.text, got.revised[here]) for name, got in live.items() if here in got.revised}
    drawn = overlay(one.text, edits)
    moves: dict[int | None, set[str]] = {}
    for name, got in live.items():
        if here in got.moved:
            moves.setdefault(got.moved[here], set()).add(speaker(name))
    merges: dict[tuple[tuple[int, ...], str], set[str]] = {}
    for name, got in live.items():
        for which, text in got.merged.items():
            if which[0] == here:
                merges.setdefault((which, text), set()).add(speaker(name))
    return NegotiatedUnit(
        unit=one,
        overlay=drawn,
        drawn=drawn,
        alternatives=tuple(Alternative(text, frozenset(names), ()) for text, names in _texts(here, returned, "alternatives").items()),
        merges=tuple(Alternative(text, frozenset(names), which) for (which, text), names in merges.items()),
        moves=tuple(Move(after, frozenset(names)) for after, names in moves.items()),
        deleted_by=frozenset(speaker(name) for name, got in live.items() if here in got.deleted),
        retained_by=frozenset(speaker(name) for name, got in live.items() if here in got.retained),
        conflicts=(),
        comments=tuple(
            UnitComment(s.delegation, number, said)
            for number, s in enumerate(submissions)
            if not s.superseded_by
            for said in s.comments
            if said.unit == here
        ),
    )


def compile_by_hand(units: Sequence[Unit], returned: Mapping[str, Returned], order: Sequence[str] = ()) -> Compilation:
    """Put units and returned input together. order: the roll (default: as in `returned`)."""
    submissions = [_submission(name, got, units) for name, got in returned.items()]
    news: dict[tuple[int | None, str, str], set[str]] = {}
    said: dict[tuple[int | None, str, str], list[UnitComment]] = {}
    for number, (name, got) in enumerate(returned.items()):
        for nth, key in enumerate(got.new):
            news.setdefault(key, set()).add(speaker(name))
            place = len(submissions[number].amendments) - len(got.new) + nth
            said.setdefault(key, []).extend(UnitComment(speaker(name), number, c) for c in got.comments if c.amendment == place)
    names = list(order) or list(dict.fromkeys(s.delegation for s in submissions))
    categories = {s.delegation: s.category for s in submissions}
    return Compilation(
        "draft.docx",
        SHA,
        tuple(_negotiate(one, returned, submissions) for one in units),
        tuple(
            NewParagraph(after, "", text, frozenset(by), label, tuple(said[(after, text, label)]))
            for (after, text, label), by in news.items()
        ),
        tuple(submissions),
        tuple(Delegation(name, categories.get(name, "State"), name) for name in names),
        EMPTY,
        (),
    )


def aside(reason: str, original: str = "", proposed: str = "", kind: str = "change", on: int | None = None) -> Aside:
    """Make something held or unplaced."""
    return Aside(kind, reason, on, original, proposed, "Office User", None, (), "c1" if kind == "comment" else "")


def without(compilation: Compilation, name: str) -> Compilation:
    """Leave a delegation out of the roll only (a name the roll does not know)."""
    return compilation._replace(delegations=tuple(d for d in compilation.delegations if d.name != name))
