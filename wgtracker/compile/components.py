"""Say what became of the paragraphs of a block: one replaced, one split, two merged, one gone, one new.

Words that nobody changed tell which original lives on in which final paragraph. Where an original was rewritten from the first
word to the last, words of both in one physical paragraph connect the two, else the paragraph mark that both end with; a paragraph
that was moved away lives on elsewhere. One taken out with its mark beside one put in with its mark are two.
"""

from collections.abc import Mapping
from typing import NamedTuple

from wgtracker.compile.sides import Block


class Component(NamedTuple):
    """Originals and finals (indexes into the block) that belong together; either may be empty, never both.

    revisions: ids that stand in it, ascending.
    """

    originals: tuple[int, ...]
    finals: tuple[int, ...]
    revisions: tuple[int, ...]


def components_of(block: Block, kinds: Mapping[int, str]) -> list[Component]:
    """Partition a block's paragraphs that have words into components, in document order. kinds: revision id -> kind."""
    if len(block.originals) == 1 and len(block.finals) == 1 and block.originals[0].text.strip() and block.finals[0].text.strip():
        return [Component((0,), (0,), tuple(sorted(block.homes)))]
    originals = [i for i, side in enumerate(block.originals) if side.text.strip()]
    finals = [j for j, side in enumerate(block.finals) if side.text.strip()]
    links = {(i, j) for i, j in block.kept if i in originals and j in finals}
    same_mark = [(i, j) for i in originals for j in finals if block.originals[i].last == block.finals[j].last]
    for i, j in (*sorted(block.touching), *same_mark):
        if i in originals and j in finals and not any(i == a or j == b for a, b in links) and not _is_move(block, (i, j), kinds):
            links.add((i, j))
    groups = _connect(links)
    linked_originals = {i for group in groups for i in group[0]}
    linked_finals = {j for group in groups for j in group[1]}
    groups += [({i}, set()) for i in originals if i not in linked_originals]
    groups += [(set(), {j}) for j in finals if j not in linked_finals]
    owned = _own(block, groups, kinds)
    found = [
        Component(tuple(sorted(group[0])), tuple(sorted(group[1])), tuple(sorted(ids))) for group, ids in zip(groups, owned, strict=True)
    ]
    return sorted(found, key=lambda component: (_first(block, component), component))


def _is_move(block: Block, pair: tuple[int, int], kinds: Mapping[int, str]) -> bool:
    return any(
        (kinds[revision] == "move_from" and home[0] == pair[0]) or (kinds[revision] == "move_to" and home[1] == pair[1])
        for revision, home in block.homes.items()
    )


def _connect(links: set[tuple[int, int]]) -> list[tuple[set[int], set[int]]]:
    groups: list[tuple[set[int], set[int]]] = []
    for i, j in sorted(links):
        joined = [group for group in groups if i in group[0] or j in group[1]]
        merged = ({i}.union(*(group[0] for group in joined)), {j}.union(*(group[1] for group in joined)))
        groups = [group for group in groups if group not in joined] + [merged]
    return groups


def _own(block: Block, groups: list[tuple[set[int], set[int]]], kinds: Mapping[int, str]) -> list[list[int]]:
    """Give each revision to one component: a deletion to its original's, an insertion to its final's, else to the first there is.

    A paragraph mark stands between two paragraphs; it belongs to the one that comes or goes with it.
    """
    owned: list[list[int]] = [[] for _ in groups]
    of_original = {i: n for n, group in enumerate(groups) for i in group[0]}
    of_final = {j: n for n, group in enumerate(groups) for j in group[1]}
    for revision, (original, final) in block.homes.items():
        kind = kinds[revision]
        candidates: list[int | None]
        by_original, by_final = of_original.get(original), of_final.get(final)
        if kind == "paragraph_insert":
            come = (n for n in (by_final, of_final.get(final + 1)) if n is not None and not groups[n][0])
            candidates = [*come, by_final, by_original]
        elif kind == "paragraph_delete":
            gone = (n for n in (by_original, of_original.get(original + 1)) if n is not None and not groups[n][1])
            candidates = [*gone, by_original, by_final]
        elif kind in ("delete", "move_from", "row_delete") and revision not in block.fresh:
            candidates = [by_original, by_final]
        else:
            candidates = [by_final, by_original]
        owner = next((n for n in candidates if n is not None), None)
        if owner is not None:
            owned[owner].append(revision)
    return owned


def _first(block: Block, component: Component) -> int:
    """Give the physical paragraph in which the words of a component begin: two paragraphs put in above one stand before it."""
    return min([block.originals[i].at for i in component.originals] + [block.finals[j].at for j in component.finals])
