"""Keep passwords: hashed with argon2id, and judged before they are taken.

Rules: NIST SP 800-63B-4 (a password that is the only factor has 15 characters or more; no rules of composition; a block list),
OWASP ASVS 6.2. Cost of the hash: the OWASP minimum for argon2id, 19 MiB and two passes, so that five hundred people can sign in
at the start of a meeting.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from wgtracker.i18n import gettext, ngettext

SHORTEST, LONGEST = 15, 1000
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOT_TYPED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SEPARATORS = re.compile(r"[\s._-]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_REPEATED = re.compile(r"(.{3,}?)\1+|(.{1,2}?)\2{2,}")
_LEET = str.maketrans("013457@$!€", "oleastasie")
_ROWS = (
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "1234567890"),
    *("1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p"),
    *("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "!@#$%^&*()", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "абвгдежзиклмн"),
)
_OURS = """administrator austria chair committee conference consultation contrasena correct battery staple default delegate delegation
    geneva letmein member ministry mission motdepasse nairobi nations negotiation newyork parola passphrase passwort password permanent
    secret secretariat session state tracker united unodc unog unov vienna welcome wgtracker willkommen wort""".split()
_ENOUGH = 9
"""Points a password needs. A letter of one's own is worth one, a common word three, a row of keys or a year two, a word about
oneself or the tracker one, a repetition nothing: three common words pass, one with its year and two more signs does not."""
_JUDGED = 200  # more than so many characters are never guessed


class _Piece(NamedTuple):
    """A stretch of a password that others would guess as one."""

    length: int
    points: int
    kind: str


def hash_password(password: str) -> str:
    """Hash a password for storing; about 25 ms of a processor. Call it outside of any write."""
    return _HASHER.hash(_normal(password))


def verify(stored: str, password: str) -> bool:
    """Tell whether this is the password whose hash is stored. Never raises."""
    try:
        return len(password) <= LONGEST and _HASHER.verify(stored, _normal(password))
    except (Argon2Error, InvalidHashError):
        return False


def verify_nobody(password: str) -> bool:
    """Take as long as `verify` does, for an address that nobody has, so that the time tells nothing. Always False."""
    verify(_nobody(), password)
    return False


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody")


def needs_rehash(stored: str) -> bool:
    """Tell whether a hash was made at another cost than today's; then hash again at sign-in, where the password is at hand."""
    try:
        return _HASHER.check_needs_rehash(stored)
    except InvalidHashError:
        return True


def judge(password: str, *, about: Iterable[str] = ()) -> str:
    """Say in one sentence why a password cannot be taken; "" where it can.

    about: what others know of the person and the place: name, mail address, delegation, host.
    """
    shown = unicodedata.normalize("NFC", password)
    if _NOT_TYPED.search(shown):
        return gettext("The password contains a character that cannot be typed again; leave it out.")
    if len(shown) < SHORTEST:
        advice = ngettext("it has %(num)s character", "it has %(num)s characters", len(shown))
        return gettext(
            "The password is too short: %(has)s and needs at least %(least)s. Four words that do not belong together are easy to remember.",
            has=advice,
            least=SHORTEST,
        )
    if len(shown) > LONGEST:
        return gettext("The password is too long; use at most %(most)s characters.", most=LONGEST)
    kind = _guessed_by(shown, about)
    return _sentences()[kind] if kind else ""


def _sentences() -> dict[str, str]:
    advice = gettext("Choose another, for example four words that do not belong together.")
    return {
        "common": gettext("Many people use this password or one much like it.") + " " + advice,
        "row": gettext("This password is little more than keys or numbers in a row.") + " " + advice,
        "about": gettext("This password is little more than a name or address that others know.") + " " + advice,
        "repeated": gettext("This password repeats itself.") + " " + advice,
    }


def _normal(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace")


def _guessed_by(password: str, about: Iterable[str]) -> str:
    """Name what makes a password easy to guess, "" where nothing does."""
    known = {word for text in about for word in _words(text)} | {"wgtracker"}
    folded = _SEPARATORS.sub("", _fold(password[:_JUDGED]))
    once = _REPEATED.sub(lambda found: found[1] or found[2], folded)
    points, kinds = _points(once, known)
    if points >= _ENOUGH and len(set(once)) >= 5:
        return ""
    if len(once) <= len(folded) // 2 and "about" not in kinds:
        return "repeated" if kinds != {"row"} else "row"
    return next((kind for kind in ("about", "common", "row") if kind in kinds), "repeated")


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _words(text: str) -> list[str]:
    """Split a name or an address into words of three letters or more, and give it as a whole too."""
    folded = _fold(text)
    return [word for word in (*re.split(r"[\W_]+", folded), re.sub(r"[\W_]+", "", folded)) if len(word) >= 3]


def _points(text: str, known: set[str]) -> tuple[int, set[str]]:
    """Give the fewest points that a text can be read as, and the kinds of pieces in that reading; a piece counts once."""
    letters = text.translate(_LEET)
    best: list[tuple[int, frozenset[str], frozenset[str]]] = [(0, frozenset(), frozenset())]
    for end in range(1, len(text) + 1):
        points, kinds, used = best[end - 1]
        choices = [(points + 1, kinds, used)]
        for piece in _pieces_before(text, letters, end, known):
            points, kinds, used = best[end - piece.length]
            word = text[end - piece.length : end]
            choices.append((points + (0 if word in used else piece.points), kinds | {piece.kind}, used | {word}))
        best.append(min(choices, key=lambda choice: choice[0]))
    return best[-1][0], set(best[-1][1])


def _pieces_before(text: str, letters: str, end: int, known: set[str]) -> list[_Piece]:
    """List the stretches that end here and that others would guess as one. letters: the text with digits read as letters ("p4ss")."""
    pieces = []
    for length in range(3, min(end, 40) + 1):
        word, spelled = text[end - length : end], letters[end - length : end]
        if word in known or spelled in known:
            pieces.append(_Piece(length, 1, "about"))
        elif word in _common() or spelled in _common():
            pieces.append(_Piece(length, 3, "common"))
        elif word in _runs() or (length == 4 and _YEAR.fullmatch(word)):
            pieces.append(_Piece(length, 2, "row"))
    return pieces


@cache
def _common() -> frozenset[str]:
    """Load the block list: the letters of the 4,000 most frequent passwords (docs/decisions/0010), and words of this field."""
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="ascii")
    return frozenset(text.split()) | frozenset(_OURS)


@cache
def _runs() -> frozenset[str]:
    """List each stretch of three keys or more in a row, in both directions."""
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    return frozenset(row[start:end] for row in rows for start in range(len(row)) for end in range(start + 3, len(row) + 1))
