"""Find what changed between a base and a revised text, word by word, in one canonical form.

The alignment keeps as many words as can be kept, then as many signs; a white-space token is kept where it stands between kept or
one-for-one replaced words. Where several alignments are equally good one is taken by rules that look only at the words around the
change, so that two delegations that make the same change get the same edit, whatever else they changed elsewhere in the paragraph.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, cast

from wgtracker.text.hunks import Hunk, settle
from wgtracker.text.model import Edit, Edits
from wgtracker.text.tokenizer import Cut, cut, find_words, is_sign, is_word, tokens

if TYPE_CHECKING:

    class _Aligned(Protocol):
        def as_list(self) -> list[tuple[str, int, int, int, int]]: ...


_Block = tuple[int, int, int]
"""A run of equal items: where it begins in the base's list, where in the revised one's, and its length."""

_Opcodes = Callable[[list[str], list[str]], "_Aligned"]


def diff(base: str, revised: str) -> Edits:
    """Return the edits that turn the base into the revised text: by words, fine and canonical, sorted, disjoint.

    apply(base, diff(base, revised)) == revised for every text without lone surrogates. Edits begin and end at token boundaries.
    """
    if base == revised:
        return ()
    held = cut(base)
    fresh = tokens(revised)
    hunks = _Aligner(held, fresh).align()
    if len(hunks) > 1 or hunks[0].i == hunks[0].k or hunks[0].j == hunks[0].m:
        hunks = settle(hunks, held.tokens, fresh)
    at = held.offsets
    return tuple([Edit(at[i], at[k], "".join(fresh[j:m])) for i, k, j, m in hunks])


@lru_cache(maxsize=1)
def _opcodes() -> _Opcodes:
    """Return the function that aligns two lists; rapidfuzz is imported when first needed (15 ms)."""
    from rapidfuzz.distance import Indel

    return cast(_Opcodes, Indel.opcodes)


def _match(a: list[str], b: list[str]) -> list[_Block]:
    """Return a longest common subsequence of two lists as runs of equal items."""
    return [(i, j, k - i) for tag, i, k, j, _ in _opcodes()(a, b).as_list() if tag == "equal"]


def _keep_more(single: set[str], a: list[str], b: list[str], blocks: list[_Block]) -> list[_Block]:
    """Match more of the words that stand once in each list than the blocks do, wherever as many words can then be kept in all.

    Decided between each two words that both ways keep, so that one change does not decide how another far from it is written.
    """
    of_a = [x for x, word in enumerate(a) if word in single]
    of_b = [y for y, word in enumerate(b) if word in single]
    more = [(of_a[i + n], of_b[j + n]) for i, j, length in _match([a[x] for x in of_a], [b[y] for y in of_b]) for n in range(length)]
    kept = [(i + n, j + n) for i, j, length in blocks for n in range(length)]
    chosen: list[_Block] = []
    x = y = 0
    for end in [*sorted(set(more).intersection(kept)), (len(a), len(b))]:
        here = kept[bisect_left(kept, (x,)) : bisect_left(kept, end)]
        other = more[bisect_left(more, (x,)) : bisect_left(more, end)]
        best = other if other and _count_through(a[x : end[0]], b[y : end[1]], other, x, y) >= len(here) else here
        chosen += [(i, j, 1) for i, j in [*best, end]]
        x, y = end[0] + 1, end[1] + 1
    return chosen[:-1]


def _count_through(a: list[str], b: list[str], pairs: list[tuple[int, int]], i: int, j: int) -> int:
    """Count the most words of a and b that can be kept together with the pairs (of lists in which a begins at i and b at j)."""
    count = len(pairs)
    x = y = 0
    for first, second in [*pairs, (i + len(a), j + len(b))]:
        count += _count_common(a[x : first - i], b[y : second - j])
        x, y = first - i + 1, second - j + 1
    return count


def _count_common(a: list[str], b: list[str]) -> int:
    """Return the length of a longest common subsequence."""
    if not a or not b:
        return 0
    return len(a) if a == b else sum(length for _, _, length in _match(a, b))


def _count_alike(a: list[str], b: list[str]) -> int:
    """Count the items that two lists begin with alike, by halving: comparing slices is faster than comparing items one by one."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        half = (low + high + 1) // 2
        if a[low:half] == b[low:half]:
            low = half
        else:
            high = half - 1
    return low


class _Aligner:
    """Aligns the tokens of one pair of texts: words first, then signs, then white space."""

    __slots__ = ("a", "b", "held", "hunks")

    def __init__(self, held: Cut, fresh: list[str]) -> None:
        self.held = held
        self.a = held.tokens
        self.b = fresh
        self.hunks: list[Hunk] = []

    def _add(self, i: int, k: int, j: int, m: int) -> None:
        if self.hunks:
            last = self.hunks[-1]
            if last.k == i and last.m == j:
                self.hunks[-1] = Hunk(last.i, k, last.j, m)
                return
        self.hunks.append(Hunk(i, k, j, m))

    def align(self) -> list[Hunk]:
        """Cut both texts at kept words that stand once in each; align what lies between, each stretch by itself alone.

        So a change is aligned alike whatever else was changed beyond such a word.
        """
        a, b = self.a, self.b
        i = j = _count_alike(a, b)
        after = _count_alike(a[: i - 1 - len(a) : -1], b[: j - 1 - len(b) : -1])
        k, m = len(a) - after, len(b) - after
        if k - i > 1 and m - j > 1:
            words = self.held.words
            here = words[bisect_left(words, i) : bisect_left(words, k)]
            for x, y, length in self._sure(here, find_words(b, j, m)):
                if a[i:x] != b[j:y]:
                    self._stretch(0, i, x, j, y)
                i, j = x + length, y + length
        self._stretch(0, i, k, j, m)
        return self.hunks

    def _sure(self, of_a: list[int], of_b: list[int]) -> list[_Block]:
        """Return runs of equal tokens that begin and end with a kept word that stands once in each text.

        Of alignments that keep equally many words the one that keeps more of those is taken.
        """
        a, b = self.a, self.b
        words_a, words_b = [a[x] for x in of_a], [b[x] for x in of_b]
        blocks = _match(words_a, words_b)
        counts = Counter(words_b)
        single = {word for word in self.held.single.intersection(words_a) if counts[word] == 1}
        if not single:
            return []
        if sum([len(single.intersection(words_a[i : i + length])) for i, _, length in blocks]) < len(single):
            blocks = _keep_more(single, words_a, words_b, blocks)
        runs: list[_Block] = []
        for i, j, length in blocks:
            first, last = i, i + length - 1
            while first <= last and words_a[first] not in single:
                first += 1
            if first > last:
                continue
            while words_a[last] not in single:
                last -= 1
            x, y, end = of_a[first], of_b[first - i + j], of_a[last] + 1
            if a[x:end] == b[y : of_b[last - i + j] + 1]:
                runs.append((x, y, end - x))
            else:
                runs += [(of_a[n], of_b[n - i + j], 1) for n in range(first, last + 1) if words_a[n] in single]
        return runs

    def _stretch(self, level: int, i: int, k: int, j: int, m: int) -> None:
        """Align a stretch: at level 0 by its words, at level 1, where no word can be kept, by its signs, then without either."""
        a, b = self.a, self.b
        while i < k and j < m and a[i] == b[j]:
            i += 1
            j += 1
        while i < k and j < m and a[k - 1] == b[m - 1]:
            k -= 1
            m -= 1
        if i == k or j == m:
            if i < k or j < m:
                self._add(i, k, j, m)
        elif (k - i == 1 and a[i] not in b[j:m]) or (m - j == 1 and b[j] not in a[i:k]):
            self._add(i, k, j, m)
        elif level == len(_LEVELS):
            self._replace(i, k, j, m)
        else:
            self._by(level, i, k, j, m)

    def _by(self, level: int, i: int, k: int, j: int, m: int) -> None:
        """Keep the most tokens of the level's kind; what lies between them is aligned at the next level."""
        a, b, chosen = self.a, self.b, _LEVELS[level]
        of_a = [x for x in range(i, k) if chosen(a[x])]
        of_b = [x for x in range(j, m) if chosen(b[x])]
        values = [b[x] for x in of_b]
        if not {a[x] for x in of_a}.isdisjoint(values):
            for first, other, length in _match([a[x] for x in of_a], values):
                for n in range(length):
                    x, y = of_a[first + n], of_b[other + n]
                    self._stretch(level + 1, i, x, j, y)
                    i, j = x + 1, y + 1
        self._stretch(level + 1, i, k, j, m)

    def _replace(self, i: int, k: int, j: int, m: int) -> None:
        """Take a stretch that shares neither word nor sign: word for word where its white space is the same, else as one change."""
        a, b = self.a[i:k], self.b[j:m]
        spaces = [n for n, token in enumerate(a) if token.isspace()]
        if len(a) != len(b) or [(n, t) for n, t in enumerate(b) if t.isspace()] != [(n, a[n]) for n in spaces]:
            self._add(i, k, j, m)
            return
        done = 0
        for n in [*spaces, len(a)]:
            self._add(i + done, i + n, j + done, j + n)
            done = n + 1


_LEVELS: tuple[Callable[[str], bool], ...] = (is_word, is_sign)
