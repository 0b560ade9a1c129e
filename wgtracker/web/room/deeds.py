"""Read the operator's forms as acts of the meeting. What cannot be read is refused with a sentence; nothing is guessed."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from uuid import uuid4

from werkzeug.datastructures import MultiDict

from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.room import model as r
from wgtracker.room.life import Status
from wgtracker.services.room import LONGEST, Deed
from wgtracker.text import diff
from wgtracker.word.clean import clean_line, clean_text

MOST_REASON = 2_000
"""Characters of a reason."""
ANSWERS = ("noted", "taken", "not_retained")
Form = MultiDict[str, str]


class Ground(NamedTuple):
    """What a form is read against: the unit as it stands, and the names that may be said in the session."""

    unit_id: int
    state: r.UnitState
    speakers: Sequence[str]


def new_key() -> str:
    """Give the key of a fresh form: sent twice, it acts once."""
    return uuid4().hex


def read_reason(form: Form) -> str:
    """Read the reason of an act. Raises BadInput where it is too long: none of it is cut."""
    reason = clean_text(form.get("reason", "")).strip()
    if len(reason) > MOST_REASON:
        raise BadInput(_("The reason is too long: %(most)s characters at most.", most=f"{MOST_REASON:,}"))
    return reason


def read_deeds(form: Form, ground: Ground, key: str) -> tuple[Deed, ...]:
    """Read a form as the acts that it asks for: mostly one. key: of the form as it was sent."""
    kind = form.get("do", "")
    if kind not in _READERS:
        raise BadInput(_("Choose what is to be done."))
    seen = read_seen(form)
    reason = read_reason(form)
    whats = _READERS[kind](form, ground)
    return tuple(
        Deed(ground.unit_id, what, seen if at == 0 else None, reason, f"{key}-{at}" if key and at else key) for at, what in enumerate(whats)
    )


def read_seen(form: Form, name: str = "seen") -> int:
    """Read which act was the last that the person saw on a unit."""
    try:
        return int(form.get(name, ""))
    except ValueError:
        raise BadInput(_("This form is not whole. Reload the page and send it again.")) from None


def read_pieces(form: Form) -> tuple[r.PieceId, ...]:
    """Read which changes are meant: "a41:0"."""
    out = []
    for word in form.getlist("piece"):
        proposal, _colon, index = word.rpartition(":")
        if not proposal or not index.isascii() or not index.isdigit() or len(index) > 6:
            raise BadInput(_("This form is not whole. Reload the page and send it again."))
        out.append(r.PieceId(proposal, int(index)))
    if not out:
        raise BadInput(_("Choose which proposal is meant."))
    return tuple(out)


def read_names(words: str, speakers: Sequence[str]) -> tuple[str, ...]:
    """Read names of delegations, separated by semicolons or lines."""
    known = {name.casefold(): name for name in speakers}
    found = []
    for word in clean_text(words).replace("\n", ";").split(";"):
        name = " ".join(word.split())
        if name and name.casefold() not in known:
            raise BadInput(_("“%(name)s” is no delegation of this session. Write names as listed, separated by semicolons.", name=name))
        if name:
            found.append(known[name.casefold()])
    return tuple(dict.fromkeys(found))


def find_words(text: str, words: str, start: str = "") -> tuple[int, int]:
    """Find the words that are meant. start: where they were selected; else they have to stand there once."""
    words = words.strip()
    if not words:
        raise BadInput(_("Choose the words that are meant."))
    if start.isascii() and start.isdigit() and len(start) < 8 and text.startswith(words, int(start)):
        return int(start), int(start) + len(words)
    count = text.count(words)
    if count == 0:
        raise BadInput(_("These words do not stand in the text: “%(words)s”. Copy them from it.", words=words))
    if count > 1:
        raise BadInput(_("“%(words)s” stands there %(count)s times. Give more words, so that it is clear which are meant.", words=words, count=count))  # fmt: skip  # noqa: E501
    at = text.index(words)
    return at, at + len(words)


def _take(form: Form, ground: Ground) -> Sequence[r.What]:
    pieces = read_pieces(form)
    whats: list[r.What] = [r.Took(pieces)]
    for proposal in ground.state.proposals:
        if proposal.kind == "move" and any(piece.proposal == proposal.id for piece in pieces):
            whats.append(r.Placed(proposal.after))
    return whats


def _modify(form: Form, ground: Ground) -> Sequence[r.What]:
    typed = clean_text(form.get("text", "")).strip()
    if len(typed) > LONGEST:
        raise BadInput(_("The text is too long: %(most)s characters at most.", most=f"{LONGEST:,}"))
    if not typed:
        raise BadInput(_("Write the wording. To delete the paragraph, take a proposal that asks for it, or do not retain the paragraph."))
    return [r.Took(read_pieces(form), r.Wording(ground.state.text, diff(ground.state.text, typed)))]


def _bracket(form: Form, ground: Ground) -> Sequence[r.What]:
    start, end = find_words(ground.state.text, clean_line(form.get("words", "")), form.get("start", ""))
    return [r.Bracketed(ground.state.text, start, end, read_names(form.get("names", ""), ground.speakers))]


def _reserve(form: Form, ground: Ground) -> Sequence[r.What]:
    names = read_names(form.get("names", ""), ground.speakers)
    if len(names) != 1:
        raise BadInput(_("Name the one delegation that reserves its position."))
    words = clean_line(form.get("words", ""))
    start, end = find_words(ground.state.text, words, form.get("start", "")) if words.strip() else (-1, -1)
    return [r.Reserved(ground.state.text, start, end, names[0])]


def _move(form: Form, ground: Ground) -> Sequence[r.What]:
    to = form.get("to", "")
    if to not in set(Status):
        raise BadInput(_("Choose the state of the paragraph."))
    names = read_names(form.get("names", ""), ground.speakers) if to == Status.PENDING else ()
    return [r.Moved(Status(to), names, clean_line(form.get("forum", "")).strip()[:200])]


def _answer(form: Form, ground: Ground) -> Sequence[r.What]:
    how = form.get("how", "")
    if how not in ANSWERS:
        raise BadInput(_("Choose what becomes of the comment."))
    return [r.Answered(form.get("remark", ""), how)]


def _act_number(form: Form) -> int:
    word = form.get("act", "")
    if not word.isascii() or not word.isdigit() or len(word) > 9:
        raise BadInput(_("Choose the act that is meant."))
    return int(word)


_Reader = Callable[[Form, Ground], Sequence[r.What]]
_READERS: Mapping[str, _Reader] = {
    "take": _take,
    "modify": _modify,
    "leave": lambda form, ground: [r.Left(read_pieces(form))],
    "park": lambda form, ground: [r.Parked(read_pieces(form))],
    "overtake": lambda form, ground: [r.Overtaken(read_pieces(form))],
    "resume": lambda form, ground: [r.Resumed(read_pieces(form))],
    "bracket": _bracket,
    "reserve": _reserve,
    "lift": lambda form, ground: [r.Lifted(_act_number(form))],
    "move": _move,
    "answer": _answer,
    "undo": lambda form, ground: [r.Undone(_act_number(form))],
}
"""What a form says in `do` -> how it is read."""
