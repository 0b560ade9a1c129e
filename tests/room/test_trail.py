"""Trails: what was is there, what is is there, and whose doing it was."""

from hypothesis import given
from hypothesis import strategies as st

from wgtracker.papers.trails import Change, Run, after_of, before_of, lay_on, place_before
from wgtracker.room import model as r
from wgtracker.room.lay import show
from wgtracker.room.steps import begin, replay
from wgtracker.room.trail import follow, follow_shown
from wgtracker.text import apply, diff

BASE = "States parties should consider, where appropriate, not prosecuting victims."


def tabled(number: int, by: str, on: str, proposed: str) -> r.Act:
    return r.Act(number, r.Tabled(r.Proposal(f"f{number}", by, "replace", 1, on, diff(on, proposed), proposed)))


def taken(number: int, state: r.UnitState, by: str) -> r.Act:
    return r.Act(number, r.Took(tuple(piece.id for piece in state.pieces if piece.by == by and piece.standing == r.Standing.PENDING)))


def negotiated() -> r.UnitState:
    acts = [tabled(1, "Brazil", BASE, BASE.replace("where appropriate", "whenever possible"))]
    acts.append(tabled(2, "Chile", BASE, BASE.replace("victims", "the victims")))
    for by in ("Brazil", "Chile"):
        acts.append(taken(len(acts) + 1, replay(begin(BASE), acts), by))
    now = replay(begin(BASE), acts)
    at = now.text.index("not ")
    acts.append(r.Act(5, r.Bracketed(now.text, at, at + 3, ("Egypt",))))
    return replay(begin(BASE), acts)


def test_words_that_came_and_went_have_their_names_and_acts() -> None:
    state = negotiated()
    trail = follow(state)
    assert before_of(trail) == BASE
    assert after_of(trail) == state.text
    assert [(run.op, run.text.strip(), run.by, run.act) for run in trail if run.op != "keep"] == [
        ("delete", "where", ("Brazil",), 3),
        ("insert", "whenever", ("Brazil",), 3),
        ("delete", "appropriate", ("Brazil",), 3),
        ("insert", "possible", ("Brazil",), 3),
        ("insert", "the", ("Chile",), 4),
    ]


def test_brackets_are_put_in_by_those_who_hold_them() -> None:
    state = negotiated()
    trail = follow_shown(state)
    assert before_of(trail) == BASE
    assert after_of(trail) == show(state).text
    assert [(run.text, run.by) for run in trail if run.text in "[]"] == [("[", ("Egypt",)), ("]", ("Egypt",))]


def test_new_words_that_somebody_would_strike_stay_told() -> None:
    trail = (Run("keep", "a "), Run("insert", "b ", ("X",), 1), Run("keep", "c"))
    laid = lay_on(trail, (Change(1, 4, "-", ("Y",)),))
    assert before_of(laid) == "a c"
    assert after_of(laid) == "a-c"
    assert Run("insert", "b ", ("X",), 1, ("Y",)) in laid
    assert place_before(trail, 4) == 2


WORDS = st.text(alphabet="ab .", max_size=12)


@given(WORDS, st.lists(WORDS, max_size=4), st.lists(st.sampled_from("XYZ"), min_size=4, max_size=4))
def test_any_row_of_changes_gives_both_texts_back(base: str, texts: list[str], names: list[str]) -> None:
    acts: list[r.Act] = []
    for text, name in zip(texts, names):
        now = replay(begin(base), acts)
        if text != now.text:
            number = len(acts) + 1
            acts += [tabled(number, name, now.text, text)]
            acts += [taken(number + 1, replay(begin(base), acts), name)]
    state = replay(begin(base), acts)
    trail = follow(state)
    assert before_of(trail) == base
    assert after_of(trail) == state.text
    assert all(run.by for run in trail if run.op != "keep")


@given(WORDS, WORDS, WORDS)
def test_changes_laid_on_one_another_keep_both_ends(first: str, second: str, third: str) -> None:
    trail = lay_on((Run("keep", first),), [Change(*edit, ("X",), 1) for edit in diff(first, second)])
    assert (before_of(trail), after_of(trail)) == (first, second)
    edits = diff(second, third)
    laid = lay_on(trail, [Change(*edit, ("Y",)) for edit in edits])
    assert (before_of(laid), after_of(laid)) == (first, apply(second, edits))
