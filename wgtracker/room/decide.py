"""Decide on words: what each decision does to a unit's text and to every change that waits on it."""

from collections.abc import Collection, Sequence

from wgtracker.errors import Conflict
from wgtracker.i18n import gettext as _
from wgtracker.room import model as r
from wgtracker.room.carry import bring_over, carry_range, carry_words, list_struck, splice, trim_newer
from wgtracker.room.life import Status
from wgtracker.room.marks import settle_new
from wgtracker.room.trace import span_new
from wgtracker.text import Edit, Edits, apply, diff, overlay, rebase

WHOLE = frozenset({"delete", "retain", "move", "merge"})
"""Kinds that ask something of the unit as a whole."""
_LEFT = r.OPEN | {r.Standing.PARKED}
"""What its proposer can still withdraw: decisions of the meeting stay, or a withdrawal and a return would undo them."""


def table(state: r.UnitState, what: r.Tabled, act: int) -> r.UnitState:
    """Let a proposal in: each of its edits waits on the text of now, or is contested where its ground is gone already."""
    proposal = what.proposal
    if state.proposal(proposal.id) is not None:
        raise Conflict(_("This proposal is tabled already."))
    if proposal.kind in WHOLE or not proposal.edits:
        pieces: list[r.Piece] = [r.Piece(r.PieceId(proposal.id, 0), proposal.by, None)]
    else:
        since = diff(proposal.on, state.text)
        pieces = [_land(r.PieceId(proposal.id, n), proposal, edit, since, act) for n, edit in enumerate(proposal.edits)]
    joined = state._replace(proposals=(*state.proposals, proposal), pieces=(*state.pieces, *pieces))
    if not proposal.instead:
        return joined
    if _find(state, proposal.instead).by != proposal.by:
        raise Conflict(_("A delegation replaces its own proposal only."))
    return _recall(joined, proposal.instead, act)


def _land(piece: r.PieceId, proposal: r.Proposal, edit: Edit, since: Edits, act: int) -> r.Piece:
    waiting = r.Piece(piece, proposal.by, edit, ground=edit)
    return _carry(waiting, proposal.on, since, act) if since else waiting


def confirm(state: r.UnitState, what: r.Confirmed, act: int) -> r.UnitState:
    """Note that the proposer confirmed what was read from the floor."""
    wanted = what.proposal
    _find(state, wanted)
    return state._replace(proposals=tuple(one._replace(confirmed=True) if one.id == wanted else one for one in state.proposals))


def recall(state: r.UnitState, what: r.Recalled, act: int) -> r.UnitState:
    """Withdraw a proposal for its proposer: what of it is decided already stays so."""
    wanted = what.proposal
    _find(state, wanted)
    if not any(piece.id.proposal == wanted and piece.standing in _LEFT for piece in state.pieces):
        raise Conflict(_("Nothing of this proposal is left to withdraw: it was decided or withdrawn already."))
    return _recall(_hand_over(state, wanted, what.instead, act) if what.instead else state, wanted, act)


def _hand_over(state: r.UnitState, wanted: str, instead: str, act: int) -> r.UnitState:
    """Let those who co-sponsor a proposal co-sponsor the one that it is joined to."""
    there = {_find(state, instead).by, *state.sponsors(instead)}
    joined = tuple(r.Joined(name, r.Stand.CO_SPONSORS, instead, act) for name in state.sponsors(wanted) if name not in there)
    ended = tuple(
        one._replace(until=act) if one.proposal == instead and not one.until and one.by in {new.by for new in joined} else one
        for one in state.stances
    )
    return state._replace(stances=ended + joined)


def _recall(state: r.UnitState, wanted: str, act: int) -> r.UnitState:
    return state._replace(
        pieces=tuple(
            piece._replace(standing=r.Standing.WITHDRAWN, act=act) if piece.id.proposal == wanted and piece.standing in _LEFT else piece
            for piece in state.pieces
        )
    )


def give_back(state: r.UnitState, what: r.Returned, act: int) -> r.UnitState:
    """Bring a withdrawn proposal back: it waits again, on whatever ground it has now."""
    wanted = what.proposal
    back = [piece for piece in state.pieces if piece.id.proposal == wanted and piece.standing == r.Standing.WITHDRAWN]
    if not back:
        raise Conflict(_("This proposal was not withdrawn."))
    return _change(state, [piece.id for piece in back], r.Standing.PENDING, act)


def take(state: r.UnitState, what: r.Took, act: int) -> r.UnitState:
    """Take words into the text, as proposed or in other words; whatever else waits is carried over to the new text."""
    chosen = find_pieces(state, what.pieces)
    if what.wording is not None:
        return _take_modified(state, chosen, what.wording, act)
    _refuse_decided(chosen, contested=False)
    edits = join_chosen(state, chosen)
    names = _names(state, chosen)
    news = [_credit(state, chosen, edit, act) if edit.new else () for edit in edits]
    taken = state._replace(pieces=_mark(state.pieces, chosen, r.Standing.TAKEN, act))
    if any(_kind_of(state, piece) == "delete" for piece in chosen):
        gone = taken._replace(status=Status.NOT_RETAINED, moved=act, pending=(), forum="")
        return settle_new(taken, gone, act)
    return adopt(taken, edits, news, act, names)


def _take_modified(state: r.UnitState, chosen: Sequence[r.Piece], wording: r.Wording, act: int) -> r.UnitState:
    _refuse_decided(chosen, contested=True)
    edits = bring_over(wording.edits, wording.on, state.text)
    if edits is None:
        raise Conflict(_("The text has changed where this wording was to stand. Look at the text as it is now."))
    if not edits and not all(_is_bridged(state, piece) for piece in chosen):
        raise Conflict(_("This wording changes nothing in the text."))
    sources = gather_sources(state, {piece.id.proposal for piece in chosen})
    news = [span_new(edit.new, act, sources) for edit in edits]
    taken = state._replace(pieces=_mark(state.pieces, chosen, r.Standing.MODIFIED, act))
    return adopt(taken, edits, news, act, _names(state, chosen) or (r.CHAIR,))


def _is_bridged(state: r.UnitState, piece: r.Piece) -> bool:
    """Tell whether a bridging text that was made of this proposal is in the text: its own words are taken as modified by that."""
    made = {one.id for one in state.proposals if one.origin == r.Origin.BRIDGE and piece.id.proposal in one.sources}
    return any(one.id.proposal in made and one.standing in r.IN_TEXT for one in state.pieces)


def gather_sources(state: r.UnitState, wanted: Collection[str]) -> dict[str, str]:
    """Give, by name, the texts that the proposers of these proposals, and who co-sponsors them, asked for.

    A bridging text is no source: its words are those of the proposals that it was made of, or new.
    """
    bridges = [proposal for proposal in state.proposals if proposal.id in wanted and proposal.origin == r.Origin.BRIDGE]
    whole = {*wanted, *(source for bridge in bridges for source in bridge.sources)}
    sources: dict[str, str] = {}
    for proposal in state.proposals:
        if proposal.id in whole and proposal.proposed and proposal.origin != r.Origin.BRIDGE:
            for name in (proposal.by, *state.sponsors(proposal.id)):
                sources[name] = f"{sources[name]}\n{proposal.proposed}" if name in sources else proposal.proposed
    return sources


def leave(state: r.UnitState, what: r.Left, act: int) -> r.UnitState:
    """Do not retain words."""
    return _decide(state, what.pieces, act, r.Standing.NOT_RETAINED)


def park(state: r.UnitState, what: r.Parked, act: int) -> r.UnitState:
    """Set words apart to come back to."""
    return _decide(state, what.pieces, act, r.Standing.PARKED)


def overtake(state: r.UnitState, what: r.Overtaken, act: int) -> r.UnitState:
    """Record that words lost their ground to others."""
    return _decide(state, what.pieces, act, r.Standing.OVERTAKEN)


def resume(state: r.UnitState, what: r.Resumed, act: int) -> r.UnitState:
    """Bring parked words before the meeting again."""
    chosen = find_pieces(state, what.pieces)
    if any(piece.standing != r.Standing.PARKED for piece in chosen):
        raise Conflict(_("Only what was parked can be taken up again; undo other decisions."))
    return _change(state, [piece.id for piece in chosen], r.Standing.PENDING, act)


def object_to(state: r.UnitState, what: r.Objected, act: int) -> r.UnitState:
    """Note that a proposer objects to what became of its words."""
    chosen = {piece.id for piece in find_pieces(state, what.pieces) if piece.by == what.by}
    if not chosen:
        raise Conflict(_("Only the proposer of these words can object to what became of them."))
    return state._replace(pieces=tuple(one._replace(objected=(*one.objected, act)) if one.id in chosen else one for one in state.pieces))


def adopt(state: r.UnitState, edits: Edits, news: Sequence[Sequence[r.Span]], act: int, by: tuple[str, ...]) -> r.UnitState:
    """Make a new text: carry every waiting change, comment, bracket and reservation over to it. Nothing is dropped."""
    if not edits:
        return state
    base, text, spans = state.text, apply(state.text, edits), splice(state.spans, edits, news)
    return state._replace(
        text=text,
        spans=spans,
        struck=(*state.struck, *list_struck(base, state.spans, edits, act, by)),
        pieces=tuple(_carry(piece, base, edits, act) for piece in state.pieces),
        remarks=tuple(_carry_remark(one, edits, act) for one in state.remarks),
        brackets=tuple(_carry_bracket(one, edits, text, spans) for one in state.brackets),
        reservations=tuple(_carry_bracket(one, edits, text, spans) for one in state.reservations),
    )


def _carry(piece: r.Piece, base: str, edits: Edits, act: int) -> r.Piece:
    """Carry one change over to a new text. Decided ones keep their ground too, so that what is undone or resumed finds it."""
    if piece.ground is None:
        if piece.place is None:
            return piece
        moved = carry_range(*piece.place, edits)
        return piece._replace(place=(moved.start, moved.end))
    rebased = rebase((piece.ground,), base, edits)
    if rebased.edits:
        return piece._replace(ground=rebased.edits[0])
    if rebased.already or piece.ground in edits:  # rebase knows it only where it touches none of the others
        waits = piece.standing in r.OPEN or piece.standing == r.Standing.PARKED
        settled = piece._replace(ground=None, place=_new_place(piece.ground, edits))
        return settled._replace(standing=r.Standing.ALREADY, act=act) if waits else settled
    moved = carry_range(piece.ground.start, piece.ground.end, edits)
    lost = piece._replace(ground=None, place=(moved.start, moved.end))
    return lost._replace(standing=r.Standing.CONTESTED, act=act) if piece.standing == r.Standing.PENDING else lost


def _new_place(ground: Edit, edits: Edits) -> tuple[int, int]:
    """Give the range of the new words of an edit in the text after all of them."""
    shift = sum(len(edit.new) - (edit.end - edit.start) for edit in edits if edit.end <= ground.start and edit != ground)
    return ground.start + shift, ground.start + shift + len(ground.new)


def _carry_remark(one: r.Anchored, edits: Edits, act: int) -> r.Anchored:
    if one.how != "words":
        return one
    moved = carry_range(one.start, one.end, edits)
    return one._replace(how="orphan" if moved.touched else "words", start=moved.start, end=moved.end, act=act if moved.touched else one.act)


def _carry_bracket(one: r.Bracket, edits: Edits, text: str, spans: Sequence[r.Span]) -> r.Bracket:
    """Carry marked words over to the new text; where no word of them is left (white space is none), they are empty.

    Words that came in between them later stand outside once nothing that was marked is left before or behind them.
    """
    if one.end < 0:
        return one
    moved = carry_words(one.start, one.end, edits)
    start, end = trim_newer(spans, moved.start, moved.end, one.act)
    return one._replace(start=start, end=end if text[start:end].strip() else start)


def find_pieces(state: r.UnitState, wanted: Sequence[r.PieceId]) -> list[r.Piece]:
    """Find the changes that an act is about. Raises Conflict where one is not there."""
    known = {piece.id: piece for piece in state.pieces}
    if not wanted or any(one not in known for one in wanted):
        raise Conflict(_("What this was about is not before the meeting any more."))
    return [known[one] for one in dict.fromkeys(wanted)]


def join_chosen(state: r.UnitState, chosen: Sequence[r.Piece]) -> Edits:
    """Join the edits of the chosen changes: the same edit once. Raises Conflict where they exclude each other."""
    edits = _whole_edits(state, chosen)
    for piece in chosen:
        if piece.ground is not None and piece.ground not in edits:
            edits.append(piece.ground)
    edits.sort()
    by = {str(n): (edit,) for n, edit in enumerate(edits)}
    if len(edits) > 1 and overlay(state.text, by).conflicts:
        raise Conflict(_("These proposals exclude each other: take one of them, or write the wording on which the meeting agrees."))
    return tuple(edits)


def _kind_of(state: r.UnitState, piece: r.Piece) -> str:
    return _find(state, piece.id.proposal).kind


def _whole_edits(state: r.UnitState, chosen: Sequence[r.Piece]) -> list[Edit]:
    """Give the edits of what asks something of the whole unit: the text of a merger; the others change no words here.

    A deletion goes with deletions alone, and there is one merged text: what was marked as taken would not be in the text.
    """
    kinds = {_kind_of(state, piece) for piece in chosen}
    merged = {_find(state, piece.id.proposal).proposed for piece in chosen if _kind_of(state, piece) == "merge"}
    if ("delete" in kinds and len(kinds) > 1) or len(merged) > 1:
        raise Conflict(_("These proposals exclude each other: take one of them, or write the wording on which the meeting agrees."))
    return list(diff(state.text, merged.pop())) if merged else []


def _refuse_decided(chosen: Sequence[r.Piece], *, contested: bool) -> None:
    for piece in chosen:
        if piece.standing in (r.Standing.PENDING, r.Standing.PARKED) or (contested and piece.standing == r.Standing.CONTESTED):
            if piece.edit is not None and piece.ground is None and not contested:
                raise Conflict(_("The words that %(name)s would change are no longer there; write the wording to be taken.", name=piece.by))
            continue
        if piece.standing == r.Standing.CONTESTED:
            raise Conflict(_("The words that %(name)s would change are no longer there; write the wording to be taken.", name=piece.by))
        raise Conflict(_("This was decided already. Undo that decision first."))


def _decide(state: r.UnitState, wanted: Sequence[r.PieceId], act: int, standing: r.Standing) -> r.UnitState:
    chosen = find_pieces(state, wanted)
    if any(piece.standing not in r.OPEN and piece.standing != r.Standing.PARKED for piece in chosen):
        raise Conflict(_("This was decided already. Undo that decision first."))
    return state._replace(pieces=_mark(state.pieces, chosen, standing, act))


def _change(state: r.UnitState, wanted: Sequence[r.PieceId], standing: r.Standing, act: int) -> r.UnitState:
    """Let changes wait again; those whose ground is gone are contested, or in the text already."""
    return state._replace(
        pieces=tuple(
            piece._replace(standing=_stand_again(state, piece, standing), act=act) if piece.id in wanted else piece
            for piece in state.pieces
        )
    )


def _stand_again(state: r.UnitState, piece: r.Piece, standing: r.Standing) -> r.Standing:
    if piece.edit is None or piece.ground is not None:
        return standing
    there = piece.place is not None and state.text[piece.place[0] : piece.place[1]] == piece.edit.new
    return r.Standing.ALREADY if there else r.Standing.CONTESTED


def _mark(pieces: Sequence[r.Piece], chosen: Sequence[r.Piece], standing: r.Standing, act: int) -> tuple[r.Piece, ...]:
    ids = {piece.id for piece in chosen}
    return tuple(piece._replace(standing=standing, act=act) if piece.id in ids else piece for piece in pieces)


def _names(state: r.UnitState, chosen: Sequence[r.Piece]) -> tuple[str, ...]:
    """Name who asked for these changes: proposers and co-sponsors."""
    return tuple(sorted({name for piece in chosen for name in (piece.by, *state.sponsors(piece.id.proposal))}))


def _credit(state: r.UnitState, chosen: Sequence[r.Piece], edit: Edit, act: int) -> tuple[r.Span, ...]:
    """Say whose the new words of an edit are; those of a bridging text are traced to the proposals that it was made of."""
    asked = [piece for piece in chosen if piece.ground == edit] or chosen
    if all(_find(state, piece.id.proposal).origin == r.Origin.BRIDGE for piece in asked):
        return span_new(edit.new, act, gather_sources(state, {piece.id.proposal for piece in asked}))
    return (r.Span(len(edit.new), act, _names(state, asked)),)


def _find(state: r.UnitState, wanted: str) -> r.Proposal:
    found = state.proposal(wanted)
    if found is None:
        raise Conflict(_("There is no such proposal on this paragraph."))
    return found
