"""Make the amendment that a group of paragraphs amounts to, on the words of the draft.

What the delegation tracked is carried over to the draft's own spelling; what its base has otherwise than the draft is a difference,
taken as an untracked proposal or held where the base is plainly another version.
"""

from collections.abc import Sequence
from typing import NamedTuple

from wgtracker.compile.findings import authors_of, dates_of, set_aside
from wgtracker.compile.folding import carry, count_edits, count_letters, fold, respell
from wgtracker.compile.likeness import Line
from wgtracker.compile.model import Amendment, Aside, Change, Unit
from wgtracker.compile.sides import Side
from wgtracker.text import Edits, apply, diff, rebase
from wgtracker.word.model import ParagraphIn

ANOTHER_VERSION = "Made on another version: the draft does not have these words, and no tracked change makes them"
CLASHES = "Made on another version: these tracked changes touch words that the draft does not have"
SPACES_ONLY = "Changes white space only"
LABEL_ONLY = "Changes the number of a paragraph, not its words"
UNDONE = "These changes undo each other: the words stay as they are"
ALREADY = "The draft already has these words"
NO_WORDS = "A tracked change without words (an empty line, a picture or a note mark)"

Item = tuple[Amendment | Aside, tuple[int, int]]
"""An amendment or aside, with the letters (inserted, deleted) in it that no tracked change records."""


class Made(NamedTuple):
    """What came of a group of paragraphs."""

    placed: tuple[Item, ...] = ()
    held: tuple[Item, ...] = ()
    unplaced: tuple[Item, ...] = ()


class Group(NamedTuple):
    """Paragraphs of a file that belong together, and the units they stand for. sides: the finals as read, with what is marked by hand."""

    units: tuple[Unit, ...]
    originals: tuple[Line, ...]
    finals: tuple[Line, ...]
    sides: tuple[Side, ...]
    changes: tuple[Change, ...]


def differs(wording: Line, unit: Unit) -> bool:
    """Tell whether a paragraph's original text is not the draft's, accidents of Word aside."""
    return wording.text != unit.text and fold(wording.text) != fold(unit.text)


def amend(group: Group, other_version: bool) -> Made:
    """Make the amendment of a group. other_version: the file's base is another version of the draft, so differences are held."""
    if any(differs(wording, unit) for wording, unit in zip(group.originals, group.units)):
        return _hold_difference(group) if other_version else _take_difference(group)
    base, original, final = _texts(group)
    proposed = carry(original, final, base)
    if proposed is None:
        proposed = respell(final, base)
    return _finish(group, proposed, (0, _struck(group)))


def new_paragraph(side: Side, first: ParagraphIn, above: int | None, changes: tuple[Change, ...]) -> Amendment:
    """Make the amendment that proposes a new paragraph below unit `above`."""
    text = side.text.strip()
    return Amendment(
        kind="new",
        unit=None,
        units=(),
        after_unit=above,
        original="",
        proposed=text,
        edits=diff("", text),
        authors=authors_of(changes),
        dates=dates_of(changes),
        tracked=bool(changes),
        by_hand=not changes and bool(side.marked.strip()),
        changes=changes,
        level=first.level or 0,
    )


def _texts(group: Group) -> tuple[str, str, str]:
    """Join a group's texts: the draft's, the file's original, the file's final."""
    return (
        "\n".join([unit.text for unit in group.units]),
        "\n".join([wording.text for wording in group.originals]),
        "\n".join([wording.text for wording in group.finals]).strip(),
    )


def _struck(group: Group) -> int:
    return sum([count_letters(side.struck) for side in group.sides if side.struck])


def _take_difference(group: Group) -> Made:
    """Take what differs from the draft without tracking as proposed, beside what is tracked."""
    base, original, final = _texts(group)
    if group.changes:
        was = respell(original, base)
        inserted, deleted = count_edits(base, diff(base, was))
        untracked = (inserted, deleted + _struck(group))
    else:
        untracked = count_edits(base, diff(base, respell(final, base)))
    return _finish(group, respell(final, base), untracked)


def _hold_difference(group: Group) -> Made:
    """Hold what differs from the draft without tracking; carry the tracked changes over to the draft's words."""
    base, original, final = _texts(group)
    was = respell(original, base)
    index = group.units[0].index
    difference: Item = (set_aside("difference", ANOTHER_VERSION, base, was, (), index), count_edits(base, diff(base, was)))
    if not group.changes and not _struck(group):
        return Made(held=(difference,))
    will = carry(original, final, was)
    rebased = rebase(diff(was, respell(final, was) if will is None else will), was, diff(was, base))
    if rebased.conflicts:
        clash = set_aside("change", CLASHES, original, final, group.changes, index)
        return Made(held=(difference, (clash, (0, _struck(group)))))
    made = _finish(group, apply(base, rebased.edits), (0, _struck(group)))
    return Made(made.placed, (difference, *made.held), made.unplaced)


def _finish(group: Group, proposed: str, untracked: tuple[int, int]) -> Made:
    base, original, _ = _texts(group)
    unit = group.units[0]
    kind = _kind_of(group)
    if kind == "replace" and proposed == base:
        return _without_words(group, untracked)
    edits = diff(unit.text, proposed)
    if kind == "replace" and _is_blank(unit.text, edits):
        item = set_aside("change" if group.changes else "difference", SPACES_ONLY, base, proposed, group.changes, unit.index)
        return Made(held=((item, untracked),) if group.changes else ())
    amendment = Amendment(
        kind=kind,
        unit=unit.index,
        units=tuple([one.index for one in group.units]) if kind == "merge" else (),
        after_unit=None,
        original=original if group.changes else base,
        proposed=proposed,
        edits=edits,
        authors=authors_of(group.changes),
        dates=dates_of(group.changes),
        tracked=bool(group.changes),
        by_hand=_is_by_hand(group, [edit.new for edit in edits]),
        changes=group.changes,
    )
    return Made(placed=((amendment, untracked),))


def _is_blank(base: str, edits: Edits) -> bool:
    """Tell whether edits change white space only."""
    return all("".join(new.split()) == "".join(base[start:end].split()) for start, end, new in edits)


def _kind_of(group: Group) -> str:
    if not group.finals:
        return "delete"
    if len(group.units) > 1:
        return "merge"
    return "split" if len(group.finals) > 1 else "replace"


def _without_words(group: Group, untracked: tuple[int, int]) -> Made:
    """Keep track of changes that leave the words as they are: a changed number is for a person, the rest is held."""
    base, _, final = _texts(group)
    labels = {wording.label for wording in group.originals} | {wording.label for wording in group.finals}
    if not group.changes and untracked == (0, 0):
        return _undone_by_hand(group, base)
    if len(labels) > 1:
        before, after = group.originals[0].label, group.finals[0].label
        item = set_aside("change", LABEL_ONLY, f"{before} {base}".strip(), f"{after} {final}".strip(), group.changes, group.units[0].index)
        return Made(unplaced=((item, untracked),))
    words = [change.text for change in group.changes if change.text.strip()]
    reason = UNDONE if words else NO_WORDS
    if words and any(differs(wording, unit) for wording, unit in zip(group.originals, group.units)):
        reason = ALREADY
    return Made(held=((set_aside("change", reason, base, "".join(words), group.changes, group.units[0].index), untracked),))


def _undone_by_hand(group: Group, base: str) -> Made:
    """Hold words that were typed without tracking and then struck by hand; where there are none nothing is left to say."""
    struck = _struck(group)
    if not struck:
        return Made()
    words = "".join([side.struck for side in group.sides])
    return Made(held=((set_aside("difference", UNDONE, base, words, (), group.units[0].index), (struck, struck)),))


def _is_by_hand(group: Group, added: Sequence[str]) -> bool:
    """Tell whether the change was marked by hand: struck words, or new words in bold, colour, underline or highlight."""
    if any(side.struck.strip() for side in group.sides):
        return True
    if group.changes:
        return False
    marked = fold("".join([side.marked for side in group.sides]))
    return bool(marked) and any(fold(words) and fold(words) in marked for words in added)
