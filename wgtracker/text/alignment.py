"""Find what changed between a base and a revised text, word by word, in one canonical form.

The alignment keeps as many words as can be kept, then as many signs; a white-space token is kept where it stands between kept or
one-for-one replaced words. Where several alignments are equally good one is taken by rules that look only at the words around the
change, so that two delegations that make the same change get the same edit, whatever else they changed elsewhere in the paragraph.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, Protocol

from wgtracker.text.hunks import Hunk, settle
from wgtracker.text.model import Edit, Edits
from wgtracker.text.tokenizer import Cut, cut, is_sign, is_word, tokens


class _Block(NamedTuple):
    """A run of `length` equal items, from `i` in the base's list and `j` in the revised one's."""

    i: int
    j: int
    length: int


class _Matcher(Protocol):
    def __call__(self, a: list[str], b: list[str]) -> list[_Block]: ...


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
def _matcher() -> _Matcher:
    """Return the function that finds a longest common subsequence; rapidfuzz is imported when first needed."""
    from rapidfuzz.distance import Indel

    opcodes = Indel.opcodes

    def match(a: list[str], b: list[str]) -> list[_Block]:
        return [_Block(i, j, k - i) for tag, i, k, j, _ in opcodes(a, b).as_list() if tag == "equal"]

    return match


class _Aligner:
    """Aligns the tokens of one pair of texts: words first, then signs, then white space."""

    __slots__ = ("a", "b", "held", "hunks")

    def __init__(self, held: Cut, fresh: list[str]) -> None:
        self.held = held
        self.a = held.tokens
        self.b = fresh
        self.hunks: list[Hunk] = []

    def _trim(self, i: int, k: int, j: int, m: int) -> Hunk:
        a, b = self.a, self.b
        while i < k and j < m and a[i] == b[j]:
            i += 1
            j += 1
        while i < k and j < m and a[k - 1] == b[m - 1]:
            k -= 1
            m -= 1
        return Hunk(i, k, j, m)

    def _add(self, hunk: Hunk) -> None:
        last = self.hunks[-1] if self.hunks else None
        if last and last.k == hunk.i and last.m == hunk.j:
            self.hunks[-1] = Hunk(last.i, hunk.k, last.j, hunk.m)
        else:
            self.hunks.append(hunk)

    def align(self) -> list[Hunk]:
        """Cut the texts at kept words that stand once in the base; align what lies between, each stretch by itself alone.

        So a change is aligned alike whatever else was changed beyond such a word.
        """
        a, b = self.a, self.b
        i, k, j, m = self._trim(0, len(a), 0, len(b))
        words_a = [x for x in range(i, k) if is_word(a[x])]
        words_b = [x for x in range(j, m) if is_word(b[x])]
        if words_a and words_b:
            single = self.held.single
            for block in _matcher()([a[x] for x in words_a], [b[x] for x in words_b]):
                here = [n for n in range(block.length) if a[words_a[block.i + n]] in single]
                sure = [(words_a[block.i + n], words_b[block.j + n]) for n in here]
                for x, y in sure:
                    self._stretch(0, i, x, j, y)
                    i, j = x + 1, y + 1
                    last_x, last_y = sure[-1]
                    if a[x:last_x] == b[y:last_y]:
                        i, j = last_x + 1, last_y + 1
                        break
        self._stretch(0, i, k, j, m)
        return self.hunks

    def _stretch(self, level: int, i: int, k: int, j: int, m: int) -> None:
        """Align a stretch: at level 0 by its words, at level 1, where no word can be kept, by its signs, then without either."""
        i, k, j, m = self._trim(i, k, j, m)
        if i == k or j == m:
            if i < k or j < m:
                self._add(Hunk(i, k, j, m))
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
            for block in _matcher()([a[x] for x in of_a], values):
                for n in range(block.length):
                    x, y = of_a[block.i + n], of_b[block.j + n]
                    self._stretch(level + 1, i, x, j, y)
                    i, j = x + 1, y + 1
        self._stretch(level + 1, i, k, j, m)

    def _replace(self, i: int, k: int, j: int, m: int) -> None:
        """Take a stretch that shares neither word nor sign: word for word where its white space is the same, else as one change."""
        a, b = self.a[i:k], self.b[j:m]
        spaces = [n for n, token in enumerate(a) if token.isspace()]
        if len(a) != len(b) or [(n, t) for n, t in enumerate(b) if t.isspace()] != [(n, a[n]) for n in spaces]:
            self._add(Hunk(i, k, j, m))
            return
        done = 0
        for n in [*spaces, len(a)]:
            self._add(Hunk(i + done, i + n, j + done, j + n))
            done = n + 1


_LEVELS: tuple[Callable[[str], bool], ...] = (is_word, is_sign)
