"""Do what changes no word: comments, brackets, reservations, stances, and the state of a unit."""

from wgtracker.errors import Conflict
from wgtracker.i18n import gettext as _
from wgtracker.room import model as r
from wgtracker.room.carry import carry_words
from wgtracker.room.life import ALL_DECIDED, NEEDS_NAMES, NO_BRACKETS, Status, may_move
from wgtracker.text import diff


def remark(state: r.UnitState, what: r.Remarked, act: int) -> r.UnitState:
    """Let a comment in: on its words where they stand once in the text, else on the whole with its words quoted."""
    said = what.remark
    if any(one.remark.id == said.id for one in state.remarks):
        raise Conflict(_("This comment is there already."))
    at = state.text.find(said.anchor) if said.anchor else -1
    if at < 0 or state.text.find(said.anchor, at + 1) >= 0:
        how = "orphan" if said.anchor and at < 0 else "whole"
        return state._replace(remarks=(*state.remarks, r.Anchored(said, how)))
    return state._replace(remarks=(*state.remarks, r.Anchored(said, "words", at, at + len(said.anchor))))


def answer(state: r.UnitState, what: r.Answered, act: int) -> r.UnitState:
    """Decide on a comment."""
    if not any(one.remark.id == what.remark and one.how in ("words", "whole", "orphan") for one in state.remarks):
        raise Conflict(_("There is no such comment, or it was decided on already."))
    return state._replace(
        remarks=tuple(one._replace(how=what.how, act=act) if one.remark.id == what.remark else one for one in state.remarks)
    )


def bracket(state: r.UnitState, what: r.Bracketed, act: int) -> r.UnitState:
    """Put words in brackets, with the names of those who keep them there."""
    if state.status in NO_BRACKETS:
        raise Conflict(_("These words are %(status)s. Reopen the paragraph first.", status=str(state.status).replace("_", " ")))
    start, end = _bring_range(state, what.on, what.start, what.end)
    return state._replace(brackets=(*state.brackets, r.Bracket(act, start, end, what.holders)))


def reserve(state: r.UnitState, what: r.Reserved, act: int) -> r.UnitState:
    """Note that a delegation reserves its position, on words or on the whole unit."""
    start, end = (-1, -1) if what.end < 0 else _bring_range(state, what.on, what.start, what.end)
    return state._replace(reservations=(*state.reservations, r.Bracket(act, start, end, (what.by,))))


def _bring_range(state: r.UnitState, on: str, start: int, end: int) -> tuple[int, int]:
    if not 0 <= start < end <= len(on) or not on[start:end].strip():
        raise Conflict(_("Choose the words that are meant."))
    if on == state.text:
        return start, end
    moved = carry_words(start, end, diff(on, state.text))
    if not state.text[moved.start : moved.end].strip():
        raise Conflict(_("The words that were meant are no longer in the text."))
    return moved.start, moved.end


def lift(state: r.UnitState, what: r.Lifted, act: int) -> r.UnitState:
    """Lift a bracket or a reservation."""
    wanted = what.act
    brackets = tuple(one for one in state.brackets if one.act != wanted)
    reservations = tuple(one for one in state.reservations if one.act != wanted)
    if len(brackets) + len(reservations) == len(state.brackets) + len(state.reservations):
        raise Conflict(_("These brackets are lifted already."))
    return state._replace(brackets=brackets, reservations=reservations)


def move(state: r.UnitState, what: r.Moved, act: int) -> r.UnitState:
    """Move the unit to another state, as the table allows."""
    if not may_move(state.status, what.to):
        before, after = (str(one).replace("_", " ") for one in (state.status, what.to))
        raise Conflict(_("A paragraph that is %(before)s cannot become %(after)s.", before=before, after=after))
    if what.to in NO_BRACKETS and any(one.start < one.end for one in state.brackets):
        raise Conflict(_("Words of this paragraph are still in brackets. Lift the brackets first, or say who is waited for."))
    if what.to in ALL_DECIDED and any(_waits(state, piece) for piece in state.pieces):
        raise Conflict(_("Proposals on this paragraph wait for a decision. Take them, park them, or do not retain them first."))
    if what.to in NEEDS_NAMES and not what.pending:
        raise Conflict(_("Say which States are waited for."))
    return settle_new(state, state._replace(status=what.to, pending=what.pending, forum=what.forum, moved=act), act)


def _waits(state: r.UnitState, piece: r.Piece) -> bool:
    """Tell whether a change waits for a decision of its own; a new paragraph is decided by what becomes of the paragraph."""
    proposal = state.proposal(piece.id.proposal)
    return piece.standing in r.OPEN and proposal is not None and proposal.kind != "new"


_FATES = {
    Status.AGREED: r.Standing.TAKEN,
    Status.ADOPTED: r.Standing.TAKEN,
    Status.NOT_RETAINED: r.Standing.NOT_RETAINED,
    Status.WITHDRAWN: r.Standing.WITHDRAWN,
}


def settle_new(before: r.UnitState, state: r.UnitState, act: int) -> r.UnitState:
    """Let a new paragraph's own proposals share its fate: agreed, they are taken; not retained, they are not; reopened, they wait again.

    What its proposer withdrew stays withdrawn, and what the meeting decided of one proposal stays so while the paragraph is open.
    """
    news = {proposal.id for proposal in state.proposals if proposal.kind == "new"}
    return state._replace(pieces=tuple(_share(before, state, piece, act) if piece.id.proposal in news else piece for piece in state.pieces))


def _share(before: r.UnitState, state: r.UnitState, piece: r.Piece, act: int) -> r.Piece:
    fate = _FATES.get(state.status, r.Standing.PENDING)
    followed = piece.standing == _FATES.get(before.status) and piece.act == before.moved
    withdrawn = piece.standing == r.Standing.WITHDRAWN and not followed
    if withdrawn or (fate == r.Standing.PENDING and not followed):
        return piece
    return piece._replace(standing=fate, act=act)


def place(state: r.UnitState, what: r.Placed, act: int) -> r.UnitState:
    """Put the unit after another one; order.py works out what stands where."""
    return state._replace(placed=(*state.placed, (act, what.after)))


def stand(state: r.UnitState, what: r.Stood, act: int) -> r.UnitState:
    """Let a delegation join; a stance it had there before ends."""
    if what.proposal and state.proposal(what.proposal) is None:
        raise Conflict(_("There is no such proposal on this paragraph."))
    ended = _end_stances(state, what.by, what.proposal, act)
    return state._replace(stances=(*ended, r.Joined(what.by, what.how, what.proposal, act)))


def step_out(state: r.UnitState, what: r.Stepped, act: int) -> r.UnitState:
    """Let a delegation leave."""
    ended = _end_stances(state, what.by, what.proposal, act)
    if ended == state.stances:
        raise Conflict(_("This delegation has taken no position there."))
    return state._replace(stances=ended)


def _end_stances(state: r.UnitState, by: str, proposal: str, act: int) -> tuple[r.Joined, ...]:
    return tuple(one._replace(until=act) if one.by == by and one.proposal == proposal and not one.until else one for one in state.stances)
