"""List what can be chosen at a point, each option with the key and the value by which a person's choice of it is kept.

A choice is kept by its words, not by its place in a list: when other input comes in, it still means the same, or nothing.
"""

from typing import NamedTuple

from wgtracker.i18n import gettext as _
from wgtracker.papers.marks import compare
from wgtracker.papers.names import Roll
from wgtracker.papers.outline import Member, Point
from wgtracker.papers.views import list_questions

START = "start"
"""The tag, in addresses, of what is proposed before the first paragraph."""


class Offer(NamedTuple):
    """One option at a place. value: by which it is kept; phrase: the act where the text says little.

    pieces: the words as they would read there, each with whether it is new.
    """

    value: str
    pieces: tuple[tuple[str, bool], ...]
    phrase: str
    by: tuple[str, ...]


class Question(NamedTuple):
    """A place with its options. base: the words of the draft there."""

    number: str
    key: str
    base: str
    offers: tuple[Offer, ...]


class Request(NamedTuple):
    """What is asked beside single words: another version, a deletion, a new paragraph. key "": it cannot be tried here, only seen."""

    title: str
    text: str
    key: str
    value: str
    by: tuple[str, ...]


def ask(point: Point, roll: Roll) -> tuple[Question, ...]:
    """List the places of a point with their options in the order of the paper."""
    spots = {(member.negotiated.unit.index, at): spot for member in point.members for at, spot in enumerate(member.spots)}
    out = []
    for question in list_questions(point, roll):
        spot = spots[question.unit, question.spot]
        offers = [
            Offer(f"={spot.options[one.option].text}", compare(question.base, one.text).pieces, one.phrase, one.by)
            for one in question.offers
        ]
        out.append(Question(question.number, f"spot {question.number}", question.base, tuple(offers)))
    return tuple(out)


def list_requests(point: Point, roll: Roll) -> tuple[Request, ...]:
    """List what is asked for whole units, and what is new, in the order of the paper."""
    new = _("New paragraph")
    out = [
        Request(f"{new} {one.label}".strip(), one.text, f"new {START} {i}", one.text, tuple(roll.sort(one.by)))
        for i, one in enumerate(point.news_before)
    ]
    for member in point.members:
        out.extend(_of_member(member, roll))
        index = member.negotiated.unit.index
        out.extend(
            Request(f"{new} {one.label}".strip(), one.text, f"new {index} {i}", one.text, tuple(roll.sort(one.by)))
            for i, one in enumerate(member.news)
        )
    return tuple(out)


def _of_member(member: Member, roll: Roll) -> list[Request]:
    unit, name = member.negotiated, member.ref.name
    out = []
    if unit.deleted_by:
        out.append(Request(_("Delete %(name)s", name=name), "", f"delete {unit.unit.index}", "yes", tuple(roll.sort(unit.deleted_by))))
    if unit.retained_by:
        out.append(Request(_("Retain %(name)s as it is", name=name), "", "", "", tuple(roll.sort(unit.retained_by))))
    for version in sorted(unit.alternatives, key=lambda one: roll.first(one.by)):
        title = _("Another version of %(name)s", name=name)
        out.append(Request(title, version.text, f"version {unit.unit.index}", version.text, tuple(roll.sort(version.by))))
    out += [Request(_("Move %(name)s", name=name), "", "", "", tuple(roll.sort(move.by))) for move in unit.moves]
    out += [Request(_("Merge %(name)s with others", name=name), merge.text, "", "", tuple(roll.sort(merge.by))) for merge in unit.merges]
    return out
