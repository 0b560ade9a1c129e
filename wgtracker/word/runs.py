"""Split text into runs by script, so that every run can say its language and direction.

Word lays out, spells and reads aloud by run: Arabic inside an English sentence needs a right-to-left run, Chinese an East
Asian language. Spaces, digits and punctuation follow the letters on both sides where those agree, else the text around.
"""

import re
from functools import lru_cache
from typing import Literal

from wgtracker.word.model import Run

Script = Literal["right", "east", "other"]

# Hebrew to Arabic extended, presentation forms, and the right-to-left planes (Unicode blocks).
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# Hangul Jamo, CJK radicals to Yi, Hangul, compatibility and full-width forms, kana supplement, ideographic planes.
_EAST = (
    "\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001b000-\U0001b2ff\U00020000-\U0003fffd"
)
_MARKS = "\u0300-\u036f\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f"
_RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"})
_EAST_ASIAN = frozenset({"zh", "ja", "ko"})
_LOCALES = {
    "ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fa": "fa-IR", "fr": "fr-FR", "he": "he-IL", "ja": "ja-JP", "ko": "ko-KR",
    "pt": "pt-PT", "ru": "ru-RU", "ur": "ur-PK", "zh": "zh-CN", "zh-hans": "zh-CN", "zh-hant": "zh-TW",
}  # fmt: skip


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    """Compile the search for other scripts when it is first needed, as _parts does."""
    return re.compile(f"[{_RIGHT}{_EAST}]")


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    """Compile the cut into scripts when it is first needed: its large classes cost more than most papers' whole text."""
    return re.compile(
        f"(?P<marks>[{_MARKS}]+)|(?P<right>[{_RIGHT}]+)|(?P<east>[{_EAST}]+)"
        rf"|(?P<other>[^\W0-9_{_MARKS}{_RIGHT}{_EAST}]+)|(?P<neutral>(?:[^\w{_MARKS}{_RIGHT}{_EAST}]|[0-9_])+)"
    )


def runs(text: str, style: str = "", lang: str = "") -> tuple[Run, ...]:
    """Split text into runs of one script each, in the given character style; together they are the text.

    lang: BCP 47 of the text around ("" = the document's); runs of its own script carry it, others the usual one of
    their script ("ar-SA", "he-IL", "zh-CN", "ja-JP", "ko-KR"; Latin, Cyrillic and all else inside Arabic or Chinese: "").
    """
    base = script_of_language(lang)
    if base == "other" and not is_mixed(text):
        return (Run(text, style, lang),) if text else ()
    return tuple(Run(part, style, _language(part, script, lang, base)) for script, part in _by_script(text, base))


def is_mixed(text: str) -> bool:
    """Say whether text holds a character that needs a run of its own in a Latin or Cyrillic sentence."""
    if text.isascii():
        return False
    try:
        text.encode("cp1252")  # Western letters and the quotation marks and dashes of every paper
    except UnicodeEncodeError:
        return _foreign().search(text) is not None
    return False


def reads_right_to_left(text: str) -> bool:
    """Say whether the first letter of text belongs to a right-to-left script (Unicode's rule for a paragraph's direction)."""
    if text.isascii():
        return False
    first = next((char for char in text if char.isalpha()), "a")
    return re.match(f"[{_RIGHT}]", first) is not None


def script_of_language(lang: str) -> Script:
    """Name the script class of a BCP 47 language: "right" (right to left), "east" (East Asian) or "other"."""
    primary = lang.lower().partition("-")[0]
    if primary in _RIGHT_TO_LEFT:
        return "right"
    return "east" if primary in _EAST_ASIAN else "other"


def locale(lang: str) -> str:
    """Return the language with a region, as Word's spelling and voices want it ("fr" -> "fr-FR")."""
    return _LOCALES.get(lang.lower(), lang)


def _by_script(text: str, base: Script) -> list[tuple[Script, str]]:
    """Cut text into stretches of one script; neutrals join equal neighbours, else the base; marks stay with their letter."""
    ends: list[tuple[Script, int]] = []
    for match in _parts().finditer(text):
        kind = match.lastgroup
        if kind == "neutral" or (kind == "marks" and (not ends or ends[-1][1] != match.start())):
            continue
        script: Script = ends[-1][0] if kind == "marks" else "right" if kind == "right" else "east" if kind == "east" else "other"
        if match.start() != (ends[-1][1] if ends else 0) and not (ends and ends[-1][0] == script):
            _extend(ends, base, match.start())
        _extend(ends, script, match.end())
    if text and (not ends or ends[-1][1] != len(text)):
        _extend(ends, base, len(text))
    starts = [0, *(end for _, end in ends)]
    return [(script, text[start:end]) for start, (script, end) in zip(starts, ends)]


def _extend(ends: list[tuple[Script, int]], script: Script, end: int) -> None:
    if ends and ends[-1][0] == script:
        ends[-1] = (script, end)
    else:
        ends.append((script, end))


def _language(part: str, script: Script, lang: str, base: Script) -> str:
    if script == base:
        return lang
    if script == "right":
        return "he-IL" if re.search("[\u0590-\u05ff\ufb1d-\ufb4f]", part) else "ar-SA"
    if script == "east":
        return "ja-JP" if re.search("[\u3040-\u30ff]", part) else "ko-KR" if re.search("[\u1100-\u11ff\uac00-\ud7ff]", part) else "zh-CN"
    return ""
