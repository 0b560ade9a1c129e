"""Break texts into numbered lines, the same for page, print and Word: whoever says "line 214" means the same words everywhere.

A line has 85 columns; a full-width character takes two (Unicode Standard Annex 11), a mark none. Clusters are never cut (Annex 29). Lines
break at spaces and beside characters of scripts written without spaces, where their signs allow it (Annex 14).
"""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

COLUMNS = 85
_NOT_BEFORE = frozenset("、。，．：；！？）」』】〕〉》〗〙”’…ー々〻ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;!?)]}%")
_NOT_AFTER = frozenset("（「『【〔〈《〖〘“‘([{")
_HOLDS = frozenset("\u00a0\u202f\u2007\u2060")
"""Spaces at which no line breaks."""


class Line(NamedTuple):
    """A line. number: counts through the document, from 1. unit: id of its unit."""

    number: int
    unit: int
    text: str


def number_lines(texts: Iterable[tuple[int, str]], columns: int = COLUMNS) -> tuple[Line, ...]:
    """Break the texts of units (id, text), in their order, and number the lines through. A unit without words has no line."""
    broken = [(unit, line) for unit, text in texts for line in break_lines(text, columns)]
    return tuple(Line(number, unit, line) for number, (unit, line) in enumerate(broken, 1))


def break_lines(text: str, columns: int = COLUMNS) -> tuple[str, ...]:
    """Break a text into lines; spaces at a break are not printed. A line feed of the text ends a line."""
    return tuple(line for part in text.splitlines() for line in _break_part(part, columns))


def width_of(cluster: str) -> int:
    """Give the columns that a cluster takes."""
    if cluster.isascii():
        return len(cluster) if cluster.isprintable() else 1 if cluster == "\t" else 0
    wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in cluster)
    return 2 if wide else int(any(unicodedata.category(sign)[0] not in "MC" for sign in cluster))


def _break_part(part: str, columns: int) -> list[str]:
    lines: list[str] = []
    line, size = "", 0
    for piece in _cut(part):
        width = sum(map(width_of, piece))
        words = "".join(piece)
        bare = sum(map(width_of, _without_end(piece)))
        if line and size + bare > columns:
            lines.append(line.rstrip())
            line, size = "", 0
        if bare > columns:
            *full, words = _cut_hard(piece, columns)
            lines += full
            width = sum(map(width_of, _clusters(words)))
        line, size = line + words, size + width
    return [*lines, line.rstrip()] if line.strip() else lines


def _cut(part: str) -> list[list[str]]:
    """Cut a text into pieces between which a line may break, each as its clusters, with the spaces behind it."""
    pieces: list[list[str]] = []
    before = ""
    for cluster in _clusters(part):
        if not before or _may_break(before, cluster):
            pieces.append([])
        pieces[-1].append(cluster)
        before = cluster
    return pieces


def _may_break(before: str, after: str) -> bool:
    if after.isspace():
        return False
    if before.isspace():
        return before not in _HOLDS
    if after[0] in _NOT_BEFORE or before[0] in _NOT_AFTER or before in _HOLDS:
        return False
    return _is_unspaced(before) or _is_unspaced(after)


def _is_unspaced(cluster: str) -> bool:
    """Tell whether a line may break beside a character: full-width letters and signs, but no full-width digits or emoji."""
    return unicodedata.east_asian_width(cluster[0]) in "WF" and unicodedata.category(cluster[0]) in ("Lo", "Lm", "Ps", "Pe", "Po", "Pd")


def _without_end(piece: list[str]) -> list[str]:
    end = len(piece)
    while end and piece[end - 1].isspace():
        end -= 1
    return piece[:end]


def _cut_hard(piece: list[str], columns: int) -> list[str]:
    """Cut a word that is longer than a line."""
    out, line, size = [], "", 0
    for cluster in piece:
        width = width_of(cluster)
        if line and size + width > columns and not cluster.isspace():
            out.append(line.rstrip())
            line, size = "", 0
        line, size = line + cluster, size + width
    return [*out, line]


def _clusters(text: str) -> list[str]:
    if text.isascii():
        return list(text)
    import regex  # 15 ms, only where a text has other letters

    found: list[str] = regex.findall(r"\X", text)
    return found
