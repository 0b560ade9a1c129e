"""Turn the places of an overlay into the spots a paper prints: a pair of inserted or deleted brackets is one proposal."""

from typing import NamedTuple

from wgtracker.text.model import Option, Overlay, Place
from wgtracker.word.clean import close_turns

NEW_PARAGRAPH = "¶ new paragraph begins here"


class Spot(NamedTuple):
    """One bracket of the paper: the base words, then each option in full, in the order of the paper's alphabet later."""

    start: int
    end: int
    base: str
    options: tuple[Option, ...]


def find_spots(drawn: Overlay) -> tuple[Spot, ...]:
    """List the spots of a unit in reading order; each place stands in exactly one of them."""
    return tuple([spot for spot, _ in pair_places(drawn)])


def pair_places(drawn: Overlay) -> list[tuple[Spot, tuple[Place, ...]]]:
    """List the spots of a unit with the one or two places that each stands for."""
    places = drawn.places
    spots: list[tuple[Spot, tuple[Place, ...]]] = []
    skip = False
    for index, place in enumerate(places):
        if skip:
            skip = False
            continue
        pair = _bracket_pair(drawn.base, place, places[index + 1]) if index + 1 < len(places) else None
        skip = pair is not None
        spots.append((Spot(*place), (place,)) if pair is None else (pair, (place, places[index + 1])))
    return spots


def _bracket_pair(base: str, first: Place, second: Place) -> Spot | None:
    """Join "[" and "]" put in, or taken out, by the same delegations with nothing proposed between them."""
    if len(first.options) != 1 or len(second.options) != 1 or first.options[0].by != second.options[0].by:
        return None
    signs = (first.base_words.strip(), first.options[0].text.strip(), second.base_words.strip(), second.options[0].text.strip())
    words = base[first.start : second.end]
    if signs == ("", "[", "", "]"):
        return Spot(first.start, second.end, words, (Option(f"[{words.strip()}]", first.options[0].by),))
    if signs == ("[", "", "]", ""):
        return Spot(first.start, second.end, words, (Option(base[first.end : second.start], first.options[0].by),))
    return None


def trim(text: str) -> str:
    """Take the spaces off both ends; a break between paragraphs stays, for it is part of what is proposed."""
    return text.strip(" \t\u00a0\u2009\u202f\u3000") if "\n" in text else text.strip()


def phrase_for(base: str, option: str) -> str:
    """Say in words what an option does where its text alone would not be read: delete, brackets, spaces; else ""."""
    words, text = base.strip(), option.strip()
    if not text:
        if "\n" in option:
            return NEW_PARAGRAPH
        if option and not words:
            return "add a space"
        return "delete" if words or not base else "delete the space"
    if text[0] == "[" and text[-1] == "]" and words and text[1:-1].strip() == words:
        return "put in brackets"
    if words[:1] == "[" and words[-1:] == "]" and words[1:-1].strip() == text:
        return "remove the brackets"
    if text in ("[", "]") and not words:
        return "add an opening bracket" if text == "[" else "add a closing bracket"
    return ""


def say_option(base: str, text: str) -> str:
    """Say an option in words, in full: replace “x” by “y”; delete “x”; add “y”."""
    words, new = close_turns(base.strip()), close_turns(text.strip())
    phrase = phrase_for(base, text)
    if phrase:
        return f"{phrase}: “{words}”" if words else phrase
    return f"replace “{words}” by “{new}”" if words else f"add “{new}”"
