"""Hold the engine against a second reading of every sentence of docs/interfaces.md: slow, literal, sharing no code with it.

Small alphabets, so that words repeat, edits collide and touch, and proposals agree by accident.
"""

from itertools import combinations, pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from wgtracker.text import Edit, Edits, Overlay, apply, compose, diff, overlay, rebase, tokens

ALPHABETS = (
    ("a", "b", "c", " "),
    ("the", "of", "States", " ", " ", ","),
    ("shall", "should", "[", "]", " ", " ", "/"),
    ("国", "家", "应", "，", "a", " "),
    ("الدول", "الأطراف", "،", " ", " "),
    ("l’", "État", " ", "\u00a0", "« ", " »", "-"),
)

Proposals = dict[str, Edits]


# --- the oracle -----------------------------------------------------------------------------------------------------------------------


def read_tokens(text: str) -> list[str]:
    """Cut a text cluster by cluster, joining words and white space as the sentence on tokens says."""
    clusters = regex.findall(r"\X", text)
    kinds = [cluster_kind(cluster) for cluster in clusters]
    found: list[str] = []
    at = 0
    while at < len(clusters):
        end = at + 1
        if kinds[at] == "space":
            while end < len(clusters) and kinds[end] == "space":
                end += 1
        elif kinds[at] == "word":
            while end < len(clusters) and (kinds[end] == "word" or (kinds[end] == "joint" and kinds[end + 1 : end + 2] == ["word"])):
                end += 1
        found.append("".join(clusters[at:end]))
        at = end
    return found


def cluster_kind(cluster: str) -> str:
    """Say what one cluster is to the tokens. The long-vowel mark is kana, though it is of no single script."""
    if regex.match(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー]", cluster):
        return "alone"
    if regex.match(r"[\p{L}\p{Nd}]", cluster):
        return "word"
    if cluster.isspace():
        return "space"
    return "joint" if cluster in ("-", "\u2010", "\u2011", "'", "’") else "other"


def read_words(text: str) -> list[str]:
    """List the tokens that are words."""
    return [token for token in read_tokens(text) if cluster_kind(token) in ("word", "alone") or regex.match(r"[\p{L}\p{Nd}]", token)]


def longest_common(one: list[str], two: list[str]) -> int:
    """Count the tokens that two lists can keep in order, by the plain table."""
    row = [0] * (len(two) + 1)
    for left in one:
        before, row = row, [0] * (len(two) + 1)
        for at, right in enumerate(two):
            row[at + 1] = before[at] + 1 if left == right else max(row[at], before[at + 1])
    return row[-1]


def in_order(edits: Edits) -> bool:
    """Are the edits sorted, disjoint and apart (touching ones joined), each changing something?"""
    return all(one.end < two.start for one, two in pairwise(edits)) and all(edit.start < edit.end or edit.new for edit in edits)


def clash(one: Edit, two: Edit) -> bool:
    """Do two edits clash by rule (a), (b), (c) or (d), read literally?"""
    if one == two:
        return False
    if set(range(one.start, one.end)) & set(range(two.start, two.end)):
        return True
    for insertion, other in ((one, two), (two, one)):
        if insertion.start != insertion.end:
            continue
        at = insertion.start
        if other.start == other.end:
            return other.start == at and other.new != insertion.new
        if (other.new == "" and other.start <= at < other.end) or other.start < at < other.end:
            return True
    return False


def groups(items: list[Edit], linked: set[frozenset[Edit]]) -> list[set[Edit]]:
    """Join items that are linked, directly or through others."""
    found: list[set[Edit]] = []
    for item in items:
        near = [group for group in found if any(frozenset((item, other)) in linked for other in group)]
        found = [group for group in found if group not in near] + [{item}.union(*near)]
    return found


def conflict_groups(proposals: Proposals) -> set[tuple[str, int, int, frozenset[str]]]:
    """Say which conflicts there are: kind, start, end, proposers."""
    edits = sorted({edit for mine in proposals.values() for edit in mine})
    linked = {frozenset((one, two)) for one, two in combinations(edits, 2) if clash(one, two)}
    found = set()
    for group in groups(edits, linked):
        if len(group) > 1:
            names = frozenset(name for name, mine in proposals.items() if group & set(mine))
            found.add((kind_of(group), min(edit.start for edit in group), max(edit.end for edit in group), names))
    return found


def kind_of(group: set[Edit]) -> str:
    """Name a group of clashing edits."""
    if any(edit.start < edit.end and not edit.new for edit in group):
        return "delete_against_edit"
    return "rival_insertions" if all(edit.start == edit.end for edit in group) else "overlap"


def overlapping(one: Edit, two: Edit) -> bool:
    """Do two edits overlap, as the runs of a place mean it: a common character, one point, or a point strictly inside?"""
    if one.start == one.end and two.start == two.end:
        return one.start == two.start
    return max(one.start, two.start) < min(one.end, two.end)


def runs(proposals: Proposals) -> list[set[Edit]]:
    """Join the edits into the runs that a reader must see as one place."""
    edits = sorted({edit for mine in proposals.values() for edit in mine})
    return groups(edits, {frozenset((one, two)) for one, two in combinations(edits, 2) if overlapping(one, two)})


def chosen(whole: Overlay, name: str) -> str:
    """Read the overlay as one proposer would have it."""
    return "".join(one.text for one in whole.segments if one.op == "keep" or (one.op == "insert") == (name in one.by))


def merged(base: str, edits: set[Edit]) -> str:
    """Apply edits that compose: at a boundary an insertion stands before what begins there and after what ends there."""
    text, at = "", 0
    for edit in sorted(edits):
        text += base[at : edit.start] + edit.new
        at = edit.end
    return text + base[at:]


# --- what is drawn --------------------------------------------------------------------------------------------------------------------


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A base and some revisions of it in one small alphabet, cut and mended here and there, or written afresh."""
    words = draw(st.sampled_from(ALPHABETS))
    some = st.lists(st.sampled_from(words), max_size=14)
    base = draw(some)
    revisions = []
    for _ in range(draw(st.integers(1, 4))):
        mine = list(base)
        for _ in range(draw(st.integers(0, 3))):
            start = draw(st.integers(0, len(mine)))
            end = draw(st.integers(start, min(len(mine), start + 4)))
            mine[start:end] = draw(st.lists(st.sampled_from(words), max_size=3))
        revisions.append("".join(draw(st.one_of(st.just(mine), some))))
    return "".join(base), revisions


@st.composite
def loose_edits(draw: st.DrawFn, length: int) -> Edits:
    """Edits as another program may hand them in: anywhere in the base, sorted, apart."""
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    edits: list[Edit] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        new = draw(st.sampled_from(("", "x", "y ", " z")))
        if (new or start < end) and (not edits or edits[-1].end < start):
            edits.append(Edit(start, end, new))
    return tuple(edits)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[str, Proposals]:
    """A base and what each of up to five delegations would do to it, read from their texts or handed in as edits."""
    base, revisions = draw(texts())
    if draw(st.booleans()):
        return base, {f"P{at}": diff(base, revised) for at, revised in enumerate(revisions)}
    names = draw(st.integers(1, 5))
    return base, {f"P{at}": draw(loose_edits(len(base))) for at in range(names)}


# --- tokens and diff ------------------------------------------------------------------------------------------------------------------


@given(st.one_of(texts().map(lambda both: both[0]), st.text(alphabet="aé1-'’ \u00a0\n\r国カไ한ا،[\u0301\u200d🇫👩กກកကิ々ー", max_size=30)))
def test_tokens_are_those_of_the_sentence(text: str) -> None:
    assert list(tokens(text)) == read_tokens(text)


@given(texts())
def test_diff_is_exact_sorted_apart_and_in_tokens(both: tuple[str, list[str]]) -> None:
    base, revisions = both
    bounds = {0}
    for token in read_tokens(base):
        bounds.add(max(bounds) + len(token))
    for revised in revisions:
        edits = diff(base, revised)
        assert apply(base, edits) == revised
        assert in_order(edits)
        assert all(edit.start in bounds and edit.end in bounds for edit in edits)


@given(texts())
def test_diff_keeps_as_many_words_as_can_be_kept(both: tuple[str, list[str]]) -> None:
    base, revisions = both
    for revised in revisions:
        struck = sum(len(read_words(base[edit.start : edit.end])) for edit in diff(base, revised))
        assert len(read_words(base)) - struck == longest_common(read_words(base), read_words(revised))


@given(texts())
def test_no_edit_begins_or_ends_with_a_word_that_it_keeps(both: tuple[str, list[str]]) -> None:
    base, revisions = both
    for revised in revisions:
        for start, end, new in diff(base, revised):
            old, fresh = read_tokens(base[start:end]), read_tokens(new)
            assert not old or not fresh or (old[0] != fresh[0] and old[-1] != fresh[-1])


@given(st.data())
def test_the_same_change_in_the_same_words_gives_the_same_edits_in_any_company(data: st.DataObject) -> None:
    words = [f"w{at}" for at in range(9)]
    cuts = data.draw(st.lists(st.integers(0, 8), min_size=2, max_size=4, unique=True).map(sorted))
    new = st.sampled_from(("", "x", "x y", "the x", "w9"))
    wanted = {at: data.draw(new) for at in cuts if not any(at - 1 == other for other in cuts)}
    base = " ".join(words)

    def revised(some: dict[int, str]) -> str:
        return " ".join(some.get(at, word) for at, word in enumerate(words) if some.get(at, word))

    alone = [edit for at, text in wanted.items() for edit in diff(base, revised({at: text}))]
    assert sorted(alone) == list(diff(base, revised(wanted)))


# --- overlay --------------------------------------------------------------------------------------------------------------------------


@given(rounds())
def test_conflicts_are_the_connected_groups_of_clashing_edits(given_round: tuple[str, Proposals]) -> None:
    base, proposals = given_round
    found = [tuple(one) for one in overlay(base, proposals).conflicts]
    assert len(found) == len(set(found))
    assert set(found) == conflict_groups(proposals)


@given(rounds())
def test_segments_hold_the_base_and_every_text(given_round: tuple[str, Proposals]) -> None:
    base, proposals = given_round
    whole = overlay(base, proposals)
    assert "".join(one.text for one in whole.segments if one.op != "insert") == base
    assert chosen(whole, "nobody") == base
    for name, edits in proposals.items():
        assert chosen(whole, name) == apply(base, edits)


@given(rounds())
def test_ids_stand_for_the_distinct_edits_in_order(given_round: tuple[str, Proposals]) -> None:
    base, proposals = given_round
    distinct = sorted({edit for mine in proposals.values() for edit in mine})
    struck, new, used = ["" for _ in distinct], ["" for _ in distinct], set()
    for one in overlay(base, proposals).segments:
        assert (one.op == "keep") == (not one.by) == (not one.edits)
        assert one.by == frozenset(name for name, mine in proposals.items() for at in one.edits if distinct[at] in mine)
        for at in one.edits:
            used.add(at)
            (struck if one.op == "delete" else new)[at] += one.text
    assert used == set(range(len(distinct)))
    assert [(base[edit.start : edit.end], edit.new) for edit in distinct] == list(zip(struck, new, strict=True))


@given(rounds())
def test_nothing_depends_on_the_order_of_proposers(given_round: tuple[str, Proposals]) -> None:
    base, proposals = given_round
    assert overlay(base, proposals) == overlay(base, dict(reversed(proposals.items())))


@given(rounds())
def test_places_cover_every_run_and_stand_apart(given_round: tuple[str, Proposals]) -> None:
    base, proposals = given_round
    places = overlay(base, proposals).places
    assert all(one.end <= two.start for one, two in pairwise(places))
    assert len({(one.start, one.end) for one in places}) == len(places)
    for place in places:
        assert place.base_words == base[place.start : place.end]
    for run in runs(proposals):
        start, end = min(edit.start for edit in run), max(edit.end for edit in run)
        inside = [one for one in places if one.start <= start and end <= one.end]
        assert inside
        assert len(inside) == 1 or start == end


@given(rounds())
def test_options_are_complete_and_in_full(given_round: tuple[str, Proposals]) -> None:
    base, proposals = given_round
    places = overlay(base, proposals).places
    for name, edits in proposals.items():
        text, at = "", 0
        for place in places:
            options = [one.text for one in place.options if name in one.by]
            assert len(options) <= 1
            text += base[at : place.start] + (options[0] if options else place.base_words)
            at = place.end
        assert text + base[at:] == apply(base, edits)
    for place in places:
        assert place.options
        assert len({one.text for one in place.options}) == len(place.options)
        assert all(one.by for one in place.options)


@given(rounds())
def test_insertions_at_one_point_are_one_place_without_base_words(given_round: tuple[str, Proposals]) -> None:
    base, proposals = given_round
    edits = sorted({edit for mine in proposals.values() for edit in mine})
    places = overlay(base, proposals).places
    if len({edit.start for edit in edits}) == 1 and all(edit.start == edit.end for edit in edits):
        assert [(one.start, one.end, one.base_words) for one in places] == [(edits[0].start, edits[0].start, "")]


# --- rebase and compose ---------------------------------------------------------------------------------------------------------------


@given(rounds())
def test_rebase_carries_or_names_every_edit(given_round: tuple[str, Proposals]) -> None:
    base, proposals = given_round
    if len(proposals) < 2:
        return
    pending, adopted = proposals["P0"], proposals["P1"]
    done = rebase(pending, base, adopted)
    clashing = {edit for edit in pending if any(clash(edit, other) for other in adopted)}
    still = {edit for edit in pending if edit not in adopted and edit not in clashing}
    assert set(done.already) == set(pending) & set(adopted)
    assert set(done.contested) == clashing
    assert len(done.conflicts) == len(conflict_groups({"pending": pending, "adopted": adopted}))
    assert {one[:3] for one in done.conflicts} == {one[:3] for one in conflict_groups({"pending": pending, "adopted": adopted})}
    assert in_order(done.edits)
    assert apply(apply(base, adopted), done.edits) == merged(base, still | set(adopted))


@given(st.data())
def test_compose_is_one_edit_after_the_other(data: st.DataObject) -> None:
    base, _ = data.draw(texts())
    first = data.draw(loose_edits(len(base)))
    second = data.draw(loose_edits(len(apply(base, first))))
    both = compose(first, second)
    assert apply(base, both) == apply(apply(base, first), second)
    assert in_order(both)


@pytest.mark.parametrize(("base", "revised"), [("", ""), ("", "new"), ("old", ""), ("old words", ""), (" ", ""), ("", " ")])
def test_nothing_and_everything(base: str, revised: str) -> None:
    edits = diff(base, revised)
    assert edits == (() if base == revised else (Edit(0, len(base), revised),))
    whole = overlay(base, {"A": edits, "B": (), "C": edits})
    assert not whole.conflicts
    assert [(one.start, one.end, [(each.text, each.by) for each in one.options]) for one in whole.places] == (
        [] if base == revised else [(0, len(base), [(revised, frozenset({"A", "C"}))])]
    )
