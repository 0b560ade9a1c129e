"""Write what was done as JSON values, and read it back: what is stored of an act, and what its event says."""

from collections.abc import Callable, Mapping
from typing import Any

from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.text import Edit

Json = dict[str, Any]

KINDS: dict[str, type] = {
    "table": r.Tabled,
    "confirm": r.Confirmed,
    "recall": r.Recalled,
    "return": r.Returned,
    "take": r.Took,
    "leave": r.Left,
    "park": r.Parked,
    "overtake": r.Overtaken,
    "resume": r.Resumed,
    "object": r.Objected,
    "remark": r.Remarked,
    "answer": r.Answered,
    "bracket": r.Bracketed,
    "reserve": r.Reserved,
    "lift": r.Lifted,
    "move": r.Moved,
    "place": r.Placed,
    "stand": r.Stood,
    "step_out": r.Stepped,
    "undo": r.Undone,
}
"""The word of each kind of act, as stored, in addresses and in events."""
NAMES = {kind: name for name, kind in KINDS.items()}


def encode(what: r.What) -> tuple[str, Json]:
    """Give the word and the values of what was done."""
    content = _plain(what)
    assert isinstance(content, dict)
    return NAMES[type(what)], content


def _plain(value: Any) -> Any:
    if isinstance(value, tuple) and hasattr(value, "_asdict") and not isinstance(value, Edit | r.PieceId):
        return {key: _plain(one) for key, one in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, Status | r.Stand | r.Origin) else value


def decode(kind: str, content: Mapping[str, Any]) -> r.What:
    """Read back what was done. KeyError where the word is not known."""
    made: r.What = KINDS[kind](**{key: _READ.get(key, _as_is)(value) for key, value in content.items()})
    return made


def read_proposal(given: Mapping[str, Any]) -> r.Proposal:
    """Read a proposal back."""
    values = dict(given)
    values["edits"] = tuple(Edit(*edit) for edit in values["edits"])
    values["origin"] = r.Origin(values["origin"])
    values["units"], values["sources"] = tuple(values["units"]), tuple(values["sources"])
    return r.Proposal(**values)


def _read_wording(given: Mapping[str, Any] | None) -> r.Wording | None:
    return None if given is None else r.Wording(given["on"], tuple(Edit(*edit) for edit in given["edits"]))


def _as_is(value: Any) -> Any:
    return value


def _proposal_or_id(given: Any) -> Any:
    return given if isinstance(given, str) else read_proposal(given)


def _remark_or_id(given: Any) -> Any:
    return given if isinstance(given, str) else r.Remark(**given)


def _how(given: str) -> Any:
    return r.Stand(given) if given in set(r.Stand) else given


_READ: dict[str, Callable[[Any], Any]] = {
    "proposal": _proposal_or_id,
    "remark": _remark_or_id,
    "wording": _read_wording,
    "pieces": lambda given: tuple(r.PieceId(*one) for one in given),
    "holders": tuple,
    "pending": tuple,
    "to": Status,
    "how": _how,
}
