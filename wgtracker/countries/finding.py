"""Find which delegation a file name or a cell of a map names.

A wrong delegation is worse than none: none keeps the file's own name with a warning, a wrong one puts words into another
State's mouth. So a name beats a code, codes count in capitals only, and those that are also words count only at an edge.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from wgtracker.countries.folding import fold, split_camel, split_words, strip_accents
from wgtracker.countries.table import Party, load_table, name_party

SECRETARIAT = "UNODC"
"""Its name stands in the file name of many a draft, and so in that of the files which are returned: any State beats it."""

LANGUAGE_CODES = frozenset({"FR", "ES", "RU", "AR"})
"""Codes of a State and of a language alike: beside another code they are read as the language of the file."""

NEVER_CODES = frozenset("AM AND ARE AS COM DO ID IS ME MY NO SO SOM TO".split())
"""Codes that in capitals are far more often a word ("NO changes", "10 AM", "SOM": smuggling of migrants).

They count only where they are the whole name, in capitals and without a number."""

WORDLIKE_CODES = frozenset(
    "AG AL AR AT BA BE BY CA CD CH CI CO CV DE EC EG ES ET GA GT HR IE IL IN IT LA LI LU MA MC MD ML MR MS NE NI PA PE PS PT"
    " QA SC SE SG SI SM SR ST TD TM TV VA VU"
    " AGO ARM AU BEN BOL CAN CHE COD COG COL CUB DOM EAC EST FIN GEO GIN GUY IMO IND ITU JAM LIE MAR MUS NAM PAN PER PNG POL RSA"
    " SEN SUR TON TUN VAT WHO".split()
)
"""Codes and abbreviations that are also words of English, French or Spanish, months or abbreviations of the field ("GT").

In a name that is in capitals throughout none of them counts. Elsewhere those of three letters count wherever they stand, for
nobody writes "per" or "can" in capitals among small letters; those of two letters, and STRICT_CODES, count where a hyphen,
underscore or bracket sets them off.
"""

STRICT_CODES = frozenset("COL EST FIN MAR PNG".split())
"""Codes of three letters that are also abbreviations written in capitals: column, a time zone, final, March, a kind of picture."""

_AROUND_CODES = " \t0123456789_-–.,()[]"


class Found(NamedTuple):
    """What a text names: one party, or None; ambiguous: the names, sorted, where it names several."""

    party: Party | None
    ambiguous: tuple[str, ...] = ()


def find(text: str, on: date | None) -> Found:
    """Find the delegation that a file name (with or without .docx) or the cell of a map names.

    on: the day whose names are printed (the session's); None gives the present names.
    """
    stem = text[:-5] if text[-5:].lower() == ".docx" else text
    plain = strip_accents(stem)
    codes = _whole_code(plain) or _prefer_states(_named(stem, plain))
    if not codes or codes == {SECRETARIAT}:
        codes = _coded(plain, bool(codes)) or codes
    parties = sorted((name_party(code, on) for code in codes), key=lambda party: party.sort_key)
    if len(parties) == 1:
        return Found(parties[0])
    return Found(None, tuple(party.name for party in parties))


def by_name(name: str, on: date | None) -> Party | None:
    """Give the party that a whole text names: in any language of the table, an old name, an abbreviation or a code; else None."""
    code = code_of(name)
    return name_party(code, on) if code else None


def code_of(name: str) -> str:
    """Give the code of the party that a whole text names, as `by_name` does; "" where it names none, or several."""
    table = load_table()
    plain = name.strip()
    folded = fold(plain)
    upper = plain.upper()
    named = table.names.get(folded) or table.names.get(folded.removeprefix("the ")) or table.unspaced.get(plain)
    codes = _split(named) or _codes_of(upper, table.iso3) | _codes_of(upper, table.iso2)
    return min(codes) if len(codes) == 1 else ""


def _whole_code(plain: str) -> frozenset[str]:
    """Read a text that, numbers and punctuation aside, is nothing but a code."""
    core = plain.strip(_AROUND_CODES)
    upper = core.upper()
    if core != upper and (core != core.lower() or upper in NEVER_CODES):
        return frozenset()
    if core != plain and (upper in NEVER_CODES or upper == "MAR"):  # "5 MAR" is a day of March
        return frozenset()
    table = load_table()
    return _codes_of(upper, table.iso3) | _codes_of(upper, table.iso2)


def _named(stem: str, plain: str) -> frozenset[str]:
    """Collect the parties named in words: the longest name wins wherever two overlap, and a doubtful word is told by a clear one."""
    table = load_table()
    composed = stem if stem.isascii() else unicodedata.normalize("NFC", stem)
    matches = [_split(code) for name, code in table.unspaced.items() if name in composed]
    whole = split_words(plain)
    matches += _match_names([word.casefold() for word in whole])
    parts = [part.casefold() for word in whole for part in split_camel(word)]
    if len(parts) > len(whole):
        matches += _match_names(parts)
    clear = frozenset(code for codes in matches if len(codes) == 1 for code in codes)
    doubtful = frozenset(code for codes in matches if len(codes) > 1 and not codes & clear for code in codes)
    return clear | doubtful


def _match_names(words: list[str]) -> list[frozenset[str]]:
    """Find names of the table in folded words, from the longest to the shortest, each word in one name only."""
    table = load_table()
    taken = [False] * len(words)
    matches = []
    for length in range(min(table.longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            named = table.names.get(" ".join(words[start:end]))
            if named and not any(taken[start:end]):
                taken[start:end] = [True] * length
                matches.append(_split(named))
    return matches


def _prefer_states(codes: frozenset[str]) -> frozenset[str]:
    """Leave the Secretariat aside where another delegation is named as well."""
    others = codes - {SECRETARIAT}
    return others or codes


def _coded(plain: str, secretariat_named: bool) -> frozenset[str]:
    """Collect the parties that stand there as codes in capitals: of three letters and abbreviations first, then of two."""
    table = load_table()
    words = split_words(plain)
    long = list(words)
    for word in words:
        long += [part for part in split_camel(word)[:-1] if len(part) == 3]
    found: set[str] = set()
    for word in dict.fromkeys(long):
        if word.isupper() and (codes := _codes_of(word, table.iso3)) and _counts(word, plain):
            found |= codes | _split(table.iso2.get(word))
    if found:
        return frozenset(found)
    short = {word for word in words if word.isupper() and word in table.iso2 and _counts(word, plain)}
    plainly = short - LANGUAGE_CODES
    if secretariat_named:
        short = plainly
    return frozenset(table.iso2[word] for word in plainly or short)


def _codes_of(word: str, iso: dict[str, str]) -> frozenset[str]:
    """Look a word in capitals up among the abbreviations and in one list of ISO codes; "AU" is the African Union and Australia."""
    return _split(load_table().capitals.get(word)) | _split(iso.get(word))


def _split(codes: str | None) -> frozenset[str]:
    return frozenset((codes or "").split())


def _counts(code: str, plain: str) -> bool:
    """Judge whether a code in capitals is meant as a code here, and not as the word that it also is."""
    if code in NEVER_CODES:
        return False
    if code not in WORDLIKE_CODES:
        return True
    if plain.upper() == plain:
        return False
    if len(code) == 3 and code not in STRICT_CODES:
        return True
    first = rf"^[\s\d_\-–.,(\[]*(?<!\d ){code}[_\-–(\[\])]"
    between = rf"[_\-–(\[]{code}[_\-–)\]]"
    last = rf"[_\-–(\[\]]{code}[\s_\-–.,)\]]*$"
    return any(re.search(pattern, plain) for pattern in (first, between, last))
