"""Bring texts and queries to one form in which words are found, in any language and script, on SQLite and PostgreSQL alike.

Neither database splits Chinese or knows the Arabic article, and each folds letters in its own way; so the words are made here, and the
databases only compare them. `normal` gives the words of a text (one column, indexed); `to_fts5` and `to_tsquery` turn what a person
types into a query over that column. All words are letters and digits, so nothing typed can be taken for an operator.

SQLite: CREATE VIRTUAL TABLE ... USING fts5(words, tokenize="unicode61 remove_diacritics 0") ... MATCH to_fts5(typed).
PostgreSQL: WORDS_AS_VECTOR @@ CAST(to_tsquery(typed) AS tsquery), with a GIN index on WORDS_AS_VECTOR; no parser comes between.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from wgtracker.countries.folding import strip_accents

FTS5_TOKENIZER = "unicode61 remove_diacritics 0"
WORDS_AS_VECTOR = "array_to_tsvector(string_to_array(words, ' '))"
MOST_TERMS = 24
"""More than so many terms of one query are not looked for: each narrows the search further."""

_LONGEST_WORD = 60
_PLAIN = {ord("ٱ"): "ا", ord("ی"): "ي", ord("ک"): "ك", ord("ھ"): "ه", ord("ۀ"): "ه", ord("ʼ"): "'", ord("’"): "'", ord("‘"): "'"}
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# Scripts that are written without spaces between words: Thai, Lao, Burmese, Khmer, kana, Han.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"(?P<unspaced>(?:(?=[^\W_])[{_UNSPACED}])+)|(?:(?=[^\W_])[^{_UNSPACED}])+")
_ELISION = re.compile(r"(?<!\w)[^\W\d_]{1,2}'(?=\w{2})|(?<=\w)'s(?!\w)")  # l'adaptation, d'Ivoire, qu'il; the State's
_ARTICLE = re.compile(r"(?:[وفبك]?ال|لل)(?=\w{2})")  # al-, with "and", "by", "so", "as", "for" before it
_JOINS = frozenset("./-_‐–−:")
_AFTER_NUMBERS = frozenset("bis ter quater quinquies sexies septies octies alt".split())


class Term(NamedTuple):
    """One thing to find: a word (or, with prefix, any word that begins so); or else all of `parts` ("anti" and "corruption")."""

    word: str
    prefix: bool = False
    parts: tuple[str, ...] = ()


class _Word(NamedTuple):
    """A word as it stands in the folded text. joined: it hangs together with the word before it, as 3 with CRP in "CRP.3"."""

    text: str
    unspaced: bool
    joined: bool


def normal(text: str) -> str:
    """Give the words by which a text is found, with spaces between.

    Small letters without marks; plurals in -s as singulars; Arabic without the article and with one form of alef, yeh and heh;
    Chinese and other scripts without spaces as overlapping pairs of signs; digits as 0 to 9. Symbols and numbers stand there by
    their parts and by each two neighbours in one word: "CTOC/COP/2020/CRP.3" also as "crp3", "3 bis" as "3bis", "3.1" as "3z1".
    """
    words: list[str] = []
    before = ""
    for word in _split(text):
        if word.unspaced:
            words += [word.text[at : at + 2] for at in range(len(word.text))]
        else:
            if word.joined:
                words.append(_join(before, word.text))
            words.append(word.text[:_LONGEST_WORD])
        before = word.text
    return " ".join(words)


def query_terms(text: str) -> tuple[Term, ...]:
    """Give what a text must all have to be found by these typed words; () where nothing can be looked for (only signs, or nothing).

    Plain words of three letters or more also find the words that begin with them; numbers and symbols only themselves.
    """
    words = list(_split(text))
    terms: list[Term] = []
    for at, word in enumerate(words):
        if word.unspaced:
            pairs = [word.text[place : place + 2] for place in range(max(1, len(word.text) - 1))]
            terms += [Term(pair, prefix=len(pair) == 1) for pair in pairs]
        elif word.joined:
            before = words[at - 1].text
            loose = before.isalpha() and word.text.isalpha()
            terms.append(Term(_join(before, word.text), parts=(before, word.text) if loose else ()))
        elif at + 1 == len(words) or not words[at + 1].joined:
            terms.append(Term(word.text[:_LONGEST_WORD], prefix=len(word.text) >= 3 and word.text.isalpha()))
    return tuple(dict.fromkeys(terms))[:MOST_TERMS]


def to_fts5(text: str) -> str:
    """Turn what a person types into a query of SQLite's FTS5; "" where there is nothing to look for, and nothing is to be found."""
    return " AND ".join(_write(term, quote='"', prefix="*", also=" AND ", either=" OR ") for term in query_terms(text))


def to_tsquery(text: str) -> str:
    """Turn what a person types into the text of a tsquery of PostgreSQL, to be cast, not parsed; "" where there is nothing to look for."""
    return " & ".join(_write(term, quote="'", prefix=":*", also=" & ", either=" | ") for term in query_terms(text))


def _write(term: Term, *, quote: str, prefix: str, also: str, either: str) -> str:
    word = f"{quote}{term.word}{quote}"
    if not term.parts:
        return word + prefix if term.prefix else word
    parts = also.join(f"{quote}{part}{quote}" for part in term.parts)
    return f"({word}{either}({parts}))"


def _split(text: str) -> Iterator[_Word]:
    """Split a text into folded words, and tell which hang together."""
    folded = _ELISION.sub(" ", _fold(text))
    end, before, was_unspaced = -1, "", True
    for found in _WORD.finditer(folded):
        gap = folded[end : found.start()] if end >= 0 else " "
        unspaced = found["unspaced"] is not None
        word = found[0] if unspaced else _trim(found[0])
        joined = not unspaced and not was_unspaced and _hang_together(before, gap, word, folded[found.end() : found.end() + 1])
        yield _Word(word, unspaced, joined)
        end, before, was_unspaced = found.end(), word, unspaced


def _hang_together(before: str, gap: str, word: str, after: str) -> bool:
    """Tell whether two words are one name: CRP.3, 3.1, 2020/1, anti-corruption; 3 bis; 3 (a)."""
    if len(before) + len(word) > _LONGEST_WORD:
        return False
    if gap in _JOINS:
        return True
    if not before[-1].isdigit():
        return False
    return (word in _AFTER_NUMBERS and not gap.strip()) or (gap.strip() == "(" and after == ")" and len(word) <= 4 and word.isalpha())


def _join(before: str, word: str) -> str:
    """Write two words as one; a letter between digits keeps 3.1 apart from 31."""
    return before + ("z" if before[-1].isdigit() and word[0].isdigit() else "") + word


def _fold(text: str) -> str:
    """Give a text in small letters without marks, without invisible signs, with the digits 0 to 9."""
    if text.isascii():
        return text.casefold()
    # The iota below a Greek vowel is a mark in small letters and a letter of its own in capitals (Unicode, case folding of U+0345).
    text = unicodedata.normalize("NFD", text).replace("\u0345", "\u03b9")
    plain = strip_accents(strip_accents(_INVISIBLE.sub("", text).translate(_PLAIN)).casefold()).translate(_PLAIN)
    kept = "".join(_digit(sign) for sign in plain if unicodedata.category(sign)[0] != "M")
    return unicodedata.normalize("NFC", kept)


def _digit(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if not sign.isascii() and sign.isdecimal() else sign


def _trim(word: str) -> str:
    """Take the Arabic article off, and the s of a plural."""
    if word[0] in "الوفبك":
        while found := _ARTICLE.match(word):
            word = word[found.end() :]
    if len(word) >= 4 and word.endswith("s") and word.isalpha() and not word.endswith("ss"):
        return word[:-1]
    return word
