"""Say every sentence in the reader's language: the standard library's gettext, and one language in use per context.

English is written in the code and needs no catalogue. Placeholders have names, `%(name)s`, so that a translator can move them.
Catalogues: translations/<language>/LC_MESSAGES/wgtracker.po and .mo (`make messages`; translations/README.md says how).
"""

import gettext as catalogues
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from jinja2 import Environment

DOMAIN = "wgtracker"
ENGLISH = "en"
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are written from right to left (Unicode CLDR, character order)."""
_TAG = re.compile(r"[A-Za-z]{2,3}(_[A-Za-z0-9]{2,8})*")

_in_use: ContextVar[tuple[str, catalogues.NullTranslations]] = ContextVar("language", default=(ENGLISH, catalogues.NullTranslations()))


def language() -> str:
    """Give the language in use, as "en", "fr" or "pt_BR"."""
    return _in_use.get()[0]


def choose(tag: str, folder: Path = TRANSLATIONS) -> None:
    """Put a language in use for the rest of this context (a request). One without a catalogue shows the English sentences.

    What is no tag of a language at all ("../x", from a cookie) is English.
    """
    tag = tag.replace("-", "_") if _TAG.fullmatch(tag.replace("-", "_")) else ENGLISH
    _in_use.set((tag, _load(tag, folder)))


@contextmanager
def use(tag: str, folder: Path = TRANSLATIONS) -> Iterator[None]:
    """Put a language in use inside a `with` block: a letter to somebody whose language is not the reader's."""
    before = _in_use.get()
    choose(tag, folder)
    try:
        yield
    finally:
        _in_use.set(before)


def languages(folder: Path = TRANSLATIONS) -> list[str]:
    """List the languages that can be chosen: English, then those with a compiled catalogue."""
    return [ENGLISH, *sorted(found.parent.parent.name for found in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))]


def direction(tag: str | None = None) -> str:
    """Give "rtl" or "ltr" for a language, as the `dir` attribute takes it; None is the language in use."""
    return "rtl" if (tag or language()).replace("-", "_").split("_")[0].lower() in RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=32)
def _load(tag: str, folder: Path) -> catalogues.NullTranslations:
    return catalogues.translation(DOMAIN, folder, [tag], fallback=True)


def gettext(message: str, **values: object) -> str:
    """Give a sentence in the language in use, with its values filled in."""
    return _fill(_in_use.get()[1].gettext(message), message, values)


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """Give the sentence for a number of things; `%(num)s` (or `%(n)s`) in it is that number."""
    told = _in_use.get()[1].ngettext(one, many, n)
    return _fill(told, one if n == 1 else many, {"num": n, "n": n, **values})


def pgettext(context: str, message: str, **values: object) -> str:
    """Give a short word in the sense that `context` names: "open" of a round is not "open" of a file."""
    return _fill(_in_use.get()[1].pgettext(context, message), message, values)


def npgettext(context: str, one: str, many: str, n: int, **values: object) -> str:
    """Give the sentence for a number of things in the sense that `context` names."""
    told = _in_use.get()[1].npgettext(context, one, many, n)
    return _fill(told, one if n == 1 else many, {"num": n, "n": n, **values})


def _fill(told: str, english: str, values: dict[str, Any]) -> str:
    """Fill in the values. A translation whose placeholders are broken gives way to the English sentence: a page never fails by it."""
    if not values:
        return told
    if told != english:
        try:
            return told % values
        except (KeyError, TypeError, ValueError):
            pass
    return english % values


class LazyText:
    """A sentence that is looked up each time it is shown, for labels that are made once, when a form's class is defined."""

    __slots__ = ("_say",)

    def __init__(self, say: Callable[[], str]) -> None:
        self._say = say

    def __str__(self) -> str:
        return self._say()

    def __html__(self) -> str:
        """Show the sentence escaped, as Jinja asks of what is not plain text."""
        from html import escape

        return escape(self._say())

    def __repr__(self) -> str:
        return f"LazyText({self._say()!r})"

    def __mod__(self, values: object) -> str:
        return self._say() % values

    def __add__(self, other: object) -> str:
        return self._say() + str(other)

    def __radd__(self, other: object) -> str:
        return str(other) + self._say()

    def __format__(self, spec: str) -> str:
        return format(self._say(), spec)

    def __bool__(self) -> bool:
        return bool(self._say())

    def __len__(self) -> int:
        return len(self._say())


def lazy_gettext(message: str, **values: object) -> str:
    """Give a sentence to be said later, in whichever language is in use then: for labels of forms and tables of names.

    It is a LazyText. Its type says str, which WTForms asks for and which it can stand for wherever text is shown or put together.
    """
    return cast(str, LazyText(lambda: gettext(message, **values)))


def lazy_pgettext(context: str, message: str, **values: object) -> str:
    """Give a short word to be said later, in the sense that `context` names."""
    return cast(str, LazyText(lambda: pgettext(context, message, **values)))


def install(environment: "Environment") -> None:
    """Teach a Jinja environment `_()`, `ngettext()`, `pgettext()` and `{% trans %}` in the language in use.

    Jinja fills the values in itself, and escapes them. In a template, a per cent sign inside `_()` is written twice.
    """
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _in_use.get()[1].gettext(message),
        lambda one, many, n: _in_use.get()[1].ngettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, message: _in_use.get()[1].pgettext(context, message),
        npgettext=lambda context, one, many, n: _in_use.get()[1].npgettext(context, one, many, n),
    )
