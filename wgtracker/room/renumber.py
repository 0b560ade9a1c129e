"""Give the final numbers at the close: continuous, with references to paragraphs following them; what cannot follow is listed.

UN Editorial Manual, paragraphs and subparagraphs: paragraphs are numbered in one sequence, subparagraphs with letters, those below with
small Roman numbers. *bis*, *ter* and *alt* are for negotiating, and go.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wgtracker.compile.labels import LATIN
from wgtracker.papers.outline import number_in
from wgtracker.room import model as r
from wgtracker.room.lay import Placed
from wgtracker.room.life import SETTLED, Status

ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv xxvi".split()
USUAL = ("paragraph", "recommendation", "discussion point", "point")
"""What a text calls the paragraphs of its own, beside the meeting's name for them."""


class Numbered(NamedTuple):
    """A unit of the final text. old, new: its label before and after ("3 bis", "4."); text: with references rewritten."""

    unit: int
    old: str
    new: str
    text: str


class Rewritten(NamedTuple):
    """A reference that follows its paragraph: as it was and as it is now."""

    unit: int
    before: str
    after: str


class Dangling(NamedTuple):
    """A reference to what is not in the final text (or was never there); it is left as it is."""

    unit: int
    words: str
    number: str


class Leftover(NamedTuple):
    """What is not settled. what: "status" | "bracket" | "parked" | "undecided" | "reservation"; words: those concerned; by: whose."""

    unit: int
    what: str
    words: str
    by: tuple[str, ...]


class Numbering(NamedTuple):
    """The close: the units that stay, in order; references that follow, and that do not; what is left over."""

    units: tuple[Numbered, ...]
    rewritten: tuple[Rewritten, ...]
    dangling: tuple[Dangling, ...]
    leftovers: tuple[Leftover, ...]


def renumber(units: Sequence[Placed], unit_name: str = "recommendation") -> Numbering:
    """Number what is agreed or adopted. unit_name: what the meeting calls a paragraph; headings stay above something that stays."""
    kept = _keep(units)
    labels = _label(kept)
    by_old = _map(units, labels)
    rewritten: list[Rewritten] = []
    dangling: list[Dangling] = []
    pattern = _pattern(unit_name)
    final = []
    for unit in kept:
        text = _rewrite(unit, pattern, by_old, rewritten, dangling)
        final.append(Numbered(unit.id, unit.label, labels[unit.id], text))
    return Numbering(tuple(final), tuple(rewritten), tuple(dangling), list_leftovers(units))


def _keep(units: Sequence[Placed]) -> list[Placed]:
    """Give what stays: settled units, and headings and unnumbered text above something that stays."""
    kept: list[Placed] = []
    pending: list[Placed] = []
    for unit in units:
        if unit.kind == "heading":
            pending = [one for one in pending if one.level < unit.level] + [unit]
        elif unit.state.status in SETTLED:
            kept += pending
            kept.append(unit)
            pending = []
    return kept


def _label(units: Sequence[Placed]) -> dict[int, str]:
    labels: dict[int, str] = {}
    number, depths = 0, [0] * 10
    for unit in units:
        if unit.kind == "subparagraph":
            depth = max(1, min(unit.level, 9))
            depths[depth] += 1
            depths[depth + 1 :] = [0] * (9 - depth)
            labels[unit.id] = f"({_letter(depths[depth])})" if depth % 2 else f"({ROMAN[(depths[depth] - 1) % len(ROMAN)]})"
        elif unit.kind in ("recommendation", "chapeau") and unit.label:
            number += 1
            depths = [0] * 10
            labels[unit.id] = f"{number}."
        else:
            labels[unit.id] = unit.label if unit.kind == "heading" else ""
    return labels


def _letter(number: int) -> str:
    """Give a, b … z, aa, bb … as lists in documents go on."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _map(units: Sequence[Placed], labels: Mapping[int, str]) -> dict[str, str | None]:
    """Give old number -> new number ("3 bis (a)" -> "4 (a)"); None for what is not in the final text."""
    found: dict[str, str | None] = {}
    above_old = above_new = ""
    for unit in units:
        new = labels.get(unit.id)
        if unit.kind == "subparagraph" and above_old:
            old = _plain(f"{above_old} {unit.label.strip().rstrip('.;')}")
            found.setdefault(old, None if new is None or not above_new else f"{above_new} {new}")
        elif unit.kind in ("recommendation", "chapeau") and number_in(unit.label):
            above_old = _plain(number_in(unit.label))
            above_new = "" if new is None else new.rstrip(".")
            found.setdefault(above_old, above_new or None)
    return found


def _plain(number: str) -> str:
    return " ".join(number.lower().split())


_NUMBER = rf"\d+(?:\s+(?:{'|'.join(LATIN)}|alt))*(?:\s*\([a-z]+\))*"
_ONE = re.compile(_NUMBER, re.IGNORECASE)
_FOREIGN = re.compile(
    r"\s*,?\s*(?:\([a-z]+\)\s*)?(?:of|to|in)\s+(?:the\s+|its\s+)?(?!present|this)(?:\w+\s+)?"
    r"(?:article|resolution|decision|protocol|convention|annex|report|document|general assembly|security council|conference)",
    re.IGNORECASE,
)
"""What follows a number that belongs to another document: "paragraph 3 of resolution 9/1", "paragraph 2 of article 6"."""
_BEFORE = re.compile(r"(?:article\s+\d+\s*,\s*|resolution\s+[\d/]+\s*,\s*|decision\s+[\d/]+\s*,\s*)$", re.IGNORECASE)
"""What stands before one: "article 9, paragraph 5", "resolution 9/1, paragraph 2"."""


def _pattern(unit_name: str) -> re.Pattern[str]:
    words = sorted({*USUAL, unit_name.lower(), unit_name.lower().removeprefix("draft ")}, key=len, reverse=True)
    name = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(
        rf"\b(?P<name>(?:draft\s+)?(?:{name})s?|paras?\.)(?P<gap>\s+)"
        rf"(?P<numbers>{_NUMBER}(?:\s*(?:,|-|–|to|and|or|,\s*and|,\s*or)\s*{_NUMBER})*)",
        re.IGNORECASE,
    )


def _rewrite(
    unit: Placed, pattern: re.Pattern[str], by_old: Mapping[str, str | None], rewritten: list[Rewritten], dangling: list[Dangling]
) -> str:
    text = unit.state.text

    def follow(found: re.Match[str]) -> str:
        if _FOREIGN.match(text, found.end()) or _BEFORE.search(text, 0, found.start()):
            return found.group()
        after = re.sub(
            _NUMBER, lambda one: _new_number(one.group(), found.group(), unit.id, by_old, dangling), found["numbers"], flags=re.I
        )
        whole = f"{found['name']}{found['gap']}{after}"
        if whole != found.group():
            rewritten.append(Rewritten(unit.id, found.group(), whole))
        return whole

    return pattern.sub(follow, text)


def _new_number(number: str, words: str, unit: int, by_old: Mapping[str, str | None], dangling: list[Dangling]) -> str:
    """Give the new number of a reference; of a subparagraph that is not known, the paragraph's with the letters as they are."""
    plain = re.sub(r"\s*\(", " (", _plain(number))
    head, _, letters = plain.partition(" (")
    if plain in by_old:
        new = by_old[plain]
    elif letters and by_old.get(head):
        new = None
    else:
        new = by_old.get(plain)
    if new is None:
        dangling.append(Dangling(unit, words, number))
        return number
    return new


def list_leftovers(units: Sequence[Placed]) -> tuple[Leftover, ...]:
    """List what is not settled: units that are not agreed, brackets, parked and undecided proposals, reservations."""
    out: list[Leftover] = []
    for unit in units:
        state = unit.state
        open_ = state.status not in SETTLED and state.status not in (Status.NOT_RETAINED, Status.WITHDRAWN)
        if unit.kind != "heading" and open_ and (unit.label or state.proposals):
            out.append(Leftover(unit.id, "status", state.text, state.pending or unit.by))
        for one in state.brackets:
            out.append(Leftover(unit.id, "bracket", state.text[one.start : one.end], one.holders))
        for proposal in state.proposals:
            standings = {piece.standing for piece in state.pieces if piece.id.proposal == proposal.id}
            if proposal.kind != "new" and r.Standing.PARKED in standings:
                out.append(Leftover(unit.id, "parked", _asks_for(proposal), (proposal.by,)))
            elif proposal.kind != "new" and standings & r.OPEN:
                out.append(Leftover(unit.id, "undecided", _asks_for(proposal), (proposal.by,)))
        for one in state.reservations:
            out.append(Leftover(unit.id, "reservation", "" if one.end < 0 else state.text[one.start : one.end], one.holders))
    return tuple(out)


def _asks_for(proposal: r.Proposal) -> str:
    return {"move": "move to another place", "delete": "delete"}.get(proposal.kind, proposal.proposed)
