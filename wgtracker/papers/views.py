"""Draw a point in other ways than the paper: the original, its changes alone, and as it would read with chosen options."""

from collections.abc import Mapping
from typing import NamedTuple

from wgtracker.compile.model import NegotiatedUnit
from wgtracker.papers.block import BOOKMARK, Hand, draw_new, draw_requests, draw_text
from wgtracker.papers.entries import head, leave_out_middle, tail
from wgtracker.papers.names import Roll
from wgtracker.papers.outline import Member, Point
from wgtracker.papers.pen import NUMBER, NameLists, is_right_to_left, put
from wgtracker.papers.spots import pair_places, phrase_for, trim
from wgtracker.word.model import Inline, ParagraphOut, Run

NOTHING_CHOSEN: Mapping[int, int] = {}


class Offer(NamedTuple):
    """One option of a spot: its number there (for `read_with`), its words, the act where they alone say little, who asks for it."""

    option: int
    text: str
    phrase: str
    by: tuple[str, ...]


class Question(NamedTuple):
    """A spot to choose at: its unit, its index there, its change number, the base words, the options in the paper's order."""

    unit: int
    spot: int
    number: str
    base: str
    offers: tuple[Offer, ...]


class Chosen(NamedTuple):
    """What is taken on one unit. options: spot -> option (a spot without one keeps the base words); version: an alternative in place of the
    text, or None; deleted: it goes; news: indexes of the new paragraphs after it that come.
    """

    options: Mapping[int, int] = NOTHING_CHOSEN
    version: int | None = None
    deleted: bool = False
    news: frozenset[int] = frozenset()


def read_with(negotiated: NegotiatedUnit, chosen: Mapping[int, int]) -> str:
    """Give the unit's text with the chosen options: index of the spot -> index in its options. Raises IndexError for an option not there.

    With the options of one delegation at all its spots, it is that delegation's text, but for versions printed apart.
    """
    pieces: list[str] = []
    at = 0
    for index, (spot, places) in enumerate(pair_places(negotiated.drawn)):
        if index not in chosen:
            continue
        option = spot.options[chosen[index]]
        for place in places:
            pieces += (negotiated.unit.text[at : place.start], option.text if len(places) == 1 else place.options[0].text)
            at = place.end
    pieces.append(negotiated.unit.text[at:])
    return "".join(pieces)


def list_questions(point: Point, roll: Roll) -> tuple[Question, ...]:
    """List the spots of a point with their options, as the paper orders them."""
    return tuple([_ask(member, index, roll) for member in point.members for index in range(len(member.spots))])


def _ask(member: Member, index: int, roll: Roll) -> Question:
    spot = member.spots[index]
    numbered = sorted(enumerate(spot.options), key=lambda pair: roll.first(pair[1].by))
    offers = [Offer(nth, trim(option.text), phrase_for(spot.base, option.text), tuple(roll.sort(option.by))) for nth, option in numbered]
    return Question(member.negotiated.unit.index, index, member.numbers[index], spot.base.strip(), tuple(offers))


def draw_original(point: Point) -> list[ParagraphOut]:
    """Draw the draft's own text of a point, without marks."""
    return [_draw_plain(member, member.negotiated.unit.text) for member in point.members]


def draw_reading(point: Point, chosen: Mapping[int | None, Chosen]) -> list[ParagraphOut]:
    """Draw a point as it would read with what is chosen: unit -> what is taken there; a unit that is not named reads as in the draft.

    None stands for what is new before the first paragraph.
    """
    first = sorted(chosen[None].news) if None in chosen else []
    out = [_draw_new_plain(point.news_before[index].label, point.news_before[index].text) for index in first]
    for member in point.members:
        unit = member.negotiated
        taken = chosen.get(unit.unit.index, Chosen())
        if not taken.deleted:
            version = None if taken.version is None else unit.alternatives[taken.version]
            out.append(_draw_plain(member, read_with(unit, taken.options) if version is None else version.text))
        out.extend(_draw_new_plain(member.news[index].label, member.news[index].text) for index in sorted(taken.news))
    return out


def _draw_plain(member: Member, text: str) -> ParagraphOut:
    unit = member.negotiated.unit
    label = (Run(member.ref.label, NUMBER), Run("\t" if unit.kind == "subparagraph" else " ")) if member.ref.label else ()
    style = "WGUnitSub" if unit.kind == "subparagraph" else "WGUnit" if label else "WGText"
    words: list[Inline] = [*label]
    put(words, text)
    return ParagraphOut(tuple(words), style, bookmarks=(f"{BOOKMARK}{unit.index}",), bidi=is_right_to_left(text))


def _draw_new_plain(label: str, text: str) -> ParagraphOut:
    words: list[Inline] = [Run(label if label.startswith("(") else f"{label}.", NUMBER), Run(" ")] if label else []
    put(words, text)
    return ParagraphOut(tuple(words), "WGText", bidi=is_right_to_left(text))


def draw_changes_only(point: Point, hand: Hand) -> list[ParagraphOut]:
    """Draw the spots of a point with a few words around them, and what is asked for it as a whole; units that nobody touches stay away."""
    out: list[ParagraphOut] = []
    names = NameLists(hand.roll)
    for new in point.news_before:
        out.extend((draw_new(new, point.tag, names), *names.take_lists()))
    for member in point.members:
        if member.spots:
            out.extend(draw_text(member, hand, names, _cut))
        out.extend(draw_requests(member, point.tag, hand, names))
        for new in member.news:
            out.extend((draw_new(new, point.tag, names), *names.take_lists()))
    return out


def _cut(words: str, after_spot: bool, before_spot: bool) -> str:
    """Keep a few words on either side of a spot."""
    if after_spot and before_spot:
        return leave_out_middle(words)
    return head(words) if after_spot else tail(words)
