"""Cut a text into tokens: words, single signs, runs of white space. Version stamp: `model.TOKENIZER`.

A token is built of whole extended grapheme clusters (Unicode Standard Annex 29), so that no accent, vowel mark or joined emoji is
ever cut from its base. Runs of letter and digit clusters are words, with inner hyphens and apostrophes ("State's", "non-punishment");
scripts written without spaces give one token a cluster; a run of white space is one token; every other cluster is one token.
"""

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate, chain, compress
from operator import itemgetter

from wgtracker.text.small_words import SMALL_WORDS

_JOINERS = r"'\u2019\-\u2010\u2011"
_SPACES = r"\t-\r \x85\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

# Code points that are a cluster of their own beside any other one of these lists (no marks, joiners, jamo, flags or prepended
# signs): texts made of them alone, most of what arrives, are cut by `re` without looking for clusters.
_PLAIN_LETTERS = (
    r"0-9A-Za-z\xaa\xb2\xb3\xb5\xb9\xba\xbc-\xbe\xc0-\xd6\xd8-\xf6\xf8-\u024f"  # Latin
    r"\u0388-\u038a\u038e-\u03a1\u03a3-\u03f5\u0400-\u0481\u048a-\u052f"  # Greek, Cyrillic
    r"\u0620-\u064a\u0660-\u0669\u0671-\u06d3"  # Arabic without marks
    r"\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"  # full-width Latin
)
_PLAIN_IDEOGRAPHS = r"\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fa5"
_PLAIN_SIGNS = (
    r"\x00-\x08\x0e-\x1f!-/:-@\[-`{-\x7f\xa1-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7"
    r"\u060c\u061b\u061f\u066a-\u066d\u200e\u200f\u2010-\u2027\u2030-\u205e\u20ac\u2116\ufeff"
    r"\u3001-\u3003\u3008-\u3011\u3014-\u301b\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)

_cut_ascii = re.compile(r"[0-9A-Za-z]+(?:['\-][0-9A-Za-z]+)*|[\t-\r ]+|.", re.DOTALL).findall

# Scripts written without spaces between words. The long-vowel mark and the iteration marks of kana belong to no single script.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30fc\uff70"


_LONGEST_PIECE = 40  # characters
_MOST_PIECES = 20_000

_FIRST = itemgetter(0)


_Cutter = Callable[[str], list[str]]


@lru_cache(maxsize=1)
def _plain_matcher() -> Callable[[str], object]:
    """Return what tells a plain text from one that must be read cluster by cluster (compiled when first needed, 2 ms)."""
    return re.compile(f"[{_PLAIN_LETTERS}{_SPACES}{_PLAIN_IDEOGRAPHS}{_PLAIN_SIGNS}]*").fullmatch


@lru_cache(maxsize=1)
def _plain_cutter() -> _Cutter:
    """Return the cutter for plain texts."""
    return re.compile(f"[{_PLAIN_LETTERS}]+(?:[{_JOINERS}][{_PLAIN_LETTERS}]+)*|[{_SPACES}]+|.", re.DOTALL).findall


@lru_cache(maxsize=1)
def _cluster_cutter() -> _Cutter:
    """Return the cutter for any text; `regex` is imported only where a text needs it (36 ms)."""
    import regex

    spaces = r"\t-\r\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    letter = rf"(?=[[\p{{L}}\p{{N}}]--[{_UNSPACED}]])\X"
    # Each sign is taken as a whole cluster and looked at again from behind: an apostrophe that carries a mark is no joiner.
    joiner = rf"(?=[{_JOINERS}])\X(?<=[{_JOINERS}])"
    space = rf"(?=[{spaces}])\X(?<=[{spaces}])"
    pattern = rf"(?:{letter})++(?:{joiner}(?:{letter})++)*+|(?:{space})++|\X"
    cutter: _Cutter = regex.compile(pattern, regex.VERSION1).findall
    return cutter


class _Pieces(dict[str, list[str]]):
    """The tokens of each piece of text between single spaces, with the space after it: a working group's words come again and again.

    Only pieces of which the tokens depend on nothing around them are held (plain, no white space at their ends, no running script
    without spaces); KeyError for any other.
    """

    def __missing__(self, piece: str) -> list[str]:
        if not 0 < len(piece) <= _LONGEST_PIECE or piece[0].isspace() or piece[-1].isspace() or not _is_plain(piece):
            raise KeyError(piece)
        if len(self) == _MOST_PIECES:
            self.clear()
        found = self[piece] = [*_cut_text(piece), " "]
        return found


_pieces = _Pieces()


def tokens(text: str) -> list[str]:
    """Cut the text into its tokens, in order; joined they are the text again."""
    try:
        found = list(chain.from_iterable(map(_pieces.__getitem__, text.split(" "))))
    except KeyError:
        return _cut_text(text)
    found.pop()
    return found


def _cut_text(text: str) -> list[str]:
    if text.isascii():
        return _cut_ascii(text)
    return (_plain_cutter() if _is_plain(text) else _cluster_cutter())(text)


def _is_plain(text: str) -> bool:
    return text.isascii() or _plain_matcher()(text) is not None


def is_word(token: str) -> bool:
    """Tell a word (or a character of a script without spaces) from white space and signs."""
    return token[0].isalnum()


def is_sign(token: str) -> bool:
    """Tell a punctuation mark, symbol or control from words and white space."""
    return not token[0].isalnum() and not token.isspace()


class Cut:
    """A base text cut once for the many texts compared with it. words: the indexes of its words; single: the words it has once.

    Small words are not counted as single: they return anywhere, so they must not decide what a change is measured against.
    """

    __slots__ = ("offsets", "single", "tokens", "words")

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.offsets = [0, *accumulate(map(len, self.tokens))]
        self.words = find_words(self.tokens, 0, len(self.tokens))
        counts = Counter(map(self.tokens.__getitem__, self.words))
        self.single = {word for word, times in counts.items() if times == 1}.difference(SMALL_WORDS)


def find_words(cut_text: list[str], start: int, end: int) -> list[int]:
    """Return the indexes of the words among the tokens from start to end."""
    return list(compress(range(start, end), map(str.isalnum, map(_FIRST, cut_text[start:end]))))


@lru_cache(maxsize=256)
def cut(text: str) -> Cut:
    """Cut a base text, remembering the last ones: one base is compared with forty texts."""
    return Cut(text)
