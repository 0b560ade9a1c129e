"""Say what the Chair could say next on a paragraph: read from how it stands, decided by nobody but the Chair."""

from collections.abc import Callable, Iterator

from wgtracker.i18n import gettext as _
from wgtracker.i18n import ngettext
from wgtracker.queries.room_page import Choice, UnitPage
from wgtracker.room import model as r
from wgtracker.room.lay import Placed
from wgtracker.room.life import GONE, SETTLED, Status
from wgtracker.web.room.words import join_names

Names = Callable[[Placed], str]


def list_cues(page: UnitPage, name_of: Names) -> list[str]:
    """List the next steps in order."""
    state = page.state
    if state.status in SETTLED | GONE:
        return list(_go_on(page, name_of))
    cues = [*_of_places(page), *_of_whole(page), *_of_marks(state)]
    if not cues:
        cues = [_ask(state)]
    return cues


def _go_on(page: UnitPage, name_of: Names) -> Iterator[str]:
    yield _("This paragraph is settled.")
    if page.following is not None:
        yield _("Next: %(name)s.", name=name_of(page.following))


def _ask(state: r.UnitState) -> str:
    if state.status == Status.PENDING:
        return _("Ask whether %(names)s can agree now.", names=join_names(state.pending))
    if state.status == Status.AD_REFERENDUM:
        return _("It is agreed ad referendum. Ask whether it can be agreed.")
    if not state.proposals:
        return _("Nothing is proposed here. Ask whether the paragraph can be agreed as it stands.")
    return _("All proposals are decided. Read the paragraph out and ask whether it can be agreed.")


def _of_places(page: UnitPage) -> Iterator[str]:
    for spot in page.spots:
        count = ngettext("%(num)s proposal", "%(num)s proposals", len(spot.choices))
        options = "; ".join(f"{_say(choice)} ({join_names(choice.by)})" for choice in spot.choices)
        yield _("Change %(number)s, %(count)s: %(options)s.", number=spot.number, count=count, options=options)


def _say(choice: Choice) -> str:
    words = "".join(part for part, _new in choice.words).strip()
    return choice.phrase or f"“{words}”"


def _of_whole(page: UnitPage) -> Iterator[str]:
    for choice in page.whole:
        yield _("%(title)s: %(names)s.", title=choice.title, names=join_names(choice.by))
    contested = sorted({piece.by for piece in page.state.pieces if piece.standing == r.Standing.CONTESTED})
    if contested:
        yield _("The words that they would change have changed; ask what they propose now: %(names)s.", names=join_names(contested))


def _of_marks(state: r.UnitState) -> Iterator[str]:
    for one in state.brackets:
        words = state.text[one.start : one.end]
        who = join_names(one.holders)
        yield _("“%(words)s” is in brackets (%(names)s). Ask whether they can be lifted.", words=words, names=who or _("no names"))
    for one in state.reservations:
        yield _("%(name)s reserves its position. Ask whether it can lift the reservation.", name=join_names(one.holders))
    parked = sorted({piece.by for piece in state.pieces if piece.standing == r.Standing.PARKED})
    if parked and not any(piece.standing in r.OPEN for piece in state.pieces):
        yield _("Parked, to come back to: %(names)s.", names=join_names(parked))
