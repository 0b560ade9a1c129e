"""Make amendments of what a person types: a proposal written on a page, read out in the room, or taken from an e-mail.

Nothing of it is tracked; its letters are those of the comparison with the draft, so that the account of such a submission balances.
"""

from collections.abc import Sequence

from wgtracker.compile.folding import count_edits, count_letters
from wgtracker.compile.model import Account, Amendment, Comment, Count, Unit
from wgtracker.errors import BadInput
from wgtracker.text import diff, tokens

NO_CHANGE = "This is the text as it stands: nothing would change. Write what should read otherwise, or ask to retain the paragraph as is."
SPACES_ONLY = "Only spaces differ from the draft: nothing that a reader could see would change."
NO_WORDS = "Write the words of the new paragraph."
NO_SPAN = "Select the words that should stand in brackets."


def write_amendment(unit: Unit, proposed: str) -> Amendment:
    """Propose that a unit read as written; no words at all ask for its deletion, line feeds split it. Raises BadInput for no change."""
    lines = [line.strip() for line in proposed.split("\n") if line.strip()]
    if not lines:
        return write_deletion(unit)
    text = "\n".join(lines)
    if text == unit.text:
        raise BadInput(NO_CHANGE)
    if len(lines) == 1 and "".join(text.split()) == "".join(unit.text.split()):
        raise BadInput(SPACES_ONLY)
    return _amend("split" if len(lines) > 1 else "replace", unit, text)


def write_new(after_unit: int | None, text: str, level: int = 0) -> Amendment:
    """Propose a new paragraph below a unit (None: before the first). level: 1 or more for a sub-paragraph. BadInput without words."""
    proposed = "\n".join(line.strip() for line in text.split("\n") if line.strip())
    if not proposed:
        raise BadInput(NO_WORDS)
    return Amendment("new", None, (), after_unit, "", proposed, diff("", proposed), (), (), False, False, (), level)


def write_deletion(unit: Unit) -> Amendment:
    """Ask to delete a unit."""
    return _amend("delete", unit, "")


def write_retention(unit: Unit) -> Amendment:
    """Ask to retain a unit as it is."""
    return _amend("retain", unit, unit.text)


def write_move(unit: Unit, after_unit: int | None, proposed: str | None = None) -> Amendment:
    """Ask to put a unit after another (None: at the very beginning). proposed: as it should read there, if otherwise.

    Raises BadInput where it stands there already.
    """
    if after_unit == unit.index or after_unit == (unit.index - 1 if unit.index else None):
        raise BadInput("The paragraph stands there already: choose another place.")
    text = unit.text if proposed is None else proposed.strip()
    return _amend("move", unit, text)._replace(after_unit=after_unit)


def write_merger(units: Sequence[Unit], proposed: str) -> Amendment:
    """Ask to make one paragraph of several; its text is held at the first. Raises BadInput for fewer than two, or no words."""
    if len(units) < 2:
        raise BadInput("Choose two paragraphs or more to be merged.")
    if not proposed.strip():
        raise BadInput("Write how the merged paragraph should read.")
    return _amend("merge", units[0], proposed.strip())._replace(
        units=tuple(unit.index for unit in units), original="\n".join(unit.text for unit in units)
    )


def _amend(kind: str, unit: Unit, proposed: str) -> Amendment:
    edits = diff(unit.text, proposed)
    return Amendment(kind, unit.index, (), None, unit.text, proposed, edits, (), (), False, False, ())


def put_in_brackets(text: str, start: int, end: int) -> str:
    """Give a text with square brackets around a span, widened to whole words and without the spaces at its ends.

    start, end: code points. Raises BadInput for a span without words.
    """
    at = 0
    first = last = None
    for token in tokens(text):
        here, at = at, at + len(token)
        if at <= start or token.isspace():
            continue
        if here >= end or start >= end:
            break
        first = here if first is None else first
        last = at
    if first is None or last is None:
        raise BadInput(NO_SPAN)
    return f"{text[:first]}[{text[first:last]}]{text[last:]}"


def draw_up_typed(amendments: Sequence[Amendment], comments: Sequence[Comment], units: Sequence[Unit]) -> Account:
    """Draw up the account of a submission that was typed: letters by comparison, all of them placed; a move counts at both ends."""
    inserted = deleted = 0
    for amendment in amendments:
        more, less = count_typed(amendment, units)
        inserted, deleted = inserted + more, deleted + less
    return Account(*(Count(number, number, 0, 0) for number in (inserted, deleted, len(comments))))


def count_typed(amendment: Amendment, units: Sequence[Unit]) -> tuple[int, int]:
    """Count the letters that an amendment without tracked changes inserts and deletes."""
    if amendment.unit is None:
        return count_letters(amendment.proposed), 0
    base = units[amendment.unit].text
    if amendment.kind == "move":
        return count_letters(amendment.proposed), count_letters(base)
    if amendment.kind == "merge":
        base = "\n".join(units[index].text for index in amendment.units)
        return count_edits(base, diff(base, amendment.proposed))
    return count_edits(base, amendment.edits)
