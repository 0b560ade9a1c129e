"""Bring all delegations' input together on each unit of the draft: the one place where the rolling text is computed.

The report, the papers and the pages draw what is made here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from wgtracker.compile.model import (
    Alternative,
    Amendment,
    Delegation,
    Move,
    NegotiatedUnit,
    Submission,
    Unit,
    UnitComment,
    UnitConflict,
)
from wgtracker.text import ALTERNATIVE_BELOW, Edits, Overlay, compose, overlay, rebase, similarity

LATER = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_EMPTY: frozenset[str] = frozenset()


class Voice(NamedTuple):
    """One amendment of one delegation."""

    name: str
    amendment: Amendment


def negotiate(units: Sequence[Unit], submissions: Sequence[Submission]) -> tuple[NegotiatedUnit, ...]:
    """Lay everything that is in force over the units. Superseded files have no voice."""
    voices: dict[int, list[Voice]] = {}
    for submission in submissions:
        if submission.superseded_by is not None:
            continue
        for amendment in submission.amendments:
            if amendment.unit is not None:
                voices.setdefault(amendment.unit, []).append(Voice(submission.delegation, amendment))
    comments = _gather_comments(submissions)
    return tuple([_negotiate(unit, voices.get(unit.index, ()), tuple(comments.get(unit.index, ()))) for unit in units])


def negotiate_some(units: Sequence[Unit], submissions: Sequence[Submission], wanted: Collection[int | None]) -> tuple[NegotiatedUnit, ...]:
    """Lay what is in force over the wanted units; the others stand there plain, with the mergers that their amendments make alone."""
    voices: dict[int, list[Voice]] = {}
    merging: dict[int, list[Voice]] = {}
    for submission in submissions:
        if submission.superseded_by is not None:
            continue
        for amendment in submission.amendments:
            if amendment.unit in wanted and amendment.unit is not None:
                voices.setdefault(amendment.unit, []).append(Voice(submission.delegation, amendment))
            elif amendment.kind == "merge" and amendment.unit is not None:
                merging.setdefault(amendment.unit, []).append(Voice(submission.delegation, amendment))
    comments = _gather_comments(submissions)
    return tuple(
        [
            _negotiate(unit, voices.get(unit.index, ()), tuple(comments.get(unit.index, ())))
            if unit.index in wanted
            else _leave_plain(unit, merging.get(unit.index, ()))
            for unit in units
        ]
    )


def _gather_comments(submissions: Sequence[Submission]) -> dict[int, list[UnitComment]]:
    comments: dict[int, list[UnitComment]] = {}
    for number, submission in enumerate(submissions):
        if submission.superseded_by is None:
            for comment in submission.comments:
                if comment.unit is not None:
                    comments.setdefault(comment.unit, []).append(UnitComment(submission.delegation, number, comment))
    return comments


def _leave_plain(unit: Unit, merging: Sequence[Voice]) -> NegotiatedUnit:
    plain = Overlay(unit.text, (), (), ())
    merges = _whole_texts(merging) if merging else ()
    return NegotiatedUnit(unit, plain, plain, (), merges, (), _EMPTY, _EMPTY, (), ())


def _negotiate(unit: Unit, voices: Sequence[Voice], comments: tuple[UnitComment, ...]) -> NegotiatedUnit:
    if not voices:
        plain = overlay(unit.text, {})
        return NegotiatedUnit(unit, plain, plain, (), (), (), _EMPTY, _EMPTY, (), comments)
    edits, kinds = _wordings(unit, voices)
    rolling = overlay(unit.text, edits)
    deleted_by = frozenset(voice.name for voice in voices if voice.amendment.kind == "delete")
    moves = _moves(voices)
    merges = _whole_texts([voice for voice in voices if voice.amendment.kind == "merge"])
    beside = {name for name in edits if "merge" in kinds[name] or _is_alternative(unit, edits[name], rolling, name)}
    alternatives = _alternatives(rolling, beside - {name for name in beside if "merge" in kinds[name]})
    drawn = overlay(unit.text, {name: edits[name] for name in edits if name not in beside}) if beside else rolling
    return NegotiatedUnit(
        unit=unit,
        overlay=rolling,
        drawn=drawn,
        alternatives=alternatives,
        merges=merges,
        moves=moves,
        deleted_by=deleted_by,
        retained_by=frozenset(voice.name for voice in voices if voice.amendment.kind == "retain"),
        conflicts=_conflicts(unit, rolling, deleted_by, set(edits), moves),
        comments=comments,
    )


def _wordings(unit: Unit, voices: Iterable[Voice]) -> tuple[dict[str, Edits], dict[str, set[str]]]:
    """Give each delegation's edits on the unit; two files of one delegation are read together where they do not clash."""
    edits: dict[str, Edits] = {}
    kinds: dict[str, set[str]] = {}
    for name, amendment in voices:
        if amendment.kind in ("delete", "retain") or not amendment.edits:
            continue
        name, both = _add_voice(unit, name, edits, amendment.edits)
        edits[name] = both
        kinds.setdefault(name, set()).add(amendment.kind)
    return edits, kinds


def _add_voice(unit: Unit, delegation: str, edits: Mapping[str, Edits], more: Edits) -> tuple[str, Edits]:
    """Join what a further file of a delegation says of a unit to what it said before, or name it apart where the two clash."""
    names = _names_of(delegation)
    while (name := next(names)) in edits:
        rebased = rebase(more, unit.text, edits[name])
        if not rebased.conflicts:
            return name, compose(edits[name], rebased.edits)
    return name, more


def _names_of(delegation: str) -> Iterator[str]:
    yield delegation
    for number in count(2):
        which = f"{LATER[number - 2]} submission" if number - 2 < len(LATER) else f"submission {number}"
        yield f"{delegation} ({which})"


def _is_alternative(unit: Unit, edits: Edits, rolling: Overlay, name: str) -> bool:
    """Tell whether a rewrite keeps so little of the unit that it is read better beside it than inside it."""
    struck = sum(edit.end - edit.start for edit in edits)
    if 2 * struck < len(unit.text):  # most words stay: no need to compare
        return False
    return similarity(unit.text, read_as(rolling, name)) < ALTERNATIVE_BELOW


def read_as(rolling: Overlay, name: str) -> str:
    """Give the text as one proposer would have it."""
    return "".join(
        segment.text
        for segment in rolling.segments
        if (segment.op == "insert" and name in segment.by)
        or (segment.op != "insert" and not (segment.op == "delete" and name in segment.by))
    )


def _alternatives(rolling: Overlay, names: Iterable[str]) -> tuple[Alternative, ...]:
    texts: dict[str, set[str]] = {}
    for name in sorted(names):
        texts.setdefault(read_as(rolling, name), set()).add(name)
    return tuple(Alternative(text, frozenset(by), ()) for text, by in texts.items())


def _whole_texts(voices: Iterable[Voice]) -> tuple[Alternative, ...]:
    texts: dict[tuple[str, tuple[int, ...]], set[str]] = {}
    for name, amendment in voices:
        texts.setdefault((amendment.proposed, amendment.units), set()).add(name)
    return tuple(Alternative(text, frozenset(by), units) for (text, units), by in sorted(texts.items()))


def _moves(voices: Iterable[Voice]) -> tuple[Move, ...]:
    where: dict[int | None, set[str]] = {}
    for name, amendment in voices:
        if amendment.kind == "move":
            where.setdefault(amendment.after_unit, set()).add(name)
    return tuple(Move(after, frozenset(by)) for after, by in sorted(where.items(), key=lambda move: -1 if move[0] is None else move[0]))


def _conflicts(
    unit: Unit, rolling: Overlay, deleted_by: frozenset[str], editors: set[str], moves: Sequence[Move]
) -> tuple[UnitConflict, ...]:
    found = [(one.kind, one.start, one.end, one.proposers) for one in rolling.conflicts]
    whole = len(unit.text)
    if deleted_by and editors - deleted_by:
        found.append(("delete_unit_against_edit", 0, whole, deleted_by | frozenset(editors)))
    if len(moves) > 1:
        found.append(("move_against_move", 0, whole, frozenset(name for move in moves for name in move.by)))
    return tuple(UnitConflict(f"{unit.index}.{n}", *conflict) for n, conflict in enumerate(found, start=1))


def order_delegations(delegations: Iterable[Delegation], categories: Sequence[str]) -> tuple[Delegation, ...]:
    """Put delegations in printing order: categories in order, then the alphabet; each name once."""
    by_name: dict[str, Delegation] = {}
    for delegation in delegations:
        by_name.setdefault(delegation.name, delegation)
    return tuple(sorted(by_name.values(), key=lambda one: (categories.index(one.category), one.sort_key, one.name)))
