"""Say what is asked for a unit as a whole: delete it, retain it, move it, merge it with others."""

from typing import NamedTuple

from wgtracker.compile.model import Alternative, Move
from wgtracker.papers.marks import compare
from wgtracker.papers.masthead import name_together
from wgtracker.papers.names import Roll
from wgtracker.papers.outline import Member, Outline


class Line(NamedTuple):
    """What is asked for a whole unit, by whom; a merger's text, as (words, are they in none of the merged units)."""

    words: str
    by: frozenset[str]
    text: tuple[tuple[str, bool], ...] = ()


def whole_unit_lines(member: Member, outline: Outline, roll: Roll) -> list[Line]:
    """List the lines in the order of the paper. A merger is printed where it is held; other units point there."""
    unit = member.negotiated
    name = member.ref.name
    lines: list[Line] = []
    if unit.deleted_by:
        lines.append(Line(f"Delete {name}", unit.deleted_by))
    if unit.retained_by:
        lines.append(Line("Retain as is", unit.retained_by))
    for move in sorted(unit.moves, key=lambda move: (roll.first(move.by), -1 if move.after_unit is None else move.after_unit)):
        lines.append(Line(_say_move(move, name, outline), move.by))
    here = unit.unit.index
    for where, merge in sorted(outline.merged_at.get(here, ()), key=lambda at: (roll.first(at[1].by), at[0], at[1].text)):
        lines.append(_say_merge(merge, where, here, outline))
    return lines


def _say_move(move: Move, name: str, outline: Outline) -> str:
    if move.after_unit is None:
        return f"Move {name} to the beginning of the text"
    target = outline.refs.get(move.after_unit)
    return f"Move {name} to after {target.name if target else 'another paragraph'}"


def _say_merge(merge: Alternative, where: int, here: int, outline: Outline) -> Line:
    refs = outline.refs
    units = [unit for unit in sorted({*merge.units, where}) if unit in refs]
    united = name_together([refs[unit].name for unit in units], outline.unit_name)
    if where == here:
        base = " ".join(outline.texts[unit] for unit in units)
        return Line(f"Merge {united} to read: ", merge.by, compare(base, merge.text).pieces)
    return Line(f"Merge {united}: text under {refs[where].name}", merge.by)
