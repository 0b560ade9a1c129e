"""Write text as runs: words in their style, names in theirs, lists of many names apart (word splits runs by script)."""

from collections.abc import Iterable

from wgtracker.papers.names import INLINE, Roll, join_names
from wgtracker.word.clean import close_turns
from wgtracker.word.model import Inline, ParagraphOut, Run
from wgtracker.word.runs import reads_right_to_left

ADDED = "WGAdded"
DELETED = "WGDeleted"
NAME = "WGName"
CHANGE = "WGChange"
NUMBER = "WGNumber"
LATIN = "WGLatin"
QUIET = "WGQuiet"
LABEL = "WGLabel"
SPACE = Run(" ")
OPEN, SPACE_OPEN, CLOSE = Run("("), Run(" ("), Run(")")


def put(out: list[Inline], text: str, style: str = "") -> None:
    """Add text to a paragraph under way; a break between joined paragraphs shows as a pilcrow.

    A direction that somebody's words open and leave open ends with them: it does not turn the names and the words of others.
    """
    if "\n" in text:
        text = _with_pilcrows(text, ends_open(out))
    if text:
        out.append(Run(close_turns(text), style))


def _with_pilcrows(text: str, after_space: bool) -> str:
    first, *rest = text.split("\n")
    words = [part.strip(" ") for part in rest]
    text = first.rstrip(" ") + "".join(f" ¶ {part}" if part else " ¶" for part in words)
    if not words[-1] or rest[-1].endswith(" "):
        text += " "
    return text.lstrip(" ") if after_space else text


def ends_open(out: list[Inline]) -> bool:
    """Tell whether the next word may follow at once: nothing stands before it, or a space or an opening bracket."""
    if not out:
        return True
    last = out[-1]
    text = last.text if isinstance(last, Run) else ""
    return not text or text[-1].isspace() or text[-1] in "([{“‘«"


def begins_a_word(text: str) -> bool:
    """Tell whether text (two characters are enough) begins with a word, or with a sign that belongs to one: a space goes before it."""
    if text[:1] in ("(", "[", "{", "“", "‘", "«", "¿", "¡", "¶"):
        return True
    return text[:1].isalnum() or (text[:1] in ('"', "'") and text[1:].isalnum())


def add_space(out: list[Inline]) -> None:
    """Put a space where a word or a bracket of ours would run together with what stands before it."""
    if ends_open(out):
        return
    last = out[-1]
    if isinstance(last, Run) and not last.style and last is not CLOSE:
        out[-1] = Run(f"{last.text} ")
    else:
        out.append(SPACE)


def paragraph(text: str, style: str, *, keep_next: bool = False) -> ParagraphOut:
    """Make a paragraph of plain words."""
    out: list[Inline] = []
    put(out, text)
    return ParagraphOut(tuple(out), style, keep_next=keep_next)


def is_right_to_left(text: str) -> bool:
    """Tell whether a paragraph that begins with this text runs from right to left."""
    return not text.isascii() and reads_right_to_left(text)


class NameLists:
    """Write names after what they ask for; keep the lists of more than six names, to be printed directly below."""

    __slots__ = ("letters", "lists", "roll")

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self.lists: list[tuple[str, list[str]]] = []
        self.letters: dict[str, int] = {}

    def put_names(self, out: list[Inline], by: Iterable[str], number: str) -> None:
        """Add " (Brazil, France)", or " (9 delegations, list 3.1 A)" and remember the list."""
        names = self.roll.sort(by)
        opening = OPEN if ends_open(out) else SPACE_OPEN
        if len(names) <= INLINE:
            out.append(opening)
            put(out, join_names(names), NAME)
            out.append(CLOSE)
            return
        nth = self.letters.get(number, 0)
        self.letters[number] = nth + 1
        key = f"{number} {chr(65 + nth) if nth < 26 else nth + 1}"
        self.lists.append((key, names))
        out.extend((opening, Run(f"{len(names)} delegations, list {key}"), CLOSE))

    def take_lists(self) -> list[ParagraphOut]:
        """Give the paragraphs of the lists gathered so far, and forget them."""
        made: list[ParagraphOut] = []
        for key, names in self.lists:
            out: list[Inline] = [Run(f"List {key}: ", NUMBER)]
            put(out, join_names(names), NAME)
            made.append(ParagraphOut(tuple(out), "WGList"))
        self.lists.clear()
        return made
