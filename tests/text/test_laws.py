"""The laws of the text engine, for every text."""

from itertools import pairwise, permutations
from random import Random

from hypothesis import assume, given

from tests.text.alphabets import any_texts, roll_draft, roll_edits, roll_mixed, roll_proposals, roll_sentence, roll_separated, rolls
from wgtracker.text import Edit, Edits, Overlay, Rebased, apply, compose, diff, overlay, rebase, similarity, tokens

NAMES = ("Brazil", "Chile", "Egypt", "Kenya")


def choose(result: Overlay, *names: str) -> str:
    """Read the rolling text with the changes of these proposers made and all others left."""
    chosen = frozenset(names)
    kept = [s.text for s in result.segments if s.op == "keep" or bool(s.by & chosen) == (s.op == "insert")]
    return "".join(kept)


def read_places(result: Overlay, name: str) -> str:
    """Put the proposer's options into the base, place by place."""
    text = result.base
    for place in reversed(result.places):
        for option in place.options:
            if name in option.by:
                text = text[: place.start] + option.text + text[place.end :]
    return text


@given(any_texts)
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(any_texts, any_texts)
def test_applied_diff_gives_the_revised_text(base: str, revised: str) -> None:
    assert apply(base, diff(base, revised)) == revised


@given(rolls)
def test_edits_are_sorted_apart_and_at_token_boundaries(dice: Random) -> None:
    base, [revised] = roll_draft(dice, 1)
    edits = diff(base, revised)
    assert apply(base, edits) == revised
    assert all(one.end < two.start for one, two in pairwise(edits))
    assert all(edit.new != base[edit.start : edit.end] for edit in edits)
    boundaries = {0}
    for token in tokens(base):
        boundaries.add(max(boundaries) + len(token))
    assert all({edit.start, edit.end} <= boundaries for edit in edits)


@given(rolls)
def test_no_more_words_are_changed_than_must_be(dice: Random) -> None:
    """Against the longest common subsequence of the words, counted by the plain textbook table."""
    base, revised = roll_sentence(dice), roll_sentence(dice)
    a, b = ([t for t in tokens(text) if t.isalnum()] for text in (base, revised))
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, one in enumerate(a):
        for j, two in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + 1 if one == two else max(table[i][j + 1], table[i + 1][j])
    struck = [t for edit in diff(base, revised) for t in tokens(base[edit.start : edit.end]) if t.isalnum()]
    assert len(a) - len(struck) == table[-1][-1]


@given(rolls)
def test_the_same_change_is_the_same_edit_whatever_else_changed(dice: Random) -> None:
    texts = roll_separated(dice)
    assume(texts is not None)
    assert texts is not None
    base, first, second, both = texts
    assert sorted(diff(base, first) + diff(base, second)) == list(diff(base, both))


@given(rolls)
def test_overlay_loses_nothing(dice: Random) -> None:
    base, revised = roll_draft(dice, 3)
    result = overlay(base, {name: diff(base, text) for name, text in zip(NAMES, revised)})
    assert choose(result) == base
    assert "".join(s.text for s in result.segments if s.op != "insert") == base
    for name, text in zip(NAMES, revised):
        assert choose(result, name) == text
        assert read_places(result, name) == text
    assert all(one.end <= two.start and one[:2] != two[:2] for one, two in pairwise(result.places))


@given(rolls)
def test_overlay_loses_nothing_of_edits_made_elsewhere(dice: Random) -> None:
    """Edits need not come from `diff`: an editor on a page may cut anywhere."""
    base = roll_mixed(dice)
    proposals = roll_proposals(dice, base, 4)
    result = overlay(base, proposals)
    assert choose(result) == base
    for name, edits in proposals.items():
        assert choose(result, name) == apply(base, edits) == read_places(result, name)


@given(rolls)
def test_overlay_is_the_same_for_every_order(dice: Random) -> None:
    base = roll_mixed(dice)
    proposals = roll_proposals(dice, base, 3)
    expected = overlay(base, proposals)
    for order in permutations(proposals):
        assert overlay(base, {name: proposals[name] for name in order}) == expected


@given(rolls)
def test_conflicts_are_the_connected_groups_of_the_four_rules(dice: Random) -> None:
    """Against the rules written out pair by pair."""
    base = roll_mixed(dice)
    by: dict[Edit, set[str]] = {}
    proposals = roll_proposals(dice, base, 4)
    for name, edits in proposals.items():
        for edit in edits:
            by.setdefault(edit, set()).add(name)
    groups = [{edit} for edit in by]
    for one in by:
        for two in by:
            if one != two and (rules_clash(one, two) or rules_clash(two, one)):
                touched = [group for group in groups if one in group or two in group]
                groups = [group for group in groups if group not in touched] + [set().union(*touched)]
    expected = set()
    for group in groups:
        if len(group) > 1:
            names = frozenset().union(*(by[edit] for edit in group))
            expected.add((rules_kind(group), min(e.start for e in group), max(e.end for e in group), names))
    found = overlay(base, proposals).conflicts
    assert {tuple(conflict) for conflict in found} == expected
    assert len(found) == len(expected)


def rules_clash(one: Edit, two: Edit) -> bool:
    if one.start < one.end and two.start < two.end:
        return max(one.start, two.start) < min(one.end, two.end)
    if one.start == one.end and two.start == two.end:
        return one.start == two.start and one.new != two.new
    if one.start < one.end:
        return False
    return two.start <= one.start < two.end if not two.new else two.start < one.start < two.end


def rules_kind(group: set[Edit]) -> str:
    if any(edit.start < edit.end and not edit.new for edit in group):
        return "delete_against_edit"
    return "rival_insertions" if all(edit.start == edit.end for edit in group) else "overlap"


@given(rolls)
def test_rebase_drops_nothing_and_agrees_with_the_overlay(dice: Random) -> None:
    base = roll_mixed(dice)
    pending, adopted = roll_edits(dice, base), roll_edits(dice, base)
    result = rebase(pending, base, adopted)
    laid = overlay(base, {"pending": pending, "adopted": adopted})
    assert result.conflicts == laid.conflicts
    assert_nothing_dropped(pending, adopted, result)
    carried = tuple(edit for edit in pending if edit not in result.contested)
    expected = choose(overlay(base, {"pending": carried, "adopted": adopted}), "pending", "adopted")
    assert apply(apply(base, adopted), result.edits) == expected
    if not result.conflicts:
        assert expected == choose(laid, "pending", "adopted")


def assert_nothing_dropped(pending: Edits, adopted: Edits, result: Rebased) -> None:
    assert set(result.already) == set(pending) & set(adopted)
    for edit in result.contested:
        assert any(conflict.start <= edit.start and edit.end <= conflict.end for conflict in result.conflicts)
    open_edits = set(pending) - set(result.already) - set(result.contested)
    assert sum(len(edit.new) for edit in result.edits) == sum(len(edit.new) for edit in open_edits)
    assert sum(edit.end - edit.start for edit in result.edits) == sum(edit.end - edit.start for edit in open_edits)


@given(rolls)
def test_composed_edits_do_what_both_do_in_turn(dice: Random) -> None:
    base = roll_mixed(dice)
    first = roll_edits(dice, base)
    middle = apply(base, first)
    second = roll_edits(dice, middle)
    composed = compose(first, second)
    assert apply(base, composed) == apply(middle, second)
    assert all(one.end < two.start for one, two in pairwise(composed))


@given(rolls)
def test_diffs_compose(dice: Random) -> None:
    base, [middle, last] = roll_draft(dice, 2)
    assert apply(base, compose(diff(base, middle), diff(middle, last))) == last


@given(rolls)
def test_similarity_is_a_share_and_the_same_both_ways(dice: Random) -> None:
    base, [revised] = roll_draft(dice, 1)
    assert 0.0 <= similarity(base, revised) == similarity(revised, base) <= 1.0
    assert similarity(base, base) == 1.0
