"""Freeze the text of a reading as plain data, and give it back: the same data draws the same page and the same Word file, for ever.

What is private stays out: stances, reasons of proposals and who pressed the key. Of the units all is kept that the text, its marks and the
origin of each word are drawn from; of the acts that put words in or took them out, when it was and why.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from wgtracker.compile import model as c
from wgtracker.compile.meeting import Meeting
from wgtracker.papers.numbers import ChangeNumber
from wgtracker.papers.snapshot import plain, thaw_meeting
from wgtracker.room import model as r
from wgtracker.room.codec import read_proposal
from wgtracker.room.lay import Placed, show
from wgtracker.room.life import GONE, Status
from wgtracker.room.lines import Line, number_lines
from wgtracker.text import TOKENIZER, Edit

FORMAT = 1
Json = dict[str, Any]


class Deed(NamedTuple):
    """An act as all may know it. at: ISO 8601 in UTC."""

    number: int
    at: str
    kind: str
    reason: str


class Frozen(NamedTuple):
    """The text of a reading at one moment. title: "Status: 10 September 2020, 6.15 p.m."; at: ISO 8601 in UTC; act: the last one it shows.

    draft, draft_sha256: name and file of the draft as circulated; of_draft: ids of its units. known: the change numbers given, where they
    stand. deeds: the acts by their numbers; lines: the numbered view.
    """

    title: str
    at: str
    act: int
    draft: str
    draft_sha256: str
    meeting: Meeting
    speakers: tuple[c.Delegation, ...]
    units: tuple[Placed, ...]
    of_draft: frozenset[int]
    known: tuple[ChangeNumber, ...]
    deeds: tuple[Deed, ...]
    lines: tuple[Line, ...]


def lines_of(units: Iterable[Placed]) -> tuple[Line, ...]:
    """Break the text of now into numbered lines; what is not part of the text any more has none."""
    return number_lines((unit.id, _print(unit)) for unit in units if unit.state.status not in GONE)


def _print(unit: Placed) -> str:
    return f"{unit.label} {show(unit.state).text}".strip()


def freeze(frozen: Frozen) -> Json:
    """Give it as JSON values."""
    units = [unit._replace(state=_without_private(unit.state)) for unit in frozen.units]
    content = plain(frozen._replace(units=tuple(units), of_draft=frozenset()))
    assert isinstance(content, dict)
    return {"format": FORMAT, "tokenizer": TOKENIZER, **content, "of_draft": sorted(frozen.of_draft)}


def _without_private(state: r.UnitState) -> r.UnitState:
    """Leave out stances and the reasons that proposers gave to the Chair."""
    return state._replace(stances=(), proposals=tuple(one._replace(reason="") for one in state.proposals))


def thaw(content: Mapping[str, Any]) -> Frozen:
    """Give frozen data back."""
    return Frozen(
        content["title"],
        content["at"],
        content["act"],
        content["draft"],
        content["draft_sha256"],
        thaw_meeting(content["meeting"]),
        tuple(c.Delegation(**one) for one in content["speakers"]),
        tuple(_unit(one) for one in content["units"]),
        frozenset(content["of_draft"]),
        tuple(ChangeNumber(**one) for one in content["known"]),
        tuple(Deed(**one) for one in content["deeds"]),
        tuple(Line(**one) for one in content["lines"]),
    )


def _unit(given: Json) -> Placed:
    return Placed(**{**given, "state": _state(given["state"]), "by": tuple(given["by"])})


def _state(given: Json) -> r.UnitState:
    parts: Json = {
        "spans": tuple(r.Span(one["length"], one["act"], tuple(one["by"])) for one in given["spans"]),
        "proposals": tuple(read_proposal({**one, "edits": [_edit(edit) for edit in one["edits"]]}) for one in given["proposals"]),
        "pieces": tuple(_piece(one) for one in given["pieces"]),
        "remarks": tuple(r.Anchored(**{**one, "remark": r.Remark(**one["remark"])}) for one in given["remarks"]),
        "brackets": tuple(_bracket(one) for one in given["brackets"]),
        "reservations": tuple(_bracket(one) for one in given["reservations"]),
        "stances": (),
        "struck": tuple(r.Struck(**{**one, "by": tuple(one["by"]), "wrote": tuple(one["wrote"])}) for one in given["struck"]),
        "status": Status(given["status"]),
        "pending": tuple(given["pending"]),
        "placed": tuple((act, after) for act, after in given["placed"]),
        "fallen": tuple(r.Fallen(**one) for one in given["fallen"]),
    }
    return r.UnitState(**{**given, **parts})


def _piece(given: Json) -> r.Piece:
    parts: Json = {
        "id": r.PieceId(**given["id"]),
        "edit": _edit(given["edit"]),
        "ground": _edit(given["ground"]),
        "standing": r.Standing(given["standing"]),
        "place": tuple(given["place"]) if given["place"] is not None else None,
        "objected": tuple(given["objected"]),
    }
    return r.Piece(**{**given, **parts})


def _edit(given: Json | None) -> Edit | None:
    return None if given is None else Edit(**given)


def _bracket(given: Json) -> r.Bracket:
    return r.Bracket(**{**given, "holders": tuple(given["holders"])})
