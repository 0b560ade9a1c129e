"""The Word files of any course of acts: rejecting all gives the draft, accepting all the text; what waits is there with its names."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.papers.test_tracked import draft_of, reading_of
from wgtracker.compile import model as c
from wgtracker.compile.meeting import Meeting
from wgtracker.errors import Conflict
from wgtracker.papers.pages import fold
from wgtracker.papers.status_paper import draw_status_paper
from wgtracker.room import model as r
from wgtracker.room.freeze import Frozen, freeze, lines_of, thaw
from wgtracker.room.lay import Placed, show
from wgtracker.room.life import Status
from wgtracker.room.status import gather_status
from wgtracker.room.steps import begin, step
from wgtracker.text import diff

TEXTS = ("One state should act soon.", "Two states should, where apt, wait.", "Three.")
WORDS = st.lists(st.sampled_from("states should act, soon where apt. not wait [new]".split()), min_size=1, max_size=6).map(" ".join)
Deeds = list[tuple[str, str, str]]
DEEDS = st.lists(
    st.tuples(st.sampled_from(["table", "take", "leave", "park", "bracket", "reserve", "drop"]), WORDS, st.sampled_from("XYZ"))
)


def play(base: str, deeds: Deeds) -> r.UnitState:
    """Do what can be done of it."""
    state = begin(base)
    for number, (kind, words, name) in enumerate(deeds, 1):
        own = tuple(piece.id for piece in state.pieces if piece.by == name and piece.standing in r.OPEN)
        proposal = r.Proposal(f"f{number}", name, "replace", 1, state.text, diff(state.text, words), words, r.Origin.FLOOR)
        choices: dict[str, r.What] = {
            "table": r.Tabled(proposal),
            "take": r.Took(own),
            "leave": r.Left(own),
            "park": r.Parked(own),
            "bracket": r.Bracketed(state.text, 0, min(3, len(state.text)), (name,)),
            "reserve": r.Reserved(state.text, -1, -1, name),
            "drop": r.Moved(Status.NOT_RETAINED),
        }
        try:
            state = step(state, r.Act(number, choices[kind]))
        except Conflict:
            continue
    return state


def frozen_of(states: list[r.UnitState]) -> Frozen:
    units = tuple(Placed(n, "recommendation", f"{n}.", "", 0, state, (), n - 1, 3) for n, state in enumerate(states, 1))
    speakers = tuple(c.Delegation(name, "State", name) for name in "XYZ")
    made = Frozen(
        "Status: now",
        "2020-09-10T16:15:00Z",
        9,
        "draft.docx",
        "",
        Meeting(),
        speakers,
        units,
        frozenset((1, 2, 3)),
        (),
        (),
        lines_of(units),
    )
    return thaw(freeze(made))


@settings(max_examples=60)
@given(st.tuples(DEEDS, DEEDS, DEEDS))
def test_rejecting_gives_the_draft_and_accepting_the_text(deeds: tuple[Deeds, ...]) -> None:
    states = [play(text, own) for text, own in zip(TEXTS, deeds, strict=True)]
    draft = draft_of([c.Unit(n, "recommendation", f"{n + 1}.", "", text, 0, n, 3) for n, text in enumerate(TEXTS)])
    material = gather_status(frozen_of(states))
    content = draw_status_paper(material, "tracked", draft)
    found = reading_of(content)
    assert found.original == reading_of(draft).original
    final = "".join(fold(text) for text in found.final)
    for n, state in enumerate(states, 1):
        if state.status == Status.NOT_RETAINED:
            assert f"{n}." not in final
        elif not any(piece.standing == r.Standing.PENDING for piece in state.pieces):
            assert fold(f"{n}. {show(state).text}") in final
    assert draw_status_paper(material, "tracked", draft) == content


@settings(max_examples=40)
@given(st.tuples(DEEDS, DEEDS, DEEDS))
def test_what_waits_is_in_the_marked_paper(deeds: tuple[Deeds, ...]) -> None:
    states = [play(text, own) for text, own in zip(TEXTS, deeds, strict=True)]
    text = reading_of(draw_status_paper(gather_status(frozen_of(states)), "marked", b"")).final
    whole = "".join(fold(one) for one in text)
    waiting = (r.Standing.PENDING, r.Standing.CONTESTED, r.Standing.PARKED)
    for state in states:
        for piece in state.pieces:
            if piece.standing in waiting and piece.edit is not None:
                assert all(fold(word) in whole for word in piece.edit.new.split())
                assert piece.by in whole
