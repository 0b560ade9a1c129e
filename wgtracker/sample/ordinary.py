"""Play ordinary delegations: seeded, plausible changes and comments on some units, with the rarer kinds now and then."""

import random
import re
from datetime import datetime, timedelta

from wgtracker.sample.copy import Copy, fresh_copy
from wgtracker.sample.ledger import labels
from wgtracker.sample.markup import Shape
from wgtracker.sample.returned import Returned
from wgtracker.sample.sheet import Pen
from wgtracker.sample.texts import Draft

_SWAPS = (
    ("should ensure", "should seek to ensure"),
    ("should consider", "should"),
    ("should provide", "should endeavour to provide"),
    ("are encouraged to", "should"),
    ("are invited to", "may wish to"),
    ("competent authorities", "relevant national authorities"),
    ("at the earliest possible stage", "without delay"),
    ("regular training", "regular and practical training"),
    ("in accordance with domestic law", "subject to their domestic law"),
    ("mutual legal assistance", "international cooperation in criminal matters"),
    ("and, where necessary,", "and"),
    ("undue delay", "delay"),
    ("technical assistance", "technical assistance and capacity-building"),
    ("personal data", "personal data and privacy"),
    ("in writing", "in writing and in a language that they understand"),
    ("including", "in particular"),
    ("information", "relevant information"),
)
_TAILS = (
    ", in accordance with their domestic law",
    ", with full respect for the rights of victims",
    ", where resources allow",
    ", in cooperation with civil society organizations",
    ", taking into account the needs of children",
    ", as appropriate",
    ", within their means",
    ", in line with a gender-sensitive approach",
)
_COMMENTS = (
    "We would welcome clarification of the scope of these words.",
    "Our authorities already apply this in practice.",
    "This should be read together with the relevant provisions of the Protocol.",
    "Could the Secretariat provide examples of good practice on this matter?",
    "We are still consulting our capital on this point.",
    "The wording agreed at earlier meetings could be used here.",
    "This goes beyond the mandate of the Working Group in our view.",
    "Important for our delegation; please keep.",
    "The resource implications would need to be considered.",
    "We could be flexible on the exact wording.",
)
_NEW = (
    "States parties should share the lessons learned from the measures set out above, including those that did not succeed.",
    "States parties should evaluate at regular intervals the results of the measures taken in this area and make the findings public.",
    "States parties are encouraged to involve persons who have themselves been trafficked in the design of such measures.",
    "States parties should allocate the resources needed for the work of specialized services and review them every year.",
    "States parties should appoint a national focal point for the matters covered by this section.",
)
_SHAPES = (Shape("", 0.0, False), Shape("", 0.06, True), Shape("", 0.03, False, '<w:lang w:val="en-US"/>'), Shape("", 0.1, True))
_FIRST_DAY = datetime(2020, 9, 14, 8, 0)


def ordinary(draft: Draft, delegation: str, *, changed: int, comments: int) -> Returned:
    """Return an ordinary delegation's file, the same for the same name. changed, comments: how many units and comments."""
    chance = random.Random(f"ordinary {delegation}")
    sent = _FIRST_DAY + timedelta(minutes=chance.randrange(60 * 24 * 11))
    pens = [
        Pen(f"{delegation} {office}", f"{sent - timedelta(hours=hours):%Y-%m-%dT%H:%M:00Z}") for office, hours in (("MFA", 5), ("PM", 2))
    ]
    copy = fresh_copy(draft, pens[0])
    kinds = [unit for unit, passage in enumerate(draft.passages) if passage.kind in ("point", "sub")]
    touched = set(chance.sample(kinds, min(changed, len(kinds) // 2)))
    names = {unit: name for name, unit in copy.where.items()}
    for unit in sorted(touched):
        copy.pen = chance.choice(pens)
        _change(copy, names[unit], chance)
    _rarer(copy, [names[unit] for unit in kinds if unit not in touched], chance)
    for unit in sorted(chance.sample(kinds, min(comments, len(kinds)))):
        copy.pen = chance.choice(pens)
        _comment(copy, names[unit], chance)
    shape = chance.choice(_SHAPES)._replace(seed=f"ordinary {delegation}")
    bookmarks = chance.choice(("kept", "none", "none"))
    received = f"{sent:%Y-%m-%dT%H:%M:00}+02:00"
    return Returned(f"{delegation}.docx", delegation, "State", received, "ordinary", copy, shape, bookmarks=bookmarks)


def _change(copy: Copy, at: str, chance: random.Random) -> None:
    """Change some words of a unit: swap, strike an aside, or add at the end."""
    text = copy.draft.passages[copy.where[at]].text
    swaps = [(old, new) for old, new in _SWAPS if text.count(old) == 1]
    asides = [aside for aside in re.findall(r", [^,;:.\[\]]{6,50}(?=,)", text) if text.count(aside) == 1]
    way = chance.random()
    if swaps and way < 0.5:
        copy.replace(at, *chance.choice(swaps))
    elif asides and way < 0.65:
        copy.strike(at, chance.choice(asides))
    else:
        words = text.rstrip(".;:").rsplit(" ", 4)
        copy.insert(at, " ".join(words[1:]), chance.choice(_TAILS))


def _rarer(copy: Copy, untouched: list[str], chance: random.Random) -> None:
    """Add, delete, move, split or merge, on units with no other change; each kind in some files only."""
    names = labels(copy.draft)
    points = [at for at in untouched if names[copy.where[at]][0].isdigit() and not _has_parts(copy, at)]
    chance.shuffle(points)
    if chance.random() < 0.35 and points:
        copy.add(points.pop(), chance.choice(_NEW))
    if chance.random() < 0.2 and points:
        copy.remove(points.pop())
    if chance.random() < 0.15 and len(points) > 3:
        first, below = points.pop(), points.pop()
        if abs(copy.where[first] - copy.where[below]) > 3:
            copy.move(first, below)
    sentences = [at for at in points if ". " in copy.draft.passages[copy.where[at]].text]
    if chance.random() < 0.3 and sentences:
        text = copy.draft.passages[copy.where[sentences[0]]].text
        copy.split(sentences[0], text[text.index(". ") + 2 :][:25])
        points.remove(sentences[0])
    pairs = [at for at in points if names[copy.where[at]][0].isdigit() and _next_point(copy, at) in points]
    if chance.random() < 0.2 and pairs:
        copy.insert(pairs[0], " ".join(copy.draft.passages[copy.where[pairs[0]]].text.rsplit(" ", 3)[1:]), " ")
        copy.merge(pairs[0])


def _has_parts(copy: Copy, at: str) -> bool:
    following = copy.where[at] + 1
    return following < len(copy.draft.passages) and copy.draft.passages[following].kind == "sub"


def _next_point(copy: Copy, at: str) -> str:
    """Return the address of the point that stands directly below, or ""."""
    below = copy.where[at] + 1
    return next((name for name, unit in copy.where.items() if unit == below and name.isdigit()), "")


def _comment(copy: Copy, at: str, chance: random.Random) -> None:
    """Comment on a few words of a unit that still stand once, else on the whole of it where something is left to see."""
    unit = copy.where[at]
    lines = [line for line in copy.sheet.of_unit(unit) if line.visible()]
    if not lines:
        return
    words = lines[0].visible().split(" ")
    start = chance.randrange(max(1, len(words) - 3))
    quoted = " ".join(words[start : start + 3])
    merged = any(unit in record.units for record in copy.ledger.records)
    once = sum(line.visible().count(quoted) for line in copy.sheet.of_unit(unit)) == 1
    copy.comment(at, quoted if once and not merged else "", chance.choice(_COMMENTS))
